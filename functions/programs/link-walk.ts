import { groupPartition } from '../../table/keys.ts';
import { endLinkWalk, type LinkWalk, moveLinkWalk, nextLinkWalk } from '../../table/link-walks.ts';
import { SHARDS } from '../../table/shards.ts';
import { ConditionFailed } from '../../table/store.ts';
import { followGroup } from '../shared/landing.ts';
import { inParallel } from '../shared/parallel.ts';
import type { ProgramsDeps } from './deps.ts';

/** A request goes on with the links for at most so long; the next request about groups goes on from there. */
const LONGEST_MS = 10_000;
const PAGE = 100;
/** Sort before and behind every key of a partnership. */
const BEFORE = 'part_';
const BEHIND = '~';

/** Does one page of partnerships. @returns the walk after it; undefined when that was the last one. */
const walkPage = async (deps: ProgramsDeps, walk: LinkWalk): Promise<LinkWalk | undefined> => {
  const page = await deps.store.query({
    index: 'gsi2',
    pk: groupPartition(walk.program, walk.group, walk.shard),
    between: [walk.cursor ?? BEFORE, BEHIND],
    limit: PAGE,
  });
  const partnerships = page.items.flatMap((entry) => {
    const key = entry['gsi2sk'];
    return typeof key === 'string' ? [key] : [];
  });
  await inParallel(partnerships, (partnership) => followGroup(deps.store, partnership));
  const last = partnerships.at(-1);
  if (page.next !== undefined && last !== undefined) return { ...walk, cursor: last };
  const { cursor: _done, ...rest } = walk;
  return walk.shard + 1 < SHARDS.length ? { ...rest, shard: walk.shard + 1 } : undefined;
};

const step = async (deps: ProgramsDeps, walk: LinkWalk): Promise<void> => {
  const next = await walkPage(deps, walk);
  try {
    await deps.store.write(next === undefined ? endLinkWalk(walk) : moveLinkWalk(walk, next));
  } catch (error) {
    // Another request does the same, or the group has changed again and the walk begins anew.
    if (!(error instanceof ConditionFailed)) throw error;
  }
};

/**
 * Lets links follow changes of their groups, as far as the time of a request allows.
 * @returns whether all have followed.
 */
export const followLinks = async (deps: ProgramsDeps, program: string): Promise<boolean> => {
  const until = deps.clock.real() + LONGEST_MS;
  for (;;) {
    const walk = await nextLinkWalk(deps.store, program);
    if (walk === undefined) return true;
    if (deps.clock.real() >= until) return false;
    await step(deps, walk);
  }
};
