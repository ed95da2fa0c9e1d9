import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DAY_MS, type Desk } from '../desk.ts';
import { jsonAnswer, type StandInAnswer, type StandInRequest, type StandInResponse } from '../exchange.ts';
import { gateOf, RETRY_AFTER_SECONDS } from '../faults.ts';
import { type AccountConduct, accountConduct, type CardConduct, cardConduct } from '../test-accounts.ts';
import { API_VERSION, type Call, expand, type Operation, type Outcome } from './call.ts';
import * as connect from './connect.ts';
import * as customers from './customers.ts';
import * as events from './events.ts';
import { canonicalForm, decodeForm, type FormTree } from './form.ts';
import * as intents from './payment-intents.ts';
import { invalid, keyInUse, keyMismatch, Refusal, tooMany, unauthorized } from './refusals.ts';
import * as setUp from './set-up.ts';

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: Operation;
  /** The test account that a request is for, when its faults strike before any effect. */
  readonly conduct?: (call: Call) => CardConduct | AccountConduct | undefined;
}

const card = (call: Call) => cardConduct(intents.methodToCharge(call) ?? '');
const cardIfConfirmed = (call: Call) => (call.form.get('confirm') === 'true' ? card(call) : undefined);
const destination = (call: Call) => accountConduct(String(call.form.get('destination')));

const ROUTES: readonly Route[] = [
  route('POST', '/v1/customers', customers.createCustomer),
  route('GET', '/v1/customers/{id}', customers.readCustomer),
  route('GET', '/v1/customers/{id}/payment_methods', customers.listPaymentMethods),
  route('GET', '/v1/payment_methods', customers.listPaymentMethods),
  route('GET', '/v1/payment_methods/{id}', customers.readPaymentMethod),
  route('POST', '/v1/payment_methods/{id}/attach', customers.attachPaymentMethod),
  route('POST', '/v1/payment_methods/{id}/detach', customers.detachPaymentMethod),
  route('POST', '/v1/setup_intents', setUp.createSetupIntent),
  route('GET', '/v1/setup_intents/{id}', setUp.readSetupIntent),
  route('POST', '/v1/setup_intents/{id}/confirm', setUp.confirmSetupIntent),
  route('POST', '/v1/checkout/sessions', setUp.createSession),
  route('GET', '/v1/checkout/sessions/{id}', setUp.readSession),
  route('POST', '/v1/payment_intents', intents.createIntent, cardIfConfirmed),
  route('GET', '/v1/payment_intents', intents.listIntents),
  route('GET', '/v1/payment_intents/search', intents.searchIntents),
  route('GET', '/v1/payment_intents/{id}', intents.readIntent),
  route('POST', '/v1/payment_intents/{id}/confirm', intents.confirmIntent, card),
  route('POST', '/v1/payment_intents/{id}/cancel', intents.cancelIntent),
  route('POST', '/v1/accounts', connect.createAccount),
  route('GET', '/v1/accounts/{id}', connect.readAccount),
  route('POST', '/v1/account_links', connect.createAccountLink),
  route('POST', '/v1/transfers', connect.createTransfer, destination),
  route('GET', '/v1/transfers', connect.listTransfers),
  route('GET', '/v1/transfers/{id}', connect.readTransfer),
  route('POST', '/v1/transfers/{id}/reversals', connect.createReversal),
  route('GET', '/v1/transfers/{id}/reversals', connect.listReversals),
  route('GET', '/v1/events', events.listEvents),
  route('GET', '/v1/events/{id}', events.readEvent),
];

/** Stripe's REST API, as far as it is used: keys, versions, errors, idempotency, and the operations above. */
export class StripeApi {
  readonly #desk: Desk;
  readonly #latencyMs: number;
  readonly #underWay = new Set<string>();

  constructor(desk: Desk, latencyMs: number) {
    this.#desk = desk;
    this.#latencyMs = latencyMs;
  }

  async handle(request: StandInRequest): Promise<StandInResponse> {
    const requestId = `req_${randomBytes(7).toString('hex')}`;
    const headers = {
      'request-id': requestId,
      'stripe-version': request.headers['stripe-version'] ?? API_VERSION,
      ...(request.headers['idempotency-key'] ? { 'idempotency-key': request.headers['idempotency-key'] } : {}),
    };
    try {
      const answer = await this.#answer(request, requestId);
      if (answer === 'dropped') return answer;
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return jsonAnswer(error.status, { error: error.error }, { ...headers, ...error.headers });
    }
  }

