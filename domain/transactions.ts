import * as z from 'zod/mini';
import { Failure, type FieldProblem } from './errors.ts';
import { lineAmount, parseUnitAmount, sum } from './money.ts';
import type { Reason } from './reasons.ts';

/** Real shops have invoices of more than a thousand lines; the size of a body is the other bound. */
export const MAX_LINES = 2000;
export const MAX_TOTAL = 99_999_999_999;

/** One line of an accepted transaction: its amount is already rounded, in minor units. */
export const Line = z.object({
  product_key: z.optional(z.string()),
  category_key: z.optional(z.string()),
  quantity: z.int(),
  amount: z.int(),
  /** A decimal number of minor units, kept to price partial refunds. */
  unit_amount: z.optional(z.string()),
  commissionable: z.boolean(),
});
export type Line = z.infer<typeof Line>;

/** A line as the merchant sends it. */
export interface LineInput {
  readonly product_key?: string | undefined;
  readonly category_key?: string | undefined;
  readonly quantity: number;
  readonly unit_amount: number | string;
  readonly commissionable?: boolean | undefined;
}

export interface TransactionInput {
  readonly amount?: number | undefined;
  readonly product_key?: string | undefined;
  readonly category_key?: string | undefined;
  readonly lines?: readonly LineInput[] | undefined;
}

const toLine = (line: LineInput): Line => ({
  ...(line.product_key === undefined ? {} : { product_key: line.product_key }),
  ...(line.category_key === undefined ? {} : { category_key: line.category_key }),
  quantity: line.quantity,
  amount: lineAmount(line.quantity, String(line.unit_amount)),
  unit_amount: String(line.unit_amount),
  commissionable: line.commissionable ?? true,
});

const refuse = (param: string, message: string, reason: Reason): Failure => {
  const fields: readonly FieldProblem[] = [{ param, message }];
  return new Failure('unprocessable', message, { param, reason, fields });
};

/** Whether one line alone comes to more than a transaction can: its amount is not even computed then. */
const isTooLarge = ({ quantity, unit_amount }: LineInput): boolean => {
  const unit = parseUnitAmount(String(unit_amount)) ?? 0n;
  return BigInt(quantity) * unit > BigInt(MAX_TOTAL) * 10_000n;
};

/**
 * The lines and the total of a transaction, in minor units: the total is the sum of the lines, and a transaction
 * without lines is one line (docs/rules.md, "Transactions and refunds").
 * @throws Failure `unprocessable` when neither or both are there, or the sum differs or is too large.
 */
export const priceTransaction = (input: TransactionInput): { lines: readonly Line[]; total: number } => {
  if (input.lines === undefined) {
    if (input.amount === undefined) throw refuse('amount', 'A transaction has an amount or lines.', 'amount_missing');
    const { amount, product_key, category_key } = input;
    const named = {
      ...(product_key === undefined ? {} : { product_key }),
      ...(category_key === undefined ? {} : { category_key }),
    };
    return { lines: [{ ...named, quantity: 1, amount, commissionable: true }], total: amount };
  }
  const large = input.lines.findIndex(isTooLarge);
  if (large >= 0) {
    throw refuse(`lines.${large}.unit_amount`, 'The line comes to more than an amount can be.', 'amount_too_large');
  }
  const lines = input.lines.map(toLine);
  const total = sum(lines.map((line) => line.amount));
  if (total > MAX_TOTAL) throw refuse('lines', 'The lines sum to more than an amount can be.', 'amount_too_large');
  if (input.amount !== undefined && input.amount !== total) {
    throw refuse('amount', `The lines sum to ${total}, not to ${input.amount}.`, 'amount_differs');
  }
  return { lines, total };
};

/** The number of things sold: the sum of the quantities, zero-price lines included. */
export const quantityOf = (lines: readonly Line[]): number => sum(lines.map((line) => line.quantity));
