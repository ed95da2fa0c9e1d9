import fc from 'fast-check';
import { nextPeriod } from '../../../domain/periods.ts';
import { getProgram } from '../../../table/programs.ts';
import { statementsOf } from '../../../table/statements.ts';
import { configuration, PROGRAM, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

type Shop = ReturnType<typeof openShop>;

const PARTNERS = ['part_anna', 'part_bert', 'part_cleo', 'part_dora'] as const;

/** Few rewards and many decisions, so that they meet: the same one is held, refunded, released and moved. */
const which = fc.nat(5);
const named = <K extends string>(kind: K) => fc.constant(kind);
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: named('sell'), amount: fc.integer({ min: 0, max: 9_999 }), bob: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: named('refund'), of: which, amount: fc.integer({ min: 1, max: 2_000 }) }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: named('decide'),
      of: which,
      level: fc.constantFrom(1, 1, 1, 2),
      action: fc.constantFrom('approve', 'decline', 'hold', 'hold', 'hold', 'release', 'release', 'release', 'adjust'),
      amount: fc.integer({ min: 0, max: 900 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: named('reassign'), of: which, to: fc.constantFrom(...PARTNERS) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: named('give'),
      to: fc.constantFrom(...PARTNERS),
      amount: fc.integer({ min: 1, max: 500 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: named('month') }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** All rewards of a program, whatever became of them. */
const everyReward = async (shop: Shop, periods: readonly string[]) => {
  const all: { key: string; partnership_key: string; status: string; amount: number; level: number }[] = [];
  for (const period of periods) {
    let after = '';
    for (;;) {
      const page = await shop.must('GET', `/v2/rewards?limit=250&period=${period}&order_by=created_at${after}`);
      all.push(...page.items);
      if (!page.has_more) break;
      after = `&starting_after=${page.next_cursor ?? page.items.at(-1).key}`;
    }
  }
  return all;
};

/** A program that is played a step at a time; every refusal must be one that the rules know. */
const play = (config: ReturnType<typeof configuration>) => {
  const shop = openShop(config);
  const periods = ['2026-01'];
  const sold: string[] = [];
  let inReview: string | undefined;
  const month = async (): Promise<void> => {
    if (inReview !== undefined) {
      const invoice = await shop.finalise(inReview);
      if (invoice.state === 'final') await shop.pay(inReview);
      inReview = undefined;
      return;
    }
    const open = (await getProgram(shop.store, PROGRAM))?.open_period ?? '';
    const invoice = await shop.closeMonth(open);
    inReview = invoice.state === 'in_review' ? open : undefined;
    periods.push(nextPeriod(open));
  };
  const expectKnown = ({ status, error }: { status: number; error: { reason?: string } }): void => {
    if (status !== 200) expect([status, error.reason]).toEqual([expect.any(Number), expect.any(String)]);
  };
  const pick = async (of: number, level?: number): Promise<string | undefined> => {
    const all = (await everyReward(shop, periods)).filter((reward) => level === undefined || reward.level === level);
    return all[of % Math.max(1, all.length)]?.key;
  };
  const take = async (one: Step): Promise<void> => {
    switch (one.kind) {
      case 'sell': {
        const name = `o${sold.length}`;
        sold.push(name);
        await shop.sell(name, one.amount, one.bob ? 'bob' : 'ann');
        return;
      }
      case 'refund': {
        const name = sold[one.of % Math.max(1, sold.length)];
        if (name === undefined) return;
        await shop.refund(name, one.amount).catch((error: unknown) => {
          expect(error).toMatchObject({ details: { reason: 'over_refund' } });
        });
        return;
      }
      case 'decide': {
        const key = await pick(one.of, one.level);
        const note = 'Because.';
        const { action, amount } = one;
        if (key !== undefined) {
          expectKnown(await shop.decide(key, action === 'adjust' ? { action, amount, note } : { action, note }));
        }
        return;
      }
      case 'reassign': {
        const key = await pick(one.of, 1);
        if (key === undefined) return;
        expectKnown(await shop.decide(key, { action: 'reassign', partnership_key: one.to, note: 'Wrong.' }));
        return;
      }
      case 'give':
        await shop.must('POST', '/v2/rewards', { partnership_key: one.to, amount: one.amount, description: 'Hi' });
        return;
      case 'month':
        await month();
    }
  };
  return { shop, periods, month, take, inReview: () => inReview };
};

const TWO = [trigger(), trigger({ key: 'trg_flat', offer: { type: 'flat', value: 77, description: 'Flat' } })];

describe('whatever a merchant decides', () => {
  test.each([
    ['at once', configuration({ triggers: TWO, second_tier_bps: 3333 })],
    ['after a delay', configuration({ triggers: TWO, second_tier_bps: 3333, approval_delay_days: 20 })],
    ['with the second tier on the sale', configuration({ triggers: TWO, second_tier_of: 'sale' })],
  ])('every reward and clawback counts once, and invoices are the sum of their lines: %s', async (_name, config) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50, size: 'max' }), async (steps) => {
        const game = play(config);
        for (const one of steps) {
          await game.take(one);
          expect(await game.shop.recount()).toEqual([]);
        }
        for (let rest = 0; rest < 5; rest++) await game.month();
        expect(await game.shop.recount()).toEqual([]);
        const rewards = (await everyReward(game.shop, game.periods)).filter(
          ({ status }) => status !== 'declined' && status !== 'on_hold',
        );
        const billed = [];
        const earned = [];
        for (const key of PARTNERS) {
          const statements = await statementsOf(game.shop.store, key);
          billed.push(statements.reduce((total, { net }) => total + net, 0));
          earned.push(
            rewards
              .filter(({ partnership_key, status }) => partnership_key === key && status !== 'pending')
              .reduce((total, { amount }) => total + amount, 0),
          );
        }
        expect(billed).toEqual(earned);
      }),
      { numRuns: 10 },
    );
  });
});
