import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Journal, Timers } from '../../../local/contract.ts';
import { type PaymentStandInOptions, startPaymentStandIn, type Webhook } from '../../../local/payments/index.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** A journal on an SQLite file, as the runtime has one. */
export function openJournal(file: string): Journal & { close(): void } {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  let depth = 0;
  return {
    schema: (sql) => database.exec(sql),
    run(sql, ...values) {
      const { changes, lastInsertRowid } = database.prepare(sql).run(...values);
      return { changes: Number(changes), lastId: Number(lastInsertRowid) };
    },
    all: (sql, ...values) => database.prepare(sql).all(...values),
    transaction(work) {
      const name = `level_${depth}`;
      database.exec(`SAVEPOINT ${name}`);
      depth += 1;
      try {
        const result = work();
        database.exec(`RELEASE ${name}`);
        return result;
      } catch (error) {
        database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
        throw error;
      } finally {
        depth -= 1;
      }
    },
    close: () => database.close(),
  };
}

/** Timers on a clock that a test moves. They live in memory: after a restart the stand-in has to set its own again. */
function memoryTimers(): { timers: Timers; fireUpTo(at: number, setNow: (at: number) => void): Promise<void> } {
  const waiting = new Map<string, { at: number; payload: unknown }>();
  const handlers: { prefix: string; fire: (name: string, payload: unknown, at: number) => Promise<void> }[] = [];
  return {
    timers: {
      set: (name, at, payload) => void waiting.set(name, { at, payload }),
      clear: (name) => void waiting.delete(name),
      on: (prefix, fire) => void handlers.push({ prefix, fire }),
    },
    async fireUpTo(at, setNow) {
      for (;;) {
        const due = [...waiting].filter(([, timer]) => timer.at <= at).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) return;
        const [name, timer] = due;
        waiting.delete(name);
        setNow(timer.at);
        for (const { prefix, fire } of handlers) if (name.startsWith(prefix)) await fire(name, timer.payload, timer.at);
      }
    },
  };
}

export interface Providers {
  readonly url: () => string;
  readonly now: () => number;
  /** Moves business time and lets what falls due happen. */
  advance(ms: number): Promise<void>;
  /** Stops without warning and starts again on the same file. */
  restart(): Promise<void>;
  state(): Promise<ProviderState>;
  close(): Promise<void>;
}

/** The parts of the stand-in's state that tests look at. */
export interface ProviderState {
  readonly totals: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly payment_intents: readonly { readonly id: string; readonly status: string }[];
  readonly charges: readonly { readonly status: string }[];
  readonly transfers: readonly { readonly id: string; readonly amount: number }[];
  readonly paypal_items: readonly { readonly payout_item_id: string; readonly transaction_status: string }[];
  readonly deliveries: Readonly<Record<string, number>>;
}

type Extra = Omit<PaymentStandInOptions, 'journal' | 'now' | 'timers'>;

/** Starts the stand-in on a file of its own, at noon of a day in 2027. */
export async function startProviders(extra: Extra = {}): Promise<Providers> {
  const folder = mkdtempSync(join(tmpdir(), 'providers-'));
  let now = Date.parse('2027-03-08T12:00:00Z');
  const start = async () => {
    const journal = openJournal(join(folder, 'journal.db'));
    const clock = memoryTimers();
    const server = await startPaymentStandIn({ ...extra, journal, timers: clock.timers, now: () => now });
    return { journal, clock, server };
  };
  let running = await start();
  const stop = async () => {
    await running.server.close();
    running.journal.close();
  };
  return {
    url: () => running.server.url,
    now: () => now,
    async advance(ms) {
      const target = now + ms;
      await running.clock.fireUpTo(target, (at) => {
        now = Math.max(now, at);
      });
      now = target;
    },
    async restart() {
      await stop();
      running = await start();
    },
    async state() {
      const response = await fetch(`${running.server.url}/_stand-in/state.json`);
      return objectOf<ProviderState>(await response.json());
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A receiver of webhooks that answers with the given statuses, then with 200. */
export async function startReceiver(statuses: number[] = []) {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      received.push({ headers, body });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    /** Waits until so many webhooks came. */
    async atLeast(count: number): Promise<readonly ReceivedWebhook[]> {
      for (let waited = 0; received.length < count && waited < 400; waited += 1) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return received;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const STRIPE_WEBHOOK_SECRET = 'whsec_of_the_test';
export const PAYPAL_WEBHOOK_ID = '5WH-OF-THE-TEST';

/** Both providers announce to one address. */
export function bothWebhooks(url: string): readonly Webhook[] {
  return [
    { provider: 'stripe', url, secret: STRIPE_WEBHOOK_SECRET },
    { provider: 'paypal', url, id: PAYPAL_WEBHOOK_ID },
  ];
}

/** The fields of Stripe's answers that tests look at; each answer has some of them. */
export interface StripeBody {
  readonly id: string;
  readonly status: string;
  readonly url: string;
  readonly amount: number;
  readonly amount_reversed: number;
  readonly reversed: boolean;
  readonly has_more: boolean;
  readonly data: readonly StripeBody[];
  readonly reversals: { readonly data: readonly StripeBody[] };
  readonly error: { readonly type: string; readonly code: string; readonly param: string };
}

/** Takes an answer for what the test expects it to be; the expectations prove it. */
function objectOf<T extends object>(value: unknown): T {
  const isObject = (candidate: unknown): candidate is T => typeof candidate === 'object' && candidate !== null;
  if (!isObject(value)) throw new Error('the answer is not an object');
  return value;
}

/** A raw call of Stripe's API with form encoding. */
export async function stripe(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  params: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
) {
  const form = new URLSearchParams(params).toString();
  const response = await fetch(`${url}${path}${method === 'GET' && form !== '' ? `?${form}` : ''}`, {
    method,
    headers: {
      authorization: 'Bearer sk_test_1',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...(method === 'POST' ? { body: form } : {}),
  });
  return { status: response.status, headers: response.headers, body: objectOf<StripeBody>(await response.json()) };
}
