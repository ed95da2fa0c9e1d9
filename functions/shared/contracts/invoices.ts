import * as z from 'zod/mini';
import { INVOICE_STATES } from '../../../domain/invoices.ts';
import { operation } from '../contract.ts';
import {
  currency,
  day,
  externalKey,
  instant,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  period,
  prose,
  signedAmount,
} from './fields.ts';
import { BillingDetails } from './merchants.ts';

const tag = 'invoices';
/** An invoice's key, or its period such as `2026-01`. */
const params = z.strictObject({ invoice: key });
const page = z.pick(listQuery, { limit: true, starting_after: true, ending_before: true });

export const INVOICE_STATUSES = INVOICE_STATES;

/** Counts and amounts of a month, for a partnership or for all. Amounts in minor units. */
const figures = {
  transactions: z.int(),
  /** Sales less the refunds that were accepted in the month. */
  sales_amount: signedAmount,
  refunded_amount: signedAmount,
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: signedAmount,
  /** The part of `reward_amount` that was earned from recruits. */
  second_tier_amount: signedAmount,
  clawbacks: z.int(),
  clawback_amount: signedAmount,
  /** Rewards less clawbacks. */
  net: signedAmount,
  /** What the month before left, and what is left for the next. */
  carried_in: signedAmount,
  carried_out: signedAmount,
} as const;

/** What the merchant owes for a period. Amounts in minor units. */
export const Invoice = z.strictObject({
  ...objectFields,
  period,
  status: z.enum(INVOICE_STATUSES),
  currency,
  ...figures,
  payables: signedAmount,
  fee: signedAmount,
  total: signedAmount,
  /** All of them, and those whose net is above and below zero. */
  partnerships: z.int(),
  partnerships_positive: z.int(),
  partnerships_negative: z.int(),
  /** Who is billed, kept from when the invoice became final; null before, and when the merchant gave no details. */
  billing_details: z.nullable(BillingDetails),
  note: z.nullable(prose(2_000)),
  /** When the merchant approved it before the end of the review. */
  approved_at: z.nullable(instant),
  /** When the review ends and the invoice is charged. */
  review_ends_at: instant,
  final_at: z.nullable(instant),
  payout_at: instant,
  charge_attempts: z.int(),
  /** When it is charged again, or looked up at the provider. */
  next_attempt_at: z.nullable(instant),
  /** Why the last attempt was declined, or its outcome is not known. */
  reason: z.nullable(z.string()),
  paid_at: z.nullable(instant),
  /** The first day of what the invoice covers, and the last. */
  from: day,
  to: day,
});

export const listInvoices = operation({
  id: 'listInvoices',
  method: 'GET',
  path: '/v2/invoices',
  tag,
  scope: 'billing:read',
  summary: 'List invoices, latest first',
  message: 'Invoices retrieved.',
  query: z.extend(listQuery, { status: z.optional(z.enum(INVOICE_STATUSES)) }),
  data: listOf(Invoice),
});

export const getInvoice = operation({
  id: 'getInvoice',
  method: 'GET',
  path: '/v2/invoices/{invoice}',
  tag,
  scope: 'billing:read',
  summary: 'Get an invoice by its key or its period',
  message: 'Invoice retrieved.',
  params,
  data: Invoice,
});

/** What one partnership adds to an invoice. Amounts in minor units. */
export const InvoiceLine = z.strictObject({
  partnership_key: key,
  /** The merchant's own key; null when the partner's data was erased. */
  partner_key: z.nullable(externalKey),
  /** What the partner is called; null when it has no name, or its data was erased. */
  partner_name: z.nullable(z.string()),
  group_key: key,
  tier_key: z.nullable(key),
  ...figures,
  payable: signedAmount,
});

/** Which lines: those with something to pay, those that leave a debt, or those of a group. */
const lineFilters = {
  balance: z.optional(z.enum(['payable', 'debt', 'zero'])),
  group_key: z.optional(key),
} as const;

export const listInvoiceLines = operation({
  id: 'listInvoiceLines',
  method: 'GET',
  path: '/v2/invoices/{invoice}/lines',
  tag,
  scope: 'billing:read',
  summary: 'List the lines of an invoice, one for each partnership',
  description: 'In the order in which the partnerships joined. Cursors are keys of partnerships.',
  message: 'Invoice lines retrieved.',
  params,
  query: z.extend(page, lineFilters),
  data: listOf(InvoiceLine),
});

export const exportInvoiceLines = operation({
  id: 'exportInvoiceLines',
  method: 'GET',
  path: '/v2/invoices/{invoice}/csv',
  tag,
  scope: 'billing:read',
  summary: 'Get the lines of an invoice as CSV',
  description: 'At most 1,000 lines at once; `next_cursor` is the `starting_after` of the next part.',
  message: 'Invoice exported.',
  params,
  query: z.extend(z.pick(listQuery, { starting_after: true }), lineFilters),
  data: z.strictObject({
    file_name: line(200),
    content: z.string(),
    has_more: z.boolean(),
    next_cursor: z.nullable(key),
  }),
});

/** Something that happened to an invoice. */
export const InvoiceEntry = z.strictObject({
  key: line(200),
  created_at: instant,
  /** What happened, such as `opened`, `final`, `declined.1`, `charged`. */
  type: z.string(),
  status: z.enum(INVOICE_STATUSES),
  /** The key of who did it, or `calendar`. */
  by: z.string(),
  reason: z.nullable(z.string()),
});

export const listInvoiceLog = operation({
  id: 'listInvoiceLog',
  method: 'GET',
  path: '/v2/invoices/{invoice}/log',
  tag,
  scope: 'billing:read',
  summary: 'List what happened to an invoice, in order of time',
  message: 'Invoice log retrieved.',
  params,
  data: listOf(InvoiceEntry),
});

export const updateInvoice = operation({
  id: 'updateInvoice',
  method: 'PATCH',
  path: '/v2/invoices/{invoice}',
  tag,
  scope: 'billing:write',
  summary: 'Add a note to an invoice in review, or approve it early',
  description: 'Approving ends the review; the charge still waits for the 8th unless the invoice is paid now.',
  message: 'Invoice changed.',
  params,
  body: z
    .strictObject({ note: z.optional(z.nullable(prose(2_000))), action: z.optional(z.literal('approve')) })
    .check(z.refine((body) => Object.keys(body).length > 0, 'Must name at least one field to change.')),
  data: Invoice,
});
