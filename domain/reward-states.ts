import type { Decision } from './earnings.ts';
import type { InvoiceState } from './invoices.ts';
import { sum } from './money.ts';
import type { PayoutState } from './payouts.ts';

/** Where a reward is on its way to the partner (docs/rules.md, "Life of a reward"). */
export const REWARD_STATES = ['pending', 'approved', 'declined', 'on_hold', 'invoiced', 'available', 'paid'] as const;
export type RewardState = (typeof REWARD_STATES)[number];

/** What the state of a reward is read from: it is derived and never stored. */
export interface RewardFacts {
  readonly decision: Decision;
  /** The invoice of the reward's period, or the one to which a carried invoice was added; undefined before the close. */
  readonly invoice: InvoiceState | undefined;
  /** Whether the statement that holds it has reached the partner in full; see `paidPeriods`. */
  readonly paidOut: boolean;
}

/** The state of a reward from its marks, its invoice, and the payouts of its partner. */
export const rewardState = ({ decision, invoice, paidOut }: RewardFacts): RewardState => {
  if (decision.declined) return 'declined';
  if (decision.held) return 'on_hold';
  switch (invoice) {
    case undefined:
    case 'draft':
      return decision.approved ? 'approved' : 'pending';
    case 'in_review':
      return 'approved';
    case 'final':
    case 'charging':
    case 'unknown':
    case 'declined':
    case 'overdue':
    case 'void':
    case 'carried':
      return 'invoiced';
    case 'paid':
      return paidOut ? 'paid' : 'available';
  }
};

/**
 * The periods whose statements have been paid out in full: payouts fill the statements of paid invoices in the order in
 * which these were paid.
 * @param statements the partner's statements of paid invoices; amounts in minor units.
 */
export const paidPeriods = (
  statements: readonly { readonly period: string; readonly payable: number; readonly paid_at: number }[],
  payouts: readonly { readonly amount: number; readonly state: PayoutState }[],
): ReadonlySet<string> => {
  let left = sum(payouts.filter((payout) => payout.state === 'paid').map((payout) => payout.amount));
  const ordered = [...statements].sort((a, b) => a.paid_at - b.paid_at || (a.period < b.period ? -1 : 1));
  const periods = new Set<string>();
  for (const { period, payable } of ordered) {
    if (payable > left) break;
    left -= payable;
    // A statement without anything to pay is never paid out; it only makes no one wait.
    if (payable > 0) periods.add(period);
  }
  return periods;
};

/**
 * The invoice that decides about a reward of a period: its own, or where that was too small and was carried, the first
 * later one that was not.
 */
export const decidingInvoice = <I extends { readonly state: InvoiceState }>(
  period: string,
  invoices: ReadonlyMap<string, I>,
  next: (period: string) => string,
): I | undefined => {
  let at = period;
  let invoice = invoices.get(at);
  while (invoice?.state === 'carried') {
    at = next(at);
    const later = invoices.get(at);
    if (later === undefined) return invoice;
    invoice = later;
  }
  return invoice;
};
