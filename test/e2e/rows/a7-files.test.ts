import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { defaultForm } from '../../../domain/forms.ts';
import { Caller } from '../support/caller.ts';
import { partnerOf } from '../support/login.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Anything = z.unknown();
const Keyed = z.object({ key: z.string() });
const Upload = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });
const File = z.object({
  key: z.string(),
  field_key: z.string(),
  name: z.string(),
  content_type: z.string(),
  size: z.int(),
});
const Files = z.object({ files: z.array(File) });
const DealFiles = z.object({ deal_files: z.array(File) });
const Address = z.object({ url: z.string() });
const Form = z.object({ fields: z.array(z.object({ field_key: z.string(), type: z.string() })), title: z.string() });
const Job = z.looseObject({ status: z.string() });

const PAUL = { first_name: 'Paul', last_name: 'Prospect' };
const BRIEF = 'The brief of the prospect.';

let runtime: TestRuntime;
let acme: Caller;
let anna: Caller;
let group = '';

/** The built-in fields of a form, with a field for a file behind them. */
const withBrief = (kind: 'lead' | 'deal') => [
  ...defaultForm(kind).fields.map(({ key, label, ...rest }) => ({ ...rest, field_key: key, name: label })),
  { field_key: 'brief', name: 'Brief', type: 'file', required: false, hidden: false, ...TAKEN },
];
const TAKEN = { file_types: ['text/plain'], max_bytes: 100 };

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  acme = new Caller(runtime.url, (await runtime.merchant()).secret);
  group = await acme.made('/v2/groups', { name: 'Resellers' });
  for (const kind of ['lead', 'deal'] as const) {
    const form = { enabled: true, fields: withBrief(kind) };
    await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.${kind}`, form);
  }
  const key = await acme.made('/v2/partnerships', {
    ...{ partner_key: 'anna', email: 'anna@partners.example', group_key: group },
  });
  anna = new Caller(runtime.url, (await partnerOf(runtime, key)).token);
});
afterAll(() => runtime.close());

const asked = { field: 'brief', name: 'brief.txt', type: 'text/plain', size: BRIEF.length };

/** Uploads a file as a browser does; answers what the field of the form is answered with. */
const uploaded = async (caller: Caller, path: string, more = {}): Promise<string> => {
  const { upload, url, fields } = await caller.data(Upload, 'POST', path, { ...asked, ...more });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([BRIEF], { type: 'text/plain' }));
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return upload;
};
const downloaded = async (path: string): Promise<string> =>
  (await fetch((await acme.data(Address, 'GET', path)).url)).text();
const named = (upload: string) => ({
  ...{ key: upload, field_key: 'brief', name: 'brief.txt', content_type: 'text/plain', size: BRIEF.length },
});

test('A6 a partner sends a lead with a file through the portal, and the merchant downloads it', async () => {
  const form = await anna.data(Form, 'GET', '/v2/portal/leads/form');
  expect(form.fields.map(({ field_key }) => field_key)).toEqual([
    ...['email', 'first_name', 'last_name', 'company', 'phone', 'brief'],
  ]);
  const upload = await uploaded(anna, '/v2/portal/leads/uploads');
  const answers = { ...PAUL, email: 'paul@firm.example', brief: upload };
  const { key } = await anna.data(Keyed, 'POST', '/v2/portal/leads', { answers });
  expect(await acme.data(Files, 'GET', `/v2/leads/${key}/files`)).toEqual({ files: [named(upload)] });
  expect(await downloaded(`/v2/leads/${key}/files/${upload}`)).toBe(BRIEF);
  expect(await acme.refusal('GET', `/v2/leads/${key}/files/up_none`)).toBe('404 not_found - file');
  expect(await anna.refusal('GET', `/v2/leads/${key}/files`)).toBe('403 forbidden scope -');
  // The partner has what it sent as well, and corrects the rest without sending it again.
  const own = `/v2/portal/leads/${key}`;
  await anna.data(Keyed, 'PUT', own, { answers: { ...answers, first_name: 'Pablo' } });
  expect(await anna.data(Files, 'GET', `${own}/files`)).toEqual({ files: [named(upload)] });
  const { url } = await anna.data(Address, 'GET', `${own}/files/${upload}`);
  expect(await (await fetch(url)).text()).toBe(BRIEF);
  expect(await anna.refusal('GET', `${own}/files/up_none`)).toBe('404 not_found - file');
});

test('A6 a lead names only files that were uploaded to its own form, of a type and size that the form takes', async () => {
  const lead = (brief: string) => ({ answers: { ...PAUL, email: 'pia@firm.example', brief } });
  const missing = '422 unprocessable invalid_fields answers.brief';
  expect(await anna.refusal('POST', '/v2/portal/leads', lead('up_invented'))).toBe(missing);
  // Allowed, and never sent.
  const { upload } = await anna.data(Upload, 'POST', '/v2/portal/leads/uploads', asked);
  expect(await anna.refusal('POST', '/v2/portal/leads', lead(upload))).toBe(missing);
  // Uploaded to another form.
  const other = await uploaded(anna, '/v2/portal/deals/uploads');
  expect(await anna.refusal('POST', '/v2/portal/leads', lead(other))).toBe(missing);
  expect(
    await acme.refusal('POST', '/v2/leads', { partner_key: 'anna', group_key: group, ...lead('up_invented') }),
  ).toBe(missing);
  for (const [body, refusal] of [
    [{ type: 'application/pdf' }, '422 unprocessable file_type type'],
    [{ size: 101 }, '422 unprocessable file_size size'],
    [{ field: 'email' }, '422 unprocessable unknown_field field'],
  ] as const) {
    expect(await anna.refusal('POST', '/v2/portal/leads/uploads', { ...asked, ...body })).toBe(refusal);
  }
});

test('A7 deals come with files through the portal and the API, and each file is read with its own address', async () => {
  const upload = await uploaded(anna, '/v2/portal/deals/uploads');
  const deal = { name: 'Lamps', account_name: 'Firm Ltd', brief: upload };
  const { key } = await anna.data(Keyed, 'POST', '/v2/portal/deals', { answers: deal });
  expect(await acme.data(DealFiles, 'GET', `/v2/deals/${key}/files`)).toEqual({ deal_files: [named(upload)] });
  expect(await downloaded(`/deals/${key}/file/${upload}`)).toBe(BRIEF);
  const own = await uploaded(acme, '/v2/deals/uploads', { group_key: group });
  const made = await acme.made('/v2/deals', {
    ...{ partner_key: 'anna', group_key: group, external_key: 'crm-7' },
    answers: { name: 'Shades', account_name: 'Other Ltd', brief: own },
  });
  expect(await downloaded(`/deals/${made}/file/${own}`)).toBe(BRIEF);
  expect(await acme.refusal('GET', `/deals/${made}/file/${upload}`)).toBe('404 not_found - file');
  const form = await anna.data(Form, 'GET', '/v2/portal/deals/form');
  expect(form.fields.at(-1)).toMatchObject({ type: 'file', field_key: 'brief' });
});

test('J5 the erasure of a prospect removes the files that came with its lead', async () => {
  const upload = await uploaded(acme, '/v2/leads/uploads', { group_key: group });
  const answers = { ...PAUL, email: 'vera@firm.example', brief: upload };
  const key = await acme.made('/v2/leads', { partner_key: 'anna', group_key: group, answers });
  const { url } = await acme.data(Address, 'GET', `/v2/leads/${key}/files/${upload}`);
  expect((await fetch(url)).status).toBe(200);
  const email = 'vera@firm.example';
  const job = await acme.made('/v2/erasures', { email, confirm: email });
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await acme.data(Job, 'GET', `/v2/erasures/${job}`);
    if (status === 'done') break;
    if (status === 'failed') throw new Error('The erasure failed.');
    await sleep(100);
  }
  expect(await acme.data(Files, 'GET', `/v2/leads/${key}/files`)).toEqual({ files: [] });
  expect((await fetch(url)).status).toBe(404);
});
