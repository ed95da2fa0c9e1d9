import { sum } from './money.ts';
import { dayInPeriod, dayOf, nextPeriod, periodOf } from './periods.ts';
import { feeOf, type MonthFacts, type StatementFigures } from './statements.ts';

/**
 * The life of an invoice (docs/rules.md, "The month").
 * `draft`: its lines are being drawn up. `in_review`: the merchant may change it. `final`: it stands and will be
 * charged. `charging`: an attempt was stored and may have been sent. `unknown`: nobody knows what became of it.
 * `declined`: another attempt follows. `overdue`: no attempt follows by itself. `carried`: it is too small to be
 * charged and belongs to the next month.
 */
export const INVOICE_STATES = [
  'draft',
  'in_review',
  'final',
  'charging',
  'unknown',
  'declined',
  'overdue',
  'paid',
  'void',
  'carried',
] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

const EDGES: Readonly<Record<InvoiceState, readonly InvoiceState[]>> = {
  draft: ['in_review', 'void'],
  in_review: ['final', 'carried', 'void'],
  final: ['charging', 'declined', 'overdue'],
  charging: ['paid', 'declined', 'overdue', 'unknown'],
  unknown: ['paid', 'declined', 'overdue', 'charging'],
  declined: ['charging', 'overdue'],
  overdue: ['charging'],
  paid: [],
  void: [],
  carried: [],
};

/** Whether an invoice may go from one state to another; staying is no move and always allowed. */
export const mayMove = (from: InvoiceState, to: InvoiceState): boolean => from === to || EDGES[from].includes(to);

/** The states in which the lines and the total can no longer change. */
export const isFrozen = (state: InvoiceState): boolean => state !== 'draft' && state !== 'in_review';

/** Whether an invoice waits to be charged, or to be charged again. */
export const isChargeable = (state: InvoiceState): boolean =>
  state === 'final' || state === 'declined' || state === 'overdue';

const REVIEW_LAST_DAY = 8;
const PAYOUT_DAY = 13;
/** Days of review that a merchant has where an invoice was opened after the day on which it should have been final. */
const LATE_REVIEW_DAYS = 7;
/** Days after the end of the review on which the invoice is charged, and charged again. */
const CHARGE_DAYS = [0, 1, 3, 5, 7] as const;

/** When what happens to an invoice, in epoch milliseconds. */
export interface InvoiceDates {
  readonly review_ends_at: number;
  readonly payout_at: number;
}

const daysLater = (at: number, days: number, zone: string): number =>
  dayInPeriod(periodOf(at, zone), Number(dayOf(at, zone).slice(8)) + days, zone);

/**
 * The review ends on the 8th at 00:00 in the program's zone and payouts are made on the 13th. An invoice that could
 * only be opened later has a review of a week all the same, and its payouts follow five days after that.
 */
export const invoiceDates = (period: string, zone: string, openedAt: number): InvoiceDates => {
  const eighth = dayInPeriod(nextPeriod(period), REVIEW_LAST_DAY, zone);
  const review_ends_at = openedAt < eighth ? eighth : daysLater(openedAt, LATE_REVIEW_DAYS, zone);
  return { review_ends_at, payout_at: daysLater(review_ends_at, PAYOUT_DAY - REVIEW_LAST_DAY, zone) };
};

/** When the invoice is charged next; undefined when no attempt is left and it is overdue. */
export const nextAttempt = (reviewEndsAt: number, zone: string, now: number): number | undefined =>
  CHARGE_DAYS.map((days) => daysLater(reviewEndsAt, days, zone)).find((at) => at > now);

/**
 * What the provider collects at least, in minor units (Stripe's published minimums; elsewhere it converts from half a
 * dollar, which 50 minor units stand for).
 */
const SMALLEST_CHARGE: Readonly<Record<string, number>> = {
  AED: 200,
  AUD: 50,
  BRL: 50,
  CAD: 50,
  CHF: 50,
  CZK: 1500,
  DKK: 250,
  EUR: 50,
  GBP: 30,
  HKD: 400,
  HUF: 17_500,
  INR: 50,
  JPY: 50,
  MXN: 1000,
  MYR: 200,
  NOK: 300,
  NZD: 50,
  PLN: 200,
  RON: 200,
  SEK: 300,
  SGD: 50,
  THB: 1000,
  USD: 50,
};

/** The smallest total that is charged in a currency, in minor units. */
export const smallestCharge = (currency: string): number => SMALLEST_CHARGE[currency] ?? 50;

