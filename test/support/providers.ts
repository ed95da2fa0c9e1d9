import type { Providers } from '../../functions/payments/deps.ts';
import type {
  ChargeFinding,
  ChargeIntent,
  ChargeOutcome,
  PayingOut,
  PayoutFinding,
  PayoutIntent,
  PayoutOutcome,
} from '../../functions/payments/providers/port.ts';

/** How one call goes: as it should, lost before or after its effect, put off, or refused. */
export type Fate = 'ok' | 'lost before' | 'lost after' | 'busy' | 'decline' | 'pending' | 'processing';

interface Charged {
  reference: string;
  amount: number;
  customer: string;
  attempts: number;
  state: 'open' | 'paid' | 'declined' | 'processing';
}
interface PaidOut {
  reference: string;
  amount: number;
  destination: string;
  state: 'paid' | 'pending' | 'failed' | 'returned';
}

/**
 * Providers with a memory, as strict as the real ones: a key is charged or paid once. `fates` says how the next calls
 * go, by the kind of call; without an entry they succeed.
 */
export class FakeProviders {
  readonly charges = new Map<string, Charged>();
  readonly payouts = new Map<string, PaidOut>();
  readonly confirmed = new Map<string, ChargeOutcome>();
  readonly fates: { charge: Fate[]; pay: Fate[]; lookUp: Fate[] } = { charge: [], pay: [], lookUp: [] };
  /** Before every call and every answer, for tests that crash there. */
  around: () => void = () => {};
  sent = 0;
  /** Whether they charge real cards. */
  realMoney = false;

  charge(intent: ChargeIntent): ChargeOutcome {
    const fate = this.fates.charge.shift() ?? 'ok';
    if (fate === 'busy') return { kind: 'busy', retryAfterSeconds: 1 };
    if (fate === 'lost before') return { kind: 'unknown', reason: 'time-out' };
    const confirmation = `${intent.idempotencyKey}-attempt-${intent.attempt}`;
    const done = this.confirmed.get(confirmation);
    if (done !== undefined) return done;
    const charged = this.charges.get(intent.invoiceKey) ?? {
      reference: `pi_${intent.invoiceKey}`,
      amount: intent.amount,
      customer: intent.customer,
      attempts: 0,
      state: 'open',
    };
    if (charged.state === 'paid') throw new Error(`${intent.invoiceKey} would be charged twice.`);
    if (charged.amount !== intent.amount) throw new Error(`${intent.invoiceKey} is charged with another amount.`);
    charged.attempts++;
    charged.state = fate === 'decline' ? 'declined' : fate === 'processing' ? 'processing' : 'paid';
    this.charges.set(intent.invoiceKey, charged);
    const outcome = this.found(intent.invoiceKey);
    if (outcome.kind === 'none') throw new Error('A charge must have an outcome.');
    this.confirmed.set(confirmation, outcome);
    return fate === 'lost after' ? { kind: 'unknown', reason: 'time-out' } : outcome;
  }

  found(invoice: string): ChargeFinding {
    const charged = this.charges.get(invoice);
    if (charged === undefined) return { kind: 'none' };
    const { reference } = charged;
    switch (charged.state) {
      case 'open':
        return { kind: 'none', reference };
      case 'paid':
        return { kind: 'paid', reference };
      case 'declined':
        return { kind: 'declined', reason: 'card_declined', reference };
      case 'processing':
        return { kind: 'processing', reference };
    }
  }

  pay(intent: PayoutIntent): PayoutOutcome {
    const fate = this.fates.pay.shift() ?? 'ok';
    if (fate === 'busy') return { kind: 'busy', retryAfterSeconds: 1 };
    if (fate === 'lost before') return { kind: 'unknown', reason: 'time-out' };
    const known = this.payouts.get(intent.payoutKey);
    if (known !== undefined && known.amount !== intent.amount) throw new Error('A key was used for two amounts.');
    if (known === undefined) {
      this.sent++;
      this.payouts.set(intent.payoutKey, {
        reference: `tr_${intent.payoutKey}`,
        amount: intent.amount,
        destination: intent.destination,
        state: fate === 'decline' ? 'failed' : fate === 'pending' ? 'pending' : 'paid',
      });
    }
    return fate === 'lost after' ? { kind: 'unknown', reason: 'time-out' } : this.payoutOutcome(intent.payoutKey);
  }

  private payoutOutcome(key: string): PayoutOutcome {
    const paid = this.payouts.get(key);
    if (paid === undefined) throw new Error(`Nobody has paid ${key}.`);
    const { reference, state } = paid;
    if (state === 'paid' || state === 'pending') return { kind: state, reference };
    return { kind: state, reason: 'account_closed', reference };
  }

  lookUp(key: string): PayoutFinding {
    const fate = this.fates.lookUp.shift() ?? 'ok';
    if (fate !== 'ok') return { kind: 'unknown', reason: 'time-out' };
    return this.payouts.has(key) ? this.payoutOutcome(key) : { kind: 'none' };
  }

  /** What has left to a destination and did not come back, in minor units. */
  leftTo(destination: string): number {
    return [...this.payouts.values()]
      .filter((payout) => payout.destination === destination && (payout.state === 'paid' || payout.state === 'pending'))
      .reduce((sum, payout) => sum + payout.amount, 0);
  }

  /** The port, with `around` called at both sides of every call. */
  get port(): Providers {
    const guarded = async <T>(act: () => T): Promise<T> => {
      this.around();
      const result = act();
      this.around();
      return result;
    };
    const payingOut: PayingOut = {
      pay: (intent) => guarded(() => this.pay(intent)),
      lookUp: (question) => guarded(() => this.lookUp(question.payoutKey)),
      onboard: async () => ({ destination: 'acct_new', url: 'https://connect.example/onboarding' }),
      methodStatus: async (destination) =>
        destination.includes('incomplete') ? { kind: 'incomplete', missing: ['id'] } : { kind: 'verified' },
    };
    const isReal = (): boolean => this.realMoney;
    return {
      get takesRealMoney() {
        return isReal();
      },
      charging: {
        charge: (intent) => guarded(() => this.charge(intent)),
        lookUpCharge: (question) =>
          guarded(() =>
            (this.fates.lookUp.shift() ?? 'ok') === 'ok'
              ? this.found(question.invoiceKey)
              : { kind: 'unknown', reason: 'time-out' },
          ),
        createCustomer: async () => 'cus_1',
        setUp: async () => ({ customer: 'cus_1', setUp: 'cs_1', url: 'https://checkout.example/cs_1' }),
        readSetUp: async () => ({
          kind: 'ready',
          customer: 'cus_1',
          paymentMethod: { reference: 'pm_1', type: 'card', label: 'visa 4242' },
        }),
      },
      payingOut: { stripe: payingOut, paypal: payingOut },
      announcing: {
        stripe: { readWebhook: async (_headers, body) => JSON.parse(body) },
        paypal: { readWebhook: async (_headers, body) => JSON.parse(body) },
      },
    };
  }
}
