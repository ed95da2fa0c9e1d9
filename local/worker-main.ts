/**
 * Runs inside a worker thread: loads one function's bundle and answers its events, as the Lambda runtime does.
 * It imports node built-ins and `worker-calls.ts` only, since it is compiled on its own (see `worker-source.ts`).
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { constants, Script } from 'node:vm';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { callOverPort } from './worker-calls.ts';

interface Settings {
  readonly folder: string;
  readonly handler: string;
  readonly clock: SharedArrayBuffer;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly jsonLogs: boolean;
  readonly sourceMaps: boolean;
  /** Where the services of AWS are; their calls go over the thread's port. */
  readonly awsUrl: string | undefined;
}
interface Order {
  readonly requestId: string;
  readonly event: string;
  readonly timeoutMs: number;
}
type Handler = (...parts: readonly unknown[]) => unknown;
type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isCallable = (value: unknown): value is (...parts: readonly unknown[]) => unknown => typeof value === 'function';

/** Business time: [0] mode (0 running, 1 test), [1] offset or frozen instant, in milliseconds. */
function shiftClock(shared: SharedArrayBuffer): void {
  const cells = new Float64Array(shared);
  const RealDate = Date;
  const realNow = RealDate.now;
  const now = (): number => (cells[0] === 1 ? (cells[1] ?? 0) : realNow() + (cells[1] ?? 0));
  function BusinessDate(...parts: readonly unknown[]): unknown {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
  }
  BusinessDate.prototype = RealDate.prototype;
  Object.defineProperties(BusinessDate, {
    name: { value: 'Date' },
    length: { value: 7 },
    now: { value: now, writable: true, configurable: true },
    parse: { value: RealDate.parse },
    UTC: { value: RealDate.UTC },
  });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: BusinessDate, writable: true, configurable: true });
  Object.defineProperty(globalThis, 'Date', { value: BusinessDate, writable: true, configurable: true });
}

/** An error as Lambda reports it. */
function describe(thrown: unknown): Loose {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}

class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const asText = (chunk: unknown): string =>
  chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk);

/** What was written to standard output or error becomes whole lines; answers a function that flushes the last one. */
function captureStream(stream: NodeJS.WriteStream, log: (line: string) => void): () => void {
  let rest = '';
  Object.defineProperty(stream, 'write', {
    value: (chunk: unknown, encoding: unknown, done: unknown): boolean => {
      const lines = (rest + asText(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) log(line);
      const callback = isCallable(encoding) ? encoding : done;
      if (isCallable(callback)) queueMicrotask(callback);
      return true;
    },
  });
  return () => {
    if (rest !== '') log(rest);
    rest = '';
  };
}

/** The console writes one entry a call, in the format that Lambda's runtime gives it. */
function captureConsole(jsonLogs: boolean, requestId: () => string, log: (line: string) => void): void {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR' };
  for (const [method, level] of Object.entries(levels)) {
    const write = (...parts: readonly unknown[]): void => {
      const timestamp = new Date().toISOString();
      const [first] = parts;
      const message = parts.length === 1 && isObject(first) && !(first instanceof Error) ? first : format(...parts);
      log(
        jsonLogs
          ? JSON.stringify({ timestamp, level, requestId: requestId(), message })
          : `${timestamp}\t${requestId()}\t${level}\t${format(...parts)}`,
      );
    };
    Object.defineProperty(console, method, { value: write, writable: true, configurable: true });
  }
}

/** Loads CommonJS whatever package.json lies above the bundle: the assembly may lie inside an ES module project. */
function loadCommonJs(file: string): unknown {
  const source = readFileSync(file, 'utf8');
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run: unknown = script.runInThisContext();
  if (isCallable(run)) run.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

async function loadHandler({ folder, handler }: Settings): Promise<Handler> {
  const dot = handler.lastIndexOf('.');
  const base = join(folder, handler.slice(0, dot));
  const file = ['.mjs', '.js', '.cjs'].map((end) => base + end).find((path) => existsSync(path));
  if (file === undefined) {
    throw new NamedError('Runtime.ImportModuleError', `Error: Cannot find module '${handler.slice(0, dot)}'`);
  }
  const exported: unknown = file.endsWith('.mjs') ? await import(pathToFileURL(file).href) : loadCommonJs(file);
  const found = isObject(exported) ? exported[handler.slice(dot + 1)] : undefined;
  if (isCallable(found)) return found;
  throw new NamedError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
}

/** The second argument of a handler. */
function contextOf(settings: Settings, order: Order): Loose {
  const deadline = performance.now() + order.timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    awsRequestId: order.requestId,
    logGroupName: settings.logGroup,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

async function answer(handler: Handler, settings: Settings, order: Order): Promise<Loose> {
  try {
    const event: unknown = JSON.parse(order.event);
    const result = await handler(event, contextOf(settings, order));
    return { kind: 'done', ok: true, payload: JSON.stringify(result) ?? 'null' };
  } catch (thrown) {
    return { kind: 'done', ok: false, error: describe(thrown) };
  }
}

async function main(port: MessagePort, settings: Settings): Promise<void> {
  let requestId = 'init';
  const log = (line: string): void => port.postMessage({ kind: 'log', line });
  shiftClock(settings.clock);
  const flushes = [captureStream(process.stdout, log), captureStream(process.stderr, log)];
  captureConsole(settings.jsonLogs, () => requestId, log);
  if (settings.sourceMaps) process.setSourceMapsEnabled(true);
  const { awsUrl } = settings;
  const isAnswer = awsUrl === undefined ? () => false : callOverPort(port, new URL(awsUrl));
  // The bundle may call AWS while it loads: answers are heard from the start.
  let serve: (order: Order) => void = () => undefined;
  port.on('message', (message: Order) => {
    if (!isAnswer(message)) serve(message);
  });
  let handler: Handler;
  try {
    handler = await loadHandler(settings);
  } catch (thrown) {
    port.postMessage({ kind: 'broken', error: describe(thrown) });
    return;
  }
  serve = (order) => {
    requestId = order.requestId;
    void answer(handler, settings, order).then((message) => {
      for (const flush of flushes) flush();
      port.postMessage(message);
    });
  };
  port.postMessage({ kind: 'ready' });
}

if (parentPort !== null) await main(parentPort, workerData);
