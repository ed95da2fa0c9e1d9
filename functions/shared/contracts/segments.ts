import * as z from 'zod/mini';
import { SegmentExpression } from '../../../domain/segments.ts';
import { operation } from '../contract.ts';
import { deleted, email, externalKey, key, line, listOf, listQuery, objectFields, patch } from './fields.ts';

const tag = 'segments';
const params = z.strictObject({ segment: key });

const fields = {
  name: line(100),
  /** A tag's key or name, or `{and: […]}` and `{or: […]}` of such, nested; at most 10 tags. Answers name keys. */
  match: SegmentExpression,
} as const;

/** A named expression of tags; who is in it is computed from the tags of a partnership. */
export const Segment = z.strictObject({
  ...objectFields,
  ...fields,
  /** How many active partnerships are in it; there where it was asked for. */
  count: z.optional(z.int()),
});

/** What uses a segment: `in_rules` tells whether a trigger's rules name it, and not only its audience. */
const SegmentUsage = z.strictObject({
  type: z.enum(['trigger', 'creative', 'page']),
  key,
  name: line(100),
  in_rules: z.boolean(),
});

/** Names the usages that were shown, so that a change in between is noticed. */
const confirmation = line(100);

const pageQuery = z.pick(listQuery, { limit: true, starting_after: true, ending_before: true, order_by: true });
const count = z.int();

/** A partnership that is in a segment. */
export const SegmentMember = z.strictObject({
  ...objectFields,
  partner_key: externalKey,
  email,
  first_name: z.nullable(line(50, 0)),
  last_name: z.nullable(line(50, 0)),
  company: z.nullable(line(100, 0)),
  group_key: key,
  tags: z.array(key),
});

/** Who is in a segment, page by page, and whom it shares with other segments that use one of its tags. */
export const SegmentPreview = z.strictObject({
  /** Active partnerships that are in it. */
  count,
  /** Inactive ones that its tags fit: they take part in nothing. */
  inactive_count: count,
  items: z.array(SegmentMember),
  has_more: z.boolean(),
  /** `count` is how many active partnerships the other segment holds, `shared_count` how many of those this one has. */
  overlaps: z.array(
    z.strictObject({ segment_key: key, name: line(100), count, shared_count: count, shared_tags: z.array(key) }),
  ),
});

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
  description: 'With `include=counts` each segment comes with how many active partnerships are in it.',
  message: 'Segments retrieved.',
  query: z.extend(listQuery, { include: z.optional(z.literal('counts')) }),
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
  description:
    'Look here before deleting a segment: `confirm` names exactly these usages. There is one page, because the number of what can use it is bounded.',
  message: 'Usages retrieved.',
  params,
  data: z.extend(listOf(SegmentUsage), { confirm: confirmation }),
});

export const previewSegment = operation({
  id: 'previewSegment',
  method: 'POST',
  path: '/v2/segments/preview',
  tag,
  scope: 'partnerships:read',
  summary: 'See who would be in a segment',
  description:
    'Nothing is stored. `segment_key` is the segment that is being edited, which is then not compared with itself.',
  message: 'Preview made.',
  query: pageQuery,
  body: z.strictObject({ match: SegmentExpression, segment_key: z.optional(key) }),
  data: SegmentPreview,
});

export const getSegmentPreview = operation({
  id: 'getSegmentPreview',
  method: 'GET',
  path: '/v2/segments/{segment}/preview',
  tag,
  scope: 'partnerships:read',
  summary: 'See who is in a segment',
  message: 'Preview made.',
  params,
  query: pageQuery,
  data: SegmentPreview,
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
    'A segment that is in use is deleted only with the `confirm` of its usages; without it, the refusal lists them, and when they have changed since they were shown, it says so. A trigger whose last segment is deleted, or whose rules name a deleted one, matches nobody from then on; promo material and pages that name no other are shown to nobody. Tags stay.',
  message: 'Segment deleted.',
  params,
  query: z.strictObject({ confirm: z.optional(confirmation) }),
  data: deleted,
});
