import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
const TEN = { type: 'percentage', bps: 1000, description: '10 %' };

const Counts = z.object({
  clicks: z.int(),
  sign_ups: z.int(),
  transactions: z.int(),
  revenue: z.int(),
  refunded: z.int(),
  reward_cost: z.int(),
});
const Group = z.object({
  key: z.string(),
  name: z.string(),
  default: z.boolean(),
  archived: z.boolean(),
  join_slug: z.string(),
  destination_url: z.string().nullable(),
  statistics: z.object({ partners: z.int(), range: Counts, total: Counts }).optional(),
});
const Offer = z.object({
  key: z.string(),
  version: z.int(),
  group_key: z.string().nullable(),
  active_from: z.int(),
  active_to: z.int().nullable(),
});
const Refusal = z.object({ status: z.int(), error: z.object({ code: z.string(), reason: z.string().optional() }) });

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  ({ api, secret } = await runtime.merchant());
});
afterAll(() => runtime?.close());

const refusal = async (method: string, path: string, body?: unknown): Promise<string> => {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const { status, error } = Refusal.parse(await (await fetch(new URL(path, api.url), init)).json());
  return `${status} ${error.code} ${error.reason ?? '-'}`;
};
const newGroup = async (body: unknown) => Group.parse(await api.call('POST', '/v2/groups', body));
const change = async (key: string, body: unknown) => Group.parse(await api.call('PATCH', `/v2/groups/${key}`, body));
const join = (name: string, group_key?: string) =>
  api.call('POST', '/v2/partnerships', { partner_key: name, email: `${name}@partners.example`, group_key });
const sell = (external_key: string, customer_key: string, amount: number) => {
  const lines = [{ product_key: 'mug', quantity: 1, unit_amount: amount }];
  return api.call('POST', '/v2/transactions', { external_key, customer_key, currency: 'GBP', lines });
};

test('A1 groups are created, listed, renamed, archived and brought back; each has a name and an address', async () => {
  const made = await newGroup({ name: 'Agencies', destination_url: 'https://acme.example/agencies' });
  expect(made).toMatchObject({ name: 'Agencies', destination_url: 'https://acme.example/agencies', archived: false });
  expect(await change(made.key, { name: 'Studios' })).toMatchObject({ name: 'Studios' });
  expect(await refusal('POST', '/v2/groups', { name: 'STUDIOS' })).toBe('409 conflict name_taken');
  const names = async (query = '') =>
    z
      .object({ items: z.array(Group) })
      .parse(await api.call('GET', `/v2/groups${query}`))
      .items.map(({ name }) => name)
      .toSorted();
  expect(await names()).toEqual(['Default', 'Studios']);
  // What still points there keeps a group from being archived: a partnership, then a trigger.
  await join('sam', made.key);
  expect(await refusal('PATCH', `/v2/groups/${made.key}`, { archived: true })).toBe('409 conflict in_use');
  const other = await newGroup({ name: 'Elsewhere' });
  await api.call('PATCH', '/v2/partnerships/sam', { group_key: other.key });
  const offer = Offer.parse(await api.call('POST', '/v2/offers', { name: 'S', offer: TEN, group_key: made.key }));
  expect(await refusal('PATCH', `/v2/groups/${made.key}`, { archived: true })).toBe('409 conflict in_use');
  await api.call('DELETE', `/v2/offers/${offer.key}`);
  expect(await change(made.key, { archived: true })).toMatchObject({ archived: true });
  expect(await names()).toEqual(['Default', 'Elsewhere']);
  expect(await names('?include_archived=true')).toEqual(['Default', 'Elsewhere', 'Studios']);
  expect(await change(made.key, { archived: false })).toMatchObject({ archived: false });
});

