import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { Caller } from '../support/caller.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(120_000);

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const Anything = z.unknown();
const Check = z.object({
  ...{ key: z.string(), done: z.boolean(), at: z.int().nullable() },
  ...{ subject_key: z.string().nullable(), count: z.int().nullable() },
});
const Step = z.object({
  ...{ key: z.string(), number: z.int(), state: z.string(), by_hand: z.boolean(), checks: z.array(Check) },
  ticked: z.object({ at: z.int(), by: z.string() }).nullable(),
});
const Guide = z.object({ done: z.int(), total: z.int(), steps: z.array(Step) });

let runtime: TestRuntime;
let api: ApiClient;
let acme: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  const merchant = await runtime.merchant();
  api = merchant.api;
  acme = new Caller(runtime.url, merchant.secret);
});
afterAll(() => runtime.close());

const guide = () => acme.data(Guide, 'GET', '/v2/guide');
const done = async (): Promise<readonly string[]> =>
  (await guide()).steps.filter(({ state }) => state === 'done').map(({ key }) => key);
const step = async (key: string) => (await guide()).steps.find((one) => one.key === key);
const checkOf = async (key: string, check: string) => (await step(key))?.checks.find((one) => one.key === check);

/** Sends the application form of a group as the script on a page does. */
const applyFrom = async (group: string, page: string, email: string): Promise<void> => {
  const Form = z.object({ fields: z.array(z.object({ field_key: z.string() })), token: z.string() });
  const Template = z.object({ items: z.array(z.object({ key: z.string(), url: z.string() })) });
  const { items } = await acme.data(Template, 'GET', '/v2/form-templates?limit=250');
  const url = items.find(({ key }) => key === `${group}.application`)?.url.replace(/\/page$/, '') ?? '';
  const answer = await (await fetch(url)).json();
  const { token } = Form.parse(z.object({ data: z.unknown() }).parse(answer).data);
  await sleep(2_100);
  const answers = { email, first_name: 'Ida', last_name: 'Ivory', country: 'GB' };
  const sent = await fetch(url, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
    body: JSON.stringify({ token, answers, page }),
  });
  if (!sent.ok) throw new Error(await sent.text());
};

