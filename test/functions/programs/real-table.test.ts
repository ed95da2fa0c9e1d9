import { openMerchant, trigger } from '../../support/merchant.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

let table: Awaited<ReturnType<typeof openRealTable>>;
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

test('A program is set up, partners join it, and all of it is found again in a real table', async () => {
  const { must, call, clock } = await openMerchant({}, table.store);
  const group = await must('POST', '/v2/groups', { name: 'Resellers', approval_delay_days: 7 });
  await must('POST', '/v2/tags', { name: 'vip' });
  const segment = await must('POST', '/v2/segments', { name: 'VIPs', match: { or: ['vip'] } });
  const tier = await must('POST', '/v2/tiers', {
    name: 'Bronze',
    minimum: 0,
    measurement: 'lifetime_sales',
    movement: 'ratchet',
  });
  const silver = await must('POST', '/v2/tiers', { name: 'Silver', minimum: 100 });
  const rules = {
    and: [
      { field: 'segment', op: 'in', value: [segment.key] },
      { field: 'amount', op: 'gte', value: 1 },
    ],
  };
  const made = await must('POST', '/v2/triggers', trigger({ rules, audience: { type: 'group', group: group.key } }));
  expect(await must('GET', `/v2/triggers/${made.key}`)).toEqual(made);
  const ann = await must('POST', '/v2/partnerships', {
    email: 'ann@example.com',
    partner_key: 'ANN',
    group_key: group.key,
    tags: ['vip'],
  });
  expect(ann.tier_key).toBe(tier.key);
  await must('POST', '/v2/partnerships', { email: 'bob@example.com', recruited_by: 'ANN' });
  expect((await must('GET', '/v2/partnerships')).items).toHaveLength(2);
  expect((await must('GET', `/v2/partnerships?group_key=${group.key}&tag=vip`)).items).toEqual([ann]);
  expect((await call('PATCH', `/v2/groups/${group.key}`, { archived: true })).error.reason).toBe('in_use');
  clock.pass(1000);
  await must('PATCH', `/v2/tiers/${silver.key}`, { minimum: 50 });
  await must('PATCH', `/v2/partnerships/ANN`, { status: 'inactive', email: 'new@example.com', tags: [] });
  const { confirm } = await must('GET', `/v2/segments/${segment.key}/usages`);
  await must('DELETE', `/v2/segments/${segment.key}?confirm=${confirm}`);
  expect((await must('GET', `/v2/triggers/${made.key}`)).matches_nobody).toBe(true);
  await must('DELETE', `/v2/tiers/${silver.key}`);
  const shown = await must('GET', '/v2/partnerships/ANN');
  expect(shown).toMatchObject({ status: 'inactive', email: 'new@example.com', tags: [] });
  expect((await must('GET', '/v2/api-keys')).items).toHaveLength(1);
  expect((await call('POST', '/v2/partnerships', { email: 'NEW@example.com' })).error.reason).toBe('email_taken');
});
