import { changeQuery, place } from '../app/router.ts';
import type { Answered } from './answer.tsx';
import { useAnswer } from './answer.tsx';

/** Where a page of a list begins, as the API's lists take it. */
export interface PageQuery {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/** A page of a list, as the API answers it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly has_more: boolean;
  readonly next_cursor?: string | undefined;
}

/** A list that is shown page by page. The page is part of the address, so that a reload and the way back show it again. */
export interface PagedList<Item> {
  readonly answered: Answered<ListPage<Item>>;
  readonly items: readonly Item[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
  next(): void;
  previous(): void;
}

interface Options<Item> {
  readonly limit?: number;
  /** What the list is asked by beside its page: filters and order. */
  readonly of?: readonly unknown[];
  /** The key that the API's cursors are of. */
  readonly keyOf: (item: Item) => string;
  /** Tells two lists on one page apart in the address. */
  readonly name?: string;
}

/**
 * A list of the API, page by page:
 *
 *     const groups = useList((page) => api.get('/v2/groups', { query: page }), { keyOf: ({ key }) => key });
 */
export const useList = <Item>(
  ask: (page: PageQuery) => Promise<ListPage<Item>>,
  { limit = 25, of = [], keyOf, name = '' }: Options<Item>,
): PagedList<Item> => {
  const [afterName, beforeName] = [`${name}after`, `${name}before`];
  const after = place.value.query.get(afterName) ?? undefined;
  const before = place.value.query.get(beforeName) ?? undefined;
  const answered = useAnswer(
    () =>
      ask({
        limit,
        ...(after === undefined ? {} : { starting_after: after }),
        ...(before === undefined ? {} : { ending_before: before }),
      }),
    [after, before, limit, ...of],
  );
  const page = answered.data;
  const items = page?.items ?? [];
  const [first, last] = [items.at(0), items.at(-1)];
  const more = page?.has_more ?? false;
  const goTo = (cursors: Readonly<Record<string, string | undefined>>): void => {
    void changeQuery({ [afterName]: undefined, [beforeName]: undefined, ...cursors });
  };
  return {
    answered,
    items,
    hasNext: before !== undefined || more,
    hasPrevious: before === undefined ? after !== undefined : more,
    next: () => goTo({ [afterName]: page?.next_cursor ?? (last === undefined ? undefined : keyOf(last)) }),
    previous: () => goTo({ [beforeName]: first === undefined ? undefined : keyOf(first) }),
  };
};

/** A list that comes as a whole: small ones, which the API answers on one page. */
export const wholeList = <Item>(answered: Answered<ListPage<Item>>): PagedList<Item> => ({
  answered,
  items: answered.data?.items ?? [],
  hasNext: false,
  hasPrevious: false,
  next: () => undefined,
  previous: () => undefined,
});

/** Those of a whole list whose name has what was typed in it, capitals or not. */
export const withName = <Item extends { readonly name: string }>(
  whole: PagedList<Item>,
  typed: string,
): PagedList<Item> => {
  const wanted = typed.trim().toLocaleLowerCase();
  const { answered } = whole;
  if (wanted === '' || answered.data === undefined) return whole;
  const items = whole.items.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  return { ...whole, items, answered: { ...answered, data: { items, has_more: false } } };
};

/** Filters as part of the address. Another filter shows the list from its first page. */
export const useFilters = <Name extends string>(
  ...names: readonly Name[]
): {
  readonly values: Readonly<Record<Name, string>>;
  set(name: Name, value: string): void;
  clear(): void;
  readonly any: boolean;
} => {
  const { query } = place.value;
  const values = Object.fromEntries(names.map((name) => [name, query.get(name) ?? '']));
  const change = (changes: Readonly<Record<string, string>>): void => {
    void changeQuery({ after: undefined, before: undefined, ...changes }, true);
  };
  return {
    values: fullRecord(names, values),
    set: (name, value) => change({ [name]: value }),
    clear: () => change(Object.fromEntries(names.map((name) => [name, '']))),
    any: names.some((name) => query.has(name)),
  };
};

const hasAll = <Name extends string>(
  names: readonly Name[],
  values: Readonly<Record<string, string>>,
): values is Readonly<Record<Name, string>> => names.every((name) => values[name] !== undefined);

const fullRecord = <Name extends string>(
  names: readonly Name[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<Name, string>> => {
  if (!hasAll(names, values)) throw new Error('A filter has no value.');
  return values;
};
