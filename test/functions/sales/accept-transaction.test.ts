import { Failure } from '../../../domain/errors.ts';
import { acceptTransaction } from '../../../functions/shared/accept-transaction.ts';
import { earningsOf } from '../../../table/earnings.ts';
import { getStanding } from '../../../table/partnerships.ts';
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

const sale = (changes = {}) => ({
  program: PROGRAM,
  external_key: 'order-1',
  customer_key: 'ann',
  amount: 10_000,
  currency: 'GBP',
  ...changes,
});

const failure = async (work: Promise<unknown>): Promise<Failure> => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof Failure)) throw new Error(`Expected a refusal, got ${String(error)}`);
  return error;
};

const open = (config = configuration()) => {
  const setting = openSetting(config);
  setting.addStanding(standing('part_b', { recruiter: 'part_r' }));
  setting.addStanding(standing('part_r'));
  setting.addCustomer(customer('ann', 'part_b'));
  setting.addCustomer(customer('stranger'));
  return { ...setting, accept: acceptTransaction(setting.deps) };
};

describe('accepting a transaction', () => {
  test('counts for the partnership of the customer in the same write as the fact', async () => {
    const { accept, store } = open();
    const { sale: accepted } = await accept(sale());
    expect(accepted.partnership).toMatchObject({ key: 'part_b', recruiter: 'part_r' });
    expect(await getStanding(store, 'part_b')).toMatchObject({
      lifetime: { total: 10_000, quantity: 1 },
      months: { '2026-01': { transactions: 1, sales: 10_000, refunded: 0, quantity: 1, facts: 1 } },
      rev: 2,
    });
    expect(store.requests).toEqual({ batchGet: 1, get: 4, transact: 1 });
  });

  test('needs one read and one write once the customer has been seen', async () => {
    const { accept, store } = open();
    await accept(sale());
    for (const kind of Object.keys(store.requests)) delete store.requests[kind];
    await accept(sale({ external_key: 'order-2' }));
    expect(store.requests).toEqual({ batchGet: 1, transact: 1 });
  });

  test('answers a repeated request with the earlier transaction and counts it once', async () => {
    const { accept, store } = open();
    const first = await accept(sale());
    const second = await accept(sale());
    expect(second).toEqual({ sale: first.sale, repeated: true });
    expect((await getStanding(store, 'part_b'))?.lifetime.total).toBe(10_000);
  });

  test.each([
    ['amount', { amount: 10_001 }],
    ['customer_key', { customer_key: 'stranger' }],
    ['country', { country: 'France' }],
    ['metadata', { metadata: { colour: 'red' } }],
    ['lines', { amount: undefined, lines: [{ quantity: 2, unit_amount: 5000 }] }],
    ['created_at', { created_at: NOW - 1 }],
  ])('refuses the same external key with another %s, and names it', async (field, changes) => {
    const { accept, store } = open();
    await accept(sale());
    const refused = await failure(accept(sale(changes)));
    expect(refused).toMatchObject({ code: 'conflict', details: { param: 'external_key', reason: field } });
    expect((await getStanding(store, 'part_b'))?.lifetime.total).toBe(10_000);
  });

  test('counts for nobody when the customer belongs to nobody, is unknown to the sale, or its partner left', async () => {
    const { accept, addStanding, addCustomer } = open();
    addStanding(standing('part_gone', { status: 'inactive' }));
    addCustomer(customer('left', 'part_gone'));
    for (const [index, customer_key] of ['stranger', undefined, 'left'].entries()) {
      const accepted = await accept(sale({ external_key: `n${index}`, customer_key }));
      expect(accepted.sale.partnership).toBeUndefined();
    }
  });

  test('refuses an unknown customer and another currency, and changes nothing', async () => {
    const { accept, store } = open();
    const before = JSON.stringify([...store.items]);
    expect(await failure(accept(sale({ customer_key: 'nobody' })))).toMatchObject({ code: 'not_found' });
    expect(await failure(accept(sale({ currency: 'EUR' })))).toMatchObject({
      code: 'unprocessable',
      details: { reason: 'currency_mismatch', param: 'currency' },
    });
    expect(JSON.stringify([...store.items])).toBe(before);
  });

  test('loses nothing when fifty sales of one partnership arrive at once', async () => {
    const { accept, store } = open();
    await Promise.all(Array.from({ length: 50 }, (_, i) => accept(sale({ external_key: `n${i}`, amount: 100 + i }))));
    const total = Array.from({ length: 50 }, (_, i) => 100 + i).reduce((a, b) => a + b, 0);
    expect(await getStanding(store, 'part_b')).toMatchObject({ lifetime: { total, quantity: 50 }, rev: 51 });
  });

  test('puts a late fact into the open period when its own is sealed', async () => {
    const { accept, addStanding, addCustomer } = open();
    addStanding(standing('part_s', { sealed: '2026-01' }));
    addCustomer(customer('late', 'part_s'));
    const { sale: accepted } = await accept(sale({ customer_key: 'late' }));
    expect(accepted).toMatchObject({ period: '2026-02', at: Date.parse('2026-02-01T00:00:00Z') });
  });

  test('of something that has not happened yet is refused, and nothing is counted', async () => {
    const { accept, store } = open();
    const refusal = await failure(accept(sale({ created_at: NOW + 1 })));
    expect(refusal).toMatchObject({ code: 'unprocessable', details: { reason: 'in_the_future', param: 'created_at' } });
    expect(store.requests['transact']).toBeUndefined();
    expect((await accept(sale({ created_at: NOW }))).sale.happened_at).toBe(NOW);
  });

  test('a historical import counts for the measures and makes no rewards', async () => {
    const { accept, evaluate, store } = open();
    const created_at = Date.parse('2025-11-05T00:00:00Z');
    const { sale: accepted } = await accept(sale({ created_at }));
    await evaluate('transaction.accepted', announcedSale(accepted));
    expect(await getStanding(store, 'part_b')).toMatchObject({ lifetime: { total: 10_000, quantity: 1 }, months: {} });
    expect(await earningsOf(store, 'part_b', '2026-01')).toEqual([]);
  });

  test('numbers the transactions of a customer where a trigger asks, from all that it had before', async () => {
    const config = configuration({
      triggers: [trigger({ rules: { field: 'earlier_transactions', op: 'eq', value: 0 } })],
    });
    const { accept } = open(config);
    const ordinals = [];
    for (const external_key of ['a', 'b', 'c']) {
      ordinals.push((await accept(sale({ external_key }))).sale.customer?.ordinal);
    }
    expect(ordinals).toEqual([1, 2, 3]);
  });

  test('reserves a monthly cap in the order of acceptance', async () => {
    const offer = { type: 'percentage', bps: 1000, description: '10 %', cap_month: 1500 } as const;
    const { accept, evaluate, store } = open(configuration({ triggers: [trigger({ offer })] }));
    const accepted = [await accept(sale({ external_key: 'a' })), await accept(sale({ external_key: 'b' }))];
    for (const { sale: fact } of accepted.reverse()) await evaluate('transaction.accepted', announcedSale(fact));
    const earnings = await earningsOf(store, 'part_b', '2026-01');
    expect(earnings.flatMap((earning) => earning.rewards.map((reward) => reward.amount))).toEqual([1000, 500]);
  });
});
