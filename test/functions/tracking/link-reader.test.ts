import { tableLinks } from '../../../functions/tracking/link-reader.ts';

const LINK = {
  key: { S: 'link_01' },
  program: { S: 'prog_01' },
  partnership: { S: 'part_01' },
  group: { S: 'grp_01' },
  active: { BOOL: true },
  archived: { BOOL: false },
  deleted: { BOOL: false },
  window_days: { N: '30' },
};

/** A table that answers GetItem from these items, and counts the questions. */
const openReader = (items: Record<string, unknown>) => {
  const asked: string[] = [];
  const state = { fails: false, now: 0 };
  const find = tableLinks(
    async (_service, _operation, input) => {
      const key = JSON.stringify(input).match(/"pk":\{"S":"([^"]*)"\},"sk":\{"S":"([^"]*)"/);
      const id = `${key?.[1]} ${key?.[2]}`;
      asked.push(id);
      if (state.fails) throw new Error('The table cannot be reached.');
      return Object.hasOwn(items, id) ? { Item: items[id] } : {};
    },
    'fairshare',
    () => state.now,
  );
  return { find, asked, state };
};

describe('Tracking looks a link up', () => {
  it('with one read when the link has its own destination, and with none when it has just been read', async () => {
    const items = {
      'LINK#-#anna A': {
        ...LINK,
        destination: { S: 'https://shop.example/' },
        utm: { M: { utm_source: { S: 'anna' } } },
        preview: { M: { title: { S: 'Hello' }, image_url: { S: 'https://shop.example/i.png' } } },
      },
    };
    const { find, asked, state } = openReader(items);
    expect(await find('anna')).toEqual({
      key: 'link_01',
      program: 'prog_01',
      partnership: 'part_01',
      destination: 'https://shop.example/',
      utm: { utm_source: 'anna' },
      preview: { title: 'Hello', description: undefined, image: 'https://shop.example/i.png' },
      counts: true,
      windowDays: 30,
    });
    await find('anna');
    expect(asked).toEqual(['LINK#-#anna A']);
    state.now += 15_001;
    await find('anna');
    expect(asked).toHaveLength(2);
  });

  it('and finds the destination of the group, else of the program, where the link has none', async () => {
    const items: Record<string, unknown> = {
      'LINK#-#anna A': LINK,
      'LINK#-#ben A': { ...LINK, key: { S: 'link_02' } },
      'PROG#prog_01 GROUP#grp_01': { destination_url: { S: 'https://group.example/' } },
      'PROG#prog_01 HEAD': { destination_url: { S: 'https://program.example/' } },
    };
    const first = openReader(items);
    expect((await first.find('anna'))?.destination).toBe('https://group.example/');
    await first.find('ben');
    expect(first.asked).toHaveLength(4);
    const second = openReader({ ...items, 'PROG#prog_01 GROUP#grp_01': {} });
    expect((await second.find('anna'))?.destination).toBe('https://program.example/');
  });

  it.each([
    ['is unknown', {}],
    [
      'was deleted',
      { 'LINK#-#anna A': { ...LINK, deleted: { BOOL: true }, destination: { S: 'https://a.example/' } } },
    ],
    ['has no destination anywhere', { 'LINK#-#anna A': LINK }],
    ['has a destination that is none', { 'LINK#-#anna A': { ...LINK, destination: { S: 'javascript:alert(1)' } } }],
  ])('and finds nothing when it %s', async (_title, items) => {
    expect(await openReader(items).find('anna')).toBeUndefined();
  });

  it.each([
    [{ active: { BOOL: false } }, false],
    [{ archived: { BOOL: true } }, false],
    [{}, true],
  ])('and counts its clicks unless its partnership is inactive or it is archived: %j', async (changes, counts) => {
    const items = { 'LINK#-#anna A': { ...LINK, destination: { S: 'https://a.example/' }, ...changes } };
    expect((await openReader(items).find('anna'))?.counts).toBe(counts);
  });

  it('at once after it was made, because nothing is remembered of what was not there', async () => {
    const items: Record<string, unknown> = {};
    const { find } = openReader(items);
    expect(await find('anna')).toBeUndefined();
    items['LINK#-#anna A'] = { ...LINK, destination: { S: 'https://a.example/' } };
    expect(await find('anna')).toBeDefined();
  });

  it('and goes on with what it knew while the table cannot be reached', async () => {
    const { find, state } = openReader({ 'LINK#-#anna A': { ...LINK, destination: { S: 'https://a.example/' } } });
    await find('anna');
    state.now += 60_000;
    state.fails = true;
    expect((await find('anna'))?.destination).toBe('https://a.example/');
    await expect(find('ben')).rejects.toThrow('cannot be reached');
  });
});
