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

const nothingOf = (line: number): RefundedLine => ({ line, quantity: 0, amount: 0 });

const plus = (a: RefundedLine, b: RefundedLine): RefundedLine => ({
  line: a.line,
  quantity: a.quantity + b.quantity,
  amount: a.amount + b.amount,
});

/** Two refunds as one; lines with the same index become one. */
export const addRefund = (a: Refunded, b: Refunded): Refunded => {
  const lines = new Map(a.lines.map((line) => [line.line, line]));
  for (const line of b.lines) lines.set(line.line, plus(lines.get(line.line) ?? nothingOf(line.line), line));
  return { lines: [...lines.values()].toSorted((x, y) => x.line - y.line), unlined: a.unlined + b.unlined };
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
  const taken = new Map(before.lines.map((line) => [line.line, line]));
  const refund = new Map<number, RefundedLine>();
  for (const [index, { line, quantity }] of wanted.entries()) {
    const original = sold[line];
    if (original === undefined) throw overRefund(`lines.${index}.line`, `The transaction has no line ${line}.`);
    const soFar = taken.get(line) ?? nothingOf(line);
    if (soFar.quantity + quantity > original.quantity) {
      const rest = original.quantity - soFar.quantity;
      throw overRefund(`lines.${index}.quantity`, `Only ${rest} of line ${line} can still be refunded.`);
    }
    const now = { line, quantity, amount: priceLine(original, soFar, quantity) };
    taken.set(line, plus(soFar, now));
    refund.set(line, plus(refund.get(line) ?? nothingOf(line), now));
  }
  return { lines: [...refund.values()].toSorted((a, b) => a.line - b.line), unlined: 0 };
};

/**
 * What a refund without lines takes back. A refund of the whole is one of all its lines, so that the number of things
 * follows; a part of the whole is an amount and nothing else.
 */
const priceAmount = (
  sale: { readonly lines: readonly Line[]; readonly total: number },
  before: Refunded,
  asked: number | undefined,
): Refunded => {
  const rest = sale.total - refundTotal(before);
  const untouched = before.lines.length === 0 && before.unlined === 0;
  if (!untouched && rest === 0 && asked === undefined) {
    throw overRefund('amount', 'Everything has been refunded already.');
  }
  if (!untouched || (asked ?? rest) !== rest) return { lines: [], unlined: asked ?? rest };
  const all = sale.lines.map(({ quantity }, line) => ({ line, quantity }));
  return priceLines(sale.lines, NOTHING_REFUNDED, all);
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
  const refund =
    input.lines === undefined ? priceAmount(sale, before, input.amount) : priceLines(sale.lines, before, input.lines);
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
