import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { decimalAmount } from '../../../domain/money.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(120_000);

let runtime: TestRuntime;
let api: ApiClient;

const Keyed = z.object({ key: z.string() });
const Reward = z.object({
  ...{ event_key: z.string(), partnership_key: z.string(), level: z.int(), original_amount: z.int() },
  trigger_key: z.nullable(z.string()),
});
const Explained = z.object({ base: z.object({ amount: z.int() }), arithmetic: z.array(z.string()) });
const DryRun = z.object({
  ...{ key: z.string(), status: z.string(), complete: z.boolean(), from: z.string(), to: z.string() },
  ...{ trigger_key: z.nullable(z.string()), version: z.nullable(z.int()) },
  totals: z.looseObject({ events: z.int(), matched: z.int(), rewards: z.int(), cost: z.int(), partnerships: z.int() }),
  rules: z.array(z.looseObject({ field: z.string(), held: z.int(), turned_away: z.int(), alone: z.int() })),
  approximate: z.array(z.unknown()),
  rewards: z.optional(
    z.array(
      z.looseObject({
        ...{ event_key: z.string(), partnership_key: z.string(), partner_key: z.string(), level: z.int() },
        ...{ amount: z.int(), base: z.object({ amount: z.int() }), arithmetic: z.array(z.string()) },
        rules: z.array(z.looseObject({ field: z.string(), held: z.boolean() })),
      }),
    ),
  ),
  file: z.nullable(z.object({ download_url: z.nullable(z.string()) })),
});
type DryRun = z.infer<typeof DryRun>;

const Refusal = z.object({ error: z.object({ reason: z.string() }) });

const created = async (path: string, body: unknown): Promise<string> =>
  Keyed.parse(await api.call('POST', path, body)).key;

/** Asks for a dry run and waits for its end. */
const tried = async (body: Readonly<Record<string, unknown>>): Promise<DryRun> => {
  const { key, status } = DryRun.parse(await api.call('POST', '/v2/triggers/dry-run', body));
  expect(status).toBe('queued');
  for (let tries = 0; tries < 300; tries++) {
    const now = DryRun.parse(await api.call('GET', `/v2/triggers/dry-run/${key}`));
    if (now.status !== 'queued' && now.status !== 'running') return now;
    await sleep(100);
  }
  throw new Error(`${key} does not end.`);
};

const rowsOf = async ({ file }: DryRun): Promise<readonly string[]> => {
  const answer = await fetch(file?.download_url ?? '');
  return (await answer.text()).trimEnd().split('\r\n').slice(1);
};

/** What the rewards of a trigger were, in one line each. */
const madeBy = async (trigger: string, period: string): Promise<readonly string[]> =>
  (await everyItem(api, `/v2/rewards?period=${period}`, z.object({ ...Reward.shape, key: z.string() })))
    .filter((reward) => reward.trigger_key === trigger)
    .map(({ event_key, partnership_key, level, original_amount }) =>
      [event_key, partnership_key, level, decimalAmount(original_amount, 'GBP')].join(),
    )
    .toSorted();

const inOneLine = (row: string): string => {
  const cells = row.split(',');
  return [cells[0], cells[4], cells[6], cells[8]].join();
};

const percent = (bps: number) => ({ type: 'reward', offer: { type: 'percentage', bps, description: `${bps}` } });
const flat = (value: number) => ({ type: 'reward', offer: { type: 'flat', value, description: `${value}` } });

let third: string;
let mugs: string;
let joins: string;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  ({ api } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', { second_tier_bps: 1_000 });
  third = await created('/v2/triggers', {
    ...{ name: 'From the third sale on', event: 'transaction.accepted', action: percent(1_000) },
    rules: { field: 'earlier_transactions', op: 'gte', value: 2 },
  });
  mugs = await created('/v2/triggers', {
    ...{ name: 'Mugs', event: 'transaction.accepted' },
    rules: {
      and: [
        { field: 'product_key', op: 'eq', value: 'mug' },
        { field: 'country', op: 'eq', value: 'GB' },
      ],
    },
    action: { type: 'reward', offer: { type: 'percentage', bps: 2_000, description: '20 %', cap_month: 900 } },
  });
  joins = await created('/v2/triggers', { name: 'Sign-up', event: 'customer.created', action: flat(150) });
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', {
    ...{ partner_key: 'ben', email: 'ben@partners.example', recruited_by: 'anna' },
  });
  for (const [customer_key, partner_key] of [
    ['cathy', 'ben'],
    ['dora', 'anna'],
    ['emil', 'ben'],
  ]) {
    await api.call('POST', '/v2/customers', { customer_key, partner_key, country: 'GB' });
  }
  for (let number = 0; number < 24; number++) {
    await api.call('POST', '/v2/transactions', {
      ...{ external_key: `sale-${number}`, customer_key: ['cathy', 'dora', 'emil'][number % 3], currency: 'GBP' },
      country: number % 4 === 3 ? 'FR' : 'GB',
      lines: [
        { product_key: 'mug', quantity: 1 + (number % 2), unit_amount: 399 },
        { product_key: 'bag', quantity: 1, unit_amount: 1_000 + number },
      ],
    });
    if (number === 11) await until(api, '2026-01-20T09:00:00Z');
  }
  await settled(api);
});

afterAll(() => runtime.close());

