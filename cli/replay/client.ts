import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** A refusal of the API, as it was answered. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const Success = z.object({ data: z.unknown() });
const PageBody = z.object({ items: z.array(z.unknown()), has_more: z.boolean() });

/** How long a server that does not answer is waited for: it may be starting again. */
const PATIENCE_MS = 120_000;

interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: number;
  /** Where a redirect leads. */
  readonly location: string | undefined;
}

type Headers = Readonly<Record<string, string>>;

const send = (agent: Agent, url: URL, method: string, headers: Headers, body: string | undefined) =>
  new Promise<RawAnswer>((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = httpRequest(url, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          retryAfter: Number(incoming.headers['retry-after'] ?? 1),
          location: incoming.headers.location,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** The API as a merchant's server calls it, with patience: every call of a replay may be repeated without harm. */
export class ApiClient {
  readonly url: string;
  readonly #key: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(url: string, key: string) {
    this.url = url;
    this.#key = key;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Sends until an answer comes that is not "try again". @throws Refused for 4xx, Error when patience ends. */
  raw(method: string, path: string, body?: unknown, at?: number): Promise<RawAnswer> {
    return this.#patiently(method, path, { authorization: `Bearer ${this.#key}` }, body, at);
  }

  /** Asks as somebody from outside does, who has no key. */
  open(method: string, path: string, headers: Headers, body?: unknown, at?: number): Promise<RawAnswer> {
    return this.#patiently(method, path, headers, body, at);
  }

  async #patiently(method: string, path: string, given: Headers, body: unknown, at: number | undefined) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      ...given,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      // On the test clock the request arrives at this instant, also when it is sent again.
      ...(at === undefined ? {} : { 'x-test-clock': new Date(at).toISOString() }),
    };
    const started = performance.now();
    let trouble = '';
    let told = started;
    while (performance.now() < started + PATIENCE_MS) {
      if (trouble !== '' && performance.now() > told + 10_000) {
        told = performance.now();
        process.stderr.write(`still trying ${method} ${path}: ${trouble}\n`);
      }
      try {
        const answer = await send(this.#agent, new URL(path, this.url), method, headers, text);
        if (answer.status < 429) return answer;
        trouble = `${answer.status} ${answer.body.slice(0, 300)}`;
        await sleep(answer.status === 429 ? answer.retryAfter * 1000 : 100);
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
        await sleep(100);
      }
    }
    throw new Error(`${method} ${path} had no answer for ${PATIENCE_MS / 1000} s: ${trouble}`);
  }

  async call(method: string, path: string, body?: unknown, at?: number): Promise<unknown> {
    return this.#dataOf(await this.raw(method, path, body, at), method, path);
  }

  /** What is answered to somebody who has no key. @throws Refused */
  async ask(method: string, path: string, body?: unknown, at?: number): Promise<unknown> {
    return this.#dataOf(await this.open(method, path, {}, body, at), method, path);
  }

  #dataOf(answer: RawAnswer, method: string, path: string): unknown {
    const parsed: unknown = JSON.parse(answer.body);
    if (answer.status < 400) return Success.parse(parsed).data;
    const failure = ErrorBody.safeParse(parsed);
    const { code, message } = failure.success ? failure.data.error : { code: 'unreadable', message: answer.body };
    throw new Refused(answer.status, code, `${message} (${method} ${path})`);
  }

  /** Every item of a list, page by page. */
  async all<S extends z.ZodType>(path: string, item: S): Promise<readonly z.infer<S>[]> {
    const items: z.infer<S>[] = [];
    let after = '';
    for (;;) {
      const separator = path.includes('?') ? '&' : '?';
      const page = PageBody.parse(await this.call('GET', `${path}${separator}limit=250${after}`));
      const read = page.items.map((value) => item.parse(value));
      items.push(...read);
      const last = z.object({ key: z.string() }).safeParse(page.items.at(-1));
      if (!page.has_more || !last.success) return items;
      after = `&starting_after=${encodeURIComponent(last.data.key)}`;
    }
  }
}

/** Runs the work on all items with so many at once. */
export const inParallel = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
