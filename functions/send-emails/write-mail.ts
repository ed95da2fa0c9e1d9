import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import { getInvoice } from '../../table/invoices.ts';
import { getProfile } from '../../table/partnerships.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { applicationMails, isApplicationMail } from './application-mails.ts';
import * as texts from './texts.ts';

const InvoiceEvent = z.object({
  key: z.string(),
  program: z.string(),
  period: z.string(),
  reason: z.optional(z.string()),
  next_attempt_at: z.optional(z.int()),
});

const PayoutEvent = z.object({
  key: z.string(),
  program: z.string(),
  partnership: z.string(),
  amount: z.int(),
  currency: z.string(),
  provider: z.optional(z.enum(['stripe', 'paypal'])),
  reason: z.optional(z.string()),
});

/** The event that a mail is about. */
export const EventKey = z.object({ key: z.string() });

const INVOICE_MAILS = {
  'invoice.opened': texts.invoiceOpened,
  'invoice.charged': texts.invoiceCharged,
  'invoice.declined': texts.invoiceDeclined,
  'invoice.overdue': texts.invoiceOverdue,
} as const;

const PAYOUT_MAILS = { 'payout.sent': texts.payoutSent, 'payout.failed': texts.payoutFailed } as const;

const isInvoiceMail = (type: string): type is keyof typeof INVOICE_MAILS => type in INVOICE_MAILS;
const isPayoutMail = (type: string): type is keyof typeof PAYOUT_MAILS => type in PAYOUT_MAILS;

const toMerchant = async (
  store: Store,
  type: keyof typeof INVOICE_MAILS,
  detail: unknown,
): Promise<texts.Mail | undefined> => {
  const event = decode(InvoiceEvent, detail);
  const program = await getProgram(store, event.program);
  const invoice = await getInvoice(store, event.program, event.period);
  if (program?.billing_email === undefined || invoice === undefined) return undefined;
  const words = INVOICE_MAILS[type]({
    program: program.name,
    period: invoice.period,
    zone: invoice.time_zone,
    currency: invoice.currency,
    payables: invoice.payables,
    fee: invoice.fee,
    total: invoice.total,
    partnerships: invoice.lines,
    reviewEndsAt: invoice.review_ends_at,
    payoutAt: invoice.payout_at,
    reason: event.reason,
    nextAttemptAt: event.next_attempt_at,
  });
  return { to: program.billing_email, ...words };
};

const toPartner = async (
  store: Store,
  type: keyof typeof PAYOUT_MAILS,
  detail: unknown,
): Promise<texts.Mail | undefined> => {
  const event = decode(PayoutEvent, detail);
  const [program, profile] = await Promise.all([
    getProgram(store, event.program),
    getProfile(store, event.partnership),
  ]);
  if (program === undefined || profile === undefined) return undefined;
  const words = PAYOUT_MAILS[type]({
    program: program.name,
    name: profile.first_name,
    amount: event.amount,
    currency: event.currency,
    provider: event.provider ?? profile.payout_method?.provider ?? 'stripe',
    reason: event.reason,
  });
  return { to: profile.email, ...words };
};

const mailFor = async (store: Store, type: string, detail: unknown): Promise<texts.Mail | undefined> => {
  if (isInvoiceMail(type)) return toMerchant(store, type, detail);
  if (isPayoutMail(type)) return toPartner(store, type, detail);
  return undefined;
};

/** The mails that an event asks for; none when nobody is to be written to. */
export const mailsFor = async (store: Store, type: string, detail: unknown): Promise<readonly texts.Mail[]> => {
  if (isApplicationMail(type)) return applicationMails(store, type, detail);
  const mail = await mailFor(store, type, detail);
  return mail === undefined ? [] : [mail];
};
