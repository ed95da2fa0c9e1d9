/** Ways of paying that have a name of their own: brands of cards as the provider calls them, and bank debits. */
export const PAYMENT_KINDS = [
  'amex',
  'diners',
  'discover',
  'jcb',
  'mastercard',
  'unionpay',
  'visa',
  'acss_debit',
  'au_becs_debit',
  'bacs_debit',
  'sepa_debit',
  'us_bank_account',
] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** The label of a payment method: what it is, and the last digits of its number, such as `sepa debit 3000`. */
export const paymentLabel = (kind: string, digits: string): string => `${kind.replaceAll('_', ' ')} ${digits}`.trim();

interface ReadLabel {
  /** Undefined where it is one without a name of its own. */
  readonly kind: PaymentKind | undefined;
  readonly name: string;
  readonly digits: string | undefined;
}

/** What a label says. */
export const readPaymentLabel = (label: string): ReadLabel => {
  const [, name = label, digits] = /^(.*?)(?: (\d{4}))?$/.exec(label) ?? [];
  return { kind: PAYMENT_KINDS.find((kind) => paymentLabel(kind, '') === name), name, digits };
};
