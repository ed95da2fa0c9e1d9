import { type Merged, merge } from '../../domain/creatives.ts';
import { notFound } from '../../domain/errors.ts';
import { MAX_LINKS, withCreative } from '../../domain/links.ts';
import { partnerName } from '../../domain/partner-names.ts';
import { addCounters, type Counters, partsOfPlacement } from '../../domain/statistics.ts';
import { isFor } from '../../domain/targets.ts';
import { type Creative, creatives } from '../../table/creatives.ts';
import { groups } from '../../table/definitions.ts';
import { type Link, linksOf } from '../../table/links.ts';
import { getLook } from '../../table/looks.ts';
import { getProfile, getStanding, type Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/creatives.ts';
import { linkView } from '../shared/link-view.ts';
import { addNewLink } from '../shared/new-links.ts';
import { giveOnlyLink } from '../shared/only-link.ts';
import { orderedPage } from '../shared/paging.ts';
import { bySubject, MOST_DAYS_IN_LISTS, rangeOf } from '../shared/statistics.ts';
import { fileAddress } from './creatives.ts';
import type { ContentDeps } from './deps.ts';
import { embedOf } from './embedding.ts';
import { bannerAddress } from './images.ts';

type View = DataOf<typeof contract.getPortalCreative>;
type Asked = InputOf<typeof contract.getPortalCreative>['query'];

const inOrder = (a: Creative, b: Creative): number => a.position - b.position || (a.key < b.key ? -1 : 1);

/** @throws Failure `not_found`. */
const ownStanding = async (deps: ContentDeps, context: Context): Promise<Standing> => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  if (standing === undefined) throw notFound('partnership', 'partnership');
  return standing;
};

/** What this partner may see, in the order of the program. Whoever is inactive sees nothing. */
const seenBy = async (deps: ContentDeps, context: Context, standing: Standing): Promise<readonly Creative[]> => {
  if (standing.status !== 'active') return [];
  const [all, { configuration }] = await Promise.all([
    creatives.all(deps.store, context.program),
    readProgramState(deps, context.program),
  ]);
  const seen = all.filter(({ archived, target }) => !archived && isFor(target, standing, configuration.segments));
  return seen.toSorted(inOrder);
};

/** Chooses the link that a creative leads through. */
type LinkChoice = (creative: Creative) => Promise<Link | undefined>;

const usableLinks = async (deps: ContentDeps, partnership: string): Promise<readonly Link[]> =>
  (await linksOf(deps.store, partnership, MAX_LINKS)).filter((link) => !link.deleted && !link.archived);

/**
 * The link that a creative leads through: the one that is asked for, or one that leads where the creative leads, which
 * is made when the partner first looks; else the first one. Where partners have exactly one link, that one.
 */
const linkChoice = async (
  deps: ContentDeps,
  context: Context,
  standing: Standing,
  asked: string | undefined,
): Promise<LinkChoice> => {
  await giveOnlyLink(deps, context, standing);
  const links = [...(await usableLinks(deps, standing.key))];
  if (asked !== undefined) {
    const link = links.find(({ key }) => key === asked);
    if (link === undefined) throw notFound('link', 'link_key');
    return async () => link;
  }
  const group = await groups.get(deps.store, context.program, standing.group);
  return async ({ name, destination }) => {
    // One that leads to the program's own page comes before those that were made for something else.
    const first = links.find((link) => link.destination === undefined) ?? links[0];
    if (destination === undefined || group?.custom_links === false) return first;
    const known = links.find((link) => link.destination === destination);
    if (known !== undefined || links.length >= MAX_LINKS) return known ?? first;
    const blank = { slug: undefined, host: undefined, utm: undefined, preview: undefined };
    const wanted = { ...blank, name, destination_url: destination, partnership_key: standing.key };
    const made = await addNewLink(deps, context, wanted);
    links.push(made);
    return made;
  };
};

type Figures = Pick<View, 'impressions' | 'clicks'>;

/** How often each creative was shown and clicked through links of the partner. */
const figuresFor = async (deps: ContentDeps, context: Context, partnership: string, asked: Asked) => {
  const range = await rangeOf(deps.store, context, asked, MOST_DAYS_IN_LISTS);
  const sums = new Map<string, Counters>();
  for (const [subject, counters] of await bySubject(deps.store, range, 'placement', `${partnership}/`)) {
    const { creative } = partsOfPlacement(subject);
    sums.set(creative, addCounters(sums.get(creative) ?? {}, counters));
  }
  return (creative: string): Figures => {
    const { impressions = 0, clicks = 0 } = sums.get(creative) ?? {};
    return { impressions, clicks };
  };
};

