import Stripe from 'stripe';
import type { Announcing, ProviderNews } from './port.ts';
import { type StripeSettings, stripeClient } from './stripe-client.ts';

const TOLERANCE_SECONDS = 300;

/** Reads Stripe's webhooks; the signature covers the body as it arrived and its time. */
export class StripeAnnouncing implements Announcing {
  readonly #stripe: Stripe;
  readonly #settings: StripeSettings;

  constructor(settings: StripeSettings) {
    this.#stripe = stripeClient(settings);
    this.#settings = settings;
  }

  async readWebhook(
    headers: Readonly<Record<string, string | undefined>>,
    body: string,
  ): Promise<ProviderNews | undefined> {
    const signature = headers['stripe-signature'] ?? '';
    const { webhookSecret, now } = this.#settings;
    try {
      const args = [body, signature, webhookSecret, TOLERANCE_SECONDS, undefined, now()] as const;
      return newsOf(await this.#stripe.webhooks.constructEventAsync(...args));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return undefined;
      throw error;
    }
  }
}

function newsOf(event: Stripe.Event): ProviderNews {
  const eventId = event.id;
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.processing':
    case 'payment_intent.canceled': {
      const intent = event.data.object;
      const invoiceKey = intent.metadata['invoice_key'];
      if (invoiceKey === undefined) return { eventId, about: 'nothing' };
      return { eventId, about: 'charge', invoiceKey, reference: intent.id };
    }
    case 'transfer.created':
    case 'transfer.reversed':
    case 'transfer.updated': {
      const transfer = event.data.object;
      const payoutKey = transfer.metadata['payout_key'];
      if (payoutKey === undefined) return { eventId, about: 'nothing' };
      return { eventId, about: 'payout', payoutKey, reference: transfer.id };
    }
    case 'account.updated':
      return { eventId, about: 'payout method', destination: event.data.object.id };
    case 'checkout.session.completed':
      if (event.data.object.mode !== 'setup') return { eventId, about: 'nothing' };
      return { eventId, about: 'payment method', setUp: event.data.object.id };
    default:
      return { eventId, about: 'nothing' };
  }
}
