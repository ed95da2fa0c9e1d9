import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { amount, currency, externalKey, key, line, listOf, listQuery, metadata, objectFields } from './fields.ts';

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
    external_key: z.optional(externalKey),
    type: line(100),
    target_type: z._default(targetType, 'customer'),
    target_key: externalKey,
    value: z._default(z.int().check(z.minimum(1), z.maximum(1_000_000)), 1),
    amount: z.optional(amount),
    currency: z.optional(currency),
    metadata: z.optional(metadata),
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
  query: z.extend(listQuery, { partnership_key: z.optional(externalKey), action_type: z.optional(line(100)) }),
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
