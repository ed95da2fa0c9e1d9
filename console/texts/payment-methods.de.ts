import type en from './payment-methods.en.ts';

/** Wie Zahlungsarten heißen. */
export default {
  kinds: {
    amex: 'American Express',
    diners: 'Diners Club',
    discover: 'Discover',
    jcb: 'JCB',
    mastercard: 'Mastercard',
    unionpay: 'UnionPay',
    visa: 'Visa',
    acss_debit: 'Bankeinzug (Kanada)',
    au_becs_debit: 'BECS-Lastschrift (Australien)',
    bacs_debit: 'Bacs-Lastschrift',
    sepa_debit: 'SEPA-Lastschrift',
    us_bank_account: 'US-Bankkonto',
  },
  endingIn: (kind, digits) => `${kind}, endet auf ${digits}`,
  payPal: (address) => `PayPal: ${address}`,
  stripe: (account) => `Bankkonto bei Stripe (${account})`,
} satisfies typeof en;
