import { createHash } from 'node:crypto';
import type { Kernel } from './contract.ts';
import type { Mapping, RunningMapping } from './mapping.ts';
import { batchOutcome } from './mapping.ts';
import type { Message, Queue, Queues } from './queues.ts';
import type { Json } from './values.ts';
import { messageOf, numberAt, objectAt, parseJson, tryJson } from './values.ts';

/** More batches at a time than this gain nothing on one machine. */
const MOST_PARALLEL = 2;

/** A message as Lambda hands it to a function. */
function recordOf(message: Message, queue: Queue, region: string): Json {
  return {
    messageId: message.messageId,
    receiptHandle: Buffer.from(`${message.row}:${message.receives}`).toString('base64url'),
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    },
    messageAttributes: parseJson(message.attributes),
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: region,
  };
}

/** Feeds a queue to its function: whole batches at once when there are many, what there is when there are few. */
export class QueueMapping implements RunningMapping {
  readonly id: string;
  readonly #kernel: Kernel;
  readonly #region: string;
  readonly #queues: Queues;
  readonly #queue: Queue;
  readonly #mapping: Mapping;
  readonly #parallel: number;
  readonly #underWay = new Set<Promise<void>>();
  #closed = false;
  #gatheringSince: number | undefined;

  constructor(kernel: Kernel, region: string, queues: Queues, queue: Queue, mapping: Mapping) {
    this.id = mapping.id;
    this.#kernel = kernel;
    this.#region = region;
    this.#queues = queues;
    this.#queue = queue;
    this.#mapping = mapping;
    const scaling = numberAt(objectAt(mapping.properties, 'ScalingConfig'), 'MaximumConcurrency');
    this.#parallel = Math.min(scaling ?? MOST_PARALLEL, MOST_PARALLEL);
    queues.consume(queue.id, () => this.#pump());
    if (mapping.window > 0) kernel.activity.onHurry(() => queues.nudge(queue.id));
  }

  lag(): number {
    const { visible, hidden } = this.#queues.depth(this.#queue.id);
    return visible + hidden;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#underWay);
  }

  #pump(): void {
    const { batchSize, window } = this.#mapping;
    while (!this.#closed && this.#underWay.size < this.#parallel) {
      // A second batch is only worth it when it is a full one; else the first one's successor takes more at once.
      const counted = this.#underWay.size > 0 || window > 0;
      const waiting = counted ? this.#queues.ready(this.#queue.id) : batchSize;
      if (this.#underWay.size > 0 && waiting < batchSize) return;
      if (waiting > 0 && this.#gathers(waiting)) return;
      this.#gatheringSince = undefined;
      const received = this.#queues.receive(this.#queue.id, batchSize);
      if (received.length === 0) break;
      this.#start(received);
    }
    if (!this.#closed && this.#underWay.size === 0) this.#queues.rest(this.#queue.id);
  }

  /** True while the batching window is open and it is worth to wait for more messages. */
  #gathers(waiting: number): boolean {
    const { batchSize, window } = this.#mapping;
    if (window === 0 || waiting >= batchSize || this.#kernel.activity.hurried) return false;
    this.#gatheringSince ??= Date.now();
    const left = this.#gatheringSince + window - Date.now();
    if (left <= 0) return false;
    setTimeout(() => this.#queues.nudge(this.#queue.id), left);
    return true;
  }

  #start(received: readonly Message[]): void {
    const batch: Promise<void> = this.#work(received)
      .catch((thrown: unknown) => {
        this.#kernel.log(`mapping ${this.id}: ${messageOf(thrown)}`);
        if (!this.#closed) this.#queues.fail(this.#queue.id, received);
      })
      .catch((thrown: unknown) => this.#kernel.log(`mapping ${this.id}: ${messageOf(thrown)}`))
      .finally(() => {
        this.#underWay.delete(batch);
        this.#queues.nudge(this.#queue.id);
      });
    this.#underWay.add(batch);
  }

  async #work(received: readonly Message[]): Promise<void> {
    const { invoker, journal, log } = this.#kernel;
    const { functionId } = this.#mapping;
    const batch = received.filter((message) => this.#accepts(message));
    // What the filter refuses is removed from the queue, as Lambda does.
    this.#queues.complete(received.filter((message) => !batch.includes(message)));
    if (batch.length === 0) return;
    const Records = batch.map((message) => recordOf(message, this.#queue, this.#region));
    const result = await invoker.invoke(functionId, { Records });
    // After a close the outcome is not written any more: the messages stay and come again.
    if (this.#closed) return;
    const outcome = batchOutcome(this.#mapping, result, new Set(batch.map(({ messageId }) => messageId)));
    const { failed } = outcome;
    if (failed === 'all') {
      log(`${functionId} failed on ${batch.length} message(s) of ${this.#queue.id}: ${outcome.why}`);
      this.#queues.fail(this.#queue.id, batch);
      return;
    }
    journal.transaction(() => {
      this.#queues.complete(batch.filter(({ messageId }) => !failed.has(messageId)));
      const again = batch.filter(({ messageId }) => failed.has(messageId));
      if (again.length > 0) this.#queues.fail(this.#queue.id, again);
    });
  }

  #accepts(message: Message): boolean {
    return this.#mapping.accepts({ messageId: message.messageId, body: tryJson(message.body) ?? message.body });
  }
}
