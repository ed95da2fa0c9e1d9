import type { Timers } from '../contract.ts';
import type { Deliveries } from './deliveries.ts';
import type { Doc } from './json.ts';
import { newId, type Store } from './store.ts';

/** Timers of the stand-in carry this prefix, and the rest of the name says what falls due. */
const TIMER_PREFIX = 'payments/';

export const DAY_MS = 86_400_000;

/** What happens on a later day of business time. */
export type Later = 'settle' | 'fail' | 'return' | 'succeed-item' | 'return-item' | 'refund-item' | 'reverse-item';

const LATER: readonly Later[] = [
  'settle',
  'fail',
  'return',
  'succeed-item',
  'return-item',
  'refund-item',
  'reverse-item',
];

interface DeskOptions {
  readonly store: Store;
  readonly deliveries: Deliveries;
  readonly timers: Timers;
  readonly now: () => number;
}

/** What every operation works with: memory, business time, what happens later, and announcements. */
export class Desk {
  readonly store: Store;
  readonly #deliveries: Deliveries;
  readonly #timers: Timers;
  readonly #now: () => number;

  constructor(options: DeskOptions) {
    this.store = options.store;
    this.#deliveries = options.deliveries;
    this.#timers = options.timers;
    this.#now = options.now;
  }

  /** Business time in milliseconds. */
  now(): number {
    return this.#now();
  }

  /** Business time as Stripe writes it. */
  seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  /** Business time as PayPal writes it. */
  iso(): string {
    return `${new Date(this.#now()).toISOString().slice(0, 19)}Z`;
  }

  /** Lets something happen to an object after some business time, across restarts. */
  later(what: Later, id: string, delayMs: number): void {
    const name = `${TIMER_PREFIX}${what}/${id}`;
    const at = this.#now() + delayMs;
    this.store.setDue(name, at);
    this.#timers.set(name, at, null);
  }

  /** Registers what to do when something falls due, and sets again what a crash may have left without a timer. */
  onDue(act: (what: Later, id: string) => void): void {
    this.#timers.on(TIMER_PREFIX, async (name) => {
      const [word, id] = name.slice(TIMER_PREFIX.length).split('/');
      const what = LATER.find((candidate) => candidate === word);
      if (what === undefined || id === undefined) throw new Error(`the timer ${name} is not one of the payments`);
      this.store.transaction(() => {
        if (this.store.takeDue(name)) act(what, id);
      });
      this.#deliveries.flush();
    });
    for (const due of this.store.allDue()) this.#timers.set(due.name, due.at, null);
  }

  /** Announces a change of a Stripe object as an event. */
  announce(type: string, object: Doc, apiVersion: string): void {
    const id = newId('evt');
    const event: Doc = {
      id,
      object: 'event',
      api_version: apiVersion,
      created: this.seconds(),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    this.store.put('event', id, event, type);
    this.#deliveries.add('stripe', type, id, JSON.stringify(event));
  }

  /** Announces a change of a PayPal payout item or batch. */
  announcePaypal(type: string, resourceType: string, resource: Doc): void {
    const id = newId('WH');
    const event: Doc = {
      id,
      event_version: '1.0',
      create_time: this.iso(),
      resource_type: resourceType,
      event_type: type,
      summary: `${type} by the stand-in`,
      resource,
      links: [],
    };
    this.store.put('paypal_event', id, event, type);
    this.#deliveries.add('paypal', type, id, JSON.stringify(event));
  }

  /** Sends what was announced; call it after the transaction. */
  flush(): void {
    this.#deliveries.flush();
  }
}
