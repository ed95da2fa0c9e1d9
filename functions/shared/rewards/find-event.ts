import { readFact } from '../../../table/facts.ts';
import { type ListKind, listPartition, listPartitions } from '../../../table/keys.ts';
import { shardOf } from '../../../table/shards.ts';
import type { Item, ItemKey } from '../../../table/store.ts';
import { wholeItems } from '../paging.ts';
import type { RewardReader } from './deps.ts';
import { eventsOfItems, itemKeyOfEntry, type RewardEvent } from './events.ts';

/** Under which list an event with a key of this kind is found. */
const LISTS: ReadonlyMap<string, ListKind> = new Map([
  ['txn', 'TXNS'],
  ['act', 'ACTS'],
  ['grt', 'GRANTS'],
  ['rsg', 'RSGNS'],
  ['lev', 'LEADEVENTS'],
  ['dev', 'DEALEVENTS'],
]);

/** So many neighbours of a sign-up's key are looked at in each shard. */
const NEIGHBOURS = 25;

const byOwnKey = async (
  deps: RewardReader,
  kind: ListKind,
  program: string,
  key: string,
): Promise<ItemKey | undefined> => {
  const pk = listPartition(kind, program, shardOf(key));
  const page = await deps.store.query({ index: 'gsi1', pk, between: [key, key], limit: 1 });
  return page.items[0];
};

/**
 * A customer or partnership by the key of the fact that it announced. That key was made in the same instant as its own
 * and right after it, so it is one of the last that are not greater.
 */
const byFact = async (deps: RewardReader, program: string, key: string): Promise<Item | undefined> => {
  const kinds = [
    ['CUSTS', 'cust_'],
    ['PARTS', 'part_'],
  ] as const;
  for (const [kind, prefix] of kinds) {
    const to = `${prefix}${key.slice('evt_'.length)}`;
    const pages = await Promise.all(
      listPartitions(kind, program).map((pk) =>
        deps.store.query({ index: 'gsi1', pk, between: [prefix, to], forward: false, limit: NEIGHBOURS }),
      ),
    );
    const items = await wholeItems(deps.store, pages.flatMap((page) => page.items).map(itemKeyOfEntry));
    const found = items.find((item) => item?.['fact'] !== undefined && readFact(item).key === key);
    if (found !== undefined) return found;
  }
  return undefined;
};

const itemOf = async (deps: RewardReader, program: string, key: string): Promise<Item | undefined> => {
  const [kind = ''] = key.split('_');
  const list = LISTS.get(kind);
  if (list !== undefined) {
    const entry = await byOwnKey(deps, list, program, key);
    return entry === undefined ? undefined : deps.store.get(itemKeyOfEntry(entry));
  }
  if (kind !== 'evt') return undefined;
  const entry = await byOwnKey(deps, 'PARTLOGS', program, key);
  return entry === undefined ? byFact(deps, program, key) : deps.store.get(itemKeyOfEntry(entry));
};

/** The event of the program with this key; undefined when there is none, or nobody earns by it. */
export const findEvent = async (deps: RewardReader, program: string, key: string): Promise<RewardEvent | undefined> => {
  const [event] = await eventsOfItems(deps, [await itemOf(deps, program, key)]);
  return event;
};
