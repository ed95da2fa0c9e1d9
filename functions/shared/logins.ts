import { conflict, unprocessable } from '../../domain/errors.ts';
import { TableRefusal } from '../../table/dynamodb.ts';
import type { AwsCall } from './aws-json.ts';

/** The accounts of the login: what is done with them on somebody's behalf. */
export interface Logins {
  /** Makes an account without a password; answers who it is, also when the address has one already. */
  create(email: string): Promise<string>;
  /** @throws Failure `unprocessable` (`weak_password`) when the login does not take the password. */
  setPassword(user: string, password: string): Promise<void>;
  /** @throws Failure `conflict` (`email_taken`) when another account has the address. */
  setEmail(user: string, email: string): Promise<void>;
  /** Makes everything worthless that was handed out to the person; access tokens end by themselves in minutes. */
  signOut(user: string): Promise<void>;
  /** Removes the account; nothing happens when there is none. */
  remove(user: string): Promise<void>;
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

const userIn = (described: unknown): string => {
  const name = member(described, 'Username');
  if (typeof name !== 'string' || name === '') throw new Error('The login answered without a user.');
  return name;
};

const verified = (email: string) => [
  { Name: 'email', Value: email },
  { Name: 'email_verified', Value: 'true' },
];

const isRefusal = (error: unknown, type: string): error is TableRefusal =>
  error instanceof TableRefusal && error.type === type;

/** The accounts of a user pool of Cognito. */
export const cognitoLogins = (call: AwsCall, pool: string): Logins => {
  const ask = (operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown> =>
    call('cognito-idp', operation, { UserPoolId: pool, ...input });
  return {
    async create(email) {
      const input = { Username: email, UserAttributes: verified(email), MessageAction: 'SUPPRESS' };
      try {
        return userIn(member(await ask('AdminCreateUser', input), 'User'));
      } catch (error) {
        if (!isRefusal(error, 'UsernameExistsException')) throw error;
        return userIn(await ask('AdminGetUser', { Username: email }));
      }
    },
    async setPassword(user, password) {
      try {
        await ask('AdminSetUserPassword', { Username: user, Password: password, Permanent: true });
      } catch (error) {
        if (!isRefusal(error, 'InvalidPasswordException')) throw error;
        throw unprocessable('weak_password', 'The password needs 12 characters or more, of all kinds.', 'password');
      }
    },
    async setEmail(user, email) {
      try {
        await ask('AdminUpdateUserAttributes', { Username: user, UserAttributes: verified(email) });
      } catch (error) {
        if (!isRefusal(error, 'AliasExistsException')) throw error;
        throw conflict('Another login has this e-mail address.', 'email', 'email_taken');
      }
    },
    async signOut(user) {
      await ask('AdminUserGlobalSignOut', { Username: user });
    },
    async remove(user) {
      try {
        await ask('AdminDeleteUser', { Username: user });
      } catch (error) {
        if (!isRefusal(error, 'UserNotFoundException')) throw error;
      }
    },
  };
};
