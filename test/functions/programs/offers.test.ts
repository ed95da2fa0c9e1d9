import { openMerchant } from '../../support/merchant.ts';

const TEN = { type: 'percentage', bps: 1000, description: '10 %' };
const TWELVE = { ...TEN, bps: 1200, description: '12 %' };

test('An offer is a trigger with a reward, for one group or for all', async () => {
  const { must } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const own = await must('POST', '/v2/offers', { name: 'Resellers', offer: TEN, group_key: group.key });
  const everybody = await must('POST', '/v2/offers', {
    name: 'Everybody',
    offer: { type: 'flat', value: 500, description: 'x' },
  });
  expect(own).toMatchObject({ group_key: group.key, version: 1, active_to: null, event: 'transaction.accepted' });
  expect(everybody).toMatchObject({ group_key: null, audience: { type: 'all' } });
  expect(await must('GET', `/v2/triggers/${own.key}`)).toMatchObject({
    audience: { type: 'group', group: group.key },
    action: { type: 'reward', offer: TEN },
  });
  const listed = async (query: string) =>
    (await must('GET', `/v2/offers${query}`)).items.map((one: { name: string }) => one.name);
  expect(await listed('')).toEqual(['Everybody', 'Resellers']);
  expect(await listed(`?group_key=${group.key}`)).toEqual(['Everybody', 'Resellers']);
  expect(await listed('?group_key=grp_other')).toEqual(['Everybody']);
});

test('A change closes the valid version and opens another one; all of them can be looked at', async () => {
  const { must, call, clock } = await openMerchant();
  const first = await must('POST', '/v2/offers', { name: 'Ten', offer: TEN });
  clock.pass(1000);
  const second = await must('PATCH', `/v2/offers/${first.key}`, { offer: TWELVE });
  expect(second).toMatchObject({ version: 2, offer: TWELVE, active_from: first.active_from + 1000, active_to: null });
  clock.pass(1000);
  await must('PATCH', `/v2/offers/${first.key}`, { name: 'Twelve' });
  const path = `/v2/offers/${first.key}/versions`;
  const { items, has_more } = await must('GET', path);
  expect(has_more).toBe(false);
  expect(items.map((one: Record<string, unknown>) => [one['version'], one['active_from'], one['active_to']])).toEqual([
    [3, first.active_from + 2000, null],
    [2, first.active_from + 1000, first.active_from + 2000],
    [1, first.active_from, first.active_from + 1000],
  ]);
  expect(items.map((one: { offer: unknown }) => one.offer)).toEqual([TWELVE, TWELVE, TEN]);
  expect(await must('GET', `${path}?limit=1&starting_after=3`)).toMatchObject({
    items: [{ version: 2 }],
    has_more: true,
  });
  expect(await must('GET', `${path}?starting_after=1`)).toEqual({ items: [], has_more: false });
  await must('DELETE', `/v2/offers/${first.key}`);
  expect(await must('GET', `/v2/offers/${first.key}`)).toMatchObject({ archived: true });
  expect((await call('PATCH', `/v2/offers/${first.key}`, { name: 'Again' })).status).toBe(410);
});

test('What is wrong is said in the words of the offer', async () => {
  const { call } = await openMerchant();
  const unknown = await call('POST', '/v2/offers', { name: 'X', offer: TEN, group_key: 'grp_unknown' });
  expect(unknown).toMatchObject({ status: 422, error: { param: 'group_key', reason: 'unknown_reference' } });
  const flat = await call('POST', '/v2/offers', { name: 'X', offer: { type: 'flat', description: 'x' } });
  expect(flat).toMatchObject({ status: 422, error: { param: 'offer.value' } });
});
