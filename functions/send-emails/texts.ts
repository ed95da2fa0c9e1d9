import { paymentSentence } from '../../domain/payment-reasons.ts';
import { paymentSentences } from '../../domain/payment-sentences.en.ts';
import { dayOf } from '../../domain/periods.ts';

/** A mail of plain text: it reads well everywhere, and nothing in it can be mistaken for markup. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What a mail about an invoice says. Amounts in minor units, instants in milliseconds. */
export interface InvoiceFacts {
  readonly program: string;
  readonly period: string;
  readonly zone: string;
  readonly currency: string;
  readonly payables: number;
  readonly fee: number;
  readonly total: number;
  readonly partnerships: number;
  readonly reviewEndsAt: number;
  readonly payoutAt: number;
  readonly reason?: string | undefined;
  readonly nextAttemptAt?: number | undefined;
}

/** What a mail about a payout says. */
export interface PayoutFacts {
  readonly program: string;
  readonly name: string | undefined;
  readonly amount: number;
  readonly currency: string;
  readonly provider: 'stripe' | 'paypal';
  readonly reason?: string | undefined;
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Minor units as a person reads them, by cutting the digits: `1,234.50 GBP`. */
export const money = (amount: number, currency: string): string => {
  const digits = digitsOf(currency);
  const written = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = written.slice(0, written.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  const part = digits === 0 ? '' : `.${written.slice(-digits)}`;
  return `${amount < 0 ? '-' : ''}${whole}${part} ${currency}`;
};

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

const monthOf = (period: string): string => `${MONTHS[Number(period.slice(5)) - 1] ?? period} ${period.slice(0, 4)}`;

const dateOf = (at: number, zone: string): string => {
  const [year, month, day] = dayOf(at, zone).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
};

/** Names come from people: a line break in one must not become a header or a paragraph. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const letter = (...paragraphs: readonly (string | undefined)[]): string =>
  `${paragraphs.filter((paragraph) => paragraph !== undefined).join('\n\n')}\n`;

const sumOf = (facts: InvoiceFacts): string =>
  [
    `For ${facts.partnerships} partnerships: ${money(facts.payables, facts.currency)}`,
    `Fee: ${money(facts.fee, facts.currency)}`,
    `Total: ${money(facts.total, facts.currency)}`,
  ].join('\n');

type Words = Omit<Mail, 'to'>;

/** The invoice of a month may be reviewed. */
export const invoiceOpened = (facts: InvoiceFacts): Words => ({
  subject: oneLine(`${facts.program}: your invoice for ${monthOf(facts.period)} is ready for review`),
  text: letter(
    `The partner rewards of ${monthOf(facts.period)} are counted.`,
    sumOf(facts),
    `You can approve, decline, hold or adjust rewards until ${dateOf(facts.reviewEndsAt, facts.zone)}, 00:00 (${facts.zone}). If you do nothing, everything stands: the total is charged on that day and your partners are paid on ${dateOf(facts.payoutAt, facts.zone)}.`,
  ),
});

/** The invoice was paid. */
export const invoiceCharged = (facts: InvoiceFacts): Words => ({
  subject: oneLine(`${facts.program}: payment received for ${monthOf(facts.period)}`),
  text: letter(
    `We have received ${money(facts.total, facts.currency)} for the invoice of ${monthOf(facts.period)}. Thank you.`,
    sumOf(facts),
    `Your partners are paid from ${dateOf(facts.payoutAt, facts.zone)} on.`,
  ),
});

const reasonOf = (reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : oneLine(paymentSentence(paymentSentences, reason));

/** A charge was declined, and another follows. */
export const invoiceDeclined = (facts: InvoiceFacts): Words => ({
  subject: oneLine(`${facts.program}: we could not charge the invoice for ${monthOf(facts.period)}`),
  text: letter(
    `We tried to charge ${money(facts.total, facts.currency)} for the invoice of ${monthOf(facts.period)}, and it was not possible.`,
    reasonOf(facts.reason),
    facts.nextAttemptAt === undefined
      ? 'Please check your payment method and pay the invoice.'
      : `We try again on ${dateOf(facts.nextAttemptAt, facts.zone)}. Please check your payment method before, or pay the invoice now.`,
    'Until it is paid, the payouts of this month wait.',
  ),
});

/** No further attempt follows by itself. */
export const invoiceOverdue = (facts: InvoiceFacts): Words => ({
  subject: oneLine(`${facts.program}: the invoice for ${monthOf(facts.period)} is overdue`),
  text: letter(
    `We could not charge ${money(facts.total, facts.currency)} for the invoice of ${monthOf(facts.period)}, and we do not try again by ourselves.`,
    reasonOf(facts.reason),
    'Your partners are waiting for the payouts of this month. They are paid as soon as you pay the invoice; you can do that at any time.',
  ),
});

/** What a mail about an application says. */
export interface ApplicationFacts {
  readonly program: string;
  readonly name: string | undefined;
  /** Who applied, for the merchant. */
  readonly email: string;
  readonly reason?: string | undefined;
}

/** The applicant hears that the application arrived. */
export const applicationReceived = (facts: ApplicationFacts): Words => ({
  subject: oneLine(`${facts.program}: we have received your application`),
  text: letter(
    greeting(facts.name),
    `Thank you for applying to the partner program of ${oneLine(facts.program)}. We look at every application and write to you as soon as it is decided.`,
    'If you did not apply, somebody has given us your address by mistake; you need not do anything.',
  ),
});

/** The merchant hears of an application. */
export const applicationArrived = (facts: ApplicationFacts): Words => ({
  subject: oneLine(`${facts.program}: a new application`),
  text: letter(
    `${oneLine(facts.name ?? 'Somebody')} (${oneLine(facts.email)}) would like to become a partner of ${oneLine(facts.program)}.`,
    'The application waits among the new requests until you approve or reject it.',
  ),
});

/** The applicant is a partner now. */
export const applicationApproved = (facts: ApplicationFacts): Words => ({
  subject: oneLine(`Welcome to ${facts.program}`),
  text: letter(
    greeting(facts.name),
    `Your application to the partner program of ${oneLine(facts.program)} was approved. You are a partner now.`,
  ),
});

/** The applicant was refused. */
export const applicationRejected = (facts: ApplicationFacts): Words => ({
  subject: oneLine(`${facts.program}: your application`),
  text: letter(
    greeting(facts.name),
    `Thank you for your interest in the partner program of ${oneLine(facts.program)}. We have looked at your application and cannot accept it.`,
    facts.reason === undefined ? undefined : `The reason: ${oneLine(facts.reason)}`,
  ),
});

const PROVIDERS = { stripe: 'your bank account through Stripe', paypal: 'your PayPal account' } as const;

const greeting = (name: string | undefined): string => (name === undefined ? 'Hello,' : `Hello ${oneLine(name)},`);

/** A payout is on its way. */
export const payoutSent = (facts: PayoutFacts): Words => ({
  subject: oneLine(`${money(facts.amount, facts.currency)} from ${facts.program} is on its way`),
  text: letter(
    greeting(facts.name),
    `${oneLine(facts.program)} pays you ${money(facts.amount, facts.currency)}. The money is on its way to ${PROVIDERS[facts.provider]}; it may take a few days to arrive.`,
  ),
});

/** A payout came back, or could not be made. */
export const payoutFailed = (facts: PayoutFacts): Words => ({
  subject: oneLine(`Your payout from ${facts.program} could not be made`),
  text: letter(
    greeting(facts.name),
    `We could not pay ${money(facts.amount, facts.currency)} to ${PROVIDERS[facts.provider]}. ${reasonOf(facts.reason) ?? ''}`.trim(),
    'Nothing is lost: the amount is in your balance again. Please check your payout method; the next payout includes it.',
  ),
});

/** What a mail about an invitation says. */
interface InvitationFacts {
  readonly from: string;
  readonly address: string;
  readonly endsAt: number;
  readonly zone: string;
}

/** Somebody is to be in a merchant's team. */
export const memberInvited = ({ from, address, endsAt, zone }: InvitationFacts): Words => ({
  subject: oneLine(`${from} invites you into its team`),
  text: letter(
    'Hello,',
    `${oneLine(from)} invites you into its team. Open this link to accept; it works once, until ${dateOf(endsAt, zone)}:`,
    address,
    'If you do not know who this is, do nothing.',
  ),
});

/** What somebody else wrote, set apart from what we say. */
const quoted = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((row) => `> ${oneLine(row)}`.trimEnd())
    .join('\n');

/** Somebody is to be a partner. */
export const partnerInvited = ({
  from,
  address,
  endsAt,
  zone,
  message,
  name,
}: InvitationFacts & { readonly message?: string | undefined; readonly name?: string | undefined }): Words => ({
  subject: oneLine(`${from} invites you to be its partner`),
  text: letter(
    greeting(name),
    message === undefined ? undefined : quoted(message),
    `${oneLine(from)} invites you to its partner program. Open this link to accept; it works once, until ${dateOf(endsAt, zone)}:`,
    address,
    'If you do not know who this is, do nothing.',
  ),
});

/** Somebody asked for a new password. */
export const passwordReset = (address: string): Words => ({
  subject: 'Choose a new password',
  text: letter(
    'Hello,',
    'Open this link to choose a new password; it works once, for an hour:',
    address,
    'If you did not ask for this, do nothing: your password stays as it is.',
  ),
});

/** Somebody wants to log in with this address from now on. */
export const emailChange = (address: string): Words => ({
  subject: 'Confirm your e-mail address',
  text: letter(
    'Hello,',
    'Open this link to log in with this e-mail address from now on; it works once, for an hour:',
    address,
    'If you did not ask for this, do nothing.',
  ),
});

/** A merchant asked to sign up. */
export const signUp = (address: string): Words => ({
  subject: 'Finish your sign-up',
  text: letter(
    'Hello,',
    'Somebody, most likely you, asked for a partner program with this e-mail address. Open this link within a day to set it up:',
    address,
    'If it was not you, do nothing: nothing is made.',
  ),
});
