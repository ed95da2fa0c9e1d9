import fc from 'fast-check';
import { applyRate, lineAmount, parseUnitAmount, proportionOf } from '../../domain/money.ts';

describe('money', () => {
  test.each([
    { case: 'a half goes up', amount: 10, bps: 500, expected: 1 },
    { case: 'below a half goes down', amount: 9, bps: 500, expected: 0 },
    { case: 'a negative half goes away from zero', amount: -10, bps: 500, expected: -1 },
    { case: 'nothing of something is nothing', amount: 12_345, bps: 0, expected: 0 },
    { case: 'all of it is all of it', amount: 99_999_999_999, bps: 10_000, expected: 99_999_999_999 },
    { case: 'seven and a quarter percent of 198.00', amount: 19_800, bps: 725, expected: 1436 },
  ])('a rate of an amount: $case', ({ amount, bps, expected }) => {
    expect(applyRate(amount, bps)).toBe(expected);
  });

  test.each([
    { case: 'whole pence', quantity: 6, unit: '255', expected: 1530 },
    { case: 'below a penny', quantity: 100, unit: '0.1', expected: 10 },
    { case: 'half a penny goes up', quantity: 3, unit: '33.5', expected: 101 },
    { case: 'four decimals', quantity: 10_000, unit: '0.0001', expected: 1 },
    { case: 'nothing', quantity: 5, unit: '0', expected: 0 },
  ])('a line is rounded once: $case', ({ quantity, unit, expected }) => {
    expect(lineAmount(quantity, unit)).toBe(expected);
  });

  test.each(['', '-1', '1.', '.5', '1e3', '0x10', '1.23456', 'NaN', '1 000', '１'])('%j is no unit amount', (text) => {
    expect(parseUnitAmount(text)).toBeUndefined();
  });

  test.each([Number.NaN, 0.5, 2 ** 53, Number.POSITIVE_INFINITY])('%p is no amount at all', (amount) => {
    expect(() => applyRate(amount, 100)).toThrow(RangeError);
  });

  const rewards = fc.integer({ min: 1, max: 1_000_000 });
  const bases = fc.integer({ min: 1, max: 10_000_000 });

  test('a rate differs from the exact product by at most half a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), fc.integer({ min: 0, max: 10_000 }), (amount, bps) => {
        const doubled = 2n * (BigInt(applyRate(amount, bps)) * 10_000n - BigInt(amount) * BigInt(bps));
        expect(doubled >= -10_000n && doubled <= 10_000n).toBe(true);
      }),
    );
  });

  test('the part that a refund takes back grows with the refund and never exceeds the reward', () => {
    fc.assert(
      fc.property(rewards, bases, fc.nat(10_000_000), fc.nat(1000), (reward, base, refunded, more) => {
        const of = (lines: number) =>
          proportionOf(reward, { lines: Math.min(lines, base), unlined: 0, total: base, base });
        expect(of(refunded)).toBeLessThanOrEqual(of(refunded + more));
        expect(of(base)).toBe(reward);
      }),
    );
  });

  test('an amount without lines takes back in proportion, as if every line gave its share', () => {
    expect(proportionOf(100, { lines: 0, unlined: 500, total: 2000, base: 1200 })).toBe(25);
    expect(proportionOf(100, { lines: 300, unlined: 500, total: 2000, base: 1200 })).toBe(50);
    expect(proportionOf(100, { lines: 0, unlined: 0, total: 0, base: 0 })).toBe(0);
  });
});
