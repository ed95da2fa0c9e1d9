import type * as z from 'zod/mini';
import { Failure } from '../../domain/errors.ts';
import { type Authenticator, authenticate, type Caller, requireScope } from './auth.ts';
import { type Author, asAuthor } from './author.ts';
import type { Clock } from './clock.ts';
import type { OpenOperation, Operation, Schema } from './contract.ts';
import { answer, failureAnswer, type HttpAnswer, type HttpEvent, JSON_TYPE, successBody } from './http.ts';
import type { Idempotency, Outcome } from './idempotency.ts';
import { parseBody } from './json.ts';
import { type Limiter, limitHeaders } from './limits.ts';
import { describeError, type Log } from './log.ts';
import { invalidFields, type Reading, read } from './problems.ts';
import { carriesBody, queryOf, type Request, receive, requireJson } from './request.ts';
import { type Match, router } from './router.ts';

/** What a use case knows about the request besides its input. */
export interface Context {
  readonly requestId: string;
  /** When the request was accepted: what facts are dated with. */
  readonly now: number;
  readonly caller: Caller;
  /** The caller's program. Keys of items begin with it; it never comes from the request. */
  readonly program: string;
}

/** What an open operation knows about the request besides the request itself. */
interface OpenContext {
  readonly requestId: string;
  readonly now: number;
}

/** The parts of a request, read by the operation's schemas. */
export interface Input<P extends Schema, Q extends Schema, B extends Schema> {
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
}

interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Prepared = (context: Context) => Promise<unknown>;

interface KeyedRoute {
  readonly kind: 'keyed';
  readonly operation: Operation<Schema, Schema, Schema, Schema>;
  /** Reads the input, or throws what is wrong with it; what it returns runs the use case and checks its answer. */
  readonly prepare: (raw: RawInput) => Prepared;
}

/** The answer of an open operation, which may be of any content type. */
export interface OpenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isBase64Encoded?: boolean;
}

interface OpenRoute {
  readonly kind: 'open';
  readonly operation: OpenOperation;
  readonly run: (context: OpenContext, request: Request, params: RawInput['params']) => Promise<OpenAnswer>;
}

export type Route = KeyedRoute | OpenRoute;

/** A defect of ours: a use case answered something else than its contract promises. */
class BrokenContract extends Error {
  constructor(operation: string, problems: readonly string[]) {
    super(`The answer of ${operation} is not what its contract says: ${problems.join(', ')}`);
    this.name = 'BrokenContract';
  }
}

const readInput = <P extends Schema, Q extends Schema, B extends Schema>(
  operation: { readonly params: P; readonly query: Q; readonly body: B },
  raw: RawInput,
): Input<P, Q, B> => {
  const params = read(operation.params, raw.params);
  const query = read(operation.query, raw.query);
  const body = read(operation.body, raw.body);
  if (params.ok && query.ok && body.ok) return { params: params.value, query: query.value, body: body.value };
  const parts: readonly Reading<unknown>[] = [params, query, body];
  throw invalidFields(parts.flatMap((part) => (part.ok ? [] : part.problems)));
};

/** Ties a use case to its operation. The input arrives read by the contract; the answer is held against it. */
export const route = <P extends Schema, Q extends Schema, B extends Schema, D extends Schema>(
  operation: Operation<P, Q, B, D>,
  run: (context: Context, input: Input<P, Q, B>) => Promise<z.input<D>>,
): Route => ({
  kind: 'keyed',
  operation,
  prepare: (raw) => {
    const input = readInput(operation, raw);
    return async (context) => {
      const data = read(operation.data, await run(context, input));
      if (data.ok) return data.value;
      throw new BrokenContract(
        operation.id,
        data.problems.map((problem) => `${problem.param} ${problem.message}`),
      );
    };
  },
});

/** Ties an open operation to what answers it. */
export const openRoute = (operation: OpenOperation, run: OpenRoute['run']): Route => ({
  kind: 'open',
  operation,
  run,
});

/** Who may call keyed operations, how often, and what is remembered of it. */
interface Access {
  readonly authenticators: readonly Authenticator[];
  readonly limiter: Limiter;
  readonly idempotency: Idempotency;
}

/** What the edge needs from outside. Functions with open operations only need no access. */
export interface Edge {
  readonly clock: Clock;
  readonly log: Log;
  readonly access?: Access;
}

const busy = (): Failure =>
  new Failure('busy', 'Something else changed the same data at the same moment. Try again.', { retryAfterSeconds: 1 });

/** The store's collisions, by name: importing their classes would put the table's client into every function. */
const COLLISIONS: readonly string[] = ['ConditionFailed', 'WriteConflict'];

/** What the caller is told about something that was thrown: a refusal as it is, a collision as busy, else nothing. */
const failureOf = (error: unknown, log: Log, request_id: string, operation: string | undefined): Failure => {
  if (error instanceof Failure) return error;
  const fields = { request_id, operation, ...describeError(error) };
  if (error instanceof Error && COLLISIONS.includes(error.name)) {
    log.error('A write was given up.', fields);
    return busy();
  }
  log.error('A request failed.', fields);
  return new Failure('internal', 'Something went wrong on our side.');
};

