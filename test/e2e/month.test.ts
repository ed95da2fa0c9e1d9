import * as z from 'zod';
import { everyItem } from '../../cli/recount/listing.ts';
import { runRecount } from '../../cli/recount/run.ts';
import type { ApiClient } from '../../cli/replay/client.ts';
import { moveClock } from '../../cli/replay/clock.ts';
import { setPaymentMethod } from '../../cli/replay/setup.ts';
import { TestRuntime, until } from './support/runtime.ts';

const Invoice = z.object({
  ...{ status: z.string(), payables: z.int(), fee: z.int(), total: z.int(), charge_attempts: z.int() },
  ...{ reward_amount: z.int(), clawback_amount: z.int(), key: z.string() },
});
const Reward = z.object({
  ...{ key: z.string(), partner_key: z.string(), status: z.string(), level: z.int() },
  ...{ original_amount: z.int(), transaction_key: z.string().nullable() },
});
const Payout = z.object({ partner_key: z.string(), amount: z.int(), provider: z.string(), status: z.string() });
const Ledger = z.object({
  type: z.string(),
  postings: z.array(z.object({ account: z.string(), amount: z.int() })),
});
const Statement = z.object({ period: z.string(), net: z.int(), payable: z.int() });
const Keyed = z.object({ key: z.string() });

const SALES = [
  { external_key: 'sale-1', customer_key: 'cathy', amount: 20_000, currency: 'GBP' },
  { external_key: 'sale-2', customer_key: 'dave', amount: 10_000, currency: 'GBP' },
  { external_key: 'sale-3', customer_key: 'cathy', amount: 5_000, currency: 'GBP' },
] as const;

jest.setTimeout(180_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;

const get = async <S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>> =>
  schema.parse(await api.call('GET', path));
const january = () => get('/v2/invoices/2011-01', Invoice);
const statementsOf = (partner: string) => everyItem(api, `/v2/partnerships/${partner}/statements`, Statement, 'period');
const january2011 = async (partner: string) =>
  (await statementsOf(partner)).find((statement) => statement.period === '2011-01');

/** Anna recruited Ben; each has a customer; everybody gets 10 %, and Anna 10 % of what Ben earns. */
const setUp = async (): Promise<void> => {
  await api.call('PATCH', '/v2/programs', { second_tier_bps: 1000, fee_bps: 200, fee_fixed: 30 });
  await api.call('POST', '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  await setPaymentMethod(api);
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', {
    partner_key: 'ben',
    email: 'ben@partners.example',
    recruited_by: 'anna',
  });
  await api.call('PUT', '/v2/partnerships/anna/payout-method', { provider: 'stripe', destination: 'acct_ok_anna' });
  await api.call('PUT', '/v2/partnerships/ben/payout-method', {
    provider: 'paypal',
    destination: 'ben@partners.example',
  });
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'ben' });
  await api.call('POST', '/v2/customers', { customer_key: 'dave', partner_key: 'anna' });
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-03T00:00:00Z');
  ({ api } = await runtime.merchant());
  await setUp();
});
afterAll(() => runtime?.close());

