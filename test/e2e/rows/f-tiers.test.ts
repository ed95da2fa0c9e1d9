import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { Caller } from '../support/caller.ts';
import { logIn } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(180_000);

const Anything = z.unknown();
const Tier = z.object({
  key: z.string(),
  name: z.string(),
  minimum: z.int(),
  measurement: z.string(),
  movement: z.string(),
});
const Tiers = z.object({ items: z.array(Tier) });
const Progress = z.object({
  name: z.string(),
  measurement: z.string(),
  value: z.int(),
  next: z.object({ name: z.string(), minimum: z.int(), missing: z.int() }).nullable(),
  ends_at: z.int().nullable(),
});
const Partner = z.object({ key: z.string(), tier: Progress.nullable() });
const Rewards = z.object({
  items: z.array(z.object({ key: z.string(), amount: z.int(), event_type: z.string().optional() })),
});
const Preview = z.object({
  count: z.int(),
  complete: z.boolean(),
  up_count: z.int(),
  down_count: z.int(),
  tiers: z.array(z.object({ name: z.string().nullable(), before_count: z.int(), after_count: z.int() })),
  items: z.array(
    z.object({ key: z.string(), partner_key: z.string(), from_tier_key: z.string(), to_tier_key: z.string() }),
  ),
  has_more: z.boolean(),
  confirm: z.string(),
});
const MEASUREMENTS = ['lifetime_sales', 'monthly_sales', 'lifetime_quantity', 'monthly_quantity'] as const;

let runtime: TestRuntime | undefined;
let api: ApiClient;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
});
afterAll(() => runtime?.close());

let sales = 0;

/** A merchant of its own: programs whose tiers look at different things. */
class Shop extends Caller {
  static async open(name: string): Promise<Shop> {
    const Made = z.object({ secret_key: z.string() });
    const made = await runtime?.operator({ action: 'merchant.create', name, currency: 'GBP' });
    return new Shop(api.url, Made.parse(made).secret_key);
  }

  /** Bronze from 0, Silver from 1,000 and Gold from 5,000, and a flat reward for reaching each but the first. */
  async withTiers(terms: object): Promise<Readonly<Record<'bronze' | 'silver' | 'gold', string>>> {
    const bronze = await this.made('/v2/tiers', { name: 'Bronze', minimum: 0, ...terms });
    const silver = await this.made('/v2/tiers', { name: 'Silver', minimum: 1000 });
    const gold = await this.made('/v2/tiers', { name: 'Gold', minimum: 5000 });
    const bonus = (name: string, tier: string, value: number) => ({
      ...{ name, event: 'partnership.tier_reached', rules: { field: 'tier', op: 'eq', value: tier } },
      action: { type: 'reward', offer: { type: 'flat', value, description: 'Welcome' } },
    });
    await this.made('/v2/triggers', bonus('Silver reached', silver, 11));
    await this.made('/v2/triggers', bonus('Gold reached', gold, 22));
    return { bronze, silver, gold };
  }

  /** A partner with one customer. */
  async partner(name: string, more: object = {}): Promise<string> {
    const key = await this.made('/v2/partnerships', { partner_key: name, email: `${name}@partners.example`, ...more });
    await this.made('/v2/customers', { customer_key: `of ${name}`, partner_key: name });
    return key;
  }

  async sell(name: string, amount: number, quantity = 1): Promise<string> {
    const external_key = `sale-${sales++}`;
    const lines = [{ product_key: 'mug', quantity, unit_amount: `${amount / quantity}` }];
    await this.made('/v2/transactions', { external_key, customer_key: `of ${name}`, currency: 'GBP', lines });
    return external_key;
  }

  refund(sale: string): Promise<unknown> {
    return this.data(Anything, 'POST', `/v2/transactions/${sale}/refunds`, { external_key: `back-${sale}` });
  }

  async tierOf(name: string): Promise<string | undefined> {
    return (await this.data(Partner, 'GET', `/v2/partnerships/${name}`)).tier?.name;
  }

  /** The amounts of a partner's rewards of the month, in order. */
  async rewardsOf(name: string): Promise<readonly number[]> {
    await settled(api);
    const { items } = await this.data(Rewards, 'GET', `/v2/rewards?limit=250&partnership_key=${name}`);
    return items.map(({ amount }) => amount).toSorted((a, b) => a - b);
  }
}

