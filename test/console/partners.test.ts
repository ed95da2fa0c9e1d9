import { addressesIn } from '../../console/areas/merchant/partners/addresses.ts';
import { detailText, type ImportValues, importBody } from '../../console/areas/merchant/partners/import-values.ts';
import { inBatches } from '../../console/parts/batches.ts';
import { everyItem, fullPage } from '../../console/parts/every-item.ts';
import type { ListPage, PageQuery } from '../../console/parts/list.ts';

test('addresses are read however they are pasted, each once; what is none is told', () => {
  const text = 'Anna Ashe <anna@partners.example>, ben@partners.example;\nBEN@partners.example\n\nnobody\n@x';
  expect(addressesIn(text)).toEqual({
    good: ['anna@partners.example', 'ben@partners.example'],
    bad: ['nobody', '@x'],
  });
  expect(addressesIn('  ')).toEqual({ good: [], bad: [] });
});

test('many things are done some at a time, and how many are done is told', async () => {
  const told: number[] = [];
  const doubled = await inBatches(
    [1, 2, 3, 4, 5],
    2,
    async (batch) => batch.map((each) => each * 2),
    (done) => told.push(done),
  );
  expect(doubled).toEqual([2, 4, 6, 8, 10]);
  expect(told).toEqual([2, 4, 5]);
});

interface Thing {
  readonly key: string;
}

/** A list whose search ends after three things that it has looked at. */
const searched = (all: readonly string[], fits: (key: string) => boolean) => {
  const asked: PageQuery[] = [];
  const ask = async (page: PageQuery): Promise<ListPage<Thing>> => {
    asked.push(page);
    const start = page.starting_after === undefined ? 0 : all.indexOf(page.starting_after) + 1;
    const looked = all.slice(start, start + 3);
    const items = looked.filter(fits).map((key) => ({ key }));
    const more = start + 3 < all.length;
    const last = looked.at(-1);
    return { items, has_more: more, ...(more && last !== undefined ? { next_cursor: last } : {}) };
  };
  return { ask, asked };
};

test('a page whose search was ended early is asked on for until it is full', async () => {
  const { ask, asked } = searched(['a', 'b', 'c', 'd', 'e', 'f', 'g'], (key) => 'cfg'.includes(key));
  const page = await fullPage(ask, { limit: 2 });
  expect(page.items.map(({ key }) => key)).toEqual(['c', 'f']);
  expect(asked.map(({ starting_after }) => starting_after)).toEqual([undefined, 'c']);
});

test('a whole list is read page by page', async () => {
  const { ask } = searched(['a', 'b', 'c', 'd', 'e', 'f', 'g'], () => true);
  const seen: number[] = [];
  const all = await everyItem(ask, { keyOf: ({ key }) => key, seen: (count) => seen.push(count) });
  expect(all.map(({ key }) => key).join('')).toBe('abcdefg');
  expect(seen).toEqual([3, 6, 7]);
});

test('an import asks a system for what it needs, and sends no more than that', () => {
  const values: Omit<ImportValues, 'source'> = {
    kind: 'partners',
    file: 'up_1',
    order: 'iso',
    key: ' k ',
    secret: 's',
    account: 'a',
  };
  expect(importBody({ ...values, source: 'csv' }, true)).toEqual({
    ...{ source: 'csv', kind: 'partners', file: 'up_1', date_order: 'iso', dry_run: true },
  });
  const credentials = {
    partnerstack: { key: 'k', secret: 's' },
    rewardful: { key: 'k' },
    firstpromoter: { key: 'k', account_id: 'a' },
  };
  for (const source of ['partnerstack', 'rewardful', 'firstpromoter'] as const) {
    expect(importBody({ ...values, source }, false)).toEqual({
      source,
      dry_run: false,
      credentials: credentials[source],
    });
  }
});

test.each([
  ['not_valid', 'email Must be an e-mail address.', 'en', 'email Must be an e-mail address.'],
  ['not_valid', 'email Must be an e-mail address.', 'de', 'email'],
  ['not_valid', 'There is no such thing.', 'de', ''],
  ['differs', 'A reward of this id is here with other content.', 'de', ''],
])('of a row that was skipped as %s, “%s” is told in the language %s as “%s”', (reason, detail, language, told) => {
  expect(detailText(reason, detail, language)).toBe(told);
});
