import fc from 'fast-check';
import { newKey } from '../../../domain/ids.ts';
import { type ListSource, listPage, type PageQuery, wholeItems } from '../../../functions/shared/paging.ts';
import type { Item, Store } from '../../../table/store.ts';
import { openRealTable } from './fakes/real-table.ts';

interface Thing {
  readonly key: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly colour: string;
}

let table: { readonly store: Store; readonly close: () => Promise<void> };
const things: Thing[] = [];
const SHARDS = 3;
const START = 1_768_478_400_000;

beforeAll(async () => {
  table = await openRealTable();
  for (let number = 0; number < 130; number++) {
    const created_at = START + Math.floor(number / 2) * 1_000;
    const random = new Uint8Array(10).fill(number);
    const key = newKey('cust', created_at, random);
    const thing = { key, created_at, updated_at: created_at + 500, colour: number % 10 === 0 ? 'red' : 'blue' };
    things.push(thing);
    const item = {
      pk: `THING#${key}`,
      sk: 'A',
      gsi1pk: `THINGS#${number % SHARDS}`,
      gsi1sk: key,
      ...thing,
    };
    await table.store.write({ kind: 'put', item, condition: { name: 'new', expression: 'attribute_not_exists(pk)' } });
    const plain = { ...item, pk: 'PLAIN', sk: `THING#${key}`, gsi1pk: undefined, gsi1sk: undefined };
    await table.store.write({
      kind: 'put',
      item: plain,
      condition: { name: 'new', expression: 'attribute_not_exists(pk)' },
    });
  }
});
afterAll(() => table.close());

const readThing = (item: Item): Thing => ({
  key: String(item['key']),
  created_at: Number(item['created_at']),
  updated_at: Number(item['updated_at']),
  colour: String(item['colour']),
});

const sharded = (): ListSource<Thing> => ({
  index: 'gsi1',
  partitions: Array.from({ length: SHARDS }, (_, shard) => `THINGS#${shard}`),
  keyPrefix: 'cust',
  read: async (entries) =>
    (await wholeItems(table.store, entries)).map((item) => (item === undefined ? undefined : readThing(item))),
});

const plain = (): ListSource<Thing> => ({
  partitions: ['PLAIN'],
  sortPrefix: 'THING#',
  keyPrefix: 'cust',
  read: async (items) => items.map(readThing),
});

/** What a page must be, worked out from the whole list. */
const expected = (query: PageQuery, keep: (thing: Thing) => boolean = () => true) => {
  const { min_created = 0, max_created = Number.POSITIVE_INFINITY } = query;
  const { min_updated = 0, max_updated = Number.POSITIVE_INFINITY } = query;
  const all = things
    .filter((thing) => thing.created_at >= min_created && thing.created_at <= max_created)
    .filter((thing) => thing.updated_at >= min_updated && thing.updated_at <= max_updated)
    .filter(keep)
    .toSorted((left, right) => (left.key < right.key ? -1 : 1));
  if (query.order_by !== 'created_at') all.reverse();
  const isBehind = (thing: Thing, cursor: string) =>
    query.order_by === 'created_at' ? thing.key > cursor : thing.key < cursor;
  const isBefore = (thing: Thing, cursor: string) => thing.key !== cursor && !isBehind(thing, cursor);
  const { starting_after: after, ending_before: before } = query;
  if (before !== undefined) {
    const rest = all.filter((thing) => isBefore(thing, before));
    return { items: rest.slice(-query.limit), has_more: rest.length > query.limit };
  }
  const rest = after === undefined ? all : all.filter((thing) => isBehind(thing, after));
  return { items: rest.slice(0, query.limit), has_more: rest.length > query.limit };
};

const queries = fc
  .record(
    {
      limit: fc.integer({ min: 1, max: 250 }),
      order_by: fc.constantFrom('-created_at' as const, 'created_at' as const),
      cursor: fc.nat({ max: 129 }),
      direction: fc.constantFrom('starting_after', 'ending_before'),
      min_created: fc.integer({ min: START - 2_000, max: START + 70_000 }),
      max_created: fc.integer({ min: START - 2_000, max: START + 70_000 }),
      min_updated: fc.integer({ min: START, max: START + 70_000 }),
      max_updated: fc.integer({ min: START, max: START + 70_000 }),
    },
    { requiredKeys: ['limit'] },
  )
  .map(({ cursor, direction = 'starting_after', ...query }) =>
    cursor === undefined ? query : { ...query, [direction]: things[cursor]?.key },
  );