describe('F1 the first tier', () => {
  test('F1 a tier has a name and a minimum; the first minimum is 0 and cannot change; everybody is in the first', async () => {
    const shop = await Shop.open('First');
    await shop.partner('ada');
    expect(await shop.tierOf('ada')).toBeUndefined();
    const terms = { measurement: 'lifetime_sales', movement: 'live' };
    const high = { name: 'High', minimum: 1, ...terms };
    expect(await shop.refusal('POST', '/v2/tiers', high)).toBe('422 unprocessable first_minimum minimum');
    const first = await shop.made('/v2/tiers', { name: 'Starter', minimum: 0, ...terms });
    const path = `/v2/tiers/${first}`;
    expect(await shop.refusal('PATCH', path, { minimum: 1 })).toBe('422 unprocessable first_minimum minimum');
    await shop.data(Tier, 'PATCH', path, { name: 'Beginner' });
    await shop.made('/v2/tiers', { name: 'Pro', minimum: 100 });
    expect(await shop.refusal('DELETE', path)).toBe('409 conflict first_tier tier');
    expect(await shop.tierOf('ada')).toBe('Beginner');
    const sale = await shop.sell('ada', 100);
    await shop.refund(sale);
    expect(await shop.tierOf('ada')).toBe('Beginner');
  });
});

describe('F2 what tiers look at', () => {
  test.each(MEASUREMENTS)(
    'F2 all tiers of a program look at %s, which the first one is asked for',
    async (measurement) => {
      const shop = await Shop.open(measurement);
      const first = { name: 'Bronze', minimum: 0 };
      expect(await shop.refusal('POST', '/v2/tiers', first)).toBe('422 unprocessable measurement_needed measurement');
      await shop.made('/v2/tiers', { ...first, measurement });
      await shop.made('/v2/tiers', { name: 'Silver', minimum: 10 });
      const { items } = await shop.data(Tiers, 'GET', '/v2/tiers');
      expect(items.map((tier) => [tier.measurement, tier.movement])).toEqual([
        [measurement, 'live'],
        [measurement, 'live'],
      ]);
      await shop.partner('ada');
      // Nine pence in three pieces, then one pound in one: only money is at ten after it, and only pieces after ten more.
      await shop.sell('ada', 9, 3);
      expect(await shop.tierOf('ada')).toBe('Bronze');
      await shop.sell('ada', 100, 1);
      expect(await shop.tierOf('ada')).toBe(measurement.endsWith('sales') ? 'Silver' : 'Bronze');
      await shop.sell('ada', 0, 10);
      expect(await shop.tierOf('ada')).toBe('Silver');
    },
  );
});

describe('F3 another measurement', () => {
  test('F3 it needs a full reset of all goals and levels, with a confirmation that names what was shown', async () => {
    const shop = await Shop.open('Reset');
    const { silver, gold } = await shop.withTiers({ measurement: 'lifetime_sales', movement: 'ratchet' });
    await shop.partner('ada');
    await shop.sell('ada', 6000, 3);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Gold', [11, 22]]);
    const other = { name: 'Other', minimum: 7, measurement: 'lifetime_quantity' };
    expect(await shop.refusal('POST', '/v2/tiers', other)).toBe('422 unprocessable measurement_set measurement');
    const minimums = [
      { tier_key: silver, minimum: 2 },
      { tier_key: gold, minimum: 4 },
    ];
    const reset = { measurement: 'lifetime_quantity', movement: 'ratchet', minimums };
    const incomplete = { ...reset, minimums: minimums.slice(1), confirm: 'x' };
    expect(await shop.refusal('POST', '/v2/tiers/reset', incomplete)).toBe(
      '422 unprocessable minimums_incomplete minimums',
    );
    expect(await shop.refusal('POST', '/v2/tiers/reset', reset)).toBe('422 unprocessable invalid_fields confirm');
    const asked = { change: { action: 'reset', ...reset } };
    const early = await shop.data(Preview, 'POST', '/v2/tiers/preview', asked);
    expect(early).toMatchObject({ count: 1, complete: true, up_count: 0, down_count: 1, has_more: false });
    expect(early.items).toMatchObject([{ partner_key: 'ada', from_tier_key: gold, to_tier_key: silver }]);
    await shop.data(Tier, 'PATCH', `/v2/tiers/${silver}`, { minimum: 900 });
    const stale = { ...reset, confirm: early.confirm };
    expect(await shop.refusal('POST', '/v2/tiers/reset', stale)).toBe('409 conflict tiers_changed confirm');
    expect(await shop.tierOf('ada')).toBe('Gold');
    const { confirm } = await shop.data(Preview, 'POST', '/v2/tiers/preview', asked);
    const { items } = await shop.data(Tiers, 'POST', '/v2/tiers/reset', { ...reset, confirm });
    expect(items.map(({ name, minimum, measurement }) => [name, minimum, measurement])).toEqual([
      ['Bronze', 0, 'lifetime_quantity'],
      ['Silver', 2, 'lifetime_quantity'],
      ['Gold', 4, 'lifetime_quantity'],
    ]);
    // The level fell although tiers never fall otherwise, and Silver was reached anew.
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Silver', [11, 11, 22]]);
    const again = { ...reset, confirm };
    expect(await shop.refusal('POST', '/v2/tiers/reset', again)).toBe('409 conflict tiers_changed confirm');
  });
});

