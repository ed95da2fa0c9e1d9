import { tierIn } from '../../../domain/standing.ts';
import { settleLevels } from '../../../functions/programs/levels.ts';
import { getLevelWalk } from '../../../table/level-walks.ts';
import { getStanding, type Standing, standingItem } from '../../../table/partnerships.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';

const FIRST = { name: 'Bronze', minimum: 0, measurement: 'lifetime_sales' };

const ladder = async (merchant: TestMerchant, movement: 'live' | 'ratchet' = 'live') => {
  const bronze = await merchant.must('POST', '/v2/tiers', { ...FIRST, movement });
  const silver = await merchant.must('POST', '/v2/tiers', { name: 'Silver', minimum: 1000 });
  const gold = await merchant.must('POST', '/v2/tiers', { name: 'Gold', minimum: 5000 });
  return { bronze, silver, gold };
};

/** A partnership whose measures are set as if it had sold so much. */
const partner = async (merchant: TestMerchant, email: string, total: number) => {
  const { key } = await merchant.must('POST', '/v2/partnerships', { email });
  await sell(merchant, key, total);
  return key;
};

const sell = async (merchant: TestMerchant, key: string, total: number, change: Partial<Standing> = {}) => {
  const standing = await getStanding(merchant.store, key);
  if (standing === undefined) throw new Error('It is not there.');
  const after = { ...standing, lifetime: { total, quantity: 1 }, ...change };
  merchant.memory.items.set(`PART#${key} | STANDING`, standingItem(after));
};

const tierOf = async (merchant: TestMerchant, key: string) =>
  (await merchant.must('GET', `/v2/partnerships/${key}`)).tier_key;

test('The first tier settles the measurement and begins at 0', async () => {
  const { must, call, configuration } = await openMerchant();
  expect((await call('POST', '/v2/tiers', { name: 'Bronze', minimum: 0 })).error.param).toBe('measurement');
  expect((await call('POST', '/v2/tiers', { ...FIRST, minimum: 1 })).error.param).toBe('minimum');
  const bronze = await must('POST', '/v2/tiers', FIRST);
  expect(bronze).toMatchObject({ name: 'Bronze', minimum: 0, measurement: 'lifetime_sales', movement: 'live' });
  expect((await configuration()).ladder).toEqual({
    measurement: 'lifetime_sales',
    movement: 'live',
    levels: [{ key: bronze.key, name: 'Bronze', minimum: 0 }],
  });
  const program = await must('GET', '/v2/programs');
  expect(program).toMatchObject({ tier_measurement: 'lifetime_sales', tier_movement: 'live' });
});

test('Later tiers take their place by their minimum and cannot look at something else', async () => {
  const merchant = await openMerchant();
  await merchant.must('POST', '/v2/tiers', FIRST);
  await merchant.must('POST', '/v2/tiers', { name: 'Gold', minimum: 5000 });
  await merchant.must('POST', '/v2/tiers', { name: 'Silver', minimum: 1000, measurement: 'lifetime_sales' });
  const names = (await merchant.configuration()).ladder.levels.map((level) => level.name);
  expect(names).toEqual(['Bronze', 'Silver', 'Gold']);
  const post = async (body: object) =>
    (await merchant.call('POST', '/v2/tiers', { name: 'X', minimum: 7, ...body })).error;
  expect(await post({ measurement: 'monthly_sales' })).toMatchObject({ param: 'measurement' });
  expect(await post({ movement: 'ratchet' })).toMatchObject({ param: 'movement' });
  expect(await post({ minimum: 5000 })).toMatchObject({ param: 'minimum', reason: 'minimum_taken' });
  expect(await post({ name: 'gold' })).toMatchObject({ code: 'conflict', reason: 'name_taken' });
});

test('The minimum of the first tier stays 0, and the first tier goes last', async () => {
  const merchant = await openMerchant();
  const { bronze, silver, gold } = await ladder(merchant);
  expect((await merchant.call('PATCH', `/v2/tiers/${bronze.key}`, { minimum: 1 })).error.reason).toBe('first_minimum');
  expect((await merchant.call('PATCH', `/v2/tiers/${silver.key}`, { minimum: 0 })).error.reason).toBe('minimum_taken');
  await merchant.must('PATCH', `/v2/tiers/${bronze.key}`, { name: 'Starter' });
  expect((await merchant.call('DELETE', `/v2/tiers/${bronze.key}`)).error.reason).toBe('first_tier');
  for (const tier of [gold, silver, bronze]) await merchant.must('DELETE', `/v2/tiers/${tier.key}`);
  expect((await merchant.must('GET', '/v2/programs')).tier_measurement).toBeNull();
  await merchant.must('POST', '/v2/tiers', { ...FIRST, measurement: 'monthly_quantity' });
});

