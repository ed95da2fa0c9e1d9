import type { Item, ItemKey, Store } from '../../../table/store.ts';
import { wholeItems } from '../paging.ts';

const id = (key: ItemKey): string => `${key.pk}\n${key.sk}`;

/** Reads items, each once however often it is named, and looks them up by their keys. */
export const itemsAt = async (
  store: Store,
  keys: readonly ItemKey[],
): Promise<(key: ItemKey | undefined) => Item | undefined> => {
  const distinct = [...new Map(keys.map((key) => [id(key), key])).values()];
  const items = await wholeItems(store, distinct);
  const found = new Map(items.flatMap((item) => (item === undefined ? [] : [[id(item), item] as const])));
  return (key) => (key === undefined ? undefined : found.get(id(key)));
};
