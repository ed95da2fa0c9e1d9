import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { FIELD_TYPES } from '../../../domain/form-fields.ts';
import { defaultForm } from '../../../domain/forms.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Field = z.looseObject({
  field_key: z.string(),
  type: z.string(),
  name: z.string(),
  help_text: z.string().nullable(),
});
const Template = z.object({
  ...{ key: z.string(), version: z.int(), enabled: z.boolean(), title: z.string(), description: z.string() },
  ...{ fields: z.array(Field), url: z.string(), embed: z.object({ script: z.string(), iframe: z.string() }) },
});
const Public = z.object({ title: z.string(), description: z.string(), fields: z.array(Field), token: z.string() });
const Keyed = z.object({ key: z.string() });
const Answered = z.object({
  form_version: z.int(),
  answers: z.record(z.string(), z.unknown()),
  form: z.object({ title: z.string(), fields: z.array(Field) }),
});

let runtime: TestRuntime | undefined;
let api: ApiClient;
let group = '';

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  group = Keyed.parse(await api.call('POST', '/v2/groups', { name: 'Secret resellers' })).key;
});
afterAll(() => runtime?.close());

const options = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
/** One field of every type, each with its words. */
const CUSTOM = FIELD_TYPES.map((type) => ({
  ...{ field_key: `my_${type}`, name: `My ${type}`, type, help_text: `Help for ${type}`, required: type === 'select' },
  ...(type === 'select' || type === 'multi_select' ? { options } : {}),
}));
const SOURCE = { field_key: 'source', name: 'Source', type: 'text', hidden: true, default_value: 'our site' };
const builtIn = (kind: 'application' | 'lead' | 'deal') =>
  defaultForm(kind).fields.map(({ key, label, type, required }) => ({ field_key: key, name: label, type, required }));

const template = async (kind: string): Promise<z.infer<typeof Template>> =>
  Template.parse(await api.call('GET', `/v2/form-templates/${group}.${kind}`));
const change = async (kind: string, body: object) =>
  Template.parse(await api.call('PATCH', `/v2/form-templates/${group}.${kind}`, body));

/** A public address without a key, as a visitor's browser asks for it. */
const open = (url: string, init?: RequestInit) => fetch(new URL(new URL(url, api.url).pathname, api.url), init);
const publicAddress = (url: string) => new URL(url).pathname.replace(/\/page$/, '');

