import { dayOf } from '../../../domain/periods.ts';
import { tally } from '../../../domain/statistics.ts';
import { joinRoutes } from '../../../functions/partnerships/joins.ts';
import { portalLinkRoutes } from '../../../functions/partnerships/portal-links.ts';
import { partnershipRoutes } from '../../../functions/partnerships/routes.ts';
import { termsRoutes } from '../../../functions/partnerships/terms.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { PartnerCaller } from '../../../functions/shared/auth.ts';
import { addTally } from '../../../table/statistics.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

/** The portal of a partnership, as a partner who has logged in calls it. */
const portalOf = ({ deps, store, clock, program }: TestMerchant, partnership: string) => {
  const caller: PartnerCaller = {
    ...{ kind: 'partner', program, partnership, mode: 'test', identity: 'user_1', actor: 'user_1', user: 'user_1' },
    scopes: ['portal:read', 'portal:write', 'portal:account:read', 'portal:account:write'],
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
    ...partnershipRoutes(deps),
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

describe('G What a partner earns', () => {
  const offer = (name: string, changes: object = {}) => ({
    ...{ name, event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 % of every sale' } },
    ...changes,
  });

  it('is told in the words of the program, and never by the name of a trigger or of whom it is for', async () => {
    const { merchant, group, portal } = await open();
    const other = await merchant.must('POST', '/v2/groups', { name: 'Other group' });
    const audience = (key: string) => ({ audience: { type: 'group', group: key } });
    await merchant.must('POST', '/v2/triggers', offer('Secret trigger', audience(group.key)));
    await merchant.must('POST', '/v2/triggers', offer('Trigger of others', audience(other.key)));
    const { status, data } = await portal('GET', '/v2/portal/offers');
    expect({ status, ...data }).toMatchObject({ status: 200, best_only: false, approval_delay_days: 0 });
    expect(data.items).toEqual([
      expect.objectContaining({
        ...{ event: 'transaction.accepted', description: '10 % of every sale', type: 'percentage', bps: 1000 },
        ...{ value: null, cap_month: null, from_tier: null, reached: true, ends_at: null },
      }),
    ]);
    expect(JSON.stringify(data)).not.toMatch(/Secret|Resellers|trg_|grp_/);
  });

  it('is nothing for whoever is not active', async () => {
    const { merchant, anna, portal } = await open();
    await merchant.must('POST', '/v2/triggers', offer('For all'));
    expect((await portal('GET', '/v2/portal/offers')).data.items).toHaveLength(1);
    await merchant.must('PATCH', `/v2/partnerships/${anna.key}`, { status: 'inactive' });
    expect((await portal('GET', '/v2/portal/offers')).data.items).toEqual([]);
  });
});

describe('G What the links of a partner have brought', () => {
  it('is counted by link, and only for its own', async () => {
    const { merchant, group, portal, anna } = await open();
    const ben = await merchant.must('POST', '/v2/partnerships', { email: 'ben@p.example', group_key: group.key });
    const made = await portal('POST', '/v2/portal/links', { slug: 'anna' });
    const theirs = await portalOf(merchant, ben.key)('POST', '/v2/portal/links', { slug: 'ben' });
    const day = dayOf(merchant.clock.now(), 'UTC');
    const counted = { program: merchant.program, day, group: group.key };
    const facts = [
      { ...counted, partnership: anna.key, link: made.data.key, counters: { clicks: 3, sign_ups: 1 } },
      { ...counted, partnership: anna.key, link: made.data.key, counters: { transactions: 1, revenue: 500 } },
      { ...counted, partnership: ben.key, link: theirs.data.key, counters: { clicks: 9 } },
    ];
    for (const one of tally(facts)) {
      const write = addTally(one, 0);
      if (write.kind !== 'check') await merchant.store.write(write);
    }
    const { data } = await portal('GET', '/v2/portal/links/statistics');
    expect(data.items).toEqual([{ link_key: made.data.key, clicks: 3, sign_ups: 1, transactions: 1, revenue: 500 }]);
    expect(data).toMatchObject({ to: day, currency: expect.any(String) });
  });
});

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
