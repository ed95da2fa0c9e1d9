import { acceptRefund } from '../../../functions/sales/accept-refund.ts';
import { transactionViews } from '../../../functions/shared/sale-views.ts';
import { getCustomer } from '../../../table/customers.ts';
import { saleKey } from '../../../table/keys.ts';
import { getStanding } from '../../../table/partnerships.ts';
import { statementsOf } from '../../../table/statements.ts';
import { configuration, PROGRAM, standing, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

type Shop = ReturnType<typeof openShop>;

const toBert = (more = {}) => ({
  action: 'reassign',
  partnership_key: 'part_bert',
  note: 'Bert made the sale.',
  ...more,
});

const rewardsOf = async (shop: Shop, partnership: string, period = '2026-01') => {
  const { items } = await shop.must('GET', `/v2/rewards?partnership_key=${partnership}&period=${period}`);
  return items;
};

const amounts = async (shop: Shop, partnership: string, period = '2026-01'): Promise<[string, number][]> =>
  (await rewardsOf(shop, partnership, period)).map((r: { status: string; amount: number }) => [r.status, r.amount]);

const measures = async (shop: Shop, partnership: string) => {
  const found = await getStanding(shop.store, partnership);
  const month = found?.months['2026-01'];
  return [found?.lifetime.total, found?.lifetime.quantity, month?.transactions, month?.sales, month?.refunded];
};

describe('reassigning a reward in the open month', () => {
  test('declines what the event gave, and gives the right partner and recruiter what the triggers give them', async () => {
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    const answer = await shop.decide(shop.rewardOf(event), toBert());
    expect(answer).toMatchObject({ status: 200, data: { status: 'declined', reassigned_to: 'part_bert' } });
    for (const partner of ['part_anna', 'part_cleo']) {
      expect(await rewardsOf(shop, partner)).toMatchObject([{ status: 'declined' }]);
    }
    expect(await rewardsOf(shop, 'part_bert')).toMatchObject([
      { status: 'pending', amount: 500, event_key: event, transaction_key: event, event_type: 'transaction.accepted' },
    ]);
    expect(await amounts(shop, 'part_dora')).toEqual([['pending', 50]]);
  });

  test('moves the measures of the transaction and of its refunds, and binds the customer only if asked', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.sell('o2', 600);
    await shop.refund('o1', 4000);
    await shop.decide(key, toBert());
    expect(await measures(shop, 'part_anna')).toEqual([600, 1, 1, 600, 0]);
    expect(await measures(shop, 'part_bert')).toEqual([6000, 1, 1, 6000, 4000]);
    expect((await getCustomer(shop.store, PROGRAM, 'ann'))?.attribution).toMatchObject({ partnership: 'part_anna' });
    const [view] = await transactionViews(shop.store, 'live', [await shop.store.get(saleKey(PROGRAM, 'o1'))]);
    expect(view).toMatchObject({ partnership_key: 'part_bert', refunded_amount: 4000 });
    const next = shop.rewardOf(await shop.sell('o3', 100));
    await shop.decide(next, toBert({ rebind_customer: true }));
    expect((await getCustomer(shop.store, PROGRAM, 'ann'))?.attribution).toMatchObject({
      partnership: 'part_bert',
      reason: 'manual',
    });
  });

  test('twice, and ten times at once, is once; for somebody else it is refused', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.decide(key, toBert())));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await amounts(shop, 'part_bert')).toEqual([['pending', 500]]);
    expect(await measures(shop, 'part_bert')).toEqual([10_000, 1, 1, 10_000, 0]);
    expect(await shop.decide(key, toBert({ partnership_key: 'dora' }))).toMatchObject({
      status: 409,
      error: { reason: 'reassigned' },
    });
  });

  test('refunds before and after it take back their parts from whoever has the rewards', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.refund('o1', 2000);
    await shop.decide(key, toBert());
    expect(await amounts(shop, 'part_bert')).toEqual([['pending', 400]]);
    await shop.refund('o1', 3000);
    expect(await amounts(shop, 'part_bert')).toEqual([['pending', 250]]);
    expect(await amounts(shop, 'part_dora')).toEqual([['pending', 25]]);
    await shop.refund('o1');
    expect(await amounts(shop, 'part_bert')).toEqual([['pending', 0]]);
    expect(await measures(shop, 'part_bert')).toEqual([0, 1, 1, 0, 10_000]);
    await shop.closeMonth('2026-01');
    expect(await shop.recount()).toEqual([]);
  });

  test('waits for a refund that has not been worked on yet', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const { refund } = await acceptRefund(shop.deps)({ program: PROGRAM, transaction: 'o1', amount: 100 });
    expect(await shop.decide(key, toBert())).toMatchObject({ status: 503, error: { code: 'busy' } });
    await shop.evaluate('refund.accepted', refund);
    expect(await shop.decide(key, toBert())).toMatchObject({ status: 200 });
  });

  test('can be corrected: the new reward is reassigned in its turn, also back', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.decide(key, toBert());
    const [wrong] = await rewardsOf(shop, 'part_bert');
    await shop.refund('o1', 1000);
    expect(await shop.decide(wrong.key, toBert({ partnership_key: 'anna' }))).toMatchObject({ status: 200 });
    expect(await amounts(shop, 'part_anna')).toEqual(
      expect.arrayContaining([
        ['declined', 500],
        ['pending', 450],
      ]),
    );
    await shop.refund('o1');
    expect(await measures(shop, 'part_anna')).toEqual([0, 1, 1, 0, 10_000]);
    expect(await measures(shop, 'part_bert')).toEqual([0, 0, 0, 0, 0]);
    await shop.closeMonth('2026-01');
    expect(await shop.recount()).toEqual([]);
    expect(await shop.invoice('2026-01')).toMatchObject({ total: 0 });
  });

  test('gives monthly caps back to the one, and counts them for the other', async () => {
    const offer = { type: 'percentage', bps: 500, description: '5 %', cap_month: 600 } as const;
    const shop = openShop(configuration({ triggers: [trigger({ offer })] }));
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.sell('o2', 4000, 'bob');
    await shop.decide(key, toBert());
    expect(await amounts(shop, 'part_bert')).toEqual([
      ['pending', 400],
      ['pending', 200],
    ]);
    await shop.sell('o3', 20_000);
    expect(await amounts(shop, 'part_anna')).toContainEqual(['pending', 600]);
  });

  test('a recruiter that is credited instead loses the second-tier reward and gets the first', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.decide(key, toBert({ partnership_key: 'part_cleo' }));
    expect(await amounts(shop, 'part_cleo')).toEqual(
      expect.arrayContaining([
        ['declined', 50],
        ['pending', 500],
      ]),
    );
  });

  test('an approval delay that still runs goes on for the right partner', async () => {
    const shop = openShop(configuration({ approval_delay_days: 30 }));
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.refund('o1', 1000);
    await shop.decide(key, toBert());
    expect(await amounts(shop, 'part_bert', '2026-02')).toEqual([['pending', 450]]);
    await shop.refund('o1', 1000);
    expect(await amounts(shop, 'part_bert', '2026-02')).toEqual([['pending', 400]]);
    expect(await amounts(shop, 'part_anna', '2026-02')).toEqual([['declined', 450]]);
  });

  test.each([
    ['an unknown partner', { partnership_key: 'nobody' }, 404, undefined],
    ['a partner that left', { partnership_key: 'part_gone' }, 422, 'partnership_inactive'],
    ['the same partner', { partnership_key: 'part_anna' }, 422, 'same_partnership'],
  ])('%s is refused, and nothing changes', async (_who, more, status, reason) => {
    const shop = openShop();
    shop.addStanding(standing('part_gone', { status: 'inactive' }));
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const before = JSON.stringify([...shop.store.items]);
    const refused = await shop.decide(key, toBert(more));
    expect(refused).toMatchObject({ status, error: reason === undefined ? {} : { reason } });
    expect(JSON.stringify([...shop.store.items])).toBe(before);
  });

  test('a second-tier reward, one given by hand, and a declined one are not reassigned', async () => {
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    const given = await shop.must('POST', '/v2/rewards', {
      partnership_key: 'part_anna',
      amount: 10,
      description: 'Thanks',
    });
    const reasonFor = async (key: string) => (await shop.decide(key, toBert())).error.reason;
    expect(await reasonFor(shop.rewardOf(event, 2))).toBe('second_tier');
    expect(await reasonFor(given.key)).toBe('not_reassignable');
    await shop.decide(shop.rewardOf(event), { action: 'decline', note: 'No.' });
    expect(await reasonFor(shop.rewardOf(event))).toBe('declined');
  });
});

