import { setTimeout as sleep } from 'node:timers/promises';
import type { SystemRequest } from '../../domain/imports/system.ts';
import { JobFailure } from '../../domain/jobs.ts';

/** Reads another system: only below its fixed address, patiently, and never more than is good for either side. */
export type ReadSystem = (request: SystemRequest, headers: Readonly<Record<string, string>>) => Promise<unknown>;

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 8 * 1024 ** 2;
const ATTEMPTS = 4;
const LONGEST_WAIT_MS = 10_000;

interface Reached {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

const bodyOf = async (answer: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw new JobFailure('source_unreadable', 'An answer of the other system is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** One attempt; undefined when no answer came. A redirect is no answer: it would lead away from the fixed address. */
const attempt = async (url: URL, headers: Readonly<Record<string, string>>): Promise<Reached | undefined> => {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { headers: { accept: 'application/json', ...headers }, redirect: 'error', signal });
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await bodyOf(answer) };
  } catch (error) {
    if (error instanceof JobFailure) throw error;
    return undefined;
  }
};

const waitAfter = (tries: number, retryAfter: string | null | undefined): number => {
  const asked = Number(retryAfter ?? '') * 1000;
  return Math.min(LONGEST_WAIT_MS, Number.isFinite(asked) && asked > 0 ? asked : 250 * 2 ** tries);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new JobFailure('source_unreadable', 'The other system answered something that is no JSON.');
  }
};

const addressOf = (base: string, request: SystemRequest): URL => {
  const below = new URL(`${base.replace(/\/$/, '')}/`);
  const url = new URL(below.href.slice(0, -1) + request.path);
  for (const [name, value] of request.query) url.searchParams.append(name, value);
  if (!url.href.startsWith(below.href)) throw new Error('A request would leave the address of its system.');
  return url;
};

/**
 * Opens a system at its address.
 * @param pause milliseconds between two requests.
 * @throws JobFailure `credentials_refused`, `source_refused`, `source_unreadable`; an Error when it cannot be reached,
 * so that the job tries again later.
 */
export const openSystem = (base: string, pause: number, wait: (ms: number) => Promise<unknown> = sleep): ReadSystem => {
  let asked = false;
  return async (request, headers) => {
    if (asked) await wait(pause);
    asked = true;
    const url = addressOf(base, request);
    for (let tries = 1; ; tries++) {
      const reached = await attempt(url, headers);
      const passing = reached === undefined || reached.status === 429 || reached.status >= 500;
      if (passing && tries === ATTEMPTS) throw new Error('The other system cannot be reached now.');
      if (passing) {
        await wait(waitAfter(tries, reached?.retryAfter));
        continue;
      }
      if (reached.status === 401 || reached.status === 403) {
        throw new JobFailure('credentials_refused', 'The other system does not take these credentials.');
      }
      if (reached.status !== 200) {
        throw new JobFailure('source_refused', `The other system answered ${request.path} with ${reached.status}.`);
      }
      return parsed(reached.text);
    }
  };
};