test.each([
  ['spread over partitions of an index', sharded],
  ['in one partition of the table', plain],
])('Every page of a list %s is what the whole list says', async (_case, source) => {
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      expect(await listPage(table.store, source(), query)).toEqual(expected(query));
    }),
    { numRuns: 60 },
  );
});

test('Going from page to page gives every item once, forwards and back', async () => {
  const seen: string[] = [];
  let query: PageQuery = { limit: 7 };
  for (;;) {
    const page = await listPage(table.store, sharded(), query);
    seen.push(...page.items.map((thing) => thing.key));
    const last = page.items.at(-1)?.key;
    if (!page.has_more || last === undefined) break;
    query = { limit: 7, starting_after: last };
  }
  expect(seen).toEqual(
    things
      .map((thing) => thing.key)
      .toSorted()
      .toReversed(),
  );
  const back = await listPage(table.store, sharded(), { limit: 130, ending_before: seen.at(-1) });
  expect(back.items.map((thing) => thing.key)).toEqual(seen.slice(0, -1));
});

test('A page with a filter is full as long as there are items that pass', async () => {
  const keep = (thing: Thing) => thing.colour === 'red';
  const page = await listPage(table.store, { ...sharded(), keep }, { limit: 5 });
  expect(page).toEqual(expected({ limit: 5 }, keep));
  expect(page.items).toHaveLength(5);
});

test('An entry whose item has gone is left out', async () => {
  const source = sharded();
  const gone = things[3]?.key;
  const read: ListSource<Thing>['read'] = async (entries) =>
    (await source.read(entries)).map((thing) => (thing?.key === gone ? undefined : thing));
  const page = await listPage(table.store, { ...source, read }, { limit: 250 });
  expect(page.items).toHaveLength(129);
});

test('A search that finds nothing among a thousand items ends and says where to go on', async () => {
  const many = Array.from({ length: 2_500 }, (_, number) => ({
    pk: 'MANY',
    sk: newKey('cust', START + number, new Uint8Array(10)),
    created_at: START + number,
    updated_at: START + number,
  }));
  const query = jest.fn<ReturnType<Store['query']>, Parameters<Store['query']>>(async ({ between, limit, forward }) => {
    const [from, to] = between ?? ['', '~'];
    const found = many.filter((item) => item.sk >= from && item.sk <= to);
    if (forward === false) found.reverse();
    const items = found.slice(0, limit);
    return { items, next: items.length < found.length ? { sk: items.at(-1)?.sk } : undefined };
  });
  const paged: typeof query = jest.fn(async (input) => {
    const after = input.start?.['sk'];
    const [from, to] = input.between ?? ['', '~'];
    return query({ ...input, between: [from, typeof after === 'string' ? `${after.slice(0, -1)}!` : to] });
  });
  const source: ListSource<Thing> = {
    partitions: ['MANY'],
    keyPrefix: 'cust',
    read: async (items) => items.map((item) => ({ ...readThing(item), key: item.sk })),
    keep: (thing) => thing.created_at === START + 5,
  };
  let cursor: string | undefined;
  const pages: number[] = [];
  for (;;) {
    const asked = cursor === undefined ? { limit: 10 } : { limit: 10, starting_after: cursor };
    const page = await listPage({ ...table.store, query: paged }, source, asked);
    pages.push(page.items.length);
    if (!page.has_more) break;
    expect(page.next_cursor).toBeDefined();
    cursor = page.next_cursor;
  }
  expect(pages).toEqual([0, 0, 1]);
});

test.each([
  [{ limit: 5, starting_after: 'part_1' }, 'starting_after'],
  [{ limit: 5, ending_before: 'nonsense' }, 'ending_before'],
  [{ limit: 5, starting_after: 'cust_1', ending_before: 'cust_2' }, 'ending_before'],
])('The cursors of %j are refused by name', async (query, param) => {
  await expect(listPage(table.store, sharded(), query)).rejects.toMatchObject({
    code: 'unprocessable',
    details: { param },
  });
});

test('A range that is empty is an empty page', async () => {
  const query = { limit: 5, min_created: START + 9_000, max_created: START };
  expect(await listPage(table.store, sharded(), query)).toEqual({ items: [], has_more: false });
});

test('Bounds on a list whose sort keys are no keys are looked up on the objects', async () => {
  const { keyPrefix: _, ...source } = plain();
  const query = { limit: 250, min_created: START + 3_000, max_created: START + 5_000 };
  expect(await listPage(table.store, source, query)).toEqual(expected(query));
});
