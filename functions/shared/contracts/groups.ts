import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { approvalDelay, key, line, listOf, listQuery, objectFields, patch, queryFlag, webAddress } from './fields.ts';

const tag = 'groups';
const params = z.strictObject({ group: key });

/** The one bucket of a program that a partnership is in. */
export const Group = z.strictObject({
  ...objectFields,
  name: line(100),
  /** The name as it can stand in an address; the key where nothing of the name can. */
  slug: line(100),
  default: z.boolean(),
  archived: z.boolean(),
  destination_url: z.nullable(webAddress),
  approval_delay_days: z.nullable(approvalDelay),
});

const settings = {
  /** Where the links of the group lead; the program's own address when there is none. */
  destination_url: z.nullable(webAddress),
  approval_delay_days: z.nullable(approvalDelay),
  /** Makes it the group of new partnerships that name none. */
  default: z.literal(true),
} as const;

export const createGroup = operation({
  id: 'createGroup',
  method: 'POST',
  path: '/v2/groups',
  tag,
  scope: 'programs:write',
  summary: 'Create a group',
  message: 'Group created.',
  body: z.extend(z.partial(z.strictObject(settings)), { name: line(100) }),
  data: Group,
});

export const listGroups = operation({
  id: 'listGroups',
  method: 'GET',
  path: '/v2/groups',
  tag,
  scope: 'programs:read',
  summary: 'List groups',
  message: 'Groups retrieved.',
  query: z.extend(listQuery, { include_archived: z.optional(queryFlag) }),
  data: listOf(Group),
});

export const getGroup = operation({
  id: 'getGroup',
  method: 'GET',
  path: '/v2/groups/{group}',
  tag,
  scope: 'programs:read',
  summary: 'Get a group',
  message: 'Group retrieved.',
  params,
  data: Group,
});

export const updateGroup = operation({
  id: 'updateGroup',
  method: 'PATCH',
  path: '/v2/groups/{group}',
  tag,
  scope: 'programs:write',
  summary: 'Change or archive a group',
  description:
    'Fields that are left out stay as they are. An archived group takes no new partnerships; the default group and groups that partnerships or triggers use cannot be archived.',
  message: 'Group changed.',
  params,
  body: patch({ name: line(100), archived: z.boolean(), ...settings }),
  data: Group,
});