describe('F4 moving', () => {
  test('F4 live tiers go up and down with the measure, and each reaching is announced and rewarded once', async () => {
    const shop = await Shop.open('Live');
    await shop.withTiers({ measurement: 'lifetime_sales', movement: 'live' });
    await shop.partner('ada');
    await shop.sell('ada', 999);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Bronze', []]);
    const second = await shop.sell('ada', 1);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Silver', [11]]);
    await shop.sell('ada', 500);
    expect(await shop.rewardsOf('ada')).toEqual([11]);
    const third = await shop.sell('ada', 3500);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Gold', [11, 22]]);
    await shop.refund(third);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Silver', [11, 22]]);
    await shop.refund(second);
    await shop.sell('ada', 4000);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Gold', [11, 22, 22]]);
  });

  test('F4 tiers that never fall stay after refunds and through the months', async () => {
    const shop = await Shop.open('Ratchet');
    await shop.withTiers({ measurement: 'lifetime_sales', movement: 'ratchet' });
    await shop.partner('ada');
    const sale = await shop.sell('ada', 6000);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Gold', [11, 22]]);
    await shop.refund(sale);
    await shop.sell('ada', 6000);
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Gold', [11, 22]]);
  });

  test('F4 offers depend on the tier, and no sale lifts its own tier', async () => {
    const shop = await Shop.open('Offers');
    const { silver } = await shop.withTiers({ measurement: 'lifetime_sales' });
    await shop.made('/v2/triggers', {
      ...{ name: 'From Silver', event: 'transaction.accepted', audience: { type: 'all', from_tier: silver } },
      action: { type: 'reward', offer: { type: 'flat', value: 5, description: 'For Silver' } },
    });
    await shop.partner('ada');
    await shop.sell('ada', 1000);
    expect(await shop.rewardsOf('ada')).toEqual([11]);
    await shop.sell('ada', 1);
    expect(await shop.rewardsOf('ada')).toEqual([5, 11]);
  });

  test('F4 a recruiter gets the second tier of the reward for a tier, and the reason of the reward is told', async () => {
    const shop = await Shop.open('Recruits');
    await shop.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 5000 });
    await shop.withTiers({ measurement: 'lifetime_sales' });
    await shop.partner('rita');
    await shop.partner('ada', { recruited_by: 'rita' });
    await shop.sell('ada', 1000);
    expect([await shop.rewardsOf('ada'), await shop.rewardsOf('rita')]).toEqual([[11], [6]]);
    const { items } = await shop.data(Rewards, 'GET', '/v2/rewards');
    expect(items.map(({ amount }) => amount).toSorted((a, b) => a - b)).toEqual([6, 11]);
    const own = items.find(({ amount }) => amount === 11);
    const Explained = z.object({ rules: z.array(z.object({ field: z.string(), held: z.boolean() })) });
    const told = await shop.data(Explained, 'GET', `/v2/rewards/${own?.key}/explain`);
    expect(told.rules).toEqual([{ field: 'tier', held: true }]);
  });
});

