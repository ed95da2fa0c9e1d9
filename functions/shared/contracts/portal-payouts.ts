import * as z from 'zod/mini';
import { PAYOUT_STATES } from '../../../domain/payouts.ts';
import { operation } from '../contract.ts';
import {
  currency,
  email,
  instant,
  line,
  listOf,
  listQuery,
  objectFields,
  period,
  signedAmount,
  webAddress,
} from './fields.ts';

const tag = 'portal';

const PortalPayoutMethod = z.strictObject({
  /** Null until the partner has set one up. */
  provider: z.nullable(z.enum(['stripe', 'paypal'])),
  destination: z.nullable(line(255)),
  /** Whether money can be sent there. */
  verified: z.boolean(),
  /** Whether the merchant holds payouts back. */
  payouts_held: z.boolean(),
});

export const getPortalPayoutMethod = operation({
  id: 'getPortalPayoutMethod',
  method: 'GET',
  path: '/v2/portal/payout-method',
  tag,
  scope: 'portal:read',
  summary: 'Where the partner’s payouts go',
  message: 'Payout method retrieved.',
  data: PortalPayoutMethod,
});

export const setPortalPayoutMethod = operation({
  id: 'setPortalPayoutMethod',
  method: 'PUT',
  path: '/v2/portal/payout-method',
  tag,
  scope: 'portal:account:write',
  summary: 'Be paid to a PayPal account',
  description: 'A bank account is set up at Stripe: see the onboarding.',
  message: 'Payout method stored.',
  body: z.strictObject({ provider: z.literal('paypal'), destination: email }),
  data: PortalPayoutMethod,
});

export const startPayoutOnboarding = operation({
  id: 'startPayoutOnboarding',
  method: 'POST',
  path: '/v2/portal/payout-method/onboarding',
  tag,
  scope: 'portal:account:write',
  summary: 'Set up payouts to a bank account, on Stripe’s own pages',
  description:
    'The answer’s `url` is the page where the partner gives its details to Stripe, valid for a few minutes; they never pass through here. Asked again, it goes on where the partner left.',
  message: 'Onboarding started.',
  body: z.strictObject({ return_url: webAddress, refresh_url: webAddress }),
  data: z.strictObject({ url: webAddress, payout_method: PortalPayoutMethod }),
});

/** One transfer to the partner. The amount is in minor units. */
export const PortalPayout = z.strictObject({
  ...objectFields,
  amount: signedAmount,
  currency,
  provider: z.enum(['stripe', 'paypal']),
  status: z.enum(PAYOUT_STATES),
  /** Why it failed or was returned. */
  reason: z.nullable(z.string()),
  /** The month whose payout run made it; null for a cash-out. */
  period: z.nullable(period),
  sent_at: instant,
  ended_at: z.nullable(instant),
});

export const listPortalPayouts = operation({
  id: 'listPortalPayouts',
  method: 'GET',
  path: '/v2/portal/payouts',
  tag,
  scope: 'portal:read',
  summary: 'List the partner’s payouts',
  message: 'Payouts retrieved.',
  query: listQuery,
  data: listOf(PortalPayout),
});

export const cashOutPortal = operation({
  id: 'cashOutPortal',
  method: 'POST',
  path: '/v2/portal/cash-out',
  tag,
  scope: 'portal:account:write',
  summary: 'Pay out the available balance now',
  description: 'At least the smallest payout of the program, to a verified payout method.',
  message: 'Payout created.',
  data: PortalPayout,
});
