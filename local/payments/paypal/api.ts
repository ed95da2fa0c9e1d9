import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { Desk } from '../desk.ts';
import { jsonAnswer, type StandInRequest, type StandInResponse } from '../exchange.ts';
import { gateOf, losesAnswer, RETRY_AFTER_SECONDS } from '../faults.ts';
import { type Doc, docOf, integerOf, maybeText, parseDoc } from '../json.ts';
import { receiverConduct } from '../test-accounts.ts';
import { cancelItem, createBatch, readBatchState, readItem } from './payouts.ts';
import { invalidField, notFound, PaypalRefusal, refusal } from './refusals.ts';
import { readBatch } from './request.ts';

const TOKEN_LIFE_SECONDS = 32_400;
const SIGNING_KEY = 'the stand-in signs with this, and verifies with it';
const ITEM_PATH = /^\/v1\/payments\/payouts-item\/([A-Z0-9]+)(\/cancel)?$/;
const BATCH_PATH = /^\/v1\/payments\/payouts\/([A-Z0-9]+)$/;

/** The paths that are PayPal's; all other `/v1/` paths are Stripe's. */
export function isPaypalPath(path: string): boolean {
  return ['/v1/oauth2/', '/v1/payments/', '/v1/notifications/'].some((prefix) => path.startsWith(prefix));
}

/** PayPal's REST API, as far as it is used: tokens, payouts, and the verification of its webhooks. */
export class PaypalApi {
  readonly #desk: Desk;
  readonly #latencyMs: number;

  constructor(desk: Desk, latencyMs: number) {
    this.#desk = desk;
    this.#latencyMs = latencyMs;
  }

  async handle(request: StandInRequest): Promise<StandInResponse> {
    try {
      if (this.#latencyMs > 0) await pause(this.#latencyMs);
      const answer = this.#answer(request);
      this.#desk.flush();
      return answer;
    } catch (error) {
      if (!(error instanceof PaypalRefusal)) throw error;
      return jsonAnswer(error.status, error.body, error.headers);
    }
  }

  #answer(request: StandInRequest): StandInResponse {
    const { method, path } = request;
    if (method === 'POST' && path === '/v1/oauth2/token') return this.#issueToken(request);
    this.#requireToken(request);
    if (method === 'POST' && path === '/v1/payments/payouts') return this.#pay(request);
    if (method === 'POST' && path === '/v1/notifications/verify-webhook-signature') {
      return jsonAnswer(200, { verification_status: verifies(parseDoc(request.body)) ? 'SUCCESS' : 'FAILURE' });
    }
    const batch = method === 'GET' ? BATCH_PATH.exec(path)?.[1] : undefined;
    if (batch !== undefined) {
      const query = new URLSearchParams(request.query);
      const page = pageNumber(query.get('page'), 1, 'page');
      const size = pageNumber(query.get('page_size'), 1000, 'page_size');
      return jsonAnswer(200, readBatchState(this.#desk, request.origin, batch, page, size));
    }
    const [, item, cancel] = ITEM_PATH.exec(path) ?? [];
    if (item !== undefined && method === (cancel ? 'POST' : 'GET')) {
      const act = cancel ? cancelItem : readItem;
      return jsonAnswer(
        200,
        this.#desk.store.transaction(() => act(this.#desk, request.origin, item)),
      );
    }
    throw notFound();
  }

  #pay(request: StandInRequest): StandInResponse {
    const { store } = this.#desk;
    const batch = readBatch(parseDoc(request.body));
    const conduct = receiverConduct(batch.items[0]?.receiver ?? '');
    const gate = gateOf(store, conduct, batch.senderBatchId);
    if (gate === 'lost') return 'dropped';
    if (gate === 'busy') {
      const { status, body } = refusal(429, 'RATE_LIMIT_REACHED', 'Too many requests. Blocked due to rate limiting.');
      throw new PaypalRefusal(status, body, { 'retry-after': String(RETRY_AFTER_SECONDS) });
    }
    return store.transaction(() => {
      const answer = createBatch(this.#desk, request.origin, batch);
      return losesAnswer(store, conduct, batch.senderBatchId) ? 'dropped' : jsonAnswer(201, answer);
    });
  }

  #issueToken(request: StandInRequest): StandInResponse {
    const credentials = /^Basic\s+(\S+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    const [client, secret] = Buffer.from(credentials, 'base64').toString().split(':');
    if (!client || !secret) {
      throw new PaypalRefusal(401, { error: 'invalid_client', error_description: 'Client Authentication failed' });
    }
    if (new URLSearchParams(request.body).get('grant_type') !== 'client_credentials') {
      throw new PaypalRefusal(400, {
        error: 'unsupported_grant_type',
        error_description: 'Grant Type is not supported',
      });
    }
    const token = `A21AA${randomBytes(24).toString('hex')}`;
    for (const old of this.#desk.store.all('paypal_token')) {
      if (integerOf(old, 'expires') <= this.#desk.now()) this.#desk.store.forget('paypal_token', String(old['id']));
    }
    const expires = this.#desk.now() + TOKEN_LIFE_SECONDS * 1000;
    this.#desk.store.put('paypal_token', token, { id: token, expires });
    const scope = 'https://uri.paypal.com/payments/payouts';
    return jsonAnswer(200, { scope, access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFE_SECONDS });
  }

  #requireToken(request: StandInRequest): void {
    const token = /^Bearer\s+(\S+)$/.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    const known = this.#desk.store.get('paypal_token', token);
    if (!known || integerOf(known, 'expires') <= this.#desk.now()) {
      throw new PaypalRefusal(401, { error: 'invalid_token', error_description: 'Access Token not found or expired' });
    }
  }
}

/** The headers of a webhook request, signed over the transmission and the checksum of its body. */
export function paypalHeaders(webhookId: string, isoTime: string, body: string): Readonly<Record<string, string>> {
  const transmission = randomBytes(16).toString('hex');
  return {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-standin',
    'paypal-transmission-id': transmission,
    'paypal-transmission-sig': sign(transmission, isoTime, webhookId, body),
    'paypal-transmission-time': isoTime,
  };
}

function verifies(request: Doc | undefined): boolean {
  if (!request) throw invalidField('', 'The body is not valid JSON');
  const names = ['auth_algo', 'cert_url', 'transmission_id', 'transmission_sig', 'transmission_time', 'webhook_id'];
  for (const name of names)
    if (maybeText(request, name) === undefined) throw invalidField(name, 'Required field is missing');
  const field = (name: string) => maybeText(request, name) ?? '';
  const body = JSON.stringify(docOf(request, 'webhook_event'));
  const expected = Buffer.from(sign(field('transmission_id'), field('transmission_time'), field('webhook_id'), body));
  const given = Buffer.from(field('transmission_sig'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sign(transmission: string, time: string, webhookId: string, body: string): string {
  const content = [transmission, time, webhookId, crc32(body)].join('|');
  return createHmac('sha256', SIGNING_KEY).update(content).digest('base64');
}

function pageNumber(given: string | null, fallback: number, name: string): number {
  if (given === null) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > 1000) throw invalidField(name, 'Value is invalid');
  return value;
}
