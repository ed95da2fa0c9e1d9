import { carriedFrom, isFrozen } from './invoices.ts';
import {
  type BookedInvoice,
  type BookedPayout,
  balancesOf,
  bookInvoice,
  bookPayout,
  bookStatement,
  imbalanceOf,
} from './ledger.ts';
import { sum } from './money.ts';
import { balanceOf, hasEnded, isBack } from './payouts.ts';
import type { StatementFigures } from './statements.ts';

/** A statement with what it says and where it belongs. */
export interface AuditedStatement extends StatementFigures {
  readonly partnership: string;
  readonly period: string;
}

export interface AuditedInvoice extends BookedInvoice {
  readonly payables: number;
}

/** The books of one program, complete. */
export interface Books {
  readonly statements: readonly AuditedStatement[];
  readonly invoices: readonly AuditedInvoice[];
  readonly payouts: readonly (BookedPayout & { readonly number: number })[];
}

const groupBy = <T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
};

const invoiceProblems = (books: Books): readonly string[] => {
  const lines = groupBy(books.statements, (statement) => statement.period);
  return books.invoices.flatMap((invoice) => {
    if (invoice.state === 'draft') return [];
    const payables = sum((lines.get(invoice.period) ?? []).map((line) => line.payable));
    return [
      payables === invoice.payables ? undefined : `${invoice.key}: its lines pay ${payables}, not ${invoice.payables}.`,
      invoice.payables + invoice.fee === invoice.total
        ? undefined
        : `${invoice.key}: payables and fee are not its total.`,
      (invoice.paid_at !== undefined) === (invoice.state === 'paid') ? undefined : `${invoice.key}: paid and not paid.`,
      isFrozen(invoice.state) === (invoice.final_at !== undefined) || invoice.state === 'void'
        ? undefined
        : `${invoice.key}: final and not final.`,
    ].filter((problem) => problem !== undefined);
  });
};

const statementProblems = (books: Books): readonly string[] => {
  const states = new Map(books.invoices.map((invoice) => [invoice.period, invoice.state]));
  return [...groupBy(books.statements, (statement) => statement.partnership)].flatMap(([partnership, all]) => {
    const ordered = [...all].sort((a, b) => (a.period < b.period ? -1 : 1));
    return ordered.flatMap((statement, index) => {
      const name = `${partnership} ${statement.period}`;
      const before = ordered[index - 1];
      const carried = carriedFrom(before, before === undefined ? undefined : states.get(before.period));
      const balance = statement.net + statement.carried_in;
      return [
        statement.carried_in === carried ? undefined : `${name}: ${carried} was carried, not ${statement.carried_in}.`,
        statement.reward_amount - statement.clawback_amount === statement.net ? undefined : `${name}: net is wrong.`,
        statement.payable === Math.max(0, balance) ? undefined : `${name}: payable is wrong.`,
        statement.carried_out === Math.min(0, balance) ? undefined : `${name}: carried out is wrong.`,
      ].filter((problem) => problem !== undefined);
    });
  });
};

const payoutProblems = (books: Books): readonly string[] => {
  const paid = new Set(books.invoices.filter((i) => i.state === 'paid').map((invoice) => invoice.period));
  const payables = groupBy(
    books.statements.filter((statement) => paid.has(statement.period)),
    (statement) => statement.partnership,
  );
  return [...groupBy(books.payouts, (payout) => payout.partnership)].flatMap(([partnership, payouts]) => {
    const balance = balanceOf(
      (payables.get(partnership) ?? []).map((statement) => statement.payable),
      payouts,
    );
    const open = payouts.filter((payout) => !hasEnded(payout.state));
    const newest = Math.max(...payouts.map((payout) => payout.number));
    return [
      balance >= 0 ? undefined : `${partnership}: ${-balance} was paid out that was not available.`,
      open.length <= 1 && open.every((payout) => payout.number === newest)
        ? undefined
        : `${partnership}: two payouts at once.`,
      new Set(payouts.map((payout) => payout.number)).size === payouts.length
        ? undefined
        : `${partnership}: a number twice.`,
    ].filter((problem) => problem !== undefined);
  });
};

const ledgerProblems = (books: Books): readonly string[] => {
  const byPeriod = new Map(books.invoices.map((invoice) => [invoice.period, invoice]));
  const transactions = [
    ...books.statements.flatMap((statement) => {
      const invoice = byPeriod.get(statement.period);
      return (invoice === undefined ? undefined : bookStatement(invoice, statement)) ?? [];
    }),
    ...books.invoices.flatMap(bookInvoice),
    ...books.payouts.flatMap(bookPayout),
  ];
  const balances = balancesOf(transactions);
  const currencies = new Set(books.invoices.map((invoice) => invoice.currency));
  return [
    ...transactions.filter((entry) => imbalanceOf(entry) !== 0).map((entry) => `${entry.key} does not sum to zero.`),
    ...(new Set(transactions.map((entry) => entry.key)).size === transactions.length
      ? []
      : ['A ledger key is used twice.']),
    ...[...currencies].flatMap((currency) => currencyProblems(books, balances, currency)),
  ];
};

/** Charged = available + paid + fee over all partners; what is owed is what is not charged. */
const currencyProblems = (books: Books, balances: ReadonlyMap<string, number>, currency: string): readonly string[] => {
  const paid = books.invoices.filter((invoice) => invoice.currency === currency && invoice.state === 'paid');
  const periods = new Set(paid.map((invoice) => invoice.period));
  const charged = sum(paid.map((invoice) => invoice.total));
  const fees = sum(paid.map((invoice) => invoice.fee));
  const out = sum(
    books.payouts.filter((p) => p.currency === currency && !isBack(p.state)).map((payout) => payout.amount),
  );
  const released = sum(books.statements.filter((s) => periods.has(s.period)).map((statement) => statement.payable));
  const cash = balances.get(`cash ${currency}`) ?? 0;
  return [
    charged === released + fees ? undefined : `${currency}: ${charged} charged, ${released} released, ${fees} fees.`,
    cash === charged - out ? undefined : `${currency}: the ledger holds ${cash} cash, ${charged - out} is right.`,
    cash >= 0 ? undefined : `${currency}: more was paid out than charged.`,
  ].filter((problem) => problem !== undefined);
};

/**
 * Holds the books of a program against the invariants of docs/rules.md. Returns what is wrong, in words; an empty list
 * means that every cent is accounted for.
 */
export const auditBooks = (books: Books): readonly string[] => [
  ...statementProblems(books),
  ...invoiceProblems(books),
  ...payoutProblems(books),
  ...ledgerProblems(books),
];
