import { setTimeout as pause } from 'node:timers/promises';
import type { Kernel } from '../contract.ts';
import { messageOf } from '../values.ts';

const FIRST_RETRY = 200;
const LONGEST_RETRY = 30_000;

/** Tells a move under way whether its outcome still counts. */
export interface Live {
  /** The frame was removed meanwhile, or the runtime closes. */
  readonly gone: boolean;
  readonly signal: AbortSignal;
}

/** Makes one move of a frame; false when the frame has ended or waits. */
export type Step = (id: number, live: Live) => Promise<boolean>;

class Driver implements Live {
  readonly signal: AbortSignal;
  dismissed = false;
  done: Promise<void> = Promise.resolve();

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  get gone(): boolean {
    return this.dismissed || this.signal.aborted;
  }
}

/** Keeps frames moving, each in its own loop, and counts them as activity. */
export class Drivers {
  readonly #kernel: Kernel;
  readonly #step: Step;
  readonly #drivers = new Map<number, Driver>();
  readonly #stop = new AbortController();

  constructor(kernel: Kernel, step: Step) {
    this.#kernel = kernel;
    this.#step = step;
  }

  /** Moves a frame on until it ends or has to wait. Begins after the transaction under way. */
  drive(id: number): void {
    if (this.#stop.signal.aborted || this.#drivers.has(id)) return;
    const end = this.#kernel.activity.begin('state machines');
    const driver = new Driver(this.#stop.signal);
    this.#drivers.set(id, driver);
    driver.done = this.#run(id, driver).finally(() => {
      this.#drivers.delete(id);
      end();
    });
  }

  /** The frame is gone: what still runs for it ends without effect. */
  dismiss(id: number): void {
    const driver = this.#drivers.get(id);
    if (driver !== undefined) driver.dismissed = true;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all([...this.#drivers.values()].map(({ done }) => done));
  }

  /** An error that is not the execution's own (the journal is busy) changes nothing: the move is made again. */
  async #run(id: number, live: Live): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    for (let wait = FIRST_RETRY; !live.gone; ) {
      try {
        if (!(await this.#step(id, live))) return;
        wait = FIRST_RETRY;
      } catch (thrown) {
        this.#kernel.log(`state machines: a move failed, next try in ${wait} ms: ${messageOf(thrown)}`);
        await pause(wait, undefined, { signal: live.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_RETRY);
      }
    }
  }
}
