import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Activity, Journal, Timers } from '../contract.ts';
import { Deliveries, type Delivery, type Notify, type Webhook } from './deliveries.ts';
import { Desk, type Later } from './desk.ts';
import { jsonAnswer, pageAnswer, type StandInRequest, type StandInResponse } from './exchange.ts';
import { checkoutPage, missingPage, onboardingPage, overviewPage, stateOf } from './pages.ts';
import { isPaypalPath, PaypalApi, paypalHeaders } from './paypal/api.ts';
import { itemFallsDue } from './paypal/payouts.ts';
import { Store } from './store.ts';
import { StripeApi } from './stripe/api.ts';
import type { Call } from './stripe/call.ts';
import { settleIntent } from './stripe/charges.ts';
import { completeOnboarding, returnTransfer } from './stripe/connect.ts';
import { stripeSignature } from './stripe/events.ts';
import { completeSession } from './stripe/set-up.ts';
import { cardConduct } from './test-accounts.ts';

export type { Notify, Webhook } from './deliveries.ts';
export type { StandInAnswer, StandInRequest, StandInResponse } from './exchange.ts';

export interface PaymentStandInOptions {
  readonly journal: Journal;
  /** Business time in milliseconds: keys expire, debits settle and payouts return by it. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Who is told of events; without one, events can only be listed. */
  readonly webhooks?: readonly Webhook[];
  /** Sends one webhook request; by default an HTTP POST that must be answered with 2xx. */
  readonly notify?: Notify;
  /** Counts deliveries that are under way, so that the runtime knows when it is idle. */
  readonly activity?: Activity;
  /** Real milliseconds that a provider thinks before it acts; requests with one key can then overlap. */
  readonly latencyMs?: number;
  /** Real milliseconds before each further attempt to deliver a webhook. */
  readonly retryDelays?: readonly number[];
}

export interface PaymentStandIn {
  /** Says who is told of events, for a runtime that knows its own address later; what waits is sent now. */
  announceTo(webhooks: readonly Webhook[]): void;
  handle(request: StandInRequest): Promise<StandInResponse>;
  close(): Promise<void>;
}

export interface PaymentServer {
  announceTo(webhooks: readonly Webhook[]): void;
  /** The base URL of both providers: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY = 4_000_000;

/** The two payment providers as one request handler, on top of a journal and business time. */
export function createPaymentStandIn(options: PaymentStandInOptions): PaymentStandIn {
  const store = new Store(options.journal);
  const webhooks: Webhook[] = [...(options.webhooks ?? [])];
  const deliveries = new Deliveries({
    journal: options.journal,
    webhooks,
    notify: options.notify ?? post,
    sign: (webhook, delivery) => signed(webhook, delivery, desk),
    activity: options.activity,
    retryDelays: options.retryDelays,
  });
  const desk = new Desk({ store, deliveries, timers: options.timers, now: options.now });
  desk.onDue((what, id) => DUE[what](desk, id));
  const stripe = new StripeApi(desk, options.latencyMs ?? 0);
  const paypal = new PaypalApi(desk, options.latencyMs ?? 0);
  if (options.webhooks !== undefined) deliveries.flush();
  return {
    announceTo(more) {
      webhooks.push(...more);
      deliveries.flush();
    },
    async handle(request) {
      if (isPaypalPath(request.path)) return paypal.handle(request);
      if (request.path.startsWith('/v1/')) return stripe.handle(request);
      return hosted(desk, request, () => deliveries.summary());
    },
    close: () => deliveries.close(),
  };
}

/** Serves the stand-in on its own loopback port; port 0 takes a free one. */
export async function startPaymentStandIn(
  options: PaymentStandInOptions & { readonly port?: number },
): Promise<PaymentServer> {
  const standIn = createPaymentStandIn(options);
  const server = createServer((request, response) => {
    serve(standIn, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { type: 'api_error', message: String(error) } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    announceTo: (webhooks) => standIn.announceTo(webhooks),
    async close() {
      await standIn.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function serve(standIn: PaymentStandIn, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const origin = `http://${request.headers.host ?? '127.0.0.1'}`;
  const url = new URL(request.url ?? '/', origin);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const { method = 'GET' } = request;
  const answer = await standIn.handle({ method, path: url.pathname, query: url.search, headers, body, origin });
  if (answer === 'dropped') {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The pages that people see, and the state for tests. */
function hosted(desk: Desk, request: StandInRequest, deliveries: () => Record<string, number>): StandInResponse {
  const { method, path } = request;
  if (method === 'GET' && path === '/_stand-in/') return pageAnswer(200, overviewPage(desk));
  if (method === 'GET' && path === '/_stand-in/state.json') return jsonAnswer(200, stateOf(desk, deliveries()));
  const [, place, id = ''] = /^\/_stand-in\/(checkout|onboarding)\/([A-Za-z0-9_]+)$/.exec(path) ?? [];
  if (place === 'checkout' && desk.store.get('checkout_session', id)) return checkout(desk, request, id);
  const link = place === 'onboarding' ? desk.store.get('account_link', id) : undefined;
  if (!link) return pageAnswer(404, missingPage());
  if (method !== 'POST') return pageAnswer(200, onboardingPage(link));
  const next = desk.store.transaction(() => completeOnboarding({ desk }, link));
  desk.flush();
  return redirect(next);
}

function checkout(desk: Desk, request: StandInRequest, id: string): StandInResponse {
  if (request.method !== 'POST') return pageAnswer(200, checkoutPage(id));
  const method = new URLSearchParams(request.body).get('payment_method') ?? '';
  if (cardConduct(method) === undefined) return pageAnswer(400, checkoutPage(id));
  const call: Call = { desk, ids: [], form: new Map(), origin: request.origin, scope: id, loseAnswer: () => undefined };
  const next = desk.store.transaction(() => completeSession(call, id, method));
  desk.flush();
  return next === undefined ? pageAnswer(404, missingPage()) : redirect(next);
}

function redirect(location: string): StandInResponse {
  return { status: 303, headers: { location }, body: '' };
}

const DUE: Readonly<Record<Later, (desk: Desk, id: string) => void>> = {
  settle: (desk, id) => settleIntent({ desk }, id, true),
  fail: (desk, id) => settleIntent({ desk }, id, false),
  return: (desk, id) => returnTransfer({ desk }, id),
  'succeed-item': (desk, id) => itemFallsDue(desk, 'succeed-item', id),
  'return-item': (desk, id) => itemFallsDue(desk, 'return-item', id),
  'refund-item': (desk, id) => itemFallsDue(desk, 'refund-item', id),
  'reverse-item': (desk, id) => itemFallsDue(desk, 'reverse-item', id),
};

function signed(webhook: Webhook, delivery: Delivery, desk: Desk): Readonly<Record<string, string>> {
  const headers = { 'content-type': 'application/json' };
  if (webhook.provider === 'paypal') return { ...headers, ...paypalHeaders(webhook.id, desk.iso(), delivery.body) };
  return { ...headers, 'stripe-signature': stripeSignature(webhook.secret, desk.seconds(), delivery.body) };
}

const post: Notify = async (url, headers, body) => {
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15_000) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
};
