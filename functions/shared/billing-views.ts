import type * as z from 'zod/mini';
import { Failure, notFound } from '../../domain/errors.ts';
import { readInvoiceKey } from '../../domain/invoices.ts';
import { partnerName } from '../../domain/partner-names.ts';
import { dayInPeriod, dayOf, nextPeriod, periodStart } from '../../domain/periods.ts';
import type { Reason } from '../../domain/reasons.ts';
import { getInvoice, type Invoice } from '../../table/invoices.ts';
import { profileKey } from '../../table/keys.ts';
import type { BillingDetails } from '../../table/merchants.ts';
import { type Profile, readProfile } from '../../table/partnerships.ts';
import type { Payout } from '../../table/payouts.ts';
import type { Statement } from '../../table/statements.ts';
import { readMany, type Store } from '../../table/store.ts';
import type { InvoiceLine, Invoice as InvoiceView } from './contracts/invoices.ts';
import type { BillingDetails as BillingDetailsView } from './contracts/merchants.ts';
import type { Payout as PayoutView } from './contracts/payouts.ts';

const PERIOD = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/**
 * The invoice that a request names by its key or its period.
 * @throws Failure `not_found` also for the key of another program's invoice.
 */
export const invoiceNamed = async (store: Store, program: string, name: string): Promise<Invoice> => {
  const named = PERIOD.test(name) ? { program, period: name } : readInvoiceKey(name);
  const invoice = named?.program === program ? await getInvoice(store, program, named.period) : undefined;
  if (invoice === undefined) throw notFound('invoice', 'invoice');
  return invoice;
};

/** The figures that an invoice and its lines show alike. */
export const figuresView = (figures: Invoice | Statement) => ({
  transactions: figures.transactions,
  sales_amount: figures.sales,
  refunded_amount: figures.refunded,
  quantity: figures.quantity,
  rewards: figures.rewards,
  reward_amount: figures.reward_amount,
  second_tier_amount: figures.second_tier_amount,
  clawbacks: figures.clawbacks,
  clawback_amount: figures.clawback_amount,
  net: figures.net,
  carried_in: figures.carried_in,
  carried_out: figures.carried_out,
});

/** Who is billed, as the API shows it. */
export const billingDetailsView = (details: BillingDetails): z.input<typeof BillingDetailsView> => ({
  name: details.name,
  address_line_1: details.address_line_1,
  address_line_2: details.address_line_2 ?? null,
  postal_code: details.postal_code ?? null,
  city: details.city,
  state: details.state ?? null,
  country: details.country,
  vat_number: details.vat_number ?? null,
  reference: details.reference ?? null,
});

/** An invoice as the API shows it. */
export const invoiceView = (invoice: Invoice): z.input<typeof InvoiceView> => {
  const { period, time_zone: zone, charge } = invoice;
  const lastDay = dayInPeriod(nextPeriod(period), 0, zone);
  return {
    key: invoice.key,
    created_at: invoice.created_at,
    updated_at: invoice.updated_at,
    period,
    status: invoice.state,
    currency: invoice.currency,
    ...figuresView(invoice),
    payables: invoice.payables,
    billing_details: invoice.billing === undefined ? null : billingDetailsView(invoice.billing),
    fee: invoice.fee,
    total: invoice.total,
    partnerships: invoice.lines,
    partnerships_positive: invoice.partnerships_positive,
    partnerships_negative: invoice.partnerships_negative,
    note: invoice.note ?? null,
    approved_at: invoice.approved_at ?? null,
    review_ends_at: invoice.review_ends_at,
    final_at: invoice.final_at ?? null,
    payout_at: invoice.payout_at,
    charge_attempts: charge?.attempt ?? 0,
    next_attempt_at: invoice.next_attempt_at ?? null,
    reason: charge?.reason ?? null,
    paid_at: invoice.paid_at ?? null,
    from: dayOf(periodStart(period, zone), zone),
    to: dayOf(lastDay, zone),
  };
};

/** A payout as the API shows it. */
export const payoutView = (payout: Payout, partnerKey: string | undefined): z.input<typeof PayoutView> => ({
  key: payout.key,
  created_at: payout.created_at,
  updated_at: payout.updated_at,
  partnership_key: payout.partnership,
  partner_key: partnerKey ?? null,
  amount: payout.amount,
  currency: payout.currency,
  provider: payout.provider,
  status: payout.state,
  reason: payout.reason ?? null,
  period: payout.period ?? null,
  reference: payout.reference ?? null,
  sent_at: payout.first_sent_at,
  ended_at: payout.ended_at ?? null,
});

/** The profiles of partnerships, by key; those whose data was erased are left out. */
export const profilesOf = async (store: Store, keys: readonly string[]): Promise<ReadonlyMap<string, Profile>> => {
  const items = await readMany(store, [...new Set(keys)].map(profileKey));
  return new Map(items.map(readProfile).map((profile) => [profile.key, profile]));
};

/** The lines of an invoice as the API shows them, in the order of the statements. */
export const lineViews = async (
  store: Store,
  statements: readonly Statement[],
): Promise<z.input<typeof InvoiceLine>[]> => {
  const profiles = await profilesOf(
    store,
    statements.map((statement) => statement.partnership),
  );
  return statements.map((statement) => {
    const profile = profiles.get(statement.partnership);
    return {
      partnership_key: statement.partnership,
      partner_key: profile?.partner_key ?? null,
      partner_name: (profile === undefined ? undefined : partnerName(profile)) ?? null,
      group_key: statement.group,
      tier_key: statement.tier ?? null,
      ...figuresView(statement),
      payable: statement.payable,
    };
  });
};

/** A refusal because of the state that the invoice is in. */
export const wrongState = (message: string, reason: Reason): Failure =>
  new Failure('conflict', message, { param: 'invoice', reason });
