import type { Item, ItemKey, Store } from './store.ts';

/** So many keys fit into one request. */
const MOST_KEYS = 100;

interface Reading {
  readonly keys: readonly ItemKey[];
  readonly resolve: (items: readonly Item[]) => void;
  readonly reject: (reason: unknown) => void;
}

const idOf = ({ pk, sk }: ItemKey): string => `${pk}\n${sk}`;

const distinct = (readings: readonly Reading[]): ReadonlyMap<string, ItemKey> =>
  new Map(readings.flatMap(({ keys }) => keys.map((key) => [idOf(key), key] as const)));

/** Readings that fit into one request each, in their order. */
const requestsOf = (readings: readonly Reading[]): readonly (readonly Reading[])[] => {
  const requests: Reading[][] = [];
  for (const reading of readings) {
    const last = requests.at(-1);
    if (last !== undefined && distinct([...last, reading]).size <= MOST_KEYS) last.push(reading);
    else requests.push([reading]);
  }
  return requests;
};

const itemsOf = async (store: Store, keys: readonly ItemKey[]): Promise<readonly Item[]> => {
  const [only] = keys;
  if (only === undefined || keys.length > 1) return store.batchGet(keys);
  const item = await store.get(only);
  return item === undefined ? [] : [item];
};

/**
 * A store that sends the keys which are asked for at the same moment as one request: those who read side by side need
 * not know of each other. The table reads them consistently either way; when the request fails, each of them fails.
 */
export const gathering = (store: Store): Store => {
  let waiting: Reading[] = [];

  const readTogether = async (readings: readonly Reading[]): Promise<void> => {
    try {
      const keys = distinct(readings);
      const items = await itemsOf(store, [...keys.values()]);
      const found = new Map(items.map((item) => [idOf(item), item]));
      for (const { keys: asked, resolve } of readings) resolve(asked.flatMap((key) => found.get(idOf(key)) ?? []));
    } catch (error) {
      for (const { reject } of readings) reject(error);
    }
  };

  const send = (): void => {
    const readings = waiting;
    waiting = [];
    for (const request of requestsOf(readings)) void readTogether(request);
  };

  const read = (keys: readonly ItemKey[]): Promise<readonly Item[]> => {
    if (keys.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      // A tick comes after everything that runs now and what that resolves: whoever reads side by side has asked by then.
      if (waiting.length === 0) process.nextTick(send);
      waiting.push({ keys, resolve, reject });
    });
  };

  return {
    ...store,
    get: async (key) => (await read([key]))[0],
    batchGet: read,
  };
};
