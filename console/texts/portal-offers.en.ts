import { plural } from '../app/language.ts';

/** What a partner earns, and its tier. */
export default {
  title: 'What you earn',
  lead: 'Everything that is offered to you now.',
  offers: 'Your offers',
  empty: 'Nothing is offered to you yet',
  emptyText: 'Ask the program what you can earn. Offers appear here as soon as they are made.',
  every: (amount: string, event: string) => `${amount} for ${event}`,
  share: (percent: string, event: string) => `${percent} of ${event}`,
  // What is beside it, in the words of the program, says for which of them.
  events: {
    'customer.created': 'a sign-up',
    'transaction.accepted': 'a sale',
    'action.reported': 'an action of a customer',
    'partnership.joined': 'joining the program',
    'partnership.moved': 'moving up in the program',
    'partnership.tier_reached': 'reaching a tier',
    'lead.submitted': 'a lead that you submit',
    'lead.qualified': 'a qualified lead',
    'lead.closed': 'a lead that buys',
    'lead.rejected': 'a rejected lead',
    'deal.registered': 'a deal that you register',
    'deal.accepted': 'an accepted deal',
    'deal.rejected': 'a rejected deal',
    'deal.stage_changed': 'progress of a deal',
    'deal.won': 'a deal that is won',
    'deal.lost': 'a deal that is lost',
    'partnership.approved': 'your approval as a partner',
    other: 'what you bring',
  },
  capReward: (amount: string) => `at most ${amount} each time`,
  capTransactions: (count: number) =>
    plural(count, { one: 'for the first purchase of a customer', other: 'for the first # purchases of a customer' }),
  capMonths: (count: number) =>
    plural(count, { one: 'in a customer’s first month', other: 'in a customer’s first # months' }),
  capMonth: (amount: string) => `at most ${amount} a month`,
  until: (day: string) => `until ${day}`,
  fromTier: (tier: string) => `From tier ${tier}`,
  reached: 'reached',
  notReached: 'not reached yet',
  bestOnly: 'Where several offers fit, the best one counts.',
  delay: (days: number) =>
    plural(days, {
      one: 'A reward is approved after # day, when the time to return goods is over.',
      other: 'A reward is approved after # days, when the time to return goods is over.',
    }),
  tier: 'Your tier',
  highest: 'You are in the highest tier. Well done.',
  missing: (what: string, tier: string) => `${what} to go until ${tier}`,
  measures: {
    lifetime_sales: 'Counted: all your sales',
    monthly_sales: 'Counted: your sales of this month',
    lifetime_quantity: 'Counted: everything sold through you',
    monthly_quantity: 'Counted: what is sold through you this month',
  },
  begins: (day: string) => `It begins anew on ${day}.`,
  pieces: (count: number) => plural(count, { one: '# piece', other: '# pieces' }),
  from: (what: string) => `from ${what}`,
  current: 'You are here',
  tiers: 'All tiers',
};
