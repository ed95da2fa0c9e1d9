import type { Store, Write } from '../../table/store.ts';

/** The process ended. */
export class Crash extends Error {}

/**
 * A table that is there as usual, under a process that ends at one write: just before it, or just after it was stored.
 * Nobody in between may take the end for an answer, so it is no error of the store.
 */
export class CrashingStore implements Store {
  readonly get: Store['get'];
  readonly batchGet: Store['batchGet'];
  readonly query: Store['query'];
  readonly #store: Store;
  #left: number | undefined;
  #moment: 'before' | 'after' = 'before';
  writes = 0;

  constructor(store: Store) {
    this.#store = store;
    this.get = store.get.bind(store);
    this.batchGet = store.batchGet.bind(store);
    this.query = store.query.bind(store);
  }

  /** Ends the process at the n-th write from now; undefined for never. */
  crashAt(write: number | undefined, moment: 'before' | 'after' = 'before'): void {
    this.#left = write;
    this.#moment = moment;
  }

  async #passing(run: () => Promise<void>): Promise<void> {
    this.writes += 1;
    const now = this.#left === 0;
    if (this.#left !== undefined) this.#left -= 1;
    if (now && this.#moment === 'before') throw new Crash();
    await run();
    if (now) throw new Crash();
  }

  write(write: Exclude<Write, { kind: 'check' }>): Promise<void> {
    return this.#passing(() => this.#store.write(write));
  }

  transact(writes: readonly Write[]): Promise<void> {
    return this.#passing(() => this.#store.transact(writes));
  }
}
