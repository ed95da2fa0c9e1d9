import * as z from 'zod';
import type { Conditions, Match } from './facts.ts';

/** What the recount reads of the API's answers; everything else in them is left alone. */

const amount = z.int();

export const ProgramAnswer = z.object({
  created_at: z.int(),
  currency: z.string(),
  time_zone: z.string(),
  stacking: z.enum(['all', 'best']),
  second_tier_bps: z.int(),
  second_tier_of: z.enum(['reward', 'sale']),
  fee_bps: z.int(),
  fee_fixed: amount,
  approval_delay_days: z.int(),
  tier_measurement: z.string().nullable(),
  tier_movement: z.string().nullable(),
});

export const GroupAnswer = z.object({ key: z.string(), name: z.string(), approval_delay_days: z.int().nullable() });

export const TierAnswer = z.object({ key: z.string(), name: z.string(), minimum: z.int() });

const MatchAnswer: z.ZodType<Match> = z.lazy(() =>
  z.union([z.string(), z.object({ and: z.array(MatchAnswer) }), z.object({ or: z.array(MatchAnswer) })]),
);
export const SegmentAnswer = z.object({ key: z.string(), match: MatchAnswer });

const ConditionsAnswer: z.ZodType<Conditions> = z.lazy(() =>
  z.union([
    z.object({
      field: z.string(),
      op: z.string(),
      value: z.union([z.string(), z.int(), z.boolean(), z.array(z.union([z.string(), z.int()]))]),
    }),
    z.object({ and: z.array(ConditionsAnswer) }),
    z.object({ or: z.array(ConditionsAnswer) }),
  ]),
);

export const TriggerAnswer = z.object({
  key: z.string(),
  name: z.string(),
  event: z.string(),
  rules: ConditionsAnswer.nullable(),
  audience: z.object({
    group: z.string().optional(),
    segments: z.array(z.string()).optional(),
    from_tier: z.string().optional(),
  }),
  action: z.object({
    offer: z.object({
      type: z.enum(['flat', 'percentage']),
      value: amount.optional(),
      bps: z.int().optional(),
      cap_per_reward: amount.optional(),
      cap_month: amount.optional(),
      cap_customer_transactions: z.int().optional(),
      cap_customer_months: z.int().optional(),
    }),
  }),
  version: z.int(),
  created_at: z.int(),
  active_from: z.int(),
  active_to: z.int().nullable(),
  matches_nobody: z.boolean(),
});
export type TriggerAnswer = z.infer<typeof TriggerAnswer>;

export const PartnershipAnswer = z.object({
  key: z.string(),
  partner_key: z.string(),
  status: z.enum(['active', 'inactive']),
  group_key: z.string(),
  tags: z.array(z.string()),
  recruited_by: z.string().nullable(),
  joined_at: z.int(),
});

export const CustomerAnswer = z.object({
  key: z.string(),
  customer_key: z.string(),
  email: z.string().nullable(),
  created_at: z.int(),
  country: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  attribution: z.object({ partnership_key: z.string(), at: z.int() }).nullable(),
});
export type CustomerAnswer = z.infer<typeof CustomerAnswer>;

export const TransactionAnswer = z.object({
  key: z.string(),
  updated_at: z.int(),
  happened_at: z.int().nullable(),
  customer_key: z.string().nullable(),
  partnership_key: z.string().nullable(),
  amount,
  currency: z.string(),
  country: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  refunded_amount: amount,
  sequence: z.int().nullable(),
  lines: z.array(
    z.object({
      product_key: z.string().nullable(),
      category_key: z.string().nullable(),
      quantity: z.int(),
      unit_amount: z.string().nullable(),
      amount,
      commissionable: z.boolean(),
    }),
  ),
});
export type TransactionAnswer = z.infer<typeof TransactionAnswer>;

export const RefundAnswer = z.object({
  key: z.string(),
  created_at: z.int(),
  transaction_key: z.string(),
  amount,
  sequence: z.int().nullable(),
  lines: z.array(z.object({ line: z.int(), quantity: z.int() })),
});

export const ActionAnswer = z.object({
  key: z.string(),
  created_at: z.int(),
  type: z.string(),
  customer: z.object({ key: z.string() }).nullable(),
  partnership_key: z.string().nullable(),
  amount: amount.nullable(),
  currency: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
});
export type ActionAnswer = z.infer<typeof ActionAnswer>;

/** What leads and deals have in common. */
export const ProspectAnswer = z.object({
  key: z.string(),
  customer_key: z.string().nullable(),
  email: z.string().nullable().optional(),
  contact_email: z.string().nullable().optional(),
  country: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  fields: z.array(
    z.object({
      field_key: z.string(),
      type: z.string(),
      value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable(),
    }),
  ),
});

export const HistoryAnswer = z.object({
  key: z.string(),
  at: z.int(),
  event_type: z.string().nullable(),
  stage_key: z.string().nullable(),
  amount: amount.nullable(),
  partnership_key: z.string().nullable(),
});

export const RewardAnswer = z.object({
  key: z.string(),
  created_at: z.int(),
  updated_at: z.int(),
  partnership_key: z.string(),
  status: z.string(),
  original_amount: amount,
  adjusted_amount: amount,
  level: z.int(),
  event_key: z.string(),
  event_type: z.string(),
});
export type RewardAnswer = z.infer<typeof RewardAnswer>;

export const ExplanationAnswer = z.object({
  marks: z.array(z.object({ action: z.string(), at: z.int(), difference: amount.nullable() })),
});

const figures = {
  transactions: z.int(),
  sales_amount: amount,
  refunded_amount: amount,
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: amount,
  second_tier_amount: amount,
  clawbacks: z.int(),
  clawback_amount: amount,
  net: amount,
  carried_in: amount,
  carried_out: amount,
};

export const StatementAnswer = z.object({
  ...figures,
  period: z.string(),
  payable: amount,
  group_key: z.string(),
  tier_key: z.string().nullable(),
});
export type StatementAnswer = z.infer<typeof StatementAnswer>;

/** The line of a partnership on an invoice says the same as its statement. */
export const LineAnswer = z.object({ ...StatementAnswer.omit({ period: true }).shape, partnership_key: z.string() });

export const InvoiceAnswer = z.object({
  ...figures,
  key: z.string(),
  period: z.string(),
  status: z.string(),
  final_at: z.int().nullable(),
  updated_at: z.int(),
  payables: amount,
  fee: amount,
  total: amount,
  partnerships: z.int(),
});
export type InvoiceAnswer = z.infer<typeof InvoiceAnswer>;

export const PayoutAnswer = z.object({ key: z.string(), partnership_key: z.string(), amount, status: z.string() });
export type PayoutAnswer = z.infer<typeof PayoutAnswer>;

export const LedgerAnswer = z.object({
  key: z.string(),
  type: z.string(),
  partnership_key: z.string().nullable(),
  source_key: z.string(),
  currency: z.string(),
  postings: z.array(z.object({ account: z.string(), amount })),
});
export type LedgerAnswer = z.infer<typeof LedgerAnswer>;
