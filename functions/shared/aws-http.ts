import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { env, optionalEnv } from './env.ts';

/** A signed request of an AWS service on its way. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const TIMEOUT_MS = 5_000;
/** A connection may have been closed while the environment was frozen; the next attempt opens a new one. */
const ATTEMPTS = 3;

const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

const send = ({ url, method, path, headers, body }: Outgoing): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const open = secure ? httpsRequest : httpRequest;
    const options = { hostname: url.hostname, port: url.port, method, path, headers, timeout: TIMEOUT_MS };
    const outgoing = open({ ...options, agent: secure ? agents.https : agents.http }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error(`No answer in ${TIMEOUT_MS} ms.`)));
    outgoing.end(body);
  });

/**
 * Sends a request that may be sent twice, up to three times: again while no answer comes, or while the answer says that
 * another attempt may help. Each attempt is signed anew.
 */
export const sendPatiently = async (
  outgoing: () => Outgoing,
  isPassing: (answer: Answer) => boolean,
): Promise<Answer> => {
  for (let tries = 1; ; tries++) {
    let answer: Answer | undefined;
    try {
      answer = await send(outgoing());
    } catch (error) {
      if (tries === ATTEMPTS) throw error;
    }
    if (answer !== undefined && (tries === ATTEMPTS || !isPassing(answer))) return answer;
    await sleep(2 ** tries * 10);
  }
};

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The credentials that Lambda puts into the environment; no other source is ever asked. */
export const awsCredentials = (): AwsCredentials => {
  const sessionToken = optionalEnv('AWS_SESSION_TOKEN');
  return {
    accessKeyId: env('AWS_ACCESS_KEY_ID'),
    secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
};

/** An address that the environment sets instead of the service's own, as the SDK reads it. */
export const givenEndpoint = (variable: string): string | undefined =>
  optionalEnv(variable) ?? optionalEnv('AWS_ENDPOINT_URL');
