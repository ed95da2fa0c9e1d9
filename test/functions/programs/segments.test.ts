import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';

const withTags = async (merchant: TestMerchant, ...names: string[]) => {
  const keys = new Map<string, string>();
  for (const name of names) keys.set(name, (await merchant.must('POST', '/v2/tags', { name })).key);
  return (name: string): string => keys.get(name) ?? '';
};

/** Looks at what uses a segment, and deletes it with that confirmation. */
const deleteConfirmed = async (merchant: TestMerchant, segment: string) => {
  const { confirm } = await merchant.must('GET', `/v2/segments/${segment}/usages`);
  return merchant.must('DELETE', `/v2/segments/${segment}?confirm=${confirm}`);
};

test('A segment is written with names or keys of tags and kept with keys', async () => {
  const merchant = await openMerchant();
  const key = await withTags(merchant, 'eu', 'b2b', 'vip');
  const match = { and: ['EU', { or: [key('b2b'), 'vip'] }] };
  const segment = await merchant.must('POST', '/v2/segments', { name: 'EU business', match });
  const kept = { and: [key('eu'), { or: [key('b2b'), key('vip')] }] };
  expect(segment).toMatchObject({ name: 'EU business', match: kept });
  expect((await merchant.configuration()).segments).toEqual([{ key: segment.key, match: kept }]);
  expect(await merchant.must('GET', `/v2/segments/${segment.key}`)).toEqual(segment);
  expect((await merchant.must('GET', '/v2/segments')).items).toEqual([segment]);
});

test('A segment that names an unknown tag is refused', async () => {
  const { call, head } = await openMerchant();
  const refused = await call('POST', '/v2/segments', { name: 'Ghosts', match: { or: ['ghost'] } });
  expect(refused).toMatchObject({ status: 422, error: { reason: 'unknown_tag', param: 'match' } });
  expect((await head()).config).toBe(1);
});

test('A segment combines at most ten tags', async () => {
  const merchant = await openMerchant();
  const names = Array.from({ length: 11 }, (_, number) => `tag ${number}`);
  await withTags(merchant, ...names);
  await merchant.must('POST', '/v2/segments', { name: 'Ten', match: { or: names.slice(0, 10) } });
  const match = { and: [{ or: names.slice(0, 6) }, { or: names.slice(6) }] };
  const refused = await merchant.call('POST', '/v2/segments', { name: 'Eleven', match });
  expect(refused).toMatchObject({ status: 422, error: { reason: 'too_many_tags', param: 'match' } });
});

test('Another name changes nothing for evaluation, another expression makes a new configuration', async () => {
  const merchant = await openMerchant();
  const key = await withTags(merchant, 'eu', 'us');
  const segment = await merchant.must('POST', '/v2/segments', { name: 'Europe', match: 'eu' });
  const before = (await merchant.head()).config;
  await merchant.must('PATCH', `/v2/segments/${segment.key}`, { name: 'EU' });
  expect((await merchant.head()).config).toBe(before);
  await merchant.must('PATCH', `/v2/segments/${segment.key}`, { match: 'us' });
  expect((await merchant.configuration()).segments).toEqual([{ key: segment.key, match: key('us') }]);
  expect((await merchant.configuration(before)).segments).toEqual([{ key: segment.key, match: key('eu') }]);
});

test('A segment in use is deleted only with a confirmation, and the refusal lists the triggers', async () => {
  const merchant = await openMerchant();
  await withTags(merchant, 'eu', 'us');
  const segment = await merchant.must('POST', '/v2/segments', { name: 'Europe', match: 'eu' });
  const audience = { type: 'segments', segments: [segment.key] };
  const made = await merchant.must('POST', '/v2/triggers', trigger({ audience }));
  const usages = await merchant.must('GET', `/v2/segments/${segment.key}/usages`);
  expect(usages.items).toEqual([{ type: 'trigger', key: made.key, name: made.name, in_rules: false }]);
  const refused = await merchant.call('DELETE', `/v2/segments/${segment.key}`);
  expect(refused).toMatchObject({ status: 409, error: { reason: 'in_use', fields: [{ param: made.key }] } });
  const wrong = await merchant.call('DELETE', `/v2/segments/${segment.key}?confirm=true`);
  expect(wrong).toMatchObject({ status: 409, error: { reason: 'usages_changed', param: 'confirm' } });
  await deleteConfirmed(merchant, segment.key);
  expect((await merchant.call('GET', `/v2/segments/${segment.key}`)).status).toBe(404);
});

