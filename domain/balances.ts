import { carriedFrom, type InvoiceState, invoiceDates } from './invoices.ts';
import { sum } from './money.ts';
import { balanceOf, hasEnded, type PayoutState } from './payouts.ts';
import { periodEnd } from './periods.ts';

/** Everything that the balance of a partnership follows from. Amounts in minor units. */
export interface Account {
  /** In the order of their periods. */
  readonly statements: readonly { readonly period: string; readonly payable: number; readonly carried_out: number }[];
  /** The invoices of the program by their periods. */
  readonly invoices: ReadonlyMap<string, { readonly state: InvoiceState; readonly payout_at: number }>;
  readonly payouts: readonly { readonly amount: number; readonly state: PayoutState }[];
  /** The month that is not closed: rewards less clawbacks so far. */
  readonly open: { readonly period: string; readonly zone: string; readonly net: number };
  readonly now: number;
}

export interface NextPayment {
  readonly at: number;
  readonly amount: number;
  readonly status: 'earning' | 'in_review' | 'to_be_paid' | 'paid';
}

/** What a partner has earned and has not been paid yet, in minor units. */
export interface Balance {
  readonly open: number;
  readonly invoiced: number;
  readonly available: number;
  readonly onTheWay: number;
  readonly paid: number;
  /** What the next month begins with: a debt, or what an invoice was too small to pay. */
  readonly carried: number;
  readonly next: NextPayment | undefined;
}

/** Whether an invoice of this state will pay its partners once it is paid. */
const awaitsPayment = (state: InvoiceState): boolean => state !== 'paid' && state !== 'void' && state !== 'carried';

const nextPayment = (
  { statements, invoices, open, now }: Account,
  available: number,
  carried: number,
): NextPayment | undefined => {
  const waiting = statements.flatMap(({ period, payable }) => {
    const invoice = invoices.get(period);
    return invoice !== undefined && awaitsPayment(invoice.state) && payable > 0 ? [{ ...invoice, payable }] : [];
  });
  const [first] = waiting;
  if (first !== undefined) {
    const inReview = first.state === 'draft' || first.state === 'in_review';
    const status = inReview ? 'in_review' : 'to_be_paid';
    return { at: first.payout_at, amount: first.payable + available, status };
  }
  const latest = invoices.get(statements.at(-1)?.period ?? '');
  if (latest?.state === 'paid' && latest.payout_at > now && available > 0) {
    return { at: latest.payout_at, amount: available, status: 'paid' };
  }
  const amount = Math.max(0, open.net + carried) + available;
  if (amount === 0) return undefined;
  const at = invoiceDates(open.period, open.zone, periodEnd(open.period, open.zone)).payout_at;
  return { at, amount, status: 'earning' };
};

/** The balance of a partnership: sums over its statements and payouts, and nothing that is stored beside them. */
export const balanceOfAccount = (account: Account): Balance => {
  const { statements, invoices, payouts, open } = account;
  const stateOf = (period: string): InvoiceState | undefined => invoices.get(period)?.state;
  const payables = (wanted: (state: InvoiceState) => boolean): readonly number[] =>
    statements.flatMap(({ period, payable }) => {
      const state = stateOf(period);
      return state !== undefined && wanted(state) ? [payable] : [];
    });
  const amounts = (wanted: (state: PayoutState) => boolean): number =>
    sum(payouts.filter(({ state }) => wanted(state)).map(({ amount }) => amount));
  const available = balanceOf(
    payables((state) => state === 'paid'),
    payouts,
  );
  const last = statements.at(-1);
  const carried = carriedFrom(last, last === undefined ? undefined : stateOf(last.period));
  return {
    open: open.net,
    invoiced: sum(payables(awaitsPayment)),
    available,
    onTheWay: amounts((state) => !hasEnded(state)),
    paid: amounts((state) => state === 'paid'),
    carried,
    next: nextPayment(account, available, carried),
  };
};
