import * as z from 'zod/mini';
import { REWARD_STATES } from '../../../domain/reward-states.ts';
import { operation } from '../contract.ts';
import {
  currency,
  day,
  instant,
  line,
  listOf,
  listQuery,
  objectFields,
  period,
  signedAmount,
  timeZone,
} from './fields.ts';

const tag = 'portal';

/** What the next payment will be, as far as it is known. */
const NextPayment = z.strictObject({
  at: instant,
  amount: signedAmount,
  /** The month is still running; its invoice is in review; the merchant has it to pay; it is paid. */
  status: z.enum(['earning', 'in_review', 'to_be_paid', 'paid']),
});

/** What the partner has earned and has not been paid yet. Amounts in minor units. */
export const Balance = z.strictObject({
  currency,
  /** Rewards less clawbacks of the open month; they may still change. */
  open_amount: signedAmount,
  /** On invoices that the merchant has not paid yet. */
  invoiced_amount: signedAmount,
  /** What can be paid out now. */
  available_amount: signedAmount,
  /** In payouts that have not ended. */
  on_the_way_amount: signedAmount,
  paid_amount: signedAmount,
  /** What the next month begins with: a debt (negative), or what an invoice was too small to pay. */
  carried_amount: signedAmount,
  minimum_payout: signedAmount,
  next_payment: z.nullable(NextPayment),
});

export const getBalance = operation({
  id: 'getBalance',
  method: 'GET',
  path: '/v2/portal/balance',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s balance and its next payment',
  message: 'Balance retrieved.',
  data: Balance,
});

/** What the partner earned in a month that is closed. Amounts in minor units. */
export const PortalStatement = z.strictObject({
  period,
  currency,
  created_at: instant,
  updated_at: instant,
  transactions: z.int(),
  sales_amount: signedAmount,
  refunded_amount: signedAmount,
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: signedAmount,
  second_tier_amount: signedAmount,
  clawbacks: z.int(),
  clawback_amount: signedAmount,
  net: signedAmount,
  carried_in: signedAmount,
  carried_out: signedAmount,
  payable: signedAmount,
});

export const listPortalStatements = operation({
  id: 'listPortalStatements',
  method: 'GET',
  path: '/v2/portal/statements',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s statements, latest first',
  description: 'One for each closed month since it joined. The cursors of this list are periods.',
  message: 'Statements retrieved.',
  query: z.extend(z.pick(listQuery, { limit: true }), {
    starting_after: z.optional(period),
    ending_before: z.optional(period),
  }),
  data: listOf(PortalStatement),
});

/** What the partner earned by one event. Amounts in minor units. */
export const PortalReward = z.strictObject({
  ...objectFields,
  status: z.enum(REWARD_STATES),
  /** What is left of it. */
  amount: signedAmount,
  original_amount: signedAmount,
  adjusted_amount: signedAmount,
  clawed_back_amount: signedAmount,
  currency,
  /** 2 for a share of what a recruit earned. */
  level: z.int(),
  /** The offer, as the program describes it. */
  description: z.string(),
  event_type: z.string(),
  period,
});

export const listPortalRewards = operation({
  id: 'listPortalRewards',
  method: 'GET',
  path: '/v2/portal/rewards',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s rewards of a month',
  description: 'Those that were earned in `period`, or in the open month without it, in the order of their events.',
  message: 'Rewards retrieved.',
  query: z.extend(listQuery, { status: z.optional(z.enum(REWARD_STATES)), period: z.optional(period) }),
  data: listOf(PortalReward),
});

export const explainPortalReward = operation({
  id: 'explainPortalReward',
  method: 'GET',
  path: '/v2/portal/rewards/{reward}/explain',
  tag,
  scope: 'portal:read',
  summary: 'Why the partner earned a reward: the event, the offer, the base, the arithmetic',
  message: 'Reward explained.',
  params: z.strictObject({ reward: line(200) }),
  data: z.strictObject({
    reward: PortalReward,
    event: z.strictObject({
      type: z.string(),
      at: instant,
      /** Null for an event without an amount. */
      amount: z.nullable(signedAmount),
      currency: z.nullable(z.string()),
    }),
    /** The offer as it was described when the event happened. */
    offer: z.string(),
    base_amount: signedAmount,
    /** The computation in words and numbers, a line a step. */
    arithmetic: z.array(z.string()),
    /** What refunds took back. */
    clawbacks: z.array(z.strictObject({ at: instant, period, amount: signedAmount })),
  }),
});

const counts = {
  clicks: z.int(),
  sign_ups: z.int(),
  transactions: z.int(),
  revenue: signedAmount,
  refunded: signedAmount,
  /** Rewards less clawbacks of the day's events; what was declined is left out. */
  earned_amount: signedAmount,
} as const;

/** How many of a hundred clicks, in basis points; null without clicks. */
const share = z.nullable(z.int());

export const getPortalStatistics = operation({
  id: 'getPortalStatistics',
  method: 'GET',
  path: '/v2/portal/statistics',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s clicks, sign-ups, sales and earnings by day',
  description:
    'Days are those of the program’s time zone, `from` and `to` included, at most 93; without them the last 30 days. Statistics follow the facts within seconds.',
  message: 'Statistics retrieved.',
  query: z.strictObject({ from: z.optional(day), to: z.optional(day) }),
  data: z.strictObject({
    from: day,
    to: day,
    time_zone: timeZone,
    currency,
    totals: z.strictObject({ ...counts, sign_ups_of_clicks_bps: share, transactions_of_clicks_bps: share }),
    items: z.array(z.strictObject({ day, ...counts })),
  }),
});
