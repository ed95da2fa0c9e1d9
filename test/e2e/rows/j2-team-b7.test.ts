import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { type LoggedIn, logIn, memberOf } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

jest.setTimeout(120_000);

let runtime: TestRuntime;
let api: ApiClient;
let owner: LoggedIn;
/** Somebody who was removed before the other tests began, and had used the login just before. */
let removed: { readonly token: string; readonly at: number };

const Data = z.object({ data: z.record(z.string(), z.unknown()) });
const Refusal = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });
const Key = z.object({ key: z.string() });

const ask = async (method: string, path: string, body?: unknown, token?: string) => {
  const response = await fetch(`${runtime.url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const parsed: unknown = await response.json();
  const reason = response.ok ? '' : (Refusal.parse(parsed).error.reason ?? Refusal.parse(parsed).error.code);
  return { status: response.status, reason, data: response.ok ? Data.parse(parsed).data : {} };
};

const Mails = z.object({
  items: z.array(z.object({ to: z.array(z.string()), subject: z.string(), text: z.string() })),
});

/** The newest mail to an address, when everything that was asked for is done. */
const mailTo = async (to: string) => {
  await settled(api);
  const { items } = Mails.parse(await (await fetch(`${runtime.url}/_local/mail.json`)).json());
  const mail = items.find((each) => each.to.includes(to));
  const [, page = '', token = ''] = /\/account\/#(\w+)=([\w-]{43})\n/.exec(mail?.text ?? '') ?? [];
  return { subject: mail?.subject, page, token };
};

const PASSWORD = 'Correct horse 1';

/** Somebody whom the owner invites, and who accepts by the mailed link. */
const join = async (email: string, role: string) => {
  const invited = await ask('POST', '/v2/team', { email, role }, owner.token);
  const { token } = await mailTo(email);
  await ask('POST', `/v2/public/invitations/${token}`, { password: PASSWORD });
  return { key: Key.parse(invited.data).key, ...(await logIn(runtime.url, email, PASSWORD)) };
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
  owner = await memberOf(runtime, 'owner');
  const { key, token } = await join('gone@acme.example', 'admin');
  await ask('GET', '/v2/team', undefined, token);
  await ask('DELETE', `/v2/team/${key}`, undefined, owner.token);
  removed = { token, at: Date.now() };
});
afterAll(() => runtime?.close());

describe('J2 roles and the team', () => {
  test('J2 somebody is invited by mail with a role, chooses a password, logs in, and may do what the role may', async () => {
    const invited = await ask('POST', '/v2/team', { email: 'mia@acme.example', role: 'manager' }, owner.token);
    expect(invited.data).toMatchObject({ email: 'mia@acme.example', role: 'manager', status: 'invited' });
    const { subject, page, token } = await mailTo('mia@acme.example');
    expect([subject, page]).toEqual(['Acme invites you into its team', 'invitation']);
    const shown = await ask('GET', `/v2/public/invitations/${token}`);
    expect(shown.data).toMatchObject({ merchant_name: 'Acme', role: 'manager', has_login: false });
    expect((await ask('POST', `/v2/public/invitations/${token}`, { password: PASSWORD })).status).toBe(200);
    expect(await ask('GET', `/v2/public/invitations/${token}`)).toMatchObject({ status: 410, reason: 'used' });
    const mia = await logIn(runtime.url, 'mia@acme.example', PASSWORD);
    expect((await ask('POST', '/v2/groups', { name: 'Agencies' }, mia.token)).status).toBe(200);
    expect(await ask('GET', '/v2/invoices', undefined, mia.token)).toMatchObject({ status: 403, reason: 'scope' });
    const me = await ask('GET', '/v2/me', undefined, mia.token);
    expect(me.data).toMatchObject({ email: 'mia@acme.example', memberships: [{ name: 'Acme', role: 'manager' }] });
  });

  test('J2 the last owner cannot go, and nobody grants a role above his own', async () => {
    const team = z.object({ items: z.array(Key.extend({ role: z.string() })) });
    const { items } = team.parse((await ask('GET', '/v2/team', undefined, owner.token)).data);
    const own = items.find(({ role }) => role === 'owner')?.key ?? '';
    expect(await ask('DELETE', `/v2/team/${own}`, undefined, owner.token)).toMatchObject({ reason: 'last_owner' });
    const admin = await join('adam@acme.example', 'admin');
    const grant = { email: 'eve@acme.example', role: 'owner' };
    expect(await ask('POST', '/v2/team', grant, admin.token)).toMatchObject({ status: 403, reason: 'role' });
    expect(await ask('DELETE', `/v2/team/${own}`, undefined, admin.token)).toMatchObject({
      status: 403,
      reason: 'role',
    });
  });

  test('J2 an invitation ends after seven days', async () => {
    await ask('POST', '/v2/team', { email: 'late@acme.example', role: 'finance' }, owner.token);
    const { token } = await mailTo('late@acme.example');
    await until(api, '2026-01-18T10:00:01Z');
    expect(await ask('GET', `/v2/public/invitations/${token}`)).toMatchObject({ status: 410, reason: 'expired' });
  });

  test('J2 changes of the team are in the audit log, with who made them', async () => {
    const events = z.object({ items: z.array(z.object({ operation: z.string(), actor_key: z.string() })) });
    const { items } = events.parse(await api.call('GET', '/v2/audit-events?limit=100'));
    const operations = items.map(({ operation }) => operation);
    expect(operations).toEqual(expect.arrayContaining(['inviteMember', 'acceptInvitation', 'removeMember']));
    expect(items.every(({ actor_key }) => actor_key !== '')).toBe(true);
  });
});

describe('B7 passwords and addresses', () => {
  test('B7 a forgotten password is set anew by a mailed link; the answer says nothing about who has a login', async () => {
    const ben = await join('ben@acme.example', 'finance');
    const known = await ask('POST', '/v2/public/password-resets', { email: ben.email });
    expect(await ask('POST', '/v2/public/password-resets', { email: 'nobody@acme.example' })).toEqual(known);
    expect((await mailTo('nobody@acme.example')).token).toBe('');
    const { token, page } = await mailTo(ben.email);
    expect(page).toBe('password');
    const weak = await ask('POST', `/v2/public/password-resets/${token}`, { password: 'only lower case' });
    expect(weak).toMatchObject({ status: 422, reason: 'weak_password' });
    const reset = { password: 'Battery staple 2' };
    expect((await ask('POST', `/v2/public/password-resets/${token}`, reset)).status).toBe(200);
    expect(await ask('POST', `/v2/public/password-resets/${token}`, reset)).toMatchObject({ status: 410 });
    await expect(logIn(runtime.url, ben.email, PASSWORD)).rejects.toThrow('401');
    expect((await logIn(runtime.url, ben.email, 'Battery staple 2')).token).toMatch(/^ey/);
  });

  test('B7 another e-mail address counts once it is confirmed by the link that is mailed to it', async () => {
    const ina = await join('ina@acme.example', 'finance');
    await ask('POST', '/v2/me/email-changes', { email: 'ina@new.example' }, ina.token);
    const { token, page } = await mailTo('ina@new.example');
    expect(page).toBe('email');
    expect((await ask('POST', `/v2/public/email-changes/${token}`, {})).status).toBe(200);
    await expect(logIn(runtime.url, 'ina@acme.example', PASSWORD)).rejects.toThrow('401');
    const again = await logIn(runtime.url, 'ina@new.example', PASSWORD);
    expect((await ask('GET', '/v2/me', undefined, again.token)).data).toMatchObject({ email: 'ina@new.example' });
  });
});

test('J2 a removed member is refused everywhere after 30 seconds', async () => {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, removed.at + 30_100 - Date.now())));
  const answer = await ask('GET', '/v2/team', undefined, removed.token);
  expect(answer).toMatchObject({ status: 403, reason: 'no_membership' });
});
