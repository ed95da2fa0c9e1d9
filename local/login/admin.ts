import { AwsFailure, authorise, optional, required, targetEndpoint } from '../aws-answers.ts';
import type { AwsEndpoint, Caller } from '../contract.ts';
import { flagAt, type Json, type JsonObject, numberAt, objectsAt, textAt } from '../values.ts';
import type { Account } from './accounts.ts';
import { type LoginDesk, TooMany, WeakPassword } from './desk.ts';

const PREFIX = 'AWSCognitoIdentityProviderService';
const KNOWN = ['email', 'email_verified', 'name', 'given_name', 'family_name', 'locale', 'zoneinfo'];
const MOST_LISTED = 60;

function attributesIn(input: JsonObject): Record<string, string> {
  const attributes = objectsAt(input, 'UserAttributes').map((each): [string, string] => [
    textAt(each, 'Name') ?? '',
    textAt(each, 'Value') ?? '',
  ]);
  const unknown = attributes.find(([name]) => !KNOWN.includes(name));
  if (unknown !== undefined) {
    throw new AwsFailure('InvalidParameterException', `user.${unknown[0]}: Attribute does not exist in the schema.`);
  }
  return Object.fromEntries(attributes);
}

const attributesOf = (account: Account): Json =>
  Object.entries(account.attributes).map(([Name, Value]) => ({ Name, Value }));

const described = (account: Account): JsonObject => ({
  Username: account.sub,
  UserCreateDate: account.createdAt / 1000,
  UserLastModifiedDate: account.changedAt / 1000,
  Enabled: account.enabled,
  UserStatus: account.status,
});

