import type { Family } from '../../table/definitions.ts';
import type { Item, Store } from '../../table/store.ts';
import { type Listed, type ListPage, listPage, type PageQuery } from './paging.ts';

/** A page of a program's definitions of one kind, as the API shows them. */
export const listDefinitions = <D, V extends Listed>(
  store: Store,
  family: Family<D>,
  program: string,
  query: PageQuery,
  view: (definition: D) => V,
  keep: (shown: V) => boolean = () => true,
): Promise<ListPage<V>> => {
  const { pk, prefix } = family.place(program);
  const read = async (items: readonly Item[]): Promise<readonly V[]> => items.map((item) => view(family.read(item)));
  return listPage(store, { partitions: [pk], sortPrefix: prefix, keyPrefix: family.keyPrefix, read, keep }, query);
};
