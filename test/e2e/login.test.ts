import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { type LoggedIn, logIn, loginOf, memberOf, partnerOf } from './support/login.ts';
import { TestRuntime } from './support/runtime.ts';

jest.setTimeout(120_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;
let anna: LoggedIn;

const running = (): TestRuntime => {
  if (runtime === undefined) throw new Error('The runtime has not started.');
  return runtime;
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  anna = await memberOf(runtime, 'manager', 'Anna@Acme.example');
});
afterAll(() => runtime?.close());

const as = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${running().url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });

const Tokens = z.object({ refresh_token: z.string(), id_token: z.string() });
const Refreshed = z.object({ access_token: z.string() });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const post = (address: string, form: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(address, { method: 'POST', headers: FORM, body: new URLSearchParams(form), redirect: 'manual' });

/** What a browser asks the login for, with changes. */
const asking = async (changes: Readonly<Record<string, string | undefined>> = {}) => {
  const { address, client, redirect } = await loginOf(running().url);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams();
  const asked = {
    ...{ response_type: 'code', client_id: client, redirect_uri: redirect, scope: 'openid email', state: 'here' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256', nonce: 'once', ...changes },
  };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
  const grant = {
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: redirect,
    code_verifier: verifier,
  };
  return { address, client, redirect, query, grant, verifier };
};

/** Gets a code by the log-in page. */
const getCode = async () => {
  const asked = await asking();
  const sent = await post(`${asked.address}/login?${asked.query}`, { username: anna.email, password: anna.password });
  const back = new URL(sent.headers.get('location') ?? '');
  return { ...asked, sent, back, code: back.searchParams.get('code') ?? '' };
};

test('A member logs in by code flow with PKCE and may do what its role may', async () => {
  expect((await as(anna.token, '/v2/groups')).status).toBe(200);
  expect((await as(anna.token, '/v2/invoices')).status).toBe(403);
});

test('The access token is one of Cognito’s form, signed by the keys that discovery leads to', async () => {
  const { client } = await loginOf(running().url);
  const claims = decodeJwt(anna.token);
  const found = await fetch(`${claims.iss}/.well-known/openid-configuration`);
  const { issuer, jwks_uri, ...more } = z
    .object({ issuer: z.string(), jwks_uri: z.string(), code_challenge_methods_supported: z.array(z.string()) })
    .parse(await found.json());
  expect([issuer, more.code_challenge_methods_supported]).toEqual([claims.iss, ['S256']]);
  const keys = createRemoteJWKSet(new URL(jwks_uri));
  const { payload } = await jwtVerify(anna.token, keys, { issuer, algorithms: ['RS256'] });
  expect(payload).toMatchObject({
    ...{ token_use: 'access', client_id: client, version: 2, scope: 'openid email', username: payload.sub },
    ...{ origin_jti: expect.any(String), event_id: expect.any(String), jti: expect.any(String) },
  });
  expect(Number(payload.exp) - Number(payload.iat)).toBe(900);
  const id = (await jwtVerify(anna.tokens.id_token, keys, { issuer, audience: client })).payload;
  expect(id).toMatchObject({ token_use: 'id', email: 'Anna@Acme.example', email_verified: true, sub: payload.sub });
  expect(id['cognito:username']).toBe(payload.sub);
});

test('An ID token is no access token, and says so with the answer of every wrong token', async () => {
  const answer = await as(anna.tokens.id_token, '/v2/groups');
  expect([answer.status, await answer.json()]).toMatchObject([401, { error: { code: 'unauthorized' } }]);
});

test('A code works once, with its verifier, its client and its address; a second use ends what came from it', async () => {
  const { address, grant, code, back } = await getCode();
  expect(back.searchParams.get('state')).toBe('here');
  const token = `${address}/oauth2/token`;
  const other = await getCode();
  expect((await post(token, { ...other.grant, code: other.code, code_verifier: grant.code_verifier })).status).toBe(
    400,
  );
  const moved = await getCode();
  const elsewhere = { ...moved.grant, code: moved.code, redirect_uri: `${moved.redirect}x` };
  expect((await post(token, elsewhere)).status).toBe(400);
  expect((await post(token, { ...grant, code, client_id: 'other' })).status).toBe(401);
  const { refresh_token, id_token } = Tokens.parse(await (await post(token, { ...grant, code })).json());
  expect(decodeJwt(id_token)['nonce']).toBe('once');
  const refresh = { grant_type: 'refresh_token', client_id: grant.client_id, refresh_token };
  expect((await post(token, refresh)).status).toBe(200);
  expect((await post(token, { ...grant, code })).status).toBe(400);
  expect((await post(token, refresh)).status).toBe(400);
});

test('A refresh token gives new tokens until it is revoked', async () => {
  const { address, client } = await loginOf(running().url);
  const refresh_token = (await logIn(running().url, anna.email, anna.password)).tokens.refresh_token;
  const refresh = { grant_type: 'refresh_token', client_id: client, refresh_token };
  const tokens = Refreshed.parse(await (await post(`${address}/oauth2/token`, refresh)).json());
  expect((await as(tokens.access_token, '/v2/groups')).status).toBe(200);
  expect((await post(`${address}/oauth2/revoke`, { token: refresh_token, client_id: client })).status).toBe(200);
  const after = await post(`${address}/oauth2/token`, refresh);
  expect([after.status, await after.json()]).toEqual([400, { error: 'invalid_grant' }]);
});

test.each([
  ['a client that is unknown', { client_id: 'unknown' }, 400, undefined],
  ['an address that is not one of the client', { redirect_uri: 'http://127.0.0.1:1/' }, 400, undefined],
  ['the implicit flow', { response_type: 'token' }, 303, 'unsupported_response_type'],
  ['no challenge', { code_challenge: undefined }, 303, 'invalid_request'],
  ['a plain challenge', { code_challenge_method: 'plain' }, 303, 'invalid_request'],
  ['a scope that the client may not have', { scope: 'openid phone' }, 303, 'invalid_scope'],
])('The login refuses %s, and leads nobody to a strange address', async (_what, changes, status, error) => {
  const { address, query, redirect } = await asking(changes);
  const answer = await fetch(`${address}/oauth2/authorize?${query}`, { redirect: 'manual' });
  expect(answer.status).toBe(status);
  const location = answer.headers.get('location');
  if (error === undefined) return expect(location).toBeNull();
  expect(location?.startsWith(redirect)).toBe(true);
  expect(new URL(location ?? '').searchParams.get('error')).toBe(error);
});

test('The page works without scripts, shows nothing of what was typed but the address, and forgets nothing on a phone', async () => {
  const { address, query } = await asking();
  const page = await fetch(`${address}/login?${query}`);
  const html = await page.text();
  expect(html).toContain('<label for="username">E-mail address</label>');
  expect(html).toContain('name="viewport"');
  expect(html).toContain('autocomplete="current-password"');
  expect(html).not.toMatch(/<script|style="| on\w+=/);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  const bad = { username: '"><img src=x onerror=1>@x.example', password: 'geheim-geheim' };
  const wrong = await (await post(`${address}/login?${query}`, bad)).text();
  expect(wrong).toContain('role="alert"');
  expect(wrong).not.toMatch(/<img|geheim/);
});

test('Who has a session gets the next code at once, until it logs out', async () => {
  const { address, sent, query, redirect, client } = await getCode();
  const cookie = (sent.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect(sent.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/);
  const again = () => fetch(`${address}/oauth2/authorize?${query}`, { redirect: 'manual', headers: { cookie } });
  expect((await again()).headers.get('location')).toContain('code=');
  const out = (to: string) =>
    fetch(`${address}/logout?${new URLSearchParams({ client_id: client, logout_uri: to })}`, {
      ...{ redirect: 'manual', headers: { cookie } },
    });
  expect((await out('https://evil.example/')).status).toBe(400);
  expect((await out(redirect)).headers.get('location')).toBe(redirect);
  expect((await again()).headers.get('location')).toContain('/login?');
});

test('Unknown addresses and wrong passwords get the same answer, and whoever goes on guessing must wait', async () => {
  const { address, query } = await asking();
  const guess = async (username: string) => {
    const answer = await post(`${address}/login?${query}`, { username, password: 'not-the-password' });
    return { status: answer.status, text: (await answer.text()).replaceAll(username, ''), headers: answer.headers };
  };
  const ben = await memberOf(running(), 'finance', 'ben@acme.example');
  const unknown = await guess('nobody@acme.example');
  const known = await guess('ben@acme.example');
  expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
  for (const name of ['ben@acme.example', 'nobody@acme.example']) {
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries++) statuses.push((await guess(name)).status);
    expect([name, statuses]).toEqual([name, [401, 401, 401, 401, 429, 429]]);
  }
  const right = await post(`${address}/login?${query}`, { username: ben.email, password: ben.password });
  expect(right.status).toBe(429);
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
});

const mails = async (to: string): Promise<readonly string[]> => {
  const { items } = z
    .object({ items: z.array(z.object({ to: z.array(z.string()), text: z.string() })) })
    .parse(await (await fetch(`${running().url}/_local/mail.json`)).json());
  return items.filter((mail) => mail.to.includes(to)).map((mail) => mail.text);
};

test('A forgotten password is replaced by a mailed code, which works once; nobody learns who has an account', async () => {
  const carl = await memberOf(running(), 'finance', 'carl@acme.example');
  const { address, query } = await asking();
  const forgot = async (username: string) => {
    const answer = await post(`${address}/forgotPassword?${query}`, { username });
    return [answer.status, (await answer.text()).replaceAll(username, '')];
  };
  expect(await forgot(carl.email)).toEqual(await forgot('nobody-else@acme.example'));
  const [mail = ''] = await mails(carl.email);
  const code = /\d{6}/.exec(mail)?.[0] ?? '';
  expect(await mails('nobody-else@acme.example')).toEqual([]);
  const password = 'A new password 2';
  const confirm = (given: string, chosen: string) =>
    post(`${address}/confirmForgotPassword?${query}`, { username: carl.email, code: given, password: chosen });
  expect((await confirm(code, 'too short')).status).toBe(400);
  expect((await confirm('000000', password)).status).toBe(400);
  expect((await confirm(code, password)).status).toBe(303);
  expect((await confirm(code, password)).status).toBe(400);
  expect((await logIn(running().url, carl.email, password)).token).toMatch(/^ey/);
  const { client } = await loginOf(running().url);
  const old = { grant_type: 'refresh_token', client_id: client, refresh_token: carl.tokens.refresh_token };
  expect((await post(`${address}/oauth2/token`, old)).status).toBe(400);
});

test('A page from elsewhere can post no form of the login', async () => {
  const { address, query } = await asking();
  const body = new URLSearchParams({ username: anna.email, password: anna.password });
  const headers = { ...FORM, origin: 'https://evil.example' };
  expect((await fetch(`${address}/login?${query}`, { method: 'POST', headers, body })).status).toBe(403);
});

test('userInfo tells whose token it is', async () => {
  const { address } = await loginOf(running().url);
  const told = await fetch(`${address}/oauth2/userInfo`, { headers: { authorization: `Bearer ${anna.token}` } });
  expect(await told.json()).toMatchObject({ email: 'Anna@Acme.example', email_verified: 'true' });
  const wrong = await fetch(`${address}/oauth2/userInfo`, { headers: { authorization: `Bearer ${anna.token}x` } });
  expect(wrong.status).toBe(401);
});

test('A partner logs in and reaches nothing that is for the team', async () => {
  const made = await api.call('POST', '/v2/partnerships', { partner_key: 'dora', email: 'dora@partners.example' });
  const dora = await partnerOf(running(), z.object({ key: z.string() }).parse(made).key);
  const answer = await as(dora.token, '/v2/groups');
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: { reason: 'scope' } }]);
});

test('Accounts, sessions, keys and refresh tokens survive kill -9', async () => {
  const { address, client } = await loginOf(running().url);
  const before = await logIn(running().url, anna.email, anna.password);
  running().kill();
  await api.call('GET', '/v2/groups');
  expect((await as(before.token, '/v2/groups')).status).toBe(200);
  const refresh = { grant_type: 'refresh_token', client_id: client, refresh_token: before.tokens.refresh_token };
  expect((await post(`${address}/oauth2/token`, refresh)).status).toBe(200);
  expect((await logIn(running().url, anna.email, anna.password)).token).toMatch(/^ey/);
});
