import { openMerchant } from '../../support/merchant.ts';

const opened = async () => {
  const merchant = await openMerchant();
  const add = (name: string) =>
    merchant.must('POST', '/v2/partnerships', { email: `${name}@example.com`, partner_key: name });
  const [ann, bob, cat] = [await add('ann'), await add('bob'), await add('cat')];
  const act = (body: object) => merchant.must('POST', '/v2/partnerships/bulk', body);
  return { ...merchant, ann, bob, cat, act };
};

test('A bulk action tells for each partnership what became of it, in the order of the request', async () => {
  const { act, must, ann, bob } = await opened();
  await must('PATCH', '/v2/partnerships/bob', { status: 'inactive' });
  const body = { action: 'deactivate', reason: 'Coupon sites', partnerships: ['ghost', 'ann', bob.key, ann.key] };
  const done = { partnership_key: ann.key, result: 'done', error: null };
  expect(await act(body)).toEqual({
    items: [
      {
        ...{ partnership: 'ghost', partnership_key: null, result: 'refused' },
        error: { code: 'not_found', reason: null, message: 'There is no such partnership.' },
      },
      { partnership: 'ann', ...done },
      { partnership: bob.key, partnership_key: bob.key, result: 'unchanged', error: null },
      { partnership: ann.key, ...done },
    ],
    ...{ done: 2, unchanged: 1, refused: 1 },
  });
  expect(await must('GET', '/v2/partnerships/ann')).toMatchObject({
    status: 'inactive',
    status_reason: 'Coupon sites',
  });
  expect(await act(body)).toMatchObject({ done: 0, unchanged: 3, refused: 1 });
});

test('Partnerships are tagged, untagged, moved and reactivated in bulk', async () => {
  const { act, must } = await opened();
  const group = (await must('POST', '/v2/groups', { name: 'Resellers' })).key;
  const vip = (await must('POST', '/v2/tags', { name: 'vip' })).key;
  const partnerships = ['ann', 'bob'];
  expect(await act({ action: 'tag', tags: ['vip'], partnerships })).toMatchObject({ done: 2 });
  expect(await must('GET', '/v2/partnerships/bob')).toMatchObject({ tags: [vip] });
  expect(await act({ action: 'untag', tags: [vip], partnerships: ['bob', 'cat'] })).toMatchObject({
    ...{ done: 1, unchanged: 1 },
  });
  expect(await act({ action: 'move', group_key: group, partnerships })).toMatchObject({ done: 2 });
  expect(await must('GET', '/v2/partnerships/ann')).toMatchObject({ group_key: group, tags: [vip] });
  await act({ action: 'deactivate', partnerships });
  expect(await act({ action: 'reactivate', partnerships })).toMatchObject({ done: 2 });
  expect(await must('GET', '/v2/partnerships/ann')).toMatchObject({ status: 'active' });
});

test('One that is refused keeps no other from being changed', async () => {
  const { act, must, store, head } = await opened();
  await must('PATCH', '/v2/partnerships/ann', { status: 'inactive' });
  await must('PATCH', '/v2/partnerships/bob', { status: 'inactive' });
  const merchant_key = (await head()).merchant;
  const second = await openMerchant({ merchant_key, name: 'Second' }, store);
  await second.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const { items } = await act({ action: 'reactivate', partnerships: ['ann', 'bob'] });
  expect(items).toMatchObject([
    { partnership: 'ann', result: 'refused', error: { code: 'conflict', reason: 'other_program' } },
    { partnership: 'bob', result: 'done' },
  ]);
});

test.each([
  { case: 'an unknown group', body: { action: 'move', group_key: 'grp_x' }, reason: 'unknown_group' },
  { case: 'an unknown tag', body: { action: 'tag', tags: ['x'] }, reason: 'unknown_tag' },
  { case: 'an unknown action', body: { action: 'delete' }, reason: 'invalid_fields' },
])('A bulk action with $case changes nobody', async ({ body, reason }) => {
  const { call, memory } = await opened();
  const before = new Map(memory.items);
  const refused = await call('POST', '/v2/partnerships/bulk', { ...body, partnerships: ['ann'] });
  expect(refused).toMatchObject({ status: 422, error: { reason } });
  expect(memory.items).toEqual(before);
});

test('A bulk action names a hundred partnerships at most', async () => {
  const { call } = await opened();
  const partnerships = Array.from({ length: 101 }, (_, number) => `p${number}`);
  const refused = await call('POST', '/v2/partnerships/bulk', { action: 'reactivate', partnerships });
  expect(refused).toMatchObject({ status: 422, error: { param: 'partnerships' } });
});
