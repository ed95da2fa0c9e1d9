import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import { runRecount } from '../../../cli/recount/run.ts';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { importFixture } from '../../support/import-fixtures.ts';
import { CREDENTIALS, OtherSystems } from '../support/other-system.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';
import { uploadImport } from '../support/uploads.ts';

const Import = z.object({
  key: z.string(),
  status: z.string(),
  dry_run: z.boolean(),
  progress: z.object({ done: z.int(), total: z.nullable(z.int()) }),
  reason: z.nullable(z.string()),
  counts: z.record(z.string(), z.object({ made: z.int(), exists: z.int(), skipped: z.int() })),
  skipped: z.record(z.string(), z.int()),
  sums: z.array(z.object({ kind: z.string(), result: z.string(), currency: z.string(), amount: z.int() })),
  problems: z.array(z.object({ line: z.int(), reason: z.string() })),
  unused_columns: z.array(z.string()),
  report: z.nullable(z.object({ name: z.string(), download_url: z.nullable(z.string()) })),
});
type Import = z.infer<typeof Import>;
const Partner = z.object({ key: z.string(), partner_key: z.string(), email: z.string(), joined_at: z.int() });
const Customer = z.object({
  customer_key: z.string(),
  created_at: z.int(),
  attribution: z.nullable(z.object({ partnership_key: z.string(), reason: z.string() })),
});
const Reward = z.object({ key: z.string(), status: z.string(), amount: z.int(), description: z.string() });
const Keyed = z.object({ key: z.string() });

jest.setTimeout(180_000);

let systems: OtherSystems;
let runtime: TestRuntime;
let api: ApiClient;

beforeAll(async () => {
  systems = await OtherSystems.start();
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z', systems.parameters);
  ({ api } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  for (const event of ['transaction.accepted', 'customer.created', 'partnership.joined']) {
    const offer = { type: 'flat', value: 500, description: 'Five pounds' };
    await api.call('POST', '/v2/triggers', { name: event, event, action: { type: 'reward', offer } });
  }
});

afterAll(async () => {
  await runtime.close();
  await systems.close();
});

const ended = async (key: string): Promise<Import> => {
  for (let tries = 0; tries < 600; tries++) {
    const now = Import.parse(await api.call('GET', `/v2/imports/${key}`));
    if (now.status !== 'queued' && now.status !== 'running') return now;
    await sleep(100);
  }
  throw new Error(`${key} does not end.`);
};

const start = async (body: Readonly<Record<string, unknown>>): Promise<Import> =>
  Import.parse(await api.call('POST', '/v2/imports', body));

const run = async (body: Readonly<Record<string, unknown>>): Promise<Import> => {
  const done = await ended((await start(body)).key);
  await settled(api);
  return done;
};

const upload = (bytes: Uint8Array): Promise<string> => uploadImport(api, bytes);

const importFile = async (source: string, kind: string, path: string, more: object = {}): Promise<Import> =>
  run({ source, kind, file: await upload(importFixture(path)), ...more });

const reportOf = async ({ report }: Import): Promise<readonly string[]> => {
  const answer = await fetch(report?.download_url ?? '');
  return (await answer.text()).trimEnd().split('\r\n');
};

/** Everything that a dry run must leave as it is. */
const everything = async () => ({
  partners: await everyItem(api, '/v2/partnerships', Partner),
  groups: await everyItem(api, '/v2/groups', Keyed),
  links: await everyItem(api, '/v2/links', Keyed),
  coupons: await everyItem(api, '/v2/coupons', Keyed),
  customers: await everyItem(api, '/v2/customers', Customer),
  transactions: await everyItem(api, '/v2/transactions', Keyed),
  rewards: await everyItem(api, '/v2/rewards', Reward),
  recounted: (await runRecount(api, true)).summary,
});

const partner = async (email: string) => {
  const all = await everyItem(api, '/v2/partnerships', Partner);
  const found = all.find((one) => one.email === email);
  if (found === undefined) throw new Error(`${email} is not here.`);
  return found;
};

const KINDS = ['partners', 'customers', 'transactions', 'rewards'] as const;

test('J8 a dry run of PartnerStack’s own interface says what would be made, and makes nothing of it', async () => {
  const before = await everything();
  const dry = await run({ source: 'partnerstack', credentials: CREDENTIALS.partnerstack, dry_run: true });
  expect(await everything()).toEqual(before);
  expect(dry).toMatchObject({
    ...{ status: 'done', dry_run: true, progress: { done: 12, total: 12 } },
    counts: {
      groups: { made: 1, exists: 0, skipped: 0 },
      partners: { made: 2, exists: 0, skipped: 1 },
      links: { made: 3, exists: 0, skipped: 1 },
      customers: { made: 2, exists: 0, skipped: 1 },
      transactions: { made: 1, exists: 0, skipped: 1 },
      rewards: { made: 2, exists: 0, skipped: 2 },
    },
    skipped: { partner_inactive: 1, partner_unknown: 2, other_currency: 1, already_paid: 1, payment_unknown: 1 },
  });
  expect(dry.sums).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'rewards', result: 'made', currency: 'GBP', amount: 1700 }),
      expect.objectContaining({ kind: 'rewards', result: 'already_paid', currency: 'GBP', amount: 700 }),
      expect.objectContaining({ kind: 'transactions', result: 'other_currency', currency: 'USD', amount: 900 }),
    ]),
  );
});

