import { Failure } from '../../domain/errors.ts';
import { addRefund, NOTHING_REFUNDED, priceRefund, type Refunded, refundQuantity } from '../../domain/refunds.ts';
import { priceTransaction } from '../../domain/transactions.ts';

const sale = priceTransaction({
  lines: [
    { product_key: 'mug', quantity: 3, unit_amount: '33.5' },
    { product_key: 'sticker', quantity: 2, unit_amount: 0 },
    { product_key: 'post', quantity: 1, unit_amount: 400, commissionable: false },
  ],
});
const whole: Refunded = {
  lines: [
    { line: 0, quantity: 3, amount: 101 },
    { line: 1, quantity: 2, amount: 0 },
    { line: 2, quantity: 1, amount: 400 },
  ],
  unlined: 0,
};

const refusal = (work: () => unknown): Failure => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('Expected a refusal.');
};

test.each([
  ['that names nothing', {}],
  ['of the whole amount', { amount: 501 }],
  ['of all lines', { lines: [2, 1, 0].map((line) => ({ line, quantity: sale.lines[line]?.quantity ?? 0 })) }],
])('A refund %s takes back every line with all its things', (_, input) => {
  const refund = priceRefund(sale, NOTHING_REFUNDED, input);
  expect(refund).toEqual(whole);
  expect(refundQuantity(refund)).toBe(6);
});

test('A part of the amount names no lines, and neither does the rest after it', () => {
  const part = priceRefund(sale, NOTHING_REFUNDED, { amount: 500 });
  expect(part).toEqual({ lines: [], unlined: 500 });
  expect(priceRefund(sale, part, {})).toEqual({ lines: [], unlined: 1 });
  const mug = priceRefund(sale, NOTHING_REFUNDED, { lines: [{ line: 0, quantity: 1 }] });
  expect(mug).toEqual({ lines: [{ line: 0, quantity: 1, amount: 34 }], unlined: 0 });
  expect(priceRefund(sale, mug, {})).toEqual({ lines: [], unlined: 467 });
});

test('What was refunded as a whole is not refunded again, also where it cost nothing', () => {
  const free = priceTransaction({ amount: 0 });
  for (const sold of [sale, free]) {
    const before = priceRefund(sold, NOTHING_REFUNDED, {});
    const failure = refusal(() => priceRefund(sold, before, {}));
    expect(failure).toMatchObject({ code: 'unprocessable', details: { reason: 'over_refund', param: 'amount' } });
  }
});

test('A line that is named twice in one refund is one line of it, and no more than was sold', () => {
  const twice = { lines: [1, 2].map((quantity) => ({ line: 0, quantity })) };
  expect(priceRefund(sale, NOTHING_REFUNDED, twice).lines).toEqual([{ line: 0, quantity: 3, amount: 101 }]);
  const more = { lines: [2, 2].map((quantity) => ({ line: 0, quantity })) };
  expect(refusal(() => priceRefund(sale, NOTHING_REFUNDED, more)).message).toBe(
    'Only 1 of line 0 can still be refunded.',
  );
});

test('Refunds of two thousand lines are priced and added up within a moment', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => ({
    product_key: `p${index}`,
    quantity: 2,
    unit_amount: 7,
  }));
  const large = priceTransaction({ lines });
  const began = performance.now();
  const one = priceRefund(large, NOTHING_REFUNDED, { lines: lines.map((_, line) => ({ line, quantity: 1 })) });
  const both = addRefund(one, priceRefund(large, one, { lines: lines.map((_, line) => ({ line, quantity: 1 })) }));
  expect(refundQuantity(both)).toBe(4_000);
  expect(performance.now() - began).toBeLessThan(500);
});
