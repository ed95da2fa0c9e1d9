import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ownAnswer } from './api-answer.ts';
import type { Activity } from './contract.ts';
import { plainHeaders, readBody } from './http-body.ts';
import type { LocalHandler } from './messaging-parts.ts';
import type { Origin, PublicAnswer, PublicRequest } from './public-request.ts';
import { messageOf } from './values.ts';

const LOCAL = '/_local/';
const LOCAL_LIMIT = 16 * 1024 * 1024;

/** The routes below /_local/, which exist in the local runtime only. */
export interface LocalRoutes {
  /** Exact path; a path that ends in `/*` takes everything below. */
  add(method: string, path: string, handler: LocalHandler): void;
  find(method: string, path: string): LocalHandler | undefined;
}

/** An empty set of local routes. */
export function createLocalRoutes(): LocalRoutes {
  const routes: { readonly method: string; readonly path: string; readonly handler: LocalHandler }[] = [];
  const fits = (route: string, path: string): boolean =>
    route.endsWith('/*') ? path.startsWith(route.slice(0, -1)) : route === path;
  return {
    add: (method, path, handler) => {
      if (!path.startsWith(LOCAL)) throw new Error(`Local routes lie below ${LOCAL}, and ${path} does not.`);
      routes.push({ method, path, handler });
    },
    find: (method, path) => {
      const exact = routes.find((route) => route.method === method && route.path === path);
      return (exact ?? routes.find((route) => route.method === method && fits(route.path, path)))?.handler;
    },
  };
}

function toRequest(request: IncomingMessage): PublicRequest {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    query: question < 0 ? '' : url.slice(question + 1),
    headers: plainHeaders(request),
    cookies:
      request.headers.cookie === undefined ? [] : request.headers.cookie.split(/;\s*/).filter((each) => each !== ''),
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    protocol: `HTTP/${request.httpVersion}`,
    body: (limit) => readBody(request, limit),
  };
}

/** A page from elsewhere may neither reach these routes from a browser, nor by a name that leads to this machine. */
function foreign({ headers }: PublicRequest): boolean {
  const host = headers['host'] ?? '';
  const name = host.replace(/:\d+$/, '');
  const origin = headers['origin'];
  const local = name === 'localhost' || name === '[::1]' || /^127(\.\d+){3}$/.test(name);
  return !local || (origin !== undefined && origin !== `http://${host}`);
}

async function answerLocal(routes: LocalRoutes, request: PublicRequest): Promise<PublicAnswer> {
  if (foreign(request)) return ownAnswer(403, 'Forbidden');
  const handler = routes.find(request.method, request.path);
  if (handler === undefined) return ownAnswer(404, 'Not Found');
  const body = await request.body(LOCAL_LIMIT);
  if (body === undefined) return ownAnswer(413, 'Request Entity Too Large');
  const { method, path, headers, sourceIp } = request;
  const answer = await handler({ method, path, headers, sourceIp, body, query: new URLSearchParams(request.query) });
  return {
    status: answer.status,
    headers: answer.headers ?? { 'content-type': 'application/json' },
    body: answer.body,
  };
}

function send(response: ServerResponse, { status, headers, body }: PublicAnswer, bare: boolean): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('content-length', Buffer.byteLength(body));
  response.end(bare ? undefined : body);
}

/**
 * Serves the public port: local routes first, then the sites and APIs of the template. A request counts as activity
 * until it is answered, except those to local routes, since moving the clock waits for idle.
 */
export function servePublic(
  server: Server,
  routes: LocalRoutes,
  origin: Origin,
  activity: Activity,
  log: (line: string) => void,
): void {
  const answer = async (request: PublicRequest): Promise<PublicAnswer> => {
    if (request.path.startsWith(LOCAL)) return answerLocal(routes, request);
    const end = activity.begin('request');
    try {
      return await origin(request);
    } finally {
      end();
    }
  };
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = toRequest(message);
    try {
      send(response, await answer(request), request.method === 'HEAD');
    } catch (thrown) {
      if (message.destroyed && !message.complete) return;
      log(`${request.method} ${request.path} failed: ${messageOf(thrown)}`);
      if (!response.headersSent) send(response, ownAnswer(500, 'Internal Server Error'), false);
    }
  };
  server.on('request', (message, response) => void serve(message, response));
}
