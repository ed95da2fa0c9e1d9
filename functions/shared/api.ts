import { Failure } from '../../domain/errors.ts';
import { addressIdentity } from './address-identity.ts';
import {
  type Authenticator,
  authenticate,
  type Caller,
  type PersonAuthenticator,
  refused,
  requireScope,
} from './auth.ts';
import { type Author, asAuthor } from './author.ts';
import type { RawInput } from './checked.ts';
import type { Clock } from './clock.ts';
import type { CheckedOperation } from './contract.ts';
import { answer, failureAnswer, type HttpAnswer, type HttpEvent, JSON_TYPE, successBody } from './http.ts';
import type { Idempotency, Outcome } from './idempotency.ts';
import { parseBody } from './json.ts';
import { type Counted, type Limiter, limitHeaders } from './limits.ts';
import { describeError, type Log } from './log.ts';
import { carriesBody, queryOf, type Request, receive, requireJson } from './request.ts';
import { type Match, router } from './router.ts';
import type { KeyedRoute, OpenContext, OpenRoute, PersonalRoute, PublicRoute, Route } from './routes.ts';

export type { Input } from './checked.ts';
export type { Context, OpenAnswer, PersonalContext, PublicContext, Route } from './routes.ts';
export { openRoute, personalRoute, publicRoute, route } from './routes.ts';

/** Who may call, how often, and what is remembered of it. */
interface Access {
  readonly authenticators: readonly Authenticator[];
  /** Knows people by their tokens; without it nobody counts as logged in. */
  readonly people?: PersonAuthenticator;
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

const rawInput = (request: Request, operation: CheckedOperation, params: RawInput['params']): RawInput => {
  requireJson(request);
  const query = queryOf(request);
  const text = carriesBody(operation.method) ? request.body : '';
  return { params, query, body: text.trim() === '' ? {} : parseBody(text) };
};

/** A request whose sender is known, as far as its operation asks. */
interface Admitted {
  readonly operation: CheckedOperation;
  readonly params: RawInput['params'];
  readonly counted: Counted;
  /** Whether its answer may be repeated to whoever sends the same key: never to an address that many share. */
  readonly repeatable: boolean;
  /** Throws what the sender may not do, or what is wrong with the input. */
  readonly prepare: (raw: RawInput) => (context: OpenContext) => Promise<unknown>;
}

/** One admitted request: what it answers, whatever happens. */
class CheckedRequest {
  readonly #edge: Edge;
  readonly #access: Access;
  readonly #request: Request;
  readonly #admitted: Admitted;

  constructor(edge: Edge, access: Access, request: Request, admitted: Admitted) {
    this.#edge = edge;
    this.#access = access;
    this.#request = request;
    this.#admitted = admitted;
  }

  async serve(): Promise<HttpAnswer> {
    const limits = limitHeaders(await this.#access.limiter(this.#admitted.counted));
    const served = await this.#allowed();
    return { ...served, headers: { ...limits, ...served.headers } };
  }

  async #allowed(): Promise<HttpAnswer> {
    const { operation, params, prepare, repeatable } = this.#admitted;
    try {
      const prepared = prepare(rawInput(this.#request, operation, params));
      const run = () => this.#run(prepared);
      const key = this.#request.headers['idempotency-key'];
      if (key === undefined || operation.method !== 'POST' || !repeatable) return this.#respond(await run());
      return await this.#runOnce(key, run);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  async #run(prepared: (context: OpenContext) => Promise<unknown>): Promise<Outcome> {
    const { status, message } = this.#admitted.operation;
    const now = this.#request.arrivedAt ?? this.#edge.clock.now();
    const data = await prepared({ requestId: this.#request.id, now, sourceIp: this.#request.sourceIp });
    return { status, body: successBody(status, message, data) };
  }

  async #runOnce(key: string, run: () => Promise<Outcome>): Promise<HttpAnswer> {
    const { method, body, path, rawQuery } = this.#request;
    const { identity } = this.#admitted.counted;
    let refusal: HttpAnswer | undefined;
    const outcome = await this.#access.idempotency(
      { identity, key, method, path: `${path}?${rawQuery}`, body },
      async () => {
        try {
          return await run();
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
    return failureAnswer(failureOf(error, this.#edge.log, id, this.#admitted.operation.id), id);
  }
}

const serveOpen = async (edge: Edge, request: Request, match: Match<OpenRoute>): Promise<HttpAnswer> => {
  const context = { requestId: request.id, now: request.arrivedAt ?? edge.clock.now() };
  const { status, contentType, body, headers, isBase64Encoded } = await match.route.run(context, request, match.params);
  const answered = answer(request.id, status, contentType, body, headers);
  return isBase64Encoded === undefined ? answered : { ...answered, isBase64Encoded };
};

const PROGRAM_HEADER = 'fairshare-program';

/** Whether its change needs an author: not what changes nothing, or adds facts only. */
const changes = ({ method, addsFacts }: CheckedOperation): boolean => method !== 'GET' && addsFacts !== true;

const authorOf = (caller: Caller, { id }: CheckedOperation, { requestId, now }: OpenContext): Author => ({
  ...{ program: caller.program, actor: caller.actor, operation: id, requestId, at: now },
});

const admitKeyed = async (access: Access, { headers }: Request, route: KeyedRoute) => {
  const { scope } = route.operation;
  const credentials = { authorization: headers['authorization'], program: headers[PROGRAM_HEADER], scope };
  const caller = await authenticate(access.authenticators, credentials);
  const prepare: Admitted['prepare'] = (raw) => {
    requireScope(caller, scope);
    const prepared = route.prepare(raw);
    return (context) => {
      const run = () => prepared({ ...context, caller, program: caller.program });
      return changes(route.operation) ? asAuthor(authorOf(caller, route.operation, context), run) : run();
    };
  };
  return { counted: caller, repeatable: true, prepare };
};

const personOf = async (access: Access, { headers }: Request) => {
  if (access.people === undefined) throw refused();
  return access.people(headers['authorization']);
};

const admitPersonal = async (access: Access, request: Request, route: PersonalRoute) => {
  const person = await personOf(access, request);
  const prepare: Admitted['prepare'] = (raw) => {
    const prepared = route.prepare(raw);
    return (context) => prepared({ ...context, person });
  };
  return { counted: person, repeatable: true, prepare };
};

const admitPublic = (access: Access, request: Request, route: PublicRoute) => {
  const { id, requestsPerMinute } = route.operation;
  const { sourceIp } = request;
  const prepare: Admitted['prepare'] = (raw) => {
    const prepared = route.prepare(raw);
    return (context) => prepared({ ...context, sourceIp, person: () => personOf(access, request) });
  };
  const counted = { identity: addressIdentity(id, sourceIp), requestsPerMinute };
  return { counted, repeatable: false, prepare };
};

const admit = async (access: Access, request: Request, route: Exclude<Route, OpenRoute>) => {
  switch (route.kind) {
    case 'keyed':
      return admitKeyed(access, request, route);
    case 'personal':
      return admitPersonal(access, request, route);
    case 'public':
      return admitPublic(access, request, route);
  }
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
      if (route.kind === 'open') return await serveOpen(edge, request, { route, params });
      if (edge.access === undefined) throw new Error(`${operation} needs access to keys.`);
      const admitted = await admit(edge.access, request, route);
      return await new CheckedRequest(edge, edge.access, request, {
        ...{ operation: route.operation, params },
        ...admitted,
      }).serve();
    } catch (error) {
      return failureAnswer(failureOf(error, edge.log, id, operation), id);
    }
  };
};
