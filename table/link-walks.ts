import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { LINK_WALKS_PREFIX, linkWalkKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/**
 * The links of a group carry what they take from it. When that changes they follow, partnership by partnership; this
 * item remembers how far they have come, so that it survives any interruption.
 */
const LinkWalk = z.object({
  program: z.string(),
  group: z.string(),
  shard: z.int(),
  /** The last partnership of the shard that is done. */
  cursor: z.optional(z.string()),
  rev: z.int(),
});
export type LinkWalk = z.infer<typeof LinkWalk>;

const item = (walk: LinkWalk): Item => ({ ...linkWalkKey(walk.program, walk.group), ...walk });

const getLinkWalk = async (store: Store, program: string, group: string): Promise<LinkWalk | undefined> => {
  const found = await store.get(linkWalkKey(program, group));
  return found === undefined ? undefined : decode(LinkWalk, found);
};

/** A walk of the program that is not finished; undefined when all links have followed. */
export const nextLinkWalk = async (store: Store, program: string): Promise<LinkWalk | undefined> => {
  const { pk } = linkWalkKey(program, '');
  const [found] = (await store.query({ pk, prefix: LINK_WALKS_PREFIX, limit: 1 })).items;
  return found === undefined ? undefined : decode(LinkWalk, found);
};

/** Starts at the first link of the group; one that is under way starts again (`link_walk_moved`). */
export const startLinkWalk = async (store: Store, program: string, group: string): Promise<Write> => {
  const before = await getLinkWalk(store, program, group);
  const rev = (before?.rev ?? 0) + 1;
  const condition = before === undefined ? absent('link_walk_moved') : unchanged('link_walk_moved', before.rev);
  return { kind: 'put', item: item({ program, group, shard: 0, rev }), condition };
};

/** `link_walk_moved` when another request has taken it further. */
export const moveLinkWalk = (before: LinkWalk, after: LinkWalk): Write & { kind: 'put' } => ({
  kind: 'put',
  item: item({ ...after, rev: before.rev + 1 }),
  condition: unchanged('link_walk_moved', before.rev),
});

export const endLinkWalk = (walk: LinkWalk): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: linkWalkKey(walk.program, walk.group),
  condition: unchanged('link_walk_moved', walk.rev),
});
