import type { PublicAnswer } from './public-request.ts';
import { flagAt, isObject, type Loose, listAt, numberAt, objectAt } from './values.ts';

/** An answer that API Gateway gives by itself. */
export function ownAnswer(status: number, message: string): PublicAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

/** Headers that belong to one connection and are never handed on. */
const HOP = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade', 'date']);

function answerHeaders(result: Loose): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(objectAt(result, 'headers'))) {
    const lower = name.toLowerCase();
    if (!HOP.has(lower) && value !== null && value !== undefined) headers[lower] = String(value);
  }
  const cookies = listAt(result, 'cookies').map(String);
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  return headers;
}

/** Text as it is, anything else as JSON. */
const bodyText = (body: unknown): string =>
  typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);

/**
 * Reads a function's result in payload format 2.0. A result without a status code is taken for the body of a 200;
 * undefined stands for a result that API Gateway does not understand.
 */
export function readResult(result: unknown): PublicAnswer | undefined {
  if (!isObject(result) || result['statusCode'] === undefined) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: bodyText(result) };
  }
  const status = numberAt(result, 'statusCode');
  if (status === undefined || !Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const body = result['body'];
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const text = body ?? '';
  return {
    status,
    headers: answerHeaders(result),
    body: flagAt(result, 'isBase64Encoded') ? Buffer.from(text, 'base64') : text,
  };
}
