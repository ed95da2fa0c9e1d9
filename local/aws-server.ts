import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AwsEndpoint, AwsResponse } from './contract.ts';
import { plainHeaders, readBody } from './http-body.ts';
import type { Callers } from './policies.ts';
import { isObject, messageOf } from './values.ts';

/** The largest request of any service (SQS, EventBridge, DynamoDB transactions and S3 objects stay below). */
const LIMIT = 16 * 1024 * 1024;
const NO_QUERY = new URLSearchParams();
const CREDENTIAL = /Credential=([^/,\s]+)\/[^/]*\/[^/]*\/([^/]+)\/aws4_request/;

/** Answers a request that proves itself by its address or its form, if by anything. */
type UnsignedEndpoint = (request: IncomingMessage) => Promise<AwsResponse>;

/** A request that has arrived as a whole; the names of its headers are in lower case. */
interface WholeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers a signed request, whichever way it came. */
export type AwsCalls = (request: WholeRequest) => Promise<AwsResponse>;

export interface AwsServer {
  readonly call: AwsCalls;
  /** Service names are those of the SigV4 credential scope. */
  register(service: string, endpoint: AwsEndpoint): void;
  /** Who answers requests that carry no signature in their headers, as a browser sends them. */
  registerUnsigned(endpoint: UnsignedEndpoint): void;
  close(): Promise<void>;
}

function failure(status: number, type: string, message: string): AwsResponse {
  return { status, headers: { 'x-amzn-errortype': type }, body: JSON.stringify({ __type: type, message }) };
}

/**
 * The one HTTP server behind all AWS_ENDPOINT_URL_* variables. The credential scope of a request names the service,
 * its access key the role of the caller. It listens on the loopback address only, on a port that the caller chose.
 */
export function startAwsServer(server: Server, callers: () => Callers, log: (line: string) => void): AwsServer {
  const endpoints = new Map<string, AwsEndpoint>();

  let unsigned: UnsignedEndpoint | undefined;

  const answer: AwsCalls = async ({ method, url, headers, body }) => {
    const [, accessKey = '', service = ''] = CREDENTIAL.exec(headers['authorization'] ?? '') ?? [];
    if (service === '') return failure(403, 'MissingAuthenticationTokenException', 'The request is not signed.');
    const caller = callers().byAccessKey(accessKey);
    if (caller === undefined) {
      return failure(403, 'UnrecognizedClientException', `The access key ${accessKey} names no role of the template.`);
    }
    const endpoint = endpoints.get(service);
    if (endpoint === undefined) {
      return failure(400, 'UnknownEndpointException', `The local runtime does not serve the AWS service ${service}.`);
    }
    const question = url.indexOf('?');
    return endpoint({
      service,
      method,
      path: question < 0 ? url : url.slice(0, question),
      query: question < 0 ? NO_QUERY : new URLSearchParams(url.slice(question + 1)),
      target: headers['x-amz-target'],
      headers,
      body,
      caller,
    });
  };

  const surely = async (work: () => Promise<AwsResponse>): Promise<AwsResponse> => {
    try {
      return await work();
    } catch (thrown) {
      log(`An AWS call failed: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
      return failure(500, 'InternalFailure', messageOf(thrown));
    }
  };

  const answerHttp = async (request: IncomingMessage): Promise<AwsResponse> => {
    if (request.headers.authorization === undefined && unsigned !== undefined) return unsigned(request);
    const body = await readBody(request, LIMIT);
    if (body === undefined) return failure(413, 'RequestEntityTooLargeException', 'The request is too large.');
    const { method = 'GET', url = '/' } = request;
    return answer({ method, url, headers: plainHeaders(request), body });
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await surely(() => answerHttp(request));
    // What is left of a refused upload is not read: the connection ends with the answer.
    const ended = request.complete ? {} : { connection: 'close' };
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...ended, ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
    if (!request.complete) request.resume();
  };

  server.on('request', (request, response) => void respond(request, response));
  return {
    call: (request) => surely(() => answer(request)),
    register: (service, endpoint) => {
      if (endpoints.has(service)) throw new Error(`Two parts of the local runtime serve ${service}.`);
      endpoints.set(service, endpoint);
    },
    registerUnsigned: (endpoint) => {
      unsigned = endpoint;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A server on a loopback port; 0 chooses a free one. Answers the port. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((thrown: unknown) => {
    const used = isObject(thrown) && thrown['code'] === 'EADDRINUSE';
    throw used ? new Error(`Port ${port} is in use: stop what listens there, or choose another with --port.`) : thrown;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** An HTTP server for the SDK's kept connections: none of them ends while it may be used. */
export function loopbackServer(): Server {
  return createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 60_000, noDelay: true });
}
