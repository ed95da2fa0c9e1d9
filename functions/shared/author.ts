import { AsyncLocalStorage } from 'node:async_hooks';
import type { Item } from '../../table/store.ts';

/** Who changes something, by which operation, and when: what audit events tell. */
export interface Author {
  readonly program: string;
  /** The key of an API key, member, partnership or job. */
  readonly actor: string;
  readonly operation: string;
  readonly requestId: string;
  /** The business instant in epoch milliseconds. */
  readonly at: number;
}

/** An author at work: the items that were read on his behalf are what his changes are compared with. */
export interface Observed {
  readonly author: Author;
  readonly read: Map<string, Item>;
}

const observed = new AsyncLocalStorage<Observed>();

/** Runs something on behalf of an author: what it changes in the table leaves audit events. */
export const asAuthor = <T>(author: Author, run: () => Promise<T>): Promise<T> =>
  observed.run({ author, read: new Map() }, run);

/** On whose behalf the code runs; undefined for consumers of events and steps of the month. */
export const currentAuthor = (): Observed | undefined => observed.getStore();
