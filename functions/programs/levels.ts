import { acceptedAt, notedTier, settleTier, tierIn } from '../../domain/standing.ts';
import { type TierLadder, tierIndex } from '../../domain/tiers.ts';
import { listPartition } from '../../table/keys.ts';
import { endLevelWalk, getLevelWalk, type LevelWalk, moveLevelWalk } from '../../table/level-walks.ts';
import { getStanding, readStanding, type Standing } from '../../table/partnerships.ts';
import { SHARDS } from '../../table/shards.ts';
import { ConditionFailed } from '../../table/store.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import { untilUncontended } from '../shared/retry.ts';
import { changeStandingReaching } from '../shared/tier-reaches.ts';
import type { ProgramsDeps } from './deps.ts';

/** A request goes on with the levels for at most so long; the next request about tiers goes on from there. */
const LONGEST_MS = 10_000;
const PAGE = 100;
const AT_ONCE = 8;
/** Sort before and behind every key of a partnership. */
const BEFORE = 'part_';
const BEHIND = '~';

/** A change of the tiers that is being carried through, and the program as it is now. */
interface Walking {
  readonly walk: LevelWalk;
  readonly state: ProgramState;
  readonly now: number;
}

/** Whether another tier is written down for the partnership than it is in now. */
const moves = (ladder: TierLadder, standing: Standing, period: string): boolean =>
  tierIndex(ladder, tierIn(ladder, standing, period)) !== tierIndex(ladder, notedTier(ladder, standing));

/** Writes down the tier of one partnership, and announces those that it has reached. */
const settle = async (deps: ProgramsDeps, { walk, state, now }: Walking, key: string): Promise<void> =>
  untilUncontended(['standing_changed'], deps.chance, async () => {
    const standing = await getStanding(deps.store, key);
    if (standing === undefined || !moves(walk.ladder, standing, walk.period)) return;
    const { program, configuration } = state;
    const after = settleTier(walk.ladder, standing, standing, walk.period);
    const accepted = acceptedAt(now, program.time_zone, standing.sealed);
    const writes = await changeStandingReaching(deps, standing, after, {
      configuration: { ...configuration, ladder: walk.ladder },
      moment: { program: program.key, ...accepted, zone: program.time_zone, config: program.config },
      measured: walk.period,
    });
    await deps.store.transact(writes);
  });

/** Does one page of partnerships. @returns the walk after it; undefined when that was the last one. */
const walkPage = async (deps: ProgramsDeps, walking: Walking): Promise<LevelWalk | undefined> => {
  const { walk } = walking;
  const page = await deps.store.query({
    index: 'gsi1',
    pk: listPartition('PARTS', walk.program, walk.shard),
    between: [walk.cursor ?? BEFORE, BEHIND],
    limit: PAGE,
  });
  const standings = (await deps.store.batchGet(page.items)).map(readStanding);
  const moving = standings.filter((standing) => moves(walk.ladder, standing, walk.period));
  for (let start = 0; start < moving.length; start += AT_ONCE) {
    await Promise.all(moving.slice(start, start + AT_ONCE).map((standing) => settle(deps, walking, standing.key)));
  }
  const last = page.items.at(-1)?.['gsi1sk'];
  if (page.next !== undefined && typeof last === 'string') return { ...walk, cursor: last };
  const { cursor: _done, ...rest } = walk;
  return walk.shard + 1 < SHARDS.length ? { ...rest, shard: walk.shard + 1 } : undefined;
};

const step = async (deps: ProgramsDeps, walking: Walking): Promise<void> => {
  const next = await walkPage(deps, walking);
  try {
    await deps.store.write(next === undefined ? endLevelWalk(walking.walk) : moveLevelWalk(walking.walk, next));
  } catch (error) {
    // Another request does the same; settling twice changes nothing.
    if (!(error instanceof ConditionFailed)) throw error;
  }
};

/**
 * Writes down who is in which tier after a change of the tiers, and announces who has reached one, as far as the time
 * of a request allows.
 * @returns whether everything is written down.
 */
export const settleLevels = async (deps: ProgramsDeps, program: string, now: number): Promise<boolean> => {
  const until = deps.clock.real() + LONGEST_MS;
  let state: ProgramState | undefined;
  for (;;) {
    const walk = await getLevelWalk(deps.store, program);
    if (walk === undefined) return true;
    if (deps.clock.real() >= until) return false;
    state ??= await readProgramState(deps, program);
    await step(deps, { walk, state, now });
  }
};
