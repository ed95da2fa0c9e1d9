import { ERROR_STATUS, type Failure } from '../../domain/errors.ts';

/** What API Gateway (HTTP API, payload 2.0) hands to a function; only what the edge reads. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestContext: {
    readonly requestId: string;
    /** When the request reached the gateway, in epoch milliseconds. */
    readonly timeEpoch?: number;
    readonly http: { readonly method: string; readonly sourceIp: string };
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For bodies that are not text, such as compressed ones. */
  readonly isBase64Encoded?: boolean;
}

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** An answer of any content type, with the headers that every answer carries. */
export const answer = (
  requestId: string,
  statusCode: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': contentType, 'x-request-id': requestId, ...SECURITY_HEADERS, ...headers },
  body,
});

export const JSON_TYPE = 'application/json; charset=utf-8';

/** The envelope of a success (docs/api.md). */
export const successBody = (status: number, message: string, data: unknown): string =>
  JSON.stringify({ status, message, data });

const headersOf = (failure: Failure): Record<string, string> => {
  const { retryAfterSeconds } = failure.details;
  return {
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    ...(failure.code === 'unauthorized' ? { 'www-authenticate': 'Basic realm="api", charset="UTF-8", Bearer' } : {}),
  };
};

/** The envelope of a refusal (docs/api.md): what is wrong, where, and where to read about it. */
export const failureAnswer = (failure: Failure, requestId: string): HttpAnswer => {
  const status = ERROR_STATUS[failure.code];
  const { param, reason, fields } = failure.details;
  const error = {
    code: failure.code,
    message: failure.message,
    param,
    reason,
    fields,
    doc_url: `/v2/docs#error-${failure.code}`,
    request_id: requestId,
  };
  const body = JSON.stringify({ status, message: failure.message, error });
  return answer(requestId, status, JSON_TYPE, body, headersOf(failure));
};
