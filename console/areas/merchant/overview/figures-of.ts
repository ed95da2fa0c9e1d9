import type { DailyStatistics } from '../../../api/operations.ts';

export type Sums = Pick<
  DailyStatistics,
  'clicks' | 'invalid_clicks' | 'sign_ups' | 'transactions' | 'revenue' | 'refunded' | 'reward_cost'
>;

const NONE: Sums = {
  clicks: 0,
  invalid_clicks: 0,
  sign_ups: 0,
  transactions: 0,
  revenue: 0,
  refunded: 0,
  reward_cost: 0,
};

const add = (left: Sums, right: Sums): Sums => ({
  clicks: left.clicks + right.clicks,
  invalid_clicks: left.invalid_clicks + right.invalid_clicks,
  sign_ups: left.sign_ups + right.sign_ups,
  transactions: left.transactions + right.transactions,
  revenue: left.revenue + right.revenue,
  refunded: left.refunded + right.refunded,
  reward_cost: left.reward_cost + right.reward_cost,
});

/** The sum of days. Days on which nothing happened are not in the list, and count as nothing. */
export const figuresOf = (days: readonly (Sums & { readonly day: string })[], fits: (day: string) => boolean): Sums =>
  days.filter(({ day }) => fits(day)).reduce(add, NONE);

/** Whether nothing happened at all. */
export const isNothing = (of: Sums): boolean => Object.values(of).every((value) => value === 0);
