import { talliesOf, tally, tallyId } from '../../domain/statistics.ts';
import { addTally, COUNTER_SHARDS, NOT_COUNTED, type Proof } from '../../table/statistics.ts';
import type { Store } from '../../table/store.ts';
import { untilUncontended } from './retry.ts';

export interface CountingDeps {
  readonly store: Store;
  /** Spreads counters over shards, and waits over time. */
  readonly chance: () => number;
}

/** How many writes one transaction takes. */
const MOST_WRITES = 100;

const idOf = ({ write }: Proof): string => `${write.item.pk}\n${write.item.sk}`;

/** Cuts the proofs into transactions: each holds its proofs and one update for each subject and day. */
const inTransactions = (proofs: readonly Proof[]): readonly (readonly Proof[])[] => {
  const transactions: Proof[][] = [];
  let counters = new Set<string>();
  for (const proof of proofs) {
    const own = talliesOf(proof.counted).map(tallyId);
    const last = transactions.at(-1);
    const size = (last?.length ?? MOST_WRITES) + 1 + new Set([...counters, ...own]).size;
    if (last === undefined || size > MOST_WRITES) {
      transactions.push([proof]);
      counters = new Set(own);
    } else {
      last.push(proof);
      counters = new Set([...counters, ...own]);
    }
  }
  return transactions;
};

/** Those that have not been counted yet. */
const uncounted = async (store: Store, proofs: readonly Proof[]): Promise<readonly Proof[]> => {
  const found = await store.batchGet(proofs.map(({ write }) => ({ pk: write.item.pk, sk: write.item.sk })));
  const known = new Set(found.map((item) => `${item.pk}\n${item.sk}`));
  return proofs.filter((proof) => !known.has(idOf(proof)));
};

const countTogether = async (deps: CountingDeps, proofs: readonly Proof[]): Promise<void> => {
  // Nearly every delivery is the first one: what was counted before is only looked up after a refusal.
  let first = true;
  await untilUncontended([NOT_COUNTED], deps.chance, async () => {
    const fresh = first ? proofs : await uncounted(deps.store, proofs);
    first = false;
    if (fresh.length === 0) return;
    const shard = Math.min(COUNTER_SHARDS.length - 1, Math.floor(deps.chance() * COUNTER_SHARDS.length));
    const tallies = tally(fresh.map((proof) => proof.counted));
    await deps.store.transact([...fresh.map((proof) => proof.write), ...tallies.map((one) => addTally(one, shard))]);
  });
};

/**
 * Counts facts exactly once, however often they are delivered: the proof that a fact was counted and what it adds to
 * the counters are one transaction.
 */
export const countOnce = async (deps: CountingDeps, proofs: readonly Proof[]): Promise<void> => {
  const distinct = [...new Map(proofs.map((proof) => [idOf(proof), proof])).values()];
  for (const together of inTransactions(distinct)) await countTogether(deps, together);
};
