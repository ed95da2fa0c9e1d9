import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Keyed = z.object({ key: z.string() });
const Group = z.object({ key: z.string(), join_slug: z.string() });
const Application = z.object({
  ...{ key: z.string(), status: z.string(), email: z.string(), group_key: z.string(), repeated: z.int() },
  ...{ partnership_key: z.string().nullable(), reason: z.string().nullable(), suspicious: z.string().nullable() },
  files: z.array(z.object({ key: z.string(), name: z.string(), size: z.int() })),
});
type Application = z.infer<typeof Application>;
const Partnership = z.object({
  ...{ key: z.string(), email: z.string(), status: z.string(), group_key: z.string(), tags: z.array(z.string()) },
});
const Upload = z.object({
  data: z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) }),
});
const Served = z.object({ data: z.object({ token: z.string(), trap: z.string() }) });

let runtime: TestRuntime | undefined;
let api: ApiClient;
let group: z.infer<typeof Group>;
let standard = '';
let address = '';

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  group = Group.parse(await api.call('POST', '/v2/groups', { name: 'Resellers' }));
  const { default_group_key: key } = z
    .object({ default_group_key: z.string() })
    .parse(await api.call('PATCH', '/v2/programs', { billing_email: 'bills@acme.example' }));
  standard = key;
  const { url } = z.object({ url: z.string() }).parse(await api.call('GET', `/v2/form-templates/${key}.application`));
  address = new URL(url).pathname.replace(/\/page$/, '');
});
afterAll(() => runtime?.close());

const open = (path: string, body?: unknown) =>
  fetch(
    new URL(path, api.url),
    body === undefined
      ? undefined
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
const load = async (at = address) => Served.parse(await (await open(at)).json()).data;
const person = (name: string) => ({ email: `${name}@example.com`, first_name: name, last_name: 'Lee' });

/** Several visitors fill the form in at the same time; each takes the two seconds that a person takes. */
const apply = async (bodies: readonly object[], at = address): Promise<string[]> => {
  const tokens = await Promise.all(bodies.map(() => load(at)));
  await sleep(2_100);
  const sent: string[] = [];
  for (const [index, body] of bodies.entries()) {
    const answer = await open(at, { token: tokens[index]?.token, ...body });
    sent.push(`${answer.status} ${await answer.text()}`);
  }
  return sent;
};
const applications = (query = ''): Promise<readonly Application[]> => api.all(`/v2/applications${query}`, Application);
const applicationOf = async (name: string): Promise<Application> => {
  const [found] = await applications(`?email=${name}%40example.com`);
  if (found === undefined) throw new Error(`${name} has not applied.`);
  return found;
};
const partnerships = (query: string) => api.all(`/v2/partnerships${query}`, Partnership);
const decide = async (name: string, decision: string, body: object = {}) =>
  Application.parse(await api.call('POST', `/v2/applications/${(await applicationOf(name)).key}/${decision}`, body));
const mails = async (): Promise<string> => (await fetch(new URL('/_local/mail', api.url))).text();

test('B1 the application form feeds a queue, and approving and rejecting moves through the three lists', async () => {
  const sent = await apply([
    { answers: person('ann') },
    { answers: person('bob') },
    { answers: person('cat') },
    { answers: person('dan') },
  ]);
  expect(new Set(sent)).toEqual(new Set(['200 {"status":200,"message":"Received.","data":{"received":true}}']));
  expect((await applications('?status=new')).map(({ email }) => email).sort()).toEqual(
    ['ann', 'bob', 'cat', 'dan'].map((name) => `${name}@example.com`),
  );
  expect(await partnerships('?status=active')).toEqual([]);

  const vip = Keyed.parse(await api.call('POST', '/v2/tags', { name: 'vip' })).key;
  const approved = await decide('ann', 'approve', { group_key: group.key, tags: ['vip'] });
  expect(await decide('ann', 'approve')).toEqual(approved);
  expect(await partnerships('?status=active')).toMatchObject([
    { key: approved.partnership_key, email: 'ann@example.com', group_key: group.key, tags: [vip] },
  ]);

  const rejected = await decide('bob', 'reject', { reason: 'No audience' });
  expect(rejected).toMatchObject({ status: 'rejected', reason: 'No audience', partnership_key: null });
  await expect(decide('bob', 'approve')).rejects.toMatchObject({ status: 409 });
  expect(await applications('?status=rejected')).toEqual([rejected]);

  const keys = await Promise.all(['cat', 'dan'].map(async (name) => (await applicationOf(name)).key));
  await api.call('PATCH', '/v2/applications/decision', { decision: 'approved', applications: keys });
  expect(await applications('?status=new')).toEqual([]);
  await api.call('PATCH', `/v2/partnerships/${approved.partnership_key}`, { status: 'inactive' });
  expect(await partnerships('?status=inactive')).toMatchObject([{ email: 'ann@example.com' }]);
  expect((await partnerships('?status=active')).map(({ email }) => email).sort()).toEqual([
    'cat@example.com',
    'dan@example.com',
  ]);
});

test('B1 an address that is known gets the same answer, makes no second application, and is counted', async () => {
  const [unknown, ...known] = await apply([
    { answers: person('eve') },
    { answers: person('eve') },
    { answers: person('cat') },
  ]);
  for (const answer of known) expect(answer).toBe(unknown);
  expect(await applications('?email=eve%40example.com')).toMatchObject([{ repeated: 1 }]);
  expect(await applications('?email=cat%40example.com')).toMatchObject([{ status: 'approved', repeated: 1 }]);
});

test('B1 a submission that is sent again is one application', async () => {
  const { token } = await load();
  await sleep(2_100);
  const body = { token, answers: person('fay') };
  const answers = await Promise.all([1, 2, 3].map(async () => (await open(address, body)).status));
  expect(answers).toEqual([200, 200, 200]);
  expect(await applications('?email=fay%40example.com')).toMatchObject([{ repeated: 0 }]);
});

test('B1 applicant and merchant are written to when an application arrives and when it is decided', async () => {
  await decide('eve', 'reject', { reason: 'Later' });
  await settled(api);
  const told = await mails();
  for (const words of [
    'we have received your application',
    'a new application',
    'Welcome to Acme',
    'your application',
  ]) {
    expect(told).toContain(words);
  }
});

test('B2 the program and each group choose whether applications are approved by themselves', async () => {
  await api.call('PATCH', '/v2/programs', { auto_approve: true });
  await apply([{ answers: person('gus') }]);
  expect(await applicationOf('gus')).toMatchObject({ status: 'approved' });
  await api.call('PATCH', `/v2/groups/${standard}`, { auto_approve: false });
  await apply([{ answers: person('hal') }]);
  expect(await applicationOf('hal')).toMatchObject({ status: 'new' });
  await api.call('PATCH', '/v2/programs', { auto_approve: false });
  await api.call('PATCH', `/v2/groups/${standard}`, { auto_approve: true });
  const { trap } = await load();
  await apply([{ answers: person('ida') }, { answers: person('jim'), [trap]: 'https://spam.example' }]);
  expect(await applicationOf('ida')).toMatchObject({ status: 'approved', suspicious: null });
  expect(await applicationOf('jim')).toMatchObject({ status: 'new', suspicious: 'hidden_field' });
  await api.call('PATCH', `/v2/groups/${standard}`, { auto_approve: null });
});

test('A12 whoever applies through the join link of a group lands in it instead of the default one', async () => {
  const join = `/v2/public/forms/${group.join_slug}/application`;
  await apply([{ answers: person('kim') }], join);
  await apply([{ answers: person('lou') }]);
  expect(await applicationOf('kim')).toMatchObject({ group_key: group.key });
  expect(await applicationOf('lou')).toMatchObject({ group_key: standard });
  const { partnership_key } = await decide('kim', 'approve');
  expect(await api.call('GET', `/v2/partnerships/${partnership_key}`)).toMatchObject({ group_key: group.key });
});

test('A9 a file is uploaded to its field, and nothing else is', async () => {
  const at = `/v2/form-templates/${standard}.application`;
  const { fields } = z
    .object({
      fields: z.array(z.object({ field_key: z.string(), name: z.string(), type: z.string(), required: z.boolean() })),
    })
    .parse(await api.call('GET', at));
  const kit = { field_key: 'kit', name: 'Kit', type: 'file', file_types: ['application/pdf'], max_bytes: 100 };
  await api.call('PATCH', at, { fields: [...fields, kit] });
  const { token } = await load();
  const asked = { token, field: 'kit', name: 'kit.pdf', type: 'application/pdf', size: 8 };
  expect((await open(`${address}/uploads`, { ...asked, type: 'text/html' })).status).toBe(422);
  expect((await open(`${address}/uploads`, { ...asked, size: 101 })).status).toBe(422);
  const { data } = Upload.parse(await (await open(`${address}/uploads`, asked)).json());
  const post = (body: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(data.fields)) form.append(name, value);
    form.append('file', new Blob([body], { type: 'application/pdf' }), 'kit.pdf');
    return fetch(data.url, { method: 'POST', body: form });
  };
  expect((await post('x'.repeat(101))).ok).toBe(false);
  expect((await post('%PDF-1.4')).ok).toBe(true);
  await sleep(2_100);
  expect((await open(address, { token, answers: { ...person('meg'), kit: 'up_unknown' } })).status).toBe(422);
  expect((await open(address, { token, answers: { ...person('meg'), kit: data.upload } })).status).toBe(200);
  const { key, files } = await applicationOf('meg');
  expect(files).toMatchObject([{ name: 'kit.pdf', size: 8 }]);
  const { url } = z
    .object({ url: z.string() })
    .parse(await api.call('GET', `/v2/applications/${key}/files/${files[0]?.key}`));
  expect(await (await fetch(url)).text()).toBe('%PDF-1.4');
});

