import type { KeyPrefix } from '../../domain/ids.ts';
import { keyFloor } from '../../domain/ids.ts';
import type { IndexName } from '../../table/indexes.ts';
import type { Item, ItemKey, Store } from '../../table/store.ts';
import { invalidFields } from './problems.ts';

/** The part of a list's query that paging understands; filters are up to the list. */
export interface PageQuery {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly order_by?: '-created_at' | 'created_at' | undefined;
  readonly min_created?: number | undefined;
  readonly max_created?: number | undefined;
  readonly min_updated?: number | undefined;
  readonly max_updated?: number | undefined;
}

/** Where the items of a list are: partitions that hold them in the order of their sort keys. */
export interface ListSource<T> {
  /** Absent for a list that is one partition of the table itself. */
  readonly index?: IndexName;
  readonly partitions: readonly string[];
  /** What stands before the key in the sort keys, such as `GROUP#`. */
  readonly sortPrefix?: string;
  /** The prefix of the keys, where the sort key holds a key: then bounds on `created_at` are ranges. */
  readonly keyPrefix?: KeyPrefix;
  /** Reads the objects of items, in their order; undefined for one that is gone. */
  readonly read: (items: readonly Item[]) => Promise<readonly (T | undefined)[]>;
  /** Whether more than a hundred items may be read at once: then a large page takes one step instead of three. */
  readonly atOnce?: boolean;
  /** The filters of the list. */
  readonly keep?: (object: T) => boolean;
}

/** What every listed object has. */
export interface Listed {
  readonly created_at: number;
  readonly updated_at: number;
}

export interface ListPage<T> {
  readonly items: T[];
  readonly has_more: boolean;
  readonly next_cursor?: string;
}

/** How many items one request looks at, at most, when filters refuse most of them. */
const MOST_EXAMINED = 1_000;
const BATCH = 100;
/** Sorts before every key. */
const BEFORE = '!';
/** Sorts behind every key. */
const BEHIND = '~';

interface Range {
  readonly from: string;
  readonly to: string;
  /** The sort key of the cursor, which is not in the page itself. */
  readonly except: string | undefined;
  readonly forward: boolean;
}

const cursorProblem = (param: string) => invalidFields([{ param, message: 'Is not the key of an item of this list.' }]);

const cursorSort = (source: ListSource<never>, param: string, cursor: string): string => {
  const { keyPrefix, sortPrefix = '' } = source;
  if (keyPrefix !== undefined && !cursor.startsWith(`${keyPrefix}_`)) throw cursorProblem(param);
  return `${sortPrefix}${cursor}`;
};

const smaller = (left: string, right: string): string => (left < right ? left : right);
const larger = (left: string, right: string): string => (left < right ? right : left);

const rangeOf = (source: ListSource<never>, query: PageQuery): Range => {
  const { starting_after: after, ending_before: before } = query;
  if (after !== undefined && before !== undefined) {
    throw invalidFields([{ param: 'ending_before', message: 'Cannot be given together with starting_after.' }]);
  }
  const { sortPrefix = '', keyPrefix } = source;
  // DynamoDB takes no empty text as a bound.
  const start = sortPrefix || (keyPrefix === undefined ? BEFORE : `${keyPrefix}_`);
  const least = query.min_created;
  const most = query.max_created;
  const from = keyPrefix !== undefined && least !== undefined ? `${sortPrefix}${keyFloor(keyPrefix, least)}` : start;
  const to =
    keyPrefix !== undefined && most !== undefined
      ? `${sortPrefix}${keyFloor(keyPrefix, most + 1)}`
      : `${sortPrefix}${BEHIND}`;
  const ascending = query.order_by === 'created_at';
  const forward = before === undefined ? ascending : !ascending;
  const cursor = before === undefined ? after : before;
  if (cursor === undefined) return { from, to, except: undefined, forward };
  const except = cursorSort(source, before === undefined ? 'starting_after' : 'ending_before', cursor);
  return forward
    ? { from: larger(from, except), to, except, forward }
    : { from, to: smaller(to, except), except, forward };
};

const sortOf = (item: Item, index: IndexName | undefined): string => {
  if (index === undefined) return item.sk;
  const sort = item[`${index}sk`];
  if (typeof sort !== 'string') throw new Error(`An item of ${index} has no sort key.`);
  return sort;
};

/** The items of one partition, page by page. */
class PartitionReader {
  readonly #store: Store;
  readonly #source: ListSource<never>;
  readonly #range: Range;
  readonly #pk: string;
  readonly #pageSize: number;
  #held: readonly Item[] = [];
  #at = 0;
  #start: Readonly<Record<string, unknown>> | undefined;
  #ended = false;

  constructor(store: Store, source: ListSource<never>, range: Range, pk: string, pageSize: number) {
    this.#store = store;
    this.#source = source;
    this.#range = range;
    this.#pk = pk;
    this.#pageSize = pageSize;
    // An empty range is an error to DynamoDB.
    this.#ended = range.from > range.to;
  }

  /** The next item without taking it; undefined at the end. */
  async head(): Promise<Item | undefined> {
    while (this.#at >= this.#held.length && !this.#ended) await this.#load();
    return this.#held[this.#at];
  }

  take(): void {
    this.#at++;
  }

  async #load(): Promise<void> {
    const { index } = this.#source;
    const { from, to, except, forward } = this.#range;
    const page = await this.#store.query({
      ...(index === undefined ? {} : { index }),
      pk: this.#pk,
      between: [from, to],
      forward,
      limit: this.#pageSize,
      start: this.#start,
    });
    this.#held = except === undefined ? page.items : page.items.filter((item) => sortOf(item, index) !== except);
    this.#at = 0;
    this.#start = page.next;
    this.#ended = page.next === undefined;
  }
}

