import { setTimeout as sleep } from 'node:timers/promises';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import * as z from 'zod';
import { gifOf, pngOf } from '../../support/pictures.ts';
import { Caller } from '../support/caller.ts';
import { partnerOf } from '../support/login.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const Keyed = z.object({ key: z.string() });
const Anything = z.record(z.string(), z.unknown());
const Shown = z.object({
  key: z.string(),
  name: z.string(),
  banner: z.object({ image_url: z.string(), width: z.int(), height: z.int() }).nullable(),
  text_link: z.object({ text: z.string() }).nullable(),
  email: z.object({ subject: z.string(), body: z.string() }).nullable(),
  file: z.object({ name: z.string(), size: z.int() }).nullable(),
  embed: z.string().nullable(),
  impressions: z.int(),
  clicks: z.int(),
});
const Page = z.object({ items: z.array(Shown), has_more: z.boolean() });

let runtime: TestRuntime;
let merchant: Caller;
let anna: Caller;
let ben: Caller;
let group = '';
let segment = '';

/** Uploads a file as a browser does, and answers what it is named by. */
const upload = async (kind: 'banner' | 'file', type: string, bytes: Uint8Array): Promise<string> => {
  const Form = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });
  const asked = { kind, type, size: bytes.length };
  const { upload: name, url, fields } = await merchant.data(Form, 'POST', '/v2/creatives/uploads', asked);
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([Uint8Array.from(bytes)], { type }));
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return name;
};

const partner = async (name: string, more: Record<string, unknown>): Promise<Caller> => {
  const names = { partner_key: name, email: `${name}@p.example`, first_name: 'Anna', last_name: 'Bell' };
  const key = await merchant.made('/v2/partnerships', { ...names, ...more });
  await merchant.made('/v2/links', { partnership_key: name, slug: name });
  return new Caller(runtime.url, (await partnerOf(runtime, key)).token);
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  merchant = new Caller(runtime.url, (await runtime.merchant()).secret);
  await merchant.data(Anything, 'PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  group = await merchant.made('/v2/groups', { name: 'Quince resellers' });
  const tag = await merchant.made('/v2/tags', { name: 'quince vip' });
  segment = await merchant.made('/v2/segments', { name: 'Quince people', match: tag });
  anna = await partner('anna', { tags: [tag] });
  ben = await partner('ben', { group_key: group });
  const banner = async (name: string, bytes: Uint8Array, type: string, more: Record<string, unknown> = {}) =>
    merchant.made('/v2/creatives', {
      ...{ name, kind: 'banner', banner: { upload: await upload('banner', type, bytes), alt_text: name }, ...more },
    });
  await banner('Large', pngOf(300, 250), 'image/png');
  await banner('Wide', gifOf(468, 60), 'image/gif', { target: { type: 'groups', group_keys: [group] } });
  await merchant.all('/v2/creatives', [
    {
      name: 'Line',
      kind: 'text_link',
      text_link: { text: 'Lamps & more' },
      destination_url: 'https://shop.example/lamps',
    },
    {
      ...{ name: 'Mail', kind: 'email', target: { type: 'segments', segment_keys: [segment] } },
      email: { subject: '{partner_name} recommends', body: 'Look: {link}' },
    },
  ]);
  const kit = await upload('file', 'application/zip', Buffer.from('PK the kit'));
  await merchant.made('/v2/creatives', { name: 'Kit', kind: 'file', file: { upload: kit, name: 'Kit.zip' } });
});
afterAll(() => runtime?.close());

const listed = async (caller: Caller) => (await caller.data(Page, 'GET', '/v2/portal/creatives')).items;
const named = async (caller: Caller, name: string) => {
  const found = (await listed(caller)).find((item) => item.name === name);
  if (found === undefined) throw new Error(`${name} is not there.`);
  return found;
};

type Elements = readonly { readonly tag: string; readonly [attribute: string]: string }[];
const elementsOf = (node: DefaultTreeAdapterTypes.Node): Elements => [
  ...('tagName' in node
    ? [{ tag: node.tagName, ...Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])) }]
    : []),
  ...('childNodes' in node ? node.childNodes.flatMap(elementsOf) : []),
];

test('I6 the merchant uploads banners in sizes, text links, e-mail copy and files; partners get them ready to use', async () => {
  const sizes = (await listed(ben)).flatMap(({ banner }) => (banner === null ? [] : [[banner.width, banner.height]]));
  expect(sizes).toEqual([
    [300, 250],
    [468, 60],
  ]);
  const line = elementsOf(parseFragment((await named(anna, 'Line')).embed ?? ''));
  const followed = await fetch(line[0]?.['href'] ?? '', {
    ...{ redirect: 'manual', headers: { accept: 'text/html', 'user-agent': CHROME } },
  });
  expect(followed.headers.get('location')).toMatch(/^https:\/\/shop\.example\/lamps\?fs_click=/);
  expect((await named(anna, 'Mail')).email).toEqual({
    ...{
      subject: 'Anna Bell recommends',
      body: `Look: ${runtime.url}/anna?creative=${(await named(anna, 'Mail')).key}`,
    },
  });
  const kit = await named(anna, 'Kit');
  expect(kit.file).toMatchObject({ name: 'Kit.zip', size: 10 });
  const { url } = await anna.data(z.object({ url: z.string() }), 'GET', `/v2/portal/creatives/${kit.key}/file`);
  const downloaded = await fetch(url);
  expect(downloaded.headers.get('content-disposition')).toBe('attachment; filename="Kit.zip"');
  expect(await downloaded.text()).toBe('PK the kit');
});

