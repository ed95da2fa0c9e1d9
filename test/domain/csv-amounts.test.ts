import { cellInMajorUnits } from '../../domain/csv-amounts.ts';
import { decimalAmount } from '../../domain/money.ts';

test.each([
  [123_450, 'EUR', '1234.50'],
  [-5, 'EUR', '-0.05'],
  [0, 'EUR', '0.00'],
  [1_234, 'JPY', '1234'],
  [1, 'KWD', '0.001'],
  [900_719_925_474_099, 'USD', '9007199254740.99'],
])('%d minor units of %s are %s in a file', (amount, currency, text) => {
  expect(decimalAmount(amount, currency)).toBe(text);
});

test('money is written in the major unit, in whatever object it stands; counts and keys are not money', () => {
  expect(cellInMajorUnits('payable', 700, 'GBP')).toBe('7.00');
  expect(cellInMajorUnits('reward.transaction.amount', 700, 'GBP')).toBe('7.00');
  expect(cellInMajorUnits('clicks', 700, 'GBP')).toBe(700);
  expect(cellInMajorUnits('amount', '', 'GBP')).toBe('');
  expect(cellInMajorUnits('amount', 700, null)).toBe(700);
});
