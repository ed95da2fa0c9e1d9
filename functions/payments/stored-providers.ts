import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import type { AwsCall } from '../shared/aws-json.ts';
import { aws } from '../shared/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import type { Providers } from './deps.ts';
import { PaypalPayingOut } from './providers/paypal-paying-out.ts';
import { PaypalAnnouncing } from './providers/paypal-webhooks.ts';
import { StripeCharging } from './providers/stripe-charging.ts';
import { StripePayingOut } from './providers/stripe-paying-out.ts';
import { StripeAnnouncing } from './providers/stripe-webhooks.ts';

const Stored = z.object({ SecretString: z.string() });
const Secret = z.object({
  stripe_key: z.string(),
  stripe_webhook_secret: z.string(),
  paypal_client_id: z.string(),
  paypal_secret: z.string(),
  paypal_webhook_id: z.string(),
});

/** What Stripe's keys begin with that charge real cards. */
const LIVE_KEY = /^(?:sk|rk)_live_/;

/** A call that hangs is given up early enough for a look-up and a second call within one run of the function. */
const TIMEOUT_MS = 6_000;

const open = async (call: AwsCall): Promise<Providers> => {
  const stored = decode(
    Stored,
    await call('secretsmanager', 'GetSecretValue', { SecretId: env('PAYMENTS_SECRET_ARN') }),
  );
  const secret = decode(Secret, JSON.parse(stored.SecretString));
  const base = { now: systemClock.now, timeoutMs: TIMEOUT_MS };
  const stripe = {
    ...base,
    key: secret.stripe_key,
    webhookSecret: secret.stripe_webhook_secret,
    url: env('STRIPE_URL'),
  };
  const paypal = {
    ...base,
    clientId: secret.paypal_client_id,
    secret: secret.paypal_secret,
    webhookId: secret.paypal_webhook_id,
    url: env('PAYPAL_URL'),
  };
  return {
    takesRealMoney: LIVE_KEY.test(secret.stripe_key),
    charging: new StripeCharging(stripe),
    payingOut: { stripe: new StripePayingOut(stripe), paypal: new PaypalPayingOut(paypal) },
    announcing: { stripe: new StripeAnnouncing(stripe), paypal: new PaypalAnnouncing(paypal) },
  };
};

/** The providers with the keys of the stack's secret, read once per environment; a failed read is tried again. */
export const storedProviders = (): (() => Promise<Providers>) => {
  const call = aws();
  let opened: Promise<Providers> | undefined;
  return () => {
    opened ??= open(call).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
};
