import * as z from 'zod/mini';
import { SegmentExpression } from '../../../domain/segments.ts';
import { operation } from '../contract.ts';
import { deleted, key, line, listOf, listQuery, objectFields, patch, queryFlag } from './fields.ts';

const tag = 'segments';
const params = z.strictObject({ segment: key });

const fields = {
  name: line(100),
  /** A tag's key or name, or `{and: […]}` and `{or: […]}` of such, nested; at most 10 tags. Answers name keys. */
  match: SegmentExpression,
} as const;

/** A named expression of tags; who is in it is computed from the tags of a partnership. */
export const Segment = z.strictObject({ ...objectFields, ...fields });

/** What uses a segment: `rules` tells whether a trigger's rules name it, and not only its audience. */
const SegmentUsage = z.strictObject({ type: z.literal('trigger'), key, name: line(100), in_rules: z.boolean() });

export const createSegment = operation({
  id: 'createSegment',
  method: 'POST',
  path: '/v2/segments',
  tag,
  scope: 'programs:write',
  summary: 'Create a segment',
  message: 'Segment created.',
  body: z.strictObject(fields),
  data: Segment,
});

export const listSegments = operation({
  id: 'listSegments',
  method: 'GET',
  path: '/v2/segments',
  tag,
  scope: 'programs:read',
  summary: 'List segments',
  message: 'Segments retrieved.',
  query: listQuery,
  data: listOf(Segment),
});

export const getSegment = operation({
  id: 'getSegment',
  method: 'GET',
  path: '/v2/segments/{segment}',
  tag,
  scope: 'programs:read',
  summary: 'Get a segment',
  message: 'Segment retrieved.',
  params,
  data: Segment,
});

export const listSegmentUsages = operation({
  id: 'listSegmentUsages',
  method: 'GET',
  path: '/v2/segments/{segment}/usages',
  tag,
  scope: 'programs:read',
  summary: 'List what uses a segment',
  description: 'Look here before deleting a segment. There is one page: the number of triggers is bounded.',
  message: 'Usages retrieved.',
  params,
  data: listOf(SegmentUsage),
});

export const updateSegment = operation({
  id: 'updateSegment',
  method: 'PATCH',
  path: '/v2/segments/{segment}',
  tag,
  scope: 'programs:write',
  summary: 'Change the name or the expression of a segment',
  message: 'Segment changed.',
  params,
  body: patch(fields),
  data: Segment,
});

export const deleteSegment = operation({
  id: 'deleteSegment',
  method: 'DELETE',
  path: '/v2/segments/{segment}',
  tag,
  scope: 'programs:write',
  summary: 'Delete a segment',
  description:
    'A segment that triggers use is deleted only with `confirm=true`; without it, the refusal lists them. A trigger whose last segment is deleted, or whose rules name a deleted one, matches nobody from then on. Tags stay.',
  message: 'Segment deleted.',
  params,
  query: z.strictObject({ confirm: z.optional(queryFlag) }),
  data: deleted,
});
