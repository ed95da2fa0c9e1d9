/**
 * Runs inside a worker thread: sends the calls of AWS services to the runtime over the thread's own port. The bundle
 * uses node's HTTP client as everywhere; what it signs arrives as it is, without a connection on the way, which is a
 * fifth of the computing. It imports node built-ins only, since it is compiled on its own (see `worker-source.ts`).
 */
import { EventEmitter } from 'node:events';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isCallable = (value: unknown): value is (...parts: readonly unknown[]) => unknown => typeof value === 'function';

/** Headers by lower-case name, each as one text. */
function plain(headers: unknown): Record<string, string> {
  const entries = isObject(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** An answer as node's HTTP client gives it. */
class PortAnswer extends Readable {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: string) {
    super({ read: () => undefined });
    this.statusCode = status;
    this.headers = headers;
    this.push(Buffer.from(body));
    this.push(null);
  }
}

/** A request as node's HTTP client gives it, as far as clients of AWS use it. */
class PortRequest extends EventEmitter {
  #body = '';
  #timer: NodeJS.Timeout | undefined;
  #ended = false;
  readonly #send: (body: string) => void;

  constructor(send: (body: string) => void, timeout: unknown) {
    super();
    this.#send = send;
    if (typeof timeout === 'number' && timeout > 0) this.setTimeout(timeout);
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    if (listener !== undefined) this.once('timeout', listener);
    clearTimeout(this.#timer);
    if (milliseconds > 0) this.#timer = setTimeout(() => this.emit('timeout'), milliseconds).unref();
    return this;
  }

  write(chunk: string | Uint8Array): boolean {
    this.#body += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return true;
  }

  end(chunk?: string | Uint8Array): this {
    if (chunk !== undefined) this.write(chunk);
    if (!this.#ended) this.#send(this.#body);
    return this;
  }

  answer(answer: PortAnswer): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.emit('response', answer);
    this.#ended = true;
  }

  destroy(error?: Error): this {
    clearTimeout(this.#timer);
    if (!this.#ended && error !== undefined) this.emit('error', error);
    this.#ended = true;
    return this;
  }
}

/** A call of a service that speaks AWS's JSON protocol: text there and back. */
const targetOf = (headers: unknown): boolean =>
  isObject(headers) && ('X-Amz-Target' in headers || 'x-amz-target' in headers);

/**
 * From now on requests of the JSON protocol to this address go over the port. Answers the function that is to be given
 * each message from the runtime; it says whether the message was an answer to a call.
 */
export function callOverPort(port: MessagePort, address: URL): (message: unknown) => boolean {
  const http: { request: unknown } = createRequire(import.meta.url)('node:http');
  const { request } = http;
  const waiting = new Map<number, PortRequest>();
  let last = 0;

  const isForRuntime = (options: unknown): options is Loose =>
    isObject(options) &&
    (options['hostname'] ?? options['host']) === address.hostname &&
    String(options['port']) === address.port &&
    targetOf(options['headers']);

  http.request = (...parts: readonly unknown[]): unknown => {
    const [options, listener] = parts;
    if (!isForRuntime(options)) return isCallable(request) ? request(...parts) : undefined;
    const id = ++last;
    const { method, path, headers } = options;
    const call = new PortRequest((body) => {
      waiting.set(id, call);
      port.postMessage({ kind: 'call', id, method, path, headers: plain(headers), body });
    }, options['timeout']);
    if (isCallable(listener)) call.once('response', listener);
    return call;
  };
  syncBuiltinESMExports();

  return (message) => {
    if (!isObject(message) || message['kind'] !== 'answer') return false;
    const id = Number(message['id']);
    const call = waiting.get(id);
    waiting.delete(id);
    call?.answer(new PortAnswer(Number(message['status']), plain(message['headers']), String(message['body'])));
    return true;
  };
}
