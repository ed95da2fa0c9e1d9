import { tierIn } from '../../domain/standing.ts';
import { type TierLadder, tierIndex } from '../../domain/tiers.ts';
import { listPartition, SHARDS } from '../../table/keys.ts';
import { endLevelWalk, getLevelWalk, type LevelWalk, moveLevelWalk } from '../../table/level-walks.ts';
import { changeStanding, getStanding, readStanding, type Standing } from '../../table/partnerships.ts';
import { ConditionFailed } from '../../table/store.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { ProgramsDeps } from './deps.ts';

/** A request goes on with the levels for at most so long; the next request about tiers goes on from there. */
const LONGEST_MS = 10_000;
const PAGE = 100;
const AT_ONCE = 8;
/** Sort before and behind every key of a partnership. */
const BEFORE = 'part_';
const BEHIND = '~';

/** The tier that the partnership has reached, when it is above the one that is written down. */
const lifted = (ladder: TierLadder, standing: Standing, period: string): string | undefined => {
  const reached = tierIn(ladder, standing, period);
  return tierIndex(ladder, reached) > tierIndex(ladder, standing.tier) ? reached : undefined;
};

const lift = async (deps: ProgramsDeps, walk: LevelWalk, key: string): Promise<void> =>
  untilUncontended(['standing_changed'], deps.chance, async () => {
    const standing = await getStanding(deps.store, key);
    if (standing === undefined) return;
    const tier = lifted(walk.ladder, standing, walk.period);
    if (tier !== undefined) await deps.store.write(changeStanding(standing, { ...standing, tier }));
  });

/** Does one page of partnerships. @returns the walk after it; undefined when that was the last one. */
const walkPage = async (deps: ProgramsDeps, walk: LevelWalk): Promise<LevelWalk | undefined> => {
  const page = await deps.store.query({
    index: 'gsi1',
    pk: listPartition('PARTS', walk.program, walk.shard),
    between: [walk.cursor ?? BEFORE, BEHIND],
    limit: PAGE,
  });
  const standings = (await deps.store.batchGet(page.items)).map(readStanding);
  const rising = standings.filter((standing) => lifted(walk.ladder, standing, walk.period) !== undefined);
  for (let start = 0; start < rising.length; start += AT_ONCE) {
    await Promise.all(rising.slice(start, start + AT_ONCE).map((standing) => lift(deps, walk, standing.key)));
  }
  const last = page.items.at(-1)?.['gsi1sk'];
  if (page.next !== undefined && typeof last === 'string') return { ...walk, cursor: last };
  const { cursor: _done, ...rest } = walk;
  return walk.shard + 1 < SHARDS.length ? { ...rest, shard: walk.shard + 1 } : undefined;
};

const step = async (deps: ProgramsDeps, walk: LevelWalk): Promise<void> => {
  const next = await walkPage(deps, walk);
  try {
    await deps.store.write(next === undefined ? endLevelWalk(walk) : moveLevelWalk(walk, next));
  } catch (error) {
    // Another request does the same; lifting twice changes nothing.
    if (!(error instanceof ConditionFailed)) throw error;
  }
};

/**
 * Writes down what partnerships have reached by a change of the tiers, as far as the time of a request allows.
 * @returns whether everything is written down.
 */
export const raiseLevels = async (deps: ProgramsDeps, program: string): Promise<boolean> => {
  const until = deps.clock.real() + LONGEST_MS;
  for (;;) {
    const walk = await getLevelWalk(deps.store, program);
    if (walk === undefined) return true;
    if (deps.clock.real() >= until) return false;
    await step(deps, walk);
  }
};
