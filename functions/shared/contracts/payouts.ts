import * as z from 'zod/mini';
import { PAYOUT_STATES } from '../../../domain/payouts.ts';
import { operation } from '../contract.ts';
import {
  currency,
  externalKey,
  instant,
  key,
  listOf,
  listQuery,
  objectFields,
  period,
  signedAmount,
} from './fields.ts';

const tag = 'payouts';
const params = z.strictObject({ payout: key });

export const PAYOUT_STATUSES = PAYOUT_STATES;

/** One transfer to one partner. The amount is in minor units. */
export const Payout = z.strictObject({
  ...objectFields,
  partnership_key: key,
  /** The merchant's own key; null when the partner's data was erased. */
  partner_key: z.nullable(externalKey),
  amount: signedAmount,
  currency,
  provider: z.enum(['stripe', 'paypal']),
  status: z.enum(PAYOUT_STATUSES),
  /** Why it failed or was returned. */
  reason: z.nullable(z.string()),
  /** The period whose payout run made it; null for a cash-out. */
  period: z.nullable(period),
  /** The provider's own number for it. */
  reference: z.nullable(z.string()),
  sent_at: instant,
  ended_at: z.nullable(instant),
});

export const listPayouts = operation({
  id: 'listPayouts',
  method: 'GET',
  path: '/v2/payouts',
  tag,
  scope: 'billing:read',
  summary: 'List payouts',
  message: 'Payouts retrieved.',
  query: z.extend(listQuery, {
    partnership_key: z.optional(externalKey),
    status: z.optional(z.enum(PAYOUT_STATUSES)),
    period: z.optional(period),
  }),
  data: listOf(Payout),
});

export const getPayout = operation({
  id: 'getPayout',
  method: 'GET',
  path: '/v2/payouts/{payout}',
  tag,
  scope: 'billing:read',
  summary: 'Get a payout',
  message: 'Payout retrieved.',
  params,
  data: Payout,
});
