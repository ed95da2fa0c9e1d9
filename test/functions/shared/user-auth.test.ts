import { createHmac } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { Failure } from '../../../domain/errors.ts';
import { scopesOf } from '../../../domain/roles.ts';
import { accessTokens } from '../../../functions/shared/access-tokens.ts';
import { authenticate, partnershipOf, requireScope } from '../../../functions/shared/auth.ts';
import { people, userCallers } from '../../../functions/shared/user-auth.ts';
import { addMerchantProgram } from '../../../table/merchants.ts';
import { standingItem } from '../../../table/partnerships.ts';
import { programItem } from '../../../table/programs.ts';
import type { Write } from '../../../table/store.ts';
import { addMember, removeMember } from '../../../table/team.ts';
import { addUserMember, addUserPartner, removeUserMember } from '../../../table/users.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { program, standing } from '../../support/setting.ts';
import { MovableClock } from './fakes/clock.ts';
import { LOGIN, openFakeLogin } from './fakes/login.ts';

const MERCHANT = program().merchant;
const FIRST = 'prog_00000000000000000000000001';
const SECOND = 'prog_00000000000000000000000002';
const ELSEWHERE = 'prog_00000000000000000000000003';

const member = (user: string, merchant = MERCHANT) => ({
  ...({ key: `mem_${user}`, merchant, email: `${user}@acme.example`, role: 'manager', user } as const),
  ...{ created_at: 0, updated_at: 0, rev: 1 },
});

const setUp = async () => {
  const clock = new MovableClock();
  const login = await openFakeLogin(clock);
  const fetchKeys = jest.fn(async (_url: string) => login.keys);
  const store = new MemoryStore();
  const put = (...writes: readonly Write[]) => store.transact([...writes]);
  const addProgram = async (key: string, merchant = MERCHANT): Promise<void> => {
    const item = programItem(program({ key, merchant }));
    await put(
      { kind: 'put', item, condition: { name: 'new', expression: 'attribute_not_exists(pk)' } },
      addMerchantProgram(merchant, key),
    );
  };
  await addProgram(FIRST);
  const tokens = accessTokens(LOGIN, clock, fetchKeys);
  const authenticators = [userCallers(store, clock, tokens)];
  const as = (token: string, more: { readonly program?: string; readonly scope?: 'portal:read' } = {}) =>
    authenticate(authenticators, { authorization: `Bearer ${token}`, ...more });
  const joinTeam = (user: string) =>
    put(addMember(member(user)), addUserMember(user, { merchant: MERCHANT, member: `mem_${user}` }));
  const joinProgram = async (user: string, key: string, partnership: string) => {
    await put(
      {
        kind: 'put',
        item: standingItem(standing(partnership, { program: key })),
        condition: { name: 'new', expression: 'attribute_not_exists(pk)' },
      },
      addUserPartner(user, { program: key, partnership }),
    );
  };
  return { ...login, clock, fetchKeys, store, put, addProgram, tokens, as, joinTeam, joinProgram };
};

test('A member of the team comes with its role and what the role may do', async () => {
  const { as, token, joinTeam } = await setUp();
  await joinTeam('anna');
  const caller = await as(await token('anna'));
  expect(caller).toEqual({
    ...{ kind: 'member', program: FIRST, mode: 'test', user: 'anna', role: 'manager' },
    ...{ identity: 'user-anna', actor: 'user_anna', scopes: scopesOf('manager') },
  });
  expect(() => requireScope(caller, 'programs:write')).not.toThrow();
  expect(() => requireScope(caller, 'billing:read')).toThrow('no scope billing:read');
  expect(() => requireScope(caller, 'portal:read')).toThrow('no scope portal:read');
  expect(() => partnershipOf({ caller })).toThrow('Only a partner has a portal.');
});

