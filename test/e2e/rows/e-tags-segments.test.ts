import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { Caller } from '../support/caller.ts';
import { settled, TestRuntime } from '../support/runtime.ts';

jest.setTimeout(180_000);

const Anything = z.unknown();
const Partner = z.object({ key: z.string(), tags: z.array(z.string()) });
const Preview = z.object({
  count: z.int(),
  inactive_count: z.int(),
  items: z.array(z.object({ partner_key: z.string() })),
  has_more: z.boolean(),
  overlaps: z.array(
    z.object({
      segment_key: z.string(),
      name: z.string(),
      count: z.int(),
      shared_count: z.int(),
      shared_tags: z.array(z.string()),
    }),
  ),
});
const Usages = z.object({
  items: z.array(z.object({ type: z.string(), key: z.string(), name: z.string(), in_rules: z.boolean() })),
  confirm: z.string(),
});
const Rewards = z.object({ items: z.array(z.object({ partnership_key: z.string(), amount: z.int() })) });
const Flagged = z.object({ matches_nobody: z.boolean() });

const numbered = (count: number, name: string) => Array.from({ length: count }, (_, number) => `${name} ${number}`);
const offer = (value: number) => ({ type: 'reward', offer: { type: 'flat', value, description: 'A bonus' } });

let runtime: TestRuntime | undefined;
let api: ApiClient;
let caller: Caller;
/** Another merchant, whose limits are filled up. */
let full: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  const merchant = await runtime.merchant();
  ({ api } = merchant);
  caller = new Caller(runtime.url, merchant.secret);
  const other = z.object({ secret_key: z.string() });
  const made = await runtime.operator({ action: 'merchant.create', name: 'Full', currency: 'GBP' });
  full = new Caller(runtime.url, other.parse(made).secret_key);
});
afterAll(() => runtime?.close());

const join = (name: string, tags: readonly string[] = [], more: object = {}) =>
  caller.made('/v2/partnerships', { partner_key: name, email: `${name}@partners.example`, tags, ...more });
const tagsOf = async (name: string) => (await caller.data(Partner, 'GET', `/v2/partnerships/${name}`)).tags;
const preview = (match: unknown, query = '') => caller.data(Preview, 'POST', `/v2/segments/preview${query}`, { match });
const sell = async (customer: string, partner: string, sale: string) => {
  await caller.made('/v2/customers', { customer_key: customer, partner_key: partner });
  await caller.made('/v2/transactions', {
    external_key: sale,
    customer_key: customer,
    amount: 1000,
    currency: 'GBP',
  });
  await settled(api);
};