test('J8 partners, links, customers with their partner, open rewards come from PartnerStack, also through kill -9', async () => {
  systems.delay = 60;
  systems.refusals = 2;
  const { key } = await start({ source: 'partnerstack', credentials: CREDENTIALS.partnerstack });
  // It is killed again and again while it works; each time it goes on where it was.
  for (let kills = 0; kills < 3; kills++) {
    await sleep(500);
    runtime.kill();
    await api.call('GET', `/v2/imports/${key}`);
  }
  const done = await ended(key);
  systems.delay = 0;
  await settled(api);
  expect(done).toMatchObject({
    ...{ status: 'done', progress: { done: 12, total: 12 } },
    counts: {
      groups: { made: 1, exists: 0, skipped: 0 },
      partners: { made: 2, exists: 0, skipped: 1 },
      links: { made: 3, exists: 0, skipped: 1 },
      customers: { made: 2, exists: 0, skipped: 1 },
      transactions: { made: 1, exists: 0, skipped: 1 },
      rewards: { made: 2, exists: 0, skipped: 2 },
    },
  });
  expect(await reportOf(done)).toEqual([
    'list,line,kind,id,reason,detail',
    'partnerships,3,partners,part_Gone0001,partner_inactive,It is not active over there.',
    'partnerships,3,links,gone,partner_unknown,Its partner is not here: it was skipped or never imported.',
    'customers,3,customers,cus_9KdPw4,partner_unknown,Its partner is not here: it was skipped or never imported.',
    'transactions,2,transactions,tran_2,other_currency,"This program is kept in GBP, and this is in USD."',
    'rewards,3,rewards,rwrd_7Yb4,already_paid,It was paid over there.',
    'rewards,4,rewards,rwrd_7Yb5,payment_unknown,Nothing tells whether it will be paid over there: settle it by hand.',
  ]);
  const nina = await partner('nina@roos.example');
  expect(nina).toMatchObject({ partner_key: 'ninaroos', joined_at: 1_740_787_200_000 });
  const customers = await everyItem(api, '/v2/customers', Customer);
  expect(customers.find((one) => one.customer_key === 'acct-5521')).toMatchObject({
    created_at: 1_743_500_000_000,
    attribution: { partnership_key: nina.key },
  });
});

test('J8 an import can be repeated: everything is there, and nothing is made twice', async () => {
  const before = await everything();
  const again = await run({ source: 'partnerstack', credentials: CREDENTIALS.partnerstack });
  expect(again.counts).toMatchObject({
    partners: { made: 0, exists: 2, skipped: 1 },
    links: { made: 0, exists: 3, skipped: 1 },
    customers: { made: 0, exists: 2, skipped: 1 },
    transactions: { made: 0, exists: 1, skipped: 1 },
    rewards: { made: 0, exists: 2, skipped: 2 },
  });
  expect(await everything()).toEqual(before);
});

test('J8 Rewardful and FirstPromoter are read as well, with their coupons', async () => {
  const rewardful = await run({ source: 'rewardful', credentials: CREDENTIALS.rewardful });
  expect(rewardful).toMatchObject({
    status: 'done',
    counts: {
      partners: { made: 1, exists: 0, skipped: 1 },
      links: { made: 1, exists: 0, skipped: 0 },
      coupons: { made: 1, exists: 0, skipped: 0 },
      customers: { made: 1, exists: 0, skipped: 1 },
      transactions: { made: 1, exists: 1, skipped: 0 },
      rewards: { made: 1, exists: 0, skipped: 1 },
    },
  });
  const promoters = await run({ source: 'firstpromoter', credentials: CREDENTIALS.firstpromoter });
  expect(promoters).toMatchObject({
    status: 'done',
    counts: {
      partners: { made: 1, exists: 0, skipped: 1 },
      customers: { made: 1, exists: 0, skipped: 0 },
      transactions: { made: 2, exists: 0, skipped: 0 },
      rewards: { made: 1, exists: 0, skipped: 3 },
    },
  });
});

