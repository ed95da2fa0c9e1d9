import { setTimeout as pause } from 'node:timers/promises';
import type { InvokeResult, Kernel, StreamRecord, TableStream } from './contract.ts';
import type { Mapping, RunningMapping } from './mapping.ts';
import { batchOutcome } from './mapping.ts';
import type { MessagingParts } from './messaging-parts.ts';
import type { Queues } from './queues.ts';
import { Checkpoint } from './stream-checkpoint.ts';
import type { GiveUp } from './stream-failures.ts';
import { createFailureDestination } from './stream-failures.ts';
import { flagAt, messageOf, numberAt } from './values.ts';

/**
 * How long the first record of a batch waits for company, in milliseconds: below the quarter of a second in which Lambda
 * asks a stream for records, and long enough that what comes together is handed on together.
 */
const LINGER = 50;
const READ_AHEAD = 1000;
const FIRST_RETRY = 200;
const LONGEST_RETRY = 30_000;
/** A stream keeps its records for a day: nothing is tried longer than that. */
const A_DAY = 86_400;

class Closed extends Error {
  override readonly name = 'Closed';
}

/** Feeds a table's stream to its function: one batch at a time, in order, none left out. */
export class StreamMapping implements RunningMapping {
  readonly id: string;
  readonly #kernel: Kernel;
  readonly #stream: TableStream;
  readonly #mapping: Mapping;
  readonly #checkpoint: Checkpoint;
  readonly #giveUp: GiveUp;
  readonly #retries: number;
  readonly #patience: number;
  readonly #stop = new AbortController();
  #hasten = new AbortController();
  readonly #forget: readonly (() => void)[];
  #pumping: Promise<void> | undefined;
  #again = false;

  constructor(kernel: Kernel, parts: MessagingParts, queues: Queues, stream: TableStream, mapping: Mapping) {
    this.id = mapping.id;
    this.#kernel = kernel;
    this.#stream = stream;
    this.#mapping = mapping;
    this.#checkpoint = new Checkpoint(kernel, mapping, stream);
    this.#giveUp = createFailureDestination(kernel, parts, queues, mapping);
    const age = numberAt(mapping.properties, 'MaximumRecordAgeInSeconds') ?? -1;
    this.#retries = numberAt(mapping.properties, 'MaximumRetryAttempts') ?? -1;
    this.#patience = (age < 0 ? A_DAY : age) * 1000;
    // The stream tells of records a moment after they were written: whoever waits for idle looks for himself.
    kernel.activity.onHurry(() => this.#hasten.abort());
    this.#forget = [stream.onChange(() => this.#wake()), parts.activity.probe(() => this.#look())];
    this.#look();
  }

  lag(): number {
    return this.#stream.read(this.#checkpoint.current, READ_AHEAD).length;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const forget of this.#forget) forget();
    await this.#pumping;
  }

  get #closed(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Starts the work if there is any. A stream that cannot be read just now counts as work: it is tried again. */
  #look(): boolean {
    if (this.#closed) return false;
    try {
      if (this.#stream.read(this.#checkpoint.current, 1).length === 0) return false;
    } catch (thrown) {
      this.#kernel.log(`mapping ${this.id}: the stream could not be read: ${messageOf(thrown)}`);
    }
    this.#wake();
    return true;
  }

  #wake(): void {
    this.#again = true;
    if (this.#pumping !== undefined || this.#closed) return;
    const end = this.#kernel.activity.begin(`stream ${this.id}`);
    this.#pumping = this.#run().finally(() => {
      this.#pumping = undefined;
      end();
      if (this.#again && !this.#closed) this.#wake();
    });
  }

  async #run(): Promise<void> {
    let wait = FIRST_RETRY;
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#linger();
      if (this.#closed) return;
      try {
        if (this.#mapping.window > 0) await this.#sleep(this.#mapping.window);
        await this.#pump();
        wait = FIRST_RETRY;
      } catch (thrown) {
        if (thrown instanceof Closed) return;
        this.#kernel.log(`mapping ${this.id}, next try in ${wait} ms: ${messageOf(thrown)}`);
        await pause(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_RETRY);
        this.#again = true;
      }
    }
  }

  /**
   * Whoever wrote the record is answered first; and until somebody waits for idle, more records may join the batch: one
   * invocation, one call of the bus and one transaction of the queues then serve several.
   */
  async #linger(): Promise<void> {
    if (this.#kernel.activity.hurried) return new Promise<void>((resolve) => setImmediate(resolve));
    this.#hasten = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, this.#hasten.signal]);
    return pause(LINGER, undefined, { signal }).catch(() => undefined);
  }

  async #pump(): Promise<void> {
    for (let taken = this.#next(); taken !== undefined; taken = this.#next()) {
      if (taken.batch.length > 0) {
        if (this.#kernel.chaos.on) await this.#disturb(taken.batch);
        await this.#deliver(taken.batch);
      }
      this.#checkpoint.advance(taken.upTo);
    }
  }

  /** Takes the next batch: as many records as pass the filter, and all those between that do not. */
  #next(): { readonly batch: readonly StreamRecord[]; readonly upTo: string } | undefined {
    const { accepts, batchSize } = this.#mapping;
    const batch: StreamRecord[] = [];
    let upTo: string | undefined;
    for (let seen = 0; seen < READ_AHEAD; ) {
      const records = this.#stream.read(upTo ?? this.#checkpoint.current, batchSize);
      if (records.length === 0) break;
      seen += records.length;
      for (const record of records) {
        if (accepts(record.record)) {
          if (batch.length === batchSize) return { batch, upTo: upTo ?? record.sequenceNumber };
          batch.push(record);
        }
        upTo = record.sequenceNumber;
      }
    }
    return upTo === undefined ? undefined : { batch, upTo };
  }

