import type { Kernel } from './contract.ts';
import { columnNumber, messageOf } from './values.ts';

/** The journal may be busy for a moment (another process looks into it). */
const AFTER_ERROR = 500;

interface Consumer {
  readonly ready: () => void;
  /** Ends the activity that stands for the messages left in the queue. */
  release: (() => void) | undefined;
  called: boolean;
  later: NodeJS.Timeout | undefined;
}

/**
 * Tells consumers of queues when there may be work, and keeps the runtime "not idle" while messages are left.
 * One consumer per queue, woken once per turn of the event loop, after the transaction that sent was committed.
 */
export class QueueWakes {
  readonly #kernel: Kernel;
  readonly #consumers = new Map<string, Consumer>();
  #closed = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  consume(queueId: string, ready: () => void): void {
    this.#consumers.set(queueId, { ready, release: undefined, called: false, later: undefined });
    this.wake(queueId);
  }

  wake(queueId: string): void {
    const consumer = this.#consumers.get(queueId);
    if (consumer === undefined || this.#closed) return;
    consumer.release ??= this.#kernel.activity.begin(`queue ${queueId}`);
    this.#call(consumer);
  }

  /** Nothing to do now: wakes the consumer when the next message shows, or counts the empty queue as idle. */
  rest(queueId: string): void {
    const consumer = this.#consumers.get(queueId);
    if (consumer === undefined || this.#closed) return;
    const sql = 'SELECT MIN(visible_at) AS at FROM queue_messages WHERE queue = ?';
    const next = this.#kernel.journal.all(sql, queueId)[0]?.['at'];
    clearTimeout(consumer.later);
    consumer.later = undefined;
    if (typeof next === 'number') {
      consumer.later = setTimeout(() => this.#call(consumer), Math.max(next - Date.now(), 1));
      return;
    }
    consumer.release?.();
    consumer.release = undefined;
  }

  count(queueId: string, which: 'visible_at <= ?' | 'visible_at > ?'): number {
    const sql = `SELECT COUNT(*) AS messages FROM queue_messages WHERE queue = ? AND ${which}`;
    const [row] = this.#kernel.journal.all(sql, queueId, Date.now());
    return row === undefined ? 0 : columnNumber(row, 'messages');
  }

  close(): void {
    this.#closed = true;
    for (const consumer of this.#consumers.values()) {
      clearTimeout(consumer.later);
      consumer.release?.();
    }
  }

  #call(consumer: Consumer): void {
    if (consumer.called || this.#closed) return;
    consumer.called = true;
    setImmediate(() => {
      consumer.called = false;
      if (this.#closed) return;
      try {
        consumer.ready();
      } catch (thrown) {
        this.#kernel.log(`a queue could not be read, next try in ${AFTER_ERROR} ms: ${messageOf(thrown)}`);
        consumer.later = setTimeout(() => this.#call(consumer), AFTER_ERROR);
      }
    });
  }
}
