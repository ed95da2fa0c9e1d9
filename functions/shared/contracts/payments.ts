import * as z from 'zod/mini';
import { openOperation, operation } from '../contract.ts';
import { deleted, email, externalKey, key, line, listOf, listQuery, objectFields, webAddress } from './fields.ts';
import { Invoice } from './invoices.ts';
import { Payout } from './payouts.ts';

const partnership = z.strictObject({ partnership: externalKey });

/** How the merchant pays: a method that was set up at the provider. */
export const PaymentMethod = z.strictObject({
  ...objectFields,
  provider: z.literal('stripe'),
  provider_customer: line(255),
  provider_method: line(255),
  /** What a person recognises it by, such as `visa 4242`; null when it came with its bare names. */
  label: z.nullable(line(255)),
  /** Whether invoices are charged to it. */
  default: z.boolean(),
});

/** A set-up at the provider's own page, where card or bank details are given; they never pass through here. */
export const SetUp = z.strictObject({
  key: line(255),
  status: z.enum(['open', 'ready', 'expired']),
  url: z.nullable(webAddress),
  payment_method: z.nullable(PaymentMethod),
});

export const startSetUp = operation({
  id: 'startSetUp',
  method: 'POST',
  path: '/v2/payment-methods/set-ups',
  tag: 'payment-methods',
  scope: 'payments:write',
  summary: 'Start to set up a payment method at the provider',
  description: '`{CHECKOUT_SESSION_ID}` in `success_url` becomes the key of the set-up.',
  message: 'Set-up started.',
  status: 201,
  body: z.strictObject({ success_url: webAddress, cancel_url: webAddress, email: z.optional(email) }),
  data: SetUp,
});

export const completeSetUp = operation({
  id: 'completeSetUp',
  method: 'POST',
  path: '/v2/payment-methods/set-ups/{set_up}',
  tag: 'payment-methods',
  scope: 'payments:write',
  summary: 'Store the payment method of a set-up, once it is ready',
  message: 'Set-up read.',
  params: z.strictObject({ set_up: line(255) }),
  data: SetUp,
});

export const createPaymentMethod = operation({
  id: 'createPaymentMethod',
  method: 'POST',
  path: '/v2/payment-methods',
  tag: 'payment-methods',
  scope: 'payments:write',
  summary: 'Store a payment method that was set up at the provider',
  description:
    "It becomes the one that invoices are charged to. It must be the program's own: nobody can name another customer.",
  message: 'Payment method stored.',
  body: z.strictObject({ provider: z.literal('stripe'), provider_method: line(255) }),
  data: PaymentMethod,
});

export const listPaymentMethods = operation({
  id: 'listPaymentMethods',
  method: 'GET',
  path: '/v2/payment-methods',
  tag: 'payment-methods',
  scope: 'payments:read',
  summary: 'List payment methods',
  message: 'Payment methods retrieved.',
  query: listQuery,
  data: listOf(PaymentMethod),
});

export const deletePaymentMethod = operation({
  id: 'deletePaymentMethod',
  method: 'DELETE',
  path: '/v2/payment-methods/{method}',
  tag: 'payment-methods',
  scope: 'payments:write',
  summary: 'Forget a payment method',
  message: 'Payment method deleted.',
  params: z.strictObject({ method: key }),
  data: deleted,
});

export const payInvoice = operation({
  id: 'payInvoice',
  method: 'POST',
  path: '/v2/invoices/{invoice}/pay',
  tag: 'invoices',
  scope: 'payments:write',
  summary: 'Charge an invoice now',
  description: 'An invoice is charged once, however often this is called.',
  message: 'Invoice charged.',
  params: z.strictObject({ invoice: key }),
  data: Invoice,
});

/** Where the payouts of a partnership go. */
export const PayoutMethod = z.strictObject({
  partnership_key: key,
  provider: z.enum(['stripe', 'paypal']),
  destination: line(255),
  verified: z.boolean(),
  payouts_held: z.boolean(),
});

export const setPayoutMethod = operation({
  id: 'setPayoutMethod',
  method: 'PUT',
  path: '/v2/partnerships/{partnership}/payout-method',
  tag: 'payouts',
  scope: 'payments:write',
  summary: 'Set where the payouts of a partnership go',
  description: 'A Stripe connected account, or the e-mail address of a PayPal account.',
  message: 'Payout method stored.',
  params: partnership,
  body: z.discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('stripe'), destination: line(255), payouts_held: z.optional(z.boolean()) }),
    z.strictObject({ provider: z.literal('paypal'), destination: email, payouts_held: z.optional(z.boolean()) }),
  ]),
  data: PayoutMethod,
});

export const getPayoutMethod = operation({
  id: 'getPayoutMethod',
  method: 'GET',
  path: '/v2/partnerships/{partnership}/payout-method',
  tag: 'payouts',
  scope: 'payments:read',
  summary: 'Get where the payouts of a partnership go',
  message: 'Payout method retrieved.',
  params: partnership,
  data: PayoutMethod,
});

export const cashOut = operation({
  id: 'cashOut',
  method: 'POST',
  path: '/v2/partnerships/{partnership}/cash-out',
  tag: 'payouts',
  scope: 'payments:write',
  summary: 'Pay out the available balance of a partnership now',
  message: 'Payout created.',
  params: partnership,
  data: Payout,
});

export const stripeWebhook = openOperation({
  id: 'stripeWebhook',
  method: 'POST',
  path: '/v2/webhooks/stripe',
  tag: 'webhooks',
  summary: 'Receives events from Stripe, by their signature',
  answers: 'application/json',
});

export const paypalWebhook = openOperation({
  id: 'paypalWebhook',
  method: 'POST',
  path: '/v2/webhooks/paypal',
  tag: 'webhooks',
  summary: 'Receives events from PayPal, by their signature',
  answers: 'application/json',
});
