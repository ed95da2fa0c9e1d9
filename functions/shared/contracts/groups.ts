import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  approvalDelay,
  currency,
  day,
  described,
  email,
  key,
  line,
  listOf,
  listQuery,
  objectFields,
  patch,
  prose,
  queryFlag,
} from './fields.ts';
import { destination, parameters, secureAddress, slug, utm } from './link-fields.ts';
import { counts } from './statistics.ts';

const tag = 'groups';
const path = '/v2/groups/{group}';
const params = z.strictObject({ group: key });

const xHandle = line(16).check(z.regex(/^@?[A-Za-z0-9_]{1,15}$/, 'Must be a handle such as @acme.'));
const linkedin = secureAddress.check(
  z.refine((text) => /^https:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\//i.test(text), 'Must be an address of linkedin.com.'),
);

const social = described(
  z.strictObject({
    title: z.optional(line(200)),
    description: z.optional(prose(500)),
    image_url: z.optional(secureAddress),
    x_handle: z.optional(xHandle),
    linkedin_url: z.optional(linkedin),
    contact_email: z.optional(email),
  }),
  'What social networks and messengers show when a link of the group is pasted there, and who is behind it. What a link’s own preview says goes before it.',
);

const linkSettings = {
  /** Whether the links of the group give click ids. Without, they only lead on. */
  referral_links: z.boolean(),
  /** Whether partners may make and change links. Without, each has exactly one. */
  custom_links: z.boolean(),
} as const;

const autoApprove = described(
  z.nullable(z.boolean()),
  'Whether applications to the group are approved as they come in; null: as the program has it.',
);

/** What a group has brought, and what it cost: in a range of days, and in all. */
export const GroupFigures = z.strictObject({
  /** Active partnerships that are in the group now. */
  partners: z.int(),
  from: day,
  to: day,
  currency,
  range: z.strictObject(counts),
  total: z.strictObject(counts),
});

/** What objects show of a group that something in them is in. */
const nestedFields = {
  ...objectFields,
  name: line(100),
  /** The name as it can stand in an address; the key where nothing of the name can. */
  slug: line(100),
  default: z.boolean(),
  archived: z.boolean(),
  /** What is on in it, as PartnerStack names it: forms that are on and in the plan; links that only the merchant makes. */
  features: z.strictObject({
    application_enabled: z.boolean(),
    leads_enabled: z.boolean(),
    deals_enabled: z.boolean(),
    disable_link_create: z.boolean(),
  }),
} as const;

/** A group in the objects of its members. */
export const NestedGroup = z.strictObject(nestedFields);

/** The one bucket of a program that a partnership is in. */
export const Group = z.strictObject({
  ...nestedFields,
  ...linkSettings,
  destination_url: z.nullable(destination),
  approval_delay_days: z.nullable(approvalDelay),
  auto_approve: autoApprove,
  utm,
  parameters,
  social: z.nullable(social),
  terms_url: z.nullable(secureAddress),
  /** Grows by 1 with each other text; 0 where there have never been terms. */
  terms_version: z.int(),
  /** What the join link of the group ends with; null where it has none yet. */
  join_slug: z.nullable(slug),
  /** There where it was asked for. */
  statistics: z.optional(GroupFigures),
});

const settings = {
  ...linkSettings,
  /** Where the links of the group lead; the program's own address when there is none. */
  destination_url: z.nullable(destination),
  approval_delay_days: z.nullable(approvalDelay),
  auto_approve: autoApprove,
  utm,
  parameters,
  social: z.nullable(social),
  /** Another address is another version of the terms. */
  terms_url: z.nullable(secureAddress),
  /** Makes it the group of new partnerships that name none. */
  default: z.literal(true),
} as const;

const DAYS =
  'Days are those of the program’s time zone, `from` and `to` included, at most 93; without them the last 30 days. Figures follow the facts within seconds. What a fact brought and cost stays with the group that its partnership was in when it was accepted.';
const range = { from: z.optional(day), to: z.optional(day) } as const;

export const getGroupStatistics = operation({
  id: 'getGroupStatistics',
  method: 'GET',
  path: '/v2/groups/{group}/statistics',
  tag,
  scope: 'programs:read',
  summary: 'Partners, clicks, sign-ups, revenue and reward cost of a group',
  description: DAYS,
  message: 'Statistics retrieved.',
  params,
  query: z.strictObject(range),
  data: GroupFigures,
});

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
  description: `With \`include=statistics\` each group comes with its figures. ${DAYS}`,
  message: 'Groups retrieved.',
  query: z.extend(listQuery, {
    include_archived: z.optional(queryFlag),
    include: z.optional(z.literal('statistics')),
    ...range,
  }),
  data: listOf(Group),
});

export const getGroup = operation({
  id: 'getGroup',
  method: 'GET',
  path,
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
  path,
  tag,
  scope: 'programs:write',
  summary: 'Change or archive a group',
  description:
    'Fields that are left out stay as they are; `utm`, `parameters` and `social` are replaced as a whole. Links of the group follow at once, in a very large group bit by bit with the next requests about groups; visitors notice after three seconds at the latest. An archived group takes no new partnerships; the default group and groups that partnerships or triggers use cannot be archived.',
  message: 'Group changed.',
  params,
  body: patch({
    name: line(100),
    archived: z.boolean(),
    ...settings,
    /** The text behind the same `terms_url` is another one: everybody is asked to accept again. */
    terms_changed: z.literal(true),
  }),
  data: Group,
});

export const renewJoinLink = operation({
  id: 'renewJoinLink',
  method: 'POST',
  path: '/v2/groups/{group}/join-link',
  tag,
  scope: 'programs:write',
  summary: 'Give a group another join link',
  description: 'The earlier one leads nowhere from then on.',
  message: 'Join link renewed.',
  params,
  data: Group,
});

export const stopJoinLink = operation({
  id: 'stopJoinLink',
  method: 'DELETE',
  path: '/v2/groups/{group}/join-link',
  tag,
  scope: 'programs:write',
  summary: 'Take away the join link of a group',
  description: 'It leads nowhere from then on. Asked again, nothing changes; another one is given with POST.',
  message: 'Join link taken away.',
  params,
  data: Group,
});

/** What still points to a group: `in_rules` tells whether a trigger’s rules name it, and not only its audience. */
const GroupUsage = z.strictObject({
  type: z.enum(['trigger', 'creative', 'page']),
  key,
  name: line(100),
  in_rules: z.boolean(),
});

export const listGroupUsages = operation({
  id: 'listGroupUsages',
  method: 'GET',
  path: '/v2/groups/{group}/usages',
  tag,
  scope: 'programs:read',
  summary: 'List what keeps a group from being archived',
  description:
    'Triggers, promo material and pages that name it, on one page, because the number of what can is bounded; and the partnerships that are in it, counted up to 100. The default group is never archived.',
  message: 'Usages retrieved.',
  params,
  data: z.extend(listOf(GroupUsage), {
    default: z.boolean(),
    /** Active and inactive ones; 100 stands for 100 or more. */
    partnerships: z.int(),
  }),
});
