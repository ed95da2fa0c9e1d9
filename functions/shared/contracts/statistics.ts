import * as z from 'zod/mini';
import { APART_REASONS } from '../../../domain/clicks.ts';
import { REPORTED } from '../../../domain/statistics.ts';
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

/** What a list of the highest is in the order of. */
const MEASURES = [
  ...(['clicks', 'invalid_clicks', 'sign_ups', 'transactions', 'revenue', 'refunds', 'refunded'] as const),
  'reward_cost',
] as const;

/** One of the highest: the key of the partnership, link or group, what it is called, and its figures. */
export const TopStatistics = z.strictObject({
  key,
  name: z.nullable(z.string()),
  partnership_key: z.nullable(key),
  partner_key: z.nullable(externalKey),
  url: z.nullable(z.string()),
  ...counts,
});

export const listTopStatistics = operation({
  id: 'listTopStatistics',
  method: 'GET',
  path: '/v2/statistics/top',
  tag,
  scope: 'partnerships:read',
  summary: 'The partnerships, links or groups with the highest figures',
  description: `Those for which \`measure\` is above 0, the highest first. \`subjects\` is how many had any figure in these days, \`totals\` what they came to together. At most 93 days. ${description}`,
  message: 'Statistics retrieved.',
  query: z.strictObject({
    ...days,
    by: z._default(z.enum(REPORTED), 'partnership'),
    measure: z._default(z.enum(MEASURES), 'revenue'),
    limit: z.prefault(queryInteger(1, 100), '10'),
  }),
  data: z.strictObject({
    ...range,
    by: z.enum(REPORTED),
    measure: z.enum(MEASURES),
    subjects: z.int(),
    totals: z.strictObject(counts),
    items: z.array(TopStatistics),
  }),
});

export const listStatisticsByGroup = operation({
  id: 'listStatisticsByGroup',
  method: 'GET',
  path: '/v2/statistics/by-group',
  tag,
  scope: 'partnerships:read',
  summary: 'Clicks, sign-ups, sales and refunds of each group by day',
  description: `Groups in order of keys, each with a line for every day. Groups in which nothing happened are left out. At most 93 days. ${description}`,
  message: 'Statistics retrieved.',
  query: z.strictObject({ ...page, ...days, limit: z.prefault(queryInteger(1, 25), '25') }),
  data: z.strictObject({
    ...range,
    groups: z.array(
      z.strictObject({
        group_key: key,
        name: z.nullable(z.string()),
        totals: z.strictObject(counts),
        items: z.array(DailyStatistics),
      }),
    ),
    has_more: z.boolean(),
    next_cursor: z.optional(z.string()),
  }),
});
