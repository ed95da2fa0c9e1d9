import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

const Reward = z.object({ key: z.string(), status: z.string(), partner_key: z.string(), description: z.string() });
const Row = z.object({
  ...{ key: z.string(), type: z.string(), state: z.string(), amount: z.int(), partnership_key: z.string() },
  reward: Reward,
});
const Rows = z.object({ items: z.array(Row), has_more: z.boolean() });
const Invoice = z.object({ payables: z.int(), net: z.int(), total: z.int(), status: z.string(), note: z.any() });
const Export = z.object({
  key: z.string(),
  status: z.string(),
  file: z.nullable(z.object({ name: z.string(), download_url: z.nullable(z.string()) })),
});

jest.setTimeout(120_000);

let runtime: TestRuntime;
let api: ApiClient;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  ({ api } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', { fee_bps: 200, second_tier_bps: 1000 });
  await api.call('PUT', '/v2/billing-details', {
    ...{ name: 'Acme GmbH', address_line_1: 'Lindenstraße 5', postal_code: '10969', city: 'Berlin', country: 'DE' },
    vat_number: 'DE 123 456 789',
  });
  await api.call('POST', '/v2/triggers', {
    ...{ name: 'Internal name', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '=10 % of every sale' } },
  });
  const partner = (partner_key: string, more = {}) =>
    api.call('POST', '/v2/partnerships', { partner_key, email: `${partner_key}@partners.example`, ...more });
  await partner('anna', { company: 'Łódź Vögel' });
  await partner('ben', { recruited_by: 'anna' });
  await partner('cleo');
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'ben' });
  for (const [number, amount] of [20_000, 10_000, 5_000, 3_000].entries()) {
    const sale = { external_key: `sale-${number}`, customer_key: 'cathy', amount, currency: 'GBP' };
    await api.call('POST', '/v2/transactions', sale);
  }
  await api.call('POST', '/v2/transactions/sale-0/refunds', { external_key: 'refund-1', amount: 5_000 });
  await settled(api);
  await until(api, '2026-02-02T09:00:00Z');
});

afterAll(() => runtime.close());

const rows = async (query = ''): Promise<readonly z.infer<typeof Row>[]> =>
  Rows.parse(await api.call('GET', `/v2/invoices/2026-01/rewards?limit=100${query}`)).items;
const invoice = async () => Invoice.parse(await api.call('GET', '/v2/invoices/2026-01'));
const sum = (found: readonly { readonly amount: number }[]): number =>
  found.reduce((total, { amount }) => total + amount, 0);
const rewardOf = async (amount: number): Promise<string> =>
  (await rows()).find((row) => row.type === 'reward' && row.amount === amount)?.reward.key ?? '';

const exported = async (request: Readonly<Record<string, unknown>>) => {
  const { key } = Export.parse(await api.call('POST', '/v2/exports', { period: '2026-01', ...request }));
  for (let tries = 0; tries < 300; tries++) {
    const { status, file } = Export.parse(await api.call('GET', `/v2/exports/${key}`));
    if (status === 'failed') throw new Error(`${key} failed.`);
    if (status === 'done') {
      const answer = await fetch(file?.download_url ?? '');
      return {
        name: file?.name,
        type: answer.headers.get('content-type'),
        body: Buffer.from(await answer.arrayBuffer()),
      };
    }
    await sleep(100);
  }
  throw new Error(`${key} does not end.`);
};

test('H2 the review shows every reward with its partner and its why, and sums up to the invoice', async () => {
  const found = await rows();
  expect(sum(found)).toBe((await invoice()).net);
  expect(found.filter(({ type }) => type === 'clawback')).toHaveLength(2);
  expect(new Set(found.map(({ reward }) => reward.partner_key))).toEqual(new Set(['anna', 'ben']));
  const why = await api.call('GET', `/v2/rewards/${found[0]?.reward.key ?? ''}/explain`);
  expect(why).toMatchObject({ trigger: { name: 'Internal name' }, arithmetic: expect.any(Array) });
});

test('H2 decline, hold, adjust and reassign change the total at once; a note is kept', async () => {
  const decide = (key: string, body: object) => api.call('PATCH', `/v2/rewards/${key}`, body);
  const totals = [(await invoice()).total];
  await decide(await rewardOf(1_000), { action: 'decline', note: 'Not a new customer' });
  totals.push((await invoice()).total);
  await decide(await rewardOf(500), { action: 'hold', note: 'Waiting for the delivery' });
  totals.push((await invoice()).total);
  await decide(await rewardOf(300), { action: 'adjust', amount: 100, note: 'Agreed' });
  totals.push((await invoice()).total);
  expect(new Set(totals).size).toBe(4);
  expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  await decide(await rewardOf(2_000), { action: 'reassign', partnership_key: 'cleo', note: 'It was Cleo’s' });
  const after = await invoice();
  expect(after.net).toBe(sum(await rows()));
  expect((await rows('&state=on_hold')).map(({ reward }) => reward.status)).toEqual(['on_hold', 'on_hold']);
  await api.call('PATCH', '/v2/invoices/2026-01', { note: 'Looks right.' });
  expect((await invoice()).note).toBe('Looks right.');
});

test('H2 the invoice is downloaded as CSV by partner and by reward, safe against formulas', async () => {
  const { net, payables } = await invoice();
  const cells = (body: Buffer) =>
    body
      .toString('utf8')
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
  const total = (table: readonly string[][], column: string): number =>
    table.slice(1).reduce((sum, row) => sum + Math.round(Number(row[table[0]?.indexOf(column) ?? -1]) * 100), 0);
  const lines = await exported({ kind: 'invoice_lines' });
  expect(total(cells(lines.body), 'payable')).toBe(payables);
  const rewards = await exported({ kind: 'invoice_rewards' });
  expect(total(cells(rewards.body), 'amount')).toBe(net);
  expect(rewards.body.toString('utf8')).toContain(",'=10 % of every sale,");
  const small = z.object({ content: z.string() }).parse(await api.call('GET', '/v2/invoices/2026-01/csv'));
  expect(small.content.trimEnd()).toBe(lines.body.toString('utf8').trimEnd());
});

test('H2 the invoice is downloaded as a PDF with billing details and VAT number, and approved early', async () => {
  const german = await exported({ kind: 'invoice_pdf' });
  expect([german.name, german.type]).toEqual(['invoice-2026-01-de.pdf', 'application/pdf']);
  expect(german.body.subarray(0, 5).toString()).toBe('%PDF-');
  expect(german.body.toString('latin1')).toContain('/Lang (de)');
  const again = await exported({ kind: 'invoice_pdf' });
  expect(again.body.equals(german.body)).toBe(true);
  const english = await exported({ kind: 'invoice_pdf', language: 'en' });
  expect(english.body.toString('latin1')).toContain('/Lang (en)');
  await api.call('PATCH', '/v2/invoices/2026-01', { action: 'approve' });
  expect((await invoice()).status).toBe('final');
  const final = await exported({ kind: 'invoice_pdf' });
  expect(final.body.equals(german.body)).toBe(false);
  await expect(api.call('PATCH', `/v2/rewards/${await rewardOf(100)}`, { action: 'approve' })).rejects.toThrow(
    'is final',
  );
});
