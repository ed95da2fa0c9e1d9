import { createAccount } from '../../../functions/shared/accounts.ts';
import { addActivePartner, getActivePartner, removeActivePartner } from '../../../table/active-partners.ts';
import { domains, type LinkDomain } from '../../../table/definitions.ts';
import { findPartnership } from '../../../table/partner-names.ts';
import { getProfile } from '../../../table/partnerships.ts';
import { getProgram } from '../../../table/programs.ts';
import type { Store } from '../../../table/store.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';
import { openAccounts } from './setting.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const PASSWORD = 'Geheim 12345';
const DAY = 86_400_000;
const address = (name: string) => `${name}-${Math.random().toString(36).slice(2)}@partners.example`;

const open = async () => {
  const accounts = await openAccounts(table.store);
  const { call, mailed, fake, logins } = accounts;
  /** As the owner, whose access token is as fresh as it needs to be. */
  const asOwner = async (method: string, path: string, body?: unknown) =>
    call(method, path, body, await fake.token([...logins.accounts.keys()][0] ?? ''));
  const links = new Map<string, string>();
  /** Whoever was mailed keeps the link, whatever becomes of the invitation. */
  const mailedTo = async (email: string, answer: Awaited<ReturnType<typeof call>>) => {
    if (answer.status === 200) links.set(email, await mailed(email));
    return answer;
  };
  const invite = async (body: { readonly email?: string; readonly [field: string]: unknown }) =>
    mailedTo(body.email ?? '', await asOwner('POST', '/v2/invitations', body));
  const resend = async (key: string, email: string) =>
    mailedTo(email, await asOwner('POST', `/v2/invitations/${key}/resend`, {}));
  const accept = (email: string, body: object = { password: PASSWORD }, token?: string) =>
    call('POST', `/v2/public/invitations/${links.get(email)}`, body, token);
  const partners = async () => {
    const user = [...accounts.logins.accounts.keys()].at(-1) ?? '';
    return (await call('GET', '/v2/me', undefined, await accounts.fake.token(user))).data.partnerships;
  };
  return { ...accounts, asOwner, invite, resend, accept, partners };
};

test('An invitation is mailed with its message, and acceptance makes the partnership and its login', async () => {
  const { invite, accept, mails, made, call, asOwner, mailed, partners } = await open();
  const email = address('ann');
  const invited = await invite({ email, first_name: 'Ann', message: 'We met at the fair.\r\nJoin us?' });
  expect(invited.data).toMatchObject({ email, status: 'open', sent: 1, group_key: null, partnership_key: null });
  const mail = (await mails()).at(-1);
  expect(mail?.text).toContain('Hello Ann,\n\n> We met at the fair.\n> Join us?\n');
  const shown = await call('GET', `/v2/public/invitations/${await mailed(email)}`);
  expect(shown.data).toMatchObject({ kind: 'partner', email, has_login: false, terms_url: null, portal_host: null });
  expect((await accept(email)).status).toBe(200);
  const program = made.program_key;
  const [partnership] = await partners();
  expect(partnership).toMatchObject({ program_key: program, status: 'active' });
  expect(await getProfile(table.store, partnership.partnership_key)).toMatchObject({ email, first_name: 'Ann' });
  const after = await asOwner('GET', `/v2/invitations/${invited.data.key}`);
  expect(after.data).toMatchObject({ status: 'accepted', partnership_key: partnership.partnership_key });
  expect(await accept(email)).toMatchObject({ status: 410, error: { reason: 'used' } });
});

test('An invitation tells on which host of the merchant’s partners find their portal, once it is shown there', async () => {
  const { invite, call, mailed, made } = await open();
  const email = address('ann');
  await invite({ email });
  const told = async () => (await call('GET', `/v2/public/invitations/${await mailed(email)}`)).data.portal_host;
  const base = { program: made.program_key, token: 't', created_at: 0, updated_at: 0, rev: 1 };
  const add = async (domain: Pick<LinkDomain, 'key' | 'name' | 'status'> & Partial<LinkDomain>) => {
    await table.store.transact([...domains.add({ ...base, ...domain })]);
  };
  await add({ key: 'dom_1', name: 'go.acme.example', status: 'verified' });
  await add({ key: 'dom_2', name: 'lost.acme.example', status: 'lost', portal: true });
  expect(await told()).toBeNull();
  await add({ key: 'dom_3', name: 'partners.acme.example', status: 'verified', portal: true });
  expect(await told()).toBe('partners.acme.example');
});

test('An invitation works for fourteen days; sent again it has another link, and the first is worthless', async () => {
  const { invite, accept, clock, call, asOwner, mailed, resend } = await open();
  const email = address('ann');
  const { key } = (await invite({ email })).data;
  const first = await mailed(email);
  clock.pass(13 * DAY);
  const again = await resend(key, email);
  expect(again.data).toMatchObject({ sent: 2, expires_at: clock.now() + 14 * DAY });
  const old = await call('POST', `/v2/public/invitations/${first}`, { password: PASSWORD });
  expect(old).toMatchObject({ status: 410, error: { reason: 'withdrawn' } });
  clock.pass(14 * DAY);
  expect(await accept(email)).toMatchObject({ status: 410, error: { reason: 'expired' } });
  const { items } = (await asOwner('GET', '/v2/invitations')).data;
  expect(items).toMatchObject([{ key, status: 'expired' }]);
});

