import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  amount,
  currency,
  deleted,
  externalKey,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  metadata,
  objectFields,
  orElse,
  queryFlag,
} from './fields.ts';

const tag = 'actions';
const params = z.strictObject({ action: externalKey });
const targetType = z.enum(['customer', 'partnership']);

/** Anything else that a customer or partner did, reported by the merchant. */
export const Action = z.strictObject({
  ...objectFields,
  external_key: externalKey,
  type: line(100),
  target_type: targetType,
  target_key: externalKey,
  /** PartnerStack’s list shows these: who did it, with further ids of the customer, of which there are none. */
  customer: z.nullable(z.strictObject({ key: externalKey, sub_ids: z.array(z.string()) })),
  company: z.null(),
  partnership_key: z.nullable(key),
  value: z.int(),
  amount: z.nullable(amount),
  currency: z.nullable(currency),
  metadata,
  archived: z.boolean(),
});

export const createAction = operation({
  id: 'createAction',
  addsFacts: true,
  method: 'POST',
  path: '/v2/actions',
  tag,
  scope: 'sales:write',
  summary: 'Report an action',
  description:
    '`target_key` is the customer_key of a customer or the key or partner_key of a partnership; `value` is how often it was done. With `amount` and `currency` percentages can be paid on it.',
  message: 'Action recorded.',
  body: z.strictObject({
    external_key: maybe(externalKey),
    type: line(100),
    target_type: orElse(targetType, 'customer'),
    target_key: externalKey,
    value: orElse(z.int().check(z.minimum(1), z.maximum(1_000_000)), 1),
    amount: maybe(amount),
    currency: maybe(currency),
    metadata: maybe(metadata),
  }),
  data: Action,
});

export const listActions = operation({
  id: 'listActions',
  method: 'GET',
  path: '/v2/actions',
  tag,
  scope: 'sales:read',
  summary: 'List actions',
  message: 'Actions retrieved.',
  query: z.extend(listQuery, {
    partnership_key: z.optional(externalKey),
    action_type: z.optional(line(100)),
    include_archived: z.optional(queryFlag),
  }),
  data: listOf(Action),
});

export const getAction = operation({
  id: 'getAction',
  method: 'GET',
  path: '/v2/actions/{action}',
  tag,
  scope: 'sales:read',
  summary: 'Get an action by its external_key or its key',
  message: 'Action retrieved.',
  params,
  data: Action,
});

export const archiveAction = operation({
  id: 'archiveAction',
  method: 'DELETE',
  path: '/v2/actions/{action}',
  tag,
  scope: 'rewards:write',
  summary: 'Archive an action, and decline its rewards',
  description:
    'Lists leave it out. Its rewards are declined where that can still be done; what is on a final invoice, or was credited to another partnership, stays. While its rewards are being worked out the answer is `busy`: try again.',
  message: 'Action archived.',
  params,
  data: deleted,
});
