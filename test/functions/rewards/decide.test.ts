import { getStanding } from '../../../table/partnerships.ts';
import { statementsOf } from '../../../table/statements.ts';
import { configuration, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

const HOLD = { action: 'hold', note: 'Waiting for the delivery.' };
const DECLINE = { action: 'decline', note: 'Own purchase.' };

const line = async (shop: ReturnType<typeof openShop>, partnership: string, period = '2026-01') => {
  const found = (await statementsOf(shop.store, partnership)).find((statement) => statement.period === period);
  return found === undefined ? undefined : [found.rewards, found.reward_amount, found.clawback_amount, found.payable];
};

describe('deciding about a reward while its month is open', () => {
  test('a reward is pending with its amount until somebody decides', async () => {
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    expect(await shop.show(shop.rewardOf(event))).toMatchObject({
      partnership_key: 'part_anna',
      partner_key: 'anna',
      status: 'pending',
      amount: 500,
      original_amount: 500,
      adjusted_amount: 0,
      clawed_back_amount: 0,
      currency: 'GBP',
      level: 1,
      trigger_key: 'trg_5percent',
      description: '5 % of everything',
      event_key: event,
      event_type: 'transaction.accepted',
      transaction_key: event,
      period: '2026-01',
      invoice_key: null,
      reassigned_to: null,
    });
    expect(await shop.show(shop.rewardOf(event, 2))).toMatchObject({
      partnership_key: 'part_cleo',
      amount: 50,
      level: 2,
      description: 'A share of the rewards of partners that you recruited: 5 % of everything',
    });
  });

  test.each([
    ['approve', { action: 'approve' }, 'approved', 500, 'pending', 50],
    ['decline', DECLINE, 'declined', 500, 'declined', 50],
    ['hold', HOLD, 'on_hold', 500, 'on_hold', 50],
    ['adjust', { action: 'adjust', amount: 333, note: 'Half.' }, 'pending', 333, 'pending', 33],
  ])('%s changes it, the second tier follows where it should, and twice is once', async (...row) => {
    const [, body, status, amount, secondStatus, secondAmount] = row;
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    const first = await shop.decide(shop.rewardOf(event), body);
    expect(first).toMatchObject({ status: 200, data: { status, amount } });
    const items = shop.store.items.size;
    shop.pass();
    expect(await shop.decide(shop.rewardOf(event), body)).toEqual(first);
    expect(shop.store.items.size).toBe(items);
    expect(await shop.show(shop.rewardOf(event, 2))).toMatchObject({ status: secondStatus, amount: secondAmount });
  });

  test('a held reward is released with its second tier, and a second release changes nothing', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    expect(await shop.decide(key, { action: 'release' })).toMatchObject({
      status: 409,
      error: { reason: 'not_on_hold' },
    });
    await shop.decide(key, HOLD);
    expect(await shop.decide(key, { action: 'approve' })).toMatchObject({ status: 409, error: { reason: 'on_hold' } });
    expect(await shop.decide(key, { action: 'release' })).toMatchObject({ status: 200, data: { status: 'pending' } });
    expect(await shop.decide(key, { action: 'release' })).toMatchObject({ status: 200, data: { status: 'pending' } });
    expect(await shop.show(key.replace(/1$/, '2'))).toMatchObject({ status: 'pending' });
  });

  test('a declined reward stays declined', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.decide(key, DECLINE);
    for (const body of [
      { action: 'approve' },
      HOLD,
      { action: 'release' },
      { action: 'adjust', amount: 1, note: 'x' },
    ]) {
      expect(await shop.decide(key, body)).toMatchObject({ status: 409, error: { reason: 'declined' } });
    }
  });

  test('a decline and a hold need a reason, and unknown rewards are not found', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    expect(await shop.decide(key, { action: 'decline' })).toMatchObject({ status: 422 });
    expect(await shop.decide(key, { action: 'hold', note: '' })).toMatchObject({ status: 422 });
    const unknown = [
      'rwd_x',
      key.replace('trg_5percent', 'trg_other'),
      shop.rewardOf(`txn_${'0'.repeat(26)}`),
      shop.rewardOf(`evt_${'0'.repeat(26)}`),
      shop.rewardOf(`constructor_${'0'.repeat(26)}`),
    ];
    for (const one of unknown) expect(await shop.decide(one, HOLD)).toMatchObject({ status: 404 });
    shop.asProgram('prog_other');
    expect(await shop.call('GET', `/v2/rewards/${key}`)).toMatchObject({ status: 404 });
  });

  test('an adjustment is not below what refunds have taken back, and caps what they take later', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.refund('o1', 4000);
    expect(await shop.show(key)).toMatchObject({ amount: 300, clawed_back_amount: 200 });
    expect(await shop.decide(key, { action: 'adjust', amount: 199, note: 'x' })).toMatchObject({
      status: 422,
      error: { reason: 'below_clawbacks', param: 'amount' },
    });
    expect(await shop.decide(key, { action: 'adjust', amount: 250, note: 'x' })).toMatchObject({
      status: 200,
      data: { amount: 50, adjusted_amount: -250 },
    });
    await shop.refund('o1');
    expect(await shop.show(key)).toMatchObject({ amount: 0, clawed_back_amount: 250 });
  });

  test('of two adjustments at once the later one says what the reward comes to', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const amounts = [100, 200, 300, 400];
    await Promise.all(amounts.map((amount) => shop.decide(key, { action: 'adjust', amount, note: 'x' })));
    const { adjusted_amount } = await shop.show(key);
    expect(amounts).toContain(500 + adjusted_amount);
    const { marks } = await shop.must('GET', `/v2/rewards/${key}/explain`);
    expect(marks).toHaveLength(4);
  });

  test('a second-tier reward on the sale stands while any first-tier reward of the sale does', async () => {
    const twice = [trigger(), trigger({ key: 'trg_more' })];
    const shop = openShop(configuration({ second_tier_of: 'sale', triggers: twice }));
    const event = await shop.sell('o1', 10_000);
    const second = shop.rewardOf(event, 2, 'second_tier');
    await shop.decide(shop.rewardOf(event), DECLINE);
    expect(await shop.show(second)).toMatchObject({ status: 'pending', amount: 1000, trigger_key: null });
    await shop.decide(shop.rewardOf(event, 1, 'trg_more'), HOLD);
    expect(await shop.show(second)).toMatchObject({ status: 'on_hold' });
    await shop.decide(shop.rewardOf(event, 1, 'trg_more'), { action: 'release' });
    await shop.decide(shop.rewardOf(event, 1, 'trg_more'), DECLINE);
    expect(await shop.show(second)).toMatchObject({ status: 'declined' });
  });

  test('a second-tier reward can be decided about by itself', async () => {
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    await shop.decide(shop.rewardOf(event, 2), DECLINE);
    expect(await shop.show(shop.rewardOf(event))).toMatchObject({ status: 'pending' });
    expect(await shop.decide(shop.rewardOf(event), HOLD)).toMatchObject({ status: 200, data: { status: 'on_hold' } });
  });
});

