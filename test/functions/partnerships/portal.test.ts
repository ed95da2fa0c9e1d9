import { joinRoutes } from '../../../functions/partnerships/joins.ts';
import { portalLinkRoutes } from '../../../functions/partnerships/portal-links.ts';
import { termsRoutes } from '../../../functions/partnerships/terms.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { PartnerCaller } from '../../../functions/shared/auth.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

/** The portal of a partnership, as a partner who has logged in calls it. */
const portalOf = ({ deps, store, clock, program }: TestMerchant, partnership: string) => {
  const caller: PartnerCaller = {
    ...{ kind: 'partner', program, partnership, mode: 'test', identity: 'user_1', actor: 'user_1', user: 'user_1' },
    scopes: ['portal:read', 'portal:write'],
  };
  const access = {
    authenticators: [async () => caller],
    limiter: async () => ({ limit: 600, remaining: 599, reset: 60 }),
    idempotency: async (_request: unknown, attempt: () => Promise<{ status: number; body: string }>) => ({
      ...(await attempt()),
      replayed: false,
    }),
  };
  const handle = serve({ clock, log: new KeptLog(), access }, [
    ...portalLinkRoutes({ ...deps, publicUrl: 'https://go.example' }),
    ...termsRoutes(deps),
    ...joinRoutes(store),
  ]);
  return async (method: string, path: string, body?: unknown) => {
    const answer = await handle(httpEvent({ method, path, query: '', body }));
    const { data, error } = JSON.parse(answer.body);
    return { status: answer.statusCode, data, error };
  };
};

const open = async (settings: Record<string, unknown> = {}) => {
  const merchant = await openMerchant();
  const group = await merchant.must('POST', '/v2/groups', {
    name: 'Resellers',
    destination_url: 'https://acme.example/',
    ...settings,
  });
  const anna = await merchant.must('POST', '/v2/partnerships', { email: 'anna@p.example', group_key: group.key });
  return { merchant, group, anna, portal: portalOf(merchant, anna.key) };
};

