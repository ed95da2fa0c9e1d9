import type { Doc } from '../json.ts';

/** A request that PayPal turns down; nothing happened. */
export class PaypalRefusal extends Error {
  readonly status: number;
  readonly body: Doc;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Doc, headers: Readonly<Record<string, string>> = {}) {
    super(String(body['message'] ?? body['error_description']));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** PayPal's error body. */
export function refusal(status: number, name: string, message: string, details: readonly Doc[] = []): PaypalRefusal {
  const link = 'https://developer.paypal.com/docs/api/payments.payouts-batch/#errors';
  return new PaypalRefusal(status, { name, message, debug_id: 'standin', information_link: link, details, links: [] });
}

/** A field of the request is wrong. */
export function invalidField(field: string, issue: string): PaypalRefusal {
  return refusal(400, 'VALIDATION_ERROR', 'Invalid request - see details', [{ field, location: 'body', issue }]);
}

/** Nothing is known under this id. */
export function notFound(): PaypalRefusal {
  return refusal(404, 'RESOURCE_NOT_FOUND', 'The requested resource was not found');
}
