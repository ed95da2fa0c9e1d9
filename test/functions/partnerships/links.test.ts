import { linkRoutes, linksFollowing } from '../../../functions/partnerships/links.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { HttpAnswer } from '../../../functions/shared/http.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { groups } from '../../../table/definitions.ts';
import { linkKey } from '../../../table/keys.ts';
import { linkItem, linksOf, readLink } from '../../../table/links.ts';
import { takePartnerName } from '../../../table/partner-names.ts';
import { standingItem } from '../../../table/partnerships.ts';
import { programItem } from '../../../table/programs.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { PROGRAM, program, standing } from '../../support/setting.ts';
import { openTestEdge } from '../shared/fakes/edge.ts';
import { bodyOf, httpEvent } from '../shared/fakes/http-event.ts';

const OTHER = 'prog_00000000000000000000000002';
const SHOP = 'https://shop.example/start';

/** A program with two groups and two partnerships, and a second program with one. */
const open = async (
  programChanges: Parameters<typeof program>[0] = { destination_url: 'https://program.example/' },
) => {
  const store = new MemoryStore();
  const put = (item: Parameters<typeof store.items.set>[1]) => store.items.set(`${item.pk} | ${item.sk}`, item);
  put(programItem(program(programChanges)));
  put(programItem(program({ key: OTHER })));
  put(standingItem(standing('part_1')));
  put(standingItem(standing('part_2', { group: 'grp_vip' })));
  put(standingItem(standing('part_other', { program: OTHER })));
  await store.transact([takePartnerName(PROGRAM, 'KEY', 'anna', 'part_1')]);
  const base = { program: PROGRAM, created_at: 0, updated_at: 0, rev: 1, archived: false };
  await store.transact(groups.add({ ...base, key: 'grp_vip', name: 'VIP', destination_url: 'https://vip.example/' }));
  const { edge, addKey, clock } = openTestEdge(store);
  const own = await addKey(PROGRAM);
  const foreign = await addKey(OTHER);
  const handle = serve(edge, linkRoutes({ store, ids: openIds(), chance: () => 0, publicUrl: 'https://go.example' }));
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    key = own.secret,
    query = '',
  ): Promise<HttpAnswer> => handle(httpEvent({ method, path, query, key, ...(body === undefined ? {} : { body }) }));
  const create = async (body: Readonly<Record<string, unknown>>) =>
    bodyOf(await call('POST', '/v2/links', { partnership_key: 'part_1', ...body })).data;
  return {
    store,
    call,
    create,
    clock,
    foreign: foreign.secret,
    stored: (slug: string) => store.items.get(`LINK#-#${slug} | A`),
  };
};

