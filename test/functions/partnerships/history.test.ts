import { addMark } from '../../../table/earnings.ts';
import { addPayout, changePayout, type Payout } from '../../../table/payouts.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

const ann = (merchant: TestMerchant) =>
  merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });

const NOTES = '/v2/partnerships/ANN/notes';
const TIMELINE = '/v2/partnerships/ANN/timeline';

test('A note tells who wrote it and when, is listed latest first, and can be deleted', async () => {
  const merchant = await openMerchant();
  const { key } = await ann(merchant);
  const first = await merchant.must('POST', NOTES, { text: 'Met at the fair.' });
  merchant.clock.pass(1000);
  const second = await merchant.must('POST', NOTES, { text: 'Wants more.\nCall in May.' });
  expect(first).toMatchObject({ partnership_key: key, by: 'key_test', text: 'Met at the fair.' });
  expect((await merchant.must('GET', NOTES)).items).toEqual([second, first]);
  expect((await merchant.must('GET', `${NOTES}?limit=1&starting_after=${second.key}`)).items).toEqual([first]);
  expect(await merchant.must('DELETE', `${NOTES}/${first.key}`)).toEqual({ key: first.key, deleted: true });
  expect((await merchant.must('GET', NOTES)).items).toEqual([second]);
  expect(await merchant.call('DELETE', `${NOTES}/${first.key}`)).toMatchObject({ status: 404 });
});

test('Notes of another merchant’s partnership are not there, and an empty one is refused', async () => {
  const merchant = await openMerchant();
  const { key } = await ann(merchant);
  const note = await merchant.must('POST', NOTES, { text: 'Met at the fair.' });
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  for (const [method, path] of [
    ['POST', `/v2/partnerships/${key}/notes`],
    ['GET', `/v2/partnerships/${key}/notes`],
    ['DELETE', `/v2/partnerships/${key}/notes/${note.key}`],
    ['GET', `/v2/partnerships/${key}/timeline`],
  ] as const) {
    expect((await other.call(method, path, method === 'POST' ? { text: 'x' } : undefined)).status).toBe(404);
  }
  expect(await merchant.call('POST', NOTES, { text: '' })).toMatchObject({ status: 422, error: { param: 'text' } });
});

const payout = (merchant: TestMerchant, partnership: string): Payout => ({
  key: 'pay_1',
  program: merchant.program,
  partnership,
  number: 1,
  amount: 1200,
  currency: 'GBP',
  provider: 'stripe',
  destination: 'acct_1',
  state: 'sending',
  first_sent_at: merchant.clock.now(),
  created_at: merchant.clock.now(),
  updated_at: merchant.clock.now(),
  rev: 1,
});

/** Everything that a timeline can tell, a second apart. */
const liveThrough = async (merchant: TestMerchant) => {
  const { must, store, clock } = merchant;
  const group = (await must('POST', '/v2/groups', { name: 'Resellers' })).key;
  const { key } = await ann(merchant);
  clock.pass(1000);
  await must('PATCH', '/v2/partnerships/ANN', { group_key: group });
  clock.pass(1000);
  const mark = { reward: 'rwd_1', action: 'decline' as const, at: clock.now(), by: 'usr_1', note: 'Own purchase' };
  await store.write(addMark(key, '2026-01', '0001', mark));
  clock.pass(1000);
  const sent = payout(merchant, key);
  await store.transact(addPayout(sent, undefined));
  clock.pass(1000);
  const failed = { ...sent, state: 'failed' as const, reason: 'account_closed', updated_at: clock.now() };
  await store.transact(changePayout(sent, failed));
  clock.pass(1000);
  await must('POST', NOTES, { text: 'Ask for another account.' });
  clock.pass(1000);
  await must('PATCH', '/v2/partnerships/ANN', { status: 'inactive', status_reason: 'No answer' });
  clock.pass(1000);
  await must('PATCH', '/v2/partnerships/ANN', { status: 'active' });
  return group;
};

test('The timeline tells what happened to a partnership, in the order of time', async () => {
  const merchant = await openMerchant();
  const began = merchant.clock.now();
  const group = await liveThrough(merchant);
  const { items, has_more } = await merchant.must('GET', `${TIMELINE}?order_by=created_at`);
  expect(items).toMatchObject([
    { type: 'joined', created_at: began },
    { type: 'moved', by: 'key_test', to_group_key: group },
    { type: 'reward_decided', by: 'usr_1', reward_key: 'rwd_1', action: 'decline', note: 'Own purchase' },
    { type: 'payout_sent', payout_key: 'pay_1', amount: 1200, currency: 'GBP' },
    { type: 'payout_failed', payout_key: 'pay_1', reason: 'account_closed' },
    { type: 'noted', text: 'Ask for another account.' },
    { type: 'deactivated', by: 'key_test', reason: 'No answer' },
    { type: 'reactivated', by: 'key_test', created_at: began + 7000 },
  ]);
  expect(has_more).toBe(false);
  expect((await merchant.must('GET', TIMELINE)).items).toEqual(items.toReversed());
});

test('A timeline is paged in both directions', async () => {
  const merchant = await openMerchant();
  await liveThrough(merchant);
  const { items: all } = await merchant.must('GET', TIMELINE);
  const first = await merchant.must('GET', `${TIMELINE}?limit=3`);
  expect(first).toMatchObject({ items: all.slice(0, 3), has_more: true });
  const second = await merchant.must('GET', `${TIMELINE}?limit=3&starting_after=${first.items[2].key}`);
  expect(second.items).toEqual(all.slice(3, 6));
  const back = await merchant.must('GET', `${TIMELINE}?limit=3&ending_before=${second.items[0].key}`);
  expect(back.items).toEqual(all.slice(0, 3));
});
