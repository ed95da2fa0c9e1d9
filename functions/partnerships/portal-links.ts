import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { MAX_LINKS } from '../../domain/links.ts';
import { linkSubject, partsOfLinkSubject } from '../../domain/statistics.ts';
import { type Group, groups } from '../../table/definitions.ts';
import { getLink, type Link, linksOf } from '../../table/links.ts';
import { getStanding, type Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/portal-links.ts';
import { linkView } from '../shared/link-view.ts';
import { addNewLink, type LinkDeps } from '../shared/new-links.ts';
import { giveOnlyLink } from '../shared/only-link.ts';
import { pageOfAll } from '../shared/paging.ts';
import { bySubject, headOf, MOST_DAYS_IN_LISTS, rangeOf } from '../shared/statistics.ts';
import { changeNamedLink, removeNamedLink } from './links.ts';

type View = DataOf<typeof contract.createPortalLink>;

const view = (deps: LinkDeps, link: Link): View => {
  const { partnership_key: _own, preview: _preview, dest: _landing, ...shown } = linkView(deps.publicUrl, link);
  return shown;
};

interface Own {
  readonly standing: Standing;
  readonly group: Group;
}

const ownOf = async (deps: LinkDeps, context: Context): Promise<Own> => {
  const standing = await getStanding(deps.store, partnershipOf(context));
  const group = standing === undefined ? undefined : await groups.get(deps.store, context.program, standing.group);
  if (standing === undefined || group === undefined) throw notFound('partnership', 'partnership');
  return { standing, group };
};

/** @throws Failure `forbidden` (`custom_links`) where partners have the one link that was made for them. */
const requireCustom = ({ standing, group }: Own): void => {
  if (standing.status !== 'active') {
    throw new Failure('forbidden', 'This partnership is not active.', { reason: 'inactive' });
  }
  if (group.custom_links === false) {
    throw new Failure('forbidden', 'Links are made by the program here.', { reason: 'custom_links' });
  }
};

/** A partner leads visitors of the program to its own sites only: an open redirect would be the merchant's name. */
const requireOwnSite = async (deps: LinkDeps, context: Context, group: Group, url: string | null | undefined) => {
  if (url === undefined || url === null) return;
  const program = await getProgram(deps.store, context.program);
  const sites = [group.destination_url, program?.destination_url].flatMap((site) => URL.parse(site ?? '')?.host ?? []);
  const host = new URL(url).host;
  if (sites.some((site) => host === site || host.endsWith(`.${site}`))) return;
  throw unprocessable('other_site', 'Must lie on a site of the program.', 'destination_url');
};

/** @throws Failure `not_found` for links of others too. */
const requireOwn = async (deps: LinkDeps, context: Context, key: string): Promise<Own> => {
  const own = await ownOf(deps, context);
  const link = await getLink(deps.store, context.program, key);
  if (link?.partnership !== own.standing.key) throw notFound('link', 'link');
  requireCustom(own);
  return own;
};

const statistics = async (
  deps: LinkDeps,
  context: Context,
  query: InputOf<typeof contract.getPortalLinkStatistics>['query'],
): Promise<DataOf<typeof contract.getPortalLinkStatistics>> => {
  const range = await rangeOf(deps.store, context, query, MOST_DAYS_IN_LISTS);
  const found = await bySubject(deps.store, range, 'link', linkSubject(partnershipOf(context), ''));
  const items = [...found].map(([subject, { clicks = 0, sign_ups = 0, transactions = 0, revenue = 0 }]) => ({
    link_key: partsOfLinkSubject(subject).link,
    clicks,
    sign_ups,
    transactions,
    revenue,
  }));
  return { ...headOf(range), items };
};

/** The operations of /v2/portal/links. */
export const portalLinkRoutes = (deps: LinkDeps): readonly Route[] => [
  route(contract.listPortalLinks, async (context, { query }) => {
    const own = await ownOf(deps, context);
    await giveOnlyLink(deps, context, own.standing);
    const links = (await linksOf(deps.store, own.standing.key, MAX_LINKS)).filter((link) => !link.deleted);
    const page = pageOfAll(
      links.map((link) => view(deps, link)),
      query,
    );
    const { custom_links, referral_links } = own.group;
    return { ...page, custom_links: custom_links !== false, referral_links: referral_links !== false };
  }),
  route(contract.getPortalLinkStatistics, (context, { query }) => statistics(deps, context, query)),
  route(contract.createPortalLink, async (context, { body }) => {
    const own = await ownOf(deps, context);
    requireCustom(own);
    await requireOwnSite(deps, context, own.group, body.destination_url);
    const asked = { ...body, partnership_key: own.standing.key, host: undefined, preview: undefined };
    return view(deps, await addNewLink(deps, context, asked));
  }),
  route(contract.updatePortalLink, async (context, { params, body }) => {
    const { group } = await requireOwn(deps, context, params.link);
    await requireOwnSite(deps, context, group, body.destination_url);
    return view(deps, await changeNamedLink(deps, context, params.link, body));
  }),
  route(contract.deletePortalLink, async (context, { params }) => {
    await requireOwn(deps, context, params.link);
    await removeNamedLink(deps, context, params.link);
    return { key: params.link, deleted: true };
  }),
];