test('A revoked invitation leads nowhere, and its address can be invited again', async () => {
  const { invite, accept, asOwner } = await open();
  const email = address('ann');
  const { key } = (await invite({ email })).data;
  expect(await invite({ email: email.toUpperCase() })).toMatchObject({
    ...{ status: 409, error: { reason: 'already_invited' } },
  });
  for (const _ of [1, 2]) {
    const revoked = await asOwner('DELETE', `/v2/invitations/${key}`);
    expect(revoked.data).toMatchObject({ key, status: 'revoked' });
  }
  expect(await accept(email)).toMatchObject({ status: 410, error: { reason: 'withdrawn' } });
  expect(await asOwner('POST', `/v2/invitations/${key}/resend`, {})).toMatchObject({ status: 409 });
  expect((await invite({ email })).status).toBe(200);
});

test('Whoever has a login accepts with it, and keeps its password', async () => {
  const { invite, accept, call, own, join, logins, made } = await open();
  const anna = await join('anna', 'manager');
  expect((await invite({ email: anna.email })).status).toBe(200);
  expect(await accept(anna.email, { password: 'Another 12345' })).toMatchObject({ status: 401 });
  expect((await accept(anna.email, {}, own)).error).toMatchObject({ reason: 'other_login' });
  expect((await accept(anna.email, {}, anna.token)).status).toBe(200);
  expect(logins.accounts.get(anna.user)?.password).toBe(PASSWORD);
  const me = await call('GET', '/v2/me', undefined, anna.token);
  expect(me.data.partnerships).toMatchObject([{ program_key: made.program_key }]);
});

test('A partner who became active in another program of the merchant cannot accept, and makes no partnership', async () => {
  const { invite, accept, operator, made } = await open();
  const email = address('ann');
  await invite({ email });
  const order = { action: 'program.create', merchant_key: made.merchant_key, name: 'Second', currency: 'GBP' };
  const program = String(Reflect.get(Object(await operator(order)), 'program_key'));
  const head = await getProgram(table.store, made.program_key);
  if (head === undefined) throw new Error('The program is gone.');
  await table.store.transact([addActivePartner(head, email, { program, partnership: 'part_x' })]);
  const refused = await accept(email);
  expect(refused).toMatchObject({ status: 409, error: { reason: 'other_program' } });
  expect(refused.error.message).toContain(`Second (${program})`);
  await table.store.transact([removeActivePartner(head, email, 'part_x')]);
  expect((await accept(email, { password: PASSWORD })).error).toMatchObject({ code: 'unauthorized' });
});

test('A partnership that is there already gets its login by an invitation', async () => {
  const { invite, accept, made, partners } = await open();
  const email = address('ann');
  await invite({ email });
  await accept(email);
  const [{ partnership_key }] = await partners();
  expect(await invite({ partnership_key })).toMatchObject({ status: 409, error: { reason: 'has_login' } });
  expect((await findPartnership(table.store, made.program_key, partnership_key))?.status).toBe('active');
});

test.each([
  { case: 'nobody', body: {}, param: 'email' },
  { case: 'two', body: { email: 'a@b.example', partnership_key: 'x' }, param: 'email' },
  { case: 'an unknown partnership', body: { partnership_key: 'x' }, param: 'partnership_key' },
  { case: 'a partnership with tags', body: { partnership_key: 'x', tags: ['y'] }, param: 'partnership_key' },
  { case: 'an unknown group', body: { email: 'a@b.example', group_key: 'grp_x' }, param: 'group_key' },
  { case: 'an unknown tag', body: { email: 'a@b.example', tags: ['x'] }, param: 'tags.0' },
])('An invitation of $case is refused', async ({ body, param }) => {
  const { invite } = await open();
  const refused = await invite(body);
  expect([refused.status === 422 || refused.status === 404, refused.error.param]).toEqual([true, param]);
});

test('When the login’s address changes, the partnership is known by the new one, and the old one is free', async () => {
  const { invite, accept, partners, call, fake, logins, mailed } = await open();
  const [email, other] = [address('ann'), address('lee')];
  await invite({ email });
  await accept(email);
  const [{ partnership_key, program_key }] = await partners();
  const user = [...logins.accounts].find(([, account]) => account.email === email)?.[0] ?? '';
  await call('POST', '/v2/me/email-changes', { email: other }, await fake.token(user));
  const confirmed = await call('POST', `/v2/public/email-changes/${await mailed(other)}`, {});
  expect(confirmed.status).toBe(200);
  expect(await getProfile(table.store, partnership_key)).toMatchObject({ email: other });
  const head = await getProgram(table.store, program_key);
  if (head === undefined) throw new Error('The program is gone.');
  expect(await getActivePartner(table.store, head, other)).toMatchObject({ partnership: partnership_key });
  expect(await getActivePartner(table.store, head, email)).toBeUndefined();
  expect((await invite({ email })).status).toBe(200);
});

test('A password that somebody else chose opens no further program: the person chooses its own with the mailed link', async () => {
  const { invite, accept, logins, partners, clock } = await open();
  const email = address('ann');
  const given = { email, password: 'The merchant’s 1', given: true };
  const user = await createAccount({ store: table.store, logins, clock }, given, clock.now());
  await invite({ email });
  expect(await accept(email, {})).toMatchObject({ status: 422, error: { reason: 'password_required' } });
  expect((await accept(email, { password: 'Her own 12345' })).status).toBe(200);
  expect(logins.accounts.get(user)?.password).toBe('Her own 12345');
  expect(logins.signedOut).toContain(user);
  expect(await partners()).toHaveLength(1);
});
