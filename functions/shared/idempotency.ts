import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { conflict, Failure } from '../../domain/errors.ts';
import {
  claimRecord,
  finishRecord,
  type IdempotencyRecord,
  readRecord,
  releaseRecord,
} from '../../table/idempotency.ts';
import type { Store } from '../../table/store.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';

/** Replays are possible for 24 hours (docs/api.md). */
const KEPT_SECONDS = 24 * 60 * 60;
/** Longer than any request may run: an attempt that holds a key for longer has died. */
const HELD_MS = 35_000;
const MAX_STORED_BYTES = 300_000;
const KEY = /^[\x21-\x7e]{1,255}$/;
const PARAM = 'Idempotency-Key';

/** A request that may be replayed: whose, under which key, and what was asked. */
export interface Attempt {
  readonly identity: string;
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The part of an answer that a replay repeats. */
export interface Outcome {
  readonly status: number;
  readonly body: string;
}

interface Replayable extends Outcome {
  readonly replayed: boolean;
}

/** Runs a request once per key and repeats its answer to whoever asks again. */
export type Idempotency = (attempt: Attempt, run: () => Promise<Outcome>) => Promise<Replayable>;

const hashOf = (attempt: Attempt): string =>
  createHash('sha256').update(`${attempt.method}\n${attempt.path}\n${attempt.body}`).digest('hex');

const stillRunning = (): Failure =>
  new Failure('conflict', 'A request with this idempotency key is still running.', {
    param: PARAM,
    reason: 'idempotency_key_running',
    retryAfterSeconds: 1,
  });

/** What an earlier attempt with the same key means for this one. */
const replay = (record: IdempotencyRecord | undefined, hash: string): Replayable => {
  if (record === undefined) throw stillRunning();
  if (record.hash !== hash) {
    throw conflict('This idempotency key was used for another request.', PARAM, 'idempotency_key_reused');
  }
  if (record.status === undefined || record.body === undefined) throw stillRunning();
  return { status: record.status, body: inflateRawSync(record.body).toString('utf8'), replayed: true };
};

/** Whether repeating the request could not give another answer: those that may succeed later are not kept. */
const isFinal = (status: number): boolean => status < 500 && status !== 401 && status !== 403 && status !== 429;

/** Idempotency records in the table: hashes and answers, held per API key. */
export const storedIdempotency =
  (store: Store, clock: Clock, ids: Ids): Idempotency =>
  async (attempt, run) => {
    if (!KEY.test(attempt.key)) {
      throw new Failure('bad_request', `${PARAM} has 1 to 255 visible ASCII characters.`, { param: PARAM });
    }
    const { identity, key } = attempt;
    const hash = hashOf(attempt);
    const id = ids.secret(12);
    const seconds = Math.floor(clock.now() / 1_000);
    const record = { hash, attempt: id, held_until: clock.real() + HELD_MS, expires_at: seconds + KEPT_SECONDS };
    const claimed = await claimRecord(store, identity, key, record, { seconds, real: clock.real() });
    if (!claimed) return replay(await readRecord(store, identity, key), hash);
    const release = () => releaseRecord(store, identity, key, id);
    let outcome: Outcome;
    try {
      outcome = await run();
    } catch (error) {
      await release();
      throw error;
    }
    const body = deflateRawSync(outcome.body);
    if (isFinal(outcome.status) && body.length <= MAX_STORED_BYTES) {
      await finishRecord(store, identity, key, id, { status: outcome.status, body });
    } else {
      await release();
    }
    return { ...outcome, replayed: false };
  };
