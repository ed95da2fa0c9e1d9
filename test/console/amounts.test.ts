import * as fc from 'fast-check';
import { parseDecimal } from '../../console/parts/decimals.ts';

const ENGLISH = { decimal: '.', group: ',' };
const GERMAN = { decimal: ',', group: '.' };

test.each([
  ['12.50', 1250],
  ['12.5', 1250],
  ['12', 1200],
  ['1,234.50', 123_450],
  ['1 234.50', 123_450],
  ['-3', -300],
  ['0.07', 7],
])('an English reader writes %s for %d pence', (text, amount) => {
  expect(parseDecimal(text, 2, ENGLISH)).toBe(amount);
});

test.each([
  ['12,50', 1250],
  ['1.234,50', 123_450],
])('a German reader writes %s for %d cents', (text, amount) => {
  expect(parseDecimal(text, 2, GERMAN)).toBe(amount);
});

test.each(['', 'ten', '1.234', '12.345', '1,23.00', '1.2.3', '12.', '--1', '1e5', '99999999999999999'])(
  'nobody guesses what "%s" is meant to be',
  (text) => {
    expect(parseDecimal(text, 2, ENGLISH)).toBeUndefined();
  },
);

test('what is written of an amount is read as the same amount', () => {
  void fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (amount) => {
      const text = new Intl.NumberFormat('en', { minimumFractionDigits: 2 }).format(amount / 100);
      expect(parseDecimal(text, 2, ENGLISH) ?? 0).toBe(amount);
    }),
  );
});