test('A9 wrong answers are refused and named, and a form that is answered too fast or with a made-up token is too', async () => {
  const { token } = await load();
  expect((await open(address, { token, answers: person('ned') })).status).toBe(422);
  await sleep(2_100);
  const refusal = async (body: object): Promise<unknown> => {
    const answer = await open(address, { token, ...body });
    const { error } = z.object({ error: z.object({ param: z.string() }) }).parse(await answer.json());
    return `${answer.status} ${error.param}`;
  };
  expect(await refusal({ answers: { ...person('ned'), email: 'ned' } })).toBe('422 answers.email');
  expect(await refusal({ answers: { ...person('ned'), colour: 'red' } })).toBe('422 answers.colour');
  expect(await refusal({ answers: { email: 'ned@example.com', last_name: 'Lee' } })).toBe('422 answers.first_name');
  expect(await refusal({ answers: person('ned'), token: `${token.slice(0, -3)}abc` })).toBe('422 token');
  const polluted = `{"token":"${token}","answers":{"__proto__":{"admin":true},"email":"ned@example.com"}}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(new URL(address, api.url), { method: 'POST', headers, body: polluted });
  expect(answer.status).toBe(422);
  expect(await applications('?email=ned%40example.com')).toEqual([]);
});

test('A9 an address that sends too much is asked to wait, and nobody else is', async () => {
  const { token } = await load();
  let last = await open(address, { token, answers: {} });
  for (let tries = 0; tries < 90 && last.status !== 429; tries++) last = await open(address, { token, answers: {} });
  expect(last.status).toBe(429);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await api.raw('GET', '/v2/applications')).status).toBe(200);
});
