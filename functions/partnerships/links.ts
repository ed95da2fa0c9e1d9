import { conflict, Failure, notFound, unprocessable } from '../../domain/errors.ts';
import {
  DEFAULT_HOST,
  MAX_LINKS,
  normalDestination,
  SLUG_RANDOM_BYTES,
  slugFrom,
  type Utm,
} from '../../domain/links.ts';
import { listPartitions, partnershipLinksPartition } from '../../table/keys.ts';
import { addLink, changeLink, getLink, type Landing, type Link, linksOf, readLink } from '../../table/links.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import { ConditionFailed, type Store, type Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/links.ts';
import type { Ids } from '../shared/ids.ts';
import { readLanding, sameLanding, settleLinks } from '../shared/landing.ts';
import { type ListSource, listPage, wholeItems } from '../shared/paging.ts';
import { untilUncontended } from '../shared/retry.ts';

export interface LinkDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly chance: () => number;
  /** Where links are reached, without a slash at the end. */
  readonly publicUrl: string;
}

const ATTEMPTS = 5;

const view = (deps: LinkDeps, link: Link): DataOf<typeof contract.getLink> => ({
  key: link.key,
  created_at: link.created_at,
  updated_at: link.updated_at,
  partnership_key: link.partnership,
  slug: link.slug,
  host: link.host === DEFAULT_HOST ? null : link.host,
  url: `${link.host === DEFAULT_HOST ? deps.publicUrl : `https://${link.host}`}/${link.slug}`,
  destination_url: link.destination ?? null,
  name: link.name ?? null,
  utm: link.utm ?? {},
  preview: link.preview ?? null,
  archived: link.archived,
});

/** Only what is set: the table and the API know no empty parameters. */
const setOnly = <T extends object>(fields: T): T | undefined => {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length === 0 ? undefined : fields;
};

