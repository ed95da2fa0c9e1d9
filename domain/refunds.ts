import { Failure } from './errors.ts';
import { lineAmount, proportionOf, sum } from './money.ts';
import { type Reward, SECOND_TIER } from './rewards.ts';
import type { Line } from './transactions.ts';

/** What has been refunded of one line so far, or by one refund. */
export interface RefundedLine {
  readonly line: number;
  readonly quantity: number;
  readonly amount: number;
}

/** What has been refunded of a transaction so far, or by one refund. `unlined` names no lines. Minor units. */
export interface Refunded {
  readonly lines: readonly RefundedLine[];
  readonly unlined: number;
}

export const NOTHING_REFUNDED: Refunded = { lines: [], unlined: 0 };

export interface RefundInput {
  readonly amount?: number | undefined;
  readonly lines?: readonly { readonly line: number; readonly quantity: number }[] | undefined;
}

const overRefund = (param: string, message: string): Failure =>
  new Failure('unprocessable', message, { param, reason: 'over_refund', fields: [{ param, message }] });

/** The whole amount of a refund in minor units. */
export const refundTotal = (refund: Refunded): number =>
  sum([...refund.lines.map((line) => line.amount), refund.unlined]);

/** The number of things that a refund takes back. */
export const refundQuantity = (refund: Refunded): number => sum(refund.lines.map((line) => line.quantity));

const refundedOf = (refunded: Refunded, line: number): RefundedLine =>
  refunded.lines.find((candidate) => candidate.line === line) ?? { line, quantity: 0, amount: 0 };

/** Two refunds as one; lines with the same index become one. */
export const addRefund = (a: Refunded, b: Refunded): Refunded => {
  const indexes = [...new Set([...a.lines, ...b.lines].map((line) => line.line))].sort((x, y) => x - y);
  const lines = indexes.map((line) => {
    const [x, y] = [refundedOf(a, line), refundedOf(b, line)];
    return { line, quantity: x.quantity + y.quantity, amount: x.amount + y.amount };
  });
  return { lines, unlined: a.unlined + b.unlined };
};

/** A partial refund of a line is priced like a sale of it; the last one takes what is left, never more. */
const priceLine = (sold: Line, before: RefundedLine, quantity: number): number => {
  const left = sold.amount - before.amount;
  if (before.quantity + quantity === sold.quantity) return left;
  const unit = sold.unit_amount;
  // A line without a unit amount is an amount of one thing: there is no part of it to price.
  return unit === undefined ? left : Math.min(left, lineAmount(quantity, unit));
};

const priceLines = (
  sold: readonly Line[],
  before: Refunded,
  wanted: readonly { readonly line: number; readonly quantity: number }[],
): Refunded => {
  let refund = NOTHING_REFUNDED;
  for (const [index, { line, quantity }] of wanted.entries()) {
    const original = sold[line];
    if (original === undefined) throw overRefund(`lines.${index}.line`, `The transaction has no line ${line}.`);
    const soFar = refundedOf(addRefund(before, refund), line);
    if (soFar.quantity + quantity > original.quantity) {
      const rest = original.quantity - soFar.quantity;
      throw overRefund(`lines.${index}.quantity`, `Only ${rest} of line ${line} can still be refunded.`);
    }
    const amount = priceLine(original, soFar, quantity);
    refund = addRefund(refund, { lines: [{ line, quantity, amount }], unlined: 0 });
  }
  return refund;
};

/**
 * What a refund takes back, given what was sold and what was refunded before.
 * @throws Failure `unprocessable` with reason `over_refund` when it is more than was sold.
 */
export const priceRefund = (
  sale: { readonly lines: readonly Line[]; readonly total: number },
  before: Refunded,
  input: RefundInput,
): Refunded => {
  if (input.lines !== undefined && input.amount !== undefined) {
    const message = 'A refund has an amount or lines, not both.';
    throw new Failure('unprocessable', message, { param: 'amount', fields: [{ param: 'amount', message }] });
  }
  const rest = sale.total - refundTotal(before);
  const refund: Refunded =
    input.lines === undefined
      ? { lines: [], unlined: input.amount ?? rest }
      : priceLines(sale.lines, before, input.lines);
  if (refundTotal(refund) > rest) {
    throw overRefund(input.lines === undefined ? 'amount' : 'lines', `Only ${rest} can still be refunded.`);
  }
  return refund;
};

const shareOf = (
  sale: { readonly lines: readonly Line[]; readonly total: number },
  reward: Reward,
  refunded: Refunded,
) => {
  const inBase = (line: RefundedLine): boolean => {
    if (reward.trigger === SECOND_TIER) return true;
    if (reward.lines !== undefined) return reward.lines.includes(line.line);
    return sale.lines[line.line]?.commissionable ?? false;
  };
  const lines = sum(refunded.lines.filter(inBase).map((line) => line.amount));
  return { lines, unlined: refunded.unlined, total: sale.total, base: reward.base };
};

/** A negative entry that names the reward it takes back. Positive minor units. */
export interface Clawback {
  readonly reward: string;
  readonly level: 1 | 2;
  readonly amount: number;
}

/**
 * What a refund takes back of a reward: the target after it less the target before it, so that any order and number of
 * partial refunds gives `min(reward, round(reward x cumulated refunded base / base))` (docs/rules.md, "Clawbacks").
 * @param effective the amount of the reward after adjustments; clawbacks never sum to more.
 */
export const clawbackOf = (
  sale: { readonly lines: readonly Line[]; readonly total: number },
  reward: Reward,
  refund: { readonly before: Refunded; readonly now: Refunded },
  effective: number,
): number => {
  const after = addRefund(refund.before, refund.now);
  const cap = Math.max(0, effective);
  const target = (refunded: Refunded): number =>
    Math.min(cap, proportionOf(reward.amount, shareOf(sale, reward, refunded)));
  return Math.max(0, target(after) - target(refund.before));
};
