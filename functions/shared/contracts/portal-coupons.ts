import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import { coupon, listOf, listQuery, objectFields } from './fields.ts';

export const listPortalCoupons = operation({
  id: 'listPortalCoupons',
  method: 'GET',
  path: '/v2/portal/coupons',
  tag: 'coupons',
  scope: 'portal:read',
  summary: 'List the partner’s coupon codes',
  message: 'Coupons retrieved.',
  query: listQuery,
  data: listOf(z.strictObject({ ...objectFields, code: coupon, active: z.boolean() })),
});
