import { language } from '../../console/app/language.ts';
import { paymentMethods, paymentMethodText, payoutMethodText } from '../../console/parts/payment-methods.ts';
import { PAYMENT_KINDS, paymentLabel, readPaymentLabel } from '../../domain/payment-labels.ts';

beforeAll(async () => {
  await Promise.all([paymentMethods.load('en'), paymentMethods.load('de')]);
});

afterEach(() => {
  language.value = 'en';
});

test('what a merchant pays with is named by its kind and its last digits, in both languages', () => {
  const labels = ['sepa debit 3000', 'visa 4242', 'us bank account 6789', 'link', 'cartes bancaires 0001'];
  expect(labels.map(paymentMethodText)).toEqual([
    'SEPA direct debit ending in 3000',
    'Visa ending in 4242',
    'US bank account ending in 6789',
    'Link',
    'Cartes bancaires ending in 0001',
  ]);
  language.value = 'de';
  expect(paymentMethodText('sepa debit 3000')).toBe('SEPA-Lastschrift, endet auf 3000');
});

test('every kind that has a name is found again in its label', () => {
  const read = PAYMENT_KINDS.map((kind) => readPaymentLabel(paymentLabel(kind, '1234')));
  expect(read.map(({ kind }) => kind)).toEqual(PAYMENT_KINDS);
  expect(new Set(read.map(({ digits }) => digits))).toEqual(new Set(['1234']));
});

test('where a partner is paid is the address at PayPal or the account at Stripe', () => {
  expect(payoutMethodText('paypal', 'jo@example.com')).toBe('PayPal: jo@example.com');
  expect(payoutMethodText('stripe', 'acct_1')).toBe('Bank account at Stripe (acct_1)');
});
