import * as z from 'zod/mini';
import type { Refunded } from '../domain/refunds.ts';
import type { Happening } from '../domain/rewards.ts';
import type { Line } from '../domain/transactions.ts';
import { Bytes, decode, packLines, unpackLines } from './codec.ts';
import { customerTransactionsPartition, listed, refundedKey, refundKey, saleKey } from './keys.ts';
import { absent, type Item, unchanged, type Write } from './store.ts';

/** The partnership as it was at acceptance: evaluation looks at nothing else. */
export const Standpoint = z.object({
  key: z.string(),
  group: z.string(),
  tags: z.array(z.string()),
  tier: z.optional(z.string()),
  recruiter: z.optional(z.string()),
});

/** The facts that every event carries from its acceptance. */
export const FactBase = z.object({
  key: z.string(),
  program: z.string(),
  at: z.int(),
  period: z.string(),
  zone: z.string(),
  config: z.int(),
});

const StoredSale = z.extend(FactBase, {
  external_key: z.string(),
  amount: z.int(),
  currency: z.string(),
  country: z.optional(z.string()),
  metadata: z.optional(z.record(z.string(), z.string())),
  lines: Bytes,
  customer: z.optional(
    z.object({
      key: z.string(),
      created_at: z.int(),
      country: z.optional(z.string()),
      ordinal: z.optional(z.int()),
    }),
  ),
  partnership: z.optional(Standpoint),
  /** Which fact of its partnership it is: facts of one instant are in this order. */
  sequence: z.optional(z.int()),
  /** The link whose click brought the customer, while its partnership is the credited one. */
  link: z.optional(z.string()),
  cap_rest: z.optional(z.record(z.string(), z.int())),
  /** When it happened, for a historical import: such a transaction makes no rewards. */
  happened_at: z.optional(z.int()),
});

/** An accepted transaction: the fact, and the event that announces it. */
export type Sale = Omit<z.infer<typeof StoredSale>, 'lines'> & { readonly lines: readonly Line[] };

export const SALE_EVENT = 'transaction.accepted';

/** A new transaction (`transaction_exists` when the external key is taken). */
export const addSale = (sale: Sale): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...saleKey(sale.program, sale.external_key),
    ...listed('TXNS', sale.program, sale.key),
    ...(sale.customer === undefined
      ? {}
      : { gsi2pk: customerTransactionsPartition(sale.program, sale.customer.key), gsi2sk: sale.key }),
    announces: SALE_EVENT,
    ...sale,
    lines: packLines(sale.lines),
  },
  condition: absent('transaction_exists'),
});

/** Reads a transaction from the table or from an event. */
export const readSale = (item: unknown): Sale => {
  const stored = decode(StoredSale, item);
  return { ...stored, lines: unpackLines(stored.lines) };
};

/** A transaction as evaluation sees it; undefined when it counts for nobody or makes no rewards. */
export const happeningOf = (sale: Sale): Happening | undefined => {
  const { partnership } = sale;
  if (partnership === undefined || sale.happened_at !== undefined) return undefined;
  return { ...sale, type: SALE_EVENT, partnership, country: sale.country ?? sale.customer?.country };
};

const RefundedLine = z.object({ line: z.int(), quantity: z.int(), amount: z.int() });
const RefundedParts = z.object({ lines: z.array(RefundedLine), unlined: z.int() });

/** For whom a transaction counts after it was reassigned, and the event whose rewards were reassigned last. */
const Reassigned = z.object({ event: z.string(), partnership: z.string() });

/** What became of a transaction: what has been refunded so far and by which refunds, and whose it is now. */
export const RefundedSoFar = z.object({
  refunded: RefundedParts,
  refunds: z.array(z.string()),
  reassigned: z.optional(Reassigned),
  rev: z.int(),
});
export type RefundedSoFar = z.infer<typeof RefundedSoFar>;

/** `refunded_changed` when another refund, or a reassignment, of the transaction came between. */
export const changeRefunded = (
  program: string,
  transaction: string,
  before: RefundedSoFar | undefined,
  after: {
    readonly refunded: Refunded;
    readonly refunds: readonly string[];
    readonly reassigned?: z.infer<typeof Reassigned> | undefined;
  },
): Write & { kind: 'put' } => ({
  kind: 'put',
  item: { ...refundedKey(program, transaction), ...after, rev: (before?.rev ?? 0) + 1 },
  condition: before === undefined ? absent('refunded_changed') : unchanged('refunded_changed', before.rev),
});

export const readRefunded = (item: Item): RefundedSoFar => decode(RefundedSoFar, item);

/** An accepted refund: what it takes back, and what had been taken back before it. */
export const Refund = z.extend(FactBase, {
  external_key: z.string(),
  /** What was asked for, to tell a repetition from another refund with the same key. */
  asked: z.string(),
  transaction: z.string(),
  transaction_key: z.string(),
  amount: z.int(),
  currency: z.string(),
  before: RefundedParts,
  now: RefundedParts,
  partnership: z.optional(Standpoint),
  /** Which fact of its partnership it is. */
  sequence: z.optional(z.int()),
  /** The link of its sale. */
  link: z.optional(z.string()),
  /** The event whose rewards had been reassigned last when it was accepted: it takes back what that made. */
  reassigned: z.optional(z.string()),
});
export type Refund = z.infer<typeof Refund>;

export const REFUND_EVENT = 'refund.accepted';

/** A new refund (`refund_exists` when the external key is taken). */
export const addRefundFact = (refund: Refund): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...refundKey(refund.program, refund.external_key),
    ...listed('RFNDS', refund.program, refund.key),
    announces: REFUND_EVENT,
    ...refund,
  },
  condition: absent('refund_exists'),
});

export const readRefund = (item: unknown): Refund => decode(Refund, item);