test('J8 files of other systems and of one’s own are imported, after a dry run with the same file', async () => {
  const file = await upload(importFixture('csv/partners.csv'));
  const asked = { source: 'csv', kind: 'partners', file, date_order: 'day_first' };
  await api.call('POST', '/v2/tags', { name: 'vip' });
  // Tags are not made by an import, and the dry run says so.
  expect(await run({ ...asked, dry_run: true })).toMatchObject({
    counts: { partners: { made: 1, exists: 0, skipped: 1 } },
    problems: [
      { line: 2, reason: 'tag_unknown' },
      { line: 2, reason: 'partner_unknown' },
    ],
  });
  await api.call('POST', '/v2/tags', { name: 'press' });
  const done = await run(asked);
  expect(done).toMatchObject({
    ...{ status: 'done', progress: { done: 2, total: 2 }, unused_columns: [] },
    counts: { partners: { made: 2, exists: 0, skipped: 0 }, links: { made: 2, exists: 0, skipped: 0 } },
  });
  expect(await partner('jo@example.com')).toMatchObject({ joined_at: Date.parse('2025-01-31') });
  for (const kind of KINDS) await importFile('partnerstack', kind, `partnerstack/${kind}.csv`);
  const rewards = await importFile('partnerstack', 'rewards', 'partnerstack/rewards.csv');
  expect(rewards.counts).toEqual({ rewards: { made: 0, exists: 2, skipped: 5 } });
  expect((await importFile('firstpromoter', 'partners', 'firstpromoter/promoters.csv')).counts).toMatchObject({
    partners: { made: 0, exists: 1, skipped: 1 },
  });
});

test('J8 a file with a wrong header, and wrong credentials, are refused with what is wrong', async () => {
  const file = await upload(Buffer.from('Name,Amount\nx,1\n'));
  const refused = await api.raw('POST', '/v2/imports', { source: 'csv', kind: 'rewards', file });
  expect(refused.status).toBe(422);
  expect(JSON.stringify(refused)).toContain('There is no column id.');
  const { key } = await start({ source: 'rewardful', credentials: { key: 'wrong' } });
  expect(await ended(key)).toMatchObject({ status: 'failed', reason: 'credentials_refused' });
  const seen = JSON.stringify([
    await api.call('GET', '/v2/imports?limit=100'),
    await api.call('GET', '/v2/audit-events?limit=250'),
  ]);
  for (const secret of ['sk-private', 'rw-secret', 'fp-key', '"wrong"']) expect(seen).not.toContain(secret);
});

test('J8 old link addresses still lead to the right partner and attribute', async () => {
  const visit = await fetch(`${runtime.url}/nina-spring`, {
    redirect: 'manual',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0', accept: 'text/html' },
  });
  expect(visit.status).toBe(302);
  const target = new URL(visit.headers.get('location') ?? '');
  expect(`${target.origin}${target.pathname}`).toBe('https://shop.example/spring');
  const nina = await partner('nina@roos.example');
  const vera = await partner('vera@lind.example');
  const create = async (customer_key: string, how: object) =>
    Customer.parse(await api.call('POST', '/v2/customers', { customer_key, ...how }));
  expect(await create('by-click', { click_id: target.searchParams.get('fs_click') })).toMatchObject({
    attribution: { partnership_key: nina.key, reason: 'click' },
  });
  expect(await create('by-via', { referral: 'vera' })).toMatchObject({
    attribution: { partnership_key: vera.key, reason: 'referral' },
  });
  // What the site script keeps of `?ps_partner_key=`, which is in base 64.
  const kept = `ref.${Buffer.from('ninaroos').toString('base64url')}.${Date.parse('2026-01-09').toString(36)}`;
  expect(await create('by-script', { click_id: kept })).toMatchObject({
    attribution: { partnership_key: nina.key, reason: 'referral' },
  });
  expect(await create('by-nobody', { referral: 'nobody' })).toMatchObject({ attribution: null });
  expect(await create('by-coupon', { coupon: 'vera10' })).toMatchObject({
    attribution: { partnership_key: vera.key, reason: 'coupon' },
  });
});

test('J8 historical transactions are in the statistics of their days, and made no rewards', async () => {
  await settled(api);
  const nina = await partner('nina@roos.example');
  const path = `/v2/statistics?partnership_key=${nina.key}&from=2025-07-01&to=2025-07-01`;
  const { totals } = z
    .object({ totals: z.object({ transactions: z.int(), revenue: z.int() }) })
    .parse(await api.call('GET', path));
  expect(totals).toEqual({ transactions: 2, revenue: 24_000 });
  const rewards = await everyItem(api, `/v2/rewards?partnership_key=${nina.key}`, Reward);
  // Two carried over (one by the interface, one by a file under another id) and the sign-ups of this test.
  expect(rewards.filter((reward) => reward.amount !== 500).map((reward) => reward.amount)).toEqual([1200, 1200]);
});

test('J8 open rewards are on the next invoice, held ones stay off it', async () => {
  await until(api, '2026-02-01T00:30:00Z');
  const Line = z.object({ partnership_key: z.string(), rewards: z.int(), reward_amount: z.int() });
  const lines = await everyItem(api, '/v2/invoices/2026-01/lines', Line, 'partnership_key');
  const nina = await partner('nina@roos.example');
  const omar = await partner('omar@haddad.example');
  const line = lines.find((one) => one.partnership_key === nina.key);
  // Two rewards of 12.00 and two sign-ups of 5.00 each.
  expect(line).toMatchObject({ rewards: 4, reward_amount: 2 * 1200 + 2 * 500 });
  expect(lines.find((one) => one.partnership_key === omar.key)).toMatchObject({ rewards: 0, reward_amount: 0 });
  expect((await runRecount(api, true)).found).toEqual([]);
});
