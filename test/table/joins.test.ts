import { addJoin, findJoin, removeJoin } from '../../table/joins.ts';
import { MemoryStore } from '../support/memory-store.ts';

const JOIN = { slug: 'abc', program: 'prog_1', group: 'grp_1' };

test('A join link leads to its group until it is taken away, and a slug belongs to one group', async () => {
  const store = new MemoryStore();
  expect(await findJoin(store, 'abc')).toBeUndefined();
  await store.write(addJoin(JOIN));
  expect(await findJoin(store, 'abc')).toEqual(JOIN);
  await expect(store.write(addJoin({ ...JOIN, group: 'grp_2' }))).rejects.toThrow('join_slug_taken');
  await store.write(removeJoin('abc'));
  expect(await findJoin(store, 'abc')).toBeUndefined();
  await expect(store.write(removeJoin('abc'))).rejects.toThrow('join_gone');
});
