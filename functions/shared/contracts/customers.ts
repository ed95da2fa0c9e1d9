import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  clickId,
  coupon,
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
  objectFields,
  patch,
  place,
  queryFlag,
  referralToken,
} from './fields.ts';

const tag = 'customers';
/** A customer is known by the merchant's `customer_key`; its own key is found as well. */
const params = z.strictObject({ customer: externalKey });

/** The stored decision which partnership a customer is bound to, with its reason. */
const Attribution = z.strictObject({
  partnership_key: key,
  reason: z.enum(['click', 'coupon', 'lead', 'deal', 'email', 'manual', 'api', 'referral']),
  link_key: z.nullable(key),
  at: instant,
});

/** An end customer of the merchant. */
export const Customer = z.strictObject({
  ...objectFields,
  customer_key: externalKey,
  email: z.nullable(email),
  name: z.nullable(line(100, 0)),
  country: z.nullable(place),
  provider_key: z.nullable(externalKey),
  metadata,
  attribution: z.nullable(Attribution),
  /** Whether it belongs to a program for tests. */
  test: z.boolean(),
  archived: z.boolean(),
  /** The partnership that it is bound to, and the merchant’s own key for that; null where it belongs to nobody. */
  partnership_key: z.nullable(key),
  partner_key: z.nullable(externalKey),
  /** What bound it, and the link, where it was a click: as in `attribution`. */
  source_type: z.nullable(z.string()),
  source_key: z.nullable(key),
});

const person = {
  email: z.nullable(email),
  name: z.nullable(line(100, 0)),
  country: z.nullable(place),
  provider_key: z.nullable(externalKey),
  metadata,
} as const;

export const createCustomer = operation({
  id: 'createCustomer',
  addsFacts: true,
  method: 'POST',
  path: '/v2/customers',
  tag,
  scope: 'sales:write',
  summary: 'Create a customer, which is a sign-up',
  description:
    'It is bound to the partnership of `partnership_key` (or `partner_key`), else to the one that its customer_key or e-mail address is tagged with, else to that of `coupon`, else to that of `click_id` or `referral` (what an imported address of another system says, such as `via`), else to nobody. Without a `customer_key` its e-mail address is the key. The same `customer_key` with the same content gives the earlier answer again.',
  message: 'Customer created.',
  body: z
    .strictObject({
      customer_key: maybe(externalKey),
      email: maybe(email),
      name: maybe(line(100, 0)),
      country: maybe(place),
      provider_key: maybe(externalKey),
      metadata: maybe(metadata),
      meta: maybe(metadata),
      click_id: maybe(clickId),
      coupon: maybe(coupon),
      referral: maybe(referralToken),
      partnership_key: maybe(key),
      partner_key: maybe(externalKey),
      member_key: nothing,
    })
    .check(
      z.refine((body) => (body.customer_key ?? body.email) !== undefined, {
        path: ['customer_key'],
        message: 'Must be given, or an e-mail address.',
      }),
    ),
  data: Customer,
});

export const listCustomers = operation({
  id: 'listCustomers',
  method: 'GET',
  path: '/v2/customers',
  tag,
  scope: 'sales:read',
  summary: 'List customers',
  message: 'Customers retrieved.',
  query: z.extend(listQuery, {
    partnership_key: z.optional(externalKey),
    partner_key: z.optional(externalKey),
    email: z.optional(email),
    include_archived: z.optional(queryFlag),
  }),
  data: listOf(Customer),
});

export const getCustomer = operation({
  id: 'getCustomer',
  method: 'GET',
  path: '/v2/customers/{customer}',
  tag,
  scope: 'sales:read',
  summary: 'Get a customer by its customer_key or its key',
  message: 'Customer retrieved.',
  params,
  data: Customer,
});

export const updateCustomer = operation({
  id: 'updateCustomer',
  method: 'PATCH',
  path: '/v2/customers/{customer}',
  tag,
  scope: 'sales:write',
  summary: 'Change a customer',
  description:
    'Fields that are left out stay as they are. `partnership_key` binds the customer to another partnership (null: to nobody) for what comes from now on.',
  message: 'Customer changed.',
  params,
  body: patch({ ...person, partnership_key: z.nullable(externalKey), archived: z.boolean() }),
  data: Customer,
});

export const archiveCustomer = operation({
  id: 'archiveCustomer',
  method: 'DELETE',
  path: '/v2/customers/{customer}',
  tag,
  scope: 'sales:write',
  summary: 'Archive a customer',
  description:
    'Lists leave it out, and it is bound to nobody any more: what is reported of it from now on counts for no partnership. What it did, and the rewards for that, stay. A change of `archived` brings it back.',
  message: 'Customer archived.',
  params,
  data: deleted,
});
