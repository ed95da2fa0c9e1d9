import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { readZip } from '../../support/zip-reader.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

const File = z.object({ name: z.string(), size: z.int(), download_url: z.nullable(z.string()) });
const Export = z.object({
  key: z.string(),
  kind: z.string(),
  status: z.string(),
  progress: z.object({ done: z.int(), total: z.nullable(z.int()) }),
  file: z.nullable(File),
});
type Export = z.infer<typeof Export>;

const PARTNERS = 300;

jest.setTimeout(120_000);

let runtime: TestRuntime;
let api: ApiClient;
let group: string;

const inTens = async (count: number, call: (number: number) => Promise<unknown>): Promise<void> => {
  for (let start = 0; start < count; start += 10) {
    await Promise.all(Array.from({ length: Math.min(10, count - start) }, (_, index) => call(start + index)));
  }
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  ({ api } = await runtime.merchant());
  ({ key: group } = z.object({ key: z.string() }).parse(await api.call('POST', '/v2/groups', { name: 'Resellers' })));
  await api.call('POST', '/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  await inTens(PARTNERS, (number) =>
    api.call('POST', '/v2/partnerships', {
      ...{
        partner_key: `p${number}`,
        email: `p${number}@partners.example`,
        company: number === 7 ? '=1+1' : 'Größe, "7"',
      },
      ...(number % 3 === 0 ? { group_key: group } : {}),
    }),
  );
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'p1' });
  await api.call('POST', '/v2/transactions', {
    ...{ external_key: 'sale-1', customer_key: 'cathy', amount: 5_000, currency: 'GBP' },
  });
  await settled(api);
});

afterAll(() => runtime.close());

const exported = async (request: Readonly<Record<string, unknown>>): Promise<Export> =>
  Export.parse(await api.call('POST', '/v2/exports', request));

const show = async (key: string): Promise<Export> => Export.parse(await api.call('GET', `/v2/exports/${key}`));

const ended = async (key: string): Promise<Export> => {
  for (let tries = 0; tries < 600; tries++) {
    const now = await show(key);
    if (now.status !== 'queued' && now.status !== 'running') return now;
    await sleep(100);
  }
  throw new Error(`${key} does not end.`);
};

const download = async ({ file }: Export) => {
  const answer = await fetch(file?.download_url ?? '');
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
};

/** Rows of simple CSV: no cell of these has a line break. */
const rowsOf = (text: string): readonly string[] => text.replace(/\r\n$/, '').split('\r\n');

test('B4 partners are exported as CSV, whole, safe against formulas, with an address that downloads them', async () => {
  const asked = await exported({ kind: 'partnerships' });
  expect(asked).toMatchObject({ kind: 'partnerships', status: 'queued', file: null });
  const done = await ended(asked.key);
  expect(done).toMatchObject({
    ...{ status: 'done', progress: { done: PARTNERS, total: PARTNERS } },
    file: { name: 'partnerships-2026-01-10.csv', download_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) },
  });
  const { headers, body } = await download(done);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="partnerships-2026-01-10.csv"');
  expect(done.file?.size).toBe(body.length);
  const [header, ...rows] = rowsOf(body.toString('utf8'));
  expect(header).toMatch(/^key,partner_key,email,first_name,/);
  expect(new Set(rows.map((row) => row.split(',')[1]))).toEqual(
    new Set(Array.from({ length: PARTNERS }, (_, number) => `p${number}`)),
  );
  expect(rows).toHaveLength(PARTNERS);
  expect(rows.find((row) => row.includes(',p7,'))).toContain(",'=1+1,");
  expect(rows.find((row) => row.includes(',p8,'))).toContain(',"Größe, ""7""",');
});

