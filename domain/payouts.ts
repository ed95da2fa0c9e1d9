import { sum } from './money.ts';

/**
 * The life of a payout. `sending`: the intent is stored and may have been sent. `unknown`: sent, and nobody knows what
 * became of it. `pending`: the provider has it. `returned`: it was paid or pending and came back.
 */
export const PAYOUT_STATES = ['sending', 'pending', 'unknown', 'paid', 'failed', 'returned'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

const EDGES: Readonly<Record<PayoutState, readonly PayoutState[]>> = {
  sending: ['pending', 'unknown', 'paid', 'failed', 'returned'],
  unknown: ['pending', 'paid', 'failed', 'returned'],
  pending: ['paid', 'failed', 'returned'],
  paid: ['returned'],
  failed: [],
  returned: [],
};

/** Whether a payout may go from one state to another; staying is no move and always allowed. */
export const payoutMayMove = (from: PayoutState, to: PayoutState): boolean => from === to || EDGES[from].includes(to);

/** Whether the partner's next payout may be made: an end that is known, for better or worse. */
export const hasEnded = (state: PayoutState): boolean => state === 'paid' || state === 'failed' || state === 'returned';

/** Whether the amount is back in the partner's balance. */
export const isBack = (state: PayoutState): boolean => state === 'failed' || state === 'returned';

/** What one payout can carry at most, in minor units: the eight digits of the providers. */
export const LARGEST_PAYOUT = 99_999_999;

/** What is available to a partner: payables of paid invoices less what was paid out or is on its way. Minor units. */
export const balanceOf = (
  paidPayables: readonly number[],
  payouts: readonly { readonly amount: number; readonly state: PayoutState }[],
): number =>
  sum([...paidPayables, ...payouts.filter((payout) => !isBack(payout.state)).map((payout) => -payout.amount)]);

/** Why a partner keeps the balance for now. */
export type NotPaid = 'below_minimum' | 'no_method' | 'held' | 'earlier_payout_open' | 'gone';

/** Everything that decides whether a partner is paid now. Amounts in minor units. */
export interface PayoutCase {
  readonly balance: number;
  readonly minimum: number;
  /** Whether the partnership still has a person behind it. */
  readonly known: boolean;
  readonly held: boolean;
  readonly newest: PayoutState | undefined;
}

/**
 * What is paid out: all of the balance, when it is at least the minimum, the partner is not held back, and no earlier
 * payout is on its way (docs/rules.md, "The month"). Whether there is a verified method is asked last: it may cost a
 * question to the provider.
 */
export const decidePayout = (partner: PayoutCase): { readonly amount: number } | { readonly because: NotPaid } => {
  if (!partner.known) return { because: 'gone' };
  if (partner.newest !== undefined && !hasEnded(partner.newest)) return { because: 'earlier_payout_open' };
  if (partner.held) return { because: 'held' };
  if (partner.balance < Math.max(1, partner.minimum)) return { because: 'below_minimum' };
  return { amount: Math.min(partner.balance, LARGEST_PAYOUT) };
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When an outcome that is not known is asked for at the provider, counted from the first sending. Nothing stays unknown
 * for more than 72 hours without a person hearing of it.
 */
export const LOOK_UPS = [5 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR, 72 * HOUR] as const;

/** A provider may keep a payout pending for a month (an account that nobody claims): then it is asked once a week. */
const LATER_LOOK_UPS = [7 * DAY, 14 * DAY, 21 * DAY, 28 * DAY, 35 * DAY] as const;

/** The next look-up after now; undefined when the schedule is over and a person has to look. */
export const nextLookUp = (firstSentAt: number, now: number, waitsLong: boolean): number | undefined =>
  [...LOOK_UPS, ...(waitsLong ? LATER_LOOK_UPS : [])].map((after) => firstSentAt + after).find((at) => at > now);

const PAYOUT_REFERENCE = /^po-(part_[0-9a-z]+)-(\d{1,6})$/;

/**
 * What a payout is called at the provider: the partnership and the number, so that whatever comes back finds its
 * payout, and the same number can never be paid twice. It fits the 63 characters of PayPal.
 */
export const payoutReference = (payout: { readonly partnership: string; readonly number: number }): string =>
  `po-${payout.partnership}-${payout.number}`;

/** The partnership and number of a payout's name at the provider; undefined when it is none of ours. */
export const readPayoutReference = (reference: string): { partnership: string; number: number } | undefined => {
  const [, partnership, number] = PAYOUT_REFERENCE.exec(reference) ?? [];
  return partnership === undefined ? undefined : { partnership, number: Number(number) };
};
