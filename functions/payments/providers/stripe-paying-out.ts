import type Stripe from 'stripe';
import { stripeAmount } from './amounts.ts';
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
import { Account, AccountLink, Transfer, type TransferAnswer, Transfers } from './stripe-answers.ts';
import { ask, read, type StripeSettings, stripeClient, troubleOf } from './stripe-client.ts';

const PAGE = 100;

/** Sends partners their money through Stripe Connect: one transfer per payout, found again by its transfer group. */
export class StripePayingOut implements PayingOut {
  readonly #stripe: Stripe;

  constructor(settings: StripeSettings) {
    this.#stripe = stripeClient(settings);
  }

  async pay(intent: PayoutIntent): Promise<PayoutOutcome> {
    const amount = stripeAmount(intent.amount, intent.currency);
    if (amount === undefined) return { kind: 'failed', reason: 'amount_not_payable' };
    try {
      const created = this.#stripe.transfers.create(
        {
          amount,
          currency: intent.currency.toLowerCase(),
          destination: intent.destination,
          transfer_group: intent.payoutKey,
          metadata: { payout_key: intent.payoutKey },
        },
        { idempotencyKey: intent.idempotencyKey },
      );
      return outcomeOf(await read(Transfer, created));
    } catch (error) {
      const trouble = troubleOf(error);
      switch (trouble.kind) {
        case 'busy':
        case 'unknown':
          return trouble;
        case 'refused':
        case 'declined':
          return { kind: 'failed', reason: trouble.reason };
      }
    }
  }

  async lookUp(question: PayoutQuestion): Promise<PayoutFinding> {
    try {
      const transfer = await this.#find(question);
      return transfer ? outcomeOf(transfer) : { kind: 'none' };
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.kind === 'busy') return trouble;
      const outcome = { kind: 'unknown', reason: trouble.reason } as const;
      return question.reference === undefined ? outcome : { ...outcome, reference: question.reference };
    }
  }

  async onboard(request: OnboardingRequest): Promise<OnboardingStarted> {
    const destination = request.destination ?? (await this.#createAccount(request));
    const created = this.#stripe.accountLinks.create({
      account: destination,
      type: 'account_onboarding',
      refresh_url: request.refreshUrl,
      return_url: request.returnUrl,
    });
    const link = await ask(read(AccountLink, created));
    return { destination, url: link.url };
  }

  async methodStatus(destination: string): Promise<MethodStatus> {
    const account = await ask(read(Account, this.#stripe.accounts.retrieve(destination)));
    if (account.capabilities?.transfers === 'active' && account.payouts_enabled) return { kind: 'verified' };
    const requirements = account.requirements;
    if (account.details_submitted) {
      return { kind: 'restricted', reason: requirements?.disabled_reason ?? 'transfers are not enabled' };
    }
    return { kind: 'incomplete', missing: requirements?.currently_due ?? [] };
  }

  async #find(question: PayoutQuestion): Promise<TransferAnswer | undefined> {
    const { payoutKey, reference } = question;
    if (reference !== undefined) return read(Transfer, this.#stripe.transfers.retrieve(reference));
    const listed = this.#stripe.transfers.list({ transfer_group: payoutKey, limit: PAGE });
    const { data } = await read(Transfers, listed);
    return data.find((transfer) => transfer.metadata['payout_key'] === payoutKey);
  }

  async #createAccount(request: OnboardingRequest): Promise<string> {
    const created = this.#stripe.accounts.create(
      {
        controller: {
          fees: { payer: 'application' },
          losses: { payments: 'application' },
          stripe_dashboard: { type: 'express' },
        },
        capabilities: { transfers: { requested: true } },
        email: request.email,
        ...(request.country === undefined ? {} : { country: request.country }),
        metadata: { partner_key: request.partnerKey },
      },
      { idempotencyKey: `account-${request.partnerKey}` },
    );
    const account = await ask(read(Account, created));
    return account.id;
  }
}

function outcomeOf(transfer: TransferAnswer): PayoutOutcome {
  const reference = transfer.id;
  return transfer.reversed ? { kind: 'returned', reason: 'transfer_reversed', reference } : { kind: 'paid', reference };
}
