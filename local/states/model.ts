import type { Json, JsonObject } from '../values.ts';
import type { Expression } from './expressions.ts';

/** Puts a result into the state's input. */
export type Placement = (data: Json, value: Json) => Json;

export interface Retrier {
  readonly errors: readonly string[];
  readonly interval: number;
  readonly attempts: number;
  readonly rate: number;
  readonly longest: number;
  readonly jitter: boolean;
}
export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly place: Placement;
}

interface Base {
  readonly name: string;
  /** The state that follows; undefined ends the scope. */
  readonly next: string | undefined;
  readonly input: Expression;
  readonly output: Expression;
}
/** States that make a result. */
interface Shaped extends Base {
  readonly parameters: Expression | undefined;
  readonly select: Expression | undefined;
  readonly place: Placement;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

/** What a Task calls. */
export type Call =
  | { readonly kind: 'function'; readonly functionId: string; readonly wrapped: boolean }
  | { readonly kind: 'machine'; readonly machineId: string };

export interface TaskState extends Shaped {
  readonly type: 'Task';
  readonly call: Call;
  readonly timeout: Expression | undefined;
}
export interface PassState extends Shaped {
  readonly type: 'Pass';
  readonly result: Json | undefined;
}
interface ChoiceState extends Base {
  readonly type: 'Choice';
  readonly choices: readonly { readonly test: (input: Json, context: JsonObject) => boolean; readonly next: string }[];
  readonly otherwise: string | undefined;
}
interface WaitState extends Base {
  readonly type: 'Wait';
  /** Until when, in business time, given when the state was entered. */
  readonly until: (input: Json, context: JsonObject, entered: number) => number;
}
export interface MapState extends Shaped {
  readonly type: 'Map';
  readonly items: Expression;
  readonly limit: Expression;
  readonly scope: string;
}
export interface ParallelState extends Shaped {
  readonly type: 'Parallel';
  readonly scopes: readonly string[];
}
interface SucceedState extends Base {
  readonly type: 'Succeed';
}
interface FailState extends Base {
  readonly type: 'Fail';
  readonly error: Expression;
  readonly cause: Expression;
}
export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | MapState
  | ParallelState
  | SucceedState
  | FailState;

/** States that follow each other: the machine itself, the processor of a Map, a branch of a Parallel. */
export interface Scope {
  readonly start: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A compiled definition. Scopes are known by the path of the states around them; the machine itself is ''. */
export interface Definition {
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Business milliseconds after which an execution ends as timed out. */
  readonly timeout: number | undefined;
  readonly calls: readonly Call[];
}
