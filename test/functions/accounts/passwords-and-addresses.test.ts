import { hashToken } from '../../../functions/shared/mailed-tokens.ts';
import { getMailedLink } from '../../../table/mailed-links.ts';
import type { Store } from '../../../table/store.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';
import { openAccounts } from './setting.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const open = () => openAccounts(table.store);
const RESETS = '/v2/public/password-resets';

test('A forgotten password is replaced by a mailed link, which works once', async () => {
  const { call, mailed, ownEmail, logins } = await open();
  await call('POST', RESETS, { email: ownEmail.toUpperCase() });
  const token = await mailed(ownEmail.toUpperCase());
  expect((await call('POST', `${RESETS}/${token}`, { password: 'New password 1' })).status).toBe(200);
  const [user, account] = [...logins.accounts].find(([, { email }]) => email === ownEmail) ?? [];
  expect(account?.password).toBe('New password 1');
  expect(logins.signedOut).toEqual([user]);
  const again = await call('POST', `${RESETS}/${token}`, { password: 'New password 2' });
  expect([again.status, again.error.reason]).toEqual([410, 'used']);
});

test('The answer is the same whether or not an address has a login, and only who has one is written to', async () => {
  const { call, mails, ownEmail } = await open();
  const known = await call('POST', RESETS, { email: ownEmail });
  const unknown = await call('POST', RESETS, { email: 'nobody@nowhere.example' });
  expect(unknown).toEqual(known);
  expect(known.status).toBe(202);
  expect((await mails()).map(({ to }) => to)).toEqual([ownEmail]);
});

test('An address gets five such mails in an hour at most, and nobody is told', async () => {
  const { call, mails, ownEmail, clock } = await open();
  for (let tries = 0; tries < 7; tries++) {
    clock.passReal(60_000);
    expect((await call('POST', RESETS, { email: ownEmail })).status).toBe(202);
  }
  expect((await mails()).length).toBe(5);
});

test('Whoever asks too often from one address must wait', async () => {
  const { call } = await open();
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries++) statuses.push((await call('POST', RESETS, { email: 'x@y.example' })).status);
  expect(statuses.slice(-2)).toEqual([429, 429]);
});

test('A link for a new password ends after an hour of real time, whatever the business clock says', async () => {
  const { call, mailed, ownEmail, clock } = await open();
  await call('POST', RESETS, { email: ownEmail });
  const token = await mailed(ownEmail);
  const weak = await call('POST', `${RESETS}/${token}`, { password: 'short' });
  expect(weak.status).toBe(422);
  clock.passReal(3_600_000);
  const late = await call('POST', `${RESETS}/${token}`, { password: 'New password 1' });
  expect([late.status, late.error.reason]).toEqual([410, 'expired']);
});

test('What is stored of a link does not hold its token', async () => {
  const { call, mailed, ownEmail } = await open();
  await call('POST', RESETS, { email: ownEmail });
  const token = await mailed(ownEmail);
  const link = await getMailedLink(table.store, hashToken(token));
  expect(link).toMatchObject({ kind: 'password', email: ownEmail });
  expect(JSON.stringify(link)).not.toContain(token);
});

test('Another address is confirmed by a link that is mailed to it; until then nothing changes', async () => {
  const { call, own, ownEmail, mailed, logins } = await open();
  const email = `new-${ownEmail}`;
  expect((await call('POST', '/v2/me/email-changes', { email }, own)).status).toBe(202);
  expect((await call('GET', '/v2/me', undefined, own)).data.email).toBe(ownEmail);
  const token = await mailed(email);
  expect((await call('POST', `/v2/public/email-changes/${token}`, {})).status).toBe(200);
  expect((await call('GET', '/v2/me', undefined, own)).data.email).toBe(email);
  expect([...logins.accounts.values()].map((account) => account.email)).toContain(email);
  expect((await call('GET', '/v2/team', undefined, own)).data.items).toMatchObject([{ email }]);
  expect((await call('POST', `/v2/public/email-changes/${token}`, {})).status).toBe(410);
  // The earlier address is free again.
  expect((await call('POST', '/v2/team', { email: ownEmail, role: 'finance' }, own)).status).toBe(200);
});

test('The address of somebody else cannot be taken, and nobody learns that it is one', async () => {
  const { call, own, join, mails } = await open();
  const anna = await join('anna', 'manager');
  const before = (await mails()).length;
  const taken = await call('POST', '/v2/me/email-changes', { email: anna.email }, own);
  const free = await call('POST', '/v2/me/email-changes', { email: `free-${anna.email}` }, own);
  expect(taken).toEqual(free);
  expect((await mails()).length).toBe(before + 1);
});

test('An address that somebody took in the meantime is refused when it is confirmed', async () => {
  const { call, own, join, mailed } = await open();
  const anna = await join('anna', 'manager');
  const email = `wanted-${anna.email}`;
  await call('POST', '/v2/me/email-changes', { email }, own);
  const first = await mailed(email);
  await call('POST', '/v2/me/email-changes', { email }, anna.token);
  const second = await mailed(email);
  expect((await call('POST', `/v2/public/email-changes/${second}`, {})).status).toBe(200);
  const late = await call('POST', `/v2/public/email-changes/${first}`, {});
  expect([late.status, late.error.reason]).toEqual([409, 'email_taken']);
});

test('A link works for what it was mailed for only', async () => {
  const { call, own, ownEmail, mailed } = await open();
  const email = `other-${ownEmail}`;
  await call('POST', '/v2/me/email-changes', { email }, own);
  const token = await mailed(email);
  expect((await call('POST', `${RESETS}/${token}`, { password: 'New password 1' })).status).toBe(404);
  expect((await call('GET', `/v2/public/invitations/${token}`)).status).toBe(404);
});

test('Who has logged in sees the programs to choose from; a key is nobody', async () => {
  const { call, own, ownEmail, made, operator } = await open();
  await operator({ action: 'program.create', merchant_key: made.merchant_key, name: 'Second', currency: 'EUR' });
  const { data } = await call('GET', '/v2/me', undefined, own);
  expect(data).toMatchObject({ email: ownEmail, partnerships: [] });
  expect(data.memberships[0]).toMatchObject({ merchant_key: made.merchant_key, name: 'Acme', role: 'owner' });
  expect(data.memberships[0].programs.map((program: { name: string }) => program.name)).toEqual(['Acme', 'Second']);
  expect((await call('GET', '/v2/me', undefined, made.secret_key)).status).toBe(401);
  expect((await call('GET', '/v2/me')).status).toBe(401);
});

test('A link for a new password is worthless once the person logs in with another address', async () => {
  const { call, own, ownEmail, mailed } = await open();
  await call('POST', RESETS, { email: ownEmail });
  const old = await mailed(ownEmail);
  await call('POST', '/v2/me/email-changes', { email: `moved-${ownEmail}` }, own);
  await call('POST', `/v2/public/email-changes/${await mailed(`moved-${ownEmail}`)}`, {});
  const late = await call('POST', `${RESETS}/${old}`, { password: 'New password 1' });
  expect([late.status, late.error.reason]).toEqual([410, 'withdrawn']);
});
