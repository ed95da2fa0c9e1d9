import type { RuleExpression } from '../../../domain/rules.ts';
import { configuration, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

const MUGS: RuleExpression = {
  and: [
    { field: 'product_key', op: 'in', value: ['mug'] },
    { field: 'amount', op: 'gte', value: 100 },
  ],
};
const CONFIG = configuration({
  triggers: [
    trigger({
      name: 'Mugs, ten percent',
      version: 3,
      rules: MUGS,
      offer: { type: 'percentage', bps: 1050, description: 'Mugs', cap_per_reward: 90 },
    }),
  ],
});

const lines = [
  { product_key: 'mug', quantity: 4, unit_amount: 250 },
  { product_key: 'bag', quantity: 2, unit_amount: '333.5' },
  { product_key: 'post', quantity: 1, unit_amount: 300, commissionable: false },
];

describe('why there is a reward', () => {
  test('tells the trigger with its version, each rule per line, the base and the arithmetic', async () => {
    const shop = openShop(CONFIG);
    const event = await shop.sell('o1', 1967, 'ann', { lines });
    const key = shop.rewardOf(event);
    await shop.decide(key, { action: 'adjust', amount: 80, note: 'Agreed.' });
    const refund = await shop.refund('o1', 500);
    expect(await shop.must('GET', `/v2/rewards/${key}/explain`)).toMatchObject({
      reward: { key, amount: 57, original_amount: 90, adjusted_amount: -10, clawed_back_amount: 23 },
      trigger: { key: 'trg_5percent', name: 'Mugs, ten percent', version: 3 },
      rules: [
        { line: 0, field: 'product_key', op: 'in', value: ['mug'], actual: 'mug', held: true },
        { line: 0, field: 'amount', op: 'gte', value: 100, actual: 1967, held: true },
        { line: 1, field: 'product_key', actual: 'bag', held: false },
        { line: 1, field: 'amount', actual: 1967, held: true },
      ],
      partnership: { group_key: 'grp_main', tags: [], tier_key: null, recruited_by: 'part_cleo' },
      base: { amount: 1000, lines: [0] },
      arithmetic: [
        'The base is 10.00 GBP: 1 of 3 lines.',
        '10.5 % of 10.00 GBP is 1.05 GBP, rounded half up.',
        'One reward is at most 0.90 GBP.',
        'The reward was 0.90 GBP.',
        'Adjusted by -0.10 GBP to 0.80 GBP: Agreed.',
        `${refund} took back 0.23 GBP: 0.57 GBP is left.`,
      ],
      clawbacks: [{ event_key: refund, period: '2026-01', amount: 23 }],
      marks: [{ action: 'adjust', by: 'key_test', note: 'Agreed.', difference: -10, into_period: null }],
      note: null,
    });
  });

  test('tells a recruiter’s share step by step', async () => {
    const shop = openShop(CONFIG);
    const event = await shop.sell('o1', 1967, 'ann', { lines });
    const { arithmetic } = await shop.must('GET', `/v2/rewards/${shop.rewardOf(event, 2)}/explain`);
    expect(arithmetic.slice(-2)).toEqual([
      'The recruiter gets 10 % of the reward of 0.90 GBP: 0.09 GBP, rounded half up.',
      'The reward was 0.09 GBP.',
    ]);
  });

  test('tells a share of the sale, a flat offer, what a monthly cap left, and that only the best counts', async () => {
    const flat = { type: 'flat', value: 300, description: 'Flat', cap_month: 400 } as const;
    const shop = openShop(
      configuration({ triggers: [trigger({ offer: flat })], second_tier_of: 'sale', stacking: 'best' }),
    );
    await shop.sell('o1', 1000);
    const event = await shop.sell('o2', 1000);
    const told = async (key: string) => (await shop.must('GET', `/v2/rewards/${key}/explain`)).arithmetic;
    expect(await told(shop.rewardOf(event))).toEqual([
      'The offer is 3.00 GBP for each event.',
      'The monthly cap had 1.00 GBP left.',
      'Only the highest offer that applies counts.',
      'The reward was 1.00 GBP.',
    ]);
    expect(await told(shop.rewardOf(event, 2, 'second_tier'))).toEqual([
      'The recruiter gets 10 % of the sale of 10.00 GBP: 1.00 GBP, rounded half up.',
      'The reward was 1.00 GBP.',
    ]);
  });

  test('tells the rules of the first fifty lines only', async () => {
    const shop = openShop(CONFIG);
    const many = Array.from({ length: 70 }, () => ({ product_key: 'mug', quantity: 1, unit_amount: 10 }));
    const event = await shop.sell('o1', 700, 'ann', { lines: many });
    const { rules } = await shop.must('GET', `/v2/rewards/${shop.rewardOf(event)}/explain`);
    expect(rules).toHaveLength(100);
    expect(rules.at(-1)).toMatchObject({ line: 49 });
  });

  test('tells how a reassigned reward came about, and what the reassignment took back', async () => {
    const shop = openShop();
    const event = await shop.sell('o1', 10_000);
    const key = shop.rewardOf(event);
    await shop.decide(key, { action: 'reassign', partnership_key: 'bert', note: 'Bert made it.' });
    const [made] = (await shop.must('GET', '/v2/rewards?partnership_key=bert')).items;
    expect(await shop.must('GET', `/v2/rewards/${made.key}/explain`)).toMatchObject({
      reward: { event_key: event, partnership_key: 'part_bert' },
      trigger: { name: 'Five percent' },
      partnership: { recruited_by: 'part_dora' },
      arithmetic: [
        'The base is 100.00 GBP: 1 of 1 lines.',
        '5 % of 100.00 GBP is 5.00 GBP, rounded half up.',
        'The reward was 5.00 GBP.',
      ],
      note: 'Bert made it.',
    });
    const { marks } = await shop.must('GET', `/v2/rewards/${key}/explain`);
    expect(marks).toMatchObject([{ action: 'decline', note: 'Reassigned to part_bert: Bert made it.' }]);
  });

  test('tells of a late release which month it joins', async () => {
    const shop = openShop();
    const key = shop.rewardOf(await shop.sell('o1', 10_000));
    await shop.decide(key, { action: 'hold', note: 'Wait.' });
    await shop.closeMonth('2026-01');
    await shop.decide(key, { action: 'release' });
    const { marks } = await shop.must('GET', `/v2/rewards/${key}/explain`);
    expect(marks).toMatchObject([{ action: 'hold' }, { action: 'release', note: null, into_period: '2026-02' }]);
  });
});
