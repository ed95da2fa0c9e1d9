import type Stripe from 'stripe';
import { paymentLabel } from '../../../domain/payment-labels.ts';
import { stripeAmount } from './amounts.ts';
import type {
  ChargeFinding,
  ChargeIntent,
  ChargeOutcome,
  ChargeQuestion,
  Charging,
  MerchantDetails,
  PaymentMethodDetails,
  SetUpRequest,
  SetUpStarted,
  SetUpState,
} from './port.ts';
import {
  Customer,
  FullSession,
  Intent,
  type IntentAnswer,
  Intents,
  type MethodAnswer,
  Session,
} from './stripe-answers.ts';
import { ask, read, type StripeSettings, stripeClient, troubleOf } from './stripe-client.ts';

const PAGE = 100;

/** Collects invoices through Stripe: one PaymentIntent per invoice, confirmed once per attempt. */
export class StripeCharging implements Charging {
  readonly #stripe: Stripe;

  constructor(settings: StripeSettings) {
    this.#stripe = stripeClient(settings);
  }

  async charge(intent: ChargeIntent): Promise<ChargeOutcome> {
    const amount = stripeAmount(intent.amount, intent.currency);
    if (amount === undefined) return { kind: 'declined', reason: 'amount_not_chargeable' };
    const prepared = await this.#prepare(intent, amount);
    if (prepared.kind !== 'none') return prepared;
    if (prepared.reference === undefined) return { kind: 'unknown', reason: 'the payment has no reference' };
    return this.#confirm(intent, prepared.reference);
  }

  async lookUpCharge(question: ChargeQuestion): Promise<ChargeFinding> {
    try {
      const intent = await this.#find(question);
      return intent ? findingOf(intent) : { kind: 'none' };
    } catch (error) {
      return undecided(error, question.intentReference);
    }
  }

  async createCustomer(merchant: MerchantDetails): Promise<string> {
    const created = this.#stripe.customers.create(
      {
        name: merchant.name,
        ...(merchant.email === undefined ? {} : { email: merchant.email }),
        metadata: { merchant_key: merchant.merchantKey },
      },
      { idempotencyKey: `customer-${merchant.merchantKey}` },
    );
    const customer = await ask(read(Customer, created));
    return customer.id;
  }

  async setUp(request: SetUpRequest): Promise<SetUpStarted> {
    const customer = request.customer ?? (await this.createCustomer(request));
    const created = this.#stripe.checkout.sessions.create({
      mode: 'setup',
      customer,
      currency: request.currency.toLowerCase(),
      success_url: request.successUrl,
      cancel_url: request.cancelUrl,
      metadata: { merchant_key: request.merchantKey },
    });
    const session = await ask(read(Session, created));
    return { customer, setUp: session.id, url: session.url ?? request.cancelUrl };
  }

  async readSetUp(setUp: string): Promise<SetUpState> {
    const expand = ['setup_intent.payment_method'];
    const session = await ask(read(FullSession, this.#stripe.checkout.sessions.retrieve(setUp, { expand })));
    const method = session.setup_intent?.payment_method;
    if (session.status === 'complete' && method && session.customer) {
      return { kind: 'ready', customer: session.customer, paymentMethod: detailsOf(method) };
    }
    if (session.status === 'open' && session.url) return { kind: 'open', url: session.url };
    return { kind: 'expired' };
  }

  /** The invoice's one payment, new or found; anything else than `none` with a reference is the end of this attempt. */
  async #prepare(intent: ChargeIntent, amount: number): Promise<ChargeFinding> {
    if (intent.intentReference !== undefined) return { kind: 'none', reference: intent.intentReference };
    // A later attempt without a reference: the creation key may have expired, so the provider is asked first.
    if (intent.attempt > 1) {
      const found = await this.lookUpCharge(intent);
      if (found.kind === 'declined' && found.reference !== undefined)
        return { kind: 'none', reference: found.reference };
      if (found.kind !== 'none' || found.reference !== undefined) return found;
    }
    try {
      const created = this.#stripe.paymentIntents.create(
        {
          amount,
          currency: intent.currency.toLowerCase(),
          customer: intent.customer,
          // Whatever the merchant set up may be charged; nothing that needs a person and a browser.
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          metadata: { invoice_key: intent.invoiceKey },
        },
        { idempotencyKey: intent.idempotencyKey },
      );
      return { kind: 'none', reference: (await read(Intent, created)).id };
    } catch (error) {
      return failedCall(error);
    }
  }

  async #confirm(intent: ChargeIntent, reference: string): Promise<ChargeOutcome> {
    try {
      const confirmed = this.#stripe.paymentIntents.confirm(
        reference,
        { payment_method: intent.paymentMethod, off_session: true },
        { idempotencyKey: `${intent.idempotencyKey}-attempt-${intent.attempt}` },
      );
      return decided(findingOf(await read(Intent, confirmed)));
    } catch (error) {
      const trouble = troubleOf(error);
      // The payment is past confirming: an earlier attempt got further than its answer said.
      if (trouble.kind === 'refused' && trouble.reason === 'payment_intent_unexpected_state') {
        const question = { invoiceKey: intent.invoiceKey, customer: intent.customer, intentReference: reference };
        return decided(await this.lookUpCharge(question));
      }
      return { ...failedCall(error), reference };
    }
  }

  async #find(question: ChargeQuestion): Promise<IntentAnswer | undefined> {
    const { customer, invoiceKey, intentReference } = question;
    if (intentReference !== undefined) return read(Intent, this.#stripe.paymentIntents.retrieve(intentReference));
    // Listing by customer sees every write at once; searching by metadata may lag behind by a minute.
    let after: string | undefined;
    for (;;) {
      const params = { customer, limit: PAGE, ...(after === undefined ? {} : { starting_after: after }) };
      const page = await read(Intents, this.#stripe.paymentIntents.list(params));
      const found = page.data.find(
        (intent) => intent.metadata['invoice_key'] === invoiceKey && intent.status !== 'canceled',
      );
      after = page.data.at(-1)?.id;
      if (found || !page.has_more || after === undefined) return found;
    }
  }
}