describe('F5 how many', () => {
  test('F5 a program has twenty tiers and no more, and a plan may allow fewer', async () => {
    const shop = await Shop.open('Twenty');
    await shop.made('/v2/tiers', { name: 'tier 0', minimum: 0, measurement: 'lifetime_sales' });
    const more = Array.from({ length: 19 }, (_, place) => ({ name: `tier ${place + 1}`, minimum: place + 1 }));
    await shop.all('/v2/tiers', more);
    expect(await shop.refusal('POST', '/v2/tiers', { name: 'one more', minimum: 99 })).toBe('403 plan_limit tiers -');
    const Made = z.object({ merchant_key: z.string(), secret_key: z.string() });
    const made = Made.parse(await runtime?.operator({ action: 'merchant.create', name: 'Small', currency: 'GBP' }));
    const limits = { tiers: 2 };
    await runtime?.operator({ action: 'plan.put', plan_key: 'two-tiers', name: 'Two', without: [], limits });
    await runtime?.operator({ action: 'merchant.plan', merchant_key: made.merchant_key, plan_key: 'two-tiers' });
    const small = new Shop(api.url, made.secret_key);
    await small.made('/v2/tiers', { name: 'Bronze', minimum: 0, measurement: 'lifetime_sales' });
    await small.made('/v2/tiers', { name: 'Silver', minimum: 1 });
    expect(await small.refusal('POST', '/v2/tiers', { name: 'Gold', minimum: 2 })).toBe('403 plan_limit tiers -');
  });
});

describe('F6 editing and deleting', () => {
  test('F6 a preview shows who moves before tiers are edited, and the edit moves exactly those and announces it once', async () => {
    const shop = await Shop.open('Edits');
    const { bronze, silver, gold } = await shop.withTiers({ measurement: 'lifetime_sales', movement: 'live' });
    for (const [name, amount] of [
      ['ada', 400],
      ['ben', 600],
      ['cid', 800],
      ['dan', 1000],
      ['eve', 6000],
    ] as const) {
      await shop.partner(name);
      await shop.sell(name, amount);
    }
    const lower = { change: { action: 'update', tier_key: silver, minimum: 600 } };
    const shown = await shop.data(Preview, 'POST', '/v2/tiers/preview?limit=1', lower);
    expect(shown).toMatchObject({ count: 5, complete: true, up_count: 2, down_count: 0, has_more: true });
    expect(shown.tiers).toEqual([
      { name: 'Bronze', before_count: 3, after_count: 1 },
      { name: 'Silver', before_count: 1, after_count: 3 },
      { name: 'Gold', before_count: 1, after_count: 1 },
    ]);
    expect(shown.items).toMatchObject([{ partner_key: 'cid', from_tier_key: bronze, to_tier_key: silver }]);
    const next = `/v2/tiers/preview?limit=1&starting_after=${shown.items[0]?.key}`;
    expect(await shop.data(Preview, 'POST', next, lower)).toMatchObject({
      items: [{ partner_key: 'ben' }],
      has_more: false,
    });
    expect(await shop.tierOf('cid')).toBe('Bronze');
    await shop.data(Tier, 'PATCH', `/v2/tiers/${silver}`, { minimum: 600 });
    const tiers = await Promise.all(['ada', 'ben', 'cid', 'dan', 'eve'].map((name) => shop.tierOf(name)));
    expect(tiers).toEqual(['Bronze', 'Silver', 'Silver', 'Silver', 'Gold']);
    expect([await shop.rewardsOf('ada'), await shop.rewardsOf('ben'), await shop.rewardsOf('dan')]).toEqual([
      [],
      [11],
      [11],
    ]);
    // A sale does not announce again what the edit has announced.
    await shop.sell('ben', 1);
    expect(await shop.rewardsOf('ben')).toEqual([11]);
    expect((await shop.data(Preview, 'POST', '/v2/tiers/preview', lower)).up_count).toBe(0);
    // A higher minimum lets partners fall, and earlier rewards stay.
    await shop.data(Tier, 'PATCH', `/v2/tiers/${silver}`, { minimum: 900 });
    expect([await shop.tierOf('ben'), await shop.rewardsOf('ben')]).toEqual(['Bronze', [11]]);
    const { items } = await shop.data(
      z.object({ items: z.array(z.object({ key: z.string() })) }),
      'GET',
      '/v2/triggers',
    );
    expect(await shop.refusal('DELETE', `/v2/tiers/${gold}`)).toBe('409 conflict in_use tier');
    for (const { key } of items) await shop.data(Anything, 'DELETE', `/v2/triggers/${key}`);
    const gone = { change: { action: 'delete', tier_key: gold } };
    const deletion = await shop.data(Preview, 'POST', '/v2/tiers/preview', gone);
    expect(deletion).toMatchObject({
      up_count: 0,
      down_count: 1,
      items: [{ partner_key: 'eve', to_tier_key: silver }],
    });
    expect(deletion.tiers.at(-1)).toEqual({ name: 'Gold', before_count: 1, after_count: 0 });
    await shop.data(Anything, 'DELETE', `/v2/tiers/${gold}`);
    expect([await shop.tierOf('eve'), await shop.rewardsOf('eve')]).toEqual(['Silver', [11, 22]]);
  });

  test('F6 where tiers never fall, an edit lifts and nobody falls by it', async () => {
    const shop = await Shop.open('Edits of a ratchet');
    const { silver } = await shop.withTiers({ measurement: 'lifetime_sales', movement: 'ratchet' });
    await shop.partner('ada');
    await shop.sell('ada', 700);
    await shop.data(Tier, 'PATCH', `/v2/tiers/${silver}`, { minimum: 700 });
    const raise = { change: { action: 'update', tier_key: silver, minimum: 2000 } };
    expect(await shop.data(Preview, 'POST', '/v2/tiers/preview', raise)).toMatchObject({ up_count: 0, down_count: 0 });
    await shop.data(Tier, 'PATCH', `/v2/tiers/${silver}`, { minimum: 2000 });
    expect([await shop.tierOf('ada'), await shop.rewardsOf('ada')]).toEqual(['Silver', [11]]);
  });
});

