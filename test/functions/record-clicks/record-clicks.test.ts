import { gzipSync } from 'node:zlib';
import type { ApartReason } from '../../../domain/clicks.ts';
import { ALL_DAYS, addCounters, type Counters, type SubjectKind, tally } from '../../../domain/statistics.ts';
import { recordClicks } from '../../../functions/record-clicks/record-clicks.ts';
import { definitionKey } from '../../../table/keys.ts';
import { standingItem } from '../../../table/partnerships.ts';
import { programItem } from '../../../table/programs.ts';
import { COUNTER_SHARDS, counterRows, daysOf, readClick } from '../../../table/statistics.ts';
import { absent, type Item, type Store } from '../../../table/store.ts';
import { NOW, PROGRAM, program, standing } from '../../support/setting.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

const MINUTE = 60_000;

let table: Awaited<ReturnType<typeof openRealTable>>;
let number = 0;

beforeAll(async () => {
  table = await openRealTable();
  const put = (item: Item) => table.store.write({ kind: 'put', item, condition: absent('new') });
  await put(programItem(program({ time_zone: 'America/New_York' })));
  await put(standingItem(standing('part_1')));
  await put(standingItem(standing('part_2', { group: 'grp_other' })));
});

afterAll(() => table.close());

interface Line {
  readonly id: string;
  readonly message: string;
}

const click = (
  at: number,
  more: Partial<Record<'link' | 'partnership' | 'visitor' | 'creative', string>> & { apart?: ApartReason } = {},
): Line => {
  number++;
  const line = { link: 'link_1', program: PROGRAM, partnership: 'part_1', visitor: 'anna', at, ...more };
  return { id: `3999${number}`, message: JSON.stringify({ click: line }) };
};

const batch = (lines: readonly Line[], messageType = 'DATA_MESSAGE') => ({
  awslogs: { data: gzipSync(JSON.stringify({ messageType, logEvents: lines })).toString('base64') },
});

/** A link nobody has used yet, so that tests do not see each other's clicks. */
const newLink = (): string => {
  number++;
  return `link_new${number}`;
};

const countersOf = async (kind: SubjectKind, subject: string, day: string): Promise<Counters> => {
  let counters: Counters = {};
  for (const shard of COUNTER_SHARDS) {
    const where = { program: PROGRAM, kind, month: day.slice(0, 7), shard };
    for await (const row of counterRows(table.store, where, daysOf(subject, day, day))) {
      counters = addCounters(counters, row.counters);
    }
  }
  return counters;
};

const ofLink = (link: string, day = '2026-01-15') => countersOf('link', `part_1/${link}`, day);

const open = (store: Store = table.store) => {
  const log = new KeptLog();
  return { record: recordClicks({ store, chance: Math.random, log }), log };
};

describe('The clicks of a batch', () => {
  it('are counted for the program, the group, the partnership and the link, valid or with their reason', async () => {
    const link = newLink();
    const before = await countersOf('program', PROGRAM, '2026-01-15');
    await open().record(
      batch([
        click(NOW, { link, visitor: 'a' }),
        click(NOW, { link, visitor: 'b' }),
        click(NOW, { link, visitor: 'c', apart: 'bot' }),
        click(NOW, { link, visitor: 'd', apart: 'prefetch' }),
        click(NOW, { link: newLink(), partnership: 'part_2' }),
      ]),
    );
    expect(await ofLink(link)).toEqual({ clicks: 2, apart_bot: 1, apart_prefetch: 1 });
    expect(await countersOf('partnership', 'part_2', '2026-01-15')).toEqual({ clicks: 1 });
    expect(await countersOf('group', 'grp_other', '2026-01-15')).toEqual({ clicks: 1 });
    const after = await countersOf('program', PROGRAM, '2026-01-15');
    expect(after).toEqual(addCounters(before, { clicks: 3, apart_bot: 1, apart_prefetch: 1 }));
  });

  it('are counted on the day of the program, not on that of the server', async () => {
    const link = newLink();
    await open().record(batch([click(Date.parse('2026-01-16T04:59:00Z'), { link })]));
    expect(await ofLink(link, '2026-01-15')).toEqual({ clicks: 1 });
    expect(await ofLink(link, '2026-01-16')).toEqual({});
  });

  it('are counted once however often and in whatever company they are delivered', async () => {
    const link = newLink();
    const lines = Array.from({ length: 12 }, (_, index) => click(NOW + index, { link, visitor: `v${index}` }));
    const { record } = open();
    await record(batch(lines));
    await record(batch(lines));
    await record(
      batch([...lines.slice(6), click(NOW, { link, visitor: 'new' }), ...lines.slice(0, 3), ...lines.slice(0, 3)]),
    );
    await Promise.all([record(batch(lines)), record(batch(lines.toReversed()))]);
    expect(await ofLink(link)).toEqual({ clicks: 13 });
  });

  it('are counted once when the same batch is worked on twice at the same moment', async () => {
    const link = newLink();
    const lines = Array.from({ length: 30 }, (_, index) => click(NOW, { link, visitor: `v${index}` }));
    await Promise.all([
      open().record(batch(lines)),
      open().record(batch(lines)),
      open().record(batch(lines.slice(10))),
    ]);
    expect(await ofLink(link)).toEqual({ clicks: 30 });
  });

  it('may be more than one transaction takes', async () => {
    const links = Array.from({ length: 70 }, newLink);
    await open().record(batch(links.map((link, index) => click(NOW, { link, visitor: `v${index}` }))));
    const counted = await Promise.all(links.map((link) => ofLink(link)));
    expect(counted).toEqual(links.map(() => ({ clicks: 1 })));
  });
});

