import * as z from 'zod';

const Success = z.object({ status: z.int(), data: z.unknown() });
const Refusal = z.object({
  status: z.int(),
  error: z.object({ code: z.string(), reason: z.string().optional(), param: z.string().optional() }),
});
const Keyed = z.object({ key: z.string() });

/** The API as a test calls it: what is expected is either data of a known form or a refusal. */
export class Caller {
  readonly #url: string;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.#url = url;
    this.#secret = secret;
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    for (;;) {
      const response = await fetch(new URL(path, this.#url), {
        method,
        headers: { authorization: `Bearer ${this.#secret}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      // Somebody else changes the same thing at this moment: nothing has happened yet.
      if (response.status !== 503 && response.status !== 429) return JSON.parse(text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The data of an answer that must be a success. */
  async data<S extends z.ZodType>(schema: S, method: string, path: string, body?: unknown): Promise<z.infer<S>> {
    const answer = await this.#send(method, path, body);
    const { success, data } = Success.safeParse(answer);
    if (!success || data.status > 299) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return schema.parse(data.data);
  }

  /** The key of what a request makes. */
  async made(path: string, body: unknown): Promise<string> {
    return (await this.data(Keyed, 'POST', path, body)).key;
  }

  /** Status, code, reason and field of a refusal, `-` for what is not told. */
  async refusal(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await this.#send(method, path, body);
    const { success, data } = Refusal.safeParse(answer);
    if (!success) throw new Error(`${method} ${path} was not refused: ${JSON.stringify(answer)}`);
    return `${data.status} ${data.error.code} ${data.error.reason ?? '-'} ${data.error.param ?? '-'}`;
  }

  /** Makes many things, one after another; gives their keys. */
  async all(path: string, bodies: readonly unknown[]): Promise<readonly string[]> {
    const keys: string[] = [];
    for (const body of bodies) keys.push(await this.made(path, body));
    return keys;
  }
}
