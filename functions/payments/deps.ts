import type { Store } from '../../table/store.ts';
import type { StartExecution } from '../shared/executions.ts';
import type { Ids } from '../shared/ids.ts';
import type { Announcing, Charging, PayingOut } from './providers/port.ts';

/** The payment providers behind their port. */
export interface Providers {
  /** Whether what is charged is real: the keys are no test keys of the provider. */
  readonly takesRealMoney: boolean;
  readonly charging: Charging;
  readonly payingOut: Readonly<Record<'stripe' | 'paypal', PayingOut>>;
  readonly announcing: Readonly<Record<'stripe' | 'paypal', Announcing>>;
}

/** What the use cases of payments need from outside. */
export interface PaymentDeps {
  readonly store: Store;
  /** `now` is business time; `real` runs always and measures how long a call may still take. */
  readonly clock: { now(): number; real(): number };
  readonly ids: Pick<Ids, 'key'>;
  readonly chance: () => number;
  readonly providers: Providers;
  readonly startMonth: StartExecution;
}

/** The provider asks for patience; the state machine repeats the step, a person is told to try again. */
export class Busy extends Error {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds = 1) {
    super(message);
    this.name = 'Busy';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** After 72 hours the provider still does not say what became of a charge: a person has to look. */
export class ChargeUnresolved extends Error {
  constructor(invoice: string) {
    super(`The outcome of the charge of ${invoice} is not known after 72 hours.`);
    this.name = 'ChargeUnresolved';
  }
}
