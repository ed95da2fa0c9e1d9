import { configuration, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

const TRIGGER = 'trg_5percent';

test('A partner lists its rewards with what they are for, and no key of a trigger', async () => {
  const shop = openShop();
  const first = await shop.sell('s1', 10_000);
  await shop.sell('s2', 2_000, 'bob');
  const { status, data } = await shop.as('part_anna')('GET', '/v2/portal/rewards');
  expect(status).toBe(200);
  expect(data.items).toEqual([
    {
      ...{ key: expect.stringMatching(new RegExp(`^rwd_${first}\\.[0-9a-f]{16}\\.1$`)), status: 'pending' },
      ...{ created_at: expect.any(Number), updated_at: expect.any(Number) },
      ...{ amount: 500, original_amount: 500, adjusted_amount: 0, clawed_back_amount: 0, currency: 'GBP', level: 1 },
      ...{ description: '5 % of everything', event_type: 'transaction.accepted', period: '2026-01' },
    },
  ]);
  expect(JSON.stringify(data)).not.toContain(TRIGGER);
});

test('A partner is told why: the event, the offer, the base, the arithmetic, and nothing internal', async () => {
  const shop = openShop();
  const sale = await shop.sell('s1', 10_000);
  await shop.decide(shop.rewardOf(sale), { action: 'adjust', amount: 300, note: 'Segment VIP is over' });
  await shop.refund('s1', 5_000);
  const anna = shop.as('part_anna');
  const [reward] = (await anna('GET', '/v2/portal/rewards')).data.items;
  const { data } = await anna('GET', `/v2/portal/rewards/${reward.key}/explain`);
  expect(data).toMatchObject({
    reward: { key: reward.key, amount: reward.amount, adjusted_amount: -200 },
    event: { type: 'transaction.accepted', amount: 10_000, currency: 'GBP' },
    offer: '5 % of everything',
    base_amount: 10_000,
    clawbacks: [{ period: '2026-01', amount: expect.any(Number) }],
  });
  expect(data.arithmetic).toContain('5 % of 100.00 GBP is 5.00 GBP, rounded half up.');
  expect(data.arithmetic).toContain('Adjusted by -2.00 GBP to 3.00 GBP.');
  const said = JSON.stringify(data);
  for (const internal of [TRIGGER, 'Five percent', 'VIP', 'grp_main', 'key_test']) expect(said).not.toContain(internal);
});

test('The rewards of somebody else are not there, by their key of the portal or of the program', async () => {
  const shop = openShop();
  const sale = await shop.sell('s1', 10_000);
  const [reward] = (await shop.as('part_anna')('GET', '/v2/portal/rewards')).data.items;
  const bert = shop.as('part_bert');
  for (const key of [reward.key, shop.rewardOf(sale), 'rwd_x']) {
    expect(await bert('GET', `/v2/portal/rewards/${key}/explain`)).toMatchObject({ status: 404 });
  }
  expect((await bert('GET', '/v2/portal/rewards')).data.items).toEqual([]);
  expect(await shop.as('part_anna')('GET', `/v2/portal/rewards/${shop.rewardOf(sale)}/explain`)).toMatchObject({
    status: 404,
  });
});

test('A recruiter sees its share and how it follows from the recruit’s reward', async () => {
  const shop = openShop();
  await shop.sell('s1', 10_000);
  const cleo = shop.as('part_cleo');
  const [share] = (await cleo('GET', '/v2/portal/rewards')).data.items;
  expect(share).toMatchObject({ level: 2, amount: 50 });
  const { data } = await cleo('GET', `/v2/portal/rewards/${share.key}/explain`);
  expect(data.arithmetic).toContain('The recruiter gets 10 % of the reward of 5.00 GBP: 0.50 GBP, rounded half up.');
});

test('Pages of rewards follow each other by their keys of the portal, in both directions', async () => {
  const offers = [trigger(), trigger({ key: 'trg_a', name: 'A' }), trigger({ key: 'trg_b', name: 'B' })];
  const shop = openShop(configuration({ triggers: offers }));
  for (const name of ['s1', 's2', 's3']) await shop.sell(name, 10_000);
  const anna = shop.as('part_anna');
  const { items: all } = (await anna('GET', '/v2/portal/rewards?limit=100')).data;
  expect(all).toHaveLength(9);
  const seen: { key: string }[] = [];
  let cursor = '';
  for (;;) {
    const { data } = await anna('GET', `/v2/portal/rewards?limit=2${cursor}`);
    seen.push(...data.items);
    if (!data.has_more) break;
    cursor = `&starting_after=${data.items.at(-1).key}`;
  }
  expect(seen).toEqual(all);
  const back = await anna('GET', `/v2/portal/rewards?limit=2&ending_before=${all[4].key}`);
  expect(back.data.items).toEqual(all.slice(2, 4));
  expect(await anna('GET', '/v2/portal/rewards?starting_after=x')).toMatchObject({ status: 422 });
});

test('The balance goes with the month: open, on an invoice, available, paid', async () => {
  const shop = openShop();
  await shop.sell('s1', 10_000);
  const balance = async () => (await shop.as('part_anna')('GET', '/v2/portal/balance')).data;
  expect(await balance()).toMatchObject({ open_amount: 500, invoiced_amount: 0, available_amount: 0, paid_amount: 0 });
  await shop.closeMonth('2026-01');
  expect(await balance()).toMatchObject({
    ...{ open_amount: 0, invoiced_amount: 500, available_amount: 0 },
    next_payment: { at: Date.UTC(2026, 1, 13), amount: 500, status: 'in_review' },
  });
  await shop.finalise('2026-01');
  expect((await balance()).next_payment).toMatchObject({ status: 'to_be_paid' });
  await shop.pay('2026-01');
  expect(await balance()).toMatchObject({
    ...{ invoiced_amount: 0, available_amount: 500, minimum_payout: 500 },
    next_payment: { amount: 500, status: 'paid' },
  });
  await shop.payOut('part_anna', 500);
  expect(await balance()).toMatchObject({ available_amount: 0, paid_amount: 500, next_payment: null });
});

test('Statistics tell earnings by the day of their events', async () => {
  const shop = openShop();
  await shop.sell('s1', 10_000);
  await shop.refund('s1', 4_000);
  const { data } = await shop.as('part_anna')('GET', '/v2/portal/statistics?from=2026-01-14&to=2026-01-16');
  expect(data.items.map((item: { day: string; earned_amount: number }) => [item.day, item.earned_amount])).toEqual([
    ['2026-01-14', 0],
    ['2026-01-15', 300],
    ['2026-01-16', 0],
  ]);
  expect(data.totals).toMatchObject({ earned_amount: 300, sign_ups_of_clicks_bps: null });
  const long = await shop.as('part_anna')('GET', '/v2/portal/statistics?from=2025-01-01&to=2026-01-01');
  expect(long).toMatchObject({ status: 422, error: { reason: 'range_too_long' } });
});
