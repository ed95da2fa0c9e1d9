import * as z from 'zod/mini';
import { PaypalClient, type PaypalSettings } from './paypal-client.ts';
import type { Announcing, ProviderNews } from './port.ts';
import { unavailable } from './provider-failures.ts';

const Verification = z.object({ verification_status: z.string() });

const Event = z.object({
  id: z.string(),
  resource_type: z.optional(z.string()),
  resource: z.optional(
    z.object({
      payout_batch_id: z.optional(z.string()),
      sender_batch_id: z.optional(z.string()),
    }),
  ),
});

const BUSY_SECONDS = 5;

/** Reads PayPal's webhooks; PayPal itself is asked whether it sent them. */
export class PaypalAnnouncing implements Announcing {
  readonly #client: PaypalClient;
  readonly #webhookId: string;

  constructor(settings: PaypalSettings) {
    this.#client = new PaypalClient(settings);
    this.#webhookId = settings.webhookId;
  }

  async readWebhook(
    headers: Readonly<Record<string, string | undefined>>,
    body: string,
  ): Promise<ProviderNews | undefined> {
    const event = z.safeParse(Event, parsed(body));
    if (!event.success || !(await this.#verified(headers, body))) return undefined;
    const { id: eventId, resource } = event.data;
    const payoutKey = resource?.sender_batch_id;
    const reference = resource?.payout_batch_id;
    if (event.data.resource_type !== 'payouts_item' || payoutKey === undefined || reference === undefined) {
      return { eventId, about: 'nothing' };
    }
    return { eventId, about: 'payout', payoutKey, reference };
  }

  async #verified(headers: Readonly<Record<string, string | undefined>>, body: string): Promise<boolean> {
    const fields = {
      auth_algo: headers['paypal-auth-algo'],
      cert_url: headers['paypal-cert-url'],
      transmission_id: headers['paypal-transmission-id'],
      transmission_sig: headers['paypal-transmission-sig'],
      transmission_time: headers['paypal-transmission-time'],
      webhook_id: this.#webhookId,
    };
    if (Object.values(fields).some((value) => value === undefined || value === '')) return false;
    // The event goes back as it came: the signature is over its bytes, which parsing and writing could change.
    const request = `${JSON.stringify(fields).slice(0, -1)},"webhook_event":${body}}`;
    const answer = await this.#client.call({
      method: 'POST',
      path: '/v1/notifications/verify-webhook-signature',
      body: request,
    });
    if (answer.kind !== 'answer') throw unavailable(answer.kind === 'busy' ? answer.retryAfterSeconds : BUSY_SECONDS);
    const verification = z.safeParse(Verification, answer.body);
    return answer.status === 200 && verification.success && verification.data.verification_status === 'SUCCESS';
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