const requiredStanding = async (deps: LinkDeps, program: string, name: string): Promise<Standing> => {
  const standing = await findPartnership(deps.store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  return standing;
};

/** A link without a destination of its own needs one of the group or the program; that one may change later. */
const requireDestination = async (
  deps: LinkDeps,
  place: { readonly program: string; readonly group: string },
  own: string | undefined,
): Promise<Landing> => {
  const landing = await readLanding(deps.store, place.program, place.group);
  if (own === undefined && landing.destination === undefined) {
    const message = 'Neither the group nor the program has an address: say where this link leads.';
    throw unprocessable('destination_missing', message, 'destination_url');
  }
  return landing;
};

const insert = async (deps: LinkDeps, link: Link, slugWasGiven: boolean): Promise<Link> => {
  for (let attempt = 1; ; attempt++) {
    const random = Buffer.from(deps.ids.secret(SLUG_RANDOM_BYTES), 'base64url');
    const named = slugWasGiven ? link : { ...link, slug: slugFrom(random) };
    try {
      await deps.store.write(addLink(named));
      return named;
    } catch (error) {
      if (!(error instanceof ConditionFailed && error.condition === 'slug_taken')) throw error;
      if (slugWasGiven) throw conflict('This address belongs or belonged to another link.', 'slug', 'slug_taken');
      if (attempt === ATTEMPTS) throw error;
    }
  }
};

type CreateInput = InputOf<typeof contract.createLink>;

const create = async (deps: LinkDeps, context: Context, { body }: CreateInput): Promise<Link> => {
  const standing = await requiredStanding(deps, context.program, body.partnership_key);
  const program = await getProgram(deps.store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const landing = await requireDestination(deps, standing, body.destination_url);
  if ((await linksOf(deps.store, standing.key, MAX_LINKS)).length >= MAX_LINKS) {
    throw new Failure('plan_limit', `A partnership has at most ${MAX_LINKS} links.`, { reason: 'links' });
  }
  const link: Link = {
    key: deps.ids.key('link', context.now),
    program: context.program,
    partnership: standing.key,
    host: DEFAULT_HOST,
    slug: body.slug ?? '',
    name: body.name,
    destination: body.destination_url === undefined ? undefined : normalDestination(body.destination_url),
    utm: body.utm === undefined ? undefined : setOnly<Utm>(body.utm),
    preview: body.preview,
    landing,
    group: standing.group,
    active: standing.status === 'active',
    archived: false,
    deleted: false,
    window_days: program.attribution_window_days,
    created_at: context.now,
    updated_at: context.now,
    rev: 1,
  };
  const made = await insert(deps, link, body.slug !== undefined);
  await settleLinks(deps.store, standing.key, landing);
  return made;
};

const requiredLink = async (deps: LinkDeps, context: Context, key: string): Promise<Link> => {
  const link = await getLink(deps.store, context.program, key);
  if (link === undefined) throw notFound('link', 'link');
  return link;
};

/** Changes a link as it is now; `change` may run several times. */
const change = (
  deps: LinkDeps,
  context: Context,
  key: string,
  changed: (link: Link) => Promise<Partial<Link>>,
): Promise<Link> =>
  untilUncontended(['link_changed'], deps.chance, async () => {
    const before = await requiredLink(deps, context, key);
    const after = { ...before, ...(await changed(before)), updated_at: context.now };
    await deps.store.write(changeLink(before, after));
    return after;
  });

const update = (deps: LinkDeps, context: Context, { params, body }: InputOf<typeof contract.updateLink>) =>
  change(deps, context, params.link, async (link) => {
    const { destination_url: destination, name, utm, preview, archived } = body;
    if (destination === null) await requireDestination(deps, link, undefined);
    return {
      ...(destination === undefined
        ? {}
        : { destination: destination === null ? undefined : normalDestination(destination) }),
      ...(name === undefined ? {} : { name: name ?? undefined }),
      ...(utm === undefined ? {} : { utm: utm === null ? undefined : setOnly<Utm>(utm) }),
      ...(preview === undefined ? {} : { preview: preview ?? undefined }),
      ...(archived === undefined ? {} : { archived }),
    };
  });

const list = async (deps: LinkDeps, context: Context, { query }: InputOf<typeof contract.listLinks>) => {
  const { partnership_key: name, include_archived: archived = false, ...page } = query;
  const place =
    name === undefined
      ? { index: 'gsi1' as const, partitions: listPartitions('LINKS', context.program) }
      : {
          index: 'gsi2' as const,
          partitions: [partnershipLinksPartition((await requiredStanding(deps, context.program, name)).key)],
        };
  const source: ListSource<Link> = {
    ...place,
    keyPrefix: 'link',
    read: async (entries) =>
      (await wholeItems(deps.store, entries)).map((item) => (item === undefined ? undefined : readLink(item))),
    keep: (link) => !link.deleted && (archived || !link.archived),
  };
  const found = await listPage(deps.store, source, page);
  return { ...found, items: found.items.map((link) => view(deps, link)) };
};

/** The operations of /v2/links. */
export const linkRoutes = (deps: LinkDeps): readonly Route[] => [
  route(contract.createLink, async (context, input) => view(deps, await create(deps, context, input))),
  route(contract.listLinks, (context, input) => list(deps, context, input)),
  route(contract.getLink, async (context, { params }) => view(deps, await requiredLink(deps, context, params.link))),
  route(contract.updateLink, async (context, input) => view(deps, await update(deps, context, input))),
  route(contract.deleteLink, async (context, { params }) => {
    await change(deps, context, params.link, async () => ({ deleted: true }));
    return { key: params.link, deleted: true };
  }),
];

/**
 * What must change with a partnership that moves to another group, or becomes active or inactive: its links carry
 * both, so that a click needs one read. At most `MAX_LINKS` writes, for the transaction that changes the standing.
 */
export const linksFollowing = async (store: Store, standing: Standing): Promise<readonly Write[]> => {
  const active = standing.status === 'active';
  const links = await linksOf(store, standing.key, MAX_LINKS);
  if (links.length === 0) return [];
  const landing = await readLanding(store, standing.program, standing.group);
  return links
    .filter((link) => link.group !== standing.group || link.active !== active || !sameLanding(link.landing, landing))
    .map((link) => changeLink(link, { ...link, group: standing.group, active, landing }));
};
