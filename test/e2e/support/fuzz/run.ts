import { Agent, request as httpRequest } from 'node:http';
import type { ApiDocument, DocumentedOperation } from './document.ts';
import { mutated, strangeQuery } from './mutations.ts';
import { type Chance, pick, Values } from './values.ts';

/** Somebody to send requests as: the headers that prove it. */
export type Identity = Readonly<Record<string, string>>;

export interface FuzzOptions {
  readonly url: string;
  readonly document: ApiDocument;
  /** How many valid requests, and how many mutated ones, each operation gets. */
  readonly requests: number;
  readonly chance: Chance;
  /** Who may call the operation; undefined leaves it out. */
  readonly identityFor: (operation: DocumentedOperation) => Identity | undefined;
  /** Values that exist, by the name of a field or parameter. */
  readonly known: (field: string) => readonly unknown[];
  readonly progress?: (line: string) => void;
}

/** What happened: how many were sent and accepted, and everything that should not have happened. */
export interface FuzzReport {
  readonly sent: number;
  readonly accepted: number;
  readonly operations: number;
  readonly problems: readonly string[];
}

interface Sent {
  readonly path: string;
  readonly body: string | undefined;
}

/** Public operations are limited per address: each request comes from another one of this machine's own. */
const addressOf = (chance: Chance): string =>
  `127.${1 + Math.floor(chance() * 250)}.${Math.floor(chance() * 250)}.${1 + Math.floor(chance() * 250)}`;

class Fuzzer {
  readonly #options: FuzzOptions;
  readonly #values: Values;
  readonly #agent = new Agent({ keepAlive: false, maxSockets: 8 });

  constructor(options: FuzzOptions) {
    this.#options = options;
    this.#values = new Values(options.document, options.chance, options.known);
  }

  send(operation: DocumentedOperation, identity: Identity, { path, body }: Sent) {
    const { url, chance } = this.#options;
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const headers = {
        ...identity,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const options = { agent: this.#agent, method: operation.method, headers, localAddress: addressOf(chance) };
      const outgoing = httpRequest(new URL(path, url), options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  #path(operation: DocumentedOperation, query: string): string {
    const { chance, known } = this.#options;
    const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const there = known(name);
      const value =
        there.length > 0 && chance() < 0.8 ? pick(chance, there) : pick(chance, ['nothing', 'x y', 'é', '%', '-1']);
      return encodeURIComponent(String(value));
    });
    return query === '' ? path : `${path}?${query}`;
  }

  #query(operation: DocumentedOperation): string {
    const { chance, document } = this.#options;
    const wanted = operation.parameters.filter((parameter) => parameter.in === 'query' && chance() < 0.3);
    const query = new URLSearchParams();
    for (const { name, schema } of wanted) {
      const value = this.#values.of(schema, name);
      if (document.isValid(schema, value)) query.set(name, String(value));
    }
    // The two cursors exclude each other.
    if (query.has('starting_after')) query.delete('ending_before');
    return query.toString();
  }

  /** A body that the document allows; undefined when none was found in a few tries. */
  #body(operation: DocumentedOperation): unknown {
    const { document } = this.#options;
    if (operation.body === undefined) return undefined;
    for (let tries = 0; tries < 30; tries++) {
      const value = this.#values.of(operation.body);
      if (document.isValid(operation.body, value)) return value;
    }
    return undefined;
  }

  valid(operation: DocumentedOperation): Sent {
    const body = this.#body(operation);
    return {
      path: this.#path(operation, this.#query(operation)),
      body: body === undefined ? undefined : JSON.stringify(body),
    };
  }

  /** A request that the document does not allow. */
  invalid(operation: DocumentedOperation): Sent {
    const { chance, document } = this.#options;
    if (operation.body !== undefined && chance() < 0.85) {
      for (let tries = 0; tries < 30; tries++) {
        const value = mutated(this.#body(operation) ?? {}, chance);
        if (value !== undefined && !document.isValid(operation.body, value)) {
          return { path: this.#path(operation, ''), body: JSON.stringify(value) };
        }
      }
    }
    const names = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
    const body = this.#body(operation);
    return {
      path: this.#path(operation, strangeQuery(names, chance)),
      body: body === undefined ? undefined : JSON.stringify(body),
    };
  }

  close(): void {
    this.#agent.destroy();
  }
}

const fuzzOperation = async (
  fuzzer: Fuzzer,
  options: FuzzOptions,
  operation: DocumentedOperation,
  identity: Identity,
  problems: string[],
): Promise<number> => {
  const { document, requests } = options;
  let accepted = 0;
  const one = async (isValid: boolean): Promise<void> => {
    const sent = isValid ? fuzzer.valid(operation) : fuzzer.invalid(operation);
    const { status, text } = await fuzzer.send(operation, identity, sent);
    if (status < 300) accepted++;
    const wrong =
      !isValid && status < 300 ? `accepts what is not valid: ${status}` : document.problemOf(operation, status, text);
    if (wrong !== undefined) {
      problems.push(`${operation.method} ${sent.path.slice(0, 200)} ${(sent.body ?? '').slice(0, 400)}\n  ${wrong}`);
    }
  };
  for (let done = 0; done < requests; done += 4) {
    const count = Math.min(4, requests - done);
    await Promise.all(Array.from({ length: count * 2 }, (_, index) => one(index % 2 === 0)));
  }
  return accepted;
};

/**
 * Sends valid and mutated requests, made from the OpenAPI document, to every operation that answers JSON: none may end
 * in an error of ours, no invalid one may be accepted, and every answer must be what its schema says.
 */
export const fuzz = async (options: FuzzOptions): Promise<FuzzReport> => {
  const fuzzer = new Fuzzer(options);
  const problems: string[] = [];
  let accepted = 0;
  let operations = 0;
  for (const operation of options.document.operations) {
    const identity = operation.json ? options.identityFor(operation) : undefined;
    if (identity === undefined) continue;
    operations++;
    const good = await fuzzOperation(fuzzer, options, operation, identity, problems);
    accepted += good;
    options.progress?.(`${operation.id}: ${good} accepted, ${problems.length} problems so far`);
  }
  fuzzer.close();
  return { sent: operations * options.requests * 2, accepted, operations, problems };
};
