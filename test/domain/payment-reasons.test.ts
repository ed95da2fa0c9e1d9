import { paymentCase, paymentSentence } from '../../domain/payment-reasons.ts';
import { paymentSentences as german } from '../../domain/payment-sentences.de.ts';
import { paymentSentences as english } from '../../domain/payment-sentences.en.ts';

const both = (said: string): readonly string[] =>
  [english, german].map((sentences) => paymentSentence(sentences, said));

test.each([
  ['card_declined', 'declined'],
  ['generic_decline', 'declined'],
  ['stolen_card', 'declined'],
  ['insufficient_funds', 'not_enough_money'],
  ['expired_card', 'expired'],
  ['authentication_required', 'to_be_confirmed'],
  ['no_payment_method', 'no_payment_method'],
  ['amount_not_payable', 'amount_impossible'],
  ['transfer_reversed', 'returned'],
  ['insufficient_capabilities_for_transfer', 'receiver_not_ready'],
  ['RECEIVER_UNREGISTERED', 'receiver_unknown'],
  ['BLOCKED', 'blocked'],
  ['RETURNED', 'returned'],
  ['REFUNDED', 'refunded'],
  // The same word in capitals is said of the payer's own account.
  ['INSUFFICIENT_FUNDS', 'payer_balance'],
] as const)('a payment that failed by %s is told without the provider’s word, in both languages', (said, expected) => {
  expect(paymentCase(said)).toBe(expected);
  const [one, other] = both(said);
  expect(one).not.toBe(other);
  for (const text of [one, other]) expect(text).not.toContain(said);
});

test('a reason that nobody has a sentence for is named, so that one can look it up', () => {
  expect(both('some_new_code')).toEqual([
    'The provider gives a reason of its own: some_new_code.',
    'Der Zahlungsdienst nennt einen eigenen Grund: some_new_code.',
  ]);
});

test('a sentence of a machine is not shown to anybody', () => {
  for (const said of ['PayPal answered 503', 'the payment is in state odd', '<b>x</b>', 'toString x', '']) {
    expect(both(said)).toEqual([
      'The provider did not answer clearly.',
      'Der Zahlungsdienst hat nicht eindeutig geantwortet.',
    ]);
  }
  // Names that every object has are names of no case.
  expect(paymentCase('constructor')).toBe('other');
});
