import { LIMITS } from '../../../domain/limits.ts';
import { openMerchant } from '../../support/merchant.ts';

test('A merchant creates a group, renames it, and finds it again', async () => {
  const { must, clock } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers & Co' });
  expect(group).toMatchObject({ name: 'Resellers & Co', slug: 'resellers-co', default: false, archived: false });
  clock.pass(5);
  const renamed = await must('PATCH', `/v2/groups/${group.key}`, { name: 'Agencies' });
  expect(renamed).toMatchObject({ key: group.key, name: 'Agencies', created_at: group.created_at });
  expect(renamed.updated_at).toBe(group.created_at + 5);
  expect(await must('GET', `/v2/groups/${group.key}`)).toEqual(renamed);
  const { items } = await must('GET', '/v2/groups');
  expect(items.map((one: { name: string }) => one.name)).toEqual(['Agencies', 'Default']);
});

test('A name is used once, whatever its case, and is free again after a renaming', async () => {
  const { must, call } = await openMerchant();
  const first = await must('POST', '/v2/groups', { name: 'Resellers' });
  const again = await call('POST', '/v2/groups', { name: 'RESELLERS' });
  expect(again).toMatchObject({ status: 409, error: { code: 'conflict', reason: 'name_taken', param: 'name' } });
  expect((await call('PATCH', `/v2/groups/${first.key}`, { name: 'default' })).status).toBe(409);
  await must('PATCH', `/v2/groups/${first.key}`, { name: 'ReSellers' });
  await must('PATCH', `/v2/groups/${first.key}`, { name: 'Agencies' });
  await must('POST', '/v2/groups', { name: 'Resellers' });
});

test('Another group becomes the default group, and only then can the old one be archived', async () => {
  const { must, call, head } = await openMerchant();
  const { items } = await must('GET', '/v2/groups');
  const old = items[0].key;
  expect(await call('PATCH', `/v2/groups/${old}`, { archived: true })).toMatchObject({
    status: 409,
    error: { reason: 'default_group' },
  });
  const next = await must('POST', '/v2/groups', { name: 'Next', default: true });
  expect(next.default).toBe(true);
  expect((await head()).default_group).toBe(next.key);
  expect(await must('PATCH', `/v2/groups/${old}`, { archived: true })).toMatchObject({
    archived: true,
    default: false,
  });
  const listed = async (query: string) =>
    (await must('GET', `/v2/groups${query}`)).items.map((one: { key: string }) => one.key);
  expect(await listed('')).toEqual([next.key]);
  expect(await listed('?include_archived=true')).toEqual([next.key, old]);
  expect((await call('PATCH', `/v2/groups/${old}`, { default: true })).error.reason).toBe('archived');
});

test('A group that partnerships or triggers use cannot be archived', async () => {
  const { must, call } = await openMerchant();
  const full = await must('POST', '/v2/groups', { name: 'Full' });
  const partner = await must('POST', '/v2/partnerships', { email: 'a@example.com', group_key: full.key });
  expect((await call('PATCH', `/v2/groups/${full.key}`, { archived: true })).error.reason).toBe('in_use');
  const empty = await must('POST', '/v2/groups', { name: 'Empty' });
  await must('PATCH', `/v2/partnerships/${partner.key}`, { group_key: empty.key });
  await must('PATCH', `/v2/groups/${full.key}`, { archived: true });
  const refused = await call('POST', '/v2/partnerships', { email: 'b@example.com', group_key: full.key });
  expect(refused).toMatchObject({ status: 422, error: { param: 'group_key', reason: 'archived' } });
});

test('The approval delay of a group is part of what evaluation looks at', async () => {
  const { must, configuration, head } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Slow', approval_delay_days: 30 });
  expect((await configuration()).group_delays).toEqual({ [group.key]: 30 });
  expect((await head()).config).toBe(2);
  await must('PATCH', `/v2/groups/${group.key}`, { name: 'Still slow' });
  expect((await head()).config).toBe(2);
  await must('PATCH', `/v2/groups/${group.key}`, { approval_delay_days: null });
  expect((await configuration()).group_delays).toEqual({});
});

test('A program holds a bounded number of groups, and archiving one makes room', async () => {
  const { must, call } = await openMerchant();
  for (let number = 1; number < LIMITS.groups; number++) await must('POST', '/v2/groups', { name: `Group ${number}` });
  const refused = await call('POST', '/v2/groups', { name: 'One too many' });
  expect(refused).toMatchObject({ status: 403, error: { code: 'plan_limit', reason: 'groups' } });
  const { items } = await must('GET', '/v2/groups?limit=1');
  await must('PATCH', `/v2/groups/${items[0].key}`, { archived: true });
  await must('POST', '/v2/groups', { name: 'One too many' });
});

test('A group of another merchant is not there', async () => {
  const acme = await openMerchant();
  const group = await acme.must('POST', '/v2/groups', { name: 'Resellers' });
  const other = await openMerchant({ name: 'Other' }, acme.store);
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Mine' }]] as const) {
    expect((await other.call(method, `/v2/groups/${group.key}`, body)).error).toMatchObject({
      code: 'not_found',
      param: 'group',
    });
  }
  await other.must('POST', '/v2/groups', { name: 'Resellers' });
});

