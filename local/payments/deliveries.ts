import type { Activity, Journal } from '../contract.ts';

/** Where a provider announces what happened. PayPal names a webhook by its id, Stripe shares a secret. */
export type Webhook = {
  readonly url: string;
  /** The types of events that are wanted; without a list, all of them. */
  readonly events?: readonly string[];
} & ({ readonly provider: 'stripe'; readonly secret: string } | { readonly provider: 'paypal'; readonly id: string });

/** One signed request to a webhook. It rejects when the receiver did not take it. */
export type Notify = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<void>;

export interface Delivery {
  /** Which of the webhooks. */
  readonly webhook: number;
  readonly body: string;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS payment_deliveries (
  number INTEGER PRIMARY KEY AUTOINCREMENT, webhook INTEGER NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL, attempts INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS payment_deliveries_state ON payment_deliveries (state, number);`;

/** Retries are on real time, as everywhere in the runtime; after the last the event can still be listed. */
const RETRY_DELAYS = [200, 1_000, 5_000];

interface Options {
  readonly journal: Journal;
  readonly webhooks: readonly Webhook[];
  readonly notify: Notify;
  readonly sign: (webhook: Webhook, delivery: Delivery) => Readonly<Record<string, string>>;
  readonly activity?: Activity | undefined;
  readonly retryDelays?: readonly number[] | undefined;
}

/** Brings announcements to the webhooks at least once, also after a restart. Retries change the order, as on the net. */
export class Deliveries {
  readonly #options: Options;
  readonly #delays: readonly number[];
  readonly #ends = new Map<number, () => void>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #turn: Promise<void> = Promise.resolve();
  #closed = false;
  /** The newest delivery that was started on since this process runs. */
  #newest = 0;

  constructor(options: Options) {
    this.#options = options;
    this.#delays = options.retryDelays ?? RETRY_DELAYS;
    options.journal.schema(SCHEMA);
  }

  /** Notes the announcement for every webhook of the provider; call it in the transaction of what it announces. */
  add(provider: Webhook['provider'], type: string, event: string, body: string): void {
    for (const [index, webhook] of this.#options.webhooks.entries()) {
      if (webhook.provider !== provider || webhook.events?.includes(type) === false) continue;
      this.#options.journal.run(
        `INSERT INTO payment_deliveries (webhook, event, body, state, attempts) VALUES (?, ?, ?, 'waiting', 0)`,
        index,
        event,
        body,
      );
    }
  }

  /** Starts on whatever waits; call it after the transaction. */
  flush(): void {
    const sql = `SELECT number FROM payment_deliveries WHERE state = 'waiting' AND number > ? ORDER BY number`;
    for (const row of this.#options.journal.all(sql, this.#newest)) {
      this.#newest = Number(row['number']);
      this.#ends.set(this.#newest, this.#options.activity?.begin('payment webhook') ?? (() => undefined));
      this.#queue(this.#newest, 0);
    }
  }

  /** How many announcements are in which state. */
  summary(): Readonly<Record<string, number>> {
    const rows = this.#options.journal.all('SELECT state, COUNT(*) AS n FROM payment_deliveries GROUP BY state');
    return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['n'])]));
  }

  /** Stops; what is still waiting goes on at the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#retries) clearTimeout(timer);
    await this.#turn;
    for (const end of this.#ends.values()) end();
    this.#ends.clear();
  }

  #queue(number: number, attempt: number): void {
    this.#turn = this.#turn.then(() => (this.#closed ? undefined : this.#attempt(number, attempt)));
  }

  async #attempt(number: number, attempt: number): Promise<void> {
    const { webhooks, notify, sign } = this.#options;
    const delivery = this.#read(number);
    const webhook = webhooks[delivery.webhook];
    if (!webhook) {
      this.#settle(number, 'given up');
      return;
    }
    try {
      await notify(webhook.url, sign(webhook, delivery), delivery.body);
      this.#settle(number, 'delivered');
    } catch {
      this.#retry(number, attempt);
    }
  }

  #retry(number: number, attempt: number): void {
    const delay = this.#delays[attempt];
    if (delay === undefined) {
      this.#settle(number, 'given up');
      return;
    }
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.#queue(number, attempt + 1);
    }, delay);
    this.#retries.add(timer);
  }

  #settle(number: number, state: 'delivered' | 'given up'): void {
    const sql = 'UPDATE payment_deliveries SET state = ?, attempts = attempts + 1 WHERE number = ?';
    this.#options.journal.run(sql, state, number);
    this.#ends.get(number)?.();
    this.#ends.delete(number);
  }

  #read(number: number): Delivery {
    const row = this.#options.journal.all('SELECT webhook, body FROM payment_deliveries WHERE number = ?', number)[0];
    return { webhook: Number(row?.['webhook']), body: String(row?.['body']) };
  }
}
