import * as z from 'zod/mini';
import { RuleExpression } from '../../../domain/rules.ts';
import { Audience, Offer, Trigger as Version } from '../../../domain/triggers.ts';
import { operation } from '../contract.ts';
import {
  deleted,
  instant,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  patch,
  queryFlag,
  queryInteger,
} from './fields.ts';

const tag = 'triggers';
const params = z.strictObject({ trigger: key });

const fields = {
  name: line(100),
  /** Which events it waits for. */
  event: Version.shape.event,
  audience: Audience,
  action: z.strictObject({ type: z.literal('reward'), offer: Offer }),
} as const;

const rules = z.nullable(RuleExpression);

/** When this event, if these rules, for this audience, do this action. */
export const Trigger = z.strictObject({
  ...objectFields,
  ...fields,
  rules,
  /** Grows by 1 with each change; rewards keep the version that made them. */
  version: z.int(),
  active_from: instant,
  active_to: z.nullable(instant),
  archived: z.boolean(),
  /** Whether it makes rewards now, will later, or makes none any more; `deleted` is what `archived` says. */
  status: z.enum(['active', 'planned', 'ended', 'deleted']),
  /** Whether the segments that it needs were deleted: it makes no rewards until its audience or rules are changed. */
  matches_nobody: z.boolean(),
});

export const createTrigger = operation({
  id: 'createTrigger',
  method: 'POST',
  path: '/v2/triggers',
  tag,
  scope: 'programs:write',
  summary: 'Create a trigger',
  description:
    'It is active from now on unless `active_from` says otherwise, which may not be in the past; `active_to` is not included. Rules and audience name groups, tags, segments and tiers by their keys.',
  message: 'Trigger created.',
  body: z.strictObject({
    ...fields,
    rules: z.optional(rules),
    audience: z._default(Audience, { type: 'all' }),
    active_from: z.optional(instant),
    active_to: z.optional(z.nullable(instant)),
  }),
  data: Trigger,
});

export const listTriggers = operation({
  id: 'listTriggers',
  method: 'GET',
  path: '/v2/triggers',
  tag,
  scope: 'programs:read',
  summary: 'List triggers',
  message: 'Triggers retrieved.',
  query: z.extend(listQuery, { include_archived: z.optional(queryFlag) }),
  data: listOf(Trigger),
});

export const getTrigger = operation({
  id: 'getTrigger',
  method: 'GET',
  path: '/v2/triggers/{trigger}',
  tag,
  scope: 'programs:read',
  summary: 'Get a trigger',
  message: 'Trigger retrieved.',
  params,
  data: Trigger,
});

export const listTriggerVersions = operation({
  id: 'listTriggerVersions',
  method: 'GET',
  path: '/v2/triggers/{trigger}/versions',
  tag,
  scope: 'programs:read',
  summary: 'List the versions of a trigger, the latest first',
  description:
    'Each with the time in which it counted; rewards keep the version that made them. The cursors of this list are version numbers.',
  message: 'Versions retrieved.',
  params,
  query: z.strictObject({
    limit: z.prefault(queryInteger(1, 250), '10'),
    starting_after: z.optional(queryInteger(1, 99_999_999)),
  }),
  data: listOf(Trigger),
});

export const updateTrigger = operation({
  id: 'updateTrigger',
  method: 'PATCH',
  path: '/v2/triggers/{trigger}',
  tag,
  scope: 'programs:write',
  summary: 'Change a trigger',
  description:
    'Closes the valid version and opens a new one that counts from now on; earlier rewards keep their terms. `active_from` can be changed until it is reached.',
  message: 'Trigger changed.',
  params,
  body: patch({ ...fields, rules, active_from: instant, active_to: z.nullable(instant) }),
  data: Trigger,
});

export const deleteTrigger = operation({
  id: 'deleteTrigger',
  method: 'DELETE',
  path: '/v2/triggers/{trigger}',
  tag,
  scope: 'programs:write',
  summary: 'Delete a trigger',
  description: 'It makes no further rewards; those that it made stay.',
  message: 'Trigger deleted.',
  params,
  data: deleted,
});
