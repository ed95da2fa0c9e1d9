import { gathering } from '../../table/gathering.ts';
import type { Item, ItemKey, Store } from '../../table/store.ts';

const key = (name: string): ItemKey => ({ pk: name, sk: 'A' });
const item = (name: string): Item => ({ ...key(name), name });

const notAsked = async (): Promise<never> => {
  throw new Error('Nothing but reading was asked for.');
};

/** A table that holds what is asked of it except `none`, and notes each request. */
const noting = (failing?: Error) => {
  const requests: (readonly string[])[] = [];
  const answer = (keys: readonly ItemKey[]): readonly Item[] => {
    requests.push(keys.map(({ pk }) => pk));
    if (failing !== undefined) throw failing;
    // The table gives what it has in an order of its own.
    return keys.flatMap(({ pk }) => (pk === 'none' ? [] : [item(pk)])).reverse();
  };
  const store: Store = {
    get: async (one) => answer([one])[0],
    batchGet: async (keys) => answer(keys),
    query: notAsked,
    write: notAsked,
    transact: notAsked,
  };
  return { store: gathering(store), requests };
};

describe('reading side by side', () => {
  test('what is asked for at the same moment goes to the table as one request, and each gets its own', async () => {
    const { store, requests } = noting();
    const later = async () => {
      await Promise.resolve();
      return store.get(key('c'));
    };
    const answers = await Promise.all([
      store.get(key('a')),
      store.batchGet([key('b'), key('a')]),
      store.get(key('none')),
      later(),
    ]);
    expect(answers).toEqual([item('a'), [item('b'), item('a')], undefined, item('c')]);
    expect(requests).toEqual([['a', 'b', 'none', 'c']]);
  });

  test('what waits for an answer is a request of its own, and nothing is kept from the one before', async () => {
    const { store, requests } = noting();
    await store.get(key('a'));
    await store.get(key('a'));
    expect(requests).toEqual([['a'], ['a']]);
  });

  test('more keys than a request may have are several requests, and nobody is split between two', async () => {
    const { store, requests } = noting();
    const names = (from: number, count: number) => Array.from({ length: count }, (_, index) => `k${from + index}`);
    const [few, many] = await Promise.all([
      store.batchGet(names(0, 60).map(key)),
      store.batchGet(names(60, 60).map(key)),
      store.batchGet(names(0, 40).map(key)),
    ]);
    expect([few?.length, many?.length]).toEqual([60, 60]);
    expect(requests.map((each) => each.length)).toEqual([60, 100]);
  });

  test('when the request fails, everybody who waits for it hears of it', async () => {
    const { store } = noting(new Error('The table is away.'));
    const answers = await Promise.allSettled([store.get(key('a')), store.get(key('b'))]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('no keys are no request', async () => {
    const { store, requests } = noting();
    expect(await store.batchGet([])).toEqual([]);
    expect(requests).toEqual([]);
  });
});
