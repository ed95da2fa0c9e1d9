import type { IndexName } from './indexes.ts';

/** Where an item lives. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** An item as the table holds it: its key, index keys, and attributes that a schema has yet to read. */
export type Item = ItemKey & Readonly<Record<string, unknown>>;

/** What must be true of the stored item for a write to happen, as a constant ASCII expression. */
export interface Condition {
  /** The name of the failure when it does not hold; it reaches the caller as `ConditionFailed.condition`. */
  readonly name: string;
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface Update {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export type Write =
  | { readonly kind: 'put'; readonly item: Item; readonly condition: Condition }
  | { readonly kind: 'update'; readonly key: ItemKey; readonly update: Update; readonly condition: Condition }
  | { readonly kind: 'delete'; readonly key: ItemKey; readonly condition: Condition }
  | { readonly kind: 'check'; readonly key: ItemKey; readonly condition: Condition };

export interface Page {
  readonly items: readonly Item[];
  /** Where the next page starts; absent on the last one. */
  readonly next: Readonly<Record<string, unknown>> | undefined;
}

export interface QueryInput {
  readonly index?: IndexName;
  readonly pk: string;
  /** Sort keys that begin with this … */
  readonly prefix?: string;
  /** … or lie between these two, both included. */
  readonly between?: readonly [string, string];
  readonly forward?: boolean;
  readonly limit: number;
  readonly start?: Readonly<Record<string, unknown>> | undefined;
  readonly consistent?: boolean;
}

/** A condition did not hold. `condition` is its name; every caller decides what that means for its user. */
export class ConditionFailed extends Error {
  readonly condition: string;
  constructor(condition: string) {
    super(`The condition ${condition} did not hold.`);
    this.name = 'ConditionFailed';
    this.condition = condition;
  }
}

/** Another transaction touched the same items at the same moment. Try again after a short, random wait. */
export class WriteConflict extends Error {
  constructor() {
    super('Another write touched the same items at the same moment.');
    this.name = 'WriteConflict';
  }
}

/** The single table. Nothing here scans; every read is a key, a batch of keys, or one page of a query. */
export interface Store {
  get(key: ItemKey): Promise<Item | undefined>;
  /** At most 100 keys, consistent; missing items are left out. */
  batchGet(keys: readonly ItemKey[]): Promise<readonly Item[]>;
  query(input: QueryInput): Promise<Page>;
  /** One write. Throws `ConditionFailed`. */
  write(write: Exclude<Write, { kind: 'check' }>): Promise<void>;
  /** At most 100 writes, all or none. Throws `ConditionFailed` with the first condition that did not hold. */
  transact(writes: readonly Write[]): Promise<void>;
}

/** For new items: nothing with this key exists yet. */
export const absent = (name: string): Condition => ({ name, expression: 'attribute_not_exists(pk)' });

/** For changes: the item is still as it was read. Every mutable item counts its changes in `rev`. */
export const unchanged = (name: string, rev: number): Condition => ({
  name,
  expression: '#rev = :rev_read',
  names: { '#rev': 'rev' },
  values: { ':rev_read': rev },
});

/** So many items are read by one request. */
const BATCH = 100;

/** Reads the items of keys, a hundred at a time. */
export const readMany = async (store: Store, keys: readonly ItemKey[]): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (let start = 0; start < keys.length; start += BATCH) {
    items.push(...(await store.batchGet(keys.slice(start, start + BATCH))));
  }
  return items;
};
