import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const CRAWLER = 'Twitterbot/1.0';

const Keyed = z.object({ key: z.string() });

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';
let number = 0;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  ({ api, secret } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', {
    destination_url: 'https://acme.example/program',
    utm: { utm_source: 'program', utm_campaign: 'all' },
  });
});
afterAll(() => runtime?.close());

const visit = (path: string, agent = CHROME) =>
  fetch(new URL(path, api.url), { redirect: 'manual', headers: { accept: 'text/html', 'user-agent': agent } });
/** Where a visitor is sent, without the click id. */
const landing = async (path: string): Promise<string> => {
  const location = (await visit(path)).headers.get('location') ?? '';
  return location.replace(/[?&]fs_click=[^#]*/, '');
};

/** A group with one partner, whose links have never been opened when the group is changed. */
const open = async (settings: Record<string, unknown>) => {
  number++;
  const name = `p${number}`;
  const { key } = Keyed.parse(await api.call('POST', '/v2/groups', { name: `Group ${number}`, ...settings }));
  await api.call('POST', '/v2/partnerships', { partner_key: name, email: `${name}@p.example`, group_key: key });
  const link = async (slug: string, more: Record<string, unknown> = {}) => {
    await api.call('POST', '/v2/links', { partnership_key: name, slug: `${name}-${slug}`, ...more });
    return `/${name}-${slug}`;
  };
  const change = (body: unknown) => api.call('PATCH', `/v2/groups/${key}`, body);
  return { key, name, link, change };
};

test('A4 links lead where link, group and program say, in this order, with the parameters of all three', async () => {
  const { link, change } = await open({
    utm: { utm_source: 'group', utm_medium: 'partner' },
    parameters: { ref: 'a&b' },
  });
  const before = await link('before');
  const own = await link('own', {
    destination_url: 'https://acme.example/own?utm_source=mine#top',
    utm: { utm_medium: 'blog' },
  });
  expect(await landing(own)).toBe(
    'https://acme.example/own?utm_source=mine&utm_medium=blog&utm_campaign=all&ref=a%26b#top',
  );
  await change({ destination_url: 'https://acme.example/group', utm: { utm_source: 'later' } });
  // A link that is older than the change follows it.
  expect(await landing(before)).toBe('https://acme.example/group?utm_source=later&utm_campaign=all&ref=a%26b');
  const { link: other } = await open({});
  expect(await landing(await other('plain'))).toBe('https://acme.example/program?utm_source=program&utm_campaign=all');
});

test('A4 links follow a partner into another group, and a change of the program', async () => {
  const first = await open({ destination_url: 'https://acme.example/first' });
  const second = await open({ utm: { utm_source: 'second' } });
  const [moved, stays] = [await first.link('moved'), await second.link('stays')];
  await api.call('PATCH', `/v2/partnerships/${first.name}`, { group_key: second.key });
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://acme.example/newer' });
  for (const path of [moved, stays]) {
    expect(await landing(path)).toBe('https://acme.example/newer?utm_source=second&utm_campaign=all');
  }
});

test.each([
  ['destination_url', { destination_url: 'javascript:alert(1)' }],
  ['destination_url', { destination_url: '//evil.example' }],
  ['destination_url', { destination_url: 'https://acme.example\\@evil.example/' }],
  ['destination_url', { destination_url: 'https://user:pass@evil.example/' }],
  ['destination_url', { destination_url: 'https://acme.example/\r\nSet-Cookie: a=b' }],
  ['destination_url', { destination_url: 'https://acme.example/?fs_click=forged' }],
  ['utm.utm_source', { utm: { utm_source: 'a\r\nLocation: https://evil.example' } }],
  ['utm.utm_source', { utm: { utm_source: 'a\u2028b' } }],
  ['parameters.fs_click', { parameters: { fs_click: 'forged' } }],
  ['parameters.a b', { parameters: { 'a b': 'x' } }],
  ['social.image_url', { social: { image_url: 'javascript:alert(1)' } }],
  ['social.image_url', { social: { image_url: 'data:text/html,x' } }],
  ['social.linkedin_url', { social: { linkedin_url: 'https://evil.example/linkedin.com' } }],
  ['social.x_handle', { social: { x_handle: '@a"><script>' } }],
  ['social.contact_email', { social: { contact_email: 'a@b\r\nBcc: c@d.example' } }],
  ['terms_url', { terms_url: 'http://acme.example/terms' }],
])('A4 A5 a group refuses a dangerous %s: %j', async (param, body) => {
  const { key } = Keyed.parse(await api.call('POST', '/v2/groups', { name: `Refusing ${++number}` }));
  const answer = await fetch(new URL(`/v2/groups/${key}`, api.url), {
    method: 'PATCH',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(await answer.json()).toMatchObject({ status: 422, error: { code: 'unprocessable', param } });
});

test.each(['?url=https://evil.example', '?utm_source=%0d%0aLocation:%20evil', '?fs_click=forged', '//evil.example'])(
  'A4 nothing that a visitor adds changes where it is led: %s',
  async (added) => {
    const { link } = await open({ destination_url: 'https://acme.example/safe' });
    const answer = await visit(`${await link('safe')}${added}`);
    const location = answer.headers.get('location');
    if (location !== null) expect(new URL(location).host).toBe('acme.example');
    expect(answer.headers.get('set-cookie') ?? '').not.toContain('evil');
  },
);

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

const isElement = (node: Node): node is Element => 'tagName' in node;
const elements = (nodes: readonly Node[]): readonly Element[] =>
  nodes.filter(isElement).flatMap((node) => [node, ...elements(node.childNodes)]);
const pageOf = async (path: string) => {
  const answer = await visit(path, CRAWLER);
  const all = elements(parse(await answer.text()).childNodes);
  const attribute = (element: Element, name: string) => element.attrs.find((one) => one.name === name)?.value;
  const meta = (name: string) =>
    all
      .filter((element) => element.tagName === 'meta')
      .find((element) => attribute(element, 'property') === name || attribute(element, 'name') === name);
  const content = (name: string) => {
    const found = meta(name);
    return found === undefined ? undefined : attribute(found, 'content');
  };
  return { status: answer.status, csp: answer.headers.get('content-security-policy'), all, content };
};

test('A5 a crawler sees the social content of the group; a link’s own preview goes before it', async () => {
  const { link } = await open({
    social: {
      ...{ title: 'Acme mugs', description: 'All of them', image_url: 'https://acme.example/card.png' },
      ...{ x_handle: '@acme', linkedin_url: 'https://www.linkedin.com/company/acme', contact_email: 'hi@acme.example' },
    },
  });
  const page = await pageOf(await link('card'));
  expect(page.status).toBe(200);
  expect(['og:title', 'og:description', 'og:image'].map(page.content)).toEqual([
    'Acme mugs',
    'All of them',
    'https://acme.example/card.png',
  ]);
  expect(['twitter:card', 'twitter:title', 'twitter:site'].map(page.content)).toEqual([
    'summary_large_image',
    'Acme mugs',
    '@acme',
  ]);
  const hrefs = page.all.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'href').map(({ value }) => value));
  expect(hrefs).toContain('https://www.linkedin.com/company/acme');
  expect(hrefs).toContain('mailto:hi@acme.example');
  const own = await pageOf(await link('own', { preview: { title: 'My favourite' } }));
  expect([own.content('og:title'), own.content('og:description')]).toEqual(['My favourite', 'All of them']);
});

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "' onload='alert(1)",
  '" onmouseover="alert(1)" x="',
  '</title><img src=x onerror=alert(1)>',
  '--><svg/onload=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#34;><iframe src=javascript:alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
];

test.each(PAYLOADS)(
  'A5 whatever the social content says, the page has no other element and no other attribute: %s',
  async (text) => {
    const harmless = await open({ social: { title: 'Title', description: 'Words' } });
    const hostile = await open({ social: { title: text, description: text } });
    const [plain, spoiled] = [await pageOf(await harmless.link('x')), await pageOf(await hostile.link('x'))];
    const shape = ({ all }: typeof plain) =>
      all.map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)]);
    expect(shape(spoiled)).toEqual(shape(plain));
    expect(spoiled.content('og:title')).toBe(text);
    expect(spoiled.csp).toContain("default-src 'none'");
  },
);

