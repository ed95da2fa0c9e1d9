import { openMerchant } from '../../support/merchant.ts';

const ANN = { email: 'ann@example.com', partner_key: 'ANN' };

/** Two programs of one merchant over one table. */
const twoPrograms = async () => {
  const first = await openMerchant();
  const merchant_key = (await first.head()).merchant;
  const second = await openMerchant({ merchant_key, name: 'Resellers' }, first.store);
  return { first, second };
};

test('A partner that is active in one program of a merchant is refused in another, which is named', async () => {
  const { first, second } = await twoPrograms();
  await second.must('POST', '/v2/partnerships', ANN);
  const before = new Map(first.memory.items);
  const refused = await first.call('POST', '/v2/partnerships', { email: 'ANN@example.com' });
  expect(refused).toMatchObject({ status: 409, error: { code: 'conflict', reason: 'other_program', param: 'email' } });
  expect(refused.error.message).toContain(`Resellers (${second.program})`);
  expect(first.memory.items).toEqual(before);
});

test('Deactivated there, a partner may join here, and only here it is active then', async () => {
  const { first, second } = await twoPrograms();
  await second.must('POST', '/v2/partnerships', ANN);
  await second.must('PATCH', '/v2/partnerships/ANN', { status: 'inactive' });
  await first.must('POST', '/v2/partnerships', ANN);
  const again = await second.call('PATCH', '/v2/partnerships/ANN', { status: 'active' });
  expect(again).toMatchObject({ status: 409, error: { reason: 'other_program' } });
  await first.must('PATCH', '/v2/partnerships/ANN', { status: 'inactive' });
  expect((await second.must('PATCH', '/v2/partnerships/ANN', { status: 'active' })).status).toBe('active');
});

test('An address that a partner changes to must not be active in another program either', async () => {
  const { first, second } = await twoPrograms();
  await second.must('POST', '/v2/partnerships', ANN);
  await first.must('POST', '/v2/partnerships', { email: 'bob@example.com', partner_key: 'BOB' });
  const refused = await first.call('PATCH', '/v2/partnerships/BOB', { email: 'ann@example.com' });
  expect(refused).toMatchObject({ status: 409, error: { reason: 'other_program' } });
  await first.must('PATCH', '/v2/partnerships/BOB', { email: 'lee@example.com' });
  await second.must('POST', '/v2/partnerships', { email: 'bob@example.com' });
});

test('Of two programs that add a partner at the same moment, one wins', async () => {
  const { first, second } = await twoPrograms();
  const answers = await Promise.all([first, second].map(({ call }) => call('POST', '/v2/partnerships', ANN)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('Test and live programs, and programs of other merchants, are kept apart', async () => {
  const { first } = await twoPrograms();
  const merchant_key = (await first.head()).merchant;
  const live = await openMerchant({ merchant_key, name: 'Live', mode: 'live' }, first.store);
  const other = await openMerchant({ name: 'Other' }, first.store);
  for (const { must } of [first, live, other]) await must('POST', '/v2/partnerships', ANN);
});
