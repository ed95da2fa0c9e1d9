import { earnedByDay } from '../../domain/daily-earnings.ts';
import type { Earning } from '../../domain/earnings.ts';
import { earnedByRecruits, secondTierIn, shownName } from '../../domain/recruits.ts';

test.each([
  ['Ann', 'Lee', 'Ann L.'],
  ['Ann Maria', 'van Dyk', 'Ann V.'],
  ['  Ann ', undefined, 'Ann'],
  ['Ann', '  ', 'Ann'],
  ['', 'Lee', undefined],
  [undefined, 'Lee', undefined],
  ['李', '小龍', '李 小.'],
])('Of %s %s a recruiter sees %s', (first, last, shown) => {
  expect(shownName(first, last)).toBe(shown);
});

const reward = (level: 1 | 2, amount: number) => ({ trigger: 'trg_1', version: 1, level, base: 1000, amount });
const earning = (event: string, changes: Partial<Earning> = {}): Earning => ({
  ...{ partnership: 'part_1', period: '2026-01', event, at: Date.UTC(2026, 0, 5, 23, 30), own: false },
  ...{ rewards: [], clawbacks: [] },
  ...changes,
});
const KEY = (event: string, level: 1 | 2) => `rwd_${event}.trg_1.${level}`;

test('A recruit is credited with the second tier of its own events, less what was declined or taken back', () => {
  const earnings = [
    earning('txn_a', { rewards: [reward(2, 100)] }),
    earning('txn_b', { rewards: [reward(2, 70)] }),
    earning('rfd_b', { clawbacks: [{ reward: KEY('txn_b', 2), level: 2, amount: 20 }] }),
    earning('txn_c', { rewards: [reward(2, 40)] }),
    earning('txn_own', { own: true, rewards: [reward(1, 500)] }),
  ];
  const marks = [{ reward: KEY('txn_c', 2), action: 'decline' as const, at: 1, by: 'key_1' }];
  const events = new Map([
    ['part_ann', ['txn_a', 'txn_c']],
    ['part_bob', ['txn_b', 'rfd_b']],
    ['part_cat', []],
  ]);
  const earned = earnedByRecruits(earnings, marks, events);
  expect([...earned]).toEqual([
    ['part_ann', 100],
    ['part_bob', 50],
    ['part_cat', 0],
  ]);
  expect(secondTierIn(earnings, marks)).toBe(150);
});

test('Earnings of a day are rewards less clawbacks, with decisions, on the day in the program’s zone', () => {
  const earnings = [
    earning('txn_a', { rewards: [reward(1, 100), reward(2, 10)] }),
    earning('txn_b', { rewards: [reward(1, 70)], at: Date.UTC(2026, 0, 6, 1) }),
    earning('rfd_a', { clawbacks: [{ reward: KEY('txn_a', 1), level: 1, amount: 30 }], at: Date.UTC(2026, 0, 7) }),
    earning('txn_c', { rewards: [reward(1, 40)] }),
  ];
  const marks = [
    { reward: KEY('txn_c', 1), action: 'decline' as const, at: 1, by: 'key_1' },
    { reward: KEY('txn_b', 1), action: 'adjust' as const, at: 1, by: 'key_1', difference: -20 },
  ];
  expect([...earnedByDay(earnings, marks, 'UTC')]).toEqual([
    ['2026-01-05', 110],
    ['2026-01-06', 50],
    ['2026-01-07', -30],
  ]);
  expect(earnedByDay(earnings, marks, 'Asia/Tokyo').get('2026-01-06')).toBe(160);
});

test('A late release is no second earning of its day', () => {
  const released = earning('evt_r', { releases: [{ reward: KEY('txn_a', 1), level: 1, amount: 100 }] });
  expect(earnedByDay([released], [], 'UTC').size).toBe(0);
});
