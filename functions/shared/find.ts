import { notFound } from '../../domain/errors.ts';
import { type ListKind, listPartition } from '../../table/keys.ts';
import { shardOf } from '../../table/shards.ts';
import type { Item, ItemKey, Store } from '../../table/store.ts';

/** An item of a list by its own key (`txn_…`): one look into the index, one read. */
const byOwnKey = async (store: Store, kind: ListKind, program: string, key: string): Promise<Item | undefined> => {
  const pk = listPartition(kind, program, shardOf(key));
  const page = await store.query({ index: 'gsi1', pk, between: [key, key], limit: 1 });
  const [entry] = page.items;
  return entry === undefined ? undefined : store.get(entry);
};

/**
 * What a merchant names by its own key or by ours.
 * @throws Failure `not_found` naming the parameter.
 */
export const findNamed = async (
  store: Store,
  named: ItemKey,
  own: { readonly kind: ListKind; readonly prefix: string; readonly program: string; readonly key: string },
  what: string,
): Promise<Item> => {
  const item =
    (await store.get(named)) ??
    (own.key.startsWith(own.prefix) ? await byOwnKey(store, own.kind, own.program, own.key) : undefined);
  if (item === undefined) throw notFound(what, what);
  return item;
};
