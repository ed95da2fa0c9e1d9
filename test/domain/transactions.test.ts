import { Failure } from '../../domain/errors.ts';
import { MAX_LINES, MAX_TOTAL, priceTransaction, type TransactionInput } from '../../domain/transactions.ts';

const refusal = (input: TransactionInput): Failure => {
  try {
    priceTransaction(input);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('Expected a refusal.');
};

test('A line is its quantity times its price, rounded once, half away from zero', () => {
  const lines = [
    { quantity: 3, unit_amount: '0.5' },
    { quantity: 3, unit_amount: '33.3333' },
    { quantity: 1, unit_amount: '0.4999' },
  ];
  const { lines: priced, total } = priceTransaction({ lines });
  expect([priced.map((line) => line.amount), total]).toEqual([[2, 100, 0], 102]);
});

test.each([
  ['one line', [{ quantity: 1_000_000, unit_amount: '9999999999' }], 'lines.0.unit_amount'],
  ['a later line', [1, 99_999_999].map((unit_amount) => ({ quantity: 1_000_000, unit_amount })), 'lines.1.unit_amount'],
  [
    'all lines together',
    Array.from({ length: MAX_LINES }, () => ({ quantity: 1_000, unit_amount: 99_999_999 })),
    'lines',
  ],
])('More than a transaction can come to is refused, with its field: %s', (_what, lines, param) => {
  const details = { param, reason: 'amount_too_large' };
  expect(refusal({ lines })).toMatchObject({ code: 'unprocessable', details });
});

test('The largest transaction is accepted', () => {
  expect(priceTransaction({ lines: [{ quantity: 1, unit_amount: 99_999_999_999 }] }).total).toBe(MAX_TOTAL);
});