describe('E1 tags', () => {
  test('E1 a tag is created before a partnership can have it', async () => {
    const unknown = { partner_key: 'zoe', email: 'zoe@partners.example', tags: ['podcast'] };
    expect(await caller.refusal('POST', '/v2/partnerships', unknown)).toBe('422 unprocessable unknown_tag tags.0');
    const podcast = await caller.made('/v2/tags', { name: 'podcast' });
    await join('zoe', ['podcast']);
    expect(await tagsOf('zoe')).toEqual([podcast]);
  });

  test('E1 tags are added to a partnership and removed from it one by one, and all others stay', async () => {
    const [blog, video] = await caller.all('/v2/tags', [{ name: 'blog' }, { name: 'video' }]);
    const before = await tagsOf('zoe');
    const path = '/v2/partnerships/zoe/tags';
    await caller.data(Partner, 'PATCH', path, { add: ['blog', 'video'] });
    await caller.data(Partner, 'PATCH', path, { add: ['blog'] });
    expect(await tagsOf('zoe')).toEqual([...before, blog, video]);
    await caller.data(Partner, 'PATCH', path, { remove: ['blog'] });
    expect(await tagsOf('zoe')).toEqual([...before, video]);
    expect(await caller.refusal('PATCH', path, { add: ['radio'] })).toBe('422 unprocessable unknown_tag add.0');
    const twice = { add: ['blog'], remove: ['blog'] };
    expect(await caller.refusal('PATCH', path, twice)).toBe('422 unprocessable added_and_removed remove');
  });

  test('E1 many partnerships are tagged at once, up to a hundred, and all must exist', async () => {
    await Promise.all(['amy', 'ben', 'cid'].map((name) => join(name)));
    const Changed = z.object({ changed: z.array(z.string()) });
    const asked = { add: ['blog'], partnerships: ['amy', 'ben', 'cid'] };
    expect((await caller.data(Changed, 'POST', '/v2/partnerships/tags', asked)).changed).toHaveLength(3);
    expect((await caller.data(Changed, 'POST', '/v2/partnerships/tags', asked)).changed).toEqual([]);
    expect(await tagsOf('cid')).toHaveLength(1);
    const unknown = { remove: ['blog'], partnerships: ['amy', 'nobody'] };
    const refused = '422 unprocessable unknown_partnership partnerships.1';
    expect(await caller.refusal('POST', '/v2/partnerships/tags', unknown)).toBe(refused);
    expect(await tagsOf('amy')).toHaveLength(1);
    const many = { add: ['blog'], partnerships: numbered(101, 'partner') };
    expect(await caller.refusal('POST', '/v2/partnerships/tags', many)).toBe(
      '422 unprocessable invalid_fields partnerships',
    );
  });

  test('E1 a tag is renamed everywhere, and deleted only when no segment and no trigger uses it', async () => {
    const tag = await caller.made('/v2/tags', { name: 'radio' });
    await join('dan', ['radio']);
    await caller.data(Anything, 'PATCH', `/v2/tags/${tag}`, { name: 'broadcast' });
    expect(await caller.refusal('POST', '/v2/tags', { name: 'Broadcast' })).toBe('409 conflict name_taken name');
    const segment = await caller.made('/v2/segments', { name: 'Senders', match: 'broadcast' });
    expect(await caller.refusal('DELETE', `/v2/tags/${tag}`)).toBe('409 conflict in_use tag');
    await caller.data(Anything, 'DELETE', `/v2/segments/${segment}`);
    await caller.data(Anything, 'DELETE', `/v2/tags/${tag}`);
    expect(await tagsOf('dan')).toEqual([]);
  });

  test('E1 a program has five hundred tags and no more', async () => {
    await full.all(
      '/v2/tags',
      numbered(500, 'tag').map((name) => ({ name })),
    );
    expect(await full.refusal('POST', '/v2/tags', { name: 'one more' })).toBe('403 plan_limit tags -');
  });
});