  async #answer(request: StandInRequest, requestId: string): Promise<StandInResponse> {
    requireKey(request);
    const { route, ids } = find(request);
    const form = decodeForm(request.method === 'GET' ? request.query : request.body);
    if (!form) throw invalid('parameter_invalid', 'The parameters cannot be read.');
    const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined;
    if (key !== undefined && key.length > 255) throw invalid('idempotency_key_too_long', 'The key is too long.');
    let lost = false;
    const call = this.#call(request, ids, form, key ?? request.path, () => {
      lost = true;
    });
    const gate = gateOf(this.#desk.store, route.conduct?.(call), call.scope);
    if (gate === 'busy') throw tooMany(RETRY_AFTER_SECONDS);
    if (gate === 'lost') return 'dropped';
    const answer =
      key === undefined
        ? await this.#run(route, call)
        : await this.#runOnce(route, call, { key, fingerprint: fingerprintOf(request), request: requestId });
    return lost ? 'dropped' : answer;
  }

  async #run(route: Route, call: Call): Promise<StandInAnswer> {
    if (this.#latencyMs > 0) await pause(this.#latencyMs);
    const { status, body } = this.#desk.store.transaction(() => execute(route, call));
    this.#desk.flush();
    return jsonAnswer(status, body);
  }

  /** The idempotency layer: one execution per key and day, and its answer, decline or not, for every repeat. */
  async #runOnce(route: Route, call: Call, once: Once): Promise<StandInAnswer> {
    const { store } = this.#desk;
    const kept = store.keptAnswer(once.key, this.#desk.now() - DAY_MS);
    if (kept) {
      if (kept.fingerprint !== once.fingerprint) throw keyMismatch();
      const headers = { 'idempotent-replayed': 'true', 'original-request': kept.request };
      return { status: kept.status, headers: { 'content-type': 'application/json', ...headers }, body: kept.body };
    }
    if (this.#underWay.has(once.key)) throw keyInUse();
    this.#underWay.add(once.key);
    try {
      if (this.#latencyMs > 0) await pause(this.#latencyMs);
      const outcome = store.transaction(() => {
        const { status, body } = execute(route, call);
        const text = JSON.stringify(body);
        const answer = { fingerprint: once.fingerprint, status, body: text, request: once.request };
        store.keepAnswer(once.key, answer, this.#desk.now());
        return { status, text };
      });
      this.#desk.flush();
      return { status: outcome.status, headers: { 'content-type': 'application/json' }, body: outcome.text };
    } finally {
      this.#underWay.delete(once.key);
    }
  }

  #call(request: StandInRequest, ids: readonly string[], form: FormTree, scope: string, loseAnswer: () => void): Call {
    return { desk: this.#desk, ids, form, origin: request.origin, scope, loseAnswer };
  }
}

interface Once {
  readonly key: string;
  readonly fingerprint: string;
  readonly request: string;
}

function execute(route: Route, call: Call): Outcome {
  const { status, body } = route.operation(call);
  const paths = call.form.get('expand');
  if (paths === undefined || typeof paths === 'string') return { status, body };
  const texts = [...paths.values()].filter((path) => typeof path === 'string');
  return { status, body: expand(call.desk, body, texts) };
}

function route(method: string, path: string, operation: Operation, conduct?: Route['conduct']): Route {
  const pattern = new RegExp(`^${path.replace('{id}', '([A-Za-z0-9_]+)')}$`);
  return conduct ? { method, path: pattern, operation, conduct } : { method, path: pattern, operation };
}

function find(request: StandInRequest): { route: Route; ids: readonly string[] } {
  for (const candidate of ROUTES) {
    if (candidate.method !== request.method) continue;
    const match = candidate.path.exec(request.path);
    if (match) return { route: candidate, ids: match.slice(1) };
  }
  const message = `Unrecognized request URL (${request.method}: ${request.path}).`;
  throw new Refusal(404, { message, type: 'invalid_request_error' });
}

function requireKey(request: StandInRequest): void {
  const key = /^Bearer\s+(\S+)$/.exec(request.headers['authorization'] ?? '')?.[1];
  if (key === undefined) throw unauthorized('You did not provide an API key.');
  if (!/^(sk|rk)_/.test(key)) throw unauthorized('Invalid API Key provided.');
}

function fingerprintOf(request: StandInRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.path}\n${canonicalForm(request.body)}`)
    .digest('hex');
}
