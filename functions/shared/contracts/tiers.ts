import * as z from 'zod/mini';
import { LIMITS } from '../../../domain/limits.ts';
import { MEASUREMENTS, TIER_MOVEMENTS } from '../../../domain/tiers.ts';
import { operation } from '../contract.ts';
import { deleted, email, externalKey, key, line, listOf, listQuery, objectFields, patch, sumAmount } from './fields.ts';

const tag = 'tiers';
const params = z.strictObject({ tier: key });

const fields = {
  name: line(100),
  /** From which sum of sales (minor units) or number of things sold; 0 for the first tier. */
  minimum: sumAmount,
} as const;

/** A performance level. Measurement and movement are the same for all tiers of a program. */
export const Tier = z.strictObject({
  ...objectFields,
  ...fields,
  measurement: z.enum(MEASUREMENTS),
  movement: z.enum(TIER_MOVEMENTS),
});

const terms = { measurement: z.enum(MEASUREMENTS), movement: z.enum(TIER_MOVEMENTS) } as const;

/** A new minimum for every tier but the first, and what all of them look at from then on. */
const reset = {
  ...terms,
  minimums: z.array(z.strictObject({ tier_key: key, minimum: sumAmount })).check(z.maxLength(LIMITS.tiers)),
} as const;

/** A change of the tiers that is not made yet. */
const TierChange = z.union([
  z.strictObject({ action: z.literal('create'), ...z.partial(z.strictObject(terms)).shape, minimum: sumAmount }),
  z.strictObject({ action: z.literal('update'), tier_key: key, minimum: sumAmount }),
  z.strictObject({ action: z.literal('delete'), tier_key: key }),
  z.strictObject({ action: z.literal('reset'), ...reset }),
]);

const count = z.int();

/** Who would be in another tier, and how many would be in each. */
export const TierPreview = z.strictObject({
  /** Active partnerships that were looked at. */
  count,
  /** Whether these are all of the program. */
  complete: z.boolean(),
  up_count: count,
  down_count: count,
  /** A tier that the change takes away has nobody after it; `tier_key` is null for one that it adds. */
  tiers: z.array(
    z.strictObject({ tier_key: z.nullable(key), name: z.nullable(line(100)), before_count: count, after_count: count }),
  ),
  /** Those who would move. */
  items: z.array(
    z.strictObject({
      ...objectFields,
      partner_key: externalKey,
      email,
      from_tier_key: z.nullable(key),
      to_tier_key: z.nullable(key),
    }),
  ),
  has_more: z.boolean(),
  /** Names the tiers as they are and the change: a reset needs it. */
  confirm: line(100),
});

export const previewTiers = operation({
  id: 'previewTiers',
  method: 'POST',
  path: '/v2/tiers/preview',
  tag,
  scope: 'partnerships:read',
  summary: 'See who would move if the tiers were changed',
  description: 'Nothing is stored. Look here before changing, deleting or resetting tiers.',
  message: 'Preview made.',
  query: z.pick(listQuery, { limit: true, starting_after: true, ending_before: true, order_by: true }),
  body: z.strictObject({ change: TierChange }),
  data: TierPreview,
});

export const resetTiers = operation({
  id: 'resetTiers',
  method: 'POST',
  path: '/v2/tiers/reset',
  tag,
  scope: 'programs:write',
  summary: 'Reset all goals and levels, and change what tiers look at',
  description:
    'What partnerships had reached counts no more; each is then in the tier that its measures give it. `confirm` is that of the preview of the same reset: when the tiers have changed since, the reset is refused.',
  message: 'Tiers reset.',
  body: z.strictObject({ ...reset, confirm: line(100) }),
  data: listOf(Tier),
});

export const createTier = operation({
  id: 'createTier',
  method: 'POST',
  path: '/v2/tiers',
  tag,
  scope: 'programs:write',
  summary: 'Create a tier',
  description:
    'The first tier of a program has minimum 0 and needs `measurement`; `movement` is `live` unless it is given with it. Later tiers take both from the first.',
  message: 'Tier created.',
  body: z.strictObject({
    ...fields,
    measurement: z.optional(z.enum(MEASUREMENTS)),
    movement: z.optional(z.enum(TIER_MOVEMENTS)),
  }),
  data: Tier,
});

export const listTiers = operation({
  id: 'listTiers',
  method: 'GET',
  path: '/v2/tiers',
  tag,
  scope: 'programs:read',
  summary: 'List tiers',
  message: 'Tiers retrieved.',
  query: listQuery,
  data: listOf(Tier),
});

export const getTier = operation({
  id: 'getTier',
  method: 'GET',
  path: '/v2/tiers/{tier}',
  tag,
  scope: 'programs:read',
  summary: 'Get a tier',
  message: 'Tier retrieved.',
  params,
  data: Tier,
});

export const updateTier = operation({
  id: 'updateTier',
  method: 'PATCH',
  path: '/v2/tiers/{tier}',
  tag,
  scope: 'programs:write',
  summary: 'Change the name or the minimum of a tier',
  description: 'Levels are computed anew at once; earlier rewards stay as they are.',
  message: 'Tier changed.',
  params,
  body: patch(fields),
  data: Tier,
});

export const deleteTier = operation({
  id: 'deleteTier',
  method: 'DELETE',
  path: '/v2/tiers/{tier}',
  tag,
  scope: 'programs:write',
  summary: 'Delete a tier',
  message: 'Tier deleted.',
  params,
  data: deleted,
});
