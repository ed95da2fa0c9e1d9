import type { PaymentKind } from '../../domain/payment-labels.ts';

/** What payment methods are called. One that has no words does not compile. */
export default {
  kinds: {
    amex: 'American Express',
    diners: 'Diners Club',
    discover: 'Discover',
    jcb: 'JCB',
    mastercard: 'Mastercard',
    unionpay: 'UnionPay',
    visa: 'Visa',
    acss_debit: 'Pre-authorised debit (Canada)',
    au_becs_debit: 'BECS direct debit (Australia)',
    bacs_debit: 'Bacs direct debit',
    sepa_debit: 'SEPA direct debit',
    us_bank_account: 'US bank account',
  } satisfies Readonly<Record<PaymentKind, string>>,
  endingIn: (kind: string, digits: string) => `${kind} ending in ${digits}`,
  payPal: (address: string) => `PayPal: ${address}`,
  stripe: (account: string) => `Bank account at Stripe (${account})`,
};
