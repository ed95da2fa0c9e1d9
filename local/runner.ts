import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { AwsCalls } from './aws-server.ts';
import type { InvokeResult } from './contract.ts';
import type { FunctionDefinition } from './functions.ts';
import { isObject, type Loose, listAt, objectAt, parseJson, textAt } from './values.ts';

/** How long a bundle may take to load, as on AWS. */
const INIT_MS = 10_000;
/** The young generation of a worker in MB: small, since a runtime holds many workers. */
const YOUNG_MB = 4;

/** What runs in every worker, and what serves the calls of AWS services that come from there. */
export interface WorkerProgram {
  readonly source: URL;
  readonly clock: SharedArrayBuffer;
  /** Without it calls go over the network. */
  readonly aws?: { readonly url: string; readonly call: AwsCalls };
}

interface UnderWay {
  readonly requestId: string;
  readonly answer: (result: InvokeResult) => void;
  readonly timer: NodeJS.Timeout;
}

function failure(errorType: string, errorMessage: string, trace: readonly string[] = []): InvokeResult {
  return { ok: false, payload: undefined, error: { errorType, errorMessage, trace } };
}

function reported(error: unknown): InvokeResult {
  const told: Loose = isObject(error) ? error : {};
  const trace = listAt(told, 'trace').map(String);
  return failure(textAt(told, 'errorType') ?? 'Error', textAt(told, 'errorMessage') ?? '', trace);
}

/** What a person sees who would look at the ended thread: out of memory, an exception nobody caught, or an exit. */
function describeEnd(thrown: unknown): { type: string; message: string } {
  if (thrown === undefined) return { type: 'Runtime.ExitError', message: 'Error: Runtime exited' };
  // An error from another thread is an object that looks like one.
  const { name, message } = isObject(thrown)
    ? { name: textAt(thrown, 'name'), message: textAt(thrown, 'message') }
    : {};
  if (name === undefined || message === undefined) {
    return { type: 'Runtime.UnhandledPromiseRejection', message: String(thrown) };
  }
  const outOfMemory = isObject(thrown) && thrown['code'] === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory
    ? { type: 'Runtime.OutOfMemory', message: 'Error: Runtime exited with error: signal: killed' }
    : { type: name, message };
}

/** One worker thread with one function in it; it takes one event at a time. */
export class Runner {
  /** Resolves when the bundle has loaded, or with the failure that kept it from loading. */
  readonly ready: Promise<InvokeResult | undefined>;
  busy = false;
  gone = false;
  lastUsed = performance.now();
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  readonly #onLine: (line: string) => void;
  readonly #aws: WorkerProgram['aws'];
  #underWay: UnderWay | undefined;
  #settle: (failed: InvokeResult | undefined) => void = () => undefined;

  constructor(
    program: WorkerProgram,
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    onLine: (line: string) => void,
  ) {
    this.#definition = definition;
    this.#onLine = onLine;
    this.#aws = program.aws;
    const { folder, handler, name, arn, memoryMb, logGroup, jsonLogs, sourceMaps } = definition;
    this.#worker = new Worker(program.source, {
      name: definition.id,
      workerData: {
        folder,
        handler,
        clock: program.clock,
        awsUrl: program.aws?.url,
        functionName: name,
        functionArn: arn,
        memoryMb,
        logGroup,
        jsonLogs,
        sourceMaps,
      },
      env: environment,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.ready = new Promise((resolve) => {
      const limit = setTimeout(() => resolve(this.#giveUp('Init timed out', 'Sandbox.Timedout')), INIT_MS);
      this.#settle = (failed) => {
        clearTimeout(limit);
        resolve(failed);
      };
    });
    this.#listen();
  }

  #listen(): void {
    let ended: unknown;
    this.#worker.on('message', (message: unknown) => this.#hear(message));
    this.#worker.on('error', (thrown) => {
      ended = thrown;
    });
    this.#worker.on('exit', () => {
      this.gone = true;
      const { type, message } = describeEnd(ended);
      const result = failure(type, `RequestId: ${this.#underWay?.requestId ?? 'init'} ${message}`);
      this.#settle(result);
      this.#finish(result);
    });
  }

  #hear(message: unknown): void {
    if (!isObject(message)) return;
    switch (message['kind']) {
      case 'log':
        this.#onLine(String(message['line']));
        return;
      case 'ready':
        this.#settle(undefined);
        return;
      case 'broken':
        this.#settle(reported(message['error']));
        void this.stop();
        return;
      case 'call':
        void this.#serve(message);
        return;
      default: {
        const payload = textAt(message, 'payload');
        const ok = message['ok'] === true && payload !== undefined;
        this.#finish(ok ? { ok, payload: parseJson(payload) } : reported(message['error']));
      }
    }
  }

  /** Serves a call of an AWS service that came over the port: text there and back. */
  async #serve(message: Loose): Promise<void> {
    const headers = Object.fromEntries(
      Object.entries(objectAt(message, 'headers')).map(([name, value]) => [name, String(value)]),
    );
    const [method, path] = [String(message['method']), String(message['path'])];
    const answer = await this.#aws?.call({ method, url: path, headers, body: Buffer.from(String(message['body'])) });
    if (this.gone || answer === undefined) return;
    const { status, headers: told = {}, body } = answer;
    this.#worker.postMessage({ kind: 'answer', id: message['id'], status, headers: told, body: String(body) });
  }

  #finish(result: InvokeResult): void {
    const underWay = this.#underWay;
    if (underWay === undefined) return;
    this.#underWay = undefined;
    clearTimeout(underWay.timer);
    this.lastUsed = performance.now();
    underWay.answer(result);
  }

  #giveUp(message: string, type: string): InvokeResult {
    const result = failure(type, `RequestId: ${this.#underWay?.requestId ?? 'init'} Error: ${message}`);
    void this.stop();
    return result;
  }

  /** Hands the function one event, as JSON text. Call it only when `ready` and not busy. */
  run(event: string): Promise<InvokeResult> {
    const { timeoutMs } = this.#definition;
    const requestId = randomUUID();
    return new Promise((answer) => {
      const timer = setTimeout(() => {
        const seconds = (timeoutMs / 1000).toFixed(2);
        this.#finish(this.#giveUp(`Task timed out after ${seconds} seconds`, 'Sandbox.Timedout'));
      }, timeoutMs);
      this.#underWay = { requestId, answer, timer };
      this.#worker.postMessage({ requestId, event, timeoutMs });
    });
  }

  /** Ends the thread, whatever it is doing. */
  async stop(): Promise<void> {
    this.gone = true;
    await this.#worker.terminate();
  }
}
