import type { Store } from '../../../table/store.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';
import { openAccounts } from './setting.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const open = () => openAccounts(table.store);
const address = (name: string) => `${name}-${Math.random().toString(36).slice(2)}@acme.example`;

test('The team lists its members and its open invitations with their roles', async () => {
  const { call, own, ownEmail, join } = await open();
  const anna = await join('anna', 'manager');
  const ben = address('ben');
  await call('POST', '/v2/team', { email: ben, role: 'finance' }, own);
  const { data } = await call('GET', '/v2/team', undefined, own);
  expect(data.items).toMatchObject([
    { email: ben, role: 'finance', status: 'invited', invitation_expires_at: expect.any(Number), actor_key: null },
    { email: anna.email, role: 'manager', status: 'active', invitation_expires_at: null },
    { email: ownEmail, role: 'owner', status: 'active', actor_key: expect.stringMatching(/^user_/) },
  ]);
});

test('An invitation makes somebody a member with the role, and works once', async () => {
  const { call, own, mailed, mails, logins } = await open();
  const email = address('anna');
  const { status } = await call('POST', '/v2/team', { email, role: 'manager' }, own);
  expect(status).toBe(200);
  const token = await mailed(email);
  expect((await mails()).at(-1)).toMatchObject({ to: email, subject: 'Acme invites you into its team' });
  const shown = await call('GET', `/v2/public/invitations/${token}`);
  expect(shown.data).toMatchObject({ kind: 'member', email, merchant_name: 'Acme', role: 'manager', has_login: false });
  expect((await call('POST', `/v2/public/invitations/${token}`, {})).error).toMatchObject({
    ...{ code: 'unprocessable', reason: 'password_required', param: 'password' },
  });
  const accepted = await call('POST', `/v2/public/invitations/${token}`, { password: 'Geheim 12345' });
  expect(accepted.status).toBe(200);
  expect([...logins.accounts.values()]).toContainEqual({ email, password: 'Geheim 12345' });
  for (const method of ['GET', 'POST']) {
    const again = await call(method, `/v2/public/invitations/${token}`, method === 'GET' ? undefined : {});
    expect([again.status, again.error.reason]).toEqual([410, 'used']);
  }
});