describe('A month from the first sale to the payouts, with the runtime killed on the way', () => {
  test('sales and a refund are accepted, and survive kill -9', async () => {
    await until(api, '2011-01-10T12:00:00Z');
    for (const sale of SALES) await api.call('POST', '/v2/transactions', sale);
    await until(api, '2011-01-20T12:00:00Z');
    await api.call('POST', '/v2/transactions/sale-1/refunds', { external_key: 'refund-1', amount: 5_000 });
    const before = await everyItem(api, '/v2/transactions', Keyed);
    runtime?.kill();
    // The merchant's server had no answer and asks again: the earlier answer comes, and nothing counts twice.
    const again = Keyed.parse(await api.call('POST', '/v2/transactions', SALES[0]));
    expect(before).toContainEqual(again);
    expect(await everyItem(api, '/v2/transactions', Keyed)).toEqual(before);
  });

  test('on the 1st the month becomes an invoice in review', async () => {
    await until(api, '2011-02-01T00:00:00Z');
    // Ben 2000 + 500, less 500 for the refund; Anna 1000 of her own and 200 + 50 - 50 of his.
    expect(await january()).toMatchObject({
      status: 'in_review',
      reward_amount: 3750,
      clawback_amount: 550,
      payables: 3200,
      fee: 94,
      total: 3294,
    });
    expect(await january2011('ben')).toEqual({ period: '2011-01', net: 2000, payable: 2000 });
    expect(await january2011('anna')).toEqual({ period: '2011-01', net: 1200, payable: 1200 });
  });

  test('a declined reward takes the recruiter’s share with it, and the invoice is computed anew', async () => {
    await until(api, '2011-02-03T09:00:00Z');
    const sale = Keyed.parse(await api.call('GET', '/v2/transactions/sale-3'));
    const rewards = await everyItem(api, '/v2/rewards?period=2011-01', Reward);
    const own = rewards.find((reward) => reward.transaction_key === sale.key && reward.level === 1);
    expect(own).toMatchObject({ partner_key: 'ben', original_amount: 500 });
    await api.call('PATCH', `/v2/rewards/${own?.key ?? ''}`, { action: 'decline', note: 'Not a new order' });
    const after = await everyItem(api, '/v2/rewards?period=2011-01', Reward);
    const declined = after.filter((reward) => reward.status === 'declined').map((reward) => reward.partner_key);
    expect(declined.toSorted()).toEqual(['anna', 'ben']);
    // 1500 for Ben and 1150 for Anna; 2 % of 2650 are 53, and 30 on top.
    expect(await january()).toMatchObject({ status: 'in_review', payables: 2650, fee: 83, total: 2733 });
  });

  test('killed in the review and again at the charge, the invoice is charged once', async () => {
    runtime?.kill();
    await moveClock(api, Date.parse('2011-02-08T00:00:00Z'), false);
    runtime?.kill();
    await until(api, '2011-02-08T00:00:00Z');
    expect(await january()).toMatchObject({ status: 'paid', total: 2733 });
    const charges = (await everyItem(api, '/v2/ledger', Ledger)).filter(({ type }) => type === 'charge');
    expect(charges.map(({ postings }) => postings.find(({ account }) => account === 'cash')?.amount)).toEqual([2733]);
  });

  test('on the 13th each partner is paid once', async () => {
    await moveClock(api, Date.parse('2011-02-13T00:00:00Z'), false);
    runtime?.kill();
    await until(api, '2011-02-14T00:00:00Z');
    const payouts = await everyItem(api, '/v2/payouts', Payout);
    expect(payouts.toSorted((a, b) => a.amount - b.amount)).toEqual([
      { partner_key: 'anna', amount: 1150, provider: 'stripe', status: 'paid' },
      { partner_key: 'ben', amount: 1500, provider: 'paypal', status: 'paid' },
    ]);
    const rewards = await everyItem(api, '/v2/rewards?period=2011-01', Reward);
    expect([...new Set(rewards.map((reward) => reward.status))].toSorted()).toEqual(['declined', 'paid']);
  });

  test('the ledger is balanced: what was charged is what was paid out and the fee', async () => {
    const ledger = await everyItem(api, '/v2/ledger', Ledger);
    const balances = new Map<string, number>();
    for (const { postings } of ledger) {
      expect(postings.reduce((sum, posting) => sum + posting.amount, 0)).toBe(0);
      for (const { account, amount } of postings) balances.set(account, (balances.get(account) ?? 0) + amount);
    }
    // A debit is positive: 83 are left in cash, and they are our fee.
    expect([...balances.values()].filter((balance) => balance !== 0).toSorted((a, b) => a - b)).toEqual([-83, 83]);
    expect(balances.get('cash')).toBe(83);
    expect(balances.get('fees')).toBe(-83);
  });

  test('the recount of the raw facts comes to the same in every cell', async () => {
    expect((await runRecount(api, true)).found).toEqual([]);
  });
});
