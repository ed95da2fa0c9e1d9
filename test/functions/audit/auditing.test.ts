import { auditRoutes } from '../../../functions/audit/list.ts';
import { kindOfActor, memberActor } from '../../../functions/shared/actors.ts';
import { auditing } from '../../../functions/shared/auditing.ts';
import { asAuthor } from '../../../functions/shared/author.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { readAuditEvent } from '../../../table/audit-events.ts';
import { absent, ConditionFailed, type Store, WriteConflict } from '../../../table/store.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { openMerchant } from '../../support/merchant.ts';

const open = async () => {
  const memory = new MemoryStore();
  const merchant = await openMerchant({}, auditing(memory, openIds()));
  const events = () =>
    [...memory.items.values()]
      .filter((item) => item.pk.startsWith('AUDIT#'))
      .map(readAuditEvent)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return { ...merchant, memory, events };
};

const AUTHOR = { program: 'prog_1', actor: 'key_1', operation: 'changeThing', requestId: 'r', at: 1 };
const thing = (fields: Readonly<Record<string, unknown>> = {}) => ({ pk: 'THING#1', sk: 'A', key: 'x_1', ...fields });
const put = (fields: Readonly<Record<string, unknown>>) =>
  ({ kind: 'put', item: thing(fields), condition: absent('thing_exists') }) as const;

test('A change leaves who made it, by which operation, and the changed fields before and after it', async () => {
  const { must, events, clock, program } = await open();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  await must('PATCH', `/v2/groups/${group.key}`, { name: 'Agencies' });
  const [made, renamed] = events();
  expect(made).toMatchObject({ program, actor: 'key_test', operation: 'createGroup', subject: group.key });
  expect(made?.at).toBe(clock.now());
  expect(made?.changes).toContainEqual({
    type: 'group',
    key: group.key,
    before: null,
    after: expect.objectContaining({ name: 'Resellers', archived: false }),
  });
  const change = renamed?.changes.find(({ key }) => key === group.key);
  expect(change?.before).toMatchObject({ name: 'Resellers' });
  expect(change?.after).toMatchObject({ name: 'Agencies' });
  expect(change?.after).not.toHaveProperty('archived');
});

test('A refused request, a reading one, and one that changes nothing leave no audit event', async () => {
  const { must, call, events } = await open();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const before = events().length;
  await call('POST', '/v2/groups', { name: 'resellers' });
  await must('GET', '/v2/groups');
  await must('PATCH', `/v2/groups/${group.key}`, { name: 'Resellers' });
  expect(events()).toHaveLength(before);
});

test('What was deleted is kept as it was', async () => {
  const { must, events } = await open();
  const tag = await must('POST', '/v2/tags', { name: 'vip' });
  await must('DELETE', `/v2/tags/${tag.key}`);
  const gone = events()
    .at(-1)
    ?.changes.find(({ key }) => key === tag.key);
  expect(gone).toMatchObject({ type: 'tag', before: { name: 'vip' }, after: null });
});

test('Hashes, secrets and guards of names are never shown', async () => {
  const { must, events } = await open();
  const made = await must('POST', '/v2/api-keys', { name: 'Shop' });
  await must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ann' });
  const text = JSON.stringify(events());
  expect(text).toContain('Shop');
  expect(text).not.toContain(made.secret_key);
  expect(text).not.toMatch(/hash|gsi1pk|"rev"|NAME#|CONFIG#/);
});

test('The event and the change are one write: when the condition fails there is neither', async () => {
  const memory = new MemoryStore();
  const store = auditing(memory, openIds());
  await memory.write(put({ name: 'there' }));
  const attempt = asAuthor(AUTHOR, () => store.write(put({ name: 'again' })));
  await expect(attempt).rejects.toEqual(new ConditionFailed('thing_exists'));
  expect([...memory.items.values()]).toEqual([thing({ name: 'there' })]);
});

test('Without an author the store writes as it is asked to', async () => {
  const memory = new MemoryStore();
  await auditing(memory, openIds()).write(put({ name: 'system' }));
  expect(memory.items.size).toBe(1);
  expect(memory.requests).toEqual({ write: 1 });
});

test('A single write that another transaction crosses is tried again, as DynamoDB would have waited for it', async () => {
  const memory = new MemoryStore();
  let crossings = 2;
  const crossed: Store = {
    get: (key) => memory.get(key),
    batchGet: (keys) => memory.batchGet(keys),
    query: (input) => memory.query(input),
    write: (write) => memory.write(write),
    async transact(writes) {
      if (crossings-- > 0) throw new WriteConflict();
      await memory.transact(writes);
    },
  };
  await asAuthor(AUTHOR, () => auditing(crossed, openIds()).write(put({ name: 'there' })));
  expect(memory.items.size).toBe(2);
});

test('The log is listed latest first, by program, object, actor and operation', async () => {
  const { must, store, program } = await open();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  await must('PATCH', `/v2/groups/${group.key}`, { name: 'Agencies' });
  await must('POST', '/v2/tags', { name: 'vip' });
  const routes = auditRoutes({ store });
  const list = async (query: Readonly<Record<string, string>>) => {
    const found = routes[0];
    if (found?.kind !== 'keyed') throw new Error('There is no list.');
    const prepared = found.prepare({ params: {}, query, body: {} });
    const caller = { kind: 'key', program, mode: 'test', identity: 'i', actor: 'key_test', scopes: 'all' } as const;
    const page = JSON.parse(JSON.stringify(await prepared({ requestId: 'r', now: 0, caller, program })));
    return page.items.map((event: { operation: string }) => event.operation);
  };
  expect(await list({})).toEqual(['createTag', 'updateGroup', 'createGroup']);
  expect(await list({ subject_key: group.key })).toEqual(['updateGroup', 'createGroup']);
  expect(await list({ operation: 'createTag' })).toEqual(['createTag']);
  expect(await list({ actor_key: 'key_other' })).toEqual([]);
});

test('What a member of the team, an API key and a partner did is said to be theirs, and the rest the system’s', () => {
  expect(kindOfActor(memberActor('e8bc276c-ea43'))).toBe('member');
  expect(['key_1', 'part_1', 'auto_approve', 'constructor'].map(kindOfActor)).toEqual([
    'api_key',
    'partner',
    'system',
    'system',
  ]);
});
