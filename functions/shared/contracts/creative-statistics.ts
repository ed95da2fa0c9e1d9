import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { day, key, line, queryInteger, timeZone } from './fields.ts';

/** Days of the program's time zone. */
export const days = { from: z.optional(day), to: z.optional(day) } as const;
/** `impressions` and `clicks` are those that count; bots, repeats and the like are set apart. */
const shown = {
  ...{ impressions: z.int(), invalid_impressions: z.int() },
  ...{ clicks: z.int(), invalid_clicks: z.int() },
} as const;

export const getCreativeStatistics = operation({
  id: 'getCreativeStatistics',
  method: 'GET',
  path: '/v2/creatives/{creative}/statistics',
  tag: 'creatives',
  scope: 'programs:read',
  summary: 'How often a creative was shown and clicked, by day',
  description:
    'Only banners are seen to be shown. Clicks are those of the addresses that partners get with the creative (`?creative=`), in embeds and texts. Days of the program’s time zone, at most 366; without them the last 30.',
  message: 'Statistics retrieved.',
  params: z.strictObject({ creative: key }),
  query: z.strictObject(days),
  data: z.strictObject({
    ...{ from: day, to: day, time_zone: timeZone },
    totals: z.strictObject(shown),
    items: z.array(z.strictObject({ day, ...shown })),
  }),
});

export const listPlacementStatistics = operation({
  id: 'listPlacementStatistics',
  method: 'GET',
  path: '/v2/creatives/statistics',
  tag: 'creatives',
  scope: 'programs:read',
  summary: 'How often creatives were shown and clicked, by creative and link',
  description: 'In order of partnerships, creatives and links. At most 93 days; without them the last 30.',
  message: 'Statistics retrieved.',
  query: z.strictObject({
    ...days,
    limit: z.prefault(queryInteger(1, 100), '25'),
    starting_after: z.optional(line(255)),
    partnership_key: z.optional(key),
  }),
  data: z.strictObject({
    ...{ from: day, to: day, time_zone: timeZone },
    items: z.array(z.strictObject({ partnership_key: key, creative_key: key, link_key: key, ...shown })),
    has_more: z.boolean(),
    next_cursor: z.optional(z.string()),
  }),
});
