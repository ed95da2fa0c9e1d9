import { createContext, Script } from 'node:vm';
import type { Stack } from './contract.ts';
import type { PublicAnswer, PublicRequest } from './public-request.ts';
import { isObject, type Loose, numberAt, objectAt, textAt } from './values.ts';

/** Code that a distribution runs on a request before it reaches an origin: it answers, or hands the request on. */
export type EdgeFunction = (request: PublicRequest) => PublicAnswer | PublicRequest;

/** CloudFront gives a function one millisecond of computing. Here it is time that passes, on a machine with much other work. */
const LIMIT_MS = 10_000;

function toEdge(request: PublicRequest): Loose {
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, { value }]));
  const querystring: Record<string, { value: string; multiValue?: { value: string }[] }> = {};
  for (const [name, value] of new URLSearchParams(request.query)) querystring[name] ??= { value };
  const cookies = Object.fromEntries(
    request.cookies.map((cookie) => {
      const equals = cookie.indexOf('=');
      return [cookie.slice(0, equals), { value: cookie.slice(equals + 1) }];
    }),
  );
  return { method: request.method, uri: request.path, headers, querystring, cookies };
}

function plain(values: Loose): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, entry]) =>
      isObject(entry) ? [[name.toLowerCase(), textAt(entry, 'value') ?? '']] : [],
    ),
  );
}

function toAnswer(result: Loose): PublicAnswer {
  const body = result['body'];
  const text = isObject(body) ? (textAt(body, 'data') ?? '') : typeof body === 'string' ? body : '';
  return { status: numberAt(result, 'statusCode') ?? 200, headers: plain(objectAt(result, 'headers')), body: text };
}

/** A CloudFront Function of the template. It runs on viewer requests, in a context of its own. */
export function edgeFunction(stack: Stack, arn: string): EdgeFunction {
  const id = stack.find(arn);
  const resource = id === undefined ? undefined : stack.resources.get(id);
  const code = resource === undefined ? undefined : textAt(resource.properties, 'FunctionCode');
  if (code === undefined) throw new Error(`${arn} is no CloudFront function of the template.`);
  const context = createContext({ event: undefined, console: { log: () => undefined } });
  new Script(`${code}\n`, { filename: `${id}.js` }).runInContext(context);
  const call = new Script('JSON.stringify(handler(JSON.parse(event)))', { filename: `${id}.call.js` });
  return (request) => {
    const viewer = { ip: request.sourceIp };
    const event = { version: '1.0', context: { eventType: 'viewer-request' }, viewer, request: toEdge(request) };
    context['event'] = JSON.stringify(event);
    const result: unknown = JSON.parse(String(call.runInContext(context, { timeout: LIMIT_MS })));
    if (!isObject(result)) throw new Error(`The CloudFront function ${id} answered nothing.`);
    if ('statusCode' in result) return toAnswer(result);
    const query = Object.entries(plain(objectAt(result, 'querystring')));
    return {
      ...request,
      path: textAt(result, 'uri') ?? request.path,
      query: query.length === 0 ? '' : request.query === '' ? new URLSearchParams(query).toString() : request.query,
      headers: { ...plain(objectAt(result, 'headers')) },
    };
  };
}
