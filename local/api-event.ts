import { randomUUID } from 'node:crypto';
import type { PublicRequest } from './public-request.ts';
import type { Loose } from './values.ts';

/** What the event of an HTTP API is made of. */
export interface EventParts {
  readonly request: PublicRequest;
  readonly path: string;
  readonly body: Buffer;
  readonly routeKey: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly apiId: string;
  readonly account: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly authorizer: Loose | undefined;
  /** Business time, in milliseconds. */
  readonly now: number;
}

/** The content types whose bodies API Gateway hands on as text; every other one, and none, comes as base64. */
const TEXT = /^(text\/|application\/(json|xml|javascript)\b)/i;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `07/Aug/2026:01:37:53 +0000`, as access logs write it. */
export function logTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

/** Decodes a path or a part of one; text that is not properly encoded stays as it is. */
export function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Query parameters decoded; several values of a name are joined by commas. */
function queryParameters(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = Object.hasOwn(values, name) ? values[name] : undefined;
    // A parameter called __proto__ is a parameter, too.
    const joined = before === undefined ? value : `${before},${value}`;
    Object.defineProperty(values, name, { value: joined, enumerable: true, configurable: true, writable: true });
  }
  return values;
}

/** The headers that API Gateway hands on: with its own, and without the cookies, which have their own field. */
function eventHeaders({ headers, sourceIp }: PublicRequest, requestId: string): Record<string, string> {
  const { cookie: _, connection: __, ...rest } = headers;
  const before = rest['x-forwarded-for'];
  return {
    ...rest,
    'x-amzn-trace-id':
      rest['x-amzn-trace-id'] ?? `Root=1-${requestId.slice(0, 8)}-${requestId.replaceAll('-', '').slice(8)}`,
    'x-forwarded-for': before === undefined ? sourceIp : `${before}, ${sourceIp}`,
    'x-forwarded-port': rest['x-forwarded-port'] ?? '443',
    'x-forwarded-proto': rest['x-forwarded-proto'] ?? 'https',
  };
}

/** Builds the event of an HTTP API, payload format 2.0. */
export function buildEvent(parts: EventParts): { readonly event: Loose; readonly requestId: string } {
  const { request, path, body, routeKey, parameters, apiId, account, stageVariables, authorizer, now } = parts;
  const { method, query, headers, cookies, sourceIp, protocol } = request;
  const requestId = randomUUID();
  const host = headers['host'] ?? '';
  const text = TEXT.test(headers['content-type'] ?? '');
  const queryStringParameters = queryParameters(query);
  const event = {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers: eventHeaders(request, requestId),
    ...(queryStringParameters === undefined ? {} : { queryStringParameters }),
    requestContext: {
      accountId: account,
      apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: { method, path, protocol, sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: '$default',
      time: logTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...(Object.keys(stageVariables).length > 0 ? { stageVariables } : {}),
    ...(body.length > 0 ? { body: body.toString(text ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
  return { event, requestId };
}
