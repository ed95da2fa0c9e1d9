import { Failure, type FieldProblem } from '../../domain/errors.ts';
import type { Method } from './contract.ts';
import type { HttpEvent } from './http.ts';
import { MAX_BODY_BYTES } from './json.ts';
import { invalidFields } from './problems.ts';
import { visitorAddress } from './visitor.ts';

/** A request as it came: nothing in it has been checked but its size. */
export interface Request {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The path's segments, which API Gateway has decoded. */
  readonly segments: readonly string[];
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly sourceIp: string;
  /** When it reached the gateway, in epoch milliseconds; undefined when nobody says. */
  readonly arrivedAt: number | undefined;
  readonly body: string;
}

/** The segments of a path; one slash at its end does not matter. */
export const segmentsOf = (path: string): readonly string[] => path.replace(/\/$/, '').split('/').slice(1);

const bodyOf = (event: HttpEvent): string => {
  const { body = '' } = event;
  if (!event.isBase64Encoded) {
    if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw tooLarge();
    return body;
  }
  const bytes = Buffer.from(body, 'base64');
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge();
  return bytes.toString('utf8');
};

const tooLarge = (): Failure => new Failure('too_large', `The body is larger than ${MAX_BODY_BYTES / 1024} kB.`);

const lowerCased = (headers: HttpEvent['headers']): Request['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Reads an event of the HTTP API. */
export const receive = (event: HttpEvent): Request => ({
  id: event.requestContext.requestId,
  method: event.requestContext.http.method,
  path: event.rawPath,
  segments: segmentsOf(event.rawPath),
  rawQuery: event.rawQueryString,
  headers: lowerCased(event.headers),
  sourceIp: visitorAddress(event),
  arrivedAt: event.requestContext.timeEpoch,
  body: bodyOf(event),
});

/** The query as names and texts. A name that is given twice is refused: which one is meant is anybody's guess. */
export const queryOf = (request: Request): Readonly<Record<string, string>> => {
  const query = new Map<string, string>();
  const twice: FieldProblem[] = [];
  for (const [name, value] of new URLSearchParams(request.rawQuery)) {
    if (query.has(name)) twice.push({ param: name, message: 'Is given twice.' });
    query.set(name, value);
  }
  if (twice.length > 0) throw invalidFields(twice);
  return Object.fromEntries(query);
};

/** Refuses a body that says that it is something else than JSON. */
export const requireJson = (request: Request): void => {
  const type = request.headers['content-type'];
  if (request.body !== '' && type !== undefined && !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new Failure('bad_request', 'The body must be JSON (content-type: application/json).');
  }
};

/** Methods that change nothing carry no body. */
export const carriesBody = (method: Method): boolean => method !== 'GET' && method !== 'DELETE';
