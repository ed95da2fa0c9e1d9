import * as z from 'zod/mini';
import { LIMITS } from '../../../domain/limits.ts';
import { MEASUREMENTS } from '../../../domain/tiers.ts';
import { operation } from '../contract.ts';
import { password } from './accounts.ts';
import {
  country,
  currency,
  email,
  externalKey,
  instant,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  period,
  prose,
  queryFlag,
  signedAmount,
  sumAmount,
} from './fields.ts';
import { NestedGroup } from './groups.ts';

const tag = 'partnerships';
/** A partnership's key, or the merchant's own key for it. */
const params = z.strictObject({ partnership: externalKey });

const tags = z.array(line(100)).check(z.maxLength(LIMITS.tags_of_partnership));
const person = {
  email,
  first_name: z.nullable(line(50, 0)),
  last_name: z.nullable(line(50, 0)),
  company: z.nullable(line(100, 0)),
  country: z.nullable(country),
} as const;

const measure = z.strictObject({ total: signedAmount, quantity: signedAmount });

const tierGoal = z.strictObject({ key, name: line(100), minimum: sumAmount, missing: signedAmount });

/** Where a partnership stands among the tiers: minor units or pieces, as `measurement` says. */
const tierProgress = z.strictObject({
  key,
  name: line(100),
  minimum: sumAmount,
  measurement: z.enum(MEASUREMENTS),
  value: signedAmount,
  /** The tier after it; null in the highest. */
  next: z.nullable(tierGoal),
  /** When a monthly measure begins anew; null for a lifetime. */
  ends_at: z.nullable(instant),
});

/** A partner's membership in a program. */
export const Partnership = z.strictObject({
  ...objectFields,
  ...person,
  /** The merchant's own key for the partnership. */
  partner_key: externalKey,
  status: z.enum(['active', 'inactive']),
  /** Why it is inactive, as the merchant noted it. */
  status_reason: z.nullable(prose(500)),
  inactive_since: z.nullable(instant),
  /** Whether the partner has closed its account itself: then it can only apply again. */
  closed: z.boolean(),
  /** Partners become partnerships when they are approved; before that they are applications. */
  approved_status: z.literal('approved'),
  /** Whether a partner has logged in to it. */
  claimed: z.boolean(),
  /** Whether it is inactive. */
  archived: z.boolean(),
  address: z.nullable(z.strictObject({ country })),
  group_key: key,
  group: z.nullable(NestedGroup),
  /** Partners have no teams, and no manager of the merchant’s. */
  team: z.null(),
  manager: z.null(),
  /** What it sold in its lifetime: less refunds, in minor units, and in pieces. */
  stats: z.strictObject({ SALES_AMOUNT: signedAmount, SALES_QUANTITY: signedAmount }),
  /** Keys of tags. */
  tags: z.array(key),
  /** The tier that it is in now; null in a program without tiers. */
  tier_key: z.nullable(key),
  tier: z.nullable(tierProgress),
  /** The partnership that recruited it. */
  recruited_by: z.nullable(key),
  joined_at: instant,
  /** What tiers look at: sales less refunds in minor units, and things sold. */
  measures: z.strictObject({ lifetime: measure, month: measure }),
});

export const createPartnership = operation({
  id: 'createPartnership',
  method: 'POST',
  path: '/v2/partnerships',
  tag,
  scope: 'partnerships:write',
  summary: 'Create a partnership',
  description:
    'The partnership is active and joins now. A partner is active in one program of a merchant at a time: else `other_program`. `group_key` is the default group unless given; `tags` are keys or names of tags that exist; `recruited_by` is a key or partner_key. The same `partner_key` with the same content gives the earlier answer again. With a `password` the partner gets a login, if its address has none; whoever has one is asked by mail, and keeps its password.',
  message: 'Partnership created.',
  body: z.strictObject({
    email,
    first_name: maybe(line(50, 0)),
    last_name: maybe(line(50, 0)),
    company: maybe(line(100, 0)),
    country: maybe(country),
    partner_key: maybe(externalKey),
    group_key: maybe(key),
    tags: maybe(tags),
    recruited_by: maybe(externalKey),
    /** The first password of a partner who has no login yet. */
    password: z.optional(password),
  }),
  data: Partnership,
});

export const listPartnerships = operation({
  id: 'listPartnerships',
  method: 'GET',
  path: '/v2/partnerships',
  tag,
  scope: 'partnerships:read',
  summary: 'List partnerships',
  description:
    'Inactive ones too, unless `include_archived` is false. Whoever waits for approval, or was declined, is an application. `search` finds those whose e-mail address, name, company or partner_key has every word of it; `segment` those with tags that fit, active or not; both look at a thousand partnerships for one page, which then says where to go on.',
  message: 'Partnerships retrieved.',
  query: z.extend(listQuery, {
    group_key: z.optional(key),
    /** The slug of a group, with or without hyphens. */
    group: z.optional(line(100)),
    approved_status: z.optional(z.enum(['approved', 'pending', 'declined'])),
    /** A key, as in `partner_key`. */
    partnership_key: z.optional(externalKey),
    include_archived: z.optional(queryFlag),
    tag: z.optional(line(100)),
    status: z.optional(z.enum(['active', 'inactive'])),
    partner_key: z.optional(externalKey),
    email: z.optional(email),
    search: z.optional(line(100)),
    /** The key of a segment. */
    segment: z.optional(key),
    tier_key: z.optional(key),
    /** The partnership that recruited them: its key or partner_key. */
    recruited_by: z.optional(externalKey),
  }),
  data: listOf(Partnership),
});

