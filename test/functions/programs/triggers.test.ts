import { createHash } from 'node:crypto';
import { LIMITS } from '../../../domain/limits.ts';
import { evaluate } from '../../../domain/rewards.ts';
import { getProgram } from '../../../table/programs.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';

/** What a sale of 100.00 earns under a version of the configuration, in minor units. */
const earned = async (merchant: TestMerchant, at: number, version?: number) => {
  const configuration = await merchant.configuration(version);
  const lines = [{ quantity: 1, amount: 10_000, commissionable: true }];
  const event = {
    key: 'txn_1',
    type: 'transaction.accepted',
    at,
    zone: 'UTC',
    amount: 10_000,
    lines,
    partnership: { key: 'part_1', group: 'grp_1', tags: [] },
  };
  return evaluate(configuration, event).first.map((reward) => [reward.version, reward.amount]);
};

test('A new trigger is active from now on, for everybody, without an end', async () => {
  const merchant = await openMerchant();
  const now = merchant.clock.now();
  const made = await merchant.must('POST', '/v2/triggers', trigger());
  expect(made).toMatchObject({
    version: 1,
    active_from: now,
    active_to: null,
    rules: null,
    audience: { type: 'all' },
    archived: false,
    matches_nobody: false,
  });
  expect(await earned(merchant, now)).toEqual([[1, 500]]);
  expect(await earned(merchant, now - 1)).toEqual([]);
  expect(await merchant.must('GET', `/v2/triggers/${made.key}`)).toEqual(made);
  expect((await merchant.must('GET', '/v2/triggers')).items).toEqual([made]);
});

test('The program remembers for which events there ever was a trigger', async () => {
  const merchant = await openMerchant();
  const awaited = async () => (await getProgram(merchant.store, merchant.program))?.awaited;
  expect(await awaited()).toEqual([]);
  const offer = { type: 'flat', value: 100, description: 'A sign-up' };
  const signUp = trigger({ event: 'customer.created', action: { type: 'reward', offer } });
  const made = await merchant.must('POST', '/v2/triggers', signUp);
  await merchant.must('POST', '/v2/triggers', trigger({ name: 'Sales' }));
  expect(await awaited()).toEqual(['customer.created', 'transaction.accepted']);
  await merchant.must('DELETE', `/v2/triggers/${made.key}`);
  merchant.clock.pass(3 * 3_600_000);
  await merchant.must('POST', '/v2/triggers', trigger({ name: 'More sales' }));
  expect((await merchant.configuration()).triggers.map(({ event }) => event)).not.toContain('customer.created');
  expect(await awaited()).toEqual(['customer.created', 'transaction.accepted']);
});

test('A change closes the old version and opens a new one; earlier sales keep their terms', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/triggers', trigger());
  const before = merchant.clock.now();
  merchant.clock.pass(60_000);
  const offer = { type: 'flat', value: 250, description: '2.50' };
  const changed = await merchant.must('PATCH', `/v2/triggers/${made.key}`, { action: { type: 'reward', offer } });
  const now = merchant.clock.now();
  expect(changed).toMatchObject({ key: made.key, version: 2, active_from: now, created_at: made.created_at });
  expect(await earned(merchant, now)).toEqual([[2, 250]]);
  // A sale that was accepted just before the change and reads the configuration just after it.
  expect(await earned(merchant, now - 1)).toEqual([[1, 500]]);
  expect(await earned(merchant, before, 2)).toEqual([[1, 500]]);
  merchant.clock.pass(2 * 3_600_000);
  await merchant.must('PATCH', `/v2/triggers/${made.key}`, { name: 'Later' });
  expect((await merchant.configuration()).triggers.map((one) => one.version)).toEqual([2, 3]);
});

test('A change at the same instant leaves one valid version', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/triggers', trigger());
  await merchant.must('PATCH', `/v2/triggers/${made.key}`, { name: 'Renamed at once' });
  expect(await earned(merchant, merchant.clock.now())).toEqual([[2, 500]]);
});

test('A request that changes nothing makes no version', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/triggers', trigger());
  const before = (await merchant.head()).config;
  expect(await merchant.must('PATCH', `/v2/triggers/${made.key}`, { name: made.name })).toEqual(made);
  expect(await merchant.must('PATCH', `/v2/triggers/${made.key}`, { active_to: null, rules: null })).toEqual(made);
  expect((await merchant.head()).config).toBe(before);
});