describe('Months and progress', () => {
  test('F4 a partner sees in the portal which tier it has, what is missing to the next, and no key of any', async () => {
    const shop = await Shop.open('Portal');
    const keys = await shop.withTiers({ measurement: 'monthly_sales', movement: 'live' });
    const login = { email: 'ada@tiers.example', password: 'Geheim 12345!' };
    await shop.partner('ada', login);
    await shop.sell('ada', 1500);
    const portal = new Caller(api.url, (await logIn(api.url, login.email, login.password)).token);
    const shown = await portal.data(Anything, 'GET', '/v2/portal/tier');
    expect(shown).toEqual({
      current: { name: 'Silver', minimum: 1000 },
      ...{ measurement: 'monthly_sales', currency: 'GBP', value: 1500, ends_at: Date.UTC(2026, 1) },
      next: { name: 'Gold', minimum: 5000, missing: 3500 },
      tiers: [
        { name: 'Bronze', minimum: 0, reached: true },
        { name: 'Silver', minimum: 1000, reached: true },
        { name: 'Gold', minimum: 5000, reached: false },
      ],
    });
    for (const key of Object.values(keys)) expect(JSON.stringify(shown)).not.toContain(key);
    expect(await shop.refusal('GET', '/v2/portal/tier')).toBe('403 forbidden scope -');
  });

  test('F4 with a monthly measure each month begins in the first tier; progress, what is missing and the end are shown', async () => {
    const shop = await Shop.open('Monthly');
    await shop.withTiers({ measurement: 'monthly_sales', movement: 'live' });
    await shop.partner('ada');
    await shop.sell('ada', 1500);
    const progress = async () => (await shop.data(Partner, 'GET', '/v2/partnerships/ada')).tier;
    expect(await progress()).toEqual({
      name: 'Silver',
      measurement: 'monthly_sales',
      value: 1500,
      next: { name: 'Gold', minimum: 5000, missing: 3500 },
      ends_at: Date.UTC(2026, 1),
    });
    expect(await shop.rewardsOf('ada')).toEqual([11]);
    await until(api, '2026-02-02T10:00:00Z');
    expect(await progress()).toMatchObject({ name: 'Bronze', value: 0, ends_at: Date.UTC(2026, 2) });
    await shop.sell('ada', 5000);
    expect(await progress()).toMatchObject({ name: 'Gold', value: 5000, next: null });
    expect(await shop.rewardsOf('ada')).toEqual([11, 22]);
    // The month before was closed with the reward for its tier in it: the close had waited for it.
    const Statements = z.object({
      items: z.array(z.object({ period: z.string(), rewards: z.int(), reward_amount: z.int() })),
    });
    const { items } = await shop.data(Statements, 'GET', '/v2/partnerships/ada/statements');
    expect(items).toEqual([{ period: '2026-01', rewards: 1, reward_amount: 11 }]);
  });
});
