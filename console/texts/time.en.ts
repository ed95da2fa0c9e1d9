import { plural } from '../app/language.ts';

/** The bar that moves the test clock. It is there only where the product runs on one machine. */
export default {
  label: 'Time travel',
  now: 'Test clock',
  day: 'A day on',
  to: (day: number) => `To the ${day}${day === 1 ? 'st' : 'th'}`,
  why: { 1: 'the invoice is opened', 8: 'it is charged', 13: 'partners are paid' },
  moving: (to: string) => `On the way to ${to} …`,
  arrived: (at: string) => `It is ${at}.`,
  nothing: 'Nothing fell due on the way.',
  happened: 'What happened',
  mails: (count: number) => plural(count, { one: '# mail', other: '# mails' }),
  to_whom: (first: string, more: number) => (more === 0 ? first : `${first} and ${more} more`),
  allMails: 'All mails',
  close: 'Close',
  states: {
    SealPeriod: 'The month was closed',
    OpenInvoice: 'An invoice was opened',
    WaitForEndOfReview: 'Seven days of review began',
    FinaliseInvoice: 'The review ended',
    ChargeInvoice: 'The invoice was charged',
    WaitForNextAttempt: 'The charge did not work and is tried again',
    InvoiceIsOverdue: 'The invoice is overdue',
    WaitForPayoutDay: 'The money is there; payouts wait for the 13th',
    PayPartners: 'Partners were paid',
    ReconcilePayouts: 'Payouts were looked up at the provider',
    MonthIsDone: 'The month is done',
    NothingToCharge: 'There was nothing to charge',
    MonthStopped: 'The month stopped: see the log',
  },
};