test('A trigger whose last segment is deleted matches nobody and says so', async () => {
  const merchant = await openMerchant();
  await withTags(merchant, 'eu', 'us');
  const europe = await merchant.must('POST', '/v2/segments', { name: 'Europe', match: 'eu' });
  const america = await merchant.must('POST', '/v2/segments', { name: 'America', match: 'us' });
  const audience = { type: 'segments', segments: [europe.key, america.key] };
  const made = await merchant.must('POST', '/v2/triggers', trigger({ audience }));
  const flag = async () => (await merchant.must('GET', `/v2/triggers/${made.key}`)).matches_nobody;
  await deleteConfirmed(merchant, europe.key);
  expect(await flag()).toBe(false);
  await deleteConfirmed(merchant, america.key);
  expect(await flag()).toBe(true);
  await merchant.must('PATCH', `/v2/triggers/${made.key}`, { audience: { type: 'all' } });
  expect(await flag()).toBe(false);
});

test('A rule that keeps a segment out does not let it in when the segment is deleted', async () => {
  const merchant = await openMerchant();
  await withTags(merchant, 'eu');
  const segment = await merchant.must('POST', '/v2/segments', { name: 'Europe', match: 'eu' });
  const rules = { field: 'segment', op: 'not_in', value: [segment.key] };
  const made = await merchant.must('POST', '/v2/triggers', trigger({ rules }));
  merchant.clock.pass(1000);
  await deleteConfirmed(merchant, segment.key);
  expect((await merchant.configuration()).triggers).toMatchObject([{ key: made.key, active_to: merchant.clock.now() }]);
  expect((await merchant.must('GET', `/v2/triggers/${made.key}`)).matches_nobody).toBe(true);
  const renamed = await merchant.call('PATCH', `/v2/triggers/${made.key}`, { name: 'Still there' });
  expect(renamed).toMatchObject({ status: 422, error: { param: 'rules.value.0', reason: 'unknown_reference' } });
  expect((await merchant.must('PATCH', `/v2/triggers/${made.key}`, { rules: null })).matches_nobody).toBe(false);
  expect((await merchant.configuration()).triggers.at(-1)).toMatchObject({ key: made.key, version: 2 });
});

test('Segments come with how many active partnerships are in them, where that is asked for', async () => {
  const merchant = await openMerchant();
  await withTags(merchant, 'eu', 'vip');
  await merchant.must('POST', '/v2/segments', { name: 'Europe', match: 'eu' });
  await merchant.must('POST', '/v2/segments', { name: 'Both', match: { and: ['eu', 'vip'] } });
  await merchant.must('POST', '/v2/partnerships', { email: 'a@example.com', tags: ['eu', 'vip'] });
  await merchant.must('POST', '/v2/partnerships', { email: 'b@example.com', tags: ['eu'] });
  const gone = await merchant.must('POST', '/v2/partnerships', { email: 'c@example.com', tags: ['eu', 'vip'] });
  await merchant.must('PATCH', `/v2/partnerships/${gone.key}`, { status: 'inactive' });
  const { items } = await merchant.must('GET', '/v2/segments?include=counts&order_by=created_at');
  expect(items.map(({ name, count }: { name: string; count: number }) => [name, count])).toEqual([
    ['Europe', 2],
    ['Both', 1],
  ]);
});