test('J4 the guide has sixteen steps; of a new program only what every program begins with is done', async () => {
  const { steps, total, done: count } = await guide();
  expect(steps.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  expect([total, count]).toEqual([16, 1]);
  expect(await done()).toEqual(['application_form']);
  expect(steps.flatMap(({ checks }) => checks).filter((check) => check.done)).toMatchObject([
    { key: 'application_form' },
  ]);
});

test('J4 each step is checked live: the site, the portal, settings, offer, form, page, material, portal’s page', async () => {
  const Program = z.object({ default_group_key: z.string() });
  const mail = { billing_email: 'bills@acme.example' };
  const group = Program.parse(await api.call('PATCH', '/v2/programs', mail)).default_group_key;
  await acme.data(Anything, 'PATCH', `/v2/groups/${group}`, { destination_url: 'https://acme.example/' });
  await acme.made('/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  expect(await done()).toEqual(['group_and_offer', 'application_form']);
  await acme.made('/v2/partnerships', {
    ...{ partner_key: 'anna', email: 'anna@partners.example', password: 'Geheim 12345!' },
  });
  expect(await done()).toContain('open_portal');
  const billed = { name: 'Acme Ltd', address_line_1: '1 Bow Lane', city: 'London', country: 'GB' };
  await acme.data(Anything, 'PUT', '/v2/billing-details', billed);
  expect(await done()).not.toContain('program_settings');
  await setPaymentMethod(api);
  expect(await done()).toContain('program_settings');
  await applyFrom(group, `${runtime.url}/somewhere`, 'ida@partners.example');
  expect(await done()).not.toContain('form_on_page');
  await applyFrom(group, 'https://acme.example/partners?secret=1', 'eve@partners.example');
  expect(await checkOf('form_on_page', 'application_from_page')).toMatchObject({ done: true });
  const Applications = z.object({ items: z.array(z.object({ page: z.string().nullable() })) });
  const { items } = await acme.data(Applications, 'GET', '/v2/applications');
  expect(items.map(({ page }) => page)).toEqual(['https://acme.example', null]);
  await acme.data(Anything, 'PATCH', '/v2/portal-look', {
    welcome: { title: 'Welcome', text: 'Good that you are here.' },
  });
  expect(await done()).toContain('portal_welcome_page');
});

test('J4 a test of the program is seen: a click, a sale for a partner, its reward, a customer by the click', async () => {
  await acme.made('/v2/creatives', { kind: 'text_link', name: 'A link', text_link: { text: 'Lamps by Acme' } });
  const link = z
    .object({ slug: z.string() })
    .parse(await api.call('POST', '/v2/links', { partnership_key: 'anna', slug: 'anna' }));
  const visit = await fetch(`${runtime.url}/${link.slug}`, {
    ...{ redirect: 'manual', headers: { accept: 'text/html', 'user-agent': CHROME } },
  });
  const click_id = new URL(visit.headers.get('location') ?? '').searchParams.values().next().value;
  await acme.made('/v2/customers', { customer_key: 'cathy', click_id });
  expect(await done()).toContain('promo_material');
  expect(await done()).toContain('connect_site');
  expect(await done()).not.toContain('test_program');
  const sale = { external_key: 'sale-1', customer_key: 'cathy', amount: 10_000, currency: 'GBP' };
  const transaction = await acme.made('/v2/transactions', sale);
  await settled(api);
  for (let tries = 0; tries < 50 && !(await done()).includes('test_program'); tries++) await sleep(200);
  expect(await step('test_program')).toMatchObject({
    state: 'done',
    checks: [
      { key: 'click', count: 1 },
      { key: 'partner_sale', count: 1 },
      { key: 'reward', count: 1_000 },
    ],
  });
  expect(await checkOf('connect_site', 'transaction')).toMatchObject({
    ...{ subject_key: transaction, at: expect.any(Number) },
  });
});

test('J4 paying is seen by the first invoice that was paid and the first payout that arrived', async () => {
  const paypal = { provider: 'paypal', destination: 'anna@pay.example' };
  await acme.data(Anything, 'PUT', '/v2/partnerships/anna/payout-method', paypal);
  await until(api, '2026-02-08T12:00:00Z');
  expect(await checkOf('pay', 'paid_invoice')).toMatchObject({ done: true, at: Date.UTC(2026, 1, 8) });
  expect(await done()).not.toContain('pay');
  await until(api, '2026-02-13T12:00:00Z');
  expect(await done()).toContain('pay');
  // The program of a test is never launched, whoever is in it.
  expect((await step('launch'))?.checks).toMatchObject([
    { key: 'live_program', done: false },
    { key: 'active_partner', done: true },
  ]);
});

test('J4 what only a person can judge is ticked, with who and when, and leaves an audit event', async () => {
  expect(await acme.refusal('POST', '/v2/guide/pay', { done: true })).toBe('409 conflict checked_by_product step');
  expect(await acme.refusal('POST', '/v2/guide/dance', { done: true })).toMatch(/^422/);
  expect(await acme.refusal('POST', '/v2/guide/thank', {})).toMatch(/^422/);
  const tick = (key: string, value: boolean) => acme.data(Step, 'POST', `/v2/guide/${key}`, { done: value });
  const first = await tick('thank', true);
  expect(first).toMatchObject({ state: 'done', by_hand: true, ticked: { by: expect.stringMatching(/^key_/) } });
  expect(await tick('thank', true)).toEqual(first);
  expect(await step('thank')).toEqual(first);
  const Events = z.object({ items: z.array(z.object({ operation: z.string() })) });
  const { items } = await acme.data(Events, 'GET', '/v2/audit-events?limit=5');
  expect(items.filter(({ operation }) => operation === 'tickGuideStep')).toHaveLength(1);
  expect(await tick('thank', false)).toMatchObject({ state: 'open', ticked: null });
  expect(await done()).not.toContain('thank');
});
