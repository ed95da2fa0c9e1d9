import Stripe from 'stripe';
import * as z from 'zod/mini';
import { refused, unavailable } from './provider-failures.ts';

/** What the Stripe adapters are made of. */
export interface StripeSettings {
  readonly key: string;
  readonly webhookSecret: string;
  /** Where the API is: `https://api.stripe.com`, or another host and port; a path is not possible. */
  readonly url: string;
  /** The time, in epoch milliseconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;
const BUSY_SECONDS = 2;

/** What an error of the SDK tells about the request that failed. */
type Trouble =
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The SDK's client. It never repeats by itself: whether a request may be sent again is decided where money is decided.
 * The fetch client is used because the other one repeats a request once when a connection breaks.
 */
export function stripeClient(settings: StripeSettings): Stripe {
  const url = new URL(settings.url);
  if (url.pathname !== '/') throw new Error(`Stripe's address ${settings.url} must not have a path.`);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return new Stripe(settings.key, {
    host: url.hostname,
    port: url.port === '' ? (protocol === 'http' ? 80 : 443) : url.port,
    protocol,
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 0,
    timeout: settings.timeoutMs ?? TIMEOUT_MS,
    telemetry: false,
  });
}

/** The provider answered with something that is not what it promises. */
class UnreadableAnswer extends Error {}

/** Waits for an answer of the SDK and takes from it what the schema names. */
export async function read<T extends z.ZodMiniType>(schema: T, answer: Promise<unknown>): Promise<z.output<T>> {
  const parsed = z.safeParse(schema, await answer);
  if (!parsed.success) throw new UnreadableAnswer(`Stripe's answer is not readable: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Sorts an error of the SDK by what is known about the effect. Other errors are defects and are thrown on. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof UnreadableAnswer) return { kind: 'unknown', reason: error.message };
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  if (error instanceof Stripe.errors.StripeRateLimitError) return busy(error);
  if (error instanceof Stripe.errors.StripeCardError) {
    return { kind: 'declined', reason: error.decline_code ?? error.code ?? 'card_declined' };
  }
  // Another request with the same key is under way: this one had no effect, and the same key asks for its result.
  if (error.statusCode === 409) return busy(error);
  if (error instanceof Stripe.errors.StripeIdempotencyError) {
    return { kind: 'unknown', reason: 'the key was used before with other parameters' };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    return { kind: 'refused', reason: error.code ?? error.message };
  }
  return { kind: 'unknown', reason: error.code ?? `${error.type}: ${error.message}` };
}

/** For calls that move no money: the answer, or a failure that the caller of our API may see. */
export async function ask<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const trouble = troubleOf(error);
    switch (trouble.kind) {
      case 'refused':
      case 'declined':
        throw refused(trouble.reason);
      case 'busy':
        throw unavailable(trouble.retryAfterSeconds);
      case 'unknown':
        throw unavailable(BUSY_SECONDS);
    }
  }
}

function busy(error: InstanceType<typeof Stripe.errors.StripeError>): Trouble {
  const seconds = Number(error.headers?.['retry-after']);
  return { kind: 'busy', retryAfterSeconds: Number.isInteger(seconds) && seconds > 0 ? seconds : BUSY_SECONDS };
}
