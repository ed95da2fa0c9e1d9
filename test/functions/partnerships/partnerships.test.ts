import { DEFAULT_HOST } from '../../../domain/links.ts';
import { readFact } from '../../../table/facts.ts';
import { addLink, type Link, linksOf } from '../../../table/links.ts';
import { getStanding } from '../../../table/partnerships.ts';
import type { Item, ItemKey } from '../../../table/store.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { openMerchant, type TestMerchant, trigger } from '../../support/merchant.ts';

const joinedFact = (merchant: TestMerchant, key: string) => {
  const profile = merchant.memory.items.get(`PART#${key} | PROFILE`);
  return { event: profile?.['announces'], fact: readFact(profile) };
};

test('A partnership joins now, in the default group, and is announced', async () => {
  const merchant = await openMerchant();
  const now = merchant.clock.now();
  const made = await merchant.must('POST', '/v2/partnerships', { email: 'Ann@Example.com', first_name: 'Ann' });
  const { default_group, config } = await merchant.head();
  expect(made).toMatchObject({
    partner_key: made.key,
    email: 'Ann@Example.com',
    first_name: 'Ann',
    last_name: null,
    status: 'active',
    group_key: default_group,
    tags: [],
    tier_key: null,
    recruited_by: null,
    joined_at: now,
    created_at: now,
    measures: { lifetime: { total: 0, quantity: 0 }, month: { total: 0, quantity: 0 } },
  });
  const { event, fact } = joinedFact(merchant, made.key);
  expect(event).toBe('partnership.joined');
  expect(fact).toMatchObject({ program: merchant.program, at: now, period: '2026-01', config, counted: false });
  expect(fact.key).toMatch(/^evt_/);
  expect(fact.partnership).toEqual({ key: made.key, group: default_group, tags: [] });
  expect((await getStanding(merchant.store, made.key))?.months).toEqual({});
});

test('Joining counts as a fact of the month only while a trigger waits for it', async () => {
  const merchant = await openMerchant();
  const offer = { type: 'flat', value: 500, description: 'Welcome' };
  const body = trigger({ event: 'partnership.joined', action: { type: 'reward', offer } });
  const waiting = await merchant.must('POST', '/v2/triggers', body);
  const first = await merchant.must('POST', '/v2/partnerships', { email: 'a@example.com' });
  expect((await getStanding(merchant.store, first.key))?.months['2026-01']?.facts).toBe(1);
  expect(joinedFact(merchant, first.key).fact.counted).toBe(true);
  await merchant.must('DELETE', `/v2/triggers/${waiting.key}`);
  const second = await merchant.must('POST', '/v2/partnerships', { email: 'b@example.com' });
  expect((await getStanding(merchant.store, second.key))?.months).toEqual({});
  expect(joinedFact(merchant, second.key).fact.counted).toBe(false);
});