test('B4 an export is narrowed by group, status and period, and is JSON lines where that is asked for', async () => {
  const narrowed = await ended(
    (await exported({ kind: 'partnerships', format: 'jsonl', group_key: group, status: 'active' })).key,
  );
  const lines = (await download(narrowed)).body.toString('utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(PARTNERS / 3);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ group_key: group, status: 'active' });
  const period = async (value: string) =>
    rowsOf((await download(await ended((await exported({ kind: 'rewards', period: value })).key))).body.toString());
  await expect(period('2026-01')).resolves.toHaveLength(2);
  await expect(period('2025-12')).resolves.toHaveLength(1);
  await expect(exported({ kind: 'links', period: '2026-01' })).rejects.toThrow('422 unprocessable');
});

test('J5 everything is exported as one archive with a file for each kind', async () => {
  const done = await ended((await exported({ kind: 'everything', byte_order_mark: true })).key);
  const files = readZip((await download(done)).body);
  const counts = Object.fromEntries([...files].map(([name, text]) => [name, rowsOf(text).length - 1]));
  expect(counts).toEqual({
    ...{ 'partnerships.csv': PARTNERS, 'links.csv': 0, 'groups.csv': 2, 'tags.csv': 0, 'customers.csv': 1 },
    ...{
      'transactions.csv': 1,
      'refunds.csv': 0,
      'actions.csv': 0,
      'leads.csv': 0,
      'deals.csv': 0,
      'rewards.csv': 1,
      'invoices.csv': 0,
      'payouts.csv': 0,
    },
  });
  expect(files.get('transactions.csv')?.startsWith('\uFEFFkey,external_key')).toBe(true);
  expect(files.get('rewards.csv')).toContain(',5.00,5.00,0.00,0.00,GBP,');
});

test('B4 an export is listed, and removed with its file', async () => {
  const done = await ended((await exported({ kind: 'tags' })).key);
  const { items } = z.object({ items: z.array(Export) }).parse(await api.call('GET', '/v2/exports?limit=1'));
  expect(items).toMatchObject([{ key: done.key, status: 'done' }]);
  expect((await download(done)).status).toBe(200);
  await expect(api.call('DELETE', `/v2/exports/${done.key}`)).resolves.toEqual({ key: done.key, deleted: true });
  expect((await download(done)).status).toBe(404);
  await expect(show(done.key)).rejects.toThrow('404 not_found');
});

test('B4 an export that is interrupted by the end of every process goes on and has no row twice', async () => {
  const { key } = await exported({ kind: 'everything', format: 'jsonl' });
  await sleep(30);
  runtime.kill();
  const done = await ended(key);
  expect(done.status).toBe('done');
  const keys = (readZip((await download(done)).body).get('partnerships.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line): unknown => z.object({ key: z.string() }).parse(JSON.parse(line)).key);
  expect(keys).toHaveLength(PARTNERS);
  expect(new Set(keys).size).toBe(PARTNERS);
});

test('B4 the partners with the highest figures are listed, and the figures of everybody are exported by partner and day', async () => {
  const top = z
    .object({ subjects: z.int(), items: z.array(z.looseObject({ partner_key: z.string(), revenue: z.int() })) })
    .parse(await api.call('GET', '/v2/statistics/top?by=partnership&measure=revenue&limit=5'));
  expect(top).toMatchObject({ subjects: 1, items: [{ partner_key: 'p1', revenue: 5_000, reward_cost: 500 }] });
  const days = { from: '2026-01-01', to: '2026-01-31' };
  const done = await ended((await exported({ kind: 'statistics', by: 'partnership', per: 'day', ...days })).key);
  const [header = '', row = '', ...rest] = rowsOf((await download(done)).body.toString('utf8'));
  expect(rest).toEqual([]);
  expect(header).toMatch(/^day,.*,clicks,invalid_clicks,sign_ups,transactions,revenue,refunds,refunded,reward_cost,/);
  expect(row).toMatch(/^2026-01-10,.*,p1,"Größe, ""7""",.*,0,0,1,1,50.00,0,0.00,5.00,GBP$/);
  const tooLong = { kind: 'statistics', from: '2025-01-01', to: '2026-01-31' };
  expect((await api.raw('POST', '/v2/exports', tooLong)).status).toBe(422);
});
