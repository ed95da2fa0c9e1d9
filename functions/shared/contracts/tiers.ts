import * as z from 'zod/mini';
import { MEASUREMENTS, TIER_MOVEMENTS } from '../../../domain/tiers.ts';
import { operation } from '../contract.ts';
import { deleted, key, line, listOf, listQuery, objectFields, patch, sumAmount } from './fields.ts';

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
