import { figuresOf, isNothing } from '../../console/areas/merchant/overview/figures-of.ts';

const QUIET = {
  ...{ clicks: 0, invalid_clicks: 0, sign_ups: 0, transactions: 0, revenue: 0 },
  ...{ refunded: 0, reward_cost: 0 },
};

test('thirty quiet days are nothing yet, and one fact of any kind is something', () => {
  expect(isNothing(QUIET)).toBe(true);
  for (const name of ['clicks', 'invalid_clicks', 'sign_ups', 'transactions', 'refunded', 'reward_cost'] as const) {
    expect(isNothing({ ...QUIET, [name]: 1 })).toBe(false);
  }
});

test('figures are the sum of the days that fit', () => {
  const days = [
    { ...QUIET, day: '2026-02-27', clicks: 3 },
    { ...QUIET, day: '2026-03-01', clicks: 4, revenue: 900 },
    { ...QUIET, day: '2026-03-02', clicks: 5 },
  ];
  expect(figuresOf(days, (day) => day.startsWith('2026-03'))).toMatchObject({ clicks: 9, revenue: 900 });
  expect(figuresOf(days, () => false)).toMatchObject({ clicks: 0, revenue: 0 });
});
