import { type Counters, talliesOf } from '../../../domain/statistics.ts';
import { statisticsRoutes } from '../../../functions/invoices/statistics.ts';
import { serve } from '../../../functions/shared/api.ts';
import { sumsBySubject } from '../../../functions/shared/statistics.ts';
import { addLink } from '../../../table/links.ts';
import { standingItem } from '../../../table/partnerships.ts';
import { programItem } from '../../../table/programs.ts';
import { addTally } from '../../../table/statistics.ts';
import { absent, type Item } from '../../../table/store.ts';
import { PROGRAM, program, standing } from '../../support/setting.ts';
import { openTestEdge, type TestEdge } from '../shared/fakes/edge.ts';
import { bodyOf, httpEvent } from '../shared/fakes/http-event.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

const OTHER = 'prog_00000000000000000000000002';
const LINK = 'link_0000000000aaaaaaaaaaaaaaaa';

let table: Awaited<ReturnType<typeof openRealTable>>;
let edge: TestEdge;
let secret: string;
let foreign: string;

/** Counts something for a partnership, in one shard or another. */
const count = async (partner: string, day: string, counters: Counters, link?: string): Promise<void> => {
  const group = partner < 'part_50' ? 'grp_a' : 'grp_b';
  const tallies = talliesOf({ program: PROGRAM, day, group, partnership: partner, link, counters });
  for (const [index, tally] of tallies.entries())
    await table.store.write(updateOf(addTally(tally, (index + day.length + Number(day.slice(-1))) % 4)));
};

const updateOf = (write: ReturnType<typeof addTally>) => {
  if (write.kind !== 'update') throw new Error('Counters are updated.');
  return write;
};

beforeAll(async () => {
  table = await openRealTable();
  edge = openTestEdge(table.store);
  const put = (item: Item) => table.store.write({ kind: 'put', item, condition: absent('new') });
  await put(programItem(program({ time_zone: 'Asia/Tokyo' })));
  await put(programItem(program({ key: OTHER })));
  for (const number of [10, 20, 60]) await put(standingItem(standing(`part_${number}`)));
  const times = { created_at: 0, updated_at: 0, rev: 1 };
  const flags = { active: true, archived: false, deleted: false, window_days: 90, landing: { rev: 1, counts: true } };
  await table.store.write(
    addLink({
      ...times,
      ...flags,
      key: LINK,
      program: PROGRAM,
      partnership: 'part_10',
      host: '-',
      slug: 'ten',
      group: 'grp_a',
    }),
  );
  secret = (await edge.addKey(PROGRAM)).secret;
  foreign = (await edge.addKey(OTHER)).secret;
  await count('part_10', '2025-12-31', { transactions: 1, revenue: 100 });
  await count('part_10', '2026-01-01', { transactions: 2, revenue: 200, refunds: 1, refunded: 50 });
  await count('part_10', '2026-01-14', { clicks: 5, apart_bot: 2, apart_repeat: 1, sign_ups: 1 }, LINK);
  await count('part_20', '2026-01-14', { clicks: 7 }, 'link_20');
  await count('part_60', '2026-01-14', { transactions: 1, revenue: 1000 });
  await count('part_60', '2026-01-15', { transactions: 1, revenue: 1 });
});

afterAll(() => table.close());

const ask = async (path: string, query = '', key = secret) =>
  serve(
    edge.edge,
    statisticsRoutes({ store: table.store, publicUrl: 'https://a.example' }),
  )(httpEvent({ path, query, key }));
const data = async (path: string, query = '', key = secret) => bodyOf(await ask(path, query, key)).data;