/** Sums over the lines of an invoice. Counts, and minor units. */
export const INVOICE_FIGURES = [
  'lines',
  'partnerships_positive',
  'partnerships_negative',
  'transactions',
  'sales',
  'refunded',
  'quantity',
  'rewards',
  'reward_amount',
  'second_tier_amount',
  'clawbacks',
  'clawback_amount',
  'net',
  'carried_in',
  'carried_out',
  'payables',
] as const;
type Figure = (typeof INVOICE_FIGURES)[number];
export type InvoiceFigures = Readonly<Record<Figure, number>>;

/** What a line says of its month, and what it comes to. */
export type InvoiceLine = StatementFigures & Pick<MonthFacts, 'transactions' | 'sales' | 'refunded' | 'quantity'>;

const each = (value: (figure: Figure) => number): InvoiceFigures => ({
  lines: value('lines'),
  partnerships_positive: value('partnerships_positive'),
  partnerships_negative: value('partnerships_negative'),
  transactions: value('transactions'),
  sales: value('sales'),
  refunded: value('refunded'),
  quantity: value('quantity'),
  rewards: value('rewards'),
  reward_amount: value('reward_amount'),
  second_tier_amount: value('second_tier_amount'),
  clawbacks: value('clawbacks'),
  clawback_amount: value('clawback_amount'),
  net: value('net'),
  carried_in: value('carried_in'),
  carried_out: value('carried_out'),
  payables: value('payables'),
});

/** Sums of parts, such as the pages in which lines are read. */
export const addFigures = (parts: readonly InvoiceFigures[]): InvoiceFigures =>
  each((figure) => sum(parts.map((part) => part[figure])));

/** What one line adds to the invoice. */
const figuresOfLine = (line: InvoiceLine): InvoiceFigures => ({
  lines: 1,
  partnerships_positive: line.net > 0 ? 1 : 0,
  partnerships_negative: line.net < 0 ? 1 : 0,
  transactions: line.transactions,
  sales: line.sales,
  refunded: line.refunded,
  quantity: line.quantity,
  rewards: line.rewards,
  reward_amount: line.reward_amount,
  second_tier_amount: line.second_tier_amount,
  clawbacks: line.clawbacks,
  clawback_amount: line.clawback_amount,
  net: line.net,
  carried_in: line.carried_in,
  carried_out: line.carried_out,
  payables: line.payable,
});

/** The figures of all these lines together. */
export const figuresOfLines = (lines: readonly InvoiceLine[]): InvoiceFigures => addFigures(lines.map(figuresOfLine));

/** The figures after one line was replaced by another. */
export const replaceLine = (figures: InvoiceFigures, before: InvoiceLine, after: InvoiceLine): InvoiceFigures => {
  const [out, into] = [figuresOfLine(before), figuresOfLine(after)];
  return each((figure) => figures[figure] - out[figure] + into[figure]);
};

/** Whether two sets of figures are the same, cent by cent. */
export const sameFigures = (a: InvoiceFigures, b: InvoiceFigures): boolean =>
  INVOICE_FIGURES.every((figure) => a[figure] === b[figure]);

/** The fee on the payables, and the total that is charged. Minor units. */
export const totalsOf = (
  payables: number,
  terms: { readonly fee_bps: number; readonly fee_fixed: number },
): { readonly fee: number; readonly total: number } => {
  const fee = feeOf(payables, terms);
  return { fee, total: payables + fee };
};

/** What becomes of an invoice when its review ends. */
export const outcomeOfReview = (total: number, currency: string): 'final' | 'carried' | 'void' => {
  if (total === 0) return 'void';
  return total < smallestCharge(currency) ? 'carried' : 'final';
};

/** What the month before left to a statement: a debt, or what its invoice was too small to pay. */
export const carriedFrom = (
  before: Pick<StatementFigures, 'carried_out' | 'payable'> | undefined,
  invoice: InvoiceState | undefined,
): number => {
  if (before === undefined) return 0;
  return before.carried_out + (invoice === 'carried' ? before.payable : 0);
};

const INVOICE_KEY = /^inv_([0-9a-z]+)_(\d{4})(0[1-9]|1[0-2])$/;

/** The key of a program's invoice for a period: two runs cannot make two. */
export const invoiceKeyOf = (program: string, period: string): string =>
  `inv_${program.replace(/^prog_/, '')}_${period.replace('-', '')}`;

/** The program and period that an invoice's key names; undefined when it is no such key. */
export const readInvoiceKey = (key: string): { program: string; period: string } | undefined => {
  const [, program, year, month] = INVOICE_KEY.exec(key) ?? [];
  if (program === undefined || year === undefined || month === undefined) return undefined;
  return { program: `prog_${program}`, period: `${year}-${month}` };
};