test('A partnership takes the group, tags and recruiter that it is given', async () => {
  const { must } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const vip = await must('POST', '/v2/tags', { name: 'vip' });
  const eu = await must('POST', '/v2/tags', { name: 'eu' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  const bob = await must('POST', '/v2/partnerships', {
    email: 'bob@example.com',
    partner_key: 'BOB',
    group_key: group.key,
    tags: ['VIP', eu.key, vip.key],
    recruited_by: 'ANN',
  });
  expect(bob).toMatchObject({ group_key: group.key, tags: [vip.key, eu.key], recruited_by: ann.key });
  expect(await must('GET', '/v2/partnerships/BOB')).toEqual(bob);
  expect(await must('GET', `/v2/partnerships/${bob.key}`)).toEqual(bob);
});

test('The same request with the same partner_key gives the earlier partnership, whatever happened to it', async () => {
  const merchant = await openMerchant();
  const body = { email: 'ann@example.com', partner_key: 'ANN', last_name: 'Lee' };
  const made = await merchant.must('POST', '/v2/partnerships', body);
  const count = merchant.memory.items.size;
  merchant.clock.pass(1000);
  expect(await merchant.must('POST', '/v2/partnerships', body)).toEqual(made);
  await merchant.must('PATCH', '/v2/partnerships/ANN', { email: 'other@example.com' });
  expect((await merchant.must('POST', '/v2/partnerships', body)).key).toBe(made.key);
  expect(merchant.memory.items.size).toBe(count);
  const refused = await merchant.call('POST', '/v2/partnerships', { ...body, last_name: 'Ray' });
  expect(refused).toMatchObject({ status: 409, error: { code: 'conflict', param: 'partner_key' } });
});

test('Two requests at the same moment make one partnership', async () => {
  const merchant = await openMerchant();
  const body = { email: 'ann@example.com', partner_key: 'ANN' };
  const answers = await Promise.all([1, 2, 3].map(() => merchant.must('POST', '/v2/partnerships', body)));
  expect(new Set(answers.map((answer) => answer.key)).size).toBe(1);
  expect((await merchant.must('GET', '/v2/partnerships')).items).toHaveLength(1);
});

/** A table in which something happens just before somebody looks where the partner is active. */
class Interrupted extends MemoryStore {
  meanwhile: (() => Promise<unknown>) | undefined;

  override async get(key: ItemKey): Promise<Item | undefined> {
    const { meanwhile } = this;
    if (meanwhile !== undefined && key.pk.startsWith('ACTIVE#')) {
      this.meanwhile = undefined;
      await meanwhile();
    }
    return super.get(key);
  }
}

test('A request that the same request overtakes half-way gets the partnership of that one', async () => {
  const table = new Interrupted();
  const { must } = await openMerchant({}, table);
  const body = { email: 'ann@example.com', partner_key: 'ANN' };
  let first: unknown;
  table.meanwhile = async () => {
    first = await must('POST', '/v2/partnerships', body);
  };
  expect(await must('POST', '/v2/partnerships', body)).toEqual(first);
});

test('An e-mail address belongs to one partnership of a program, however it is written', async () => {
  const merchant = await openMerchant();
  await merchant.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const refused = await merchant.call('POST', '/v2/partnerships', { email: 'ANN@example.com' });
  expect(refused).toMatchObject({ status: 409, error: { param: 'email', reason: 'email_taken' } });
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  await other.must('POST', '/v2/partnerships', { email: 'ann@example.com' });
});

test.each([
  { case: 'an unknown group', body: { group_key: 'grp_x' }, param: 'group_key', reason: 'unknown_group' },
  { case: 'an unknown tag', body: { tags: ['x'] }, param: 'tags.0', reason: 'unknown_tag' },
  { case: 'an unknown recruiter', body: { recruited_by: 'x' }, param: 'recruited_by', reason: 'unknown_partnership' },
  {
    case: 'a key like ours',
    body: { partner_key: 'part_01h00000000000000000000000' },
    param: 'partner_key',
    reason: 'reserved',
  },
  { case: 'no e-mail address', body: { email: 'ann' }, param: 'email', reason: 'invalid_fields' },
  { case: 'an unknown field', body: { colour: 'red' }, param: 'colour', reason: 'invalid_fields' },
])('A partnership with $case is refused, and nothing changes', async ({ body, param, reason }) => {
  const merchant = await openMerchant();
  const before = new Map(merchant.memory.items);
  const refused = await merchant.call('POST', '/v2/partnerships', { email: 'ann@example.com', ...body });
  expect(refused).toMatchObject({ status: 422, error: { param, reason } });
  expect(merchant.memory.items).toEqual(before);
});

test('A partnership of another merchant is not there, by key or by name', async () => {
  const acme = await openMerchant();
  const ann = await acme.must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  const other = await openMerchant({ name: 'Other' }, acme.store);
  for (const name of [ann.key, 'ANN']) {
    expect((await other.call('GET', `/v2/partnerships/${name}`)).error).toMatchObject({ code: 'not_found' });
    expect((await other.call('PATCH', `/v2/partnerships/${name}`, { status: 'inactive' })).status).toBe(404);
    expect((await other.call('GET', `/v2/partnerships/${name}/statements`)).status).toBe(404);
  }
  const body = { email: 'bob@example.com', recruited_by: ann.key };
  expect((await other.call('POST', '/v2/partnerships', body)).error.param).toBe('recruited_by');
  const found = await other.must('GET', `/v2/partnerships?partner_key=${ann.key}`);
  expect(found).toEqual({ items: [], has_more: false });
});

test('Names, tags and status change, and nobody else does', async () => {
  const merchant = await openMerchant();
  await merchant.must('POST', '/v2/tags', { name: 'vip' });
  const ann = await merchant.must('POST', '/v2/partnerships', {
    email: 'ann@example.com',
    tags: ['vip'],
    company: 'A',
  });
  merchant.clock.pass(1000);
  const changed = await merchant.must('PATCH', `/v2/partnerships/${ann.key}`, {
    first_name: 'Ann',
    company: null,
    tags: [],
    status: 'inactive',
  });
  expect(changed).toEqual({
    ...ann,
    first_name: 'Ann',
    company: null,
    tags: [],
    status: 'inactive',
    archived: true,
    inactive_since: merchant.clock.now(),
    updated_at: merchant.clock.now(),
  });
  expect(await merchant.must('GET', `/v2/partnerships/${ann.key}`)).toEqual(changed);
  expect((await merchant.call('PATCH', `/v2/partnerships/${ann.key}`, {})).status).toBe(422);
});

test('A changed e-mail address is taken, and the old one is free again', async () => {
  const { must, call } = await openMerchant();
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  await must('POST', '/v2/partnerships', { email: 'bob@example.com' });
  expect((await call('PATCH', `/v2/partnerships/${ann.key}`, { email: 'Bob@example.com' })).error).toMatchObject({
    code: 'conflict',
    param: 'email',
  });
  await must('PATCH', `/v2/partnerships/${ann.key}`, { email: 'ANN@example.com' });
  await must('PATCH', `/v2/partnerships/${ann.key}`, { email: 'lee@example.com' });
  await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
});

test('A recruiter that joins later is set once', async () => {
  const { must, call } = await openMerchant();
  const recruit = await must('POST', '/v2/partnerships', { email: 'recruit@example.com' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  const bob = await must('POST', '/v2/partnerships', { email: 'bob@example.com' });
  const patch = (recruited_by: string | null) => call('PATCH', `/v2/partnerships/${recruit.key}`, { recruited_by });
  expect((await patch('ANN')).data.recruited_by).toBe(ann.key);
  expect((await patch(ann.key)).data.recruited_by).toBe(ann.key);
  for (const other of [bob.key, null]) {
    expect(await patch(other)).toMatchObject({
      status: 409,
      error: { reason: 'recruiter_set', param: 'recruited_by' },
    });
  }
});

test('Nobody is recruited by itself or by its recruits', async () => {
  const { must, call } = await openMerchant();
  const add = async (name: string, recruited_by?: string) =>
    (await must('POST', '/v2/partnerships', { email: `${name}@example.com`, recruited_by })).key;
  const first = await add('first');
  const second = await add('second', first);
  const third = await add('third', second);
  for (const recruiter of [first, second, third]) {
    const refused = await call('PATCH', `/v2/partnerships/${first}`, { recruited_by: recruiter });
    expect(refused).toMatchObject({ status: 422, error: { reason: 'circle', param: 'recruited_by' } });
  }
});

test('Two partnerships that recruit each other at the same moment make no circle', async () => {
  const { must, call } = await openMerchant();
  const one = (await must('POST', '/v2/partnerships', { email: 'one@example.com' })).key;
  const two = (await must('POST', '/v2/partnerships', { email: 'two@example.com' })).key;
  const answers = await Promise.all([
    call('PATCH', `/v2/partnerships/${one}`, { recruited_by: two }),
    call('PATCH', `/v2/partnerships/${two}`, { recruited_by: one }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
});

test('A deleted tag is not shown any more', async () => {
  const { must } = await openMerchant();
  const tag = await must('POST', '/v2/tags', { name: 'vip' });
  const keep = await must('POST', '/v2/tags', { name: 'eu' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', tags: ['vip', 'eu'] });
  await must('DELETE', `/v2/tags/${tag.key}`);
  expect((await must('GET', `/v2/partnerships/${ann.key}`)).tags).toEqual([keep.key]);
});

test('Partnerships are listed by group, tag, status, e-mail address and partner_key', async () => {
  const { must, call } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  await must('POST', '/v2/tags', { name: 'vip' });
  const add = async (name: string, more: object) =>
    must('POST', '/v2/partnerships', { email: `${name}@example.com`, partner_key: name, ...more });
  await add('ann', { group_key: group.key });
  await add('bob', { tags: ['vip'] });
  await add('cat', { group_key: group.key, tags: ['vip'] });
  await must('PATCH', '/v2/partnerships/cat', { status: 'inactive' });
  const names = async (query: string) =>
    (await must('GET', `/v2/partnerships${query}`)).items.map((one: { partner_key: string }) => one.partner_key).sort();
  expect(await names('')).toEqual(['ann', 'bob', 'cat']);
  expect(await names(`?group_key=${group.key}`)).toEqual(['ann', 'cat']);
  expect(await names('?tag=vip')).toEqual(['bob', 'cat']);
  expect(await names('?status=inactive')).toEqual(['cat']);
  expect(await names(`?group_key=${group.key}&tag=VIP&status=active`)).toEqual([]);
  expect(await names('?email=ANN%40example.com')).toEqual(['ann']);
  expect(await names('?partner_key=bob')).toEqual(['bob']);
  expect(await names('?partner_key=bob&email=ann%40example.com')).toEqual([]);
  expect(await names('?partner_key=nobody')).toEqual([]);
  expect((await call('GET', '/v2/partnerships?tag=ghost')).error.param).toBe('tag');
});

test('Partnerships are listed page by page in both directions', async () => {
  const { must, clock } = await openMerchant();
  for (let number = 0; number < 12; number++) {
    await must('POST', '/v2/partnerships', { email: `p${number}@example.com`, partner_key: `p${number}` });
    clock.pass(1);
  }
  const seen: string[] = [];
  let after = '';
  for (;;) {
    const page = await must('GET', `/v2/partnerships?limit=5&order_by=created_at${after}`);
    seen.push(...page.items.map((one: { partner_key: string }) => one.partner_key));
    if (!page.has_more) break;
    after = `&starting_after=${page.items.at(-1).key}`;
  }
  expect(seen).toEqual(Array.from({ length: 12 }, (_, number) => `p${number}`));
  const { items } = await must('GET', '/v2/partnerships?limit=3');
  const back = await must('GET', `/v2/partnerships?limit=2&ending_before=${items[2].key}`);
  expect(back.items).toEqual(items.slice(0, 2));
});

test('A bulk move moves all that are named, and may be repeated', async () => {
  const { must } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  const bob = await must('POST', '/v2/partnerships', { email: 'bob@example.com' });
  const body = { group_key: group.key, partnerships: ['ANN', bob.key, ann.key] };
  expect(await must('POST', '/v2/partnerships/move', body)).toEqual({
    group_key: group.key,
    moved: [ann.key, bob.key],
  });
  expect(await must('POST', '/v2/partnerships/move', body)).toEqual({ group_key: group.key, moved: [] });
  expect((await must('GET', `/v2/partnerships?group_key=${group.key}`)).items).toHaveLength(2);
});

test('A bulk move that names somebody unknown moves nobody', async () => {
  const { must, call } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const refused = await call('POST', '/v2/partnerships/move', { group_key: group.key, partnerships: [ann.key, 'x'] });
  expect(refused).toMatchObject({ status: 422, error: { param: 'partnerships.1' } });
  expect((await must('GET', `/v2/partnerships/${ann.key}`)).group_key).toBe(ann.group_key);
});

test('The links of a partnership follow it into another group and out of the program', async () => {
  const { must, store, program, clock } = await openMerchant();
  const group = await must('POST', '/v2/groups', { name: 'Resellers' });
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
  const link: Link = {
    key: 'link_1',
    program,
    partnership: ann.key,
    host: DEFAULT_HOST,
    slug: 'ann',
    group: ann.group_key,
    active: true,
    archived: false,
    deleted: false,
    window_days: 90,
    landing: { rev: 1, counts: true },
    created_at: clock.now(),
    updated_at: clock.now(),
    rev: 1,
  };
  await store.write(addLink(link));
  await must('PATCH', `/v2/partnerships/${ann.key}`, { group_key: group.key, status: 'inactive' });
  expect(await linksOf(store, ann.key, 10)).toMatchObject([{ group: group.key, active: false }]);
});

describe('As PartnerStack has it', () => {
  test('A partnership stands with its group, and is found by the address of its partner', async () => {
    const { must } = await openMerchant();
    const group = await must('POST', '/v2/groups', { name: 'Gold Partners' });
    const ann = await must('POST', '/v2/partnerships', {
      email: 'ann@example.com',
      group_key: group.key,
      country: 'GB',
    });
    expect(ann).toMatchObject({
      ...{ approved_status: 'approved', claimed: false, archived: false, team: null, manager: null },
      address: { country: 'GB' },
      group: { key: group.key, name: 'Gold Partners', slug: 'gold-partners', default: false, archived: false },
      stats: { SALES_AMOUNT: 0, SALES_QUANTITY: 0 },
    });
    expect(ann.group.features).toEqual(group.features);
    expect(await must('GET', '/v2/partnerships/ann@example.com')).toEqual(ann);
  });

  test('Partnerships are listed by the slug of their group, with or without hyphens', async () => {
    const { must } = await openMerchant();
    const group = await must('POST', '/v2/groups', { name: 'Gold Partners' });
    const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', group_key: group.key });
    await must('POST', '/v2/partnerships', { email: 'bob@example.com' });
    const keysOf = async (query: string): Promise<readonly string[]> =>
      (await must('GET', `/v2/partnerships?${query}`)).items.map((item: { key: string }) => item.key);
    expect(await keysOf('group=gold-partners')).toEqual([ann.key]);
    expect(await keysOf('group=goldpartners&approved_status=approved')).toEqual([ann.key]);
    expect(await keysOf('group=silver')).toEqual([]);
    expect(await keysOf('approved_status=pending')).toEqual([]);
  });

  test('A deleted partnership is inactive, also when it is deleted again', async () => {
    const { must } = await openMerchant();
    const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com' });
    const gone = { key: ann.key, deleted: true };
    expect(await must('DELETE', `/v2/partnerships/${ann.key}`)).toEqual(gone);
    expect(await must('DELETE', `/v2/partnerships/${ann.key}`)).toEqual(gone);
    expect(await must('GET', `/v2/partnerships/${ann.key}`)).toMatchObject({ status: 'inactive', archived: true });
    expect((await must('GET', '/v2/partnerships?include_archived=false')).items).toEqual([]);
  });
});

test('Partnerships are searched by words of what a person knows them by, by segment and by tier', async () => {
  const { must, call } = await openMerchant();
  await must('POST', '/v2/tags', { name: 'vip' });
  await must('POST', '/v2/tags', { name: 'eu' });
  const segment = await must('POST', '/v2/segments', { name: 'Important', match: { and: ['vip', 'eu'] } });
  const bronze = await must('POST', '/v2/tiers', { name: 'Bronze', minimum: 0, measurement: 'lifetime_sales' });
  const gold = await must('POST', '/v2/tiers', { name: 'Gold', minimum: 5_000 });
  const people = [
    { email: 'ann@shop.example', first_name: 'Ann', last_name: 'Ashe', partner_key: 'A-1', tags: ['vip', 'eu'] },
    { email: 'bob@blog.example', company: 'Ashe & Sons', partner_key: 'B-2', tags: ['vip'] },
  ];
  for (const each of people) await must('POST', '/v2/partnerships', each);
  const found = async (query: string): Promise<readonly string[]> =>
    (await must('GET', `/v2/partnerships?order_by=created_at&${query}`)).items.map(
      ({ partner_key }: { partner_key: string }) => partner_key,
    );
  expect(await found('search=ashe')).toEqual(['A-1', 'B-2']);
  expect(await found('search=ASHE%20shop')).toEqual(['A-1']);
  expect(await found('search=b-2')).toEqual(['B-2']);
  expect(await found('search=nobody')).toEqual([]);
  expect(await found(`segment=${segment.key}`)).toEqual(['A-1']);
  expect(await found(`tier_key=${bronze.key}&search=sons`)).toEqual(['B-2']);
  expect(await found(`tier_key=${gold.key}`)).toEqual([]);
  expect(await found(`email=ann@shop.example&search=blog`)).toEqual([]);
  expect(await call('GET', '/v2/partnerships?segment=seg_0')).toMatchObject({
    status: 422,
    error: { reason: 'unknown_segment', param: 'segment' },
  });
});

test('Partnerships are listed by who recruited them', async () => {
  const { must } = await openMerchant();
  const ann = await must('POST', '/v2/partnerships', { email: 'ann@example.com', partner_key: 'ANN' });
  for (const name of ['bob', 'eve']) {
    await must('POST', '/v2/partnerships', { email: `${name}@example.com`, partner_key: name, recruited_by: 'ANN' });
  }
  const found = async (query: string): Promise<readonly string[]> =>
    (await must('GET', `/v2/partnerships?${query}`)).items.map(
      ({ partner_key }: { partner_key: string }) => partner_key,
    );
  expect(await found('recruited_by=ANN')).toEqual(['eve', 'bob']);
  expect(await found(`recruited_by=${ann.key}&search=bob`)).toEqual(['bob']);
  expect(await found('recruited_by=bob')).toEqual([]);
});