test('Deleting a trigger ends future rewards only, and may be repeated', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/triggers', trigger());
  const version = (await merchant.head()).config;
  const sold = merchant.clock.now();
  merchant.clock.pass(1000);
  for (const _twice of [1, 2]) {
    expect(await merchant.must('DELETE', `/v2/triggers/${made.key}`)).toEqual({ key: made.key, deleted: true });
  }
  expect(await earned(merchant, merchant.clock.now())).toEqual([]);
  expect(await earned(merchant, sold, version)).toEqual([[1, 500]]);
  expect((await merchant.must('GET', '/v2/triggers')).items).toEqual([]);
  const archived = (await merchant.must('GET', '/v2/triggers?include_archived=true')).items;
  expect(archived).toMatchObject([{ key: made.key, archived: true, active_to: merchant.clock.now() }]);
  expect((await merchant.call('PATCH', `/v2/triggers/${made.key}`, { name: 'Back' })).error.code).toBe('gone');
  await merchant.must('POST', '/v2/triggers', trigger());
});

test('A trigger may begin later, and its beginning may be moved until then', async () => {
  const merchant = await openMerchant();
  const now = merchant.clock.now();
  const made = await merchant.must('POST', '/v2/triggers', trigger({ active_from: now + 1000, active_to: now + 9000 }));
  expect(await earned(merchant, now)).toEqual([]);
  expect(await earned(merchant, now + 1000)).toEqual([[1, 500]]);
  expect(await earned(merchant, now + 9000)).toEqual([]);
  const moved = await merchant.must('PATCH', `/v2/triggers/${made.key}`, { active_from: now + 2000 });
  expect(moved).toMatchObject({ version: 2, active_from: now + 2000 });
  expect(await earned(merchant, now + 1000)).toEqual([]);
  merchant.clock.pass(2500);
  const refused = await merchant.call('PATCH', `/v2/triggers/${made.key}`, { active_from: now + 5000 });
  expect(refused).toMatchObject({ status: 422, error: { param: 'active_from', reason: 'has_begun' } });
});

test('A trigger that has ended goes on with a later end', async () => {
  const merchant = await openMerchant();
  const now = merchant.clock.now();
  const made = await merchant.must('POST', '/v2/triggers', trigger({ active_to: now + 1000 }));
  merchant.clock.pass(86_400_000);
  expect((await merchant.call('PATCH', `/v2/triggers/${made.key}`, { name: 'Again' })).error.param).toBe('active_to');
  await merchant.must('PATCH', `/v2/triggers/${made.key}`, { active_to: null });
  expect(await earned(merchant, merchant.clock.now())).toEqual([[2, 500]]);
});

const reward = (offer: object) => ({ action: { type: 'reward', offer: { description: '', ...offer } } });

test.each([
  { case: 'a beginning in the past', body: { active_from: 1 }, param: 'active_from', reason: 'in_the_past' },
  { case: 'an unknown group', body: { audience: { type: 'group', group: 'grp_x' } }, param: 'audience.group' },
  {
    case: 'an unknown segment',
    body: { audience: { type: 'segments', segments: ['seg_x'] } },
    param: 'audience.segments.0',
  },
  { case: 'an unknown tier', body: { audience: { type: 'all', from_tier: 'tier_x' } }, param: 'audience.from_tier' },
  { case: 'no segment at all', body: { audience: { type: 'segments', segments: [] } }, param: 'audience.segments' },
  { case: 'a group for all', body: { audience: { type: 'all', group: 'grp_x' } }, param: 'audience.group' },
  { case: 'an unknown tag in a rule', body: { rules: { field: 'tag', op: 'eq', value: 'x' } }, param: 'rules.value' },
  {
    case: 'an unknown tier deep in the rules',
    body: {
      rules: { and: [{ field: 'amount', op: 'gte', value: 1 }, { or: [{ field: 'tier', op: 'in', value: ['x'] }] }] },
    },
    param: 'rules.and.1.or.0.value.0',
  },
  { case: 'a list for one value', body: { rules: { field: 'amount', op: 'eq', value: [1] } }, param: 'rules' },
  { case: 'a percentage of nothing', body: { event: 'partnership.joined' }, param: 'action.offer.type' },
  { case: 'a flat offer without a value', body: reward({ type: 'flat' }), param: 'action.offer.value' },
  { case: 'an unknown event', body: { event: 'moon.full' }, param: 'event' },
  { case: 'an unknown operator', body: { rules: { field: 'amount', op: 'like', value: 1 } }, param: 'rules.op' },
  { case: 'an unknown field', body: { colour: 'red' }, param: 'colour' },
])('A trigger with $case is refused, the field is named, and nothing changes', async ({ body, param, reason }) => {
  const merchant = await openMerchant();
  const before = new Map(merchant.memory.items);
  const refused = await merchant.call('POST', '/v2/triggers', trigger(body));
  expect(refused).toMatchObject({ status: 422, error: { param, ...(reason === undefined ? {} : { reason }) } });
  expect(merchant.memory.items).toEqual(before);
});

