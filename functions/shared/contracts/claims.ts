import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  coupon,
  deleted,
  email,
  externalKey,
  instant,
  key,
  listOf,
  listQuery,
  objectFields,
  patch,
  referralToken,
} from './fields.ts';

/** A code that ties the customers who use it to a partnership. */
export const Coupon = z.strictObject({
  ...objectFields,
  code: coupon,
  partnership_key: key,
  /** Whether it binds customers; a code that does not stays the partnership's. */
  active: z.boolean(),
});

const couponParams = z.strictObject({ coupon });

export const createCoupon = operation({
  id: 'createCoupon',
  method: 'POST',
  path: '/v2/coupons',
  tag: 'coupons',
  scope: 'sales:write',
  summary: 'Give a partnership a coupon code',
  description: 'A code is unique in the program, however it is capitalised.',
  message: 'Coupon created.',
  body: z.strictObject({ code: coupon, partnership_key: externalKey }),
  data: Coupon,
});

export const listCoupons = operation({
  id: 'listCoupons',
  method: 'GET',
  path: '/v2/coupons',
  tag: 'coupons',
  scope: 'sales:read',
  summary: 'List coupons',
  message: 'Coupons retrieved.',
  query: z.extend(listQuery, { partnership_key: z.optional(externalKey) }),
  data: listOf(Coupon),
});

export const updateCoupon = operation({
  id: 'updateCoupon',
  method: 'PATCH',
  path: '/v2/coupons/{coupon}',
  tag: 'coupons',
  scope: 'sales:write',
  summary: 'Deactivate or reactivate a coupon code',
  description: 'While it is not active it binds nobody; nobody else gets it, and customers that it bound stay bound.',
  message: 'Coupon changed.',
  params: couponParams,
  body: patch({ active: z.boolean() }),
  data: Coupon,
});

export const deleteCoupon = operation({
  id: 'deleteCoupon',
  method: 'DELETE',
  path: '/v2/coupons/{coupon}',
  tag: 'coupons',
  scope: 'sales:write',
  summary: 'Take a coupon code back',
  description: 'Customers that it bound stay bound.',
  message: 'Coupon deleted.',
  params: couponParams,
  data: deleted,
});

/** An e-mail address or a customer's key that the merchant ties to a partnership before the customer is known. */
export const CustomerTag = z.strictObject({
  key,
  created_at: instant,
  updated_at: instant,
  partnership_key: key,
  email: z.nullable(email),
  customer_key: z.nullable(externalKey),
});

export const createCustomerTag = operation({
  id: 'createCustomerTag',
  method: 'POST',
  path: '/v2/customer-tags',
  tag: 'customer-tags',
  scope: 'sales:write',
  summary: 'Tag an e-mail address or a customer_key to a partnership',
  description: 'Names either `email` or `customer_key`. It decides when the customer is created.',
  message: 'Customer tag created.',
  body: z.strictObject({
    partnership_key: externalKey,
    email: z.optional(email),
    customer_key: z.optional(externalKey),
  }),
  data: CustomerTag,
});

export const listCustomerTags = operation({
  id: 'listCustomerTags',
  method: 'GET',
  path: '/v2/customer-tags',
  tag: 'customer-tags',
  scope: 'sales:read',
  summary: 'List customer tags',
  message: 'Customer tags retrieved.',
  query: z.extend(listQuery, { partnership_key: z.optional(externalKey) }),
  data: listOf(CustomerTag),
});

/** What an old address of another system names a partnership by. */
export const OldAddress = z.strictObject({
  ...objectFields,
  /** The last part of the address, or what `?via=` and the like name. */
  token: referralToken,
  partnership_key: key,
  /** The link that took the place of the address; null where only visits that name the token count. */
  link_key: z.nullable(key),
});

export const listOldAddresses = operation({
  id: 'listOldAddresses',
  method: 'GET',
  path: '/v2/old-addresses',
  tag: 'links',
  scope: 'sales:read',
  summary: 'List the addresses of another system that go on counting',
  message: 'Old addresses retrieved.',
  query: z.extend(listQuery, { partnership_key: z.optional(externalKey) }),
  data: listOf(OldAddress),
});
