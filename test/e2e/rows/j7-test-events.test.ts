import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { ApiClient } from '../../../cli/replay/client.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

let runtime: TestRuntime;
let api: ApiClient;
let link: string;
let live: ApiClient;

const Keyed = z.object({ key: z.string() });
const TestEvent = z.object({
  ...{ key: z.string(), settled: z.boolean(), click_id: z.nullable(z.string()), url: z.nullable(z.string()) },
  ...{ customer_key: z.nullable(z.string()), transaction_key: z.nullable(z.string()) },
  steps: z.array(z.object({ step: z.string(), state: z.string(), reason: z.nullable(z.string()) })),
  attribution: z.nullable(z.looseObject({ partner_key: z.string(), reason: z.string() })),
  triggers: z.array(z.looseObject({ name: z.string(), rewarded: z.boolean() })),
  rewards: z.array(
    z.looseObject({
      reward_key: z.string(),
      partner_key: z.string(),
      amount: z.int(),
      arithmetic: z.array(z.string()),
    }),
  ),
  clawbacks: z.array(z.looseObject({ reward_key: z.string(), amount: z.int() })),
});
type TestEvent = z.infer<typeof TestEvent>;

/** Sends a test event and asks until nothing is waited for any more, as the console does. */
const sent = async (body: Readonly<Record<string, unknown>>): Promise<TestEvent> => {
  const { key } = TestEvent.parse(await api.call('POST', '/v2/test-events', body));
  for (let tries = 0; tries < 200; tries++) {
    const now = TestEvent.parse(await api.call('GET', `/v2/test-events/${key}`));
    if (now.settled) return now;
    await sleep(100);
  }
  throw new Error(`${key} is never settled.`);
};

const stateOf = ({ steps }: TestEvent, name: string) => steps.find(({ step }) => step === name);

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T09:00:00Z');
  ({ api } = await runtime.merchant());
  await api.call('POST', '/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1_000, description: '10 %' } },
  });
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  const destination_url = 'https://shop.example/';
  const made = await api.call('POST', '/v2/links', { partnership_key: 'anna', slug: 'anna', destination_url });
  link = Keyed.parse(made).key;
  const order = { name: 'Live', currency: 'GBP', time_zone: 'UTC', mode: 'live' };
  const other = z.object({ secret_key: z.string() }).parse(await api.call('POST', '/v2/merchant/programs', order));
  live = new ApiClient(runtime.url, other.secret_key);
});

afterAll(async () => {
  live.close();
  await runtime.close();
});

test('J7 a test click, sign-up, sale and refund show step by step what comes of them, and are those of the program', async () => {
  const click = await sent({ type: 'click', link_key: link });
  expect(click.url).toBe(`https://shop.example/?fs_click=${click.click_id}`);
  expect(stateOf(click, 'click_recorded')).toMatchObject({ state: 'done', reason: null });

  const signUp = await sent({ type: 'sign_up', after: click.key });
  expect(signUp.attribution).toMatchObject({ partner_key: 'anna', reason: 'click', link_key: link });

  const sale = await sent({ type: 'transaction', after: signUp.key, amount: 5_000 });
  expect(sale.steps.map(({ step, state }) => [step, state])).toEqual([
    ['transaction_accepted', 'done'],
    ['credited', 'done'],
    ['evaluated', 'done'],
    ['counted', 'done'],
  ]);
  const [reward] = sale.rewards;
  expect(reward).toMatchObject({ partner_key: 'anna', amount: 500 });
  expect(reward?.arithmetic).toContain('10 % of 50.00 GBP is 5.00 GBP, rounded half up.');
  expect(sale.triggers).toMatchObject([{ name: 'Ten per cent', rewarded: true }]);
  expect(await api.call('GET', `/v2/rewards/${reward?.reward_key}`)).toMatchObject({ original_amount: 500 });

  const refund = await sent({ type: 'refund', after: sale.key });
  expect(refund.clawbacks).toMatchObject([{ reward_key: reward?.reward_key, amount: 500 }]);

  await settled(api);
  expect(await api.call('GET', '/v2/statistics')).toMatchObject({
    totals: { clicks: 1, sign_ups: 1, transactions: 1, revenue: 5_000, refunded: 5_000, reward_cost: 0 },
  });
});

test('J7 a program in live mode refuses test events, and has none of its figures touched', async () => {
  const answer = await live.raw('POST', '/v2/test-events', { type: 'click', link_key: link });
  expect([answer.status, JSON.parse(answer.body).error.reason]).toEqual([409, 'live_program']);
  await settled(api);
  expect(await live.call('GET', '/v2/statistics')).toMatchObject({ totals: { clicks: 0, revenue: 0 } });
  expect(await live.call('GET', '/v2/customers')).toMatchObject({ items: [] });
});