test('A program holds a bounded number of triggers that have not ended', async () => {
  const merchant = await openMerchant();
  const keys: string[] = [];
  for (let number = 0; number < LIMITS.triggers; number++) {
    keys.push((await merchant.must('POST', '/v2/triggers', trigger({ name: `Trigger ${number}` }))).key);
  }
  const refused = await merchant.call('POST', '/v2/triggers', trigger({ name: 'One too many' }));
  expect(refused).toMatchObject({ status: 403, error: { code: 'plan_limit', reason: 'triggers' } });
  await merchant.must('PATCH', `/v2/triggers/${keys[0]}`, { name: 'Changed all the same' });
  await merchant.must('DELETE', `/v2/triggers/${keys[1]}`);
  await merchant.must('POST', '/v2/triggers', trigger({ name: 'One too many' }));
});

test('Rules that are too large together are refused before the table refuses them', async () => {
  const merchant = await openMerchant();
  let refused: unknown;
  for (let number = 0; number < 6 && refused === undefined; number++) {
    const text = (index: number) => createHash('sha512').update(`${number}-${index}`).digest('hex');
    const value = Array.from({ length: 1000 }, (_, index) => text(index));
    const body = trigger({ name: `Large ${number}`, rules: { field: 'product_key', op: 'in', value } });
    const answer = await merchant.call('POST', '/v2/triggers', body);
    if (answer.status !== 200) refused = answer;
  }
  expect(refused).toMatchObject({ status: 403, error: { code: 'plan_limit', reason: 'configuration_size' } });
});

test('Every version can be looked at with its rules and the time in which it counted', async () => {
  const merchant = await openMerchant();
  const rules = { field: 'amount', op: 'gte', value: 5_000 };
  const made = await merchant.must('POST', '/v2/triggers', trigger({ rules }));
  merchant.clock.pass(60_000);
  const second = await merchant.must('PATCH', `/v2/triggers/${made.key}`, { rules: null });
  merchant.clock.pass(60_000);
  const third = await merchant.must('PATCH', `/v2/triggers/${made.key}`, { name: 'Later' });
  const path = `/v2/triggers/${made.key}/versions`;
  const closed = { ...second, active_to: third.active_from, status: 'ended' };
  expect(await merchant.must('GET', `${path}?limit=2`)).toEqual({ items: [third, closed], has_more: true });
  const rest = await merchant.must('GET', `${path}?limit=2&starting_after=2`);
  expect(rest).toEqual({ items: [{ ...made, active_to: second.active_from, status: 'ended' }], has_more: false });
  expect(rest.items[0].rules).toEqual(rules);
  expect(await merchant.call('GET', '/v2/triggers/trg_none/versions')).toMatchObject({ status: 404 });
});

test('A trigger says whether it makes rewards now, later, or no more', async () => {
  const merchant = await openMerchant();
  const now = merchant.clock.now();
  const day = 86_400_000;
  const times = { active_from: now + day, active_to: now + 2 * day };
  const made = await merchant.must('POST', '/v2/triggers', trigger(times));
  const statusNow = async () => (await merchant.must('GET', `/v2/triggers/${made.key}`)).status;
  expect(made.status).toBe('planned');
  merchant.clock.pass(day);
  expect(await statusNow()).toBe('active');
  merchant.clock.pass(day);
  expect(await statusNow()).toBe('ended');
  await merchant.must('DELETE', `/v2/triggers/${made.key}`);
  expect(await statusNow()).toBe('deleted');
});
