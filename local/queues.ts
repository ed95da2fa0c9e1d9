import { randomUUID } from 'node:crypto';
import type { Kernel, Resource } from './contract.ts';
import { QueueWakes } from './queue-wakes.ts';
import type { Loose } from './values.ts';
import { columnNumber, columnText, flagAt, isObject, numberAt, textAt, tryJson } from './values.ts';

/** A queue of the template. Times are in milliseconds. */
export interface Queue {
  readonly id: string;
  readonly arn: string;
  readonly visibility: number;
  readonly retention: number;
  readonly delay: number;
  readonly redrive: { readonly to: string; readonly after: number } | undefined;
}

/** A message that was received and must be completed or failed. */
export interface Message {
  readonly row: number;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: string;
  readonly receives: number;
  readonly sentAt: number;
  readonly firstReceivedAt: number;
}

interface SendOptions {
  /** Message attributes in the shape that Lambda hands on. */
  readonly attributes?: Loose;
  readonly delaySeconds?: number;
}

/** A message that failed comes back after 0.2 s, 0.8 s, 3.2 s … but never later than AWS would bring it. */
const FIRST_RETRY = 200;
const RETRY_FACTOR = 4;
/** With chaos, messages are taken at random from so many that are ready. */
const CHAOS_WINDOW = 200;
const SWEEP_EVERY = 3_600_000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS queue_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, message_id TEXT NOT NULL, body TEXT NOT NULL,
    attributes TEXT NOT NULL, sent_at INTEGER NOT NULL, stored_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0, in_flight INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER);
  CREATE INDEX IF NOT EXISTS queue_messages_ready ON queue_messages (queue, visible_at, id);`;

const KNOWN = new Set(
  [
    ['QueueName', 'VisibilityTimeout', 'MessageRetentionPeriod', 'DelaySeconds', 'RedrivePolicy', 'FifoQueue'],
    ['RedriveAllowPolicy', 'SqsManagedSseEnabled', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'Tags'],
    ['MaximumMessageSize', 'ReceiveMessageWaitTimeSeconds'],
  ].flat(),
);

function queueOf(kernel: Kernel, { id, properties }: Resource): Queue {
  const unknown = Object.keys(properties).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) throw new Error(`queue ${id}: the local runtime does not support ${unknown}`);
  if (flagAt(properties, 'FifoQueue')) throw new Error(`queue ${id}: the local runtime does not support FIFO queues`);
  const policy = properties['RedrivePolicy'];
  const redrive: unknown = typeof policy === 'string' ? tryJson(policy) : policy;
  const target = isObject(redrive) ? textAt(redrive, 'deadLetterTargetArn') : undefined;
  const to = target === undefined ? undefined : kernel.stack.find(target);
  if (target !== undefined && to === undefined) throw new Error(`queue ${id}: no dead-letter queue ${target}`);
  const after = isObject(redrive) ? numberAt(redrive, 'maxReceiveCount') : undefined;
  return {
    id,
    arn: kernel.stack.reference(id, 'Arn'),
    visibility: (numberAt(properties, 'VisibilityTimeout') ?? 30) * 1000,
    retention: (numberAt(properties, 'MessageRetentionPeriod') ?? 345_600) * 1000,
    delay: (numberAt(properties, 'DelaySeconds') ?? 0) * 1000,
    redrive: to === undefined ? undefined : { to, after: after ?? 10 },
  };
}

function messageOf(row: Loose, now: number): Message {
  return {
    row: columnNumber(row, 'id'),
    messageId: columnText(row, 'message_id'),
    body: columnText(row, 'body'),
    attributes: columnText(row, 'attributes'),
    receives: columnNumber(row, 'receives') + 1,
    sentAt: columnNumber(row, 'sent_at'),
    firstReceivedAt: numberAt(row, 'first_received_at') ?? now,
  };
}

function rows(messages: readonly Message[]): string {
  return JSON.stringify(messages.map(({ row }) => row));
}

/** The queues of the template: durable, at least once, in no promised order. */
export class Queues {
  readonly all: ReadonlyMap<string, Queue>;
  readonly #kernel: Kernel;
  readonly #wakes: QueueWakes;
  readonly #sweeper: NodeJS.Timeout;

  /** Opens the queues on the journal. Whatever the last process had in its hands is ready again. */
  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.all = new Map(kernel.stack.ofType('AWS::SQS::Queue').map((each) => [each.id, queueOf(kernel, each)]));
    kernel.journal.schema(TABLES);
    // A receive that nobody lived to finish does not count: otherwise killing the runtime would fill dead-letter queues.
    kernel.journal.run(
      'UPDATE queue_messages SET in_flight = 0, receives = MAX(receives - 1, 0), visible_at = ? WHERE in_flight = 1',
      Date.now(),
    );
    this.#wakes = new QueueWakes(kernel);
    this.#sweep();
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_EVERY);
    this.#sweeper.unref();
  }

  /** The queue behind a URL, an ARN or a name. */
  find(reference: string): Queue | undefined {
    const id = this.#kernel.stack.find(reference);
    return id === undefined ? undefined : this.all.get(id);
  }

  /** Stores the message; part of the transaction under way, if there is one. Answers the message id. */
  send(queueId: string, body: string, options: SendOptions = {}): string {
    const { chaos, clock, journal } = this.#kernel;
    const { delay } = this.#queue(queueId);
    const messageId = randomUUID();
    const wait = options.delaySeconds === undefined ? delay : options.delaySeconds * 1000;
    const attributes = JSON.stringify(options.attributes ?? {});
    for (let copy = chaos.copies(); copy > 0; copy -= 1) {
      const now = Date.now();
      journal.run(
        `INSERT INTO queue_messages (queue, message_id, body, attributes, sent_at, stored_at, visible_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[queueId, messageId, body, attributes, clock.now(), now, now + wait + chaos.delay()],
      );
    }
    this.#wakes.wake(queueId);
    return messageId;
  }

  receive(queueId: string, most: number): readonly Message[] {
    const { chaos, clock, journal } = this.#kernel;
    const { visibility } = this.#queue(queueId);
    return journal.transaction(() => {
      const now = Date.now();
      const sql = 'SELECT * FROM queue_messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, id LIMIT ?';
      const found = journal.all(sql, queueId, now, chaos.on ? CHAOS_WINDOW : most);
      const taken = chaos.on ? chaos.shuffle(found).slice(0, most) : found;
      const messages = taken.map((row) => messageOf(row, clock.now()));
      if (messages.length === 0) return [];
      journal.run(
        `UPDATE queue_messages SET receives = receives + 1, in_flight = 1, visible_at = ?,
           first_received_at = COALESCE(first_received_at, ?)
         WHERE id IN (SELECT value FROM json_each(?))`,
        ...[now + visibility, clock.now(), rows(messages)],
      );
      return messages;
    });
  }

  complete(messages: readonly Message[]): void {
    if (messages.length === 0) return;
    const sql = 'DELETE FROM queue_messages WHERE id IN (SELECT value FROM json_each(?))';
    this.#kernel.journal.run(sql, rows(messages));
  }

  /** Puts messages back, later and later; after the queue's limit they go to its dead-letter queue. */
  fail(queueId: string, messages: readonly Message[]): void {
    const { journal } = this.#kernel;
    const from = this.#queue(queueId);
    journal.transaction(() => {
      for (const { row, receives } of messages) {
        if (from.redrive !== undefined && receives >= from.redrive.after) {
          this.#bury(from.id, from.redrive.to, row);
          continue;
        }
        const wait = Math.min(FIRST_RETRY * RETRY_FACTOR ** (receives - 1), from.visibility);
        journal.run('UPDATE queue_messages SET in_flight = 0, visible_at = ? WHERE id = ?', Date.now() + wait, row);
      }
    });
    this.#wakes.wake(queueId);
  }

  /** Declares who works on the queue: called whenever messages may be ready. */
  consume(queueId: string, ready: () => void): void {
    this.#wakes.consume(this.#queue(queueId).id, ready);
  }

  /** Calls the consumer again in the next turn of the event loop. */
  nudge(queueId: string): void {
    this.#wakes.wake(queueId);
  }

  /** To be called by a consumer that found nothing to do: the queue counts as idle, or the consumer is woken later. */
  rest(queueId: string): void {
    this.#wakes.rest(queueId);
  }

  ready(queueId: string): number {
    return this.#wakes.count(queueId, 'visible_at <= ?');
  }

  depth(queueId: string): { readonly visible: number; readonly hidden: number } {
    return { visible: this.ready(queueId), hidden: this.#wakes.count(queueId, 'visible_at > ?') };
  }

  close(): void {
    clearInterval(this.#sweeper);
    this.#wakes.close();
  }

  #queue(id: string): Queue {
    const found = this.all.get(id);
    if (found === undefined) throw new Error(`no queue ${id} in the template`);
    return found;
  }

  #bury(from: string, to: string, row: number): void {
    const sql = 'UPDATE queue_messages SET queue = ?, visible_at = ?, in_flight = 0, receives = 0 WHERE id = ?';
    this.#kernel.journal.run(sql, to, Date.now(), row);
    this.#kernel.log(`1 message of ${from} went to the dead-letter queue ${to}`);
    this.#wakes.wake(to);
  }

  #sweep(): void {
    for (const { id, retention } of this.all.values()) {
      const sql = 'DELETE FROM queue_messages WHERE queue = ? AND stored_at < ?';
      this.#kernel.journal.run(sql, id, Date.now() - retention);
    }
  }
}
