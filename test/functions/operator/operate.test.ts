import { apiKeys } from '../../../functions/shared/api-key-auth.ts';
import { openMerchant } from '../../support/merchant.ts';

test('A merchant comes with a program, an empty configuration, a default group and a pair of keys', async () => {
  const { made, head, configuration, must, store, clock } = await openMerchant({ time_zone: 'Europe/London' });
  expect(Object.keys(made).sort()).toEqual(['merchant_key', 'program_key', 'public_key', 'secret_key']);
  expect(await head()).toMatchObject({
    merchant: made.merchant_key,
    mode: 'test',
    currency: 'GBP',
    config: 1,
    open_period: '2026-01',
    due_at: Date.parse('2026-02-01T00:00:00Z'),
  });
  expect(await configuration()).toMatchObject({ version: 1, triggers: [], segments: [] });
  expect((await must('GET', '/v2/groups')).items).toMatchObject([{ name: 'Default', default: true }]);
  const caller = await apiKeys(store, clock)({ authorization: `Bearer ${made.secret_key}` });
  expect(caller).toMatchObject({ program: made.program_key, scopes: 'all', mode: 'test' });
});

test('The open period is that of the program in its own time zone', async () => {
  const { operate, clock, deps } = await openMerchant();
  clock.pass(Date.parse('2026-01-31T23:30:00Z') - clock.now());
  const made = Object(
    await operate({ action: 'merchant.create', name: 'Tokyo', currency: 'JPY', time_zone: 'Asia/Tokyo' }),
  );
  const item = await deps.store.get({ pk: `PROG#${made.program_key}`, sk: 'HEAD' });
  expect(item).toMatchObject({
    open_period: '2026-02',
    due_at: Date.parse('2026-02-28T15:00:00Z'),
    minimum_payout: 500,
  });
});

test('A merchant gets another program, and a lost key is replaced', async () => {
  const { made, operate } = await openMerchant();
  const order = {
    action: 'program.create',
    merchant_key: made.merchant_key,
    name: 'Second',
    currency: 'EUR',
    mode: 'live',
  };
  const second = Object(await operate(order));
  expect(second.secret_key).toMatch(/^sk_live_/);
  const key = Object(await operate({ action: 'key.create', program_key: second.program_key }));
  expect(key).toMatchObject({ merchant_key: made.merchant_key, program_key: second.program_key });
  expect(key.secret_key).toMatch(/^sk_live_/);
  expect(key.secret_key).not.toBe(second.secret_key);
  const { items } = Object(await operate({ action: 'merchant.list' }));
  expect(items).toMatchObject([{ name: 'Acme', program_keys: [made.program_key, second.program_key] }]);
});

test.each([
  { case: 'without a name', command: { action: 'merchant.create', currency: 'GBP' }, param: 'name' },
  { case: 'in no currency', command: { action: 'merchant.create', name: 'A', currency: 'XXX' }, param: 'currency' },
  {
    case: 'in no time zone',
    command: { action: 'merchant.create', name: 'A', currency: 'GBP', time_zone: 'Moon' },
    param: 'time_zone',
  },
  {
    case: 'with something unknown',
    command: { action: 'merchant.create', name: 'A', currency: 'GBP', colour: 1 },
    param: 'colour',
  },
  { case: 'that does not exist', command: { action: 'merchant.delete' }, param: 'action' },
  {
    case: 'for an unknown merchant',
    command: { action: 'program.create', merchant_key: 'mer_x', name: 'A', currency: 'GBP' },
    param: 'merchant_key',
  },
  { case: 'for an unknown program', command: { action: 'key.create', program_key: 'prog_x' }, param: 'program_key' },
  { case: 'that is no object', command: 'merchant.create', param: '' },
])('A command $case is refused with its field, and nothing changes', async ({ command, param }) => {
  const { operate, memory } = await openMerchant();
  const before = new Map(memory.items);
  expect(await operate(command)).toMatchObject({ error: { message: expect.any(String), param } });
  expect(memory.items).toEqual(before);
});

test('A defect shows no detail', async () => {
  const { operate, deps } = await openMerchant();
  deps.store.get = async () => {
    throw new Error('secret detail');
  };
  const answer = await operate({ action: 'key.create', program_key: 'prog_x' });
  expect(answer).toMatchObject({ error: { code: 'internal' } });
  expect(JSON.stringify(answer)).not.toContain('secret detail');
});
