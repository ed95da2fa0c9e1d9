import { getStanding } from '../../../table/partnerships.ts';
import { statementsOf } from '../../../table/statements.ts';
import { standing } from '../../support/setting.ts';
import { openShop } from './shop.ts';

const GIFT = { external_key: 'talk-1', partnership_key: 'anna', amount: 2500, description: 'Thank you for the talk' };

describe('a reward given by hand', () => {
  test('is an ordinary reward of the open month, without a second tier', async () => {
    const shop = openShop();
    const given = await shop.must('POST', '/v2/rewards', { ...GIFT, note: 'Berlin' });
    expect(given).toMatchObject({
      partnership_key: 'part_anna',
      status: 'pending',
      amount: 2500,
      level: 1,
      trigger_key: null,
      description: 'Thank you for the talk',
      event_type: 'reward.granted',
      transaction_key: null,
      period: '2026-01',
    });
    expect(await shop.show(given.key)).toEqual(given);
    expect(await shop.must('GET', `/v2/rewards/${given.key}/explain`)).toMatchObject({
      trigger: null,
      rules: [],
      arithmetic: ['Given by hand: 25.00 GBP.', 'The reward was 25.00 GBP.'],
      note: 'Berlin',
    });
    await shop.decide(given.key, { action: 'adjust', amount: 2000, note: 'Half an hour.' });
    await shop.closeMonth('2026-01');
    expect(await statementsOf(shop.store, 'part_anna')).toMatchObject([{ rewards: 1, reward_amount: 2000 }]);
    expect(await shop.recount()).toEqual([]);
  });

  test('is given once, however often it is asked for, and is a conflict with other content', async () => {
    const shop = openShop();
    const answers = await Promise.all(Array.from({ length: 5 }, () => shop.must('POST', '/v2/rewards', GIFT)));
    expect(new Set(answers.map((answer) => answer.key)).size).toBe(1);
    const { items } = await shop.must('GET', '/v2/rewards');
    expect(items).toHaveLength(1);
    for (const [field, value] of [
      ['amount', 2501],
      ['description', 'Other'],
      ['partnership_key', 'bert'],
      ['note', 'New'],
    ] as const) {
      expect(await shop.call('POST', '/v2/rewards', { ...GIFT, [field]: value })).toMatchObject({
        status: 409,
        error: { param: 'external_key', reason: field },
      });
    }
  });

  test('comes into the next month when the partner is sealed already', async () => {
    const shop = openShop();
    const found = await getStanding(shop.store, 'part_anna');
    if (found === undefined) throw new Error('Anna is gone.');
    shop.addStanding({ ...found, sealed: '2026-01' });
    expect(await shop.must('POST', '/v2/rewards', GIFT)).toMatchObject({ period: '2026-02' });
  });

  test('is refused for unknown partners and those that left', async () => {
    const shop = openShop();
    shop.addStanding(standing('part_gone', { status: 'inactive' }));
    const give = (partnership_key: string) => shop.call('POST', '/v2/rewards', { ...GIFT, partnership_key });
    expect(await give('nobody')).toMatchObject({ status: 404, error: { param: 'partnership_key' } });
    expect(await give('part_gone')).toMatchObject({ status: 422, error: { reason: 'partnership_inactive' } });
    expect(shop.store.requests['transact'] ?? 0).toBe(0);
  });
});
