import type { HttpAnswer, HttpEvent } from '../../../../functions/shared/http.ts';

export interface EventOptions {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; `text` sends it as it is. */
  readonly body?: unknown;
  readonly text?: string;
  /** The secret key to come with; a valid one unless given. */
  readonly key?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
}

export const SECRET = `sk_test_${'a'.repeat(43)}`;

/** An event as the HTTP API makes it. */
export const httpEvent = (options: EventOptions): HttpEvent => {
  const { method = 'GET', path, query = '', headers = {}, body, key = SECRET, isBase64Encoded = false } = options;
  const { sourceIp = '192.0.2.1' } = options;
  const text = options.text ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    rawPath: path,
    rawQueryString: query,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: { requestId: 'request-1', http: { method, sourceIp } },
    ...(text === undefined ? {} : { body: isBase64Encoded ? Buffer.from(text).toString('base64') : text }),
    isBase64Encoded,
  };
};

/** The body of an answer, which is JSON. */
export const bodyOf = (answer: HttpAnswer) => JSON.parse(answer.body);
