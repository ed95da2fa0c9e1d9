import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { attribute, filled, readPage } from '../../functions/form-pages/pages.ts';
import { Caller } from '../support/caller.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Anything = z.record(z.string(), z.unknown());
const Form = z.object({ url: z.string(), embed: z.object({ script: z.string() }) });
const BUILT_IN = [
  { field_key: 'email', name: 'E-mail address', type: 'email', required: true },
  { field_key: 'first_name', name: 'First name', type: 'text', required: true },
  { field_key: 'last_name', name: 'Last name', type: 'text', required: true },
  { field_key: 'company', name: 'Company', type: 'text' },
  { field_key: 'country', name: 'Country', type: 'country' },
];
const PERSON = { email: 'ann@p.example', first_name: 'Ann', last_name: 'Lee', country: 'DE' };

let runtime: TestRuntime;
let merchant: Caller;
let url = '';

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  merchant = new Caller(runtime.url, (await runtime.merchant()).secret);
  const group = await merchant.made('/v2/groups', { name: 'Quince group' });
  await merchant.data(Anything, 'PATCH', '/v2/portal-look', { name: 'Acme Partners', primary_color: '#0b6e4f' });
  const kit = {
    field_key: 'kit',
    name: 'Media kit',
    type: 'file',
    required: true,
    file_types: ['text/csv', 'text/plain'],
  };
  const form = await merchant.data(Form, 'PATCH', `/v2/form-templates/${group}.application`, {
    fields: [...BUILT_IN, kit],
  });
  ({ url } = form);
});
afterAll(() => runtime?.close());

const HTML = { accept: 'text/html', 'sec-fetch-dest': 'document' };

/** Follows to a page as a browser without scripts does. */
const open = async (address: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(new URL(address, url), { headers: { ...HTML, ...headers } });
  return { answer, page: readPage({ statusCode: answer.status, headers: {}, body: await answer.text() }) };
};
const send = async (form: URLSearchParams, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(url, { method: 'POST', body: form, headers: { ...HTML, ...headers }, redirect: 'manual' });
  return { answer, page: readPage({ statusCode: answer.status, headers: {}, body: await answer.text() }) };
};

test('A9 the form is a page with the look of the program, in the language of the reader, and needs no JavaScript', async () => {
  const { answer, page } = await open(url);
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'none'");
  expect(page.title).toBe('Become a partner');
  expect(page.text).toContain('Acme Partners');
  expect(page.text).not.toMatch(/quince/i);
  expect((await open(url, { 'accept-language': 'de' })).page.title).toBe('Partner werden');
  await sleep(2_100);
  const wrong = await send(filled(page.fields(), { email: 'x' }));
  expect(wrong.answer.status).toBe(422);
  expect(wrong.page.text).toContain('Please check your answers');
  expect(await listed()).toEqual([]);
});

const Application = z.object({
  email: z.string(),
  answers: Anything,
  files: z.array(z.object({ name: z.string(), content_type: z.string(), size: z.int() })),
});
const listed = async () =>
  (await merchant.data(z.object({ items: z.array(Application) }), 'GET', '/v2/applications')).items;

test('A9 without JavaScript files go in a second step, straight to where files lie', async () => {
  const { page } = await open(url);
  await sleep(2_100);
  const second = await send(filled(page.fields(), PERSON));
  expect(second.answer.status).toBe(200);
  const source = attribute(second.page.byId('f-kit'), 'src') ?? '';
  const frame = await open(source);
  const form = new FormData();
  for (const [name, value] of frame.page.fields()) if (name !== 'Content-Type') form.append(name, value);
  form.append('Content-Type', 'text/csv');
  form.append('file', new Blob(['a,b']), 'kit.csv');
  const action = attribute(frame.page.tagged('form')[0], 'action') ?? '';
  expect(frame.answer.headers.get('content-security-policy')).toContain(`form-action 'self' ${new URL(action).origin}`);
  const taken = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
  expect(taken.status).toBe(303);
  const back = await open(taken.headers.get('location') ?? '');
  expect(back.page.text).toContain('The file is uploaded.');
  const sent = await send(second.page.fields());
  expect([sent.answer.status, sent.answer.headers.get('location')]).toEqual([303, 'page?sent=1']);
  expect((await open('page?sent=1')).page.text).toContain('We have received your answers.');
  expect(await listed()).toEqual([
    {
      email: PERSON.email,
      answers: expect.objectContaining(PERSON),
      files: [{ name: 'kit.csv', content_type: 'text/csv', size: 3 }],
    },
  ]);
});

test('A9 the snippet puts the same page into a frame, and its script is served to every site', async () => {
  const form = await merchant.data(z.object({ items: z.array(Form) }), 'GET', '/v2/form-templates?limit=1');
  const script = /src="([^"]+)"/.exec(form.items[0]?.embed.script ?? '')?.[1] ?? '';
  const answer = await fetch(script);
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  const text = await answer.text();
  expect(text).toContain('[data-fairshare-form]');
  expect(Buffer.byteLength(text)).toBeLessThan(4_000);
  const framed = await fetch(url, { headers: { ...HTML, 'sec-fetch-dest': 'iframe' } });
  expect(framed.headers.get('content-security-policy')).toContain('frame-ancestors *');
  expect(await framed.text()).toContain('data-fairshare-page');
});