/** What can be filled into the texts of mails, besides the link. */
const namesFor = async (deps: ContentDeps, context: Context, partnership: string): Promise<Omit<Merged, 'link'>> => {
  const [profile, program, look] = await Promise.all([
    getProfile(deps.store, partnership),
    getProgram(deps.store, context.program),
    getLook(deps.store, context.program),
  ]);
  return {
    partner_name: (profile === undefined ? undefined : partnerName(profile)) ?? '',
    program_name: look.name ?? program?.name ?? '',
  };
};

interface Shown {
  readonly link: Link | undefined;
  readonly names: Omit<Merged, 'link'>;
  readonly figures: Figures;
}

const view = (deps: ContentDeps, creative: Creative, { link, names, figures }: Shown): View => {
  const { key, created_at, updated_at, name, kind, banner, email, file } = creative;
  const url = link === undefined ? undefined : withCreative(linkView(deps.publicUrl, link).url, key);
  const filled = (text: string): string => merge(text, { ...names, link: url ?? '' });
  return {
    ...{ key, created_at, updated_at, name, kind, ...figures },
    description: creative.description ?? null,
    banner:
      banner === undefined
        ? null
        : {
            image_url: bannerAddress(deps.publicUrl, key),
            ...{ width: banner.width, height: banner.height, alt_text: banner.alt_text },
          },
    text_link: creative.text_link ?? null,
    email: email === undefined ? null : { subject: filled(email.subject), body: filled(email.body) },
    file: file === undefined ? null : { name: file.name, content_type: file.content_type, size: file.size },
    link: link === undefined || url === undefined ? null : { key: link.key, url },
    embed: link === undefined || url === undefined ? null : embedOf(deps.publicUrl, creative, link, url),
  };
};

/** Shows creatives to the partner, each with its own link in it. */
const shownTo = async (
  deps: ContentDeps,
  context: Context,
  standing: Standing,
  found: readonly Creative[],
  asked: Asked,
): Promise<View[]> => {
  const [linkFor, figures, names] = await Promise.all([
    linkChoice(deps, context, standing, asked.link_key),
    figuresFor(deps, context, standing.key, asked),
    namesFor(deps, context, standing.key),
  ]);
  const views: View[] = [];
  // One after the other: two that lead to the same page share the link that is made for the first.
  for (const creative of found) {
    const shown = { link: await linkFor(creative), names, figures: figures(creative.key) };
    views.push(view(deps, creative, shown));
  }
  return views;
};

const list = async (
  deps: ContentDeps,
  context: Context,
  query: InputOf<typeof contract.listPortalCreatives>['query'],
): Promise<DataOf<typeof contract.listPortalCreatives>> => {
  const { kind, ...asked } = query;
  const standing = await ownStanding(deps, context);
  const seen = await seenBy(deps, context, standing);
  const page = orderedPage(
    seen.filter((creative) => kind === undefined || creative.kind === kind),
    query,
  );
  return { ...page, items: await shownTo(deps, context, standing, page.items, asked) };
};

/** @throws Failure `not_found` for what is not for this partner too. */
const findSeen = async (deps: ContentDeps, context: Context, key: string) => {
  const standing = await ownStanding(deps, context);
  const creative = (await seenBy(deps, context, standing)).find((one) => one.key === key);
  if (creative === undefined) throw notFound('creative', 'creative');
  return { standing, creative };
};

/** The operations of /v2/portal/creatives. */
export const portalCreativeRoutes = (deps: ContentDeps): readonly Route[] => [
  route(contract.listPortalCreatives, (context, { query }) => list(deps, context, query)),
  route(contract.getPortalCreative, async (context, { params, query }) => {
    const { standing, creative } = await findSeen(deps, context, params.creative);
    const [shown] = await shownTo(deps, context, standing, [creative], query);
    if (shown === undefined) throw notFound('creative', 'creative');
    return shown;
  }),
  route(contract.getPortalCreativeFile, async (context, { params }) =>
    fileAddress(deps, (await findSeen(deps, context, params.creative)).creative),
  ),
];
