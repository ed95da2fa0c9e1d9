import aws4 from 'aws4';
import { TableRefusal } from '../../table/dynamodb.ts';
import { type Answer, awsCredentials, givenEndpoint, type Outgoing, sendPatiently } from './aws-http.ts';
import { env } from './env.ts';

/**
 * Calls of AWS services that speak its JSON protocol, signed and sent without the SDK's client: a third of the time
 * and a tenth of the code (docs/decisions.md, "A signed call instead of the SDK's client").
 */
export type AwsCall = (service: AwsService, operation: string, input: unknown) => Promise<unknown>;

type AwsService = keyof typeof SERVICES;

const SERVICES = {
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0', variable: 'AWS_ENDPOINT_URL_DYNAMODB' },
  'cognito-idp': {
    prefix: 'AWSCognitoIdentityProviderService',
    version: '1.1',
    variable: 'AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER',
  },
  events: { prefix: 'AWSEvents', version: '1.1', variable: 'AWS_ENDPOINT_URL_EVENTBRIDGE' },
  secretsmanager: { prefix: 'secretsmanager', version: '1.1', variable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER' },
} as const;

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What the service says is wrong: its error type without the name space, and a transaction's reasons. */
const refusalOf = (operation: string, answer: Answer): TableRefusal => {
  let body: unknown;
  try {
    body = JSON.parse(answer.body.toString('utf8'));
  } catch {
    body = undefined;
  }
  const type = textOf(member(body, '__type')).split('#').at(-1) || String(answer.status);
  const said = textOf(member(body, 'message')) || textOf(member(body, 'Message'));
  const message = said || `${operation} was answered with ${answer.status}.`;
  const reasons = member(body, 'CancellationReasons');
  const codes = Array.isArray(reasons) ? reasons.map((reason) => textOf(member(reason, 'Code'))) : [];
  return new TableRefusal(type, message, codes);
};

/** Whether another attempt may help: the service was not able to answer now, or asks to slow down. */
const PASSING: readonly string[] = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
];
const isPassing = (answer: Answer): boolean =>
  answer.status >= 500 || answer.status === 429 || PASSING.some((type) => answer.body.includes(type));

const endpointOf = (service: AwsService, region: string): URL =>
  new URL(givenEndpoint(SERVICES[service].variable) ?? `https://${service}.${region}.amazonaws.com/`);

/** Opens the calls with the credentials of the environment. */
export const openAws = (): AwsCall => {
  const region = env('AWS_REGION');
  const credentials = awsCredentials();
  const endpoints = new Map<AwsService, URL>();
  const signed = (service: AwsService, operation: string, body: string): Outgoing => {
    const url = endpoints.get(service) ?? endpointOf(service, region);
    endpoints.set(service, url);
    const { prefix, version } = SERVICES[service];
    const { headers = {} } = aws4.sign(
      {
        service,
        region,
        method: 'POST',
        host: url.host,
        path: '/',
        headers: { 'Content-Type': `application/x-amz-json-${version}`, 'X-Amz-Target': `${prefix}.${operation}` },
        body,
      },
      credentials,
    );
    return { url, method: 'POST', path: '/', headers, body };
  };
  return async (service, operation, input) => {
    const body = JSON.stringify(input);
    const answer = await sendPatiently(() => signed(service, operation, body), isPassing);
    if (answer.status !== 200) throw refusalOf(operation, answer);
    return JSON.parse(answer.body.toString('utf8'));
  };
};
