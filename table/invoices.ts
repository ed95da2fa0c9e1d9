import * as z from 'zod/mini';
import type { EventType } from '../domain/events.ts';
import { INVOICE_STATES, type InvoiceFigures, mayMove } from '../domain/invoices.ts';
import { decode } from './codec.ts';
import { INVOICES_PREFIX, invoiceKey, invoiceLogKey, invoiceLogPrefix } from './keys.ts';
import { BillingDetails } from './merchants.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** The charge of an invoice as it was frozen before the first call to the provider, and what became of it. */
const Charge = z.object({
  provider: z.literal('stripe'),
  /** The invoice's own: the same for every attempt. */
  idempotency_key: z.string(),
  customer: z.string(),
  method: z.string(),
  /** Minor units: the invoice's total. */
  amount: z.int(),
  currency: z.string(),
  /** Rises only after a proved decline. */
  attempt: z.int(),
  /** When this attempt was first sent. */
  first_sent_at: z.int(),
  /** The provider's one payment for the invoice. */
  reference: z.optional(z.string()),
  /** Why the last attempt was declined, or is not known. */
  reason: z.optional(z.string()),
});
export type Charge = z.infer<typeof Charge>;

/** Sums over the lines. Counts, and minor units. */
export const Figures = z.object({
  lines: z.int(),
  /** Partnerships by the sign of their net. */
  partnerships_positive: z.int(),
  partnerships_negative: z.int(),
  transactions: z.int(),
  sales: z.int(),
  refunded: z.int(),
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: z.int(),
  second_tier_amount: z.int(),
  clawbacks: z.int(),
  clawback_amount: z.int(),
  net: z.int(),
  carried_in: z.int(),
  carried_out: z.int(),
  payables: z.int(),
}) satisfies z.ZodMiniType<InvoiceFigures>;

/** What the merchant owes for a period. Instants in milliseconds, amounts in minor units. */
export const Invoice = z.extend(Figures, {
  key: z.string(),
  program: z.string(),
  period: z.string(),
  state: z.enum(INVOICE_STATES),
  currency: z.string(),
  time_zone: z.string(),
  /** The terms of the fee as they were when the invoice was opened. */
  fee_bps: z.int(),
  fee_fixed: z.int(),
  fee: z.int(),
  total: z.int(),
  review_ends_at: z.int(),
  payout_at: z.int(),
  note: z.optional(z.string()),
  approved_at: z.optional(z.int()),
  final_at: z.optional(z.int()),
  paid_at: z.optional(z.int()),
  /** Who is billed, as it was when the invoice became final. */
  billing: z.optional(BillingDetails),
  charge: z.optional(Charge),
  next_attempt_at: z.optional(z.int()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type Invoice = z.infer<typeof Invoice>;

const invoiceItem = (invoice: Invoice): Item => ({ ...invoiceKey(invoice.program, invoice.period), ...invoice });

export const readInvoice = (item: Item): Invoice => decode(Invoice, item);

export const getInvoice = async (store: Store, program: string, period: string): Promise<Invoice | undefined> => {
  const item = await store.get(invoiceKey(program, period));
  return item === undefined ? undefined : readInvoice(item);
};

/** A new draft (`invoice_exists` when it is there already). */
export const addInvoice = (invoice: Invoice): Write & { kind: 'put' } => ({
  kind: 'put',
  item: invoiceItem(invoice),
  condition: absent('invoice_exists'),
});

/**
 * A changed invoice (`invoice_changed` when somebody else changed it since it was read).
 * @throws Error when the change is no legal step of an invoice's life: always a defect.
 */
export const changeInvoice = (before: Invoice, after: Invoice): Write & { kind: 'put' } => {
  if (!mayMove(before.state, after.state)) {
    throw new Error(`An invoice does not go from ${before.state} to ${after.state}.`);
  }
  return {
    kind: 'put',
    item: invoiceItem({ ...after, rev: before.rev + 1 }),
    condition: unchanged('invoice_changed', before.rev),
  };
};

/** All invoices of a program by period: one a month. */
export const invoicesOf = async (store: Store, program: string): Promise<ReadonlyMap<string, Invoice>> => {
  const invoices = new Map<string, Invoice>();
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({ pk: `PROG#${program}`, prefix: INVOICES_PREFIX, limit: 1000, start });
    for (const item of page.items) {
      const invoice = readInvoice(item);
      invoices.set(invoice.period, invoice);
    }
    start = page.next;
  } while (start !== undefined);
  return invoices;
};

/** An entry in the log of an invoice; one with an event announces it on the bus. */
export interface InvoiceEntry {
  /** Names the entry once and for all: repeating a step writes the same one. */
  readonly id: string;
  readonly event?: EventType;
  readonly at: number;
  readonly by: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A new entry (`entry_exists` when an earlier attempt has written it). */
export const addInvoiceEntry = (invoice: Invoice, entry: InvoiceEntry): Write & { kind: 'put' } => ({
  kind: 'put',
  item: {
    ...invoiceLogKey(invoice.program, invoice.period, entry.id),
    ...(entry.event === undefined ? {} : { announces: entry.event }),
    key: `${invoice.key}.${entry.id}`,
    program: invoice.program,
    invoice: invoice.key,
    period: invoice.period,
    zone: invoice.time_zone,
    state: invoice.state,
    total: invoice.total,
    currency: invoice.currency,
    at: entry.at,
    by: entry.by,
    /** Which change of the invoice it was: several may fall on one instant. */
    change: invoice.rev,
    ...entry.details,
  },
  condition: absent('entry_exists'),
});

const Entry = z.object({
  key: z.string(),
  at: z.int(),
  by: z.string(),
  state: z.enum(INVOICE_STATES),
  reason: z.optional(z.string()),
  change: z.int(),
});

/** The log of an invoice in order of time; the entries of an invoice are few. */
export const invoiceLog = async (store: Store, program: string, period: string) => {
  const page = await store.query({ pk: `PROG#${program}`, prefix: invoiceLogPrefix(period), limit: 1000 });
  return page.items.map((item) => decode(Entry, item)).sort((a, b) => a.change - b.change || a.at - b.at);
};
