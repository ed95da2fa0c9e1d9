import { setTimeout as pause } from 'node:timers/promises';
import type { Json, JsonObject } from '../values.ts';
import { isJsonArray, messageOf } from '../values.ts';
import { StateFailure } from './failure.ts';
import type { MapState, ParallelState, PassState, State, TaskState } from './model.ts';

/** What a state comes to. */
export type Outcome =
  | { readonly kind: 'done'; readonly next: string | undefined; readonly output: Json }
  | { readonly kind: 'wait'; readonly until: number; readonly next: string | undefined; readonly output: Json }
  | { readonly kind: 'fan'; readonly total: number; readonly limit: number };

/** One of the frames that a Map or a Parallel fans out into. */
interface Branch {
  readonly scope: string;
  readonly input: Json;
  readonly item: Json | undefined;
}

/** Runs what a Task calls; fails with a StateFailure. */
export type RunCall = (state: TaskState, input: Json) => Promise<Json>;

const LARGEST = 262_144;
const WIDEST_MAP = 40;

/** AWS ends a state whose data is larger than this: what works here must work there. */
export function bounded(value: Json, what: string): Json {
  if (Buffer.byteLength(JSON.stringify(value)) <= LARGEST) return value;
  throw new StateFailure('States.DataLimitExceeded', `${what} is larger than ${LARGEST} bytes`);
}

/** ResultSelector, ResultPath and OutputPath: what goes on after a state that made a result. */
function shaped(
  state: TaskState | PassState | MapState | ParallelState,
  raw: Json,
  result: Json,
  context: JsonObject,
): Json {
  const selected = state.select === undefined ? result : state.select(result, context);
  return bounded(state.output(state.place(raw, selected), context), `the output of state "${state.name}"`);
}

function parameters(state: TaskState | PassState | ParallelState, raw: Json, context: JsonObject): Json {
  const input = state.input(raw, context);
  return state.parameters === undefined ? input : state.parameters(input, context);
}

async function task(state: TaskState, raw: Json, context: JsonObject, run: RunCall): Promise<Outcome> {
  const input = bounded(parameters(state, raw, context), `the input of state "${state.name}"`);
  const seconds = state.timeout?.(raw, context);
  const result = typeof seconds === 'number' ? await timed(run(state, input), seconds) : await run(state, input);
  bounded(result, `the result of state "${state.name}"`);
  return { kind: 'done', next: state.next, output: shaped(state, raw, result, context) };
}

/** TimeoutSeconds of a Task guards a call that hangs: real time. */
async function timed(result: Promise<Json>, seconds: number): Promise<Json> {
  const stop = new AbortController();
  const late = pause(seconds * 1000, undefined, { signal: stop.signal }).then(() => {
    throw new StateFailure('States.Timeout', `the task did not end within ${seconds} s`);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    stop.abort();
    late.catch(() => undefined);
  }
}

/** The items of a Map, from its input. */
function itemsOf(state: MapState, raw: Json, context: JsonObject): readonly Json[] {
  const items = state.items(state.input(raw, context), context);
  if (isJsonArray(items)) return items;
  throw new StateFailure('States.Runtime', `ItemsPath of state "${state.name}" gives no array`);
}

/** How many items a Map has, or branches a Parallel. */
export function branchCount(state: State, raw: Json, context: JsonObject): number {
  if (state.type === 'Parallel') return state.scopes.length;
  return state.type === 'Map' ? itemsOf(state, raw, context).length : 0;
}

/** What goes on after a Map or Parallel whose items or branches have all ended. */
export function gathered(state: State, raw: Json, outputs: readonly Json[], context: JsonObject): Json {
  if (state.type !== 'Map' && state.type !== 'Parallel') throw new Error(`state "${state.name}" has no branches`);
  return shaped(state, raw, outputs, context);
}

/** The frame for one item of a Map or one branch of a Parallel. */
export function branchOf(state: State, slot: number, raw: Json, context: JsonObject): Branch {
  if (state.type === 'Parallel') {
    const scope = state.scopes[slot] ?? '';
    return { scope, input: parameters(state, raw, context), item: undefined };
  }
  if (state.type !== 'Map') throw new Error(`state "${state.name}" has no branches`);
  const value = itemsOf(state, raw, context)[slot] ?? null;
  const item: Json = { Index: slot, Value: value };
  const whole = state.input(raw, context);
  const input = state.parameters?.(whole, { ...context, Map: { Item: item } }) ?? value;
  return { scope: state.scope, input, item };
}

function fan(state: MapState | ParallelState, raw: Json, context: JsonObject): Outcome {
  const total = branchCount(state, raw, context);
  if (total === 0) return { kind: 'done', next: state.next, output: shaped(state, raw, [], context) };
  const limit = state.type === 'Map' ? state.limit(raw, context) : total;
  const most = state.type === 'Map' ? WIDEST_MAP : total;
  return { kind: 'fan', total, limit: typeof limit === 'number' && limit > 0 ? Math.min(limit, most) : most };
}

/** Runs one state on its input. Fails with a StateFailure that Retry and Catch then choose by. */
export async function step(
  state: State,
  frame: { readonly input: Json; readonly entered: number },
  context: JsonObject,
  run: RunCall,
): Promise<Outcome> {
  const raw = frame.input;
  switch (state.type) {
    case 'Task':
      return await task(state, raw, context, run);
    case 'Map':
    case 'Parallel':
      return fan(state, raw, context);
    case 'Pass': {
      const input = parameters(state, raw, context);
      return { kind: 'done', next: state.next, output: shaped(state, raw, state.result ?? input, context) };
    }
    case 'Succeed':
      return { kind: 'done', next: undefined, output: state.output(state.input(raw, context), context) };
    case 'Fail': {
      const [error, cause] = [state.error(raw, context), state.cause(raw, context)];
      throw new StateFailure(said(error), said(cause));
    }
    case 'Wait': {
      const input = state.input(raw, context);
      const until = state.until(input, context, frame.entered);
      return { kind: 'wait', until, next: state.next, output: state.output(input, context) };
    }
    case 'Choice': {
      const input = state.input(raw, context);
      const next = state.choices.find(({ test }) => test(input, context))?.next ?? state.otherwise;
      if (next === undefined)
        throw new StateFailure('States.NoChoiceMatched', `no choice of state "${state.name}" matches`);
      return { kind: 'done', next, output: state.output(input, context) };
    }
  }
}

function said(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Any error as one that a state can have. */
export function failureOf(thrown: unknown): StateFailure {
  return thrown instanceof StateFailure ? thrown : new StateFailure('States.Runtime', messageOf(thrown));
}
