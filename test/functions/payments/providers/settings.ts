import type { PaypalSettings } from '../../../../functions/payments/providers/paypal-client.ts';
import type { StripeSettings } from '../../../../functions/payments/providers/stripe-client.ts';
import { PAYPAL_WEBHOOK_ID, type Providers, STRIPE_WEBHOOK_SECRET } from '../../../local/payments/harness.ts';

/** The Stripe adapters' settings for a running stand-in. */
export function stripeSettings(providers: Providers): StripeSettings {
  return { key: 'sk_test_1', webhookSecret: STRIPE_WEBHOOK_SECRET, url: providers.url(), now: providers.now };
}

/** The PayPal adapters' settings for a running stand-in. */
export function paypalSettings(providers: Providers): PaypalSettings {
  const account = { clientId: 'client', secret: 'secret', webhookId: PAYPAL_WEBHOOK_ID };
  return { ...account, url: providers.url(), now: providers.now };
}
