import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { Caller } from '../support/caller.ts';
import { TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Session = z.object({ token: z.string(), partnership_key: z.string(), expires_at: z.int() });
const Link = z.object({ key: z.string(), partnership_key: z.string().optional() });

let runtime: TestRuntime;
let api: ApiClient;
let merchant: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  const made = await runtime.merchant();
  api = made.api;
  merchant = new Caller(runtime.url, made.secret);
});
afterAll(() => runtime?.close());

test('G the portal is embedded in the merchant’s site: its server lets one partner in, for an hour and away from the money', async () => {
  const group_key = await merchant.made('/v2/groups', { name: 'Resellers', destination_url: 'https://acme.example/' });
  const anna = await merchant.made('/v2/partnerships', { partner_key: 'anna', email: 'anna@p.example', group_key });
  const ben = await merchant.made('/v2/partnerships', { partner_key: 'ben', email: 'ben@p.example' });

  // A key for this alone lets partners in and can do nothing else.
  const Key = z.object({ secret_key: z.string() });
  const body = { name: 'Our site', scopes: ['portal-sessions:write'] };
  const site = new Caller(runtime.url, (await merchant.data(Key, 'POST', '/v2/api-keys', body)).secret_key);
  expect(await site.refusal('GET', '/v2/partnerships')).toMatch(/^403 forbidden scope/);
  const session = await site.data(Session, 'POST', '/v2/partnerships/anna@p.example/portal-sessions');
  expect(session.partnership_key).toBe(anna);

  // It is the portal of this partner.
  const portal = new Caller(runtime.url, session.token);
  const Profile = z.object({ key: z.string(), program_name: z.string() });
  expect((await portal.data(Profile, 'GET', '/v2/portal/profile')).key).toBe(anna);
  const own = await portal.data(Link, 'POST', '/v2/portal/links', { slug: 'from-our-site' });
  const Links = z.object({ items: z.array(Link) });
  expect((await merchant.data(Links, 'GET', `/v2/links?partnership_key=${anna}`)).items).toMatchObject([own]);
  expect((await merchant.data(Links, 'GET', `/v2/links?partnership_key=${ben}`)).items).toEqual([]);

  // Money, person and terms need a login of the partner's own.
  for (const [method, path] of [
    ['PUT', '/v2/portal/payout-method'],
    ['POST', '/v2/portal/payout-method/onboarding'],
    ['POST', '/v2/portal/cash-out'],
    ['GET', '/v2/portal/tax-details'],
    ['PUT', '/v2/portal/tax-details'],
    ['PATCH', '/v2/portal/profile'],
    ['POST', '/v2/portal/terms/acceptances'],
    ['POST', '/v2/portal/data-exports'],
    ['POST', '/v2/portal/closure'],
  ] as const) {
    expect([path, await portal.refusal(method, path)]).toEqual([path, expect.stringMatching(/^403 forbidden scope/)]);
  }
  expect(await portal.refusal('GET', '/v2/me')).toMatch(/^401/);

  // Who let whom in is told by the audit log, and the token by nothing.
  const Audit = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
  const { items } = await merchant.data(Audit, 'GET', '/v2/audit-events?operation=createPortalSession');
  expect(items).toHaveLength(1);
  expect(JSON.stringify(items)).toContain(anna);
  expect(JSON.stringify(items)).not.toContain(session.token);

  await until(api, '2026-03-10T11:00:01Z');
  expect(await portal.refusal('GET', '/v2/portal/profile')).toMatch(/^401 unauthorized/);
});

test('G only the embedded portal may stand in the frame of another site', async () => {
  const ancestors = async (path: string): Promise<string | undefined> => {
    const answer = await fetch(runtime.url + path);
    expect(answer.headers.get('set-cookie')).toBeNull();
    return /frame-ancestors [^;]*/.exec(answer.headers.get('content-security-policy') ?? '')?.[0];
  };
  expect(await ancestors('/embed/')).toBe('frame-ancestors https: http://localhost:* http://127.0.0.1:*');
  for (const path of ['/', '/portal/', '/console/', '/account/', '/join/x']) {
    expect([path, await ancestors(path)]).toEqual([path, "frame-ancestors 'none'"]);
  }
  const script = await fetch(`${runtime.url}/embed.js`);
  expect(script.headers.get('content-type')).toMatch(/javascript/);
});