describe('Creating a link', () => {
  it('answers its address and what was given', async () => {
    const { create, clock } = await open();
    const preview = { title: 'Hello', description: 'World', image_url: 'https://shop.example/i.png' };
    expect(
      await create({ slug: 'anna', destination_url: SHOP, name: 'Blog', utm: { utm_source: 'anna' }, preview }),
    ).toEqual({
      key: expect.stringMatching(/^link_/),
      created_at: clock.now(),
      updated_at: clock.now(),
      partnership_key: 'part_1',
      slug: 'anna',
      host: null,
      url: 'https://go.example/anna',
      destination_url: SHOP,
      dest: SHOP,
      name: 'Blog',
      utm: { utm_source: 'anna' },
      preview,
      archived: false,
    });
  });

  it('finds the partnership by the merchant’s own key, and makes up an address', async () => {
    const { create } = await open();
    const link = await create({ partnership_key: 'anna', destination_url: SHOP });
    expect(link.partnership_key).toBe('part_1');
    expect(link.slug).toMatch(/^[0-9a-z]{12}$/);
  });

  it('is refused when the address belongs or belonged to another link', async () => {
    const { call, create } = await open();
    const first = await create({ slug: 'anna', destination_url: SHOP });
    await call('DELETE', `/v2/links/${first.key}`);
    const again = await call('POST', '/v2/links', { partnership_key: 'part_2', slug: 'anna', destination_url: SHOP });
    expect(again.statusCode).toBe(409);
    expect(bodyOf(again).error).toMatchObject({ param: 'slug', reason: 'slug_taken' });
  });

  it.each([
    ['slug', { slug: 'console' }],
    ['slug', { slug: 'Anna' }],
    ['slug', { slug: '../v2' }],
    ['destination_url', { destination_url: 'javascript:alert(1)' }],
    ['destination_url', { destination_url: 'https://user:pass@shop.example' }],
    ['destination_url', { destination_url: '//evil.example' }],
    ['destination_url', { destination_url: 'https://shop.example/\r\nX: 1' }],
    ['utm.utm_source', { utm: { utm_source: 'a\r\nb' } }],
    ['utm.evil', { utm: { evil: 'x' } }],
    ['preview.title', { preview: { title: 'a\nb' } }],
    ['preview.image_url', { preview: { title: 'a', image_url: 'javascript:1' } }],
    ['program', { program: OTHER }],
    ['archived', { archived: true }],
  ])('is refused with a wrong %s', async (param, wrong) => {
    const { call, store } = await open();
    const answer = await call('POST', '/v2/links', { partnership_key: 'part_1', destination_url: SHOP, ...wrong });
    expect(answer.statusCode).toBe(422);
    expect(bodyOf(answer).error.param).toBe(param);
    expect([...store.items.keys()].filter((key) => key.startsWith('LINK#'))).toEqual([]);
  });

  it('needs a destination from somewhere', async () => {
    const { call } = await open({});
    const answer = await call('POST', '/v2/links', { partnership_key: 'part_1' });
    expect(bodyOf(answer).error).toMatchObject({ param: 'destination_url', reason: 'destination_missing' });
    expect((await call('POST', '/v2/links', { partnership_key: 'part_2' })).statusCode).toBe(200);
  });

  it('is refused for partnerships of others', async () => {
    const { call } = await open();
    const answer = await call('POST', '/v2/links', { partnership_key: 'part_other', destination_url: SHOP });
    expect(answer.statusCode).toBe(404);
    expect(bodyOf(answer).error.param).toBe('partnership_key');
  });

  it('is refused when the partnership has 80 of them', async () => {
    const { call, create } = await open();
    for (let number = 0; number < 80; number++) await create({ destination_url: SHOP });
    const answer = await call('POST', '/v2/links', { partnership_key: 'part_1', destination_url: SHOP });
    expect(bodyOf(answer).error).toMatchObject({ code: 'plan_limit', reason: 'links' });
  });
});

describe('Changing a link', () => {
  it('replaces what is named and leaves the rest', async () => {
    const { call, create, clock } = await open();
    const link = await create({
      slug: 'anna',
      destination_url: SHOP,
      name: 'Blog',
      utm: { utm_source: 'a' },
      preview: { title: 'T' },
    });
    clock.pass(1000);
    const changed = await call('PATCH', `/v2/links/${link.key}`, { destination_url: 'https://new.example', utm: null });
    expect(bodyOf(changed).data).toEqual({
      ...link,
      destination_url: 'https://new.example/',
      dest: 'https://new.example/',
      utm: {},
      updated_at: clock.now(),
    });
    const cleared = await call('PATCH', `/v2/links/${link.key}`, {
      name: null,
      preview: null,
      destination_url: null,
      archived: true,
    });
    expect(bodyOf(cleared).data).toMatchObject({ name: null, preview: null, destination_url: null, archived: true });
    expect(bodyOf(await call('GET', `/v2/links/${link.key}`)).data).toEqual(bodyOf(cleared).data);
  });

  it('cannot change its address or its partnership', async () => {
    const { call, create } = await open();
    const link = await create({ destination_url: SHOP });
    for (const wrong of [{ slug: 'other' }, { partnership_key: 'part_2' }, {}]) {
      expect((await call('PATCH', `/v2/links/${link.key}`, wrong)).statusCode).toBe(422);
    }
  });
});

