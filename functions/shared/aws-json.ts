import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import aws4 from 'aws4';
import { TableRefusal } from '../../table/dynamodb.ts';
import { env, optionalEnv } from './env.ts';

/**
 * Calls of AWS services that speak its JSON protocol, signed and sent without the SDK's client: a third of the time
 * and a tenth of the code (docs/decisions.md, "A signed call instead of the SDK's client").
 */
export type AwsCall = (service: AwsService, operation: string, input: unknown) => Promise<unknown>;

type AwsService = keyof typeof SERVICES;

const SERVICES = {
  dynamodb: { prefix: 'DynamoDB_20120810', version: '1.0', variable: 'AWS_ENDPOINT_URL_DYNAMODB' },
  events: { prefix: 'AWSEvents', version: '1.1', variable: 'AWS_ENDPOINT_URL_EVENTBRIDGE' },
  secretsmanager: { prefix: 'secretsmanager', version: '1.1', variable: 'AWS_ENDPOINT_URL_SECRETS_MANAGER' },
} as const;

const TIMEOUT_MS = 5_000;
/** A connection may have been closed while the environment was frozen; the next attempt opens a new one. */
const ATTEMPTS = 3;

interface Answer {
  readonly status: number;
  readonly body: string;
}

const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

const send = (secure: boolean, options: RequestOptions, body: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const open = secure ? httpsRequest : httpRequest;
    const outgoing = open(
      { ...options, agent: secure ? agents.https : agents.http, timeout: TIMEOUT_MS },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error(`No answer in ${TIMEOUT_MS} ms.`)));
    outgoing.end(body);
  });

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What the service says is wrong: its error type without the name space, and a transaction's reasons. */
const refusalOf = (operation: string, answer: Answer): TableRefusal => {
  let body: unknown;
  try {
    body = JSON.parse(answer.body);
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
  new URL(
    optionalEnv(SERVICES[service].variable) ??
      optionalEnv('AWS_ENDPOINT_URL') ??
      `https://${service}.${region}.amazonaws.com/`,
  );

/** Opens the calls with the credentials of the environment. */
export const openAws = (): AwsCall => {
  const region = env('AWS_REGION');
  const sessionToken = optionalEnv('AWS_SESSION_TOKEN');
  const credentials = {
    accessKeyId: env('AWS_ACCESS_KEY_ID'),
    secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const endpoints = new Map<AwsService, URL>();
  const attempt = (service: AwsService, operation: string, body: string): Promise<Answer> => {
    const url = endpoints.get(service) ?? endpointOf(service, region);
    endpoints.set(service, url);
    const { prefix, version } = SERVICES[service];
    const signed = aws4.sign(
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
    const { headers = {}, method, path } = signed;
    return send(url.protocol === 'https:', { hostname: url.hostname, port: url.port, method, path, headers }, body);
  };
  return async (service, operation, input) => {
    const body = JSON.stringify(input);
    for (let tries = 1; ; tries++) {
      let answer: Answer | undefined;
      try {
        answer = await attempt(service, operation, body);
      } catch (error) {
        if (tries === ATTEMPTS) throw error;
      }
      if (answer?.status === 200) return JSON.parse(answer.body);
      if (answer !== undefined && (tries === ATTEMPTS || !isPassing(answer))) throw refusalOf(operation, answer);
      await sleep(2 ** tries * 10);
    }
  };
};
