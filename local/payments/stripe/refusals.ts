import type { Doc } from '../json.ts';

/** A request that Stripe turns down before anything happened; it leaves no trace and no kept answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly error: Doc;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, error: Doc, headers: Readonly<Record<string, string>> = {}) {
    super(String(error['message']));
    this.status = status;
    this.error = error;
    this.headers = headers;
  }
}

/** A parameter is wrong or the object is in the wrong state. */
export function invalid(code: string, message: string, param?: string): Refusal {
  const doc = { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`, message };
  return new Refusal(400, { ...doc, ...(param === undefined ? {} : { param }), type: 'invalid_request_error' });
}

/** The object does not exist. A path answers 404, a parameter 400. */
export function missing(what: string, id: string, param = 'id'): Refusal {
  const refusal = invalid('resource_missing', `No such ${what}: '${id}'`, param);
  return new Refusal(param === 'id' ? 404 : 400, refusal.error);
}

/** No key, or not a secret one. */
export function unauthorized(message: string): Refusal {
  return new Refusal(401, { message, type: 'invalid_request_error' });
}

/** The same key came with other parameters. */
export function keyMismatch(): Refusal {
  const message =
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
    'Try using a key other than the one you sent if you meant to execute a different request.';
  return new Refusal(400, { message, type: 'idempotency_error' });
}

/** The same key is being worked on at this moment. */
export function keyInUse(): Refusal {
  const message = 'There is currently another in-progress request using this idempotency key.';
  return new Refusal(409, { code: 'idempotency_key_in_use', message, type: 'invalid_request_error' });
}

/** Too many requests; nothing was looked at, not even the key. */
export function tooMany(retryAfterSeconds: number): Refusal {
  const message = 'Request rate limit exceeded. Learn more at https://stripe.com/docs/rate-limits.';
  const error = { code: 'rate_limit', message, type: 'invalid_request_error' };
  return new Refusal(429, error, { 'retry-after': String(retryAfterSeconds) });
}