test('A partner comes with its own partnership and may use its portal only', async () => {
  const { as, token, joinProgram } = await setUp();
  await joinProgram('ben', FIRST, 'part_ben');
  const caller = await as(await token('ben'));
  expect(caller).toMatchObject({ kind: 'partner', program: FIRST, partnership: 'part_ben', actor: 'part_ben' });
  expect(partnershipOf({ caller })).toBe('part_ben');
  expect(() => requireScope(caller, 'portal:write')).not.toThrow();
  for (const scope of scopesOf('owner')) expect(() => requireScope(caller, scope)).toThrow(`no scope ${scope}`);
});

test('A key with every scope holds none that is for partners', () => {
  const caller = { kind: 'key', program: FIRST, mode: 'test', identity: 'k', actor: 'k' } as const;
  expect(() => requireScope({ ...caller, scopes: 'all' }, 'portal:read')).toThrow('This key has no scope portal:read.');
  expect(() => requireScope({ ...caller, scopes: ['portal:read'] }, 'portal:read')).toThrow();
});

test('Who is team member and partner in one comes as what the operation is for', async () => {
  const { as, token, joinTeam, joinProgram } = await setUp();
  await joinTeam('anna');
  await joinProgram('anna', FIRST, 'part_anna');
  expect(await as(await token('anna'))).toMatchObject({ kind: 'member' });
  expect(await as(await token('anna'), { scope: 'portal:read' })).toMatchObject({ kind: 'partner' });
});

test('Who belongs to several programs names one, and is told which there are', async () => {
  const { as, token, joinTeam, addProgram } = await setUp();
  await joinTeam('anna');
  await addProgram(SECOND);
  const several = await as(await token('anna')).catch((thrown: unknown) => thrown);
  expect(several).toMatchObject({ code: 'unprocessable', details: { reason: 'program_required' } });
  expect(String(several)).toContain(`${FIRST}, ${SECOND}`);
  expect(await as(await token('anna'), { program: SECOND })).toMatchObject({ program: SECOND });
});

test('A program that a login does not belong to is refused, whether it exists or not', async () => {
  const { as, token, joinTeam, addProgram } = await setUp();
  await joinTeam('anna');
  await addProgram(ELSEWHERE, 'mer_other');
  const answers: unknown[] = [];
  for (const other of [ELSEWHERE, 'prog_unknown', 'PROG#1', '']) {
    answers.push(await as(await token('anna'), { program: other }).catch((thrown: unknown) => thrown));
  }
  const [first] = answers;
  expect(first).toBeInstanceOf(Failure);
  expect(first).toMatchObject({ code: 'forbidden', details: { reason: 'no_membership' } });
  for (const answer of answers) expect(answer).toEqual(first);
  await expect(as(await token('nobody'))).rejects.toEqual(first);
});

test('A removed member is refused after at most five seconds', async () => {
  const { as, token, joinTeam, put, clock } = await setUp();
  await joinTeam('anna');
  const own = await token('anna');
  await as(own);
  await put(removeMember(member('anna')), removeUserMember('anna', MERCHANT));
  clock.passReal(5_000);
  await expect(as(own)).rejects.toMatchObject({ code: 'forbidden' });
});

test('A deactivated partnership is refused after at most five seconds', async () => {
  const { as, token, joinProgram, put, clock } = await setUp();
  await joinProgram('ben', FIRST, 'part_ben');
  const own = await token('ben');
  await as(own);
  const before = standing('part_ben', { program: FIRST });
  const item = standingItem({ ...before, status: 'inactive', rev: 2 });
  await put({ kind: 'put', item, condition: { name: 'there', expression: 'attribute_exists(pk)' } });
  clock.passReal(5_000);
  await expect(as(own)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'no_membership' } });
});

