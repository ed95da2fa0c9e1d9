import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { GUIDE_TICKS_PREFIX, guideTickKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** That somebody judged a step of the set-up guide done, or not done again. */
const GuideTick = z.object({
  key: z.string(),
  program: z.string(),
  done: z.boolean(),
  at: z.int(),
  by: z.string(),
  rev: z.int(),
});
export type GuideTick = z.infer<typeof GuideTick>;

const read = (item: Item): GuideTick => decode(GuideTick, item);

export const getGuideTick = async (store: Store, program: string, step: string): Promise<GuideTick | undefined> => {
  const item = await store.get(guideTickKey(program, step));
  return item === undefined ? undefined : read(item);
};

/** More steps than there will ever be. */
const MOST = 100;

/** What was judged of a program, by step. */
export const guideTicks = async (store: Store, program: string): Promise<ReadonlyMap<string, GuideTick>> => {
  const { pk } = guideTickKey(program, '');
  const page = await store.query({ pk, prefix: GUIDE_TICKS_PREFIX, limit: MOST });
  return new Map(page.items.map(read).map((tick) => [tick.key, tick]));
};

/** Stores what is judged of a step now (`tick_changed` when somebody else came between). */
export const putGuideTick = (
  before: GuideTick | undefined,
  after: Omit<GuideTick, 'rev'>,
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...guideTickKey(after.program, after.key), ...after, rev: (before?.rev ?? 0) + 1 },
  condition: before === undefined ? absent('tick_changed') : unchanged('tick_changed', before.rev),
});