test('A tag is created, renamed and deleted, and its name is free again', async () => {
  const { must, call } = await openMerchant();
  const tag = await must('POST', '/v2/tags', { name: 'vip' });
  expect((await call('POST', '/v2/tags', { name: 'VIP' })).status).toBe(409);
  expect(await must('PATCH', `/v2/tags/${tag.key}`, { name: 'gold' })).toMatchObject({ name: 'gold' });
  await must('POST', '/v2/tags', { name: 'VIP' });
  expect(await must('DELETE', `/v2/tags/${tag.key}`)).toEqual({ key: tag.key, deleted: true });
  expect((await call('DELETE', `/v2/tags/${tag.key}`)).status).toBe(404);
  expect((await call('GET', `/v2/tags/${tag.key}`)).status).toBe(404);
  await must('POST', '/v2/tags', { name: 'gold' });
});

test('A tag that a segment uses is not deleted, and the refusal names the segment', async () => {
  const { must, call } = await openMerchant();
  const tag = await must('POST', '/v2/tags', { name: 'vip' });
  const segment = await must('POST', '/v2/segments', { name: 'VIPs', match: 'vip' });
  const refused = await call('DELETE', `/v2/tags/${tag.key}`);
  expect(refused).toMatchObject({ status: 409, error: { reason: 'in_use', fields: [{ param: segment.key }] } });
  await must('DELETE', `/v2/segments/${segment.key}`);
  await must('DELETE', `/v2/tags/${tag.key}`);
});

test('Tags are listed page by page in both directions', async () => {
  const { must, clock } = await openMerchant();
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await must('POST', '/v2/tags', { name });
    clock.pass(1);
  }
  const names = (page: { items: { name: string }[] }) => page.items.map((one) => one.name).join('');
  const first = await must('GET', '/v2/tags?limit=2&order_by=created_at');
  expect([names(first), first.has_more]).toEqual(['ab', true]);
  const second = await must('GET', `/v2/tags?limit=2&order_by=created_at&starting_after=${first.items[1].key}`);
  expect([names(second), second.has_more]).toEqual(['cd', true]);
  const back = await must('GET', `/v2/tags?limit=2&order_by=created_at&ending_before=${second.items[0].key}`);
  expect([names(back), back.has_more]).toEqual(['ab', false]);
});

test('Tags come with how many partnerships and segments have them, where that is asked for', async () => {
  const { must } = await openMerchant();
  const vip = await must('POST', '/v2/tags', { name: 'vip' });
  await must('POST', '/v2/tags', { name: 'eu' });
  await must('POST', '/v2/segments', { name: 'Either', match: { or: ['vip', 'eu'] } });
  await must('POST', '/v2/partnerships', { email: 'a@example.com', tags: ['vip', 'eu'] });
  const gone = await must('POST', '/v2/partnerships', { email: 'b@example.com', tags: ['vip'] });
  await must('PATCH', `/v2/partnerships/${gone.key}`, { status: 'inactive' });
  await must('POST', '/v2/tags', { name: 'unused' });
  const { items } = await must('GET', '/v2/tags?include=counts&order_by=created_at');
  expect(items.map(({ name, counts }: { name: string; counts: unknown }) => [name, counts])).toEqual([
    ['vip', { active: 1, inactive: 1, segments: 1 }],
    ['eu', { active: 1, inactive: 0, segments: 1 }],
    ['unused', { active: 0, inactive: 0, segments: 0 }],
  ]);
  expect((await must('GET', '/v2/tags')).items.at(-1)).toEqual(vip);
});

test('What keeps a group from being archived is listed before anybody tries: triggers and partnerships', async () => {
  const { must } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const path = `/v2/groups/${group.key}/usages`;
  expect(await must('GET', path)).toEqual({ items: [], has_more: false, default: false, partnerships: 0 });
  const offer = { type: 'flat', value: 500, description: 'Five' };
  const made = await must('POST', '/v2/offers', { name: 'Five each', offer, group_key: group.key });
  await must('POST', '/v2/partnerships', { email: 'a@example.com', group_key: group.key });
  expect(await must('GET', path)).toMatchObject({
    items: [{ type: 'trigger', key: made.key, name: 'Five each', in_rules: false }],
    partnerships: 1,
  });
  const { items } = await must('GET', '/v2/groups');
  const main = items.find((one: { default: boolean }) => one.default);
  expect(await must('GET', `/v2/groups/${main.key}/usages`)).toMatchObject({ default: true });
});

test('A join link is taken away, which leads nowhere then, and another one is given', async () => {
  const { must, call } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  await must('DELETE', `/v2/groups/${group.key}/join-link`);
  expect(await must('DELETE', `/v2/groups/${group.key}/join-link`)).toMatchObject({ join_slug: null });
  const again = await must('POST', `/v2/groups/${group.key}/join-link`);
  expect(again.join_slug).not.toBe(group.join_slug);
  expect((await call('DELETE', '/v2/groups/grp_none/join-link')).error).toMatchObject({ code: 'not_found' });
});