describe('Statistics by day', () => {
  it('have a line for every day asked for, and totals', async () => {
    const found = await data('/v2/statistics', 'from=2025-12-31&to=2026-01-02');
    expect(found).toMatchObject({ from: '2025-12-31', to: '2026-01-02', currency: 'GBP', time_zone: 'Asia/Tokyo' });
    expect(
      found.items.map((item: { day: string; transactions: number; revenue: number }) => [
        item.day,
        item.transactions,
        item.revenue,
      ]),
    ).toEqual([
      ['2025-12-31', 1, 100],
      ['2026-01-01', 2, 200],
      ['2026-01-02', 0, 0],
    ]);
    expect(found.totals).toMatchObject({ transactions: 3, revenue: 300, refunds: 1, refunded: 50 });
  });

  it('are those of the last 30 days in the zone of the program unless a range is given', async () => {
    const found = await data('/v2/statistics');
    expect([found.from, found.to, found.items.length]).toEqual(['2025-12-17', '2026-01-15', 30]);
    expect(found.totals.revenue).toBe(1301);
  });

  it.each([
    ['group_key=grp_a', { clicks: 12, transactions: 3 }],
    ['group_key=grp_b', { clicks: 0, transactions: 2, revenue: 1001 }],
    ['partnership_key=part_10', { clicks: 5, invalid_clicks: 3, sign_ups: 1 }],
    [`link_key=${LINK}`, { clicks: 5, invalid_clicks: 3, sign_ups: 1, transactions: 0 }],
  ])('can be those of one part: %s', async (query, totals) => {
    expect((await data('/v2/statistics', query)).totals).toMatchObject(totals);
  });

  it('name the reason for which clicks were set apart', async () => {
    const { totals } = await data('/v2/statistics', 'partnership_key=part_10');
    expect(totals.invalid_clicks_by_reason).toEqual({
      head: 0,
      preview: 0,
      bot: 2,
      prefetch: 0,
      embedded: 0,
      inactive: 0,
      repeat: 1,
    });
  });

  it.each([
    ['from=2026-01-02&to=2026-01-01', 422, 'from'],
    ['from=2025-01-01&to=2026-01-15', 422, 'from'],
    ['from=2026-02-31', 422, 'from'],
    ['to=yesterday', 422, 'to'],
    ['group_key=a&partnership_key=part_10', 422, 'partnership_key'],
    ['partnership_key=part_404', 404, 'partnership_key'],
    ['link_key=link_404', 404, 'link_key'],
    ['group=grp_a', 422, 'group'],
  ])('are refused for %s', async (query, status, param) => {
    const answer = await ask('/v2/statistics', query);
    expect([answer.statusCode, bodyOf(answer).error.param]).toEqual([status, param]);
  });

  it('show nothing of other programs', async () => {
    expect((await data('/v2/statistics', '', foreign)).totals.revenue).toBe(0);
    expect((await ask('/v2/statistics', 'partnership_key=part_10', foreign)).statusCode).toBe(404);
    expect((await data('/v2/statistics/partnerships', '', foreign)).items).toEqual([]);
  });
});

describe('Lists of statistics', () => {
  const column = (found: { items: Record<string, unknown>[] }, ...names: string[]) =>
    found.items.map((item) => names.map((name) => item[name]));

  it('add up the days of each partnership over months and shards', async () => {
    const found = await data('/v2/statistics/partnerships');
    expect(column(found, 'partnership_key', 'clicks', 'revenue')).toEqual([
      ['part_10', 5, 300],
      ['part_20', 7, 0],
      ['part_60', 0, 1001],
    ]);
    expect(found.has_more).toBe(false);
  });

  it('leave out who has nothing in the range', async () => {
    const found = await data('/v2/statistics/partnerships', 'from=2026-01-15&to=2026-01-15');
    expect(column(found, 'partnership_key', 'revenue')).toEqual([['part_60', 1]]);
  });

  it('go on where the page before ended', async () => {
    const first = await data('/v2/statistics/partnerships', 'limit=2');
    expect([column(first, 'partnership_key').flat(), first.has_more]).toEqual([['part_10', 'part_20'], true]);
    const second = await data('/v2/statistics/partnerships', `limit=2&starting_after=${first.next_cursor}`);
    expect([column(second, 'partnership_key').flat(), second.has_more]).toEqual([['part_60'], false]);
  });

  it('exist for groups', async () => {
    expect(column(await data('/v2/statistics/groups'), 'group_key', 'clicks', 'revenue')).toEqual([
      ['grp_a', 12, 300],
      ['grp_b', 0, 1001],
    ]);
  });

  it('exist for links, of all partnerships or of one', async () => {
    expect(column(await data('/v2/statistics/links'), 'link_key', 'partnership_key', 'clicks')).toEqual([
      [LINK, 'part_10', 5],
      ['link_20', 'part_20', 7],
    ]);
    const first = await data('/v2/statistics/links', 'limit=1');
    const second = await data(
      '/v2/statistics/links',
      `limit=1&starting_after=${encodeURIComponent(first.next_cursor)}`,
    );
    expect(column(second, 'link_key')).toEqual([['link_20']]);
    expect(column(await data('/v2/statistics/links', 'partnership_key=part_20'), 'link_key')).toEqual([['link_20']]);
  });

  it('cover at most 93 days', async () => {
    const answer = await ask('/v2/statistics/groups', 'from=2025-10-01&to=2026-01-15');
    expect(bodyOf(answer).error).toMatchObject({ param: 'from', reason: 'range_too_long' });
  });
});