test('A2 the figures of groups equal a recount of the facts, also after a refund, a move and a second delivery', async () => {
  const [one, two] = [
    await newGroup({ name: 'One', destination_url: 'https://acme.example/' }),
    await newGroup({ name: 'Two' }),
  ];
  for (const group of [one, two]) {
    await api.call('POST', '/v2/offers', { name: `Ten ${group.name}`, offer: TEN, group_key: group.key });
  }
  await join('anna', one.key);
  await join('ben', one.key);
  await api.call('POST', '/v2/links', { partnership_key: 'anna', slug: 'anna' });
  await fetch(new URL('/anna', api.url), {
    redirect: 'manual',
    headers: { accept: 'text/html', 'user-agent': CHROME },
  });
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  await sell('sale-1', 'cathy', 1000);
  // The same again is the same fact.
  await sell('sale-1', 'cathy', 1000);
  await api.call('POST', '/v2/transactions/sale-1/refunds', { external_key: 'r-1', amount: 400 });
  await settled(api);
  await api.call('PATCH', '/v2/partnerships/anna', { group_key: two.key });
  await sell('sale-2', 'cathy', 500);
  await settled(api);

  const { items } = z
    .object({ items: z.array(Group) })
    .parse(await api.call('GET', '/v2/groups?include=statistics&limit=50'));
  const figures = (key: string) => items.find((group) => group.key === key)?.statistics;
  const counts = { clicks: 0, sign_ups: 0, transactions: 1, revenue: 500, refunded: 0, reward_cost: 50 };
  const brought = { clicks: 1, sign_ups: 1, transactions: 1, revenue: 1000, refunded: 400, reward_cost: 60 };
  expect(figures(one.key)).toMatchObject({ partners: 1, range: brought, total: brought });
  expect(figures(two.key)).toMatchObject({ partners: 1, range: counts, total: counts });
  // The same from the listed facts: rewards less what was taken back of them, and the sales themselves.
  const rewards = await everyItem(api, '/v2/rewards?period=2026-03', z.object({ amount: z.int() }));
  expect(rewards.reduce((sum, { amount }) => sum + amount, 0)).toBe(110);
  const sales = await everyItem(api, '/v2/transactions', z.object({ amount: z.int() }));
  expect(sales.reduce((sum, { amount }) => sum + amount, 0)).toBe(1500);
  // A range of days in which nothing happened, and one group alone.
  const path = `/v2/groups/${one.key}/statistics?from=2026-03-01&to=2026-03-09`;
  expect(await api.call('GET', path)).toMatchObject({ partners: 1, range: { revenue: 0 }, total: { revenue: 1000 } });
});

test('A3 offers are there per group and for all groups, in all their versions; A14 a change keeps the terms of earlier rewards', async () => {
  const group = await newGroup({ name: 'Three' });
  await join('dora', group.key);
  await api.call('POST', '/v2/customers', { customer_key: 'emil', partner_key: 'dora' });
  const own = Offer.parse(await api.call('POST', '/v2/offers', { name: 'Three', offer: TEN, group_key: group.key }));
  await sell('three-1', 'emil', 1000);
  await settled(api);
  const next = { ...TEN, bps: 2000, description: '20 %' };
  const changed = Offer.parse(await api.call('PATCH', `/v2/offers/${own.key}`, { offer: next }));
  expect(changed).toMatchObject({ version: 2, active_to: null });
  await sell('three-2', 'emil', 1000);
  await settled(api);
  const { items } = z.object({ items: z.array(Offer) }).parse(await api.call('GET', `/v2/offers/${own.key}/versions`));
  expect(items.map(({ version, active_to }) => [version, active_to])).toEqual([
    [2, null],
    [1, changed.active_from],
  ]);
  const listed = z
    .object({ items: z.array(Offer) })
    .parse(await api.call('GET', `/v2/offers?group_key=${group.key}&limit=50`));
  expect(listed.items.every(({ group_key }) => group_key === null || group_key === group.key)).toBe(true);
  // The reward of the first sale stays at the first terms.
  const figures = await api.call('GET', `/v2/groups/${group.key}/statistics`);
  expect(figures).toMatchObject({ total: { reward_cost: 100 + 200 } });
  const first = await everyItem(api, '/v2/rewards?period=2026-03&partnership_key=dora', z.object({ amount: z.int() }));
  expect(first.map(({ amount }) => amount).toSorted()).toEqual([100, 200]);
});

test('A13 the merchant changes the default group itself, and new partners land there', async () => {
  const group = await newGroup({ name: 'New default' });
  expect(await change(group.key, { default: true })).toMatchObject({ default: true });
  expect(await join('fay')).toMatchObject({ group_key: group.key });
  expect(await refusal('PATCH', `/v2/groups/${group.key}`, { archived: true })).toBe('409 conflict default_group');
});

test('A12 a join link belongs to one group and can be renewed', async () => {
  const group = await newGroup({ name: 'Joining' });
  const look = (slug: string) => fetch(new URL(`/v2/public/join/${slug}`, api.url));
  const shown: unknown = await (await look(group.join_slug)).json();
  expect(shown).toMatchObject({ data: { program_name: 'Acme' } });
  expect(JSON.stringify(shown)).not.toContain('Joining');
  const renewed = Group.parse(await api.call('POST', `/v2/groups/${group.key}/join-link`, {}));
  expect((await look(group.join_slug)).status).toBe(404);
  expect((await look(renewed.join_slug)).status).toBe(200);
});