describe('deciding about a reward while its invoice is in review', () => {
  test('restates the lines of the partner and the recruiter and the total in the same write', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.sell('o2', 20_000, 'bob');
    const before = await shop.closeMonth('2026-01');
    expect([before.state, before.payables, before.fee]).toEqual(['in_review', 1650, 80]);
    expect(await shop.show(key)).toMatchObject({ status: 'approved', invoice_key: before.key });
    await shop.decide(key, DECLINE);
    expect(await shop.invoice('2026-01')).toMatchObject({ payables: 1100, fee: 63, total: 1163 });
    expect([await line(shop, 'part_anna'), await line(shop, 'part_cleo')]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(await shop.recount()).toEqual([]);
  });

  test('is put off while the month is being closed', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const standing = await getStanding(shop.store, 'part_anna');
    if (standing === undefined) throw new Error('Anna is gone.');
    shop.addStanding({ ...standing, sealed: '2026-01', rev: standing.rev + 1 });
    expect(await shop.decide(key, DECLINE)).toMatchObject({ status: 503, error: { code: 'busy' } });
  });

  test('hold and release leave everything as it was', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    const before = await shop.closeMonth('2026-01');
    await shop.decide(key, HOLD);
    expect(await shop.show(key)).toMatchObject({ status: 'on_hold', invoice_key: null });
    expect((await shop.invoice('2026-01')).payables).toBe(0);
    await shop.decide(key, { action: 'release' });
    const after = await shop.invoice('2026-01');
    expect([after.payables, after.total]).toEqual([before.payables, before.total]);
    expect(await shop.recount()).toEqual([]);
  });
});

describe('deciding about a reward whose invoice is final', () => {
  const finalShop = async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.closeMonth('2026-01');
    await shop.finalise('2026-01');
    return { shop, key };
  };

  test('is too late for all but what has been decided already', async () => {
    const { shop, key } = await finalShop();
    expect(await shop.show(key)).toMatchObject({ status: 'invoiced' });
    const asked = [{ action: 'approve' }, DECLINE, HOLD, { action: 'adjust', amount: 1, note: 'x' }];
    for (const body of asked) {
      expect(await shop.decide(key, body)).toMatchObject({ status: 409, error: { reason: 'invoice_final' } });
    }
    expect(await shop.decide(key, { action: 'adjust', amount: 500, note: 'x' })).toMatchObject({ status: 200 });
    expect(await shop.decide(key, { action: 'release' })).toMatchObject({
      status: 409,
      error: { reason: 'not_on_hold' },
    });
  });

  test('it is available once the invoice is paid, and paid once the partner has the money', async () => {
    const { shop, key } = await finalShop();
    await shop.pay('2026-01');
    expect(await shop.show(key)).toMatchObject({ status: 'available' });
    await shop.payOut('part_anna', 500);
    expect(await shop.show(key)).toMatchObject({ status: 'paid' });
    expect(await shop.show(key.replace(/1$/, '2'))).toMatchObject({ status: 'available' });
    expect(await shop.decide(key, DECLINE)).toMatchObject({ status: 409, error: { reason: 'invoice_final' } });
  });
});