test('A10 without referral links a group’s links lead on and count for nobody', async () => {
  const { link, change, key } = await open({ destination_url: 'https://acme.example/' });
  const path = await link('quiet');
  await change({ referral_links: false });
  const answer = await visit(path);
  expect(answer.headers.get('location')).not.toContain('fs_click');
  expect(answer.headers.get('set-cookie')).toBeNull();
  await settled(api);
  expect(await api.call('GET', `/v2/groups/${key}/statistics`)).toMatchObject({
    total: { clicks: 0, invalid_clicks: 1 },
  });
});

test('A10 where partners make no links, each has exactly one, made with the partnership', async () => {
  const { name } = await open({ destination_url: 'https://acme.example/', custom_links: false });
  const { items } = z
    .object({ items: z.array(z.object({ slug: z.string() })) })
    .parse(await api.call('GET', `/v2/links?partnership_key=${name}`));
  expect(items).toHaveLength(1);
  expect(await landing(`/${items[0]?.slug}`)).toMatch(/^https:\/\/acme\.example\//);
});

test('A11 terms of service have an address and a version that grows', async () => {
  const { key } = await open({ terms_url: 'https://acme.example/terms' });
  const change = (body: unknown) => api.call('PATCH', `/v2/groups/${key}`, body);
  expect(await change({ terms_changed: true })).toMatchObject({ terms_version: 2 });
  expect(await change({ terms_url: 'https://acme.example/terms-3' })).toMatchObject({ terms_version: 3 });
  expect(await change({ terms_url: null })).toMatchObject({ terms_url: null, terms_version: 3 });
  expect(await change({ terms_url: 'https://acme.example/terms-4' })).toMatchObject({ terms_version: 4 });
});
