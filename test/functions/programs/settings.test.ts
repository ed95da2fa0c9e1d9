import { hashSecret } from '../../../functions/shared/api-key-auth.ts';
import { readApiKey } from '../../../table/api-keys.ts';
import { openMerchant } from '../../support/merchant.ts';

test('A new program has the settings that the documentation promises', async () => {
  const { must, program } = await openMerchant();
  expect(await must('GET', '/v2/programs')).toMatchObject({
    key: program,
    name: 'Acme',
    currency: 'GBP',
    time_zone: 'UTC',
    mode: 'test',
    attribution_model: 'last_click',
    attribution_window_days: 90,
    stacking: 'all',
    second_tier_bps: 0,
    second_tier_of: 'reward',
    fee_bps: 0,
    fee_fixed: 0,
    minimum_payout: 500,
    approval_delay_days: 0,
    destination_url: null,
    tier_measurement: null,
    tier_movement: null,
  });
});

test('Settings that evaluation looks at make a new configuration, others do not', async () => {
  const { must, head, configuration } = await openMerchant();
  await must('PATCH', '/v2/programs', { name: 'Acme partners', fee_bps: 300, minimum_payout: 2500 });
  expect((await head()).config).toBe(1);
  const changed = await must('PATCH', '/v2/programs', {
    stacking: 'best',
    second_tier_bps: 1000,
    second_tier_of: 'sale',
    approval_delay_days: 14,
    destination_url: 'https://acme.example/shop',
  });
  expect(changed).toMatchObject({ name: 'Acme partners', fee_bps: 300, stacking: 'best', approval_delay_days: 14 });
  expect(await must('GET', '/v2/programs')).toEqual(changed);
  expect(await configuration()).toMatchObject({ version: 2, stacking: 'best', second_tier_bps: 1000 });
  expect(await configuration(1)).toMatchObject({ version: 1, stacking: 'all', second_tier_bps: 0 });
  await must('PATCH', '/v2/programs', { stacking: 'best', destination_url: null });
  expect((await head()).config).toBe(2);
});

test.each([
  { case: 'another currency', body: { currency: 'EUR' }, param: 'currency', reason: 'fixed' },
  { case: 'another time zone', body: { time_zone: 'Asia/Tokyo' }, param: 'time_zone', reason: 'fixed' },
  { case: 'more than all', body: { second_tier_bps: 10_001 }, param: 'second_tier_bps' },
  { case: 'a negative fee', body: { fee_fixed: -1 }, param: 'fee_fixed' },
  { case: 'a fraction', body: { fee_bps: 0.5 }, param: 'fee_bps' },
  { case: 'a delay of 91 days', body: { approval_delay_days: 91 }, param: 'approval_delay_days' },
  { case: 'no window at all', body: { attribution_window_days: 0 }, param: 'attribution_window_days' },
  { case: 'an address that is none', body: { destination_url: 'javascript:alert(1)' }, param: 'destination_url' },
  { case: 'an unknown field', body: { colour: 'red' }, param: 'colour' },
])('A program with $case is refused, and nothing changes', async ({ body, param, reason }) => {
  const merchant = await openMerchant();
  const before = new Map(merchant.memory.items);
  const refused = await merchant.call('PATCH', '/v2/programs', body);
  expect(refused).toMatchObject({ status: 422, error: { param, ...(reason === undefined ? {} : { reason }) } });
  expect(merchant.memory.items).toEqual(before);
});

test('Currency and time zone may be named as they are', async () => {
  const { must } = await openMerchant();
  expect(await must('PATCH', '/v2/programs', { currency: 'GBP', time_zone: 'UTC' })).toMatchObject({ currency: 'GBP' });
});

test('The secret of a new key is shown once, and only its hash is stored', async () => {
  const { must, store, memory, program } = await openMerchant();
  const made = await must('POST', '/v2/api-keys', { name: 'Shop', scopes: ['sales:write'] });
  expect(made.secret_key).toMatch(/^sk_test_/);
  expect(JSON.stringify([...memory.items.values()])).not.toContain(made.secret_key);
  expect(await readApiKey(store, hashSecret(made.secret_key))).toMatchObject({ program, scopes: ['sales:write'] });
  const { items } = await must('GET', '/v2/api-keys');
  expect(items.map((key: { name: string }) => key.name)).toEqual(['Shop', 'First key']);
  expect(items[0].secret_key).toBeUndefined();
});

test('A key is revoked once and for all', async () => {
  const { must, call, store, clock } = await openMerchant();
  const made = await must('POST', '/v2/api-keys', { name: 'Shop' });
  const revoked = await must('DELETE', `/v2/api-keys/${made.key}`);
  expect(revoked.revoked_at).toBe(clock.now());
  clock.pass(1000);
  expect(await must('DELETE', `/v2/api-keys/${made.key}`)).toEqual(revoked);
  expect((await readApiKey(store, hashSecret(made.secret_key)))?.revoked_at).toBe(revoked.revoked_at);
  expect((await call('DELETE', '/v2/api-keys/key_x')).status).toBe(404);
});

test('A key cannot give scopes that it does not have', async () => {
  const { must, call, limitTo } = await openMerchant();
  limitTo(['keys:write', 'sales:read']);
  expect((await call('POST', '/v2/api-keys', { name: 'All' })).error).toMatchObject({
    code: 'forbidden',
    param: 'scopes',
  });
  expect((await call('POST', '/v2/api-keys', { name: 'More', scopes: ['sales:write'] })).status).toBe(403);
  await must('POST', '/v2/api-keys', { name: 'Less', scopes: ['sales:read'] });
});
