import { readFact } from '../../../table/facts.ts';
import type { Item } from '../../../table/store.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';

const logOf = ({ memory }: TestMerchant): readonly Item[] =>
  [...memory.items.values()].filter(({ sk }) => sk.startsWith('LOG#'));

test('Deactivation and reactivation are announced with who did it and why', async () => {
  const merchant = await openMerchant();
  const ann = await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const path = `/v2/partnerships/${ann.key}`;
  const stopped = await merchant.must('PATCH', path, { status: 'inactive', status_reason: 'Coupon sites' });
  expect(stopped).toMatchObject({ status: 'inactive', status_reason: 'Coupon sites', closed: false });
  merchant.clock.pass(1000);
  const noted = await merchant.must('PATCH', path, { status: 'inactive', status_reason: 'Coupon sites again' });
  expect(noted).toMatchObject({ inactive_since: stopped.inactive_since, status_reason: 'Coupon sites again' });
  const back = await merchant.must('PATCH', path, { status: 'active' });
  expect(back).toMatchObject({ status: 'active', status_reason: null, inactive_since: null });
  const log = logOf(merchant);
  expect(log).toMatchObject([
    { type: 'partnership.deactivated', announces: 'partnership.deactivated', by: 'key_test', reason: 'Coupon sites' },
    { type: 'partnership.reactivated', announces: 'partnership.reactivated', by: 'key_test' },
  ]);
  expect(log.map((entry) => readFact(entry).counted)).toEqual([false, false]);
});

test('A reason without the status that it is for is refused', async () => {
  const { must, call } = await openMerchant();
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  for (const body of [{ status_reason: 'x' }, { status: 'active', status_reason: 'x' }]) {
    const refused = await call('PATCH', `/v2/partnerships/${ann.key}`, body);
    expect(refused).toMatchObject({ status: 422, error: { param: 'status_reason' } });
  }
});

test('A move is announced from the new group, and counts as a fact while a trigger waits for it', async () => {
  const merchant = await openMerchant();
  const { must } = merchant;
  const group = (await must('POST', '/v2/groups', { name: 'Resellers' })).key;
  const offer = { type: 'flat', value: 500, description: 'Welcome' };
  await must('POST', '/v2/triggers', trigger({ event: 'partnership.moved', action: { type: 'reward', offer } }));
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  await must('PATCH', `/v2/partnerships/${ann.key}`, { group_key: group });
  const [entry] = logOf(merchant);
  expect(entry).toMatchObject({ type: 'partnership.moved', from: ann.group_key, to: group });
  expect(readFact(entry)).toMatchObject({ key: entry?.['key'], counted: true, partnership: { key: ann.key, group } });
  const standing = merchant.memory.items.get(`PART#${ann.key} | STANDING`);
  expect(standing).toMatchObject({ group, months: { '2026-01': { facts: 1 } } });
});

test('A move of an inactive partnership earns nothing', async () => {
  const merchant = await openMerchant();
  const { must } = merchant;
  const group = (await must('POST', '/v2/groups', { name: 'Resellers' })).key;
  const offer = { type: 'flat', value: 500, description: 'Welcome' };
  await must('POST', '/v2/triggers', trigger({ event: 'partnership.moved', action: { type: 'reward', offer } }));
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  await must('PATCH', `/v2/partnerships/${ann.key}`, { status: 'inactive', group_key: group });
  expect(logOf(merchant).map((entry) => readFact(entry).counted)).toEqual([false, false]);
});
