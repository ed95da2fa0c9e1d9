import fc from 'fast-check';
import type { Earning } from '../../../domain/earnings.ts';
import type { RuleExpression } from '../../../domain/rules.ts';
import { acceptRefund } from '../../../functions/sales/accept-refund.ts';
import { acceptTransaction } from '../../../functions/shared/accept-transaction.ts';
import { addMark, earningsOf } from '../../../table/earnings.ts';
import {
  announcedSale,
  configuration,
  customer,
  NOW,
  openSetting,
  PROGRAM,
  standing,
  trigger,
} from '../../support/setting.ts';

const RULES: RuleExpression = { field: 'product_key', op: 'in', value: ['mug'] };
const CONFIG = configuration({
  triggers: [
    trigger(),
    trigger({ key: 'trg_mugs', rules: RULES, offer: { type: 'percentage', bps: 1000, description: 'Mugs' } }),
  ],
});

const open = (config = CONFIG) => {
  const setting = openSetting(config);
  setting.addStanding(standing('part_b', { recruiter: 'part_r' }));
  setting.addStanding(standing('part_r'));
  setting.addCustomer(customer('ann', 'part_b'));
  const accept = acceptTransaction(setting.deps);
  const refund = acceptRefund(setting.deps);
  const earned = async () => ({
    own: await earningsOf(setting.store, 'part_b', '2026-01'),
    recruiter: await earningsOf(setting.store, 'part_r', '2026-01'),
  });
  return { ...setting, accept, refund, earned };
};

const LINES = [
  { product_key: 'mug', quantity: 4, unit_amount: 250 },
  { product_key: 'bag', quantity: 2, unit_amount: '333.5' },
];
const order = { program: PROGRAM, external_key: 'o1', customer_key: 'ann', currency: 'GBP', lines: LINES };
const amounts = (earnings: readonly Earning[]) => earnings.flatMap((e) => e.rewards.map((reward) => reward.amount));
const taken = (earnings: readonly Earning[]) => earnings.flatMap((e) => e.clawbacks.map((clawback) => clawback.amount));

describe('evaluating events', () => {
  test('a sale makes a reward for each trigger that applies, and one for the recruiter on each', async () => {
    const { accept, evaluate, earned } = open();
    await evaluate('transaction.accepted', announcedSale((await accept(order)).sale));
    const { own, recruiter } = await earned();
    expect(amounts(own)).toEqual([83, 100]);
    expect(amounts(recruiter)).toEqual([8, 10]);
  });

  test('the same event delivered ten times, also at once, makes the same earnings once', async () => {
    const { accept, evaluate, earned, store } = open();
    const event = announcedSale((await accept(order)).sale);
    await Promise.all(Array.from({ length: 10 }, () => evaluate('transaction.accepted', event)));
    const { own, recruiter } = await earned();
    expect([own.length, recruiter.length]).toEqual([1, 1]);
    expect(store.requests['write']).toBe(20);
  });

  test('a fact without a reward still gets an earning, because the close waits for it', async () => {
    const { accept, evaluate, earned } = open(configuration({ triggers: [] }));
    await evaluate('transaction.accepted', announcedSale((await accept(order)).sale));
    expect((await earned()).own).toMatchObject([{ own: true, rewards: [], clawbacks: [] }]);
  });

  test('a refund that is delivered before its sale gives the same as after it', async () => {
    const run = async (refundFirst: boolean) => {
      const { accept, refund, evaluate, earned } = open();
      const sale = announcedSale((await accept(order)).sale);
      const back = (await refund({ program: PROGRAM, transaction: 'o1', lines: [{ line: 0, quantity: 1 }] })).refund;
      const steps = [() => evaluate('transaction.accepted', sale), () => evaluate('refund.accepted', back)];
      for (const step of refundFirst ? steps.reverse() : steps) await step();
      const { own, recruiter } = await earned();
      return { own: [amounts(own), taken(own)], recruiter: [amounts(recruiter), taken(recruiter)] };
    };
    const inOrder = await run(false);
    expect(inOrder).toEqual({
      own: [
        [83, 100],
        [12, 25],
      ],
      recruiter: [
        [8, 10],
        [1, 3],
      ],
    });
    expect(await run(true)).toEqual(inOrder);
  });

  test('a declined reward is not clawed back, and an adjusted one only up to what is left of it', async () => {
    const { accept, refund, evaluate, earned, store } = open();
    const { sale } = await accept(order);
    await evaluate('transaction.accepted', announcedSale(sale));
    const five = `rwd_${sale.key}.trg_5percent.1`;
    const mugs = `rwd_${sale.key}.trg_mugs.1`;
    await store.write(
      addMark('part_b', '2026-01', 'm1', { reward: five, action: 'decline', at: NOW, by: 'key', note: 'no' }),
    );
    await store.write(
      addMark('part_b', '2026-01', 'm2', { reward: mugs, action: 'adjust', at: NOW, by: 'key', difference: -60 }),
    );
    const back = (await refund({ program: PROGRAM, transaction: 'o1' })).refund;
    await evaluate('refund.accepted', back);
    expect(taken((await earned()).own)).toEqual([40]);
  });

  test('an approval delay moves the rewards to the period in which it ends, with their clawbacks', async () => {
    const { accept, refund, evaluate, earned, store } = open({ ...CONFIG, approval_delay_days: 30 });
    await evaluate('transaction.accepted', announcedSale((await accept(order)).sale));
    await evaluate('refund.accepted', (await refund({ program: PROGRAM, transaction: 'o1' })).refund);
    const february = await earningsOf(store, 'part_b', '2026-02');
    expect([amounts(february), taken(february)]).toEqual([
      [83, 100],
      [83, 100],
    ]);
    expect((await earned()).own).toMatchObject([
      { own: true, rewards: [], clawbacks: [] },
      { own: true, rewards: [], clawbacks: [] },
    ]);
  });

  test('any way to refund everything in parts takes back every reward exactly, and never more', async () => {
    const parts = fc.shuffledSubarray([0, 0, 0, 0, 1, 1], { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(parts, async (lines) => {
        const { accept, refund, evaluate, earned } = open();
        await evaluate('transaction.accepted', announcedSale((await accept(order)).sale));
        const refunds = [];
        for (const line of lines) {
          refunds.push((await refund({ program: PROGRAM, transaction: 'o1', lines: [{ line, quantity: 1 }] })).refund);
        }
        for (const back of refunds.reverse()) await evaluate('refund.accepted', back);
        const { own, recruiter } = await earned();
        const total = (list: number[]) => list.reduce((a, b) => a + b, 0);
        expect([total(taken(own)), total(taken(recruiter))]).toEqual([183, 18]);
      }),
      { numRuns: 30 },
    );
  });
});
