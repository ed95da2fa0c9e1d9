import { reportAction } from '../../../functions/sales/actions.ts';
import { createCustomer, updateCustomer } from '../../../functions/shared/new-customers.ts';
import { readFact } from '../../../table/facts.ts';
import { actionKey, customerKey } from '../../../table/keys.ts';
import type { Program } from '../../../table/programs.ts';
import { configuration, PROGRAM, trigger } from '../../support/setting.ts';
import { openShop } from './shop.ts';

type Shop = ReturnType<typeof openShop>;

const SIGN_UP = trigger({
  key: 'trg_signup',
  event: 'customer.created',
  offer: { type: 'flat', value: 100, description: 'A sign-up' },
});
const DEMO = trigger({
  key: 'trg_demo',
  event: 'action.reported',
  offer: { type: 'flat', value: 70, description: 'A demo' },
});

const keysOf = (page: { items: { key: string }[] }) => page.items.map((item) => item.key);

const keysThrough = async (shop: Shop, query: string, limit: number): Promise<string[]> => {
  const keys: string[] = [];
  let after = '';
  for (;;) {
    const page = await shop.must('GET', `/v2/rewards?${query}&limit=${limit}${after}`);
    keys.push(...keysOf(page));
    if (!page.has_more) return keys;
    after = `&starting_after=${page.next_cursor ?? keys.at(-1)}`;
  }
};

const signUp = async (shop: Shop, customer_key: string): Promise<string> => {
  shop.pass();
  const deps = { ...shop.deps, clicksOf: async () => [] };
  await createCustomer(deps)({ program: PROGRAM, customer_key, partnership: 'part_anna' });
  const item = await shop.store.get(customerKey(PROGRAM, customer_key));
  await shop.evaluate('customer.created', item);
  return readFact(item).key;
};

/** Sales, a sign-up, an action and a gift, a second apart: their rewards in order of time. */
const busyShop = async (settings?: Partial<Program>) => {
  const shop = openShop(configuration({ triggers: [trigger(), SIGN_UP, DEMO] }), settings);
  const expected: string[] = [];
  const both = (event: string, name: string) => {
    expected.push(`rwd_${event}.${name}.1`, `rwd_${event}.${name}.2`);
  };
  both(await shop.sell('o1', 1000), 'trg_5percent');
  both(await signUp(shop, 'new'), 'trg_signup');
  both(await shop.sell('o2', 2000, 'bob'), 'trg_5percent');
  shop.pass();
  const action = await reportAction(shop.deps)({
    program: PROGRAM,
    type: 'demo',
    target_type: 'customer',
    target_key: 'ann',
    value: 1,
  });
  await shop.evaluate('action.reported', await shop.store.get(actionKey(PROGRAM, action.external_key)));
  both(action.key, 'trg_demo');
  shop.pass();
  const gift = await shop.must('POST', '/v2/rewards', { partnership_key: 'part_dora', amount: 5, description: 'Hi' });
  expected.push(gift.key);
  both(await shop.sell('o3', 3000), 'trg_5percent');
  return { shop, expected };
};

