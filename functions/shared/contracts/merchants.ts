import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  country,
  currency,
  email,
  instant,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  patch,
  timeZone,
} from './fields.ts';

const tag = 'merchants';

/** Who is billed: what stands at the head of an invoice. */
export const BillingDetails = z.strictObject({
  name: line(200),
  address_line_1: line(200),
  address_line_2: z.nullable(line(200)),
  postal_code: z.nullable(line(20)),
  city: line(100),
  state: z.nullable(line(100)),
  country,
  /** In capitals, without spaces. */
  vat_number: z.nullable(line(20)),
  /** The merchant's own reference, such as an order number. */
  reference: z.nullable(line(100)),
});

export const getBillingDetails = operation({
  id: 'getBillingDetails',
  method: 'GET',
  path: '/v2/billing-details',
  tag,
  scope: 'merchant:read',
  summary: 'Get who is billed',
  message: 'Billing details retrieved.',
  data: z.strictObject({ billing_details: z.nullable(BillingDetails), updated_at: instant }),
});

export const putBillingDetails = operation({
  id: 'putBillingDetails',
  method: 'PUT',
  path: '/v2/billing-details',
  tag,
  scope: 'merchant:write',
  summary: 'Set who is billed',
  description:
    'They belong to the merchant and stand on the invoices of all its programs. An invoice keeps the details that were valid when it became final. The form of a VAT number is checked for its country.',
  message: 'Billing details set.',
  body: z.strictObject({
    name: line(200),
    address_line_1: line(200),
    address_line_2: maybe(line(200)),
    postal_code: maybe(line(20)),
    city: line(100),
    state: maybe(line(100)),
    country,
    vat_number: maybe(line(40)),
    reference: maybe(line(100)),
  }),
  data: z.strictObject({ billing_details: BillingDetails, updated_at: instant }),
});

/** A program of the merchant, as it is listed for choosing one. */
export const MerchantProgram = z.strictObject({
  ...objectFields,
  name: line(100),
  mode: z.enum(['test', 'live']),
  currency,
  time_zone: timeZone,
});

export const listMerchantPrograms = operation({
  id: 'listMerchantPrograms',
  method: 'GET',
  path: '/v2/merchant/programs',
  tag,
  scope: 'programs:read',
  summary: 'List the programs of the merchant',
  message: 'Programs retrieved.',
  query: listQuery,
  data: listOf(MerchantProgram),
});

export const createMerchantProgram = operation({
  id: 'createMerchantProgram',
  method: 'POST',
  path: '/v2/merchant/programs',
  tag,
  scope: 'keys:write',
  summary: 'Create another program of the merchant',
  description:
    'The answer shows the first pair of keys of the program, this once. The team of the merchant works in it at once. Only who may do everything can create one.',
  message: 'Program created.',
  body: z.strictObject({
    name: line(100),
    currency,
    time_zone: z._default(timeZone, 'UTC'),
    mode: z._default(z.enum(['test', 'live']), 'test'),
  }),
  data: z.strictObject({
    ...objectFields,
    name: line(100),
    mode: z.enum(['test', 'live']),
    currency,
    time_zone: timeZone,
    public_key: line(200),
    secret_key: line(200),
  }),
});

/** The business that runs the programs. */
export const Merchant = z.strictObject({ ...objectFields, name: line(100), email: z.nullable(email) });

export const getMerchant = operation({
  id: 'getMerchant',
  method: 'GET',
  path: '/v2/merchant',
  tag,
  scope: 'programs:read',
  summary: 'Get the merchant',
  message: 'Merchant retrieved.',
  data: Merchant,
});

export const updateMerchant = operation({
  id: 'updateMerchant',
  method: 'PATCH',
  path: '/v2/merchant',
  tag,
  scope: 'merchant:write',
  summary: 'Change the name or the address of the merchant',
  message: 'Merchant changed.',
  body: patch({ name: line(100), email: z.nullable(email) }),
  data: Merchant,
});
