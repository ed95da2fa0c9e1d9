import { getMerchant } from '../../../table/merchants.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';
import { openAccounts } from './setting.ts';

let table: Awaited<ReturnType<typeof openRealTable>>;
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const ORDER = { merchant_name: 'Mugs Ltd', email: 'ada@mugs.example', currency: 'EUR', time_zone: 'Europe/Berlin' };
const PASSWORD = { password: 'Geheim 12345 !' };

const ask = async (accounts: Awaited<ReturnType<typeof openAccounts>>, email: string): Promise<string> => {
  await accounts.call('POST', '/v2/public/sign-ups', { ...ORDER, email });
  return accounts.mailed(email);
};

test('Whoever signs up becomes the owner of a merchant with a program, once the mailed link was opened', async () => {
  const accounts = await openAccounts(table.store);
  const { call, logins, fake } = accounts;
  const email = `ada-${Math.floor(accounts.clock.now())}@mugs.example`;
  const token = await ask(accounts, email);
  expect([...logins.accounts.values()].some((account) => account.email === email)).toBe(false);
  const made = await call('POST', `/v2/public/sign-ups/${token}`, PASSWORD);
  expect(made).toMatchObject({ status: 200, data: { name: 'Mugs Ltd', email } });
  expect(await getMerchant(table.store, made.data.merchant_key)).toMatchObject({ name: 'Mugs Ltd', email });
  const user = [...logins.accounts].find(([, account]) => account.email === email)?.[0] ?? '';
  const me = await call('GET', '/v2/me', undefined, await fake.token(user));
  expect(me.data.memberships).toEqual([
    {
      ...{ merchant_key: made.data.merchant_key, name: 'Mugs Ltd', role: 'owner' },
      programs: [{ program_key: made.data.program_key, name: 'Mugs Ltd', mode: 'test' }],
    },
  ]);
});

test('The link works once, and a second opening makes no second merchant', async () => {
  const accounts = await openAccounts(table.store);
  const token = await ask(accounts, 'bob@mugs.example');
  const first = await accounts.call('POST', `/v2/public/sign-ups/${token}`, PASSWORD);
  expect(first.status).toBe(200);
  const again = await accounts.call('POST', `/v2/public/sign-ups/${token}`, PASSWORD);
  expect([again.status, again.error.reason]).toEqual([410, 'used']);
});

test('The answer is the same for an address that has a login, whose password is not touched', async () => {
  const accounts = await openAccounts(table.store);
  const { call, own, ownEmail } = accounts;
  const known = await call('POST', '/v2/public/sign-ups', { ...ORDER, email: ownEmail });
  const unknown = await call('POST', '/v2/public/sign-ups', { ...ORDER, email: 'new@mugs.example' });
  expect([known.status, known.data]).toEqual([unknown.status, unknown.data]);
  const token = await accounts.mailed(ownEmail);
  const taken = await call('POST', `/v2/public/sign-ups/${token}`, PASSWORD);
  expect(taken.status).toBe(401);
  const proved = await call('POST', `/v2/public/sign-ups/${token}`, {}, own);
  expect(proved.status).toBe(200);
  const me = await call('GET', '/v2/me', undefined, own);
  expect(me.data.memberships).toHaveLength(2);
});

test('Where the operator has not opened it, nobody signs up and nothing is mailed', async () => {
  const accounts = await openAccounts(table.store, false);
  expect((await accounts.call('GET', '/v2/public/sign-ups')).data).toEqual({ open: false });
  const asked = await accounts.call('POST', '/v2/public/sign-ups', { ...ORDER, email: 'no@mugs.example' });
  expect([asked.status, asked.error.reason]).toEqual([403, 'sign_up_closed']);
  expect((await accounts.mails()).filter((mail) => mail.to === 'no@mugs.example')).toEqual([]);
});
