import { createAccount } from '../../../functions/shared/accounts.ts';
import { getPartnerInvitation, openInvitationOf } from '../../../table/partner-invitations.ts';
import { belongingIn, getUser, userWithEmail } from '../../../table/users.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

const ANN = { email: 'ann@example.com', partner_key: 'ANN', password: 'Geheim 12345' };

const belonging = async ({ store, head, program }: TestMerchant, user: string) => {
  const { merchant } = await head();
  return belongingIn(store, user, { merchant, program });
};

test('A partner that is added with a password can log in, and the password is in no item', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/partnerships', ANN);
  expect(made).toMatchObject({ status: 'active', claimed: true });
  const user = (await userWithEmail(merchant.store, ANN.email)) ?? '';
  expect(merchant.deps.logins.accounts.get(user)).toEqual({ email: ANN.email, password: ANN.password });
  expect((await belonging(merchant, user)).partner?.partnership).toBe(made.key);
  expect(await getUser(merchant.store, user)).toMatchObject({ password_given: true });
  expect(JSON.stringify([...merchant.memory.items.values()])).not.toContain(ANN.password);
});

test('The same request again makes nothing twice', async () => {
  const merchant = await openMerchant();
  const made = await merchant.must('POST', '/v2/partnerships', ANN);
  expect(await merchant.must('POST', '/v2/partnerships', ANN)).toEqual(made);
  expect(merchant.deps.logins.accounts.size).toBe(1);
});

test('The password of somebody who has a login is never set; the person is asked by mail', async () => {
  const { store, close } = await openRealTable();
  const merchant = await openMerchant({}, store);
  const account = { email: 'Ann@example.com', password: 'Her own 12345' };
  const user = await createAccount(merchant.deps, account, merchant.clock.now());
  const made = await merchant.must('POST', '/v2/partnerships', ANN);
  expect(made).toMatchObject({ claimed: false });
  expect(merchant.deps.logins.accounts.get(user)?.password).toBe('Her own 12345');
  expect((await belonging(merchant, user)).partner).toBeUndefined();
  const key = (await openInvitationOf(store, merchant.program, ANN.email)) ?? '';
  const invitation = await getPartnerInvitation(store, merchant.program, key);
  expect(invitation).toMatchObject({ partnership: made.key, state: 'open', sent: 1 });
  expect(await merchant.must('POST', '/v2/partnerships', ANN)).toEqual(made);
  await close();
});

test('Without a password there is no login', async () => {
  const merchant = await openMerchant();
  const { password: _password, ...body } = ANN;
  expect(await merchant.must('POST', '/v2/partnerships', body)).toMatchObject({ claimed: false });
  expect(merchant.deps.logins.accounts.size).toBe(0);
});

test('A password that is too short is refused before anything is made', async () => {
  const merchant = await openMerchant();
  const before = new Map(merchant.memory.items);
  const refused = await merchant.call('POST', '/v2/partnerships', { ...ANN, password: 'short' });
  expect(refused).toMatchObject({ status: 422, error: { param: 'password' } });
  expect(merchant.memory.items).toEqual(before);
});

test('The merchant does not change the address of a partner who logs in', async () => {
  const merchant = await openMerchant();
  await merchant.must('POST', '/v2/partnerships', ANN);
  const refused = await merchant.call('PATCH', '/v2/partnerships/ANN', { email: 'eve@example.com' });
  expect(refused).toMatchObject({ status: 409, error: { reason: 'email_of_login' } });
});