test('Two who open the same invitation at the same moment become one member', async () => {
  const { call, own, mailed, fake, logins } = await open();
  const email = address('anna');
  await call('POST', '/v2/team', { email, role: 'manager' }, own);
  const path = `/v2/public/invitations/${await mailed(email)}`;
  const both = await Promise.all([1, 2].map(() => call('POST', path, { password: 'Geheim 12345' })));
  expect(both.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  const [user = ''] = [...logins.accounts].find(([, account]) => account.email === email) ?? [];
  const me = await call('GET', '/v2/me', undefined, await fake.token(user));
  expect(me.data.memberships).toHaveLength(1);
});

test('Who has a login accepts with it: no password is set, and nobody else can accept', async () => {
  const { call, own, mailed, join, logins, operator, fake } = await open();
  const anna = await join('anna', 'manager');
  const other = Object(await operator({ action: 'merchant.create', name: 'Other', currency: 'EUR' }));
  const boss = Object(
    await operator({ action: 'member.create', merchant_key: other.merchant_key, email: address('boss') }),
  );
  const bossToken = await fake.token([...logins.accounts].find(([, { email }]) => email === boss.email)?.[0] ?? '');
  await call('POST', '/v2/team', { email: anna.email, role: 'admin' }, bossToken);
  const path = `/v2/public/invitations/${await mailed(anna.email)}`;
  expect((await call('GET', path)).data).toMatchObject({ merchant_name: 'Other', has_login: true });
  expect((await call('POST', path, { password: 'Other password 1' })).status).toBe(401);
  const wrong = await call('POST', path, {}, own);
  expect([wrong.status, wrong.error.reason]).toEqual([403, 'other_login']);
  expect((await call('POST', path, { password: 'Other password 1' }, anna.token)).status).toBe(200);
  expect(logins.accounts.get(anna.user)).toEqual({ email: anna.email, password: 'Geheim 12345' });
  const { data } = await call('GET', '/v2/me', undefined, anna.token);
  expect(data.memberships).toMatchObject([
    { name: 'Acme', role: 'manager', programs: [{ name: 'Acme', mode: 'test' }] },
    { name: 'Other', role: 'admin', programs: [{ name: 'Other', mode: 'test' }] },
  ]);
});

test('An invitation ends after seven days, and a changed token is one that was never given out', async () => {
  const { call, own, mailed, clock } = await open();
  const email = address('anna');
  await call('POST', '/v2/team', { email, role: 'manager' }, own);
  const token = await mailed(email);
  for (const tampered of [`${token}x`, token.slice(1), token.toUpperCase(), 'a'.repeat(43)]) {
    expect((await call('GET', `/v2/public/invitations/${tampered}`)).status).toBe(404);
  }
  clock.pass(7 * 86_400_000);
  const late = await call('GET', `/v2/public/invitations/${token}`);
  expect([late.status, late.error.reason]).toEqual([410, 'expired']);
});

test('Inviting the same address again mails a new link, and the earlier one is worthless', async () => {
  const { call, own, mailed } = await open();
  const email = address('anna');
  const first = await call('POST', '/v2/team', { email, role: 'manager' }, own);
  const old = await mailed(email);
  const second = await call('POST', '/v2/team', { email: email.toUpperCase(), role: 'finance' }, own);
  expect([second.data.key, second.data.role]).toEqual([first.data.key, 'finance']);
  const gone = await call('GET', `/v2/public/invitations/${old}`);
  expect([gone.status, gone.error.reason]).toEqual([410, 'withdrawn']);
});

test('Who is in the team cannot be invited into it', async () => {
  const { call, own, join } = await open();
  const anna = await join('anna', 'manager');
  const answer = await call('POST', '/v2/team', { email: anna.email, role: 'finance' }, own);
  expect([answer.status, answer.error.reason]).toEqual([409, 'member_exists']);
});

test('A role is changed and counts after five seconds', async () => {
  const { call, own, join, clock } = await open();
  const anna = await join('anna', 'admin');
  expect((await call('POST', '/v2/team', { email: address('x'), role: 'finance' }, anna.token)).status).toBe(200);
  const changed = await call('PATCH', `/v2/team/${anna.key}`, { role: 'manager' }, own);
  expect(changed.data.role).toBe('manager');
  clock.passReal(5_000);
  expect((await call('POST', '/v2/team', { email: address('y'), role: 'finance' }, anna.token)).status).toBe(403);
});

test('Nobody grants, changes or takes away a role above his own; a key handles the team as an admin', async () => {
  const { call, own, join, made } = await open();
  const anna = await join('anna', 'admin');
  const { data } = await call('GET', '/v2/team', undefined, own);
  const owner = data.items.find((member: { role: string }) => member.role === 'owner');
  for (const token of [anna.token, made.secret_key]) {
    const tries = [
      await call('POST', '/v2/team', { email: address('x'), role: 'owner' }, token),
      await call('PATCH', `/v2/team/${anna.key}`, { role: 'owner' }, token),
      await call('PATCH', `/v2/team/${owner.key}`, { role: 'read_only' }, token),
      await call('DELETE', `/v2/team/${owner.key}`, undefined, token),
    ];
    expect(tries.map(({ status, error }) => [status, error.reason])).toEqual(Array(4).fill([403, 'role']));
    expect((await call('POST', '/v2/team', { email: address('x'), role: 'admin' }, token)).status).toBe(200);
  }
});

test('The last owner cannot go and cannot be made less, until somebody else owns the merchant', async () => {
  const { call, own, join } = await open();
  const { data } = await call('GET', '/v2/team', undefined, own);
  const [owner] = data.items;
  const last = [
    await call('DELETE', `/v2/team/${owner.key}`, undefined, own),
    await call('PATCH', `/v2/team/${owner.key}`, { role: 'admin' }, own),
  ];
  expect(last.map(({ status, error }) => [status, error.reason])).toEqual(Array(2).fill([409, 'last_owner']));
  await call('POST', '/v2/team', { email: address('invited'), role: 'owner' }, own);
  expect((await call('DELETE', `/v2/team/${owner.key}`, undefined, own)).status).toBe(409);
  await join('second', 'owner');
  expect((await call('DELETE', `/v2/team/${owner.key}`, undefined, own)).status).toBe(200);
});

test('Of two owners who remove each other at the same moment one stays', async () => {
  const { call, own, join } = await open();
  const second = await join('second', 'owner');
  const { data } = await call('GET', '/v2/team', undefined, own);
  const first = data.items.find((member: { key: string }) => member.key !== second.key);
  await call('GET', '/v2/team', undefined, second.token);
  const both = await Promise.all([
    call('DELETE', `/v2/team/${first.key}`, undefined, second.token),
    call('DELETE', `/v2/team/${second.key}`, undefined, own),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

test('A removed member is refused after five seconds, and its invitation is worthless', async () => {
  const { call, own, join, clock, mailed } = await open();
  const anna = await join('anna', 'manager');
  expect((await call('GET', '/v2/team', undefined, anna.token)).status).toBe(200);
  const gone = await call('DELETE', `/v2/team/${anna.key}`, undefined, own);
  expect(gone.data).toEqual({ key: anna.key, deleted: true });
  clock.passReal(5_000);
  const after = await call('GET', '/v2/team', undefined, anna.token);
  expect([after.status, after.error.reason]).toEqual([403, 'no_membership']);
  const email = address('ben');
  const ben = await call('POST', '/v2/team', { email, role: 'manager' }, own);
  const token = await mailed(email);
  await call('DELETE', `/v2/team/${ben.data.key}`, undefined, own);
  expect((await call('GET', `/v2/public/invitations/${token}`)).status).toBe(410);
  const again = await call('POST', '/v2/team', { email: anna.email, role: 'finance' }, own);
  expect(again.status).toBe(200);
});

test('The team of another merchant is not there', async () => {
  const first = await open();
  const second = await open();
  const anna = await first.join('anna', 'manager');
  for (const [method, body] of [
    ['PATCH', { role: 'finance' }],
    ['DELETE', undefined],
  ] as const) {
    expect((await second.call(method, `/v2/team/${anna.key}`, body, second.own)).status).toBe(404);
  }
});
