import { DEFAULT_HOST } from '../../../domain/links.ts';
import { tableLinks } from '../../../functions/shared/link-reader.ts';

const LINK = {
  key: { S: 'link_01' },
  program: { S: 'prog_01' },
  partnership: { S: 'part_01' },
  group: { S: 'grp_01' },
  active: { BOOL: true },
  archived: { BOOL: false },
  deleted: { BOOL: false },
  window_days: { N: '30' },
  landing: { M: { counts: { BOOL: true } } },
};

/** A table that answers GetItem from these items, and counts the questions. */
const openReader = (items: Record<string, unknown>) => {
  const asked: string[] = [];
  const state = { fails: false, now: 0 };
  const links = tableLinks(
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
  return { links, find: (slug: string) => links.find(DEFAULT_HOST, slug), asked, state };
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
      group: 'grp_01',
      parameters: { utm_source: 'anna' },
      preview: { title: 'Hello', description: undefined, image: 'https://shop.example/i.png' },
      counts: true,
      windowDays: 30,
    });
    await find('anna');
    expect(asked).toEqual(['LINK#-#anna A']);
    state.now += 2_999;
    await find('anna');
    expect(asked).toHaveLength(1);
    // Whoever has changed a link and tries it does not wait for longer than that.
    state.now += 2;
    await find('anna');
    expect(asked).toHaveLength(2);
  });

  it('with one read when it leads where its group says, with what the group adds', async () => {
    const parameters = { M: { utm_source: { S: 'group' }, utm_medium: { S: 'partner' }, ref: { S: 'x' } } };
    const landing = { M: { counts: { BOOL: true }, destination: { S: 'https://group.example/' }, parameters } };
    const { find, asked } = openReader({
      'LINK#-#anna A': { ...LINK, landing, utm: { M: { utm_source: { S: 'anna' } } } },
    });
    expect(await find('anna')).toMatchObject({
      destination: 'https://group.example/',
      parameters: { utm_source: 'anna', utm_medium: 'partner', ref: 'x' },
    });
    expect(asked).toEqual(['LINK#-#anna A']);
  });

  it('on a host of the merchant only while the host belongs to the program of the link', async () => {
    const items: Record<string, unknown> = {
      'LINK#go.acme.example#anna A': { ...LINK, destination: { S: 'https://a.example/' } },
    };
    expect(await openReader(items).links.find('go.acme.example', 'anna')).toBeUndefined();
    items['DOMAIN#go.acme.example A'] = { program: { S: 'prog_02' } };
    expect(await openReader(items).links.find('go.acme.example', 'anna')).toBeUndefined();
    items['DOMAIN#go.acme.example A'] = { program: { S: 'prog_01' } };
    expect(await openReader(items).links.find('go.acme.example', 'anna')).toBeDefined();
    expect(await openReader(items).find('anna')).toBeUndefined();
  });

  it('and fills its preview up from the social content of its group', async () => {
    const social = { M: { title: { S: 'Group' }, description: { S: 'All of us' }, x_handle: { S: 'acme' } } };
    const items = {
      'LINK#-#anna A': { ...LINK, destination: { S: 'https://a.example/' } },
      'LINK#-#ben A': {
        ...LINK,
        destination: { S: 'https://a.example/' },
        preview: { M: { title: { S: 'Ben' } } },
      },
      'PROG#prog_01 GROUP#grp_01': { social },
    };
    const { find, links } = openReader(items);
    const [anna, ben] = [await find('anna'), await find('ben')];
    expect(anna && (await links.card(anna))).toMatchObject({ title: 'Group', description: 'All of us' });
    expect(ben && (await links.card(ben))).toMatchObject({ title: 'Ben', description: 'All of us', xHandle: 'acme' });
    const without = openReader({ 'LINK#-#anna A': { ...LINK, destination: { S: 'https://a.example/' } } });
    const plain = await without.find('anna');
    expect(plain && (await without.links.card(plain))).toBeUndefined();
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
    [{ landing: { M: { counts: { BOOL: false } } } }, false],
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
