/**
 * What the core of the runtime hands to "messaging and time" (queues, bus, schedules, state machines, mail, secrets,
 * clock), and what it gets back. The composition root creates clock, activity and timers (`local/time.ts`) and chaos
 * (`local/chaos.ts`), builds the kernel from them, starts the workers, and then calls `startMessaging`.
 */
import type { Activity, AwsEndpoint, Caller, Clock, TableStream, Timers } from './contract.ts';

/** The clock with the two things that only the clock's own route may do. `shared` is a Float64Array of length 2. */
export interface ClockControl extends Clock {
  /** Moves business time forward; throws `ClockBackwards` when the instant lies before now. Stored at once. */
  moveTo(ms: number): void;
  /** true: business time runs on from now; false: it stands still at now (test mode). Stored at once. */
  run(running: boolean): void;
}

/**
 * Activity with questions. A probe is asked when nothing is counted as under way: it answers true when it found work
 * that nobody was told of yet (a stream record not yet seen), having started that work (called `begin`).
 * Requests to /_local/* must not be counted as activity: moving the clock waits for idle.
 */
export interface ActivityControl extends Activity {
  probe(found: () => boolean): () => void;
}

/** Timers with the controls that the clock's route and the composition root use. */
export interface TimerControl extends Timers {
  /** When the next timer falls due, in business time. */
  nextDue(): number | undefined;
  /** Fires the timers due up to the instant, in order of time; answers how many. */
  fireDue(upTo: number): Promise<number>;
  /** Fires what is due already, and in running mode each further timer when it falls due. */
  start(): void;
  /** No further timer fires by itself until `start`. */
  stop(): void;
}

/** A request to a route below /_local/, served by the public HTTP server before the routes of the template. */
export interface LocalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The address that the request comes from. */
  readonly sourceIp?: string;
}
export interface LocalResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}
export type LocalHandler = (request: LocalRequest) => Promise<LocalResponse>;

export interface MessagingParts {
  /** The tables' streams by the logical id of the table. */
  readonly streams: ReadonlyMap<string, TableStream>;
  readonly clock: ClockControl;
  readonly timers: TimerControl;
  readonly activity: ActivityControl;
  readonly region: string;
  readonly account: string;
  /** The caller that a role of the template is; throws when the logical id is no role. */
  callerOf(roleId: string): Caller;
  /** Service names are those of the SigV4 credential scope: events, states, sqs, ses, secretsmanager. */
  registerEndpoint(service: string, endpoint: AwsEndpoint): void;
  /** Exact path, for instance ('GET', '/_local/clock'); a path that ends in '/*' takes everything below. */
  localRoute(method: string, path: string, handler: LocalHandler): void;
  putObject(bucketArn: string, key: string, body: string): Promise<void>;
}

export interface Messaging {
  /** Takes no new work, waits for what is under way (5 s at most), and leaves the rest to the next start. */
  close(): Promise<void>;
}