const rawInput = (request: Request, match: Match<KeyedRoute>): RawInput => {
  requireJson(request);
  const query = queryOf(request);
  const text = carriesBody(match.route.operation.method) ? request.body : '';
  return { params: match.params, query, body: text.trim() === '' ? {} : parseBody(text) };
};

/** One keyed request after its key is known: what it answers, whatever happens. */
class KeyedRequest {
  readonly #edge: Edge;
  readonly #access: Access;
  readonly #request: Request;
  readonly #match: Match<KeyedRoute>;
  readonly #caller: Caller;

  constructor(edge: Edge, access: Access, request: Request, match: Match<KeyedRoute>, caller: Caller) {
    this.#edge = edge;
    this.#access = access;
    this.#request = request;
    this.#match = match;
    this.#caller = caller;
  }

  async serve(): Promise<HttpAnswer> {
    const limits = limitHeaders(await this.#access.limiter(this.#caller));
    const served = await this.#allowed();
    return { ...served, headers: { ...limits, ...served.headers } };
  }

  async #allowed(): Promise<HttpAnswer> {
    const { operation, prepare } = this.#match.route;
    try {
      requireScope(this.#caller, operation.scope);
      const prepared = prepare(rawInput(this.#request, this.#match));
      const key = this.#request.headers['idempotency-key'];
      if (key === undefined || operation.method !== 'POST') return this.#respond(await this.#run(prepared));
      return await this.#runOnce(key, prepared);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  async #run(prepared: Prepared): Promise<Outcome> {
    const { status, message } = this.#match.route.operation;
    const { program } = this.#caller;
    const now = this.#request.arrivedAt ?? this.#edge.clock.now();
    const run = () => prepared({ requestId: this.#request.id, now, caller: this.#caller, program });
    const author = this.#author(now);
    const data = await (author === undefined ? run() : asAuthor(author, run));
    return { status, body: successBody(status, message, data) };
  }

  /** Whose change the request is; undefined for requests that change nothing, or add facts only. */
  #author(at: number): Author | undefined {
    const { id, method, addsFacts } = this.#match.route.operation;
    if (method === 'GET' || addsFacts === true) return undefined;
    const { program, actor } = this.#caller;
    return { program, actor, operation: id, requestId: this.#request.id, at };
  }

  async #runOnce(key: string, prepared: Prepared): Promise<HttpAnswer> {
    const { method, body, path, rawQuery } = this.#request;
    const { identity } = this.#caller;
    let refusal: HttpAnswer | undefined;
    const outcome = await this.#access.idempotency(
      { identity, key, method, path: `${path}?${rawQuery}`, body },
      async () => {
        try {
          return await this.#run(prepared);
        } catch (error) {
          refusal = this.#refuse(error);
          return { status: refusal.statusCode, body: refusal.body };
        }
      },
    );
    return refusal ?? this.#respond(outcome, outcome.replayed ? { 'idempotent-replayed': 'true' } : {});
  }

  #respond(outcome: Outcome, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
    return answer(this.#request.id, outcome.status, JSON_TYPE, outcome.body, headers);
  }

  #refuse(error: unknown): HttpAnswer {
    const { id } = this.#request;
    return failureAnswer(failureOf(error, this.#edge.log, id, this.#match.route.operation.id), id);
  }
}

const serveOpen = async (edge: Edge, request: Request, match: Match<OpenRoute>): Promise<HttpAnswer> => {
  const context = { requestId: request.id, now: request.arrivedAt ?? edge.clock.now() };
  const { status, contentType, body, headers, isBase64Encoded } = await match.route.run(context, request, match.params);
  const answered = answer(request.id, status, contentType, body, headers);
  return isBase64Encoded === undefined ? answered : { ...answered, isBase64Encoded };
};

const serveKeyed = async (edge: Edge, request: Request, match: Match<KeyedRoute>): Promise<HttpAnswer> => {
  if (edge.access === undefined) throw new Error(`${match.route.operation.id} needs access to keys.`);
  const caller = await authenticate(edge.access.authenticators, request.headers['authorization']);
  return new KeyedRequest(edge, edge.access, request, match, caller).serve();
};

/** Serves the operations of one capability: the whole way from an event of the HTTP API to its answer. */
export const serve = (edge: Edge, routes: readonly Route[]): ((event: HttpEvent) => Promise<HttpAnswer>) => {
  const find = router(routes);
  return async (event) => {
    const id = event.requestContext.requestId;
    let operation: string | undefined;
    try {
      const request = receive(event);
      const match = find(request.method, request.segments);
      if (match === undefined) throw new Failure('not_found', 'There is nothing at this path.');
      const { route, params } = match;
      operation = route.operation.id;
      if (route.kind === 'keyed') return await serveKeyed(edge, request, { route, params });
      return await serveOpen(edge, request, { route, params });
    } catch (error) {
      return failureAnswer(failureOf(error, edge.log, id, operation), id);
    }
  };
};