/** The items of all partitions as one list, in order of their sort keys. */
const merged = (store: Store, source: ListSource<never>, range: Range, pageSize: number) => {
  const readers = source.partitions.map((pk) => new PartitionReader(store, source, range, pk, pageSize));
  const isBefore = (left: string, right: string): boolean => (range.forward ? left < right : left > right);
  return async (count: number): Promise<readonly Item[]> => {
    const taken: Item[] = [];
    while (taken.length < count) {
      const heads = await Promise.all(readers.map(async (reader) => ({ reader, item: await reader.head() })));
      let next: { readonly reader: PartitionReader; readonly item: Item; readonly sort: string } | undefined;
      for (const { reader, item } of heads) {
        if (item === undefined) continue;
        const sort = sortOf(item, source.index);
        if (next === undefined || isBefore(sort, next.sort)) next = { reader, item, sort };
      }
      if (next === undefined) break;
      next.reader.take();
      taken.push(next.item);
    }
    return taken;
  };
};

const within = (value: number, least: number | undefined, most: number | undefined): boolean =>
  (least === undefined || value >= least) && (most === undefined || value <= most);

const passes = (object: Listed, query: PageQuery): boolean =>
  within(object.created_at, query.min_created, query.max_created) &&
  within(object.updated_at, query.min_updated, query.max_updated);

/**
 * One page of a list (docs/api.md, "Lists"): in both directions, over one partition or several, with bounds on the
 * instants and filters. It reads a bounded number of items; a page that ends early says where to go on.
 */
export const listPage = async <T extends Listed>(
  store: Store,
  source: ListSource<T>,
  query: PageQuery,
): Promise<ListPage<T>> => {
  const { read, keep = () => true, ...place } = source;
  const where: ListSource<never> = { ...place, read: async () => [] };
  const range = rangeOf(where, query);
  const wanted = query.limit + 1;
  const next = merged(store, where, range, Math.min(wanted, BATCH));
  const found: T[] = [];
  let examined = 0;
  let last: Item | undefined;
  while (found.length < wanted && examined < MOST_EXAMINED) {
    const step = source.atOnce === true ? Math.max(BATCH, wanted) : BATCH;
    const asked = Math.min(step, MOST_EXAMINED - examined, Math.max(wanted - found.length, examined));
    const items = await next(asked);
    for (const object of await read(items)) {
      if (object !== undefined && passes(object, query) && keep(object)) found.push(object);
    }
    examined += items.length;
    last = items.at(-1) ?? last;
    if (items.length < asked) break;
    if (examined >= MOST_EXAMINED && found.length < wanted && last !== undefined) {
      const cut = sortOf(last, source.index).slice((source.sortPrefix ?? '').length);
      return { items: inOrder(found, query), has_more: true, next_cursor: cut };
    }
  }
  return { items: inOrder(found.slice(0, query.limit), query), has_more: found.length > query.limit };
};

/** A page before a cursor was collected backwards. */
const inOrder = <T>(found: T[], query: PageQuery): T[] =>
  query.ending_before === undefined ? found : found.toReversed();

/** Reads the whole items of an index's entries, in their order; what is gone is undefined. */
export const wholeItems = async (store: Store, entries: readonly ItemKey[]): Promise<readonly (Item | undefined)[]> => {
  const starts = Array.from({ length: Math.ceil(entries.length / BATCH) }, (_, index) => index * BATCH);
  const pages = await Promise.all(starts.map((start) => store.batchGet(entries.slice(start, start + BATCH))));
  const found = new Map(pages.flat().map((item) => [`${item.pk}\n${item.sk}`, item]));
  return entries.map((entry) => found.get(`${entry.pk}\n${entry.sk}`));
};

/** A page of a short list that was read whole: the same cursors, order and bounds as for long ones. */
export const pageOfAll = <T extends Listed & { readonly key: string }>(
  all: readonly T[],
  query: PageQuery,
): ListPage<T> => {
  const ascending = all.filter((object) => passes(object, query)).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const ordered = query.order_by === 'created_at' ? ascending : ascending.toReversed();
  const { starting_after: after, ending_before: before, limit } = query;
  const precedes = (left: string, right: string): boolean =>
    query.order_by === 'created_at' ? left < right : left > right;
  // What a cursor names may be gone meanwhile: its place in the order is what counts.
  if (before !== undefined) {
    const earlier = ordered.filter((object) => precedes(object.key, before));
    return { items: earlier.slice(-limit), has_more: earlier.length > limit };
  }
  const later = after === undefined ? ordered : ordered.filter((object) => precedes(after, object.key));
  return { items: later.slice(0, limit), has_more: later.length > limit };
};

/** A page of a short list that was read whole and has an order of its own. @throws Failure for an unknown cursor. */
export const orderedPage = <T extends { readonly key: string }>(
  all: readonly T[],
  query: Pick<PageQuery, 'limit' | 'starting_after' | 'ending_before'>,
): ListPage<T> => {
  const { starting_after: after, ending_before: before, limit } = query;
  if (after !== undefined && before !== undefined) {
    throw invalidFields([{ param: 'ending_before', message: 'Cannot be given together with starting_after.' }]);
  }
  const placeOf = (param: string, key: string): number => {
    const place = all.findIndex((object) => object.key === key);
    if (place < 0) throw cursorProblem(param);
    return place;
  };
  if (before !== undefined) {
    const earlier = all.slice(0, placeOf('ending_before', before));
    return { items: earlier.slice(-limit), has_more: earlier.length > limit };
  }
  const later = after === undefined ? all : all.slice(placeOf('starting_after', after) + 1);
  return { items: later.slice(0, limit), has_more: later.length > limit };
};
