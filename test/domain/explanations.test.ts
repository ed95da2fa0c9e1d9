import { inWords } from '../../domain/explanations.ts';

describe('an amount in words', () => {
  test.each([
    [0, 'GBP', '0.00 GBP'],
    [5, 'EUR', '0.05 EUR'],
    [-1234, 'USD', '-12.34 USD'],
    [1234, 'JPY', '1234 JPY'],
    [1234, 'KWD', '1.234 KWD'],
    [9_007_199_254_740_991, 'GBP', '90071992547409.91 GBP'],
  ])('%d minor units of %s are %s', (amount, currency, text) => {
    expect(inWords(amount, currency)).toBe(text);
  });
});