test('What a login may do is looked up once in five seconds', async () => {
  const { as, token, joinTeam, store, clock } = await setUp();
  await joinTeam('anna');
  const own = await token('anna');
  await as(own);
  const before = { ...store.requests };
  clock.passReal(4_999);
  await as(own);
  expect(store.requests).toEqual(before);
});

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('Every kind of wrong token gets the same answer', async () => {
  const { as, token, joinTeam, clock, publicKey } = await setUp();
  await joinTeam('anna');
  const good = await token('anna');
  const [head = '', body = '', signature = ''] = good.split('.');
  const other = await generateKeyPair('RS256');
  const unsigned = `${encoded({ alg: 'none', kid: 'first' })}.${body}.`;
  const confused = `${encoded({ alg: 'HS256', kid: 'first' })}.${body}`;
  const mac = createHmac('sha256', await exportSPKI(publicKey))
    .update(confused)
    .digest('base64url');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const wrong = {
    'no signature': unsigned,
    'the algorithm none with a signature': `${unsigned}${signature}`,
    'the public key as a shared secret': `${confused}.${mac}`,
    'other claims under the signature': `${head}.${encoded({ ...claims, sub: 'ben' })}.${signature}`,
    'a signature of another key': await token('anna', { key: other.privateKey }),
    'a key that nobody knows': await token('anna', { kid: 'second' }),
    'another issuer': await token('anna', { issuer: `${LOGIN.issuer}x` }),
    'another client': await token('anna', { client: 'another' }),
    'an ID token': await token('anna', { use: 'id' }),
    'an expired token': await token('anna', { expiresIn: -1 }),
    'a token that does not expire': await token('anna', { leave: ['exp'] }),
    'a token for nobody': await token('anna', { leave: ['sub'] }),
    'a token without a client': await token('anna', { leave: ['client_id'] }),
    'a token without a use': await token('anna', { leave: ['token_use'] }),
    'half a token': `${head}.${body}`,
    'no JSON': 'aaaa.bbbb.cccc',
    'far too long': `${head}.${body}.${'a'.repeat(10_000)}`,
  };
  for (const [what, bad] of Object.entries(wrong)) {
    const error = await as(bad).catch((thrown: unknown) => thrown);
    expect([what, error]).toEqual([what, new Failure('unauthorized', 'The key or token is missing or not valid.')]);
  }
  expect(await as(good)).toMatchObject({ user: 'anna' });
  clock.passReal(900_000);
  await expect(as(good)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('The keys of the login are fetched once, and again for an unknown key but not for each', async () => {
  const { tokens, token, keys, fetchKeys, clock } = await setUp();
  const bearer = async (kid?: string) => `Bearer ${await token('anna', kid === undefined ? {} : { kid })}`;
  await tokens(await bearer());
  await tokens(await bearer());
  expect(fetchKeys.mock.calls).toEqual([[`${LOGIN.issuer}/.well-known/jwks.json`]]);
  await expect(tokens(await bearer('second'))).rejects.toMatchObject({ code: 'unauthorized' });
  expect(fetchKeys).toHaveBeenCalledTimes(1);
  clock.passReal(30_000);
  const next = await generateKeyPair('RS256', { extractable: true });
  fetchKeys.mockResolvedValue({ keys: [...keys.keys, { ...(await exportJWK(next.publicKey)), kid: 'second' }] });
  const signed = await token('anna', { kid: 'second', key: next.privateKey });
  expect(await tokens(`Bearer ${signed}`)).toBe('anna');
  expect(fetchKeys).toHaveBeenCalledTimes(2);
});

test('While the login cannot be reached its known keys are used, and without any the answer is to come again', async () => {
  const { tokens, token, fetchKeys, clock } = await setUp();
  fetchKeys.mockRejectedValueOnce(new Error('no route'));
  await expect(tokens(`Bearer ${await token('anna')}`)).rejects.toMatchObject({ code: 'busy' });
  await tokens(`Bearer ${await token('anna')}`);
  fetchKeys.mockRejectedValue(new Error('no route'));
  clock.passReal(3_600_000);
  expect(await tokens(`Bearer ${await token('anna')}`)).toBe('anna');
});

test('A person is known by a token alone; a key names no person', async () => {
  const { tokens, token } = await setUp();
  const person = people(tokens);
  expect(await person(`Bearer ${await token('anna')}`)).toEqual({ user: 'anna', identity: 'user-anna' });
  await expect(person('Bearer sk_test_0123456789012345678901')).rejects.toMatchObject({ code: 'unauthorized' });
  await expect(person(undefined)).rejects.toMatchObject({ code: 'unauthorized' });
});