const passwordFailure = (thrown: unknown): unknown =>
  thrown instanceof WeakPassword
    ? new AwsFailure('InvalidPasswordException', `Password did not conform with policy: ${thrown.message}`)
    : thrown instanceof TooMany
      ? new AwsFailure('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
      : thrown;

/** The operations of cognito-idp that functions call, each allowed to the roles that the template allows it to. */
class Administration {
  readonly #desk: LoginDesk;

  constructor(desk: LoginDesk) {
    this.#desk = desk;
  }

  authorise(input: JsonObject, caller: Caller, operation: string): void {
    if (required(input, 'UserPoolId') !== this.#desk.pool.id) {
      throw new AwsFailure('ResourceNotFoundException', `User pool ${required(input, 'UserPoolId')} does not exist.`);
    }
    authorise(caller, `cognito-idp:${operation}`, [this.#desk.pool.arn]);
  }

  account(input: JsonObject): Account {
    const account = this.#desk.accounts.find(required(input, 'Username'));
    if (account === undefined) throw new AwsFailure('UserNotFoundException', 'User does not exist.');
    return account;
  }

  create(input: JsonObject): Json {
    if (optional(input, 'MessageAction') !== 'SUPPRESS' || input['TemporaryPassword'] !== undefined) {
      throw new AwsFailure('InvalidParameterException', 'the local runtime supports MessageAction SUPPRESS only');
    }
    const attributes = attributesIn(input);
    const email = attributes['email'] ?? required(input, 'Username');
    if (!/^\S+@\S+$/.test(email)) throw new AwsFailure('InvalidParameterException', 'Username should be an email.');
    const account = this.#desk.accounts.add(email, attributes, undefined);
    if (account === undefined) throw new AwsFailure('UsernameExistsException', 'User account already exists');
    return { User: { ...described(account), Attributes: attributesOf(account) } };
  }

  async setPassword(input: JsonObject): Promise<Json> {
    const account = this.account(input);
    const password = required(input, 'Password');
    this.#desk.requireGood(password);
    await this.#desk.setPassword(account, password, flagAt(input, 'Permanent'));
    return {};
  }

  update(input: JsonObject): Json {
    const account = this.account(input);
    const changes = attributesIn(input);
    const other = changes['email'] === undefined ? undefined : this.#desk.accounts.find(changes['email']);
    if (other !== undefined && other.sub !== account.sub) {
      throw new AwsFailure('AliasExistsException', 'An account with the email already exists.');
    }
    this.#desk.accounts.setAttributes(account, changes);
    return {};
  }

  list(input: JsonObject): Json {
    const [, name, , value = ''] = /^\s*"?(\w+)"?\s*(=)\s*"([^"]*)"\s*$/.exec(optional(input, 'Filter') ?? '') ?? [];
    if (name !== 'email' || (numberAt(input, 'Limit') ?? 1) > MOST_LISTED) {
      throw new AwsFailure('InvalidParameterException', 'the local runtime lists users by email = "…" only');
    }
    const account = this.#desk.accounts.find(value);
    const found = account === undefined || !value.includes('@') ? [] : [account];
    return { Users: found.map((each) => ({ ...described(each), Attributes: attributesOf(each) })) };
  }

  requireClient(input: JsonObject): void {
    if (this.#desk.pool.clients.has(required(input, 'ClientId'))) return;
    throw new AwsFailure('ResourceNotFoundException', 'User pool client does not exist.');
  }
}

/** Answers the operations of cognito-idp. */
export function adminEndpoint(desk: LoginDesk): AwsEndpoint {
  const admin = new Administration(desk);
  const owned =
    (operation: string, run: (input: JsonObject) => Json | Promise<Json>) =>
    async (input: JsonObject, caller: Caller): Promise<Json> => {
      admin.authorise(input, caller, operation);
      try {
        return await run(input);
      } catch (thrown) {
        throw passwordFailure(thrown);
      }
    };
  /** What anybody may call who knows the client. */
  const open =
    (run: (input: JsonObject) => Json | Promise<Json>) =>
    async (input: JsonObject): Promise<Json> => {
      admin.requireClient(input);
      try {
        return await run(input);
      } catch (thrown) {
        throw passwordFailure(thrown);
      }
    };
  const changing = (change: (account: Account) => void) => (input: JsonObject) => {
    change(admin.account(input));
    return {};
  };
  const operations = {
    AdminCreateUser: (input: JsonObject) => admin.create(input),
    AdminSetUserPassword: (input: JsonObject) => admin.setPassword(input),
    AdminGetUser: (input: JsonObject) => {
      const account = admin.account(input);
      return { ...described(account), UserAttributes: attributesOf(account) };
    },
    AdminUpdateUserAttributes: (input: JsonObject) => admin.update(input),
    AdminDisableUser: changing(({ sub }) => {
      desk.accounts.setEnabled(sub, false);
      desk.grants.endAll(sub);
    }),
    AdminEnableUser: changing(({ sub }) => desk.accounts.setEnabled(sub, true)),
    AdminDeleteUser: changing(({ sub }) => {
      desk.accounts.remove(sub);
      desk.grants.endAll(sub);
    }),
    AdminUserGlobalSignOut: changing(({ sub }) => desk.grants.endAll(sub)),
    ListUsers: (input: JsonObject) => admin.list(input),
  };
  return targetEndpoint(PREFIX, {
    ...Object.fromEntries(Object.entries(operations).map(([name, run]) => [name, owned(name, run)])),
    ForgotPassword: open((input) => {
      desk.forgot(required(input, 'Username'));
      return { CodeDeliveryDetails: { DeliveryMedium: 'EMAIL', AttributeName: 'email', Destination: '***' } };
    }),
    ConfirmForgotPassword: open(async (input) => {
      const [name, code, password] = ['Username', 'ConfirmationCode', 'Password'].map((key) => required(input, key));
      if (!(await desk.confirmForgot(name ?? '', code ?? '', password ?? '', 'aws'))) {
        throw new AwsFailure('CodeMismatchException', 'Invalid verification code provided, please try again.');
      }
      return {};
    }),
  });
}
