import type { Resource, Stack } from '../contract.ts';
import { flagAt, listAt, numberAt, objectAt, textAt } from '../values.ts';

/** What a password must have. */
export interface PasswordPolicy {
  readonly length: number;
  readonly kinds: readonly { readonly name: string; readonly pattern: RegExp }[];
}

/** An application that people log in to. */
export interface LoginClient {
  readonly id: string;
  readonly redirects: readonly string[];
  readonly logouts: readonly string[];
  readonly scopes: readonly string[];
  /** How long tokens are valid, in seconds. */
  readonly access: number;
  readonly identity: number;
  readonly refresh: number;
}

/** The user pool of a template. */
export interface LoginPool {
  readonly id: string;
  readonly arn: string;
  readonly policy: PasswordPolicy;
  readonly caseSensitive: boolean;
  /** How long a temporary password can be used, in seconds. */
  readonly temporary: number;
  readonly clients: ReadonlyMap<string, LoginClient>;
}

const KINDS = [
  { property: 'RequireLowercase', name: 'a lower-case letter', pattern: /[a-z]/ },
  { property: 'RequireUppercase', name: 'an upper-case letter', pattern: /[A-Z]/ },
  { property: 'RequireNumbers', name: 'a digit', pattern: /\d/ },
  { property: 'RequireSymbols', name: 'a symbol', pattern: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/ },
] as const;

const DAY = 86_400;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', DAY],
]);

const texts = (values: readonly unknown[]): readonly string[] => values.map(String);

function refuse(resource: Resource, what: string): never {
  throw new Error(`${resource.id}: the local runtime (login) supports ${what} only.`);
}

function readPolicy(properties: Resource['properties']): PasswordPolicy {
  const policy = objectAt(objectAt(properties, 'Policies'), 'PasswordPolicy');
  return {
    length: numberAt(policy, 'MinimumLength') ?? 8,
    kinds: KINDS.filter(({ property }) => policy[property] === undefined || flagAt(policy, property)),
  };
}

function readClient(resource: Resource, stack: Stack): LoginClient {
  const { properties } = resource;
  if (flagAt(properties, 'GenerateSecret')) refuse(resource, 'clients without a secret');
  const flows = texts(listAt(properties, 'AllowedOAuthFlows'));
  if (flows.some((flow) => flow !== 'code')) refuse(resource, 'the flow "code"');
  const providers = texts(listAt(properties, 'SupportedIdentityProviders'));
  if (providers.some((provider) => provider !== 'COGNITO')) refuse(resource, 'the identity provider COGNITO');
  const units = objectAt(properties, 'TokenValidityUnits');
  const seconds = (property: string, unit: string, initial: string, value: number): number =>
    (numberAt(properties, property) ?? value) * (UNITS.get(textAt(units, unit) ?? initial) ?? 1);
  return {
    id: stack.reference(resource.id),
    redirects: texts(listAt(properties, 'CallbackURLs')),
    logouts: texts(listAt(properties, 'LogoutURLs')),
    scopes: texts(listAt(properties, 'AllowedOAuthScopes')),
    access: seconds('AccessTokenValidity', 'AccessToken', 'hours', 1),
    identity: seconds('IdTokenValidity', 'IdToken', 'hours', 1),
    refresh: seconds('RefreshTokenValidity', 'RefreshToken', 'days', 30),
  };
}

/** The pool of the template; undefined when it has none. What would behave otherwise on AWS stops here by name. */
export function readPool(stack: Stack): LoginPool | undefined {
  const [pool, ...more] = stack.ofType('AWS::Cognito::UserPool');
  if (pool === undefined) return undefined;
  const [second] = more;
  if (second !== undefined) refuse(second, 'one user pool');
  const { properties } = pool;
  if (textAt(properties, 'MfaConfiguration') === 'ON') refuse(pool, 'a second factor that is optional');
  if (texts(listAt(properties, 'UsernameAttributes')).join() !== 'email') refuse(pool, 'e-mail addresses as names');
  const admin = objectAt(properties, 'AdminCreateUserConfig');
  if (!flagAt(admin, 'AllowAdminCreateUserOnly')) refuse(pool, 'accounts that the app makes');
  const name = objectAt(properties, 'UsernameConfiguration');
  const policy = objectAt(objectAt(properties, 'Policies'), 'PasswordPolicy');
  const clients = stack.ofType('AWS::Cognito::UserPoolClient').map((client) => readClient(client, stack));
  return {
    id: stack.reference(pool.id),
    arn: stack.reference(pool.id, 'Arn'),
    policy: readPolicy(properties),
    // Cognito's own default is to tell names apart by case where a template does not say.
    caseSensitive: name['CaseSensitive'] === undefined || flagAt(name, 'CaseSensitive'),
    temporary: (numberAt(policy, 'TemporaryPasswordValidityDays') ?? 7) * DAY,
    clients: new Map(clients.map((client) => [client.id, client])),
  };
}

/** What a password lacks; undefined when it is good. */
export function passwordProblem(policy: PasswordPolicy, password: string): string | undefined {
  if (password.length < policy.length) return `at least ${policy.length} characters`;
  if (password.length > 256) return 'at most 256 characters';
  return policy.kinds.find(({ pattern }) => !pattern.test(password))?.name;
}
