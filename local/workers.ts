import { setFlagsFromString } from 'node:v8';
import type { Activity, Clock, InvokeResult, Invoker } from './contract.ts';
import type { FunctionDefinition } from './functions.ts';
import { Runner, type WorkerProgram } from './runner.ts';
import { workerSource } from './worker-source.ts';

export interface WorkerOptions {
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** Functions that may run twice at a time (those behind HTTP); the others run one event after the other. */
  readonly twice: ReadonlySet<string>;
  readonly clock: Clock;
  readonly activity: Activity;
  environment(definition: FunctionDefinition): Readonly<Record<string, string>>;
  /** Serves the calls of AWS services that come from the functions; without it they go over the network. */
  readonly aws?: WorkerProgram['aws'];
  /** Where what is made from the sources may lie. */
  readonly cacheDir: string;
  /** Told of every function that ended with an error. */
  readonly log: (line: string) => void;
  /** A worker that had nothing to do for so long is ended. */
  readonly idleMs?: number;
  /** With so many workers alive, a further one first ends the one that has been idle for longest… */
  readonly maxWorkers?: number;
  /** …unless that was busy within so many milliseconds: it would be back at once. */
  readonly spareMs?: number;
}

export interface Workers extends Invoker {
  /** How many threads are alive. */
  count(): number;
  close(): Promise<void>;
}

interface Waiting {
  readonly event: string;
  readonly since: number;
  readonly answer: (result: InvokeResult) => void;
}

/** How long an event waits for its function's only worker before a second one is started, in milliseconds. */
const PATIENCE_MS = 25;
const IDLE_MS = 30_000;
const MAX_WORKERS = 6;
const SPARE_MS = 3000;

/** The workers of one function, and the events that wait for them. */
class Pool {
  readonly runners: Runner[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #most: number;
  readonly #start: () => Runner;
  #timer: NodeJS.Timeout | undefined;

  constructor(most: number, start: () => Runner) {
    this.#most = most;
    this.#start = start;
  }

  invoke(event: string): Promise<InvokeResult> {
    return new Promise((answer) => {
      this.#waiting.push({ event, since: performance.now(), answer });
      this.#pump();
    });
  }

  /** Hands waiting events to idle workers, and starts a worker when there is none or one is not enough. */
  #pump(): void {
    for (const runner of this.runners.filter((each) => each.gone && !each.busy)) this.drop(runner);
    for (let runner = this.#idle(); runner !== undefined && this.#waiting.length > 0; runner = this.#idle()) {
      const next = this.#waiting.shift();
      if (next !== undefined) void this.#give(runner, next);
    }
    const [first] = this.#waiting;
    if (first === undefined || this.runners.length >= this.#most) return;
    const wait = this.runners.length === 0 ? 0 : first.since + PATIENCE_MS - performance.now();
    if (wait <= 0) {
      this.runners.push(this.#start());
      this.#pump();
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#pump();
      }, wait);
    }
  }

  #idle(): Runner | undefined {
    return this.runners.find((runner) => !runner.busy && !runner.gone);
  }

  async #give(runner: Runner, { event, answer }: Waiting): Promise<void> {
    runner.busy = true;
    const result = (await runner.ready) ?? (await runner.run(event));
    runner.busy = false;
    if (runner.gone) this.drop(runner);
    answer(result);
    this.#pump();
  }

  drop(runner: Runner): void {
    const index = this.runners.indexOf(runner);
    if (index >= 0) this.runners.splice(index, 1);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#waiting.length = 0;
    await Promise.all(this.runners.splice(0).map((runner) => runner.stop()));
  }
}

/** An error with the place it came from, on one line. */
function errorLine({ error }: InvokeResult): string {
  const place = error?.trace?.find((line) => line.trimStart().startsWith('at '))?.trim() ?? '';
  return `${error?.errorType}: ${error?.errorMessage} ${place}`.trimEnd();
}

/** Runs the functions of the template in worker threads, started when they are first needed. */
export function startWorkers(options: WorkerOptions): Workers {
  const { functions, twice, clock, activity, idleMs = IDLE_MS, maxWorkers = MAX_WORKERS, spareMs = SPARE_MS } = options;
  // Holds for the threads that start from now on: they take a fifth less memory, and no more time.
  setFlagsFromString('--optimize-for-size');
  const { aws } = options;
  const source = workerSource(options.cacheDir);
  const program = { source, clock: clock.shared, ...(aws === undefined ? {} : { aws }) };
  const listeners: ((functionId: string, line: string) => void)[] = [];
  const pools = new Map<string, Pool>();
  let closing = false;

  const retire = (pool: Pool, runner: Runner): void => {
    pool.drop(runner);
    void runner.stop();
  };
  const idle = (): { pool: Pool; runner: Runner }[] =>
    [...pools.values()]
      .flatMap((pool) => pool.runners.map((runner) => ({ pool, runner })))
      .filter(({ runner }) => !runner.busy)
      .sort((a, b) => a.runner.lastUsed - b.runner.lastUsed);
  const count = (): number => [...pools.values()].reduce((sum, pool) => sum + pool.runners.length, 0);

  const start = (definition: FunctionDefinition): Runner => {
    const [longest] = count() >= maxWorkers ? idle() : [];
    if (longest !== undefined && longest.runner.lastUsed < performance.now() - spareMs) {
      retire(longest.pool, longest.runner);
    }
    return new Runner(program, definition, options.environment(definition), (line) => {
      for (const listener of listeners) listener(definition.id, line);
    });
  };

  for (const definition of functions.values()) {
    const wanted = twice.has(definition.id) ? 2 : 1;
    const most = Math.max(1, Math.min(wanted, definition.reserved ?? wanted));
    pools.set(definition.id, new Pool(most, () => start(definition)));
  }

  const sweep = setInterval(
    () => {
      const before = performance.now() - idleMs;
      for (const { pool, runner } of idle()) if (runner.lastUsed < before) retire(pool, runner);
    },
    Math.max(idleMs / 4, 50),
  );
  sweep.unref();

  return {
    invoke: async (functionId, event) => {
      const pool = pools.get(functionId);
      if (pool === undefined) throw new Error(`The template has no function ${functionId}.`);
      const end = activity.begin(`function ${functionId}`);
      try {
        const result = await pool.invoke(JSON.stringify(event) ?? 'null');
        // Whatever a runtime ends that is closing has not failed.
        if (!result.ok && !closing) options.log(`${functionId} failed: ${errorLine(result)}`);
        return result;
      } finally {
        end();
      }
    },
    onLog: (listener) => {
      listeners.push(listener);
    },
    count,
    close: async () => {
      closing = true;
      clearInterval(sweep);
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
