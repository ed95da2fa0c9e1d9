import * as z from 'zod/mini';
import { Failure } from '../../../domain/errors.ts';
import { paypalAmount } from './amounts.ts';
import { type PaypalAnswer, PaypalClient, type PaypalSettings } from './paypal-client.ts';
import type {
  MethodStatus,
  OnboardingRequest,
  OnboardingStarted,
  PayingOut,
  PayoutFinding,
  PayoutIntent,
  PayoutOutcome,
  PayoutQuestion,
} from './port.ts';

const DAY_MS = 86_400_000;
/** PayPal refuses a batch id for 30 days after its use; a day is kept back for clocks and requests under way. */
const BATCH_KEY_MS = 29 * DAY_MS;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const Created = z.object({ batch_header: z.object({ payout_batch_id: z.string() }) });

const Link = z.object({ href: z.string() });
const Refused = z.object({
  name: z.string(),
  details: z._default(z.array(z.object({ issue: z.optional(z.string()), link: z.optional(z.array(Link)) })), []),
  links: z._default(z.array(Link), []),
});

const ItemState = z.enum([
  ...['SUCCESS', 'FAILED', 'PENDING', 'UNCLAIMED', 'RETURNED', 'ONHOLD', 'BLOCKED', 'REFUNDED', 'REVERSED'],
] as const);
const Batch = z.object({
  batch_header: z.object({ payout_batch_id: z.string(), batch_status: z.string() }),
  items: z._default(
    z.array(
      z.object({
        transaction_status: z.optional(ItemState),
        errors: z.optional(z.object({ name: z.string() })),
      }),
    ),
    [],
  ),
});

/** Sends partners their money through PayPal: one batch of one item per payout, whose key is the batch's id. */
export class PaypalPayingOut implements PayingOut {
  readonly #client: PaypalClient;
  readonly #now: () => number;

  constructor(settings: PaypalSettings) {
    this.#client = new PaypalClient(settings);
    this.#now = settings.now;
  }

  async pay(intent: PayoutIntent): Promise<PayoutOutcome> {
    const currency = intent.currency.toUpperCase();
    const value = paypalAmount(intent.amount, currency);
    if (value === undefined) return { kind: 'failed', reason: 'amount_not_payable' };
    const answer = await this.#client.call({
      method: 'POST',
      path: '/v1/payments/payouts',
      requestId: intent.idempotencyKey,
      body: JSON.stringify({
        sender_batch_header: { sender_batch_id: intent.payoutKey },
        items: [
          {
            recipient_type: 'EMAIL',
            receiver: intent.destination,
            amount: { currency, value },
            sender_item_id: intent.payoutKey,
          },
        ],
      }),
    });
    if (answer.kind !== 'answer') return answer;
    const created = z.safeParse(Created, answer.body);
    if (answer.status === 201 && created.success) {
      return { kind: 'pending', reference: created.data.batch_header.payout_batch_id };
    }
    return this.#refused(answer);
  }

  /**
   * PayPal finds a batch by its own reference only. Without one the batch id answers: as long as it is remembered,
   * sending the same payout again either pays it for the first time or names the batch that paid it.
   */
  async lookUp(question: PayoutQuestion): Promise<PayoutFinding> {
    if (question.reference !== undefined) return this.#read(question.reference);
    if (this.#now() - question.firstSentAt < BATCH_KEY_MS) return { kind: 'none' };
    return { kind: 'unknown', reason: 'the batch id is too old to be sent again; look for it in the PayPal account' };
  }

  /** An address is all that PayPal needs: whoever owns it claims the money. */
  async onboard(request: OnboardingRequest): Promise<OnboardingStarted> {
    const destination = request.destination ?? request.email;
    if (!EMAIL.test(destination)) {
      throw new Failure('unprocessable', 'PayPal needs an e-mail address.', { param: 'email' });
    }
    return { destination };
  }

  async methodStatus(destination: string): Promise<MethodStatus> {
    return EMAIL.test(destination) ? { kind: 'verified' } : { kind: 'incomplete', missing: ['email'] };
  }

  async #read(reference: string): Promise<PayoutOutcome> {
    const answer = await this.#client.call({
      method: 'GET',
      path: `/v1/payments/payouts/${encodeURIComponent(reference)}`,
    });
    if (answer.kind === 'busy') return answer;
    if (answer.kind === 'unknown') return { ...answer, reference };
    const batch = z.safeParse(Batch, answer.body);
    if (answer.status !== 200 || !batch.success) {
      return { kind: 'unknown', reason: `PayPal answered ${answer.status} for the batch`, reference };
    }
    return outcomeOf(batch.data, reference);
  }

  async #refused(answer: Extract<PaypalAnswer, { kind: 'answer' }>): Promise<PayoutOutcome> {
    const refusal = z.safeParse(Refused, answer.body);
    if (!refusal.success) return { kind: 'unknown', reason: `PayPal answered ${answer.status}` };
    const { name, details, links } = refusal.data;
    const earlier = [...details.flatMap((detail) => detail.link ?? []), ...links]
      .map((link) => /\/payouts\/([A-Za-z0-9-]+)/.exec(link.href)?.[1])
      .find((id) => id !== undefined);
    if (name === 'USER_BUSINESS_ERROR') {
      if (earlier !== undefined) return this.#read(earlier);
      return { kind: 'unknown', reason: 'the batch id was used before and PayPal does not name the batch' };
    }
    return { kind: 'failed', reason: details[0]?.issue ?? name };
  }
}

function outcomeOf(batch: z.infer<typeof Batch>, reference: string): PayoutOutcome {
  const { batch_status: status } = batch.batch_header;
  if (status === 'DENIED' || status === 'CANCELED') return { kind: 'failed', reason: status, reference };
  const item = batch.items[0];
  const state = item?.transaction_status;
  if (state === undefined) return { kind: 'pending', reference };
  switch (state) {
    case 'SUCCESS':
      return { kind: 'paid', reference };
    case 'PENDING':
    case 'ONHOLD':
    case 'UNCLAIMED':
      return { kind: 'pending', reference };
    case 'FAILED':
    case 'BLOCKED':
      return { kind: 'failed', reason: item?.errors?.name ?? state, reference };
    case 'RETURNED':
    case 'REFUNDED':
    case 'REVERSED':
      return { kind: 'returned', reason: state, reference };
  }
}
