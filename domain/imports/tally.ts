/** What an import did, or in a dry run would do. */
import * as z from 'zod/mini';
import type { ImportedRecord, ImportKind, SkipReason } from './records.ts';

/** What became of one record. */
export type Outcome =
  | { readonly result: 'made' | 'exists' }
  | { readonly result: 'skipped'; readonly reason: SkipReason; readonly detail: string };

const Count = z.object({ made: z.int(), exists: z.int(), skipped: z.int() });

/** Counts by kind; groups are made as partners need them. */
const Sum = z.object({
  kind: z.enum(['transactions', 'rewards']),
  /** `made`, `exists`, or the reason for which it was skipped. */
  result: z.string(),
  currency: z.string(),
  count: z.int(),
  amount: z.int(),
});

/** How much of everything, with sums of money by currency to hold against the other system. */
export const Tally = z.object({
  counts: z.record(z.string(), Count),
  reasons: z.record(z.string(), z.int()),
  sums: z.array(Sum),
});
export type Tally = z.infer<typeof Tally>;

export const NOTHING_DONE: Tally = { counts: {}, reasons: {}, sums: [] };

const withSum = (sums: Tally['sums'], added: Tally['sums'][number]): Tally['sums'] => {
  const same = (sum: Tally['sums'][number]): boolean =>
    sum.kind === added.kind && sum.result === added.result && sum.currency === added.currency;
  const before = sums.find(same);
  if (before === undefined) return [...sums, added];
  const amount = before.amount + added.amount;
  return sums.map((sum) => (same(sum) ? { ...sum, count: sum.count + 1, amount } : sum));
};

/** The tally after one more record; `money` where the record is about money. */
export const tallied = (
  tally: Tally,
  kind: ImportKind | 'groups',
  outcome: Outcome,
  record?: ImportedRecord,
): Tally => {
  const before = tally.counts[kind] ?? { made: 0, exists: 0, skipped: 0 };
  const counts = { ...tally.counts, [kind]: { ...before, [outcome.result]: before[outcome.result] + 1 } };
  const reason = outcome.result === 'skipped' ? outcome.reason : undefined;
  const reasons =
    reason === undefined ? tally.reasons : { ...tally.reasons, [reason]: (tally.reasons[reason] ?? 0) + 1 };
  if (record === undefined || (record.kind !== 'transactions' && record.kind !== 'rewards')) {
    return { counts, reasons, sums: tally.sums };
  }
  const { amount, currency } = record;
  const result = reason ?? outcome.result;
  return { counts, reasons, sums: withSum(tally.sums, { kind: record.kind, result, currency, count: 1, amount }) };
};
