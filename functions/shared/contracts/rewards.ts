import * as z from 'zod/mini';
import { REWARD_STATES } from '../../../domain/reward-states.ts';
import { OPERATORS } from '../../../domain/rules.ts';
import { operation } from '../contract.ts';
import {
  amount,
  currency,
  externalKey,
  instant,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  period,
  positiveAmount,
  prose,
  signedAmount,
} from './fields.ts';

const tag = 'rewards';
const params = z.strictObject({ reward: key });

const MARKS = ['approve', 'decline', 'hold', 'release', 'adjust'] as const;

/** One decision about a reward; decisions are appended and never changed. */
const Mark = z.strictObject({
  action: z.enum(MARKS),
  at: instant,
  by: z.string(),
  note: z.nullable(z.string()),
  difference: z.nullable(signedAmount),
  /** For a release after the invoice was final: the period whose invoice it joins instead. */
  into_period: z.nullable(period),
});

/** What one partnership earned by one trigger on one event. Amounts in minor units. */
export const Reward = z.strictObject({
  ...objectFields,
  partnership_key: key,
  partner_key: externalKey,
  status: z.enum(REWARD_STATES),
  /** What it comes to: the amount at first, adjustments, less clawbacks. */
  amount: signedAmount,
  original_amount: signedAmount,
  adjusted_amount: signedAmount,
  clawed_back_amount: signedAmount,
  currency,
  /** 1 for the partnership that made the sale, 2 for the one that recruited it. */
  level: z.int(),
  trigger_key: z.nullable(key),
  /** What the partner reads. */
  description: z.string(),
  event_key: key,
  event_type: z.string(),
  transaction_key: z.nullable(key),
  /** The period in which it was earned: that in which its approval delay ends. */
  period,
  /** The invoice that it is on; null while there is none, and while it is on hold or declined. */
  invoice_key: z.nullable(key),
  /** The partnership that was credited with the event instead. */
  reassigned_to: z.nullable(key),
  /** Where it is, in PartnerStack’s words: what is on an invoice or available is `approved` until it is paid. */
  reward_status: z.enum(['hold', 'pending', 'approved', 'declined', 'paid']),
  decline_reason: z.nullable(z.string()),
  partnership: z.strictObject({ key, partner_key: externalKey, email: z.nullable(z.string()) }),
  /** The customer of the event. */
  customer: z.nullable(z.strictObject({ external_key: externalKey, email: z.nullable(z.string()) })),
  transaction: z.nullable(
    z.strictObject({ key, external_key: externalKey, amount: signedAmount, currency: z.string() }),
  ),
  action: z.nullable(z.strictObject({ key, type: line(100) })),
  trigger: z.nullable(z.strictObject({ key, name: line(100) })),
  offer: z.nullable(z.strictObject({ key, description: z.string() })),
  invoice: z.nullable(z.strictObject({ key })),
});

export const listRewards = operation({
  id: 'listRewards',
  method: 'GET',
  path: '/v2/rewards',
  tag,
  scope: 'rewards:read',
  summary: 'List rewards',
  description:
    'Those that were earned in `period`, or in the open period without it. They are in order of their events; `updated_at` is that of the last decision.',
  message: 'Rewards retrieved.',
  query: z.extend(listQuery, {
    partnership_key: z.optional(externalKey),
    status: z.optional(z.enum(REWARD_STATES)),
    /** The trigger that made them; `manual` for those that were given by hand. */
    trigger_key: z.optional(key),
    period: z.optional(period),
  }),
  data: listOf(Reward),
});

export const getReward = operation({
  id: 'getReward',
  method: 'GET',
  path: '/v2/rewards/{reward}',
  tag,
  scope: 'rewards:read',
  summary: 'Get a reward',
  message: 'Reward retrieved.',
  params,
  data: Reward,
});

const fact = z.union([z.string(), z.int(), z.boolean(), z.array(z.union([z.string(), z.int()])), z.null()]);

/** A rule with what it saw; `line` where it looked at one line of the transaction. */
export const RuleOutcome = z.strictObject({
  line: z.nullable(z.int()),
  field: z.string(),
  op: z.enum(OPERATORS),
  value: fact,
  actual: fact,
  held: z.boolean(),
});

/** Why there is a reward and how it came to its amount: for the merchant, with internal names. */
export const Explanation = z.strictObject({
  reward: Reward,
  trigger: z.nullable(z.strictObject({ key, name: line(100), version: z.int() })),
  rules: z.array(RuleOutcome),
  /** The partnership as it was when the event was accepted. */
  partnership: z.strictObject({
    group_key: key,
    tags: z.array(key),
    tier_key: z.nullable(key),
    recruited_by: z.nullable(key),
  }),
  base: z.strictObject({ amount: signedAmount, lines: z.nullable(z.array(z.int())) }),
  /** The computation in words and numbers, a line a step. */
  arithmetic: z.array(z.string()),
  /** What refunds took back, or a reassignment. */
  clawbacks: z.array(z.strictObject({ event_key: key, at: instant, period, amount: signedAmount })),
  marks: z.array(Mark),
  /** What was noted when it was given by hand or reassigned to this partnership. */
  note: z.nullable(z.string()),
});

export const explainReward = operation({
  id: 'explainReward',
  method: 'GET',
  path: '/v2/rewards/{reward}/explain',
  tag,
  scope: 'rewards:read',
  summary: 'Explain a reward: the event, the rules with their outcome, the base, the arithmetic',
  message: 'Reward explained.',
  params,
  data: Explanation,
});

const note = z.optional(prose(500));
const noteNeeded = prose(500).check(z.minLength(1));

export const updateReward = operation({
  id: 'updateReward',
  method: 'PATCH',
  path: '/v2/rewards/{reward}',
  tag,
  scope: 'rewards:write',
  summary: 'Decide about a reward: approve, decline, hold, release, adjust, reassign',
  description:
    'Before its invoice is final; on hold it is on no invoice. A reward that is released after its invoice was final joins the invoice in review, or else the open period. `amount` of an adjustment is what the reward comes to afterwards. A reassignment makes the reward for another partnership in the open period; `rebind_customer` binds the customer to it as well.',
  message: 'Reward changed.',
  params,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['approve', 'release']), note }),
    z.strictObject({ action: z.enum(['decline', 'hold']), note: noteNeeded }),
    z.strictObject({ action: z.literal('adjust'), amount, note: noteNeeded }),
    z.strictObject({
      action: z.literal('reassign'),
      partnership_key: externalKey,
      note: noteNeeded,
      rebind_customer: z._default(z.boolean(), false),
    }),
  ]),
  data: Reward,
});

export const createReward = operation({
  id: 'createReward',
  method: 'POST',
  path: '/v2/rewards',
  tag,
  scope: 'rewards:write',
  summary: 'Give a reward by hand',
  description: 'The same `external_key` with the same content gives the earlier answer again.',
  message: 'Reward created.',
  body: z.strictObject({
    external_key: z.optional(externalKey),
    partnership_key: externalKey,
    amount: positiveAmount,
    /** What the partner reads. */
    description: prose(500).check(z.minLength(1)),
    note,
  }),
  data: Reward,
});
