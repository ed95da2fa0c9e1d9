import type { AwsEndpoint, Resource, Stack } from '../../../local/contract.ts';
import { openJournal } from '../../../local/journal.ts';
import { startLogin } from '../../../local/login/index.ts';
import type { LocalHandler } from '../../../local/messaging-parts.ts';

export const ARN = 'arn:aws:cognito-idp:eu-west-1:000000000000:userpool/pool';

/** A pool as the supported ones are, with changes. */
export const poolOf = (changes: Resource['properties'] = {}): Resource => ({
  ...{ id: 'Pool', type: 'AWS::Cognito::UserPool' },
  properties: {
    UsernameAttributes: ['email'],
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    UsernameConfiguration: { CaseSensitive: false },
    Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
    ...changes,
  },
});

/** A client as the supported ones are, with changes. */
export const clientOf = (changes: Resource['properties'] = {}): Resource => ({
  ...{ id: 'Client', type: 'AWS::Cognito::UserPoolClient' },
  properties: {
    ...{ AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'], CallbackURLs: ['http://127.0.0.1:1/'] },
    ...changes,
  },
});

export const stackOf = (resources: readonly Resource[]): Stack => ({
  name: 'Test',
  resources: new Map(resources.map((resource) => [resource.id, resource])),
  ofType: (type) => resources.filter((resource) => resource.type === type),
  reference: (id, attribute) => (attribute === 'Arn' ? ARN : id.toLowerCase()),
  find: () => undefined,
  outputs: {},
});

/** The login of a template over a journal in memory; `allowed` are the actions of the one role that calls. */
export const openLogin = (allowed: (action: string) => boolean = () => true) => {
  const endpoints = new Map<string, AwsEndpoint>();
  const routes = new Map<string, LocalHandler>();
  const mails: string[] = [];
  startLogin({
    stack: stackOf([poolOf(), clientOf()]),
    journal: openJournal(':memory:'),
    url: 'http://127.0.0.1:1',
    registerEndpoint: (service, endpoint) => endpoints.set(service, endpoint),
    localRoute: (method, path, handler) => routes.set(`${method} ${path}`, handler),
    deliver: ({ to, text }) => mails.push(`${to.join()}: ${text}`),
  });
  const call = async (operation: string, input: Readonly<Record<string, unknown>>) => {
    const endpoint = endpoints.get('cognito-idp');
    if (endpoint === undefined) throw new Error('There is no endpoint.');
    const answer = await endpoint({
      ...{ service: 'cognito-idp', method: 'POST', path: '/', query: new URLSearchParams(), headers: {} },
      target: `AWSCognitoIdentityProviderService.${operation}`,
      body: Buffer.from(JSON.stringify(input)),
      caller: { roleId: 'Role', allows: (action, resource) => resource === ARN && allowed(action) },
    });
    return JSON.parse(String(answer.body));
  };
  return { call, routes, mails };
};
