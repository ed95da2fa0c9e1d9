import * as z from 'zod/mini';
import { DEAL_STATES, DealSettings } from '../../../domain/deals.ts';
import { operation } from '../contract.ts';
import { Customer } from './customers.ts';
import {
  amount,
  clickId,
  coupon,
  currency,
  day,
  deleted,
  email,
  externalKey,
  instant,
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

const tag = 'deals';
/** Found by the merchant's external_key as well as by its own key. */
const params = z.strictObject({ deal: externalKey });

/** A move to a final stage that waits for the merchant. */
export const ToConfirm = z.strictObject({
  stage: line(60),
  stage_key: line(40),
  amount: z.nullable(amount),
  lost_reason: z.nullable(reason),
  at: instant,
});

/** An opportunity that the partner works through stages. */
export const Deal = z.strictObject({
  ...prospectFields,
  status: z.enum(DEAL_STATES),
  name: z.nullable(line(500)),
  account_name: z.nullable(line(500)),
  account_key: z.nullable(externalKey),
  contact_email: z.nullable(email),
  contact_first_name: z.nullable(line(500)),
  contact_last_name: z.nullable(line(500)),
  country: z.nullable(place),
  close_date: z.nullable(day),
  /** The name of the stage, as the group has it, and its key. */
  stage: z.nullable(line(60)),
  stage_key: z.nullable(line(40)),
  to_confirm: z.nullable(ToConfirm),
  /** Why it was rejected, and why it was lost. */
  reason: z.nullable(reason),
  lost_reason: z.nullable(reason),
  /** The deal that was registered before and is the same. It is held until the merchant accepts or rejects it. */
  duplicate_of: z.nullable(key),
  held: z.boolean(),
  lead_key: z.nullable(key),
  team_member: z.null(),
});

const source = z.enum(['partner', 'vendor']);
const told = {
  name: maybe(line(100)),
  account_name: maybe(line(100)),
  account_key: maybe(externalKey),
  contact_email: maybe(email),
  contact_first_name: maybe(line(50)),
  contact_last_name: maybe(line(50)),
  country: maybe(place),
  customer_key: maybe(externalKey),
  amount: maybe(amount),
  close_date: maybe(day),
} as const;

export const createDeal = operation({
  id: 'createDeal',
  method: 'POST',
  path: '/v2/deals',
  tag,
  scope: 'deals:write',
  summary: 'Register a deal',
  description:
    'It counts for the partnership that is named, else for the one that its customer is tagged with, else for that of `coupon` or `click_id`. With a `stage` it is accepted at once and begins there. A deal with the contact (address, or domain of a company) or the account (name, or `account_key`) of another one is marked as its duplicate and held for the merchant’s decision. `mold_key` is the key of the deal form of the group; `fields` with a `value` are answers to it, as `answers` is. The same `external_key` with the same content gives the earlier deal again.',
  message: 'Deal registered.',
  body: z.strictObject({
    external_key: maybe(externalKey),
    partnership_key: maybe(key),
    partner_key: maybe(externalKey),
    group_key: maybe(key),
    mold_key: maybe(key),
    click_id: maybe(clickId),
    coupon: maybe(coupon),
    source: orElse(source, 'partner'),
    ...told,
    currency: maybe(currency),
    stage: maybe(line(60)),
    lost_reason: maybe(reason),
    answers: maybe(answers),
    fields: maybe(fieldsData),
    metadata: maybe(metadata),
  }),
  data: Deal,
});

export const listDeals = operation({
  id: 'listDeals',
  method: 'GET',
  path: '/v2/deals',
  tag,
  scope: 'deals:read',
  summary: 'List deals',
  message: 'Deals retrieved.',
  query: z.extend(listQuery, {
    status: z.optional(z.enum(DEAL_STATES)),
    stage: z.optional(line(60)),
    partnership_key: z.optional(externalKey),
    partner_key: z.optional(externalKey),
    customer_key: z.optional(externalKey),
    group_key: z.optional(key),
    /** The slug of a group, with or without hyphens. */
    group: z.optional(line(100)),
    held: z.optional(queryFlag),
    to_confirm: z.optional(queryFlag),
    include_archived: z.optional(queryFlag),
  }),
  data: listOf(Deal),
});

export const getDeal = operation({
  id: 'getDeal',
  method: 'GET',
  path: '/v2/deals/{deal}',
  tag,
  scope: 'deals:read',
  summary: 'Get a deal by its key or its external_key',
  message: 'Deal retrieved.',
  params,
  data: Deal,
});

export const updateDeal = operation({
  id: 'updateDeal',
  method: 'PATCH',
  path: '/v2/deals/{deal}',
  tag,
  scope: 'deals:write',
  summary: 'Change, assign, accept, reject, move or confirm a deal',
  description:
    '`status` accepts or rejects a registered deal (rejecting needs a `reason`), or wins or loses an accepted one; `stage` moves it, by the name or key of a stage of its group, and accepts it where that was not done. The `amount` that comes with a final stage is the closing amount. `confirm` answers a partner’s move that waits: true takes it, false sends it back. `partnership_key` assigns the deal; rewards that it made stay where they are. `group_key`, `mold_key`, `source` and `fields` can be sent back as they were read; another value is a conflict.',
  message: 'Deal changed.',
  params,
  body: patch({
    ...{ name: z.nullable(line(100)), account_name: z.nullable(line(100)), account_key: z.nullable(externalKey) },
    ...{ contact_email: z.nullable(email), contact_first_name: z.nullable(line(50)) },
    ...{ contact_last_name: z.nullable(line(50)), country: z.nullable(place), close_date: z.nullable(day) },
    customer_key: z.nullable(externalKey),
    external_key: z.nullable(externalKey),
    amount: maybe(amount),
    currency: maybe(currency),
    metadata: maybe(metadata),
    partnership_key: maybe(externalKey),
    partner_key: maybe(externalKey),
    status: maybe(z.enum(['accepted', 'rejected', 'won', 'lost'])),
    stage: maybe(line(60)),
    reason: maybe(reason),
    lost_reason: maybe(reason),
    confirm: maybe(z.boolean()),
    ...{ group_key: maybe(key), mold_key: maybe(key), source: maybe(source), fields: maybe(fieldsData) },
    ...{ team: nothing, team_member: nothing },
  }),
  data: Deal,
});

export const archiveDeal = operation({
  id: 'archiveDeal',
  method: 'DELETE',
  path: '/v2/deals/{deal}',
  tag,
  scope: 'deals:write',
  summary: 'Archive a deal',
  description:
    'Lists leave it out and nothing about it changes any more; the same can be registered again. The rewards that it made stay.',
  message: 'Deal archived.',
  params,
  data: deleted,
});

export const listDealHistory = operation({
  id: 'listDealHistory',
  method: 'GET',
  path: '/v2/deals/{deal}/history',
  tag,
  scope: 'deals:read',
  summary: 'List what happened to a deal: who, when, what and why',
  message: 'History retrieved.',
  params,
  query: listQuery,
  data: listOf(HistoryEntry),
});

export const convertDeal = operation({
  id: 'convertDeal',
  method: 'POST',
  path: '/v2/deals/{deal}/convert',
  tag,
  scope: 'deals:write',
  summary: 'Make a customer of a deal',
  description:
    'The customer gets the customer_key and e-mail address that are given, else those of the deal, and is bound to its partnership. Asked again, the same customer comes back.',
  message: 'Deal converted.',
  params,
  body: z.strictObject({ customer_key: maybe(externalKey), email: maybe(email) }),
  data: Customer,
});

const group = z.strictObject({ group: key });
/** How the deals of a group go. */
export const GroupDealSettings = z.strictObject({ group_key: key, ...DealSettings.shape });

export const getDealSettings = operation({
  id: 'getDealSettings',
  method: 'GET',
  path: '/v2/groups/{group}/deal-settings',
  tag,
  scope: 'deals:read',
  summary: 'Get the stages of a group’s deals, and who moves them',
  message: 'Deal settings retrieved.',
  params: group,
  data: GroupDealSettings,
});

export const putDealSettings = operation({
  id: 'putDealSettings',
  method: 'PUT',
  path: '/v2/groups/{group}/deal-settings',
  tag,
  scope: 'programs:write',
  summary: 'Set the stages of a group’s deals, and who moves them',
  description:
    'Stages are in the order of the list; the first is open, at least one ends a deal as won and one as lost. `moved_by` says who may move a deal. With `confirmation` a partner’s move to a final stage waits for the merchant; with `closing_amount` a deal is won with its closing amount only. Deals in a stage that is taken away stay there until they are moved.',
  message: 'Deal settings changed.',
  params: group,
  body: DealSettings,
  data: GroupDealSettings,
});

export const resetDealSettings = operation({
  id: 'resetDealSettings',
  method: 'DELETE',
  path: '/v2/groups/{group}/deal-settings',
  tag,
  scope: 'programs:write',
  summary: 'Start again with the stages that every group begins with',
  message: 'Deal settings are as at the beginning.',
  params: group,
  data: GroupDealSettings,
});
