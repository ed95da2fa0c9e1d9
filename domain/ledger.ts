import type { InvoiceState } from './invoices.ts';
import { sum } from './money.ts';
import { isBack, type PayoutState } from './payouts.ts';

/**
 * The ledger: who owes whom, in double entry. It is a pure projection of statements, invoices and payouts, which are
 * themselves never rewritten once they count; so an entry, once there, stays. A positive amount is a debit.
 *
 * `merchant`: what the merchant owes us. `cash`: what the provider holds for us. `fees`: what we have earned.
 * `partner:<key>`: what we owe a partner (as a credit, so below zero).
 */
export type Account = 'merchant' | 'cash' | 'fees' | `partner:${string}`;

export interface Posting {
  readonly account: Account;
  /** Minor units; debits are positive, credits negative. */
  readonly amount: number;
}

export const LEDGER_TYPES = ['statement', 'fee', 'charge', 'payout', 'payout_reversal'] as const;
export type LedgerType = (typeof LEDGER_TYPES)[number];

export interface LedgerTransaction {
  readonly key: string;
  readonly type: LedgerType;
  readonly at: number;
  readonly period: string | undefined;
  readonly partnership: string | undefined;
  /** The invoice or payout that it comes from. */
  readonly source: string;
  readonly currency: string;
  readonly postings: readonly Posting[];
}

/** What the ledger needs to know of an invoice. Amounts in minor units, instants in milliseconds. */
export interface BookedInvoice {
  readonly key: string;
  readonly period: string;
  readonly currency: string;
  readonly state: InvoiceState;
  readonly fee: number;
  readonly total: number;
  readonly final_at?: number | undefined;
  readonly paid_at?: number | undefined;
}

export interface BookedStatement {
  readonly partnership: string;
  readonly payable: number;
}

export interface BookedPayout {
  readonly key: string;
  readonly partnership: string;
  readonly period?: string | undefined;
  readonly amount: number;
  readonly currency: string;
  readonly state: PayoutState;
  readonly created_at: number;
  readonly ended_at?: number | undefined;
}

/** Whether the invoice is owed: it was charged, or will be. */
const isOwed = (state: InvoiceState): boolean => {
  switch (state) {
    case 'final':
    case 'charging':
    case 'unknown':
    case 'declined':
    case 'overdue':
    case 'paid':
      return true;
    case 'draft':
    case 'in_review':
    case 'void':
    case 'carried':
      return false;
  }
};

const from = (account: Account, to: Account, amount: number): readonly Posting[] => [
  { account: to, amount },
  { account, amount: -amount },
];

const PREFIX = 'ltx_';

/** Whether there is anything to book of an invoice: it is final and owed. */
export const isBooked = (
  invoice: BookedInvoice,
): invoice is BookedInvoice & { readonly final_at: NonNullable<BookedInvoice['final_at']> } =>
  isOwed(invoice.state) && invoice.final_at !== undefined;

/** The transaction of one line of a final invoice: the merchant owes us what we owe the partner. */
export const bookStatement = (invoice: BookedInvoice, statement: BookedStatement): LedgerTransaction | undefined => {
  if (!isBooked(invoice) || statement.payable === 0) return undefined;
  return {
    key: `${PREFIX}${invoice.key}.${statement.partnership}`,
    type: 'statement',
    at: invoice.final_at,
    period: invoice.period,
    partnership: statement.partnership,
    source: invoice.key,
    currency: invoice.currency,
    postings: from(`partner:${statement.partnership}`, 'merchant', statement.payable),
  };
};

/** The transactions of an invoice as a whole: its fee when it is final, and its one charge when that succeeded. */
export const bookInvoice = (invoice: BookedInvoice): readonly LedgerTransaction[] => {
  if (!isBooked(invoice)) return [];
  const base = {
    period: invoice.period,
    partnership: undefined,
    source: invoice.key,
    currency: invoice.currency,
  };
  const transactions: LedgerTransaction[] = [];
  if (invoice.fee > 0) {
    const postings = from('fees', 'merchant', invoice.fee);
    transactions.push({ ...base, key: `${PREFIX}${invoice.key}.fee`, type: 'fee', at: invoice.final_at, postings });
  }
  if (invoice.paid_at !== undefined) {
    const postings = from('merchant', 'cash', invoice.total);
    transactions.push({
      ...base,
      key: `${PREFIX}${invoice.key}.charge`,
      type: 'charge',
      at: invoice.paid_at,
      postings,
    });
  }
  return transactions;
};

/** The transactions of a payout: the money leaves with the intent, and comes back when it failed or was returned. */
export const bookPayout = (payout: BookedPayout): readonly LedgerTransaction[] => {
  const account: Account = `partner:${payout.partnership}`;
  const base = {
    period: payout.period,
    partnership: payout.partnership,
    source: payout.key,
    currency: payout.currency,
  };
  const sent: LedgerTransaction = {
    ...base,
    key: `${PREFIX}${payout.key}`,
    type: 'payout',
    at: payout.created_at,
    postings: from('cash', account, payout.amount),
  };
  if (!isBack(payout.state)) return [sent];
  const back: LedgerTransaction = {
    ...base,
    key: `${PREFIX}${payout.key}.back`,
    type: 'payout_reversal',
    at: payout.ended_at ?? payout.created_at,
    postings: from(account, 'cash', payout.amount),
  };
  return [sent, back];
};

/** The balance of each account and currency, as `account currency`. Minor units. */
export const balancesOf = (transactions: readonly LedgerTransaction[]): ReadonlyMap<string, number> => {
  const amounts = new Map<string, number[]>();
  for (const { currency, postings } of transactions) {
    for (const { account, amount } of postings) {
      const id = `${account} ${currency}`;
      const known = amounts.get(id);
      if (known === undefined) amounts.set(id, [amount]);
      else known.push(amount);
    }
  }
  return new Map([...amounts].map(([id, list]) => [id, sum(list)]));
};

/** What a transaction's postings sum to; anything but 0 is a defect. */
export const imbalanceOf = (transaction: LedgerTransaction): number =>
  sum(transaction.postings.map((posting) => posting.amount));
