import * as z from 'zod/mini';

/** What the PayPal adapters are made of. */
export interface PaypalSettings {
  readonly clientId: string;
  readonly secret: string;
  readonly webhookId: string;
  /** Where the API is: `https://api-m.paypal.com`, or another base. */
  readonly url: string;
  /** The time, in epoch milliseconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
}

/** An answer of PayPal, or that none came. */
export type PaypalAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unknown'; readonly reason: string };

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly requestId?: string;
}

const TIMEOUT_MS = 20_000;
const BUSY_SECONDS = 2;
/** A token is renewed a little before it expires. */
const TOKEN_MARGIN_MS = 60_000;

const Token = z.object({ access_token: z.string(), expires_in: z.number() });

/** Calls PayPal's REST API. It repeats only what certainly had no effect: a call with an expired token. */
export class PaypalClient {
  readonly #settings: PaypalSettings;
  #token: { readonly value: string; readonly until: number } | undefined;

  constructor(settings: PaypalSettings) {
    this.#settings = settings;
  }

  async call(call: Call): Promise<PaypalAnswer> {
    const first = await this.#authorised(call);
    if (first.kind !== 'answer' || first.status !== 401) return first;
    this.#token = undefined;
    const second = await this.#authorised(call);
    return second.kind === 'answer' && second.status === 401 ? unauthorised : second;
  }

  async #authorised(call: Call): Promise<PaypalAnswer> {
    const token = await this.#currentToken();
    if (typeof token !== 'string') return token;
    return this.#fetch(call.path, {
      method: call.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.requestId === undefined ? {} : { 'paypal-request-id': call.requestId }),
      },
      ...(call.body === undefined ? {} : { body: call.body }),
    });
  }

  async #currentToken(): Promise<string | PaypalAnswer> {
    const { clientId, secret, now } = this.#settings;
    if (this.#token && now() < this.#token.until) return this.#token.value;
    const credentials = Buffer.from(`${clientId}:${secret}`).toString('base64');
    const answer = await this.#fetch('/v1/oauth2/token', {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    if (answer.kind !== 'answer') return answer;
    const token = z.safeParse(Token, answer.body);
    if (answer.status !== 200 || !token.success) return unauthorised;
    const { access_token: value, expires_in: seconds } = token.data;
    this.#token = { value, until: now() + seconds * 1000 - TOKEN_MARGIN_MS };
    return value;
  }

  async #fetch(path: string, init: RequestInit): Promise<PaypalAnswer> {
    const signal = AbortSignal.timeout(this.#settings.timeoutMs ?? TIMEOUT_MS);
    try {
      const response = await fetch(this.#settings.url.replace(/\/$/, '') + path, { ...init, signal });
      const text = await response.text();
      if (response.status === 429) return { kind: 'busy', retryAfterSeconds: retryAfter(response) };
      if (response.status >= 500) return { kind: 'unknown', reason: `PayPal answered ${response.status}` };
      return { kind: 'answer', status: response.status, body: text === '' ? {} : JSON.parse(text) };
    } catch (error) {
      // Whatever went wrong on the way, the request may have arrived.
      return { kind: 'unknown', reason: error instanceof Error ? error.message : 'the connection broke' };
    }
  }
}

const unauthorised: PaypalAnswer = { kind: 'unknown', reason: 'PayPal does not accept the credentials' };

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isInteger(seconds) && seconds > 0 ? seconds : BUSY_SECONDS;
}
