import { notFound } from '../../domain/errors.ts';
import { DEFAULT_HOST, MAX_LINKS, normalDestination, type Utm } from '../../domain/links.ts';
import { removeHostLink } from '../../table/domains.ts';
import { listPartitions, partnershipLinksPartition } from '../../table/keys.ts';
import { changeLink, getLink, type Link, linksOf, readLink } from '../../table/links.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { InputOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/links.ts';
import { requireNamed } from '../shared/found-partners.ts';
import { readLanding, sameLanding } from '../shared/landing.ts';
import { linkView } from '../shared/link-view.ts';
import { addNewLink, type LinkDeps, requireDestination, requiredStanding, setOnly } from '../shared/new-links.ts';
import { type ListSource, listPage, wholeItems } from '../shared/paging.ts';
import { untilUncontended } from '../shared/retry.ts';

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

/** Deletes a link; its host forgets it in the same write. */
export const removeNamedLink = (deps: LinkDeps, context: Context, key: string): Promise<void> =>
  untilUncontended(['link_changed', 'host_link_gone'], deps.chance, async () => {
    const link = await requiredLink(deps, context, key);
    const { program, host } = link;
    await deps.store.transact([
      changeLink(link, { ...link, deleted: true, updated_at: context.now }),
      ...(host === DEFAULT_HOST ? [] : [removeHostLink(program, host, key)]),
    ]);
  });

/** Changes what the request names of a link. */
export const changeNamedLink = (
  deps: LinkDeps,
  context: Context,
  key: string,
  body: InputOf<typeof contract.updateLink>['body'],
): Promise<Link> =>
  change(deps, context, key, async (link) => {
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
  return { ...found, items: found.items.map((link) => linkView(deps.publicUrl, link)) };
};

/** The operations of /v2/links. */
export const linkRoutes = (deps: LinkDeps): readonly Route[] => [
  route(contract.createLink, async (context, { body }) =>
    linkView(deps.publicUrl, await addNewLink(deps, context, body)),
  ),
  route(contract.listLinks, (context, input) => list(deps, context, input)),
  route(contract.listLinksOfPartnership, async (context, { params, query }) => {
    const { standing } = await requireNamed(deps, context.program, params.partnership);
    return list(deps, context, { params: {}, body: {}, query: { ...query, partnership_key: standing.key } });
  }),
  route(contract.getLink, async (context, { params }) =>
    linkView(deps.publicUrl, await requiredLink(deps, context, params.link)),
  ),
  route(contract.updateLink, async (context, { params, body }) =>
    linkView(deps.publicUrl, await changeNamedLink(deps, context, params.link, body)),
  ),
  route(contract.deleteLink, async (context, { params }) => {
    await removeNamedLink(deps, context, params.link);
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
