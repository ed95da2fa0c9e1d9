import fc from 'fast-check';
import { paypalAmount, stripeAmount } from '../../../../functions/payments/providers/amounts.ts';

it.each([
  [1, 'GBP', '0.01'],
  [10, 'usd', '0.10'],
  [12_345, 'EUR', '123.45'],
  [99_999_999, 'GBP', '999999.99'],
  [1_234, 'JPY', '1234'],
  [123_400, 'HUF', '1234'],
  [5_000, 'TWD', '50'],
  [12_340, 'KWD', '12.34'],
])('writes %d minor units of %s as %s', (amount, currency, written) => {
  expect(paypalAmount(amount, currency)).toBe(written);
});

it.each([
  ['a part of a forint', 123_450, 'HUF'],
  ['a thousandth', 12_345, 'KWD'],
  ['nothing', 0, 'GBP'],
  ['less than nothing', -5, 'GBP'],
  ['a fraction', 1.5, 'GBP'],
  ['nine digits', 100_000_000, 'GBP'],
])('does not write %s', (_what, amount, currency) => {
  expect(paypalAmount(amount, currency)).toBeUndefined();
});

it('writes every amount exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (amount) => {
      const written = paypalAmount(amount, 'GBP') ?? '';
      return /^\d+\.\d\d$/.test(written) && Number(written.replace('.', '')) === amount;
    }),
  );
});

it.each([
  [12_345, 'GBP', 12_345],
  [1_234, 'jpy', 1_234],
  [12_340, 'KWD', 12_340],
  [500, 'ISK', 50_000],
  [500, 'ugx', 50_000],
  [12_300, 'MGA', 123],
])('asks Stripe for %d minor units of %s as %d', (amount, currency, sent) => {
  expect(stripeAmount(amount, currency)).toBe(sent);
});

it.each([
  ['a part of an ariary', 12_345, 'MGA'],
  ['nothing', 0, 'ISK'],
  ['a fraction', 1.5, 'GBP'],
  ['nine digits', 100_000_000, 'GBP'],
  ['what is nine digits for Stripe', 1_000_000, 'ISK'],
])('does not ask Stripe for %s', (_what, amount, currency) => {
  expect(stripeAmount(amount, currency)).toBeUndefined();
});
