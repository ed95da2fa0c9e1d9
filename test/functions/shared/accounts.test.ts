import { createAccount } from '../../../functions/shared/accounts.ts';
import { getUser, getUserEmail, putUserEmail, userWithEmail } from '../../../table/users.ts';
import { FakeLogins } from '../../support/fake-logins.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { MovableClock } from './fakes/clock.ts';

const anna = { email: 'Anna@acme.example', password: 'a good password' };

const setUp = () => {
  const deps = { store: new MemoryStore(), logins: new FakeLogins(), clock: new MovableClock() };
  return { ...deps, deps };
};

test('A new person gets a login with the chosen password', async () => {
  const { deps, store, logins } = setUp();
  const user = await createAccount(deps, anna, 7);
  expect(logins.accounts.get(user)).toEqual(anna);
  expect(await getUser(store, user)).toMatchObject({ user, email: anna.email, created_at: 7 });
  expect(await userWithEmail(store, 'anna@ACME.example')).toBe(user);
});

test('A login that exists is never touched: neither its password nor anything else', async () => {
  const { deps, logins } = setUp();
  const user = await createAccount(deps, anna, 7);
  const other = createAccount(deps, { email: 'anna@acme.example', password: 'another password' }, 8);
  await expect(other).rejects.toMatchObject({ code: 'conflict', details: { reason: 'account_exists' } });
  expect(logins.accounts.get(user)).toEqual(anna);
});

test('Two who make the same login at the same moment: one makes it, the other is told', async () => {
  const { deps, logins } = setUp();
  const both = await Promise.allSettled([
    createAccount(deps, anna, 7),
    createAccount(deps, { ...anna, password: 'another password' }, 7),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(logins.accounts.size).toBe(1);
});

test('A password that is too weak is refused, and a better one can be given at once', async () => {
  const { deps, store } = setUp();
  const weak = createAccount(deps, { ...anna, password: 'short' }, 7);
  await expect(weak).rejects.toMatchObject({ code: 'unprocessable', details: { reason: 'weak_password' } });
  expect(await userWithEmail(store, anna.email)).toBeUndefined();
  expect(await createAccount(deps, anna, 8)).toBe('user-1');
});

test('What an interrupted attempt left is finished by the next one, but not while it may still run', async () => {
  const { deps, store, clock, logins } = setUp();
  await store.write(putUserEmail(anna.email, undefined, { claimed_until: clock.real() + 60_000 }));
  await logins.create(anna.email);
  await expect(createAccount(deps, anna, 7)).rejects.toMatchObject({ code: 'conflict' });
  clock.passReal(60_001);
  expect(await createAccount(deps, anna, 8)).toBe('user-1');
  expect((await getUserEmail(store, anna.email))?.user).toBe('user-1');
});