describe('A click of the same visitor on the same link', () => {
  it.each([
    [0, 'repeat'],
    [29.99, 'repeat'],
    [30, 'valid'],
  ])('%d minutes after a valid one is %s', async (minutes, outcome) => {
    const inOneBatch = newLink();
    const inTwo = newLink();
    const { record } = open();
    await record(batch([click(NOW, { link: inOneBatch }), click(NOW + minutes * MINUTE, { link: inOneBatch })]));
    await record(batch([click(NOW, { link: inTwo })]));
    await record(batch([click(NOW + minutes * MINUTE, { link: inTwo })]));
    const expected = outcome === 'valid' ? { clicks: 2 } : { clicks: 1, apart_repeat: 1 };
    expect(await ofLink(inOneBatch)).toEqual(expected);
    expect(await ofLink(inTwo)).toEqual(expected);
  });

  it('counts from the last valid one, so that who comes back every 20 minutes is not one click for ever', async () => {
    const link = newLink();
    for (const minutes of [0, 20, 40, 60]) await open().record(batch([click(NOW + minutes * MINUTE, { link })]));
    expect(await ofLink(link)).toEqual({ clicks: 2, apart_repeat: 2 });
  });

  it('is a repeat also when it is delivered before the other one', async () => {
    const link = newLink();
    await open().record(batch([click(NOW + 5 * MINUTE, { link })]));
    await open().record(batch([click(NOW, { link })]));
    expect(await ofLink(link)).toEqual({ clicks: 1, apart_repeat: 1 });
  });

  it('is no repeat of one that was set apart, of another visitor or on another link', async () => {
    const link = newLink();
    await open().record(batch([click(NOW, { link, apart: 'prefetch' }), click(NOW, { link, visitor: 'ben' })]));
    await open().record(batch([click(NOW + MINUTE, { link }), click(NOW + MINUTE, { link: newLink() })]));
    expect(await ofLink(link)).toEqual({ clicks: 2, apart_prefetch: 1 });
  });

  it('is a repeat when there are more of them in half an hour than any person makes', async () => {
    const link = newLink();
    await open().record(
      batch(Array.from({ length: 101 }, (_, index) => click(NOW + index, { link, apart: 'inactive' }))),
    );
    await open().record(batch([click(NOW + MINUTE, { link })]));
    expect(await ofLink(link)).toEqual({ apart_inactive: 101, apart_repeat: 1 });
  });
});

