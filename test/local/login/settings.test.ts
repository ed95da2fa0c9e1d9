import { hashPassword, samePassword } from '../../../local/login/passwords.ts';
import { passwordProblem, readPool } from '../../../local/login/settings.ts';
import { clientOf, poolOf, stackOf } from './pool.ts';

test('The pool and its clients are read from the template', () => {
  const validity = { AccessTokenValidity: 15, TokenValidityUnits: { AccessToken: 'minutes' } };
  const pool = readPool(stackOf([poolOf(), clientOf({ ...validity, LogoutURLs: ['http://127.0.0.1:1/out'] })]));
  expect(pool).toMatchObject({ id: 'pool', caseSensitive: false });
  expect(pool?.clients.get('client')).toMatchObject({
    ...{ redirects: ['http://127.0.0.1:1/'], logouts: ['http://127.0.0.1:1/out'] },
    ...{ access: 900, identity: 3600, refresh: 30 * 86_400 },
  });
  expect(readPool(stackOf([]))).toBeUndefined();
});

test.each([
  ['a second factor for everybody', [poolOf({ MfaConfiguration: 'ON' })]],
  ['names that are no addresses', [poolOf({ UsernameAttributes: undefined })]],
  ['people who sign up by themselves', [poolOf({ AdminCreateUserConfig: {} })]],
  ['two pools', [poolOf(), { ...poolOf(), id: 'Second' }]],
  ['a client with a secret', [poolOf(), clientOf({ GenerateSecret: true })]],
  ['the implicit flow', [poolOf(), clientOf({ AllowedOAuthFlows: ['implicit'] })]],
  ['another identity provider', [poolOf(), clientOf({ SupportedIdentityProviders: ['Google'] })]],
])('A template with %s stops the runtime with a message', (_what, resources) => {
  expect(() => readPool(stackOf(resources))).toThrow(/^\w+: the local runtime \(login\) supports .+ only\.$/);
});

test('A policy says what is missing', () => {
  const policy = readPool(stackOf([poolOf()]))?.policy;
  if (policy === undefined) throw new Error('There is no policy.');
  expect(passwordProblem(policy, 'Short 1')).toBe('at least 12 characters');
  expect(passwordProblem(policy, 'no upper case 1')).toBe('an upper-case letter');
  expect(passwordProblem(policy, 'Long enough 1')).toBeUndefined();
});

test('Passwords are kept as argon2id with 19 MiB and two passes, each with a nonce of its own', async () => {
  const stored = await hashPassword('Correct horse 1');
  expect(stored).toMatch(/^argon2id\$19456\$2\$[\w-]{22}\$[\w-]{43}$/);
  expect(await hashPassword('Correct horse 1')).not.toBe(stored);
  expect(await samePassword('Correct horse 1', stored)).toBe(true);
  expect(await samePassword('Correct horse 2', stored)).toBe(false);
  expect(await samePassword('Correct horse 1', undefined)).toBe(false);
});
