import * as z from 'zod/mini';
import { LEAD_DECISIONS, LEAD_STATES } from '../../../domain/leads.ts';
import { operation } from '../contract.ts';
import { Customer } from './customers.ts';
import { Deal } from './deals.ts';
import {
  amount,
  clickId,
  coupon,
  currency,
  deleted,
  email,
  externalKey,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  metadata,
  nothing,
  orElse,
  patch,
  place,
  queryFlag,
} from './fields.ts';
import { answers, fieldsData, HistoryEntry, prospectFields, reason } from './prospects.ts';

const tag = 'leads';
/** Found by the merchant's external_key as well as by its own key. */
const params = z.strictObject({ lead: externalKey });

const prospect = { email, first_name: line(100), last_name: line(100), company: line(200), phone: line(40) } as const;

/** A prospect that the merchant's team works. */
export const Lead = z.strictObject({
  ...prospectFields,
  status: z.enum(LEAD_STATES),
  email: z.nullable(email),
  first_name: z.nullable(line(500)),
  last_name: z.nullable(line(500)),
  company: z.nullable(line(500)),
  phone: z.nullable(line(40)),
  country: z.nullable(place),
  /** Why it was decided so. */
  reason: z.nullable(reason),
  deal_key: z.nullable(key),
  /** Whether it was qualified, or rejected; null while that is open, and when its partner withdrew it. */
  approved: z.nullable(z.boolean()),
});

export const createLead = operation({
  id: 'createLead',
  method: 'POST',
  path: '/v2/leads',
  tag,
  scope: 'leads:write',
  summary: 'Submit a lead',
  description:
    'It counts for the partnership of `partnership_key` (or `partner_key`), else for the one that its customer_key or e-mail address is tagged with, else for that of `coupon`, else for that of `click_id`, else for nobody yet. `answers` are held against the lead form of the group, whose key is `mold_key`; `field_data`, and `fields` with a `value`, mean the same. `meta` may tell `first_name`, `last_name`, `company` and `phone`; the rest of it is metadata. The same `external_key` with the same content gives the earlier lead again.',
  message: 'Lead submitted.',
  body: z.strictObject({
    external_key: maybe(externalKey),
    partnership_key: maybe(key),
    partner_key: maybe(externalKey),
    group_key: maybe(key),
    mold_key: maybe(key),
    click_id: maybe(clickId),
    coupon: maybe(coupon),
    source: orElse(z.enum(['partner', 'vendor']), 'partner'),
    ...{ email: maybe(email), first_name: maybe(line(100)), last_name: maybe(line(100)) },
    ...{ company: maybe(line(200)), phone: maybe(line(40)), country: maybe(place) },
    customer_key: maybe(externalKey),
    amount: maybe(amount),
    currency: maybe(currency),
    answers: maybe(answers),
    fields: maybe(fieldsData),
    field_data: maybe(answers),
    metadata: maybe(metadata),
    meta: maybe(metadata),
    status: maybe(z.literal('open')),
    approved: nothing,
  }),
  data: Lead,
});

export const listLeads = operation({
  id: 'listLeads',
  method: 'GET',
  path: '/v2/leads',
  tag,
  scope: 'leads:read',
  summary: 'List leads',
  message: 'Leads retrieved.',
  query: z.extend(listQuery, {
    status: z.optional(z.enum(LEAD_STATES)),
    partnership_key: z.optional(externalKey),
    partner_key: z.optional(externalKey),
    group_key: z.optional(key),
    /** The slug of a group, with or without hyphens. */
    group: z.optional(line(100)),
    email: z.optional(email),
    include_archived: z.optional(queryFlag),
  }),
  data: listOf(Lead),
});

export const getLead = operation({
  id: 'getLead',
  method: 'GET',
  path: '/v2/leads/{lead}',
  tag,
  scope: 'leads:read',
  summary: 'Get a lead by its key or its external_key',
  message: 'Lead retrieved.',
  params,
  data: Lead,
});

export const updateLead = operation({
  id: 'updateLead',
  method: 'PATCH',
  path: '/v2/leads/{lead}',
  tag,
  scope: 'leads:write',
  summary: 'Change, assign, qualify, close or reject a lead',
  description:
    '`status` qualifies a submitted lead, closes a qualified one (with its `amount`, if there is one), or rejects either with a `reason`. Closed and rejected are final. Qualifying and closing bind the customer that the lead names by customer_key or e-mail address, if it belongs to nobody. `partnership_key` assigns the lead; rewards that it made stay where they are.',
  message: 'Lead changed.',
  params,
  body: patch({
    ...{ email: z.nullable(prospect.email), first_name: z.nullable(prospect.first_name) },
    ...{ last_name: z.nullable(prospect.last_name), company: z.nullable(prospect.company) },
    ...{ phone: z.nullable(prospect.phone), country: z.nullable(place) },
    customer_key: z.nullable(externalKey),
    external_key: z.nullable(externalKey),
    amount: z.nullable(amount),
    currency: maybe(currency),
    metadata: maybe(metadata),
    partnership_key: maybe(externalKey),
    partner_key: maybe(externalKey),
    status: maybe(z.enum(LEAD_DECISIONS)),
    reason: maybe(reason),
  }),
  data: Lead,
});

export const archiveLead = operation({
  id: 'archiveLead',
  method: 'DELETE',
  path: '/v2/leads/{lead}',
  tag,
  scope: 'leads:write',
  summary: 'Archive a lead',
  description: 'Lists leave it out and nothing about it changes any more; the rewards that it made stay.',
  message: 'Lead archived.',
  params,
  data: deleted,
});

export const listLeadHistory = operation({
  id: 'listLeadHistory',
  method: 'GET',
  path: '/v2/leads/{lead}/history',
  tag,
  scope: 'leads:read',
  summary: 'List what happened to a lead: who, when, what and why',
  message: 'History retrieved.',
  params,
  query: listQuery,
  data: listOf(HistoryEntry),
});

/** What a lead was made into. */
export const Conversion = z.strictObject({ lead: Lead, customer: z.nullable(Customer), deal: z.nullable(Deal) });

export const convertLead = operation({
  id: 'convertLead',
  method: 'POST',
  path: '/v2/leads/{lead}/convert',
  tag,
  scope: 'leads:write',
  summary: 'Make a customer or a deal of a lead',
  description:
    'A customer gets the customer_key and e-mail address that are given, else those of the lead, and is bound to its partnership. A deal is registered for the partnership. Asked again, the same comes back.',
  message: 'Lead converted.',
  params,
  body: z.strictObject({
    to: z._default(z.enum(['customer', 'deal']), 'customer'),
    customer_key: maybe(externalKey),
    email: maybe(email),
  }),
  data: Conversion,
});