describe('The highest figures', () => {
  it('are those of the days that are asked for, the highest first, with names and what all came to', async () => {
    const found = await data('/v2/statistics/top', 'from=2026-01-01&to=2026-01-31&measure=revenue');
    expect(found).toMatchObject({ by: 'partnership', measure: 'revenue', subjects: 3, totals: { revenue: 1201 } });
    expect(found.items.map((item: { key: string; revenue: number }) => [item.key, item.revenue])).toEqual([
      ['part_60', 1001],
      ['part_10', 200],
    ]);
    const only = await data('/v2/statistics/top', 'from=2026-01-01&to=2026-01-31&measure=revenue&limit=1');
    expect(only.items).toHaveLength(1);
  });

  it('can be those of links and groups, also of clicks that are set apart', async () => {
    const days = 'from=2026-01-01&to=2026-01-31';
    const links = await data('/v2/statistics/top', `${days}&by=link&measure=clicks`);
    expect(links.items).toMatchObject([
      { key: 'link_20', partnership_key: 'part_20', name: null, url: null, clicks: 7 },
      { key: LINK, partnership_key: 'part_10', name: 'ten', url: 'https://a.example/ten', clicks: 5 },
    ]);
    const groups = await data('/v2/statistics/top', `${days}&by=group&measure=invalid_clicks`);
    expect(groups).toMatchObject({ subjects: 2, items: [{ key: 'grp_a', invalid_clicks: 3 }] });
  });

  it('are refused where it would take too long, for other measures, and for too many days', async () => {
    const range = { program: program({ time_zone: 'Asia/Tokyo' }), from: '2026-01-01', to: '2026-01-31' };
    const tooMany = sumsBySubject(table.store, range, 'partnership', 2);
    await expect(tooMany).rejects.toThrow('There is too much in these days');
    expect((await ask('/v2/statistics/top', 'measure=partners')).statusCode).toBe(422);
    expect((await ask('/v2/statistics/top', 'from=2025-01-01&to=2026-01-31')).statusCode).toBe(422);
  });

  it('are those of the caller’s program only', async () => {
    const found = await data('/v2/statistics/top', 'from=2026-01-01&to=2026-01-31', foreign);
    expect(found).toMatchObject({ subjects: 0, items: [], totals: { revenue: 0 } });
  });
});

describe('Statistics of groups by day', () => {
  it('have a line for every day of each group, in pages', async () => {
    const found = await data('/v2/statistics/by-group', 'from=2026-01-13&to=2026-01-15&limit=1');
    expect(found).toMatchObject({ has_more: true, next_cursor: 'grp_a' });
    expect(found.groups[0]).toMatchObject({
      ...{ group_key: 'grp_a', name: null, totals: { clicks: 12, sign_ups: 1 } },
      items: [
        { day: '2026-01-13', clicks: 0 },
        { day: '2026-01-14', clicks: 12 },
        { day: '2026-01-15', clicks: 0 },
      ],
    });
    const next = await data('/v2/statistics/by-group', 'from=2026-01-13&to=2026-01-15&starting_after=grp_a');
    expect(next).toMatchObject({ has_more: false, groups: [{ group_key: 'grp_b', totals: { revenue: 1001 } }] });
  });
});
