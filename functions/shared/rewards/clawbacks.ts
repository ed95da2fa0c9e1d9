import { earningsAt } from '../../../table/earnings.ts';
import { reassignmentKey, refundedKey, refundKey } from '../../../table/keys.ts';
import { type Reassignment, readReassignment } from '../../../table/reassignments.ts';
import type { Store } from '../../../table/store.ts';
import { type Refund, type RefundedSoFar, readRefund, readRefunded } from '../../../table/transactions.ts';
import type { RewardEvent } from './events.ts';
import type { FoundReward } from './found.ts';
import { itemsAt } from './items.ts';

/** A negative entry that took back a part of a reward. Minor units. */
export interface RewardClawback {
  readonly reward: string;
  /** The refund, or the reassignment. */
  readonly event: string;
  readonly at: number;
  /** The period whose statement it lowers. */
  readonly period: string;
  readonly amount: number;
}

/** What happened to an event after it was accepted. */
export interface Aftermath {
  readonly soFar: RefundedSoFar | undefined;
  readonly refunds: readonly Refund[];
  readonly reassignment: Reassignment | undefined;
}

/** What happened to events since: refunds of their transactions, and that they were reassigned; in their order. */
export const aftermathsOf = async (store: Store, events: readonly RewardEvent[]): Promise<readonly Aftermath[]> => {
  const places = events.map(({ key, sale, program }) => ({
    moved: reassignmentKey(program, key),
    refunded: sale === undefined ? undefined : refundedKey(program, sale.external_key),
  }));
  const placeAt = await itemsAt(
    store,
    places.flatMap(({ moved, refunded }) => (refunded === undefined ? [moved] : [moved, refunded])),
  );
  const told = places.map(({ moved, refunded }, index) => {
    const soFarItem = placeAt(refunded);
    const soFar = soFarItem === undefined ? undefined : readRefunded(soFarItem);
    const program = events[index]?.program ?? '';
    const keys = (soFar?.refunds ?? []).map((external) => refundKey(program, external));
    return { soFar, keys, movedItem: placeAt(moved) };
  });
  const refundAt = await itemsAt(
    store,
    told.flatMap(({ keys }) => keys),
  );
  return told.map(({ soFar, keys, movedItem }) => ({
    soFar,
    refunds: keys.flatMap((key) => {
      const item = refundAt(key);
      return item === undefined ? [] : [readRefund(item)];
    }),
    reassignment: movedItem === undefined ? undefined : readReassignment(movedItem),
  }));
};

/** A reward with its event and what became of that. */
export interface Examined extends FoundReward {
  readonly source: RewardEvent;
  readonly aftermath: Aftermath;
}

/** Where the entries lie that take back parts of a reward. */
const placesOf = ({ owner, due, source, aftermath }: Examined) => [
  // What had been refunded before a reassignment is taken back together with it.
  ...(source.reassignment === undefined ? [] : [{ partnership: owner, period: due, event: source.key }]),
  ...aftermath.refunds.map(({ key, period }) => ({
    partnership: owner,
    // A clawback never comes before its reward.
    period: period < due ? due : period,
    event: key,
  })),
  ...(aftermath.reassignment === undefined
    ? []
    : [{ partnership: owner, period: aftermath.reassignment.period, event: aftermath.reassignment.key }]),
];

/** The entries that take back parts of these rewards, in order of time; in the order of the rewards. */
export const clawbacksOf = async (
  store: Store,
  examined: readonly Examined[],
): Promise<readonly (readonly RewardClawback[])[]> => {
  const places = examined.map(placesOf);
  const earnings = await earningsAt(store, places.flat());
  let at = 0;
  return examined.map(({ key }, index) => {
    const own = earnings.slice(at, at + (places[index]?.length ?? 0));
    at += own.length;
    return own
      .flatMap((earning) =>
        (earning?.clawbacks ?? [])
          .filter((clawback) => clawback.reward === key)
          .map(({ reward, amount }) => ({
            reward,
            event: earning?.event ?? '',
            at: earning?.at ?? 0,
            period: earning?.period ?? '',
            amount,
          })),
      )
      .sort((a, b) => a.at - b.at);
  });
};
