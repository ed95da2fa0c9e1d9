import { type KeyPrefix, keyFloor } from '../../../domain/ids.ts';
import { periodEnd, periodStart } from '../../../domain/periods.ts';
import { earningsPrefix, type ListKind, listPartitions } from '../../../table/keys.ts';
import type { Item, Store } from '../../../table/store.ts';

/** A range of items in the order of keys that hold the instant of their making. */
interface Range {
  readonly index?: 'gsi1';
  readonly pk: string;
  readonly from: string;
  readonly to: string;
  /** How much of the sort key stands before the key. */
  readonly before: number;
}

/** An entry of a range, and its place among those of all ranges. */
export interface Entry {
  readonly item: Item;
  readonly place: string;
}

/** From when to when events are looked for, by the places that their keys have; both included. */
export interface Window {
  readonly from: string;
  readonly to: string;
  /** From where on lists are read that hold customers and partnerships instead of their events. */
  readonly thingsFrom?: string;
}

/** An approval delay is 90 days at most, and a time zone is not more than a day away. */
const LONGEST_DELAY = 91 * 86_400_000;
/** Sorts behind every place. */
const BEHIND = '~';

/** The place of a key: what follows its prefix, so that keys of all kinds are in one order of time. */
export const placeOf = (key: string): string => key.slice(key.indexOf('_') + 1);

/** The part of a place that is the instant. */
export const keyTime = (place: string): string => place.slice(0, 10);

/** The kinds of keys that the events of rewards have. */
const EVENT_KINDS: readonly KeyPrefix[] = ['txn', 'act', 'evt', 'grt', 'rsg', 'lev', 'dev'];

/** The earnings of one partnership in a period, those of refunds left out. */
export const earningRanges = (partnership: string, period: string, window: Window): readonly Range[] =>
  EVENT_KINDS.map((kind) => {
    const prefix = `${earningsPrefix(period)}${kind}_`;
    return {
      pk: `PART#${partnership}`,
      from: `${prefix}${window.from}`,
      to: `${prefix}${window.to}${BEHIND}`,
      before: prefix.length,
    };
  });

/** Lists of events, and what the types of those in them begin with. */
const LISTS: readonly (readonly [ListKind, KeyPrefix, type: string])[] = [
  ['TXNS', 'txn', 'transaction.'],
  ['ACTS', 'act', 'action.'],
  ['CUSTS', 'cust', 'customer.'],
  ['PARTS', 'part', 'partnership.joined'],
  ['PARTLOGS', 'evt', 'partnership.'],
  ['GRANTS', 'grt', 'reward.'],
  ['RSGNS', 'rsg', 'reward.'],
  ['LEADEVENTS', 'lev', 'lead.'],
  ['DEALEVENTS', 'dev', 'deal.'],
];

/** What these lists hold is made with an event of its own, at the same instant. */
const THINGS: readonly ListKind[] = ['CUSTS', 'PARTS'];

/** Of these there are rewards without a trigger: of sales for recruiters, of others by what the merchant decides. */
const WITHOUT_TRIGGER = ['transaction.', 'reward.'];

/**
 * The lists in which something may have made a reward.
 * @param awaited the types for which there ever was a trigger; undefined where that is not known.
 */
export const rewardingLists = (awaited: readonly string[] | undefined): readonly ListKind[] =>
  LISTS.filter(
    ([, , start]) =>
      awaited === undefined || WITHOUT_TRIGGER.includes(start) || awaited.some((type) => type.startsWith(start)),
  ).map(([list]) => list);

/** Everything in these lists of a program that may have made rewards. */
export const eventRanges = (program: string, window: Window, lists: readonly ListKind[]): readonly Range[] =>
  LISTS.filter(([list]) => lists.includes(list)).flatMap(([list, kind]) =>
    listPartitions(list, program).map((pk) => ({
      index: 'gsi1' as const,
      pk,
      from: `${kind}_${THINGS.includes(list) ? (window.thingsFrom ?? window.from) : window.from}`,
      to: `${kind}_${window.to}${BEHIND}`,
      before: kind.length + 1,
    })),
  );

/** The first place of an instant. */
export const placeFloor = (at: number): string => placeOf(keyFloor('txn', at));

/** Where the events lie that may have made rewards of a period, narrowed to when the rewards were made. */
export const windowOf = (
  period: string,
  zone: string,
  made: { readonly min_created?: number | undefined; readonly max_created?: number | undefined },
): Window => ({
  from: placeFloor(Math.max(periodStart(period, zone) - LONGEST_DELAY, made.min_created ?? 0)),
  to: placeFloor(Math.min(periodEnd(period, zone) - 1, made.max_created ?? Number.MAX_SAFE_INTEGER)),
});

/** A window that begins or ends at a place; it may be empty. */
export const narrowed = (window: Window, place: string | undefined, forward: boolean): Window => {
  if (place === undefined) return window;
  return forward
    ? { from: place > window.from ? place : window.from, to: window.to }
    : { from: window.from, to: place < `${window.to}${BEHIND}` ? place : window.to };
};

const PAGE = 100;

/** The entries of one range, page by page. */
async function* entriesIn(store: Store, range: Range, forward: boolean): AsyncGenerator<Entry, undefined> {
  const { index, pk, from, to, before } = range;
  // An empty range is an error to DynamoDB.
  if (from > to) return undefined;
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const page = await store.query({
      ...(index === undefined ? {} : { index }),
      ...{ pk, between: [from, to], forward, limit: PAGE, start },
    });
    for (const item of page.items) {
      const sort = index === undefined ? item.sk : String(item['gsi1sk']);
      yield { item, place: sort.slice(before) };
    }
    start = page.next;
  } while (start !== undefined);
  return undefined;
}

/** The entries of all ranges as one list, in the order of their places. */
export async function* entriesOf(
  store: Store,
  ranges: readonly Range[],
  forward: boolean,
): AsyncGenerator<Entry, undefined> {
  const readers = ranges.map((range) => entriesIn(store, range, forward));
  const heads = await Promise.all(readers.map(async (reader) => ({ reader, entry: (await reader.next()).value })));
  for (;;) {
    let first: { reader: (typeof readers)[number]; entry: Entry | undefined } | undefined;
    for (const head of heads) {
      if (head.entry === undefined) continue;
      const place = first?.entry?.place;
      if (place === undefined || (forward ? head.entry.place < place : head.entry.place > place)) first = head;
    }
    if (first?.entry === undefined) return undefined;
    yield first.entry;
    first.entry = (await first.reader.next()).value;
  }
}
