import type { Deletes, Gets, Patchs, Posts, Puts } from './operations.ts';
import { ApiProblem, problemOf } from './problem.ts';

interface Described {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly data: unknown;
}

type Part<Name extends string, Value> = [Value] extends [undefined] ? unknown : { readonly [N in Name]: Value };
type QueryPart<Value> = [Value] extends [undefined] ? unknown : { readonly query?: Value };
type Asked<O extends Described> = Part<'params', O['params']> & QueryPart<O['query']> & Part<'body', O['body']>;
/** Operations that need nothing are called with their path alone. */
type Asking<O extends Described> = unknown extends Part<'params', O['params']> & Part<'body', O['body']>
  ? readonly [asked?: Asked<O>]
  : readonly [asked: Asked<O>];

/** What a request carries, however it was asked for. */
interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Who is calling, and in which program. */
export interface Identity {
  /** The access token; undefined for operations that anybody may call. */
  token(): Promise<string | undefined>;
  program(): string | undefined;
  /** The token was refused. Answers whether there is another one to try with. */
  refused(): Promise<boolean>;
}

const isParts = (asked: unknown): asked is Parts => typeof asked === 'object' && asked !== null;

const TRIES = 3;
const LONGEST_WAIT_SECONDS = 5;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const pathOf = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(params[name] ?? '')));

const queryOf = (query: Readonly<Record<string, unknown>>): string => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
};

/** For how many milliseconds to wait before asking again; undefined when asking again is of no use. */
const patience = (response: Response): number | undefined => {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const seconds = Number(response.headers.get('retry-after') ?? '1');
  return seconds <= LONGEST_WAIT_SECONDS ? seconds * 1000 : undefined;
};

/** The API, typed by its own description. Refusals are thrown as `ApiProblem`. */
export class ApiClient {
  readonly #identity: Identity;

  constructor(identity: Identity) {
    this.#identity = identity;
  }

  get<P extends keyof Gets>(path: P, ...[asked]: Asking<Gets[P]>): Promise<Gets[P]['data']> {
    return this.#request('GET', path, asked);
  }

  post<P extends keyof Posts>(path: P, ...[asked]: Asking<Posts[P]>): Promise<Posts[P]['data']> {
    return this.#request('POST', path, asked);
  }

  put<P extends keyof Puts>(path: P, ...[asked]: Asking<Puts[P]>): Promise<Puts[P]['data']> {
    return this.#request('PUT', path, asked);
  }

  patch<P extends keyof Patchs>(path: P, ...[asked]: Asking<Patchs[P]>): Promise<Patchs[P]['data']> {
    return this.#request('PATCH', path, asked);
  }

  delete<P extends keyof Deletes>(path: P, ...[asked]: Asking<Deletes[P]>): Promise<Deletes[P]['data']> {
    return this.#request('DELETE', path, asked);
  }

  async #request<D>(method: string, path: string, given: unknown): Promise<D> {
    const asked = isParts(given) ? given : {};
    const address = pathOf(path, asked.params ?? {}) + queryOf(asked.query ?? {});
    // The same key for every try, so that a request whose answer was lost happens once.
    const once = method === 'POST' ? crypto.randomUUID() : undefined;
    let used: string | undefined;
    const isOld = async (): Promise<boolean> => used !== (await this.#identity.token());
    const response = await this.#patiently(isOld, async () => {
      const token = await this.#identity.token();
      used = token;
      const program = token === undefined ? undefined : this.#identity.program();
      const headers = new Headers();
      if (once !== undefined) headers.set('idempotency-key', once);
      if (asked.body !== undefined) headers.set('content-type', 'application/json');
      if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
      if (program !== undefined) headers.set('fairshare-program', program);
      return fetch(address, {
        method,
        headers,
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      });
    });
    if (!response.ok) throw await problemOf(response);
    const { data }: { readonly data: D } = await response.json();
    return data;
  }

  /**
   * Sends again what met a busy moment, a lost connection, or a token that had just ended. Of several requests that are
   * refused with the same token, one asks for another, also when the others hear of it later.
   */
  async #patiently(isOld: () => Promise<boolean>, send: () => Promise<Response>): Promise<Response> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const response = await send().catch((thrown: unknown) => {
        if (attempt < TRIES && thrown instanceof TypeError) return undefined;
        throw thrown instanceof TypeError ? new ApiProblem('offline', 'There is no connection to the server.') : thrown;
      });
      if (response === undefined) {
        await wait(attempt * 300);
        continue;
      }
      if (response.status === 401 && !renewed) {
        if (await isOld()) continue;
        renewed = await this.#identity.refused();
        if (renewed) continue;
      }
      const pause = attempt < TRIES ? patience(response) : undefined;
      if (pause === undefined) return response;
      await wait(pause);
    }
  }
}
