import { createChaos } from '../../../local/chaos.ts';
import type {
  AwsEndpoint,
  AwsResponse,
  Caller,
  Invoker,
  Journal,
  Kernel,
  TableStream,
} from '../../../local/contract.ts';
import { openJournal } from '../../../local/journal.ts';
import { startMessaging } from '../../../local/messaging.ts';
import type { LocalHandler, LocalResponse, Messaging, MessagingParts } from '../../../local/messaging-parts.ts';
import { createActivity, createClock, createTimers } from '../../../local/time.ts';
import { ACCOUNT, REGION, stackOf, type Template } from './template.ts';

export type Handlers = Readonly<Record<string, (event: unknown) => unknown>>;

export interface World {
  readonly kernel: Kernel;
  readonly parts: MessagingParts;
  readonly journal: Journal;
  readonly logs: string[];
  readonly objects: Map<string, string>;
  readonly messaging: Messaging;
  /** Calls an AWS endpoint as a role. */
  call(
    service: string,
    target: string,
    input: unknown,
    roleId?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  rest(service: string, method: string, path: string, input: unknown): Promise<AwsResponse>;
  /** Calls a route below /_local/. */
  local(method: string, path: string, body?: unknown): Promise<LocalResponse>;
  moveTo(now: string): Promise<Record<string, unknown>>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

const opened: World[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

export interface WorldOptions {
  readonly journal?: Journal;
  readonly clock?: string;
  readonly chaos?: number;
  readonly handlers?: Handlers;
  readonly streams?: ReadonlyMap<string, TableStream>;
  readonly allows?: (action: string, resource: string, roleId: string) => boolean;
}

export function testInvoker(handlers: Handlers): Invoker {
  return {
    onLog: () => undefined,
    invoke: async (functionId, event) => {
      try {
        const handler = handlers[functionId];
        if (handler === undefined) throw new Error(`no function ${functionId}`);
        return { ok: true, payload: (await handler(JSON.parse(JSON.stringify(event)))) ?? null };
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        return { ok: false, payload: null, error: { errorType: error.name, errorMessage: error.message } };
      }
    },
  };
}

/** Starts everything between the functions of a template, with functions that are plain callbacks. */
export async function world(template: Template, options: WorldOptions = {}): Promise<World> {
  const journal = options.journal ?? openJournal(':memory:');
  const logs: string[] = [];
  const log = (line: string): void => {
    logs.push(line);
  };
  const clock = createClock(journal, options.clock ?? '2011-01-01T00:00:00Z');
  const activity = createActivity();
  const timers = createTimers(journal, clock, activity, log);
  const stack = stackOf(template);
  const kernel: Kernel = {
    stack,
    clock,
    activity,
    timers,
    journal,
    log,
    chaos: createChaos(options.chaos),
    invoker: testInvoker(options.handlers ?? {}),
  };
  const endpoints = new Map<string, AwsEndpoint>();
  const routes = new Map<string, LocalHandler>();
  const objects = new Map<string, string>();
  const allows = options.allows ?? (() => true);
  const callerOf = (roleId: string): Caller => ({
    roleId,
    allows: (action, resource) => allows(action, resource, roleId),
  });
  const parts: MessagingParts = {
    streams: options.streams ?? new Map(),
    clock,
    timers,
    activity,
    region: REGION,
    account: ACCOUNT,
    callerOf,
    registerEndpoint: (service, endpoint) => endpoints.set(service, endpoint),
    localRoute: (method, path, handler) => routes.set(`${method} ${path}`, handler),
    putObject: async (bucket, key, body) => {
      objects.set(`${bucket}/${key}`, body);
    },
  };
  const messaging = await startMessaging(kernel, parts);
  const request = async (
    service: string,
    method: string,
    path: string,
    target: string | undefined,
    input: unknown,
    roleId = 'Role',
  ) => {
    const endpoint = endpoints.get(service);
    if (endpoint === undefined) throw new Error(`no endpoint ${service}`);
    const end = activity.begin('request');
    try {
      const body = Buffer.from(JSON.stringify(input));
      return await endpoint({
        service,
        method,
        path,
        target,
        body,
        query: new URLSearchParams(),
        headers: {},
        caller: callerOf(roleId),
      });
    } finally {
      end();
    }
  };
  const local = async (method: string, path: string, body?: unknown): Promise<LocalResponse> => {
    const [bare = '', query = ''] = path.split('?');
    const handler =
      routes.get(`${method} ${bare}`) ??
      [...routes].find(([route]) => route.endsWith('/*') && `${method} ${bare}`.startsWith(route.slice(0, -1)))?.[1];
    if (handler === undefined) throw new Error(`no route ${method} ${path}`);
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    return await handler({ method, path: bare, query: new URLSearchParams(query), headers: {}, body: bytes });
  };
  const made: World = {
    kernel,
    parts,
    journal,
    logs,
    objects,
    messaging,
    call: async (service, target, input, roleId) => {
      const response = await request(service, 'POST', '/', target, input, roleId);
      return { status: response.status, body: JSON.parse(response.body.toString()) };
    },
    rest: (service, method, path, input) => request(service, method, path, undefined, input),
    local,
    moveTo: async (now) => JSON.parse((await local('POST', '/_local/clock', { now })).body),
    idle: () => activity.idle(),
    close: () => messaging.close(),
  };
  opened.push(made);
  return made;
}

/** The bodies of the SQS records that a function was given. */
export function bodiesOf(event: unknown): unknown[] {
  const { Records } = JSON.parse(JSON.stringify(event));
  return Records.map((record: { body: string }) => JSON.parse(record.body));
}