describe('E2 segments', () => {
  beforeAll(async () => {
    await caller.all(
      '/v2/tags',
      ['eu', 'us', 'vip', 'new'].map((name) => ({ name })),
    );
    await join('eva', ['eu', 'vip']);
    await join('emil', ['eu']);
    await join('uma', ['us', 'vip']);
    await join('ugo', ['us', 'new']);
    await join('ines', ['eu', 'vip']);
    await caller.data(Anything, 'PATCH', '/v2/partnerships/ines', { status: 'inactive' });
  });

  test('E2 and and or are nested, and the preview shows who is in it: active partnerships only', async () => {
    const shown = await preview({ and: ['vip', { or: ['eu', 'us'] }] });
    expect(shown).toMatchObject({ count: 2, inactive_count: 1, has_more: false });
    expect(shown.items.map((one) => one.partner_key)).toEqual(['uma', 'eva']);
    expect((await preview({ and: ['eu', 'us'] })).count).toBe(0);
    expect((await preview({ or: [{ and: ['eu', 'vip'] }, { and: ['us', 'new'] }] })).count).toBe(2);
  });

  test('E2 a preview is paged on, and follows every change of tags and status at once', async () => {
    const match = { or: ['eu', 'us'] };
    const first = await preview(match, '?limit=3');
    expect(first).toMatchObject({ count: 4, has_more: true });
    expect(first.items.map((one) => one.partner_key)).toEqual(['ugo', 'uma', 'emil']);
    const last = (await caller.data(Partner, 'GET', '/v2/partnerships/emil')).key;
    const rest = await preview(match, `?limit=3&starting_after=${last}`);
    expect([rest.has_more, rest.items.map((one) => one.partner_key)]).toEqual([false, ['eva']]);
    await caller.data(Anything, 'PATCH', '/v2/partnerships/ines', { status: 'active' });
    await caller.data(Anything, 'PATCH', '/v2/partnerships/emil/tags', { remove: ['eu'] });
    await caller.data(Anything, 'POST', '/v2/partnerships/tags', { add: ['eu'], partnerships: ['amy', 'ben'] });
    // Who joined at the same instant of the test clock has no order.
    expect((await preview('eu')).items.map((one) => one.partner_key).toSorted()).toEqual(['amy', 'ben', 'eva', 'ines']);
    await caller.data(Anything, 'PATCH', '/v2/partnerships/emil', { tags: ['eu'] });
    await caller.data(Anything, 'POST', '/v2/partnerships/tags', { remove: ['eu'], partnerships: ['amy', 'ben'] });
    expect((await preview('eu')).count).toBe(3);
  });

  test('E2 the preview shows the overlap with the other segments that use the same tags', async () => {
    const europe = await caller.made('/v2/segments', { name: 'Europe', match: 'eu' });
    const important = await caller.made('/v2/segments', {
      name: 'Important',
      match: { and: ['vip', { or: ['eu', 'us'] }] },
    });
    await caller.made('/v2/segments', { name: 'Fresh', match: 'new' });
    const shown = await caller.data(Preview, 'GET', `/v2/segments/${europe}/preview`);
    expect(shown.count).toBe(3);
    expect(shown.overlaps).toMatchObject([{ segment_key: important, name: 'Important', count: 3, shared_count: 2 }]);
    expect(shown.overlaps[0]?.shared_tags).toHaveLength(1);
    const edited = await caller.data(Preview, 'POST', '/v2/segments/preview', { match: 'eu', segment_key: europe });
    expect(edited.overlaps).toEqual(shown.overlaps);
  });

  test('E2 name and criteria are edited at any time', async () => {
    const segment = await caller.made('/v2/segments', { name: 'Anyone', match: 'eu' });
    await caller.data(Anything, 'PATCH', `/v2/segments/${segment}`, { name: 'America' });
    await caller.data(Anything, 'PATCH', `/v2/segments/${segment}`, { match: 'us' });
    expect((await caller.data(Preview, 'GET', `/v2/segments/${segment}/preview`)).count).toBe(2);
    const Named = z.object({ name: z.string() });
    expect((await caller.data(Named, 'GET', `/v2/segments/${segment}`)).name).toBe('America');
  });

  test('E2 a segment combines ten tags, the eleventh is refused with its reason, and so is what nests too deep', async () => {
    const names = numbered(11, 'many');
    await caller.all(
      '/v2/tags',
      names.map((name) => ({ name })),
    );
    await caller.made('/v2/segments', { name: 'Ten', match: { or: names.slice(0, 10) } });
    for (const match of [{ or: names }, { and: [names[0], { or: names.slice(1) }] }]) {
      const refused = '422 unprocessable too_many_tags match';
      expect(await caller.refusal('POST', '/v2/segments', { name: 'Eleven', match })).toBe(refused);
      expect(await caller.refusal('POST', '/v2/segments/preview', { match })).toBe(refused);
    }
    const deep = { and: [{ and: [{ and: [{ and: [{ and: [{ and: ['eu'] }] }] }] }] }] };
    expect(await caller.refusal('POST', '/v2/segments/preview', { match: deep })).toBe(
      '422 unprocessable too_deep match',
    );
  });

  test('E2 a program has two hundred segments and no more', async () => {
    await full.all(
      '/v2/segments',
      numbered(200, 'segment').map((name, place) => ({ name, match: `tag ${place}` })),
    );
    const more = { name: 'one more', match: 'tag 0' };
    expect(await full.refusal('POST', '/v2/segments', more)).toBe('403 plan_limit segments -');
  });
});

