import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { openAws } from '../../../functions/shared/aws-json.ts';
import { storedClickIds } from '../../../functions/shared/click-secret.ts';

interface Call {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let server: Server;
let calls: Call[];
let statuses: number[];
const before = { ...process.env };

beforeEach(async () => {
  calls = [];
  statuses = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    calls.push({ headers: request.headers, body });
    const status = statuses.shift() ?? 200;
    response.writeHead(status).end(JSON.stringify({ SecretString: 'the secret', Item: {} }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'TrackingRole',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_SESSION_TOKEN: '',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL: url,
  });
});

afterEach(async () => {
  process.env = { ...before };
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('A call of AWS without its SDK', () => {
  it('is signed for its service with the credentials of the environment', async () => {
    await openAws()('dynamodb', 'GetItem', { TableName: 'fairshare' });
    const [call] = calls;
    expect(call?.body).toBe('{"TableName":"fairshare"}');
    expect(call?.headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
    expect(call?.headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(call?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=TrackingRole\/\d{8}\/eu-west-1\/dynamodb\/aws4_request, SignedHeaders=[\w;-]+, Signature=[0-9a-f]{64}$/,
    );
  });

  it('is sent again when the service cannot answer now, and three times at most', async () => {
    statuses = [500, 503];
    await expect(openAws()('dynamodb', 'GetItem', {})).resolves.toBeDefined();
    expect(calls).toHaveLength(3);
    statuses = [500, 500, 500];
    await expect(openAws()('dynamodb', 'GetItem', {})).rejects.toThrow('GetItem was answered with 500.');
    expect(calls).toHaveLength(6);
  });

  it('is not repeated when it was refused', async () => {
    statuses = [400];
    await expect(openAws()('dynamodb', 'GetItem', {})).rejects.toThrow('400');
    expect(calls).toHaveLength(1);
  });
});

describe('The secret of click ids', () => {
  it('is read once per environment, also when several visitors come at once', async () => {
    const clickIds = storedClickIds(openAws(), 'arn:secret');
    const [one, two] = await Promise.all([clickIds(), clickIds()]);
    expect(one).toBe(two);
    expect(calls.map((call) => call.body)).toEqual(['{"SecretId":"arn:secret"}']);
    expect(calls[0]?.headers['x-amz-target']).toBe('secretsmanager.GetSecretValue');
  });

  it('is asked for again after a failure', async () => {
    const clickIds = storedClickIds(openAws(), 'arn:secret');
    statuses = [400];
    await expect(clickIds()).rejects.toThrow();
    await expect(clickIds()).resolves.toBeDefined();
  });
});