describe('releasing a reward after its invoice was final', () => {
  /** A reward that was held in January, refunded in part in February, and is released then. */
  const heldShop = async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.sell('o2', 20_000, 'bob');
    await shop.decide(key, HOLD);
    await shop.closeMonth('2026-01');
    await shop.finalise('2026-01');
    return { shop, key };
  };

  test('it joins the open month when no invoice is in review', async () => {
    const { shop, key } = await heldShop();
    expect(await shop.decide(key, { action: 'release' })).toMatchObject({ status: 200, data: { status: 'pending' } });
    const again = await shop.decide(key, { action: 'release' });
    expect(again).toMatchObject({ status: 200, data: { status: 'pending', period: '2026-01' } });
    const invoice = await shop.closeMonth('2026-02');
    expect(await line(shop, 'part_anna', '2026-02')).toEqual([1, 500, 0, 500]);
    expect(await line(shop, 'part_cleo', '2026-02')).toEqual([1, 50, 0, 50]);
    expect(await line(shop, 'part_anna', '2026-01')).toEqual([0, 0, 0, 0]);
    expect(await shop.show(key)).toMatchObject({ status: 'approved', invoice_key: invoice.key });
    expect(await shop.recount()).toEqual([]);
  });

  test('it joins the invoice in review, less the clawbacks that had stayed off, each counted once', async () => {
    const { shop, key } = await heldShop();
    await shop.refund('o1', 2000);
    await shop.sell('o3', 1000, 'bob');
    await shop.closeMonth('2026-02');
    await shop.finalise('2026-02');
    await shop.refund('o1', 3000);
    await shop.sell('o4', 40_000, 'bob');
    await shop.closeMonth('2026-03');
    expect(await line(shop, 'part_anna', '2026-03')).toEqual([0, 0, 0, 0]);
    await shop.decide(key, { action: 'release', note: 'Delivered.' });
    expect(await line(shop, 'part_anna', '2026-03')).toEqual([1, 500, 250, 250]);
    expect(await line(shop, 'part_cleo', '2026-03')).toEqual([1, 50, 25, 25]);
    expect(await shop.recount()).toEqual([]);
    await shop.refund('o1');
    await shop.finalise('2026-03');
    await shop.closeMonth('2026-04');
    expect(await line(shop, 'part_anna', '2026-04')).toEqual([0, 0, 250, 0]);
    expect(await shop.show(key)).toMatchObject({ amount: 0, clawed_back_amount: 500, status: 'invoiced' });
    expect(await shop.recount()).toEqual([]);
  });

  test('it can be held again there, and released once more into a later month', async () => {
    const { shop, key } = await heldShop();
    await shop.decide(key, { action: 'release' });
    await shop.decide(key, { action: 'adjust', amount: 400, note: 'Less.' });
    await shop.sell('o3', 1000, 'bob');
    await shop.closeMonth('2026-02');
    await shop.decide(key, HOLD);
    await shop.decide(key, { action: 'release' });
    expect(await line(shop, 'part_anna', '2026-02')).toEqual([1, 400, 0, 400]);
    await shop.decide(key, HOLD);
    await shop.finalise('2026-02');
    await shop.decide(key, { action: 'release' });
    await shop.closeMonth('2026-03');
    expect(await line(shop, 'part_anna', '2026-02')).toEqual([0, 0, 0, 0]);
    expect(await line(shop, 'part_anna', '2026-03')).toEqual([1, 400, 0, 400]);
    expect(await shop.recount()).toEqual([]);
  });

  test('on hold it can still be declined or adjusted, because it is on no invoice', async () => {
    const { shop, key } = await heldShop();
    await shop.decide(key, { action: 'adjust', amount: 100, note: 'Less.' });
    expect(await shop.decide(key, DECLINE)).toMatchObject({ status: 200, data: { status: 'declined' } });
    expect(await shop.show(key.replace(/1$/, '2'))).toMatchObject({ status: 'declined', amount: 10 });
    expect(await shop.recount()).toEqual([]);
  });
});
