import type { PaymentSentences } from './payment-reasons.ts';

/** Why a payment was not made, for people who read English. */
export const paymentSentences: PaymentSentences = {
  no_payment_method: () => 'There is no payment method.',
  not_enough_money: () => 'There is not enough money in the account.',
  declined: () => 'The bank declined it and does not say why.',
  expired: () => 'The card has expired.',
  wrong_details: () => 'The details of the card or account are not right.',
  account_closed: () => 'The bank account is closed or cannot be used.',
  not_supported: () => 'This card or account cannot be used for such a payment.',
  to_be_confirmed: () => 'The bank wants a person to confirm the payment.',
  limit_reached: () => 'The limit of the card or account is reached.',
  try_again: () => 'The bank could not be reached. Another try may work.',
  amount_impossible: () => 'The provider does not take an amount of this size.',
  canceled: () => 'The payment was cancelled at the provider.',
  payer_balance: () => 'The payer’s account at the provider does not hold enough money.',
  receiver_not_ready: () => 'The receiver’s account is not ready to take money yet.',
  receiver_unknown: () => 'The receiver has no account under this address.',
  receiver_country: () => 'The provider does not pay to the receiver’s country.',
  receiver_currency: () => 'The receiver’s account does not take this currency.',
  returned: () => 'The money came back.',
  refunded: () => 'The receiver did not take the money.',
  blocked: () => 'The provider has blocked the payment.',
  failed: () => 'The provider could not make the payment and does not say why.',
  other: (said) => `The provider gives a reason of its own: ${said}.`,
  trouble: () => 'The provider did not answer clearly.',
};
