import { openLogin } from './pool.ts';

const UserPoolId = 'pool';
const named = (email: string) => ({
  ...{ UserPoolId, Username: email, MessageAction: 'SUPPRESS' },
  UserAttributes: [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ],
});
const anna = named('Anna@acme.example');

test('An account is made without a mail and gets its password from the app', async () => {
  const { call, mails } = openLogin();
  const { User } = await call('AdminCreateUser', anna);
  expect(User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  const password = { UserPoolId, Username: User.Username, Password: 'Correct horse 1', Permanent: true };
  expect(await call('AdminSetUserPassword', password)).toEqual({});
  expect(await call('AdminGetUser', { UserPoolId, Username: 'anna@ACME.example' })).toMatchObject({
    ...{ Username: User.Username, UserStatus: 'CONFIRMED' },
    UserAttributes: expect.arrayContaining([{ Name: 'email', Value: 'Anna@acme.example' }]),
  });
  expect(mails).toEqual([]);
});

test('An address has one account, however it is capitalised', async () => {
  const { call } = openLogin();
  await call('AdminCreateUser', anna);
  expect(await call('AdminCreateUser', named('anna@acme.example'))).toMatchObject({
    __type: 'UsernameExistsException',
  });
  const { User } = await call('AdminCreateUser', named('ben@acme.example'));
  const UserAttributes = [{ Name: 'email', Value: 'ANNA@acme.example' }];
  const moved = await call('AdminUpdateUserAttributes', { UserPoolId, Username: User.Username, UserAttributes });
  expect(moved).toMatchObject({ __type: 'AliasExistsException' });
});

test('Accounts are found by their address, disabled, enabled and deleted', async () => {
  const { call } = openLogin();
  const { User } = await call('AdminCreateUser', anna);
  const Filter = 'email = "anna@acme.example"';
  expect(await call('ListUsers', { UserPoolId, Filter })).toMatchObject({ Users: [{ Username: User.Username }] });
  const one = { UserPoolId, Username: User.Username };
  await call('AdminDisableUser', one);
  expect(await call('AdminGetUser', one)).toMatchObject({ Enabled: false });
  await call('AdminEnableUser', one);
  expect(await call('AdminGetUser', one)).toMatchObject({ Enabled: true });
  await call('AdminDeleteUser', one);
  expect(await call('AdminGetUser', one)).toMatchObject({ __type: 'UserNotFoundException' });
  expect(await call('ListUsers', { UserPoolId, Filter })).toEqual({ Users: [] });
});

test('A password must be as the template says', async () => {
  const { call } = openLogin();
  await call('AdminCreateUser', anna);
  const set = (Password: string) =>
    call('AdminSetUserPassword', { UserPoolId, Username: 'anna@acme.example', Password, Permanent: true });
  for (const weak of ['Short 1', 'no upper case 1', 'NO LOWER CASE 1', 'No Digit At All', `Aa1${'x'.repeat(300)}`]) {
    expect([weak, (await set(weak)).__type]).toEqual([weak, 'InvalidPasswordException']);
  }
  expect(await set('NoSymbolNeeded1')).toEqual({});
});

test('Each operation needs its own right, on this pool', async () => {
  const { call } = openLogin((action) => action === 'cognito-idp:AdminGetUser');
  expect(await call('AdminCreateUser', anna)).toMatchObject({ __type: 'AccessDeniedException' });
  expect(await call('AdminGetUser', { UserPoolId, Username: 'x' })).toMatchObject({ __type: 'UserNotFoundException' });
  const elsewhere = { UserPoolId: 'other', Username: 'x' };
  expect(await call('AdminGetUser', elsewhere)).toMatchObject({ __type: 'ResourceNotFoundException' });
});

test('What the app does not use is refused by name', async () => {
  const { call } = openLogin();
  const { MessageAction: _suppress, ...invited } = anna;
  expect(await call('AdminCreateUser', invited)).toMatchObject({ __type: 'InvalidParameterException' });
  expect(await call('AdminInitiateAuth', { UserPoolId })).toMatchObject({ __type: 'UnknownOperationException' });
  expect(await call('ListUsers', { UserPoolId })).toMatchObject({ __type: 'InvalidParameterException' });
  const odd = { ...anna, UserAttributes: [{ Name: 'custom:role', Value: 'owner' }] };
  expect(await call('AdminCreateUser', odd)).toMatchObject({ __type: 'InvalidParameterException' });
});

test('A mailed code sets a new password once, and is worthless after five wrong ones', async () => {
  const { call, mails } = openLogin();
  await call('AdminCreateUser', anna);
  const ClientId = 'client';
  const forgot = () => call('ForgotPassword', { ClientId, Username: 'anna@acme.example' });
  const confirm = (ConfirmationCode: string) =>
    call('ConfirmForgotPassword', {
      ClientId,
      Username: 'anna@acme.example',
      ConfirmationCode,
      Password: 'Another One 12',
    });
  const codeOf = () => /\d{6}/.exec(mails.at(-1) ?? '')?.[0] ?? '';
  await forgot();
  expect(await confirm(codeOf())).toEqual({});
  expect(await confirm(codeOf())).toMatchObject({ __type: 'CodeMismatchException' });
  const unknown = await call('ForgotPassword', { ClientId, Username: 'nobody@acme.example' });
  expect(unknown).toEqual(await forgot());
  expect(mails).toHaveLength(2);
  const wrong = codeOf() === '000000' ? '000001' : '000000';
  const told: string[] = [];
  for (let tries = 0; tries < 6; tries++) told.push((await confirm(wrong)).__type);
  expect(told).toContain('LimitExceededException');
});
