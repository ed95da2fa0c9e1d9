/**
 * Why a payment was not made, as providers say it, put into the cases that a person can do something about. What a
 * provider may say and we do not know is `other`; what is no name of a reason at all, but a sentence of a machine, is
 * `trouble`.
 */
const CASES = {
  no_payment_method: ['no_payment_method'],
  not_enough_money: ['insufficient_funds', 'payment_method_insufficient_funds'],
  // Why a bank declines is the bank's secret; of lost and stolen cards nothing more is to be told either.
  declined: [
    ...['card_declined', 'generic_decline', 'do_not_honor', 'do_not_try_again', 'call_issuer', 'no_action_taken'],
    ...['not_permitted', 'transaction_not_allowed', 'service_not_allowed', 'security_violation', 'restricted_card'],
    ...['fraudulent', 'merchant_blacklist', 'lost_card', 'stolen_card', 'pickup_card', 'stop_payment_order'],
    ...['revocation_of_authorization', 'revocation_of_all_authorizations', 'payment_method_provider_decline'],
    ...['payment_method_customer_decline', 'debit_not_authorized', 'bank_account_restricted'],
  ],
  expired: ['expired_card', 'invalid_expiry_month', 'invalid_expiry_year'],
  wrong_details: [
    ...['incorrect_cvc', 'invalid_cvc', 'incorrect_number', 'invalid_number', 'incorrect_zip', 'incorrect_address'],
    ...['incorrect_pin', 'invalid_pin', 'invalid_account', 'invalid_bank_account_iban', 'incorrect_account_number'],
  ],
  account_closed: ['account_closed', 'bank_account_closed', 'no_account', 'bank_account_unusable'],
  not_supported: ['card_not_supported', 'currency_not_supported', 'payment_method_not_available'],
  to_be_confirmed: ['authentication_required', 'payment_intent_authentication_failure', 'approve_with_id'],
  limit_reached: ['card_velocity_exceeded', 'withdrawal_count_limit_exceeded', 'pin_try_exceeded'],
  try_again: [
    ...['processing_error', 'issuer_not_available', 'try_again_later', 'reenter_transaction'],
    ...['payment_method_provider_timeout'],
  ],
  amount_impossible: ['amount_not_chargeable', 'amount_not_payable', 'amount_too_small', 'amount_too_large'],
  canceled: ['canceled', 'CANCELED'],
  payer_balance: ['balance_insufficient', 'INSUFFICIENT_FUNDS'],
  receiver_not_ready: [
    ...[
      'insufficient_capabilities_for_transfer',
      'account_invalid',
      'transfers_not_allowed',
      'account_country_invalid',
    ],
    ...['RECEIVER_UNCONFIRMED', 'RECEIVER_ACCOUNT_LOCKED', 'RECEIVER_ACCOUNT_LIMITATION', 'RECEIVER_NOT_CONFIRMED'],
  ],
  receiver_unknown: ['RECEIVER_UNREGISTERED', 'RECEIVER_NOT_FOUND', 'INVALID_EMAIL', 'resource_missing'],
  receiver_country: [
    'RECEIVER_COUNTRY_NOT_ALLOWED',
    'RECEIVER_STATE_RESTRICTED',
    'GAMER_FAILED_COUNTRY_OF_RESIDENCE_CHECK',
  ],
  receiver_currency: ['CURRENCY_NOT_SUPPORTED_FOR_RECEIVER', 'CURRENCY_COMPLIANCE', 'NON_HOLDING_CURRENCY'],
  returned: ['transfer_reversed', 'RETURNED', 'REVERSED'],
  refunded: ['REFUNDED', 'RECEIVER_REFUSED'],
  blocked: ['BLOCKED', 'RISK_DECLINE', 'REGULATORY_BLOCKED', 'SENDER_ACCOUNT_LOCKED', 'SENDER_ACCOUNT_UNVERIFIED'],
  failed: ['FAILED', 'DENIED', 'INTERNAL', 'UNKNOWN'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PaymentCase = keyof typeof CASES | 'other' | 'trouble';

/** A sentence for each case; `said` is the provider's own word for it. */
export type PaymentSentences = Readonly<Record<PaymentCase, (said: string) => string>>;

const isCase = (name: string): name is keyof typeof CASES => Object.hasOwn(CASES, name);

const caseOf: ReadonlyMap<string, keyof typeof CASES> = new Map(
  Object.entries(CASES).flatMap(([name, said]) =>
    isCase(name) ? said.map((each): readonly [string, typeof name] => [each, name]) : [],
  ),
);

/** A name such as `card_declined` or `RECEIVER_UNREGISTERED`. */
const NAME = /^[A-Za-z][A-Za-z0-9_.]{0,79}$/;

/** Which case a reason is. */
export const paymentCase = (said: string): PaymentCase => caseOf.get(said) ?? (NAME.test(said) ? 'other' : 'trouble');

/** Why a payment was not made, in a sentence. */
export const paymentSentence = (sentences: PaymentSentences, said: string): string =>
  sentences[paymentCase(said)](said);
