import * as z from 'zod/mini';
import { APART_REASONS } from '../../../domain/clicks.ts';
import { operation } from '../contract.ts';
import { currency, day, externalKey, key, queryInteger, signedAmount, timeZone } from './fields.ts';

const tag = 'statistics';
const days = {
  from: z.optional(day),
  to: z.optional(day),
} as const;
const page = {
  limit: z.prefault(queryInteger(1, 100), '25'),
  /** The key of the last subject of the page before, or its `next_cursor`. */
  starting_after: z.optional(externalKey),
} as const;

const apart = z.strictObject(Object.fromEntries(APART_REASONS.map((reason) => [reason, z.int()])));

/** Counts of days in the program's time zone. Amounts in minor units of the program's currency. */
export const counts = {
  clicks: z.int(),
  /** Clicks that are set apart; they are not in `clicks`. */
  invalid_clicks: z.int(),
  invalid_clicks_by_reason: apart,
  sign_ups: z.int(),
  transactions: z.int(),
  revenue: signedAmount,
  refunds: z.int(),
  refunded: signedAmount,
  /** Rewards of both tiers and those given by hand, less what refunds took back; decisions do not change it. */
  reward_cost: signedAmount,
} as const;

const range = { from: day, to: day, time_zone: timeZone, currency } as const;

const listOf = <S extends z.core.$ZodType>(item: S) =>
  z.strictObject({ ...range, items: z.array(item), has_more: z.boolean(), next_cursor: z.optional(z.string()) });

const description =
  'Only what partnerships brought is counted: facts without a partnership are in no figure. Days are those of the program’s time zone, `from` and `to` included; without them the last 30 days. Statistics follow the facts within seconds.';

export const DailyStatistics = z.strictObject({ day, ...counts });
export const GroupStatistics = z.strictObject({ group_key: key, ...counts });
export const PartnershipStatistics = z.strictObject({ partnership_key: key, ...counts });
export const LinkStatistics = z.strictObject({ link_key: key, partnership_key: key, ...counts });

export const listDailyStatistics = operation({
  id: 'listDailyStatistics',
  method: 'GET',
  path: '/v2/statistics',
  tag,
  scope: 'partnerships:read',
  summary: 'Clicks, sign-ups, sales and refunds by day',
  description: `Of the program, or of one group, partnership or link. At most 366 days. ${description}`,
  message: 'Statistics retrieved.',
  query: z.strictObject({
    ...days,
    group_key: z.optional(key),
    partnership_key: z.optional(externalKey),
    link_key: z.optional(key),
  }),
  data: z.strictObject({ ...range, totals: z.strictObject(counts), items: z.array(DailyStatistics) }),
});

const byKey = `In order of keys. At most 93 days. ${description}`;

export const listGroupStatistics = operation({
  id: 'listGroupStatistics',
  method: 'GET',
  path: '/v2/statistics/groups',
  tag,
  scope: 'partnerships:read',
  summary: 'Clicks, sign-ups, sales and refunds by group',
  description: byKey,
  message: 'Statistics retrieved.',
  query: z.strictObject({ ...page, ...days }),
  data: listOf(GroupStatistics),
});

export const listPartnershipStatistics = operation({
  id: 'listPartnershipStatistics',
  method: 'GET',
  path: '/v2/statistics/partnerships',
  tag,
  scope: 'partnerships:read',
  summary: 'Clicks, sign-ups, sales and refunds by partnership',
  description: byKey,
  message: 'Statistics retrieved.',
  query: z.strictObject({ ...page, ...days }),
  data: listOf(PartnershipStatistics),
});

export const listLinkStatistics = operation({
  id: 'listLinkStatistics',
  method: 'GET',
  path: '/v2/statistics/links',
  tag,
  scope: 'partnerships:read',
  summary: 'Clicks and sign-ups by link',
  description: `In order of partnerships and links. At most 93 days. ${description}`,
  message: 'Statistics retrieved.',
  query: z.strictObject({ ...page, ...days, partnership_key: z.optional(externalKey) }),
  data: listOf(LinkStatistics),
});