describe('A10 A partner of a group with custom links', () => {
  it('makes, changes and deletes links of its own', async () => {
    const { portal } = await open();
    expect((await portal('GET', '/v2/portal/links')).data).toMatchObject({ items: [], custom_links: true });
    const made = await portal('POST', '/v2/portal/links', {
      slug: 'anna',
      destination_url: 'https://shop.acme.example/x',
    });
    expect(made.data).toMatchObject({ slug: 'anna', url: 'https://go.example/anna' });
    expect(Object.keys(made.data)).not.toContain('group');
    const changed = await portal('PATCH', `/v2/portal/links/${made.data.key}`, { name: 'Blog' });
    expect(changed.data.name).toBe('Blog');
    expect((await portal('DELETE', `/v2/portal/links/${made.data.key}`)).data.deleted).toBe(true);
    expect((await portal('GET', '/v2/portal/links')).data.items).toEqual([]);
  });

  it.each(['https://evil.example/', 'https://notacme.example/', 'https://acme.example.evil.example/'])(
    'cannot lead visitors to %s',
    async (destination_url) => {
      const { portal } = await open();
      const refused = await portal('POST', '/v2/portal/links', { destination_url });
      expect(refused).toMatchObject({ status: 422, error: { param: 'destination_url', reason: 'other_site' } });
    },
  );

  it.each(['v2', 'api', 'admin', 'assets', 'portal', 'Anna', 'a', '../x'])('cannot have the slug %s', async (slug) => {
    const { portal } = await open();
    expect(await portal('POST', '/v2/portal/links', { slug })).toMatchObject({ status: 422, error: { param: 'slug' } });
  });

  it('sees and changes nothing of another partner', async () => {
    const { merchant, portal, group } = await open();
    const ben = await merchant.must('POST', '/v2/partnerships', { email: 'ben@p.example', group_key: group.key });
    const theirs = await portalOf(merchant, ben.key)('POST', '/v2/portal/links', { slug: 'ben' });
    expect((await portal('GET', '/v2/portal/links')).data.items).toEqual([]);
    for (const method of ['PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      expect((await portal(method, `/v2/portal/links/${theirs.data.key}`, body)).status).toBe(404);
    }
  });
});

describe('A10 A partner of a group without custom links', () => {
  it('has exactly one link, made with the partnership, and cannot change it', async () => {
    const { portal } = await open({ custom_links: false });
    const { data } = await portal('GET', '/v2/portal/links');
    expect(data).toMatchObject({ items: [{ slug: expect.stringMatching(/^[0-9a-z]{12}$/) }], custom_links: false });
    expect((await portal('GET', '/v2/portal/links')).data).toEqual(data);
    const [{ key }] = data.items;
    for (const [method, path, body] of [
      ['POST', '/v2/portal/links', { slug: 'more' }],
      ['PATCH', `/v2/portal/links/${key}`, { name: 'Mine' }],
      ['DELETE', `/v2/portal/links/${key}`, undefined],
    ] as const) {
      expect(await portal(method, path, body)).toMatchObject({ status: 403, error: { reason: 'custom_links' } });
    }
  });

  it('gets its link later when there was no address at first', async () => {
    const { merchant, portal, group } = await open({ custom_links: false, destination_url: null });
    expect((await portal('GET', '/v2/portal/links')).data.items).toEqual([]);
    await merchant.must('PATCH', `/v2/groups/${group.key}`, { destination_url: 'https://acme.example/' });
    expect((await portal('GET', '/v2/portal/links')).data.items).toHaveLength(1);
  });
});

test('A11 a partner accepts the terms of its group; a new version asks again; the merchant sees who accepted what', async () => {
  const { merchant, portal, group, anna } = await open();
  expect((await portal('GET', '/v2/portal/terms')).data).toEqual({ terms_url: null, version: null, accepted_at: null });
  const terms_url = 'https://acme.example/terms';
  await merchant.must('PATCH', `/v2/groups/${group.key}`, { terms_url });
  expect((await portal('GET', '/v2/portal/terms')).data).toEqual({ terms_url, version: 1, accepted_at: null });
  const accept = (version: number) => portal('POST', '/v2/portal/terms/acceptances', { version });
  expect(await accept(2)).toMatchObject({ status: 409, error: { reason: 'terms_changed' } });
  const accepted = await accept(1);
  expect(accepted.data.accepted_at).toBe(merchant.clock.now());
  merchant.clock.pass(1000);
  expect(await accept(1)).toEqual(accepted);
  await merchant.must('PATCH', `/v2/groups/${group.key}`, { terms_changed: true });
  expect((await portal('GET', '/v2/portal/terms')).data).toMatchObject({ version: 2, accepted_at: null });
  await accept(2);
  expect((await portal('GET', `/v2/partnerships/${anna.key}/terms-acceptances`)).status).toBe(403);
  const timeline = await merchant.must('GET', `/v2/partnerships/${anna.key}/timeline`);
  expect(timeline.items).toMatchObject([
    { type: 'terms_accepted', version: 2, terms_url, group_key: group.key },
    { type: 'terms_accepted', version: 1, created_at: accepted.data.accepted_at },
    { type: 'joined' },
  ]);
  const merchants = serveMerchant(merchant);
  const listed = await merchants(`/v2/partnerships/${anna.key}/terms-acceptances`);
  expect(listed.items).toMatchObject([
    { version: 2, terms_url, group_key: group.key },
    { version: 1, terms_url, accepted_at: accepted.data.accepted_at, address: expect.any(String) },
  ]);
});

/** The merchant's side of terms. */
const serveMerchant = ({ deps, clock, program }: TestMerchant) => {
  const access = {
    authenticators: [
      async () => ({ kind: 'key', program, mode: 'test', identity: 'k', actor: 'k', scopes: 'all' }) as const,
    ],
    limiter: async () => ({ limit: 600, remaining: 599, reset: 60 }),
    idempotency: async (_request: unknown, attempt: () => Promise<{ status: number; body: string }>) => ({
      ...(await attempt()),
      replayed: false,
    }),
  };
  const handle = serve({ clock, log: new KeptLog(), access }, termsRoutes(deps));
  return async (path: string) => JSON.parse((await handle(httpEvent({ method: 'GET', path, query: '' }))).body).data;
};

test('A12 a join link tells whose program it is and nothing of the group; a renewed one leads nowhere', async () => {
  const { merchant, portal, group } = await open({ terms_url: 'https://acme.example/terms' });
  const path = `/v2/public/join/${group.join_slug}`;
  expect((await portal('GET', path)).data).toEqual({
    slug: group.join_slug,
    program_name: 'Acme',
    title: null,
    terms_url: 'https://acme.example/terms',
    terms_version: 1,
  });
  const renewed = await merchant.must('POST', `/v2/groups/${group.key}/join-link`);
  expect(renewed.join_slug).not.toBe(group.join_slug);
  expect((await portal('GET', path)).status).toBe(404);
  expect((await portal('GET', '/v2/public/join/nothing')).status).toBe(404);
});
