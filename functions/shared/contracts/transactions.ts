import * as z from 'zod/mini';
import { MAX_LINES, MAX_TOTAL } from '../../../domain/transactions.ts';
import { operation } from '../contract.ts';
import {
  coupon,
  currency,
  deleted,
  email,
  externalKey,
  instant,
  key,
  listOf,
  listQuery,
  maybe,
  metadata,
  objectFields,
  place,
  signedAmount,
  unitAmount,
} from './fields.ts';

const tag = 'transactions';
/** A transaction's key, or the merchant's own key for it. */
const params = z.strictObject({ transaction: externalKey });
const total = z.int().check(z.minimum(0), z.maximum(MAX_TOTAL));
const quantity = z.int().check(z.minimum(1), z.maximum(1_000_000));

const product = {
  product_key: maybe(externalKey),
  category_key: maybe(externalKey),
} as const;

const LineInput = z.strictObject({
  ...product,
  quantity,
  unit_amount: unitAmount,
  commissionable: z._default(z.boolean(), true),
});

const Line = z.strictObject({
  product_key: z.nullable(externalKey),
  category_key: z.nullable(externalKey),
  quantity: z.int(),
  unit_amount: z.nullable(z.string()),
  amount: signedAmount,
  commissionable: z.boolean(),
});

/** A purchase by a customer. Amounts in minor units. */
export const Transaction = z.strictObject({
  ...objectFields,
  external_key: externalKey,
  customer_key: z.nullable(externalKey),
  /** The partnership for which it counts; null when it counts for nobody. */
  partnership_key: z.nullable(key),
  amount: signedAmount,
  currency,
  country: z.nullable(place),
  lines: z.array(Line),
  metadata,
  refunded_amount: signedAmount,
  /** Which fact of its partnership it is; null when it counts for nobody. Facts of one instant are in this order. */
  sequence: z.nullable(z.int()),
  /** When it happened, for a historical import; such a transaction makes no rewards. */
  happened_at: z.nullable(instant),
  /** Whether it belongs to a program for tests. */
  test: z.boolean(),
  /** What is accepted needs no approval. */
  approved: z.literal(true),
  /** Whether all of it was taken back. */
  archived: z.boolean(),
  customer: z.nullable(z.strictObject({ external_key: externalKey })),
  /** Those of its line, where it has one. */
  product_key: z.nullable(externalKey),
  category_key: z.nullable(externalKey),
});

/** In which ways a request names the customer. */
const customerNames = (body: {
  readonly customer_key?: unknown;
  readonly customer_external_key?: unknown;
  readonly customer_email?: unknown;
}) =>
  [body.customer_key, body.customer_external_key, body.customer_email].filter(
    (name) => name !== undefined && name !== null,
  );

export const createTransaction = operation({
  id: 'createTransaction',
  addsFacts: true,
  method: 'POST',
  path: '/v2/transactions',
  tag,
  scope: 'sales:write',
  summary: 'Report a transaction',
  description:
    'Has an `amount` or `lines`, whose amounts sum to the total. The same `external_key` with the same content gives the earlier answer again; with other content it is a conflict. `key` is another word for `external_key`. The customer is named by `customer_key` (its own key does as well), `customer_external_key`, or `customer_email` where one customer has that address. `test` must be as the program is. `coupon` binds a customer that belongs to nobody yet. `created_at`, which cannot lie in the future, makes it a historical import, which counts in reports and measures and makes no rewards.',
  message: 'Transaction accepted.',
  body: z
    .strictObject({
      external_key: maybe(externalKey),
      key: maybe(externalKey),
      customer_key: maybe(externalKey),
      customer_external_key: maybe(externalKey),
      customer_email: maybe(email),
      amount: maybe(total),
      ...product,
      lines: maybe(z.array(LineInput).check(z.minLength(1), z.maxLength(MAX_LINES))),
      currency,
      country: maybe(place),
      metadata: maybe(metadata),
      created_at: maybe(instant),
      coupon: maybe(coupon),
      test: maybe(z.boolean()),
    })
    .check(
      z.refine((body) => body.key === undefined || body.external_key === undefined, {
        path: ['key'],
        message: 'Is the same as external_key: only one of them is given.',
      }),
      z.refine((body) => customerNames(body).length <= 1, {
        path: ['customer_key'],
        message: 'The customer is named in one way only.',
      }),
    ),
  data: Transaction,
});

export const listTransactions = operation({
  id: 'listTransactions',
  method: 'GET',
  path: '/v2/transactions',
  tag,
  scope: 'sales:read',
  summary: 'List transactions',
  message: 'Transactions retrieved.',
  query: z.extend(listQuery, {
    customer_key: z.optional(externalKey),
    partnership_key: z.optional(externalKey),
    external_key: z.optional(externalKey),
  }),
  data: listOf(Transaction),
});

export const getTransaction = operation({
  id: 'getTransaction',
  method: 'GET',
  path: '/v2/transactions/{transaction}',
  tag,
  scope: 'sales:read',
  summary: 'Get a transaction by its external_key or its key',
  message: 'Transaction retrieved.',
  params,
  data: Transaction,
});

export const deleteTransaction = operation({
  id: 'deleteTransaction',
  addsFacts: true,
  method: 'DELETE',
  path: '/v2/transactions/{transaction}',
  tag,
  scope: 'sales:write',
  summary: 'Take back a transaction: refund all that is left of it',
  description:
    'The transaction stays as a fact and is archived; what it earned is taken back like by any refund. Deleted again, nothing more happens.',
  message: 'Transaction archived.',
  params,
  data: deleted,
});

/** A full or partial reversal of a transaction. Amounts in minor units, above 0. */
export const Refund = z.strictObject({
  ...objectFields,
  external_key: externalKey,
  transaction_key: key,
  transaction_external_key: externalKey,
  amount: signedAmount,
  currency,
  /** Which fact of its partnership it is; null when it takes back from nobody. */
  sequence: z.nullable(z.int()),
  /** What it takes back of which line; empty when it takes an amount that is only a part of the whole. */
  lines: z.array(z.strictObject({ line: z.int(), quantity: z.int(), amount: signedAmount })),
});

export const createRefund = operation({
  id: 'createRefund',
  addsFacts: true,
  method: 'POST',
  path: '/v2/transactions/{transaction}/refunds',
  tag: 'refunds',
  scope: 'sales:write',
  summary: 'Refund a transaction, in whole or in part',
  description:
    'Names an `amount` of the whole, or `lines` by their index and quantities; with neither it refunds all that is left. A refund of the whole transaction is one of all its lines. The same `external_key` with the same content gives the earlier answer again.',
  message: 'Refund accepted.',
  params,
  body: z.strictObject({
    external_key: z.optional(externalKey),
    amount: z.optional(z.int().check(z.minimum(1), z.maximum(MAX_TOTAL))),
    lines: z.optional(
      z
        .array(z.strictObject({ line: z.int().check(z.minimum(0), z.maximum(MAX_LINES - 1)), quantity }))
        .check(z.minLength(1), z.maxLength(MAX_LINES)),
    ),
  }),
  data: Refund,
});

export const listRefunds = operation({
  id: 'listRefunds',
  method: 'GET',
  path: '/v2/transactions/{transaction}/refunds',
  tag: 'refunds',
  scope: 'sales:read',
  summary: 'List the refunds of a transaction',
  message: 'Refunds retrieved.',
  params,
  query: listQuery,
  data: listOf(Refund),
});
