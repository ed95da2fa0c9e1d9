/**
 * What the parts of the local runtime promise each other.
 * Two kinds of time exist here: business time (the clock, which tests move) and real time (retries and time-outs).
 */

/** Business time. In test mode it stands still between moves; in running mode it is real time plus an offset. */
export interface Clock {
  /** Milliseconds since the epoch, in business time. */
  now(): number;
  readonly mode: 'test' | 'running';
  /** Workers map this: [0] mode (0 running, 1 test), [1] offset in ms (running) or the frozen instant in ms (test). */
  readonly shared: SharedArrayBuffer;
}

/** Counts what is under way, so that "idle" has one meaning. */
export interface Activity {
  /** Marks the start of a piece of work; call the returned function once when it has ended. */
  begin(what: string): () => void;
  /** Resolves when nothing is under way; rejects never. What still runs is named by `busyWith`. */
  idle(): Promise<void>;
  busyWith(): readonly string[];
  /** True while somebody waits for idle: then nothing waits for company any more (batching windows close). */
  readonly hurried: boolean;
  /** Tells when somebody begins to wait for idle. */
  onHurry(listener: () => void): void;
}

/** A timer on business time, durable by name: setting a name again replaces it. */
export interface Timers {
  set(name: string, at: number, payload: unknown): void;
  clear(name: string): void;
  /** Registers who handles the timers whose names start with the prefix. */
  on(prefix: string, fire: (name: string, payload: unknown, at: number) => Promise<void>): void;
}

export interface InvokeResult {
  /** The function's answer, or the error it threw, as Lambda reports it. */
  readonly ok: boolean;
  readonly payload: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };
}

/** Runs a function of the template by its logical id. Never rejects for an error of the function itself. */
export interface Invoker {
  invoke(functionId: string, event: unknown): Promise<InvokeResult>;
  /** Called with each line a function writes to standard output or error. */
  onLog(listener: (functionId: string, line: string) => void): void;
}

/** One resource of the template after its intrinsics were resolved. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resolved template. */
export interface Stack {
  readonly name: string;
  readonly resources: ReadonlyMap<string, Resource>;
  ofType(type: string): readonly Resource[];
  /** What Ref and GetAtt give for a resource: physical name, ARN … (`attribute` undefined means Ref). */
  reference(id: string, attribute?: string): string;
  /** Finds the logical id behind an ARN or a physical name; undefined when it is none of ours. */
  find(arnOrName: string): string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A caller, known by the access key of its worker. `allows` answers from the role's policies in the template. */
export interface Caller {
  readonly roleId: string;
  allows(action: string, resourceArn: string, conditionKeys?: Readonly<Record<string, readonly string[]>>): boolean;
}

/** An AWS endpoint of the internal server. `target` is the X-Amz-Target header, or undefined for REST services. */
export interface AwsRequest {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly target: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly caller: Caller;
}
export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}
export type AwsEndpoint = (request: AwsRequest) => Promise<AwsResponse>;

/** A record of the table's stream, in the shape Lambda hands to functions. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** The table's stream as a durable log. `read` gives records after the checkpoint in order; `onChange` tells of more. */
export interface TableStream {
  read(after: string | undefined, limit: number): readonly StreamRecord[];
  /** Records up to and including this one may be forgotten (the newest is kept all the same). */
  trim(upTo: string): void;
  onChange(listener: () => void): () => void;
}

/** Small durable storage (one SQLite file) for the parts that are not the table. */
export interface Journal {
  /** Runs `CREATE TABLE IF NOT EXISTS …` statements of a part at its start. */
  schema(sql: string): void;
  run(sql: string, ...values: readonly (string | number | null)[]): { changes: number; lastId: number };
  all(sql: string, ...values: readonly (string | number | null)[]): readonly Readonly<Record<string, unknown>>[];
  /** All or nothing; calls may nest. */
  transaction<T>(work: () => T): T;
}

/** Deterministic disorder: with a seed every event is delivered at least twice, late, and in random order. */
export interface Chaos {
  readonly on: boolean;
  /** How often to deliver (1 without chaos, 2 or 3 with). */
  copies(): number;
  /** Real milliseconds to wait before a delivery (0 without chaos). */
  delay(): number;
  shuffle<T>(items: readonly T[]): T[];
}

/** What every part gets when it starts. */
export interface Kernel {
  readonly stack: Stack;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly timers: Timers;
  readonly invoker: Invoker;
  readonly journal: Journal;
  readonly chaos: Chaos;
  readonly log: (line: string) => void;
}