describe('listing rewards', () => {
  test('all of a program in the order of their events, whatever kind they are, in pages of any size', async () => {
    const { shop, expected } = await busyShop();
    for (const limit of [1, 2, 3, 5, 50]) {
      expect(await keysThrough(shop, 'order_by=created_at', limit)).toEqual(expected);
      expect(await keysThrough(shop, 'order_by=-created_at', limit)).toEqual(expected.toReversed());
    }
  });

  test('looks only where events are for which there ever was a trigger, where that is known', async () => {
    const awaited = ['transaction.accepted', 'customer.created', 'action.reported'];
    const { shop, expected } = await busyShop({ awaited });
    const query = jest.spyOn(shop.store, 'query');
    expect(await keysThrough(shop, 'order_by=created_at', 50)).toEqual(expected);
    const lists = query.mock.calls.flatMap(([{ index, pk }]) => (index === 'gsi1' ? [pk.split('#')[0]] : []));
    expect([...new Set(lists)].toSorted()).toEqual(['ACTS', 'CUSTS', 'GRANTS', 'RSGNS', 'TXNS']);
  });

  test('goes back as it went forth', async () => {
    const { shop, expected } = await busyShop();
    for (const [index, key] of expected.entries()) {
      const forth = await shop.must('GET', `/v2/rewards?limit=3&order_by=created_at&ending_before=${key}`);
      expect(keysOf(forth)).toEqual(expected.slice(Math.max(0, index - 3), index));
      const back = await shop.must('GET', `/v2/rewards?limit=3&ending_before=${key}`);
      expect(keysOf(back)).toEqual(expected.slice(index + 1, index + 4).toReversed());
    }
  });

  test('those of one partnership, by our key and by the merchant’s own', async () => {
    const { shop, expected } = await busyShop();
    const annas = expected.filter((key) => key.endsWith('.1') && !key.includes('manual'));
    const bobs = annas.splice(2, 1);
    for (const limit of [1, 2, 10]) {
      expect(await keysThrough(shop, 'partnership_key=part_anna&order_by=created_at', limit)).toEqual(annas);
      expect(await keysThrough(shop, 'partnership_key=anna', limit)).toEqual(annas.toReversed());
    }
    expect(await keysThrough(shop, 'partnership_key=bert', 10)).toEqual(bobs);
    expect(await shop.must('GET', '/v2/rewards?partnership_key=nobody')).toEqual({ items: [], has_more: false });
  });

  test('by status, by when they were made, and by when they were last decided about', async () => {
    const { shop, expected } = await busyShop();
    const [first = '', second = '', third = ''] = expected;
    await shop.decide(first, { action: 'hold', note: 'Wait.' });
    expect(await keysThrough(shop, 'status=on_hold&order_by=created_at', 10)).toEqual([first, second]);
    expect(await keysThrough(shop, `min_updated=${shop.time.now}&order_by=created_at`, 10)).toEqual([
      first,
      second,
      ...expected.slice(-2),
    ]);
    const { created_at } = await shop.show(third);
    const range = `order_by=created_at&min_created=${created_at}&max_created=${created_at}`;
    expect(await keysThrough(shop, range, 10)).toEqual(expected.slice(2, 4));
    expect(await keysThrough(shop, `partnership_key=anna&${range}`, 10)).toEqual([third]);
  });

  test('by the trigger that made them, and those that were given by hand', async () => {
    const { shop, expected } = await busyShop();
    for (const trigger of ['trg_5percent', 'trg_signup', 'trg_demo', 'manual']) {
      const wanted = expected.filter((key) => key.includes(`.${trigger}.`));
      expect(wanted.length).toBeGreaterThan(0);
      expect(await keysThrough(shop, `trigger_key=${trigger}&order_by=created_at`, 2)).toEqual(wanted);
    }
    expect(await keysThrough(shop, 'trigger_key=trg_other', 10)).toEqual([]);
  });

  test('by the period in which they were earned, the open one unless another is named', async () => {
    const shop = openShop(configuration({ approval_delay_days: 60 }));
    const event = await shop.sell('o1', 1000);
    expect(await keysThrough(shop, '', 10)).toEqual([]);
    for (const query of ['period=2026-03', 'period=2026-03&partnership_key=anna']) {
      expect(await keysThrough(shop, query, 10)).toContain(shop.rewardOf(event));
    }
    expect(await keysThrough(shop, 'period=2026-02', 10)).toEqual([]);
  });

  test('keeps the reason of a sign-up’s reward when the customer changes', async () => {
    const shop = openShop(configuration({ triggers: [SIGN_UP] }));
    const event = await signUp(shop, 'new');
    const key = shop.rewardOf(event, 1, 'trg_signup');
    const deps = { ...shop.deps, clicksOf: async () => [] };
    await updateCustomer(deps)(PROGRAM, 'new', { name: 'New Name' });
    expect(await shop.show(key)).toMatchObject({ event_key: event, event_type: 'customer.created', amount: 100 });
    expect(await keysThrough(shop, '', 10)).toContain(key);
  });

  test('ends a page early when it has looked at a thousand events, and says where to go on', async () => {
    const shop = openShop();
    for (let number = 0; number < 1050; number++) await shop.sell(`o${number}`, 100);
    const held = shop.rewardOf(await shop.sell('last', 100));
    await shop.decide(held, { action: 'hold', note: 'Wait.' });
    for (const query of [
      'status=on_hold&order_by=created_at',
      'status=on_hold&order_by=created_at&partnership_key=anna',
    ]) {
      const page = await shop.must('GET', `/v2/rewards?${query}`);
      expect(page).toMatchObject({ items: [], has_more: true });
      expect(await keysThrough(shop, query, 10)).toContain(held);
    }
  });

  test.each(['2026-01', '2026-02'])(
    'goes on through an instant with more events than a request looks at: %s',
    async (period) => {
      const shop = openShop();
      const before = await shop.sell('before', 100);
      const events: string[] = [];
      for (let number = 0; number < 620; number++) {
        // The first instant of February, which a clock that stands still fills.
        shop.time.now = Date.UTC(2026, 1, 1) - 1000;
        events.push(await shop.sell(`o${number}`, 100));
      }
      const made = period === '2026-01' ? [before] : events;
      const expected = made.flatMap((event) => [shop.rewardOf(event), shop.rewardOf(event, 2)]);
      for (const direction of ['created_at', '-created_at']) {
        const keys = await keysThrough(shop, `period=${period}&order_by=${direction}`, 250);
        expect(keys).toHaveLength(expected.length);
        expect(keys.toSorted()).toEqual(expected.toSorted());
      }
    },
  );

  test.each([
    ['starting_after=nonsense', 'starting_after'],
    ['ending_before=txn_1', 'ending_before'],
    [`starting_after=rwd_txn_${'0'.repeat(26)}&ending_before=rwd_txn_${'0'.repeat(26)}`, 'ending_before'],
    ['status=lost', 'status'],
    ['period=2026-13', 'period'],
  ])('refuses %s', async (query, param) => {
    const shop = openShop();
    const refused = await shop.call('GET', `/v2/rewards?${query}`);
    expect(refused).toMatchObject({ status: 422, error: { param } });
  });
});
