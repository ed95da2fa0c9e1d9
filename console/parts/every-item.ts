import type { ListPage, PageQuery } from './list.ts';

interface Reading<Item> {
  readonly keyOf: (item: Item) => string;
  /** Where to stop: nobody waits for more. */
  readonly most?: number;
  /** Told after each page how many there are so far. */
  readonly seen?: (count: number) => void;
}

const LARGEST_PAGE = 250;

/** All items of a list, read page by page. */
export const everyItem = async <Item>(
  ask: (page: PageQuery) => Promise<ListPage<Item>>,
  { keyOf, most = 20_000, seen }: Reading<Item>,
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await ask({ limit: LARGEST_PAGE, ...(after === undefined ? {} : { starting_after: after }) });
    found.push(...page.items);
    seen?.(found.length);
    const last = page.items.at(-1);
    after = page.has_more ? (page.next_cursor ?? (last === undefined ? undefined : keyOf(last))) : undefined;
  } while (after !== undefined && found.length < most);
  return found;
};

/** How often one page of a search is asked on for before the reader is shown what there is. */
const MOST_REQUESTS = 10;

/**
 * A full page of a list whose filters may leave pages half empty: the API ends a search that has looked at many items,
 * and says where to go on.
 */
export const fullPage = async <Item>(
  ask: (page: PageQuery) => Promise<ListPage<Item>>,
  page: PageQuery,
): Promise<ListPage<Item>> => {
  const backwards = page.ending_before !== undefined;
  let items: readonly Item[] = [];
  let next = page;
  for (let request = 1; ; request += 1) {
    const answered = await ask({ ...next, limit: page.limit - items.length });
    items = backwards ? [...answered.items, ...items] : [...items, ...answered.items];
    const cursor = answered.next_cursor;
    if (!answered.has_more || cursor === undefined || items.length >= page.limit || request >= MOST_REQUESTS) {
      return { ...answered, items };
    }
    next = backwards ? { ...page, ending_before: cursor } : { ...page, starting_after: cursor };
  }
};
