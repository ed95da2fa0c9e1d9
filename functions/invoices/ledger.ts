import { notFound } from '../../domain/errors.ts';
import { readInvoiceKey } from '../../domain/invoices.ts';
import { bookInvoice, bookPayout, bookStatement, isBooked, type LedgerTransaction } from '../../domain/ledger.ts';
import { type Invoice, invoicesOf } from '../../table/invoices.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { findPayout, type Payout, payoutsOf } from '../../table/payouts.ts';
import { statementsOf } from '../../table/statements.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { listLedger } from '../shared/contracts/ledger.ts';
import { statementPage } from '../shared/statement-page.ts';
import type { InvoiceDeps } from './invoices.ts';
import { payoutPage } from './payouts.ts';

/** A part of the ledger whose transactions lie in order of their keys. */
interface Section {
  /** What the keys of its transactions begin with. */
  readonly prefix: string;
  /** At least so many transactions after a key, or all that are left, or as many as one request may look for. */
  readonly after: (cursor: string, wanted: number) => Promise<Found>;
}

interface Found {
  readonly found: readonly LedgerTransaction[];
  /** Where to go on, when there may be more and too much was looked at. */
  readonly cut?: string | undefined;
}

const PREFIX = 'ltx_';
const PAYOUTS = `${PREFIX}pay_`;

const later = (transactions: readonly LedgerTransaction[], cursor: string): readonly LedgerTransaction[] =>
  transactions.filter((transaction) => transaction.key > cursor).toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** An invoice: its charge, its fee, then its lines by partnership. Nothing is booked before it is final. */
const invoiceSection = (store: Store, invoice: Invoice): Section => {
  const prefix = `${PREFIX}${invoice.key}.`;
  return {
    prefix,
    after: async (cursor, wanted) => {
      if (!isBooked(invoice)) return { found: [] };
      const found = [...later(bookInvoice(invoice), cursor)];
      const named = cursor.slice(prefix.length);
      let after = named.startsWith('part_') ? named : undefined;
      for (let more = true; more && found.length < wanted; ) {
        const query = { limit: wanted, starting_after: after };
        const page = await statementPage(store, invoice, query, (statement) => statement.payable > 0);
        found.push(...page.items.flatMap((statement) => bookStatement(invoice, statement) ?? []));
        if (page.next_cursor !== undefined) return { found, cut: `${prefix}${page.next_cursor}` };
        after = page.items.at(-1)?.partnership;
        more = page.has_more && after !== undefined;
      }
      return { found };
    },
  };
};

/** Payouts in order of time, each followed by what came back. */
const payoutSection = (store: Store, program: string, keep: (payout: Payout) => boolean): Section => ({
  prefix: PAYOUTS,
  after: async (cursor, wanted) => {
    const named = /^ltx_(pay_\w+)/.exec(cursor)?.[1];
    const begun = named === undefined ? undefined : await findPayout(store, program, named);
    const found = begun === undefined || !keep(begun) ? [] : [...later(bookPayout(begun), cursor)];
    let after = named;
    for (let more = true; more && found.length < wanted; ) {
      const query = { limit: wanted, order_by: 'created_at', starting_after: after } as const;
      const page = await payoutPage(store, program, query, keep);
      found.push(...page.items.flatMap(bookPayout));
      if (page.next_cursor !== undefined) return { found, cut: `${PREFIX}${page.next_cursor}` };
      after = page.items.at(-1)?.key;
      more = page.has_more && after !== undefined;
    }
    return { found };
  },
});

/** All of one partnership: a line for each month, and its payouts. They are few, and come from memory. */
const partnershipSections = async (
  store: Store,
  partnership: string,
  invoices: readonly Invoice[],
  keep: (payout: Payout) => boolean,
): Promise<readonly Section[]> => {
  const statements = await statementsOf(store, partnership);
  const payouts = (await payoutsOf(store, partnership)).filter(keep);
  const lines = invoices.map((invoice) => {
    const own = statements.filter((statement) => statement.period === invoice.period);
    const booked = own.flatMap((statement) => bookStatement(invoice, statement) ?? []);
    return { prefix: `${PREFIX}${invoice.key}.`, after: async (cursor: string) => ({ found: later(booked, cursor) }) };
  });
  const paid = payouts.flatMap(bookPayout);
  return [...lines, { prefix: PAYOUTS, after: async (cursor) => ({ found: later(paid, cursor) }) }];
};

type Query = InputOf<typeof listLedger>['query'];

const sectionsOf = async (store: Store, program: string, query: Query): Promise<readonly Section[]> => {
  const { period, invoice_key: invoiceKey, partnership_key: name } = query;
  const only = invoiceKey === undefined ? undefined : (readInvoiceKey(invoiceKey)?.period ?? '');
  const invoices = [...(await invoicesOf(store, program)).values()]
    .filter((invoice) => period === undefined || invoice.period === period)
    .filter((invoice) => only === undefined || (invoice.period === only && invoice.key === invoiceKey))
    .toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const keep = (payout: Payout): boolean => only === undefined && (period === undefined || payout.period === period);
  if (name !== undefined) {
    const standing = await findPartnership(store, program, name);
    if (standing === undefined) throw notFound('partnership', 'partnership_key');
    return partnershipSections(store, standing.key, invoices, keep);
  }
  const lines = invoices.map((invoice) => invoiceSection(store, invoice));
  return only === undefined ? [...lines, payoutSection(store, program, keep)] : lines;
};

const list =
  (deps: InvoiceDeps) =>
  async (context: Context, { query }: InputOf<typeof listLedger>): Promise<DataOf<typeof listLedger>> => {
    const sections = await sectionsOf(deps.store, context.program, query);
    const { limit, starting_after: cursor = '' } = query;
    const begun = sections.findIndex((section) => cursor.startsWith(section.prefix));
    const found: LedgerTransaction[] = [];
    let cut: string | undefined;
    for (const [index, section] of sections.entries()) {
      if (index < begun || found.length > limit || cut !== undefined) continue;
      const part = await section.after(index === begun ? cursor : '', limit + 1 - found.length);
      found.push(...part.found);
      cut = part.cut;
    }
    const items = found.slice(0, limit).map((transaction) => ({
      key: transaction.key,
      created_at: transaction.at,
      type: transaction.type,
      period: transaction.period ?? null,
      partnership_key: transaction.partnership ?? null,
      source_key: transaction.source,
      currency: transaction.currency,
      postings: [...transaction.postings],
    }));
    if (found.length > limit || cut === undefined) return { items, has_more: found.length > limit };
    return { items, has_more: true, next_cursor: cut };
  };

/** The ledger, projected from invoices, statements and payouts. */
export const ledgerRoutes = (deps: InvoiceDeps): readonly Route[] => [route(listLedger, list(deps))];