test('I6 it is targeted by group or segment, and says nothing of either', async () => {
  const namesOf = async (caller: Caller) => (await listed(caller)).map(({ name }) => name);
  expect(await namesOf(anna)).toEqual(['Large', 'Line', 'Mail', 'Kit']);
  expect(await namesOf(ben)).toEqual(['Large', 'Wide', 'Line', 'Kit']);
  for (const caller of [anna, ben]) {
    const told = JSON.stringify(await caller.data(Anything, 'GET', '/v2/portal/creatives'));
    expect(told).not.toMatch(/quince|grp_|seg_|tag_/i);
  }
  const foreign = (await named(anna, 'Mail')).key;
  expect(await ben.refusal('GET', `/v2/portal/creatives/${foreign}`)).toBe('404 not_found - creative');
  const { items } = await merchant.data(
    ...([z.object({ items: z.array(Keyed) }), 'GET', `/v2/segments/${segment}/usages`] as const),
  );
  expect(items).toEqual([{ key: foreign }]);
});

test('I6 the picture of a banner is shown to whoever reads the page, also after it was archived', async () => {
  const { embed, key } = await named(ben, 'Wide');
  const [, image] = elementsOf(parseFragment(embed ?? ''));
  const look = () =>
    fetch(image?.['src'] ?? '', { headers: { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'cross-site' } });
  const shown = await look();
  expect(shown.headers.get('content-type')).toBe('image/gif');
  expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(shown.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(Buffer.from(await shown.arrayBuffer()).equals(Buffer.from(gifOf(468, 60)))).toBe(true);
  await merchant.data(Anything, 'PATCH', `/v2/creatives/${key}`, { archived: true });
  expect((await listed(ben)).map(({ name }) => name)).not.toContain('Wide');
  expect((await look()).status).toBe(200);
  expect((await fetch(new URL('/v2/public/creatives/crt_none/image', runtime.url))).status).toBe(404);
});

test('I6 impressions are counted per banner and link and day, bots apart, while nobody waits', async () => {
  const { embed, key } = await named(anna, 'Large');
  const [, , pixel] = elementsOf(parseFragment(embed ?? ''));
  const look = (agent: string) =>
    fetch(pixel?.['src'] ?? '', { headers: { accept: 'image/*', 'user-agent': agent, 'sec-fetch-dest': 'image' } });
  for (let time = 0; time < 3; time++) {
    const answer = await look(CHROME);
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
  await look('Googlebot/2.1 (+http://www.google.com/bot.html)');
  const Days = z.object({
    totals: z.object({ impressions: z.int(), invalid_impressions: z.int() }),
    items: z.array(z.object({ day: z.string(), impressions: z.int() })),
  });
  const path = `/v2/creatives/${key}/statistics`;
  for (let tries = 0; tries < 100; tries++) {
    if ((await merchant.data(Days, 'GET', path)).totals.invalid_impressions > 0) break;
    await sleep(100);
  }
  expect(await merchant.data(Days, 'GET', path)).toEqual({
    totals: { impressions: 3, invalid_impressions: 1 },
    items: [{ day: '2026-03-10', impressions: 3 }],
  });
  const Places = z.object({ items: z.array(Anything) });
  const { items } = await merchant.data(Places, 'GET', '/v2/creatives/statistics');
  expect(items.filter((item) => item['impressions'] !== 0)).toEqual([
    {
      ...{ partnership_key: expect.any(String), creative_key: key, link_key: expect.any(String) },
      ...{ impressions: 3, invalid_impressions: 1, clicks: 0, invalid_clicks: 0 },
    },
  ]);
  expect(await merchant.data(z.object({ impressions: z.int() }), 'GET', `/v2/creatives/${key}`)).toEqual({
    impressions: 3,
  });
  expect((await named(anna, 'Large')).impressions).toBe(3);
  expect((await named(ben, 'Large')).impressions).toBe(0);
});

test('I6 clicks are counted per creative, from its code, its text and its link, bots and repeats apart', async () => {
  const { embed, key } = await named(ben, 'Large');
  const follow = (address: string, agent: string) =>
    fetch(address, { redirect: 'manual', headers: { accept: 'text/html', 'user-agent': agent } });
  const [anchor] = elementsOf(parseFragment(embed ?? ''));
  const address = anchor?.['href'] ?? '';
  expect((await follow(address, CHROME)).headers.get('location')).toMatch(/^https:\/\/shop\.example\/\?fs_click=/);
  await follow(address, CHROME);
  await follow(address, 'Googlebot/2.1 (+http://www.google.com/bot.html)');
  // A name that nobody has is a click of the link, and of no creative.
  await follow(`${runtime.url}/ben?creative=crt_${'0'.repeat(26)}`, `${CHROME} Another`);
  const Days = z.object({ totals: z.object({ clicks: z.int(), invalid_clicks: z.int() }) });
  const path = `/v2/creatives/${key}/statistics`;
  for (let tries = 0; tries < 100; tries++) {
    if ((await merchant.data(Days, 'GET', path)).totals.invalid_clicks > 1) break;
    await sleep(100);
  }
  expect(await merchant.data(Days, 'GET', path)).toEqual({ totals: { clicks: 1, invalid_clicks: 2 } });
  const Places = z.object({ items: z.array(z.object({ creative_key: z.string(), clicks: z.int() })) });
  const { items } = await merchant.data(Places, 'GET', '/v2/creatives/statistics');
  expect(items.filter(({ clicks }) => clicks > 0)).toContainEqual({ creative_key: key, clicks: 1 });
  expect(await merchant.data(z.object({ clicks: z.int() }), 'GET', `/v2/creatives/${key}`)).toEqual({ clicks: 1 });
  expect((await named(ben, 'Large')).clicks).toBe(1);
  expect((await named(anna, 'Large')).clicks).toBe(0);
});
