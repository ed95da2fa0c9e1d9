import { readInvoiceKey } from '../../domain/invoices.ts';
import { addInvoiceEntry, changeInvoice, type Invoice, invoiceLog, readInvoice } from '../../table/invoices.ts';
import { INVOICES_PREFIX } from '../../table/keys.ts';
import type { BillingDetails } from '../../table/merchants.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { invoiceNamed, invoiceView, wrongState } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getInvoice, listInvoiceLog, listInvoices, updateInvoice } from '../shared/contracts/invoices.ts';
import { billedFor, finalised } from '../shared/finalising.ts';
import { listPage } from '../shared/paging.ts';
import { untilUncontended } from '../shared/retry.ts';

/** What the operations on invoices work with. */
export interface InvoiceDeps {
  readonly store: Store;
  readonly chance: () => number;
}

/** Invoices lie in order of their periods; a cursor is an invoice's key. */
const periodOfCursor = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : (readInvoiceKey(cursor)?.period ?? cursor);

const list =
  (deps: InvoiceDeps) =>
  (context: Context, { query }: InputOf<typeof listInvoices>): Promise<DataOf<typeof listInvoices>> =>
    listPage(
      deps.store,
      {
        partitions: [`PROG#${context.program}`],
        sortPrefix: INVOICES_PREFIX,
        read: async (items) => items.map(readInvoice).map(invoiceView),
        keep: (invoice) => query.status === undefined || invoice.status === query.status,
      },
      {
        ...query,
        starting_after: periodOfCursor(query.starting_after),
        ending_before: periodOfCursor(query.ending_before),
      },
    );

type Change = InputOf<typeof updateInvoice>['body'];

const noted = (invoice: Invoice, note: string | null | undefined): Invoice => {
  if (note === undefined) return invoice;
  const { note: _, ...without } = invoice;
  return note === null ? without : { ...without, note };
};

const changed = (
  before: Invoice,
  body: Change,
  by: string,
  now: number,
  billing: BillingDetails | undefined,
): { after: Invoice; writes: readonly Write[] } => {
  const after = { ...noted(before, body.note), updated_at: now };
  if (body.action === 'approve') {
    const { invoice, writes } = finalised({ ...after, approved_at: now }, now, by, billing);
    return { after: invoice, writes };
  }
  const id = `noted.${new Date(now).toISOString()}`;
  return { after, writes: [changeInvoice(before, after), addInvoiceEntry(after, { id, at: now, by })] };
};

const update =
  (deps: InvoiceDeps) =>
  (context: Context, { params, body }: InputOf<typeof updateInvoice>): Promise<DataOf<typeof updateInvoice>> =>
    untilUncontended(['invoice_changed', 'entry_exists'], deps.chance, async () => {
      const before = await invoiceNamed(deps.store, context.program, params.invoice);
      // Approving what was approved is a repetition, not a change.
      const repeated = body.action === 'approve' && body.note === undefined && before.approved_at !== undefined;
      if (repeated) return invoiceView(before);
      if (before.state !== 'in_review') throw wrongState('The review of this invoice is over.', 'not_in_review');
      const billing = body.action === 'approve' ? await billedFor(deps.store, context.program) : undefined;
      const { after, writes } = changed(before, body, context.caller.actor, context.now, billing);
      await deps.store.transact(writes);
      return invoiceView(after);
    });

const log =
  (deps: InvoiceDeps) =>
  async (context: Context, { params }: InputOf<typeof listInvoiceLog>): Promise<DataOf<typeof listInvoiceLog>> => {
    const invoice = await invoiceNamed(deps.store, context.program, params.invoice);
    const entries = await invoiceLog(deps.store, invoice.program, invoice.period);
    const items = entries.map(({ key, at, by, state, reason }) => ({
      key,
      created_at: at,
      type: key.slice(invoice.key.length + 1),
      status: state,
      by,
      reason: reason ?? null,
    }));
    return { items, has_more: false };
  };

/** Invoices and their review. */
export const invoiceRoutes = (deps: InvoiceDeps): readonly Route[] => [
  route(listInvoices, list(deps)),
  route(getInvoice, async (context, { params }) =>
    invoiceView(await invoiceNamed(deps.store, context.program, params.invoice)),
  ),
  route(updateInvoice, update(deps)),
  route(listInvoiceLog, log(deps)),
];
