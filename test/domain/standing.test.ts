import fc from 'fast-check';
import { type Counted, count, settleTier, tierIn, tiersReached } from '../../domain/standing.ts';
import { removeTier, resetLadder } from '../../domain/tier-ladders.ts';
import type { TierLadder } from '../../domain/tiers.ts';

const MONTH = '2026-01';
const ladder = (changes: Partial<TierLadder> = {}): TierLadder => ({
  measurement: 'lifetime_sales',
  movement: 'live',
  levels: [
    { key: 'bronze', name: 'Bronze', minimum: 0 },
    { key: 'silver', name: 'Silver', minimum: 100 },
    { key: 'gold', name: 'Gold', minimum: 500 },
  ],
  ...changes,
});
const newcomer: Counted = { lifetime: { total: 0, quantity: 0 }, months: {} };
const sold = (standing: Counted, terms: TierLadder, total: number, period = MONTH): Counted =>
  count(standing, terms, period, {
    total: Math.abs(total),
    quantity: 1,
    sign: total < 0 ? -1 : 1,
    awaitsEarning: false,
  });
const reached = (terms: TierLadder, before: Counted, after: Counted, period = MONTH) =>
  tiersReached(terms, before, after, period).map((tier) => tier.key);

test('A sale reaches the tiers whose minimum it passes, the lowest first, and the next sale reaches none again', () => {
  const first = sold(newcomer, ladder(), 600);
  expect(reached(ladder(), newcomer, first)).toEqual(['silver', 'gold']);
  expect(reached(ladder(), first, sold(first, ladder(), 600))).toEqual([]);
  expect(reached(ladder(), newcomer, sold(newcomer, ladder(), 99))).toEqual([]);
});

test('Whoever falls by a refund reaches a tier again where tiers fall, and not where they never do', () => {
  for (const movement of ['live', 'ratchet'] as const) {
    const terms = ladder({ movement });
    const silver = sold(newcomer, terms, 150);
    const refunded = sold(silver, terms, -100);
    expect(reached(terms, silver, refunded)).toEqual([]);
    expect(reached(terms, refunded, sold(refunded, terms, 100))).toEqual(movement === 'live' ? ['silver'] : []);
  }
});

test('With a monthly measurement each month begins in the first tier, and a tier is reached anew', () => {
  const terms = ladder({ measurement: 'monthly_sales' });
  const january = sold(newcomer, terms, 150);
  expect(reached(terms, newcomer, january)).toEqual(['silver']);
  expect(tierIn(terms, january, '2026-02')).toBe('bronze');
  expect(reached(terms, january, sold(january, terms, 150, '2026-02'), '2026-02')).toEqual(['silver']);
});

test('A sale between an edit of the tiers and the walk over the partnerships announces what the edit opened, once', () => {
  const before = sold(newcomer, ladder(), 90);
  const lower = ladder({
    levels: ladder().levels.map((tier) => (tier.key === 'silver' ? { ...tier, minimum: 80 } : tier)),
  });
  const after = sold(before, lower, 5);
  expect(reached(lower, before, after)).toEqual(['silver']);
  expect(reached(lower, after, settleTier(lower, after, after, MONTH))).toEqual([]);
  // A refund that lowers the measure again does not take away that it was reached.
  expect(reached(lower, before, sold(before, lower, -20))).toEqual(['silver']);
});

test('Deleting a tier is no reaching of the one below, and a full reset forgets what was reached', () => {
  for (const movement of ['live', 'ratchet'] as const) {
    const gold = sold(newcomer, ladder({ movement }), 600);
    const shorter = removeTier(ladder({ movement }), 'gold');
    expect(reached(shorter, gold, settleTier(shorter, gold, gold, MONTH))).toEqual([]);
    const minimums = [
      { tier_key: 'silver', minimum: 1 },
      { tier_key: 'gold', minimum: 9 },
    ];
    const reset = resetLadder(ladder({ movement }), { measurement: 'lifetime_quantity', movement, minimums });
    expect(tierIn(reset, gold, MONTH)).toBe('silver');
    expect(reached(reset, gold, settleTier(reset, gold, gold, MONTH))).toEqual(['silver']);
  }
});

test('Over any sales and refunds, announcements follow the tier step by step: nobody skips one or hears of it twice', () => {
  const step = fc.record({ total: fc.integer({ min: -400, max: 400 }), month: fc.nat(2) });
  const terms = fc.record({
    movement: fc.constantFrom('live' as const, 'ratchet' as const),
    measurement: fc.constantFrom('lifetime_sales' as const, 'monthly_sales' as const),
  });
  fc.assert(
    fc.property(terms, fc.array(step, { maxLength: 30 }), (chosen, steps) => {
      const rules = ladder(chosen);
      const place = (key: string | undefined): number => rules.levels.findIndex((tier) => tier.key === key);
      let standing = newcomer;
      let month = 0;
      for (const { total, month: later } of steps) {
        month = Math.max(month, later);
        const period = `2026-0${month + 1}`;
        const before = place(tierIn(rules, standing, period));
        const after = sold(standing, rules, total, period);
        const now = place(tierIn(rules, after, period));
        expect(reached(rules, standing, after, period)).toEqual(
          rules.levels.slice(before + 1, Math.max(before, now) + 1).map((tier) => tier.key),
        );
        standing = after;
      }
    }),
  );
});
