import * as z from 'zod/mini';
import type { EventType } from '../domain/events.ts';
import { PAYOUT_STATES, payoutMayMove } from '../domain/payouts.ts';
import { decode } from './codec.ts';
import { inTimeline, listed, listPartition, PAYOUTS_PREFIX, payoutKey, payoutLogKey } from './keys.ts';
import { shardOf } from './shards.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** One transfer to one partner, as it was frozen before the first call to the provider, and what became of it. */
export const Payout = z.object({
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  /** 1, 2 … for each partnership. */
  number: z.int(),
  /** The period whose payout run made it; absent for a cash-out. */
  period: z.optional(z.string()),
  /** Minor units. */
  amount: z.int(),
  currency: z.string(),
  provider: z.enum(['stripe', 'paypal']),
  destination: z.string(),
  state: z.enum(PAYOUT_STATES),
  reference: z.optional(z.string()),
  reason: z.optional(z.string()),
  first_sent_at: z.int(),
  ended_at: z.optional(z.int()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Payout = z.infer<typeof Payout>;

const payoutItem = (payout: Payout): Item => ({
  ...payoutKey(payout.partnership, payout.number),
  ...listed('PAYS', payout.program, payout.key),
  ...inTimeline(payout.partnership, payout.created_at, payout.key),
  ...payout,
});

export const readPayout = (item: Item): Payout => decode(Payout, item);

/** All payouts of a partnership in order of their numbers. */
export const payoutsOf = async (store: Store, partnership: string): Promise<readonly Payout[]> => {
  const items: Item[] = [];
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ pk: `PART#${partnership}`, prefix: PAYOUTS_PREFIX, limit: 1000, start });
    items.push(...page.items);
    start = page.next;
  } while (start !== undefined);
  return items.map(readPayout);
};

/** The payout of this number. */
export const getPayout = async (store: Store, partnership: string, number: number): Promise<Payout | undefined> => {
  const item = await store.get(payoutKey(partnership, number));
  return item === undefined ? undefined : readPayout(item);
};

/** The newest payout of a partnership. */
export const newestPayout = async (store: Store, partnership: string): Promise<Payout | undefined> => {
  const page = await store.query({ pk: `PART#${partnership}`, prefix: PAYOUTS_PREFIX, forward: false, limit: 1 });
  const [item] = page.items;
  return item === undefined ? undefined : readPayout(item);
};

/** The payout with this public key. */
export const findPayout = async (store: Store, program: string, key: string): Promise<Payout | undefined> => {
  const pk = listPartition('PAYS', program, shardOf(key));
  const page = await store.query({ index: 'gsi1', pk, between: [key, key], limit: 1 });
  const [entry] = page.items;
  const item = entry === undefined ? undefined : await store.get({ pk: entry.pk, sk: entry.sk });
  return item === undefined ? undefined : readPayout(item);
};

const PayoutEnd = z.object({
  payout: z.string(),
  amount: z.int(),
  currency: z.string(),
  provider: z.enum(['stripe', 'paypal']),
  state: z.enum(['failed', 'returned']),
  reason: z.optional(z.string()),
  at: z.int(),
});

/** What is told of a payout that came back. */
export const readPayoutEnd = (item: Item): z.infer<typeof PayoutEnd> => decode(PayoutEnd, item);

/**
 * A new payout, which announces itself (`payout_exists` when another run was first). The earlier payout must still be
 * what it was when its amount was left out of, or put back into, the balance (`payout_changed`).
 */
export const addPayout = (payout: Payout, earlier: Payout | undefined): readonly Write[] => [
  {
    kind: 'put',
    item: { ...payoutItem(payout), announces: 'payout.sent' satisfies EventType, at: payout.created_at },
    condition: absent('payout_exists'),
  },
  ...(earlier === undefined
    ? []
    : [
        {
          kind: 'check',
          key: payoutKey(earlier.partnership, earlier.number),
          condition: unchanged('payout_changed', earlier.rev),
        } as const,
      ]),
];

/**
 * A changed payout (`payout_changed` when somebody else changed it since it was read). One that came back announces it.
 * @throws Error when the change is no legal step of a payout's life: always a defect.
 */
export const changePayout = (before: Payout, after: Payout): readonly Write[] => {
  if (!payoutMayMove(before.state, after.state)) {
    throw new Error(`A payout does not go from ${before.state} to ${after.state}.`);
  }
  const changed: Write = {
    kind: 'put',
    item: payoutItem({ ...after, rev: before.rev + 1 }),
    condition: unchanged('payout_changed', before.rev),
  };
  const isBack = after.state === 'failed' || after.state === 'returned';
  if (!isBack || before.state === after.state) return [changed];
  const { key, program, partnership, number, amount, currency, provider, state, reason, updated_at } = after;
  const entry: Write = {
    kind: 'put',
    item: {
      ...payoutLogKey(partnership, number, state),
      ...inTimeline(partnership, updated_at, `${key}.${state}`),
      announces: 'payout.failed' satisfies EventType,
      ...{
        key: `${key}.${state}`,
        payout: key,
        program,
        partnership,
        amount,
        currency,
        provider,
        state,
        reason,
        at: updated_at,
      },
    },
    condition: absent('entry_exists'),
  };
  return [changed, entry];
};
