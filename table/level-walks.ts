import * as z from 'zod/mini';
import { TierLadder } from '../domain/tiers.ts';
import { decode } from './codec.ts';
import { levelWalkKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/**
 * Where tiers never fall, a change of the tiers may lift partnerships, and what they have reached must be written down
 * before their measures fall again. This item remembers how far that has come, so that it survives any interruption.
 */
const LevelWalk = z.object({
  program: z.string(),
  /** The tiers after the change, and the period in which it happened. */
  ladder: TierLadder,
  period: z.string(),
  shard: z.int(),
  /** The last partnership of the shard that is done. */
  cursor: z.optional(z.string()),
  rev: z.int(),
});
export type LevelWalk = z.infer<typeof LevelWalk>;

const item = (walk: LevelWalk): Item => ({ ...levelWalkKey(walk.program), ...walk });

export const getLevelWalk = async (store: Store, program: string): Promise<LevelWalk | undefined> => {
  const found = await store.get(levelWalkKey(program));
  return found === undefined ? undefined : decode(LevelWalk, found);
};

/** One at a time (`level_walk_runs`). */
export const startLevelWalk = (program: string, ladder: TierLadder, period: string): Write => ({
  kind: 'put',
  item: item({ program, ladder, period, shard: 0, rev: 1 }),
  condition: absent('level_walk_runs'),
});

/** `level_walk_moved` when another request has taken it further. */
export const moveLevelWalk = (before: LevelWalk, after: LevelWalk): Write & { kind: 'put' } => ({
  kind: 'put',
  item: item({ ...after, rev: before.rev + 1 }),
  condition: unchanged('level_walk_moved', before.rev),
});

export const endLevelWalk = (walk: LevelWalk): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: levelWalkKey(walk.program),
  condition: unchanged('level_walk_moved', walk.rev),
});