describe('E3 segments in triggers', () => {
  test('E3 a trigger with segments rewards those in any of them and nobody else', async () => {
    const segment = await caller.made('/v2/segments', { name: 'Very important', match: { and: ['eu', 'vip'] } });
    const audience = { type: 'segments', segments: [segment] };
    await caller.made('/v2/triggers', { name: 'For some', event: 'transaction.accepted', audience, action: offer(77) });
    await sell('carl', 'eva', 'sale-of-eva');
    await sell('cora', 'uma', 'sale-of-uma');
    const { items } = await caller.data(Rewards, 'GET', '/v2/rewards?limit=250');
    const eva = (await caller.data(Partner, 'GET', '/v2/partnerships/eva')).key;
    expect(items.filter(({ amount }) => amount === 77).map((one) => one.partnership_key)).toEqual([eva]);
  });

  test('E3 an audience names ten segments, and the eleventh is refused with its reason', async () => {
    const keys = await caller.all(
      '/v2/segments',
      numbered(11, 'part').map((name) => ({ name, match: 'eu' })),
    );
    const draft = (segments: readonly string[]) => ({
      ...{ name: `For ${segments.length}`, event: 'transaction.accepted', action: offer(1) },
      audience: { type: 'segments', segments },
    });
    const ten = await caller.made('/v2/triggers', draft(keys.slice(0, 10)));
    const refused = '422 unprocessable too_many_segments audience.segments';
    expect(await caller.refusal('POST', '/v2/triggers', draft(keys))).toBe(refused);
    await caller.data(Anything, 'DELETE', `/v2/triggers/${ten}`);
  });
});

describe('E4 deleting a segment', () => {
  test('E4 what uses it is listed, a confirmation that names it is needed, tags stay, and the trigger matches nobody', async () => {
    const segment = await caller.made('/v2/segments', { name: 'Going', match: 'new' });
    const path = `/v2/segments/${segment}`;
    const audience = { type: 'segments', segments: [segment] };
    const rules = { field: 'segment', op: 'not_in', value: [segment] };
    const event = 'transaction.accepted';
    const chosen = await caller.made('/v2/triggers', { name: 'Chosen', event, audience, action: offer(55) });
    const seen = await caller.data(Usages, 'GET', `${path}/usages`);
    expect(seen.items).toEqual([{ type: 'trigger', key: chosen, name: 'Chosen', in_rules: false }]);
    expect(await caller.refusal('DELETE', path)).toBe('409 conflict in_use confirm');
    // Somebody begins to use it after the usages were shown.
    const ruled = await caller.made('/v2/triggers', { name: 'Ruled', event, rules, action: offer(66) });
    expect(await caller.refusal('DELETE', `${path}?confirm=${seen.confirm}`)).toBe(
      '409 conflict usages_changed confirm',
    );
    const again = await caller.data(Usages, 'GET', `${path}/usages`);
    expect(again.items.map(({ key, in_rules }) => [key, in_rules])).toEqual([
      [chosen, false],
      [ruled, true],
    ]);
    await caller.data(Anything, 'DELETE', `${path}?confirm=${again.confirm}`);
    expect(await caller.refusal('GET', path)).toBe('404 not_found - segment');
    expect(await tagsOf('ugo')).toHaveLength(2);
    for (const trigger of [chosen, ruled]) {
      expect(await caller.data(Flagged, 'GET', `/v2/triggers/${trigger}`)).toEqual({ matches_nobody: true });
    }
    await sell('cleo', 'ugo', 'sale-of-ugo');
    await sell('clark', 'uma', 'sale-two-of-uma');
    const { items } = await caller.data(Rewards, 'GET', '/v2/rewards?limit=250');
    expect(items.filter(({ amount }) => amount === 55 || amount === 66)).toEqual([]);
  });

  test('E4 a segment that nothing uses needs no confirmation, and its tags stay', async () => {
    const segment = await caller.made('/v2/segments', { name: 'Unused', match: 'new' });
    expect((await caller.data(Usages, 'GET', `/v2/segments/${segment}/usages`)).items).toEqual([]);
    await caller.data(Anything, 'DELETE', `/v2/segments/${segment}`);
    expect(await tagsOf('ugo')).toHaveLength(2);
  });
});