describe('reassigning a reward of a closed month', () => {
  const line = async (shop: Shop, partnership: string, period: string) => {
    const found = (await statementsOf(shop.store, partnership)).find((statement) => statement.period === period);
    return [found?.reward_amount, found?.clawback_amount, found?.payable, found?.carried_out];
  };

  test('in review it restates the old invoice and gives the new rewards in the open month', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.closeMonth('2026-01');
    await shop.decide(key, toBert());
    expect(await line(shop, 'part_anna', '2026-01')).toEqual([0, 0, 0, 0]);
    expect(await shop.invoice('2026-01')).toMatchObject({ payables: 0, total: 0 });
    await shop.finalise('2026-01');
    await shop.closeMonth('2026-02');
    expect(await line(shop, 'part_bert', '2026-02')).toEqual([500, 0, 500, 0]);
    expect(await shop.recount()).toEqual([]);
  });

  test('final and paid, it claws back what is left as a debt, and later refunds go to the right partner', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.closeMonth('2026-01');
    await shop.finalise('2026-01');
    await shop.pay('2026-01');
    await shop.refund('o1', 2000);
    expect(await shop.decide(key, toBert())).toMatchObject({
      data: { status: 'available', amount: 0, clawed_back_amount: 500, reassigned_to: 'part_bert' },
    });
    await shop.refund('o1', 2000);
    await shop.closeMonth('2026-02');
    expect(await line(shop, 'part_anna', '2026-02')).toEqual([0, 500, 0, -500]);
    expect(await line(shop, 'part_cleo', '2026-02')).toEqual([0, 50, 0, -50]);
    expect(await line(shop, 'part_bert', '2026-02')).toEqual([500, 200, 300, 0]);
    expect(await line(shop, 'part_dora', '2026-02')).toEqual([50, 20, 30, 0]);
    expect((await getStanding(shop.store, 'part_bert'))?.lifetime.total).toBe(6000);
    expect((await getStanding(shop.store, 'part_anna'))?.lifetime.total).toBe(0);
    expect(await shop.recount()).toEqual([]);
  });

  test('on hold and final, it is declined and never billed', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.decide(key, { action: 'hold', note: 'Who was it?' });
    await shop.closeMonth('2026-01');
    expect(await shop.decide(key, toBert())).toMatchObject({ data: { status: 'declined', clawed_back_amount: 0 } });
    await shop.closeMonth('2026-02');
    expect(await line(shop, 'part_anna', '2026-02')).toEqual([0, 0, 0, 0]);
    expect(await line(shop, 'part_bert', '2026-02')).toEqual([500, 0, 500, 0]);
    expect(await shop.recount()).toEqual([]);
  });
});