  /** With chaos the function sees each batch before its turn too, shuffled; what it answers then counts for nothing. */
  async #disturb(records: readonly StreamRecord[]): Promise<void> {
    const { chaos } = this.#kernel;
    for (let copy = chaos.copies(); copy > 1; copy -= 1) {
      await this.#sleep(chaos.delay());
      await this.#invoke(chaos.shuffle(records));
    }
  }

  /** Delivers the records until they are done with or given up; splits and retries as the mapping says. */
  async #deliver(records: readonly StreamRecord[]): Promise<void> {
    let rest = records;
    const since = Date.now();
    for (let attempt = 0; rest.length > 0; ) {
      const result = await this.#invoke(rest);
      const outcome = batchOutcome(this.#mapping, result, new Set(rest.map(({ sequenceNumber }) => sequenceNumber)));
      const { failed } = outcome;
      const first = failed === 'all' ? 0 : rest.findIndex(({ sequenceNumber }) => failed.has(sequenceNumber));
      if (first < 0) return;
      if (first > 0) {
        rest = rest.slice(first);
        continue;
      }
      if (flagAt(this.#mapping.properties, 'BisectBatchOnFunctionError') && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        await this.#deliver(rest.slice(0, middle));
        rest = rest.slice(middle);
        continue;
      }
      attempt += 1;
      const why = failed === 'all' ? outcome.why : 'the first record was reported as failed';
      const what = `${this.#mapping.functionId} failed on ${rest.length} stream record(s)`;
      this.#kernel.log(`${what}, attempt ${attempt}: ${why}`);
      if ((this.#retries >= 0 && attempt > this.#retries) || Date.now() - since >= this.#patience) {
        await this.#giveUp(rest, result, attempt);
        return;
      }
      await this.#sleep(Math.min(FIRST_RETRY * 2 ** (attempt - 1), LONGEST_RETRY));
    }
  }

  async #invoke(records: readonly StreamRecord[]): Promise<InvokeResult> {
    if (this.#closed) throw new Closed();
    const Records = records.map(({ record }) => ({ eventSourceARN: this.#mapping.sourceArn, ...record }));
    const result = await this.#kernel.invoker.invoke(this.#mapping.functionId, { Records });
    if (this.#closed) throw new Closed();
    return result;
  }

  async #sleep(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stop.signal }).catch(() => {
      throw new Closed();
    });
  }
}
