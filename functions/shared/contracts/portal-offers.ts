import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { amount, basisPoints, currency, instant, line, listOf, sumAmount } from './fields.ts';

/** What the partner earns by one kind of event. Amounts in minor units. */
export const PortalOffer = z.strictObject({
  /** What is rewarded. */
  event: z.string(),
  /** The offer, as the program describes it. */
  description: z.string(),
  type: z.enum(['flat', 'percentage']),
  /** What a flat offer gives. */
  value: z.nullable(amount),
  /** What a percentage gives, in basis points of the sale. */
  bps: z.nullable(basisPoints),
  cap_per_reward: z.nullable(amount),
  /** Only so many transactions of a customer, or those of its first months. */
  cap_customer_transactions: z.nullable(z.int()),
  cap_customer_months: z.nullable(z.int()),
  cap_month: z.nullable(amount),
  /** The tier from which on it counts; null for every tier. */
  from_tier: z.nullable(z.strictObject({ name: line(100), minimum: sumAmount })),
  /** Whether the partner has reached that tier. */
  reached: z.boolean(),
  ends_at: z.nullable(instant),
});

export const listPortalOffers = operation({
  id: 'listPortalOffers',
  method: 'GET',
  path: '/v2/portal/offers',
  tag: 'portal',
  scope: 'portal:read',
  summary: 'What the partner earns',
  description:
    'The offers that are made to the partner now, and those of higher tiers. There is one page of them, because their number is bounded.',
  message: 'Offers retrieved.',
  data: z.extend(listOf(PortalOffer), {
    currency,
    /** Days until a reward is approved by itself. */
    approval_delay_days: z.int(),
    /** Whether an event that fits several offers is rewarded by the best of them only. */
    best_only: z.boolean(),
  }),
});
