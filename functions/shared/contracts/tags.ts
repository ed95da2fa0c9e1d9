import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { deleted, key, line, listOf, listQuery, objectFields } from './fields.ts';

const tag = 'tags';
const params = z.strictObject({ tag: key });
const body = z.strictObject({ name: line(50) });

/** What has a tag. */
const TagCounts = z.strictObject({
  /** Active partnerships, and inactive ones. */
  active: z.int(),
  inactive: z.int(),
  /** Segments that it is part of. */
  segments: z.int(),
});

/** An internal label on partnerships. */
export const Tag = z.strictObject({
  ...objectFields,
  name: line(50),
  /** There where it was asked for. */
  counts: z.optional(TagCounts),
});

export const createTag = operation({
  id: 'createTag',
  method: 'POST',
  path: '/v2/tags',
  tag,
  scope: 'programs:write',
  summary: 'Create a tag',
  message: 'Tag created.',
  body,
  data: Tag,
});

export const listTags = operation({
  id: 'listTags',
  method: 'GET',
  path: '/v2/tags',
  tag,
  scope: 'programs:read',
  summary: 'List tags',
  description: 'With `include=counts` each tag comes with how many partnerships and segments have it.',
  message: 'Tags retrieved.',
  query: z.extend(listQuery, { include: z.optional(z.literal('counts')) }),
  data: listOf(Tag),
});

export const getTag = operation({
  id: 'getTag',
  method: 'GET',
  path: '/v2/tags/{tag}',
  tag,
  scope: 'programs:read',
  summary: 'Get a tag',
  message: 'Tag retrieved.',
  params,
  data: Tag,
});

export const updateTag = operation({
  id: 'updateTag',
  method: 'PATCH',
  path: '/v2/tags/{tag}',
  tag,
  scope: 'programs:write',
  summary: 'Rename a tag',
  message: 'Tag changed.',
  params,
  body,
  data: Tag,
});

export const deleteTag = operation({
  id: 'deleteTag',
  method: 'DELETE',
  path: '/v2/tags/{tag}',
  tag,
  scope: 'programs:write',
  summary: 'Delete a tag that no segment and no trigger uses',
  message: 'Tag deleted.',
  params,
  data: deleted,
});