test('Where tiers move with the measure, another minimum counts at once in both directions', async () => {
  const merchant = await openMerchant();
  const { bronze, silver } = await ladder(merchant);
  const key = await partner(merchant, 'a@example.com', 900);
  expect(await tierOf(merchant, key)).toBe(bronze.key);
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 900 });
  expect(await tierOf(merchant, key)).toBe(silver.key);
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 901 });
  expect(await tierOf(merchant, key)).toBe(bronze.key);
});

test('Where tiers never fall, whoever a lower minimum lifted stays there', async () => {
  const merchant = await openMerchant();
  const { bronze, silver } = await ladder(merchant, 'ratchet');
  const lifted = await partner(merchant, 'a@example.com', 900);
  const other = await partner(merchant, 'b@example.com', 100);
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 900 });
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 2000 });
  expect(await tierOf(merchant, lifted)).toBe(silver.key);
  await sell(merchant, lifted, 0);
  expect(await tierOf(merchant, lifted)).toBe(silver.key);
  expect(await tierOf(merchant, other)).toBe(bronze.key);
});

test('Where tiers never fall, sales before the first tier count for it', async () => {
  const merchant = await openMerchant();
  const key = await partner(merchant, 'a@example.com', 6000);
  const { gold } = await ladder(merchant, 'ratchet');
  await sell(merchant, key, 0);
  expect(await tierOf(merchant, key)).toBe(gold.key);
});

test('Whoever has reached a deleted tier is in the one below, and not lower', async () => {
  const merchant = await openMerchant();
  const { silver, gold } = await ladder(merchant, 'ratchet');
  const key = await partner(merchant, 'a@example.com', 6000);
  await merchant.must('PATCH', `/v2/tiers/${gold.key}`, { minimum: 5999 });
  await sell(merchant, key, 0);
  expect(await tierOf(merchant, key)).toBe(gold.key);
  await merchant.must('DELETE', `/v2/tiers/${gold.key}`);
  expect(await tierOf(merchant, key)).toBe(silver.key);
  const standing = await getStanding(merchant.store, key);
  const { ladder: now } = await merchant.configuration();
  expect(standing === undefined ? undefined : tierIn(now, standing, '2026-01')).toBe(silver.key);
});

test('A tier that a trigger names is not deleted', async () => {
  const merchant = await openMerchant();
  const { silver, gold } = await ladder(merchant);
  const made = await merchant.must(
    'POST',
    '/v2/triggers',
    trigger({ audience: { type: 'all', from_tier: silver.key } }),
  );
  await merchant.must('POST', '/v2/triggers', {
    ...trigger({ name: 'Gold' }),
    rules: { field: 'tier', op: 'in', value: [gold.key] },
  });
  for (const tier of [silver, gold]) {
    const refused = await merchant.call('DELETE', `/v2/tiers/${tier.key}`);
    expect(refused).toMatchObject({ status: 409, error: { reason: 'in_use' } });
  }
  await merchant.must('DELETE', `/v2/triggers/${made.key}`);
  await merchant.must('DELETE', `/v2/tiers/${silver.key}`);
});

test('Levels that a request had no time for are written down by the next one', async () => {
  const merchant = await openMerchant();
  const { silver } = await ladder(merchant, 'ratchet');
  const keys: string[] = [];
  for (let number = 0; number < 230; number++) keys.push(await partner(merchant, `p${number}@example.com`, 950));
  let reads = 0;
  const hurried = { ...merchant.deps, clock: { real: () => (reads++ < 2 ? 0 : 60_000) } };
  // The clock of this request runs out after one page.
  const { configuration, deps } = merchant;
  Object.assign(merchant.deps, { clock: hurried.clock });
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 950 });
  Object.assign(deps, { clock: merchant.clock });
  expect(await getLevelWalk(merchant.store, merchant.program)).toMatchObject({ period: '2026-01' });
  expect((await configuration()).ladder.levels[1]?.minimum).toBe(950);
  await merchant.must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 3000 });
  expect(await settleLevels(deps, merchant.program, merchant.clock.now())).toBe(true);
  for (const key of keys) expect((await getStanding(merchant.store, key))?.tier).toBe(silver.key);
});