test('C10 the dry run of a trigger over events that it has seen gives exactly the rewards that were made', async () => {
  for (const trigger of [third, mugs, joins]) {
    const run = await tried({ trigger_key: trigger, from: '2026-01-01', to: '2026-01-31' });
    const made = await madeBy(trigger, '2026-01');
    expect(run).toMatchObject({ status: 'done', complete: true, approximate: [], trigger_key: trigger, version: 1 });
    expect((await rowsOf(run)).map(inOneLine).toSorted()).toEqual(made);
    expect(made.length).toBeGreaterThan(2);
    expect(run.totals).toMatchObject({ rewards: made.length, clawed_back: 0 });
    expect(run.totals['cost_before']).toBe(run.totals['cost_after']);
  }
});

test('C10 each reward is shown with its base, its arithmetic and its rules, as the reward that was made explains itself', async () => {
  const run = await tried({ trigger_key: mugs });
  const [first] = run.rewards ?? [];
  if (first === undefined) throw new Error('The dry run shows no reward.');
  const explained = Explained.parse(
    await api.call('GET', `/v2/rewards/rwd_${first.event_key}.${mugs}.${first.level}/explain`),
  );
  expect(first).toMatchObject({ base: { amount: explained.base.amount }, arithmetic: explained.arithmetic });
  expect(first.rules.map(({ field, held }) => [field, held])).toContainEqual(['product_key', true]);
  expect(['anna', 'ben']).toContain(first.partner_key);
});

test('C10 a draft says what it would have made, what each rule turned away, and what it would have cost; nothing is written', async () => {
  const before = await everyItem(api, '/v2/rewards?period=2026-01', Keyed);
  const run = await tried({
    trigger: {
      ...{ name: 'France', event: 'transaction.accepted', action: flat(100), audience: { type: 'all' } },
      rules: {
        and: [
          { field: 'country', op: 'eq', value: 'FR' },
          { field: 'amount', op: 'gt', value: 1_410 },
        ],
      },
    },
    ...{ from: '2026-01-01', to: '2026-01-31' },
  });
  expect(run).toMatchObject({
    ...{ status: 'done', from: '2026-01-01', to: '2026-01-31' },
    totals: { events: 24, matched: 6, first_tier_amount: 600, turned_away: { rules: 18 }, partnerships: 2 },
    rules: [
      { field: 'country', held: 6, turned_away: 18, alone: expect.any(Number) },
      { field: 'amount', held: expect.any(Number), turned_away: expect.any(Number) },
    ],
  });
  const { cost_before, cost_after, cost } = z
    .object({ cost_before: z.int(), cost_after: z.int(), cost: z.int() })
    .parse(run.totals);
  expect(cost_after - cost_before).toBe(cost);
  await settled(api);
  expect(await everyItem(api, '/v2/rewards?period=2026-01', Keyed)).toEqual(before);
});

test('C10 a change of a trigger is tried on the days that are asked for, and refused where it makes no sense', async () => {
  const run = await tried({ trigger_key: third, trigger: { rules: null }, from: '2026-01-20', to: '2026-01-20' });
  expect(run.totals).toMatchObject({ events: 12, matched: 12 });
  const refused = [
    [{ trigger: { event: 'transaction.accepted' } }, 'incomplete'],
    [{ trigger: { event: 'customer.created', action: percent(500) } }, 'invalid_trigger'],
    [{ trigger_key: third, trigger: { audience: { type: 'group', group: 'grp_none' } } }, 'unknown_reference'],
    [{ trigger_key: third, from: '2025-09-01', to: '2026-01-31' }, 'range_too_long'],
    [{ version: 1 }, 'trigger_missing'],
  ] as const;
  for (const [body, reason] of refused) {
    const { status, body: text } = await api.raw('POST', '/v2/triggers/dry-run', body);
    expect([status, Refusal.parse(JSON.parse(text)).error.reason]).toEqual([422, reason]);
  }
  expect((await api.raw('POST', '/v2/triggers/dry-run', { trigger_key: 'trg_none' })).status).toBe(404);
});

test('C10 leads, deals and partners are looked at as well; a deal that comes back to a stage is rewarded once', async () => {
  const won = await created('/v2/triggers', { name: 'Won', event: 'deal.won', action: percent(500) });
  const deal = { partner_key: 'ben', external_key: 'd1', name: 'Lamps', account_name: 'Firm' };
  await api.call('POST', '/v2/deals', { ...deal, contact_email: 'cora@firm.example' });
  for (const stage of ['Contacted', 'Proposal', 'Contacted']) await api.call('PATCH', '/v2/deals/d1', { stage });
  await api.call('PATCH', '/v2/deals/d1', { stage: 'Won', amount: 80_000, currency: 'GBP' });
  const answers = { email: 'lea@firm.example', first_name: 'Lea', last_name: 'Lead', company: 'Firm' };
  await api.call('POST', '/v2/leads', { partner_key: 'anna', external_key: 'l1', answers });
  await settled(api);

  const stages = await tried({ trigger: { event: 'deal.stage_changed', action: flat(100) } });
  expect(stages.totals).toMatchObject({ events: 3, matched: 2, never_rewarded: 1, first_tier_amount: 200 });
  const leads = await tried({ trigger: { event: 'lead.submitted', action: flat(50) } });
  expect(leads.totals).toMatchObject({ events: 1, matched: 1, cost: 50 });
  const joined = await tried({ trigger: { event: 'partnership.joined', action: flat(10) } });
  expect(joined.totals).toMatchObject({ events: 2, matched: 2, cost: 20 });

  const run = await tried({ trigger_key: won });
  const made = await madeBy(won, '2026-01');
  expect((await rowsOf(run)).map(inOneLine).toSorted()).toEqual(made);
  expect(made.map((row) => row.split(',').slice(2).join()).toSorted()).toEqual(['1,40.00', '2,4.00']);
});