describe('The impressions of a batch', () => {
  const BANNER = 'crt_1';
  const shown = (more: Record<string, unknown> = {}): Line => {
    number++;
    const line = { creative: BANNER, link: 'link_1', program: PROGRAM, partnership: 'part_1', at: NOW, ...more };
    return { id: `3999${number}`, message: JSON.stringify({ impression: line }) };
  };
  const ofBanner = (banner: string, day = '2026-01-15') => countersOf('creative', banner, day);

  beforeAll(async () => {
    for (const key of [BANNER, 'crt_2']) {
      const item = { ...definitionKey(PROGRAM, 'CREATIVE', key), key };
      await table.store.write({ kind: 'put', item, condition: absent('new') });
    }
  });

  it('are counted for the banner and for its place, once, with their reason, and for nothing else', async () => {
    const before = [await countersOf('program', PROGRAM, '2026-01-15'), await ofLink('link_1')];
    const lines = [
      ...[shown(), shown(), shown({ apart: 'bot' }), shown({ link: 'link_2' })],
      ...[shown({ creative: 'crt_2', apart: 'inactive' }), shown({ at: Date.parse('2026-01-16T04:59:00Z') })],
    ];
    const { record } = open();
    await record(batch(lines));
    await record(batch(lines.toReversed()));
    expect(await ofBanner(BANNER)).toEqual({ impressions: 4, impressions_bot: 1 });
    expect(await ofBanner('crt_2')).toEqual({ impressions_inactive: 1 });
    expect(await ofBanner(BANNER, ALL_DAYS)).toEqual({ impressions: 4, impressions_bot: 1 });
    expect(await countersOf('placement', 'part_1/crt_1/link_1', '2026-01-15')).toEqual({
      impressions: 3,
      impressions_bot: 1,
    });
    expect(await countersOf('placement', 'part_1/crt_1/link_2', '2026-01-15')).toEqual({ impressions: 1 });
    expect([await countersOf('program', PROGRAM, '2026-01-15'), await ofLink('link_1')]).toEqual(before);
  });

  it('count for banners of the program of the link only', async () => {
    await open().record(batch([shown({ creative: 'crt_made_up' }), shown({ creative: 'crt_2' })]));
    expect(await ofBanner('crt_made_up')).toEqual({});
    expect(await ofBanner('crt_2')).toMatchObject({ impressions: 1 });
  });

  it('lead to clicks, which count for the creative and its place besides everything else', async () => {
    const link = newLink();
    const by = (creative: string, visitor: string) => click(NOW, { link, creative, visitor });
    const lines = [by('crt_2', 'anna'), by('crt_2', 'anna'), by('crt_2', 'ben'), by('crt_made_up', 'carl')];
    const before = (await ofBanner('crt_2')).clicks ?? 0;
    const { record } = open();
    await record(batch(lines));
    await record(batch(lines.toReversed()));
    expect(await ofLink(link)).toEqual({ clicks: 3, apart_repeat: 1 });
    expect(await ofBanner('crt_2')).toMatchObject({ clicks: before + 2, apart_repeat: 1 });
    expect(await countersOf('placement', `part_1/crt_2/${link}`, '2026-01-15')).toEqual({ clicks: 2, apart_repeat: 1 });
    expect(await ofBanner('crt_made_up')).toEqual({});
  });

  it('may come together with clicks', async () => {
    const link = newLink();
    await open().record(batch([click(NOW, { link }), shown({ creative: 'crt_2', at: NOW - 86_400_000 })]));
    expect(await ofLink(link)).toEqual({ clicks: 1 });
    expect(await ofBanner('crt_2', '2026-01-14')).toEqual({ impressions: 1 });
  });
});

describe('The recorder', () => {
  it('keeps every click with its reason, and the counters equal a recount of what it keeps', async () => {
    const link = newLink();
    const reasons: readonly (ApartReason | undefined)[] = [undefined, 'bot', 'head', 'embedded', 'preview'];
    const lines = Array.from({ length: 60 }, (_, index) => {
      const apart = reasons[index % reasons.length];
      return click(NOW + index * MINUTE, { link, visitor: `v${index % 7}`, ...(apart === undefined ? {} : { apart }) });
    });
    for (let start = 0; start < lines.length; start += 9) await open().record(batch(lines.slice(start, start + 13)));
    const kept: Item[] = [];
    for (let visitor = 0; visitor < 7; visitor++) {
      const page = await table.store.query({ pk: `CLICK#${link}#v${visitor}`, prefix: '', limit: 1000 });
      kept.push(...page.items);
    }
    const recount = tally(
      kept.map(readClick).map(({ apart, ...recorded }) => ({
        ...recorded,
        group: recorded.group,
        counters: apart === undefined ? { clicks: 1 } : { [`apart_${apart}`]: 1 },
      })),
    );
    expect(kept).toHaveLength(60);
    for (const sum of recount.filter(({ kind }) => kind === 'link')) {
      expect(await countersOf('link', sum.subject, sum.day)).toEqual(sum.counters);
    }
    expect(
      kept.every((item) => Number(item['expires_at']) === Math.ceil(Number(item['at']) / 1000) + 15 * 86_400),
    ).toBe(true);
  });

  it('tells a person of lines that are no clicks, and counts the others', async () => {
    const link = newLink();
    const { record, log } = open();
    await record(
      batch([
        { id: 'bad1', message: 'not json' },
        { id: 'bad2', message: '{"click":{"link":1}}' },
        click(NOW, { link }),
      ]),
    );
    expect(await ofLink(link)).toEqual({ clicks: 1 });
    expect(log.lines.map((line) => JSON.parse(line).line)).toEqual(['bad1', 'bad2']);
  });

  it('ignores the messages with which CloudWatch tries the subscription', async () => {
    await open().record(batch([{ id: '', message: 'CWL CONTROL MESSAGE: Checking health' }], 'CONTROL_MESSAGE'));
  });
});