function findingOf(intent: IntentAnswer): ChargeFinding {
  const reference = intent.id;
  switch (intent.status) {
    case 'succeeded':
      return { kind: 'paid', reference };
    case 'processing':
      return { kind: 'processing', reference };
    case 'requires_confirmation':
      return { kind: 'none', reference };
    case 'requires_payment_method': {
      const error = intent.last_payment_error;
      if (!error) return { kind: 'none', reference };
      return { kind: 'declined', reason: error.decline_code ?? error.code ?? 'card_declined', reference };
    }
    case 'requires_action':
      return { kind: 'declined', reason: 'authentication_required', reference };
    case 'canceled':
      return { kind: 'declined', reason: 'canceled' };
    default:
      return { kind: 'unknown', reason: `the payment is in state ${intent.status}`, reference };
  }
}

/** An answer to a confirmation is never "not charged": that would be a state we do not understand. */
function decided(finding: ChargeFinding): ChargeOutcome {
  if (finding.kind !== 'none') return finding;
  const { reference } = finding;
  const reason = 'the payment was confirmed and is not decided';
  return reference === undefined ? { kind: 'unknown', reason } : { kind: 'unknown', reason, reference };
}

function failedCall(error: unknown): ChargeOutcome {
  const trouble = troubleOf(error);
  switch (trouble.kind) {
    case 'busy':
    case 'unknown':
    case 'declined':
      return trouble;
    case 'refused':
      return { kind: 'declined', reason: trouble.reason };
  }
}

/** A look-up that failed leaves everything open. */
function undecided(error: unknown, reference: string | undefined): ChargeOutcome {
  const trouble = troubleOf(error);
  if (trouble.kind === 'busy') return trouble;
  const outcome = { kind: 'unknown', reason: trouble.reason } as const;
  return reference === undefined ? outcome : { ...outcome, reference };
}

function detailsOf(method: MethodAnswer): PaymentMethodDetails {
  const { id, type, card, sepa_debit: sepa, bacs_debit: bacs, us_bank_account: bank } = method;
  const last4 = card?.last4 ?? sepa?.last4 ?? bacs?.last4 ?? bank?.last4 ?? '';
  return { reference: id, type, label: paymentLabel(card?.brand ?? type, last4) };
}