describe.each([
  ['A6', 'lead'],
  ['A7', 'deal'],
  ['A9', 'application'],
] as const)('%s', (row, kind) => {
  const keys = builtIn(kind).map(({ field_key }) => field_key);

  test(`${row} the ${kind} form of a group is switched on and off`, async () => {
    await change(kind, { enabled: true });
    const { url } = await template(kind);
    expect((await open(publicAddress(url))).status).toBe(200);
    expect((await change(kind, { enabled: false })).enabled).toBe(false);
    expect((await open(publicAddress(url))).status).toBe(404);
    expect((await open(url)).status).toBe(404);
    await change(kind, { enabled: true });
    expect((await open(publicAddress(url))).status).toBe(200);
  });

  test(`${row} has a title, a description and custom fields of every type, required, hidden, with help, in their order`, async () => {
    const fields = [...CUSTOM, SOURCE, ...builtIn(kind)];
    const changed = await change(kind, { title: 'Größe', description: 'One\ntwo', fields });
    expect(changed).toMatchObject({ title: 'Größe', description: 'One\ntwo' });
    expect(changed.fields.map(({ field_key }) => field_key)).toEqual(fields.map(({ field_key }) => field_key));
    const answer = await open(publicAddress(changed.url));
    const shown = z.object({ data: Public }).parse(await answer.json()).data;
    expect(shown).toMatchObject({ title: 'Größe', description: 'One\ntwo' });
    const visible = fields.filter((field) => field !== SOURCE);
    expect(shown.fields.map(({ field_key }) => field_key)).toEqual(visible.map(({ field_key }) => field_key));
    for (const field of CUSTOM) {
      const { field_key, name, type, help_text, required } = field;
      expect(shown.fields).toContainEqual(expect.objectContaining({ field_key, name, type, help_text, required }));
    }
    expect(JSON.stringify(shown)).not.toContain('our site');
  });

  test(`${row} starts again with the fields that it had at first`, async () => {
    const { version } = await template(kind);
    const again = Template.parse(await api.call('POST', `/v2/form-templates/${group}.${kind}/reset`));
    expect(again).toMatchObject({ version: version + 1, title: defaultForm(kind).title, description: '' });
    expect(again.fields.map(({ field_key }) => field_key)).toEqual(keys);
  });

  test(`${row} is copied from another group`, async () => {
    await change(kind, { title: 'To be copied', fields: [...builtIn(kind), ...CUSTOM] });
    const other = Keyed.parse(await api.call('POST', '/v2/groups', { name: `For ${kind}` })).key;
    const at = `/v2/form-templates/${other}.${kind}`;
    const copied = Template.parse(await api.call('POST', `${at}/copy`, { from_group: group }));
    expect(copied.title).toBe('To be copied');
    expect(copied.fields.map(({ field_key }) => field_key)).toEqual([
      ...keys,
      ...CUSTOM.map(({ field_key }) => field_key),
    ]);
  });

  test(`${row} has a live view and a snippet for any page, which name neither the group nor its key`, async () => {
    const { url, embed } = await change(kind, { title: '</title><script>alert(1)</script>' });
    const page = await open(url, { headers: { origin: 'https://blog.example' } });
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Where a page has `frame-ancestors`, browsers ignore the older x-frame-options.
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *');
    expect(html).toContain('<form method="post"');
    for (const text of [html, url, embed.script, embed.iframe]) {
      expect(text).not.toMatch(/secret|resellers|grp_/i);
      expect(text).not.toContain('alert(1)</script>');
    }
    expect(embed.iframe).toContain(url);
    const script = await open(/src="([^"]+)"/.exec(embed.script)?.[1] ?? '');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await script.text()).toContain('data-fairshare-form');
    const foreign = await open(publicAddress(url), { headers: { origin: 'https://blog.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBe('*');
  });
});

test('A9 a submission is shown with the form that it answered, whatever the form has become', async () => {
  const fields = [...builtIn('application'), { field_key: 'why', name: 'Why?', type: 'long_text', required: true }];
  const { url } = await change('application', { title: 'First', fields });
  const address = publicAddress(url);
  const { token } = z.object({ data: Public }).parse(await (await open(address)).json()).data;
  await change('application', { title: 'Second', fields: builtIn('application') });
  await sleep(2_100);
  const answers = { email: 'ann@example.com', first_name: 'Ann', last_name: 'Lee', why: '<svg onload=alert(1)>' };
  const body = JSON.stringify({ token, answers });
  const sent = await open(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect(sent.status).toBe(200);
  const [application] = await api.all('/v2/applications', Keyed);
  const shown = Answered.parse(await api.call('GET', `/v2/applications/${application?.key}`));
  expect(shown.form.title).toBe('First');
  expect(shown.form.fields.map(({ field_key }) => field_key)).toContain('why');
  expect(shown.answers['why']).toBe('<svg onload=alert(1)>');
});

const Prospect = z.object({
  ...{ partnership_key: z.string().nullable(), fields: z.array(Field) },
  metadata: z.record(z.string(), z.unknown()).nullable(),
});

describe.each([
  ['A6', 'lead', '/v2/leads', { email: 'cara@customer.example', first_name: 'Cara', last_name: 'Customer' }],
  ['A7', 'deal', '/v2/deals', { name: 'A hundred lamps', account_name: 'Customer Ltd', amount: 500_000 }],
] as const)('%s through the snippet on a page', (row, kind, list, answers) => {
  test(`${row} a visitor of a tracked link sends the ${kind} form once, for the partner of the link`, async () => {
    const partner = { email: `${kind}@partners.example`, group_key: group };
    const { key } = Keyed.parse(await api.call('POST', '/v2/partnerships', partner));
    const link = { partnership_key: key, slug: `for-${kind}`, destination_url: 'https://acme.example' };
    await api.call('POST', '/v2/links', link);
    const redirect = await open(`${api.url}/for-${kind}`, {
      redirect: 'manual',
      headers: { 'user-agent': 'Mozilla/5.0' },
    });
    const click_id = new URL(redirect.headers.get('location') ?? '').searchParams.get('fs_click');
    expect(click_id).toEqual(expect.any(String));
    await api.call('POST', `/v2/form-templates/${group}.${kind}/reset`);
    const { url } = await change(kind, { enabled: true });
    const address = publicAddress(url);
    const load = async () => z.object({ data: Public }).parse(await (await open(address)).json()).data.token;
    const [first, second] = [await load(), await load()];
    await sleep(2_100);
    const send = async (body: object): Promise<string> => {
      const headers = { 'content-type': 'application/json' };
      const answer = await open(address, { method: 'POST', headers, body: JSON.stringify(body) });
      return `${answer.status} ${await answer.text()}`;
    };
    const received = '200 {"status":200,"message":"Received.","data":{"received":true}}';
    expect(await send({ token: first, answers: { ...answers, colour: 'red' }, click_id })).toContain('answers.colour');
    expect(await send({ token: first, answers, click_id })).toBe(received);
    expect(await send({ token: first, answers, click_id })).toBe(received);
    expect(await send({ token: second, answers, click_id, website: 'https://spam.example' })).toBe(received);
    const [caught, sent, ...others] = await api.all(list, Prospect);
    expect(others).toEqual([]);
    expect(sent).toMatchObject({ partnership_key: key, metadata: {} });
    for (const [field_key, value] of Object.entries(answers)) {
      expect(sent?.fields).toContainEqual(expect.objectContaining({ field_key, value }));
    }
    expect(caught).toMatchObject({ partnership_key: null, metadata: { suspicious: 'hidden_field' } });
  });
});