describe('A deleted link', () => {
  it('is gone for the merchant, and its address stays taken', async () => {
    const { call, create, stored } = await open();
    const link = await create({ slug: 'anna', destination_url: SHOP });
    expect(bodyOf(await call('DELETE', `/v2/links/${link.key}`)).data).toEqual({ key: link.key, deleted: true });
    expect((await call('GET', `/v2/links/${link.key}`)).statusCode).toBe(404);
    expect((await call('DELETE', `/v2/links/${link.key}`)).statusCode).toBe(404);
    expect(bodyOf(await call('GET', '/v2/links')).data.items).toEqual([]);
    expect(stored('anna')).toMatchObject({ deleted: true });
    expect(stored('anna')).not.toHaveProperty('gsi1pk');
  });
});

describe('Links', () => {
  it('are listed the latest first, of one partnership or of all, without the archived ones', async () => {
    const { call, create, clock } = await open();
    const made: string[] = [];
    for (const partnership of ['part_1', 'part_2', 'part_1', 'part_2', 'part_1']) {
      clock.pass(1000);
      made.unshift((await create({ partnership_key: partnership, destination_url: SHOP })).key);
    }
    const [archived = ''] = made;
    await call('PATCH', `/v2/links/${archived}`, { archived: true });
    const keys = async (query = '') =>
      bodyOf(await call('GET', '/v2/links', undefined, undefined, query)).data.items.map(
        (item: { key: string }) => item.key,
      );
    expect(await keys()).toEqual(made.slice(1));
    expect(await keys('include_archived=true')).toEqual(made);
    expect(await keys('partnership_key=anna')).toEqual([made[2], made[4]]);
    expect(await keys(`limit=2&starting_after=${made[2]}`)).toEqual([made[3], made[4]]);
  });

  it('are invisible to other programs', async () => {
    const { call, create, foreign } = await open();
    const link = await create({ destination_url: SHOP });
    expect((await call('GET', `/v2/links/${link.key}`, undefined, foreign)).statusCode).toBe(404);
    expect((await call('PATCH', `/v2/links/${link.key}`, { name: 'x' }, foreign)).statusCode).toBe(404);
    expect((await call('DELETE', `/v2/links/${link.key}`, undefined, foreign)).statusCode).toBe(404);
    expect(bodyOf(await call('GET', '/v2/links', undefined, foreign)).data.items).toEqual([]);
  });

  it('follow their partnership to another group and when it becomes inactive', async () => {
    const { create, store, stored } = await open();
    await create({ slug: 'one', destination_url: SHOP });
    await create({ slug: 'two' });
    const moved = standing('part_1', { group: 'grp_vip', status: 'inactive' });
    const writes = await linksFollowing(store, moved);
    expect(writes).toHaveLength(2);
    await store.transact(writes);
    expect(stored('one')).toMatchObject({ group: 'grp_vip', active: false, destination: SHOP, rev: 2 });
    expect(stored('two')).toMatchObject({ group: 'grp_vip', active: false });
    expect(await linksFollowing(store, moved)).toEqual([]);
  });

  it('are the same after a way through the table', async () => {
    const { create, store } = await open();
    await create({ slug: 'full', destination_url: SHOP, name: 'n', utm: { utm_term: 't' }, preview: { title: 'p' } });
    await create({ slug: 'bare' });
    for (const link of await linksOf(store, 'part_1', 10)) {
      const item = await store.get(linkKey(link.host, link.slug));
      expect(item).toEqual(JSON.parse(JSON.stringify(linkItem(link))));
      expect(item === undefined ? undefined : readLink(item)).toEqual(link);
    }
  });
});
