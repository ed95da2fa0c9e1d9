import { plural } from '../app/language.ts';

/** The console's start page. */
export default {
  title: 'Overview',
  lead: 'How your program is doing, and what waits for you.',
  today: 'Today',
  month: 'This month',
  clicks: 'Clicks',
  signUps: 'Sign-ups',
  sales: 'Sales',
  revenue: 'Revenue',
  rewardCost: 'Reward cost',
  refunded: (amount: string) => `${amount} refunded`,
  invalid: (count: number) => plural(count, { one: '# click set apart', other: '# clicks set apart' }),
  charts: 'The last 30 days',
  waiting: 'What needs attention',
  nothingWaits: 'Nothing waits for you. Well done.',
  applications: (count: string) => `New applications: ${count}`,
  applicationsText: 'People want to become your partners.',
  held: (count: string) => `Rewards on hold: ${count}`,
  heldText: 'They are on no invoice until you decide.',
  review: (period: string) => `The invoice of ${period} is in review`,
  reviewText: (days: number, total: string) =>
    plural(days, { one: `# day left. ${total} will be charged.`, other: `# days left. ${total} will be charged.` }),
  unpaid: (period: string) => `The invoice of ${period} is not paid`,
  unpaidText: (total: string) => `${total} could not be charged. Partners are paid once it is.`,
  payouts: (count: string) => `Payouts that failed: ${count}`,
  payoutsText: 'The partners have been told. They have to check where they are paid.',
  andMore: (count: string) => `${count} or more`,
  first: 'Nobody has clicked yet',
  firstText: 'Figures appear here as soon as your partners share their links.',
  firstAction: 'See your partners',
};