export const getPartnership = operation({
  id: 'getPartnership',
  method: 'GET',
  path: '/v2/partnerships/{partnership}',
  tag,
  scope: 'partnerships:read',
  summary: 'Get a partnership by its key, its partner_key or the e-mail address of the partner',
  message: 'Partnership retrieved.',
  params,
  data: Partnership,
});

export const updatePartnership = operation({
  id: 'updatePartnership',
  method: 'PATCH',
  path: '/v2/partnerships/{partnership}',
  tag,
  scope: 'partnerships:write',
  summary: 'Change a partnership',
  description:
    'Fields that are left out stay as they are; `tags` replaces all tags. `recruited_by` can be set once. An inactive partnership earns nothing new, and its links give no click ids; what it has earned stays. A partner is active in one program of a merchant at a time (`other_program`).',
  message: 'Partnership changed.',
  params,
  body: patch({
    ...person,
    group_key: key,
    tags,
    recruited_by: z.nullable(externalKey),
    status: z.enum(['active', 'inactive']),
    /** Why it is inactive; the partner does not see it. */
    status_reason: prose(500),
  }).check(
    z.refine((body) => body.status_reason === undefined || body.status === 'inactive', {
      path: ['status_reason'],
      message: 'Goes with the status inactive.',
    }),
  ),
  data: Partnership,
});

export const movePartnerships = operation({
  id: 'movePartnerships',
  method: 'POST',
  path: '/v2/partnerships/move',
  tag,
  scope: 'partnerships:write',
  summary: 'Move partnerships to another group',
  description:
    'All partnerships must exist, or none is moved. Those that are in the group already stay as they are, so that the request can be repeated.',
  message: 'Partnerships moved.',
  body: z.strictObject({
    group_key: key,
    /** Keys or partner_keys. */
    partnerships: z.array(externalKey).check(z.minLength(1), z.maxLength(LIMITS.bulk_move)),
  }),
  data: z.strictObject({ group_key: key, moved: z.array(key) }),
});

const tagging = { add: maybe(tags), remove: maybe(tags) } as const;
/** @returns whether a tagging names anything. */
const namesTags = ({ add, remove }: { add?: readonly string[] | undefined; remove?: readonly string[] | undefined }) =>
  add !== undefined || remove !== undefined;
const NO_TAGS = 'Must name tags to add or to remove.';

export const tagPartnership = operation({
  id: 'tagPartnership',
  method: 'PATCH',
  path: '/v2/partnerships/{partnership}/tags',
  tag,
  scope: 'partnerships:write',
  summary: 'Add tags to a partnership, or remove them',
  description: 'Keys or names of tags that exist. All other tags of the partnership stay.',
  message: 'Partnership tagged.',
  params,
  body: z.strictObject(tagging).check(z.refine((body) => namesTags(body), NO_TAGS)),
  data: Partnership,
});

export const tagPartnerships = operation({
  id: 'tagPartnerships',
  method: 'POST',
  path: '/v2/partnerships/tags',
  tag,
  scope: 'partnerships:write',
  summary: 'Add tags to partnerships, or remove them',
  description:
    'All partnerships must exist, or none is changed. Those that have the tags already, or have them not, stay as they are, so that the request can be repeated.',
  message: 'Partnerships tagged.',
  body: z
    .strictObject({
      ...tagging,
      /** Keys or partner_keys. */
      partnerships: z.array(externalKey).check(z.minLength(1), z.maxLength(LIMITS.bulk_move)),
    })
    .check(z.refine((body) => namesTags(body), NO_TAGS)),
  data: z.strictObject({ changed: z.array(key) }),
});

/** What a partnership earned in a month that is closed. Amounts in minor units. */
export const Statement = z.strictObject({
  partnership_key: key,
  partner_key: externalKey,
  period,
  currency,
  created_at: instant,
  updated_at: instant,
  transactions: z.int(),
  /** Sales less the refunds of the month. */
  sales_amount: signedAmount,
  refunded_amount: signedAmount,
  quantity: z.int(),
  rewards: z.int(),
  reward_amount: signedAmount,
  second_tier_amount: signedAmount,
  clawbacks: z.int(),
  clawback_amount: signedAmount,
  net: signedAmount,
  carried_in: signedAmount,
  carried_out: signedAmount,
  payable: signedAmount,
  group_key: key,
  group_name: z.nullable(line(100)),
  /** The tier after the last event of the month. */
  tier_key: z.nullable(key),
  tier_name: z.nullable(line(100)),
  invoice_key: key,
});

export const listStatements = operation({
  id: 'listStatements',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/statements',
  tag,
  scope: 'billing:read',
  summary: 'List the statements of a partnership, latest first',
  description: 'One for each closed month since it joined. The cursors of this list are periods.',
  message: 'Statements retrieved.',
  params,
  query: z.extend(z.pick(listQuery, { limit: true }), {
    starting_after: z.optional(period),
    ending_before: z.optional(period),
  }),
  data: listOf(Statement),
});
