import * as z from 'zod/mini';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { handOverKey } from './keys.ts';
import { absent, type Store, type Write } from './store.ts';

/** A login on its way to a portal on a host of the merchant's own. Its code is nowhere: the item is found by its hash. */
const HandOver = z.object({
  program: z.string(),
  mode: z.enum(['test', 'live']),
  partnership: z.string(),
  host: z.string(),
  /** What the page on that host has shown of its secret. */
  challenge: z.string(),
  ends_at: z.int(),
});
export type HandOver = z.infer<typeof HandOver>;

/** A new hand-over (`hand_over_exists`); the table forgets it when nobody has used it. */
export const addHandOver = (hash: string, handOver: HandOver): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...handOverKey(hash), ...handOver, [EXPIRES_ATTRIBUTE]: Math.ceil(handOver.ends_at / 1000) },
  condition: absent('hand_over_exists'),
});

/** The hand-over whose code has this hash, also one that has ended and is not forgotten yet. */
export const getHandOver = async (store: Store, hash: string): Promise<HandOver | undefined> => {
  const item = await store.get(handOverKey(hash));
  return item === undefined ? undefined : decode(HandOver, item);
};

/** The code is used, and there is no second time (`hand_over_used`). */
export const useHandOver = (hash: string): Write => ({
  kind: 'delete',
  key: handOverKey(hash),
  condition: { name: 'hand_over_used', expression: 'attribute_exists(pk)' },
});
