import { Failure } from '../../../domain/errors.ts';
import { apiKeys, hashSecret } from '../../../functions/shared/api-key-auth.ts';
import { authenticate } from '../../../functions/shared/auth.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { newApiKey } from '../../../functions/shared/secrets.ts';
import { createApiKey, readApiKey } from '../../../table/api-keys.ts';
import type { Store } from '../../../table/store.ts';
import { MovableClock } from './fakes/clock.ts';
import { openRealTable } from './fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const setUp = async () => {
  const clock = new MovableClock();
  const made = newApiKey(
    openIds(),
    { program: 'prog_1', mode: 'test', name: 'Shop', scopes: ['sales:write'] },
    clock.now(),
  );
  await table.store.write(createApiKey(made.hash, made.key));
  const get = jest.fn(table.store.get);
  const authenticators = [apiKeys({ ...table.store, get }, clock)];
  const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return {
    ...made,
    clock,
    get,
    basic,
    as: (authorization: string | undefined) => authenticate(authenticators, { authorization }),
  };
};

const caller = { kind: 'key', program: 'prog_1', mode: 'test', scopes: ['sales:write'] };

test('A secret key is shown once: what is stored finds it and does not hold it', async () => {
  const { secret, hash, key } = await setUp();
  expect(secret).toMatch(/^sk_test_[\w-]{43}$/);
  expect(key.public_key).toMatch(/^pk_test_[\w-]{43}$/);
  expect(hash).toBe(hashSecret(secret));
  const stored = await readApiKey(table.store, hash);
  expect(stored).toEqual(key);
  expect(JSON.stringify(stored)).not.toContain(secret);
});

test('A key comes as Bearer, or with its public key as Basic', async () => {
  const { as, secret, key, basic } = await setUp();
  expect(await as(`Bearer ${secret}`)).toMatchObject({ ...caller, actor: key.key });
  expect(await as(`bearer  ${secret}`)).toMatchObject(caller);
  expect(await as(basic(key.public_key, secret))).toMatchObject(caller);
});

test('Every kind of wrong credentials gets the same answer', async () => {
  const { as, secret, key, basic } = await setUp();
  const wrong = [
    undefined,
    '',
    'Bearer',
    `Bearer ${secret}x`,
    `Bearer ${key.public_key}`,
    `Digest ${secret}`,
    basic('', secret),
    basic('pk_test_another', secret),
    basic(key.public_key, 'sk_test_guess'),
    'Basic %%%',
    `Bearer ${'sk_test_'.repeat(1_000)}`,
  ];
  for (const header of wrong) {
    const error = await as(header).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: 'unauthorized', message: 'The key or token is missing or not valid.' });
  }
});

test('A key is looked up once in five seconds, also while the business clock stands still', async () => {
  const { as, secret, clock, get } = await setUp();
  await as(`Bearer ${secret}`);
  await as(`Bearer ${secret}`);
  clock.passReal(4_999);
  await as(`Bearer ${secret}`);
  expect(get).toHaveBeenCalledTimes(1);
  clock.passReal(1);
  await as(`Bearer ${secret}`);
  expect(get).toHaveBeenCalledTimes(2);
});

test('A revoked key is refused after at most five seconds', async () => {
  const { as, secret, hash, key, clock } = await setUp();
  await as(`Bearer ${secret}`);
  const item = { ...createApiKey(hash, { ...key, revoked_at: clock.now() }).item };
  await table.store.write({ kind: 'put', item, condition: { name: 'there', expression: 'attribute_exists(pk)' } });
  clock.pass(5_000);
  await expect(as(`Bearer ${secret}`)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('A key is never stored over another one', async () => {
  const { hash, key } = await setUp();
  await expect(table.store.write(createApiKey(hash, key))).rejects.toMatchObject({ condition: 'api_key_is_new' });
});
