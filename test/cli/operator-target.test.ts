import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askOperator } from '../../cli/operator-target.ts';

interface Seen {
  readonly path: string;
  readonly authorization: string;
  readonly body: string;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

let server: Server;
let address: string;
let seen: Seen[];
let failing: boolean;
const dir = mkdtempSync(join(tmpdir(), 'operator-'));

const STACK = `<DescribeStacksResponse><Outputs>
  <member><OutputKey>TableName</OutputKey><OutputValue>items</OutputValue></member>
  <member><OutputKey>OperatorFunction</OutputKey> <OutputValue>fairshare-operator</OutputValue></member>
</Outputs></DescribeStacksResponse>`;

const answerTo = (path: string, body: string): string => {
  if (path === '/_local/runtime')
    return JSON.stringify({ awsUrl: address, outputs: { OperatorFunction: 'operator-1' } });
  if (body.startsWith('Action=')) return STACK;
  return failing ? '{"errorMessage":"out of memory"}' : '{"merchant_key":"mer_1"}';
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const body = await textOf(request);
    seen.push({ path, authorization: request.headers.authorization ?? '', body });
    if (failing && path.startsWith('/2015')) response.setHeader('x-amz-function-error', 'Unhandled');
    response.end(answerTo(path, body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = server.address();
  address = typeof at === 'object' && at !== null ? `http://127.0.0.1:${at.port}` : '';
  writeFileSync(join(dir, 'runtime.json'), answerTo('/_local/runtime', ''));
});
beforeEach(() => {
  seen = [];
  failing = false;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(dir, { recursive: true });
});

test('The function of a local runtime is found through its folder and through its address', async () => {
  for (const target of [{ kind: 'folder', dir } as const, { kind: 'url', url: address } as const]) {
    expect(await askOperator(target, { action: 'merchant.list' })).toEqual({ merchant_key: 'mer_1' });
    expect(seen.at(-1)).toMatchObject({
      path: '/2015-03-31/functions/operator-1/invocations',
      authorization: expect.stringContaining('Credential=operator/'),
      body: '{"action":"merchant.list"}',
    });
  }
});

test('The function of a deployed stack is found through its outputs', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_CLOUDFORMATION: address,
    AWS_ENDPOINT_URL_LAMBDA: address,
  });
  try {
    const target = { kind: 'stack', stack: 'fairshare-prod', region: 'eu-west-1' } as const;
    expect(await askOperator(target, {})).toEqual({ merchant_key: 'mer_1' });
  } finally {
    process.env = before;
  }
  expect(seen.map(({ path }) => path)).toEqual(['/', '/2015-03-31/functions/fairshare-operator/invocations']);
  expect(seen[0]).toMatchObject({ body: expect.stringContaining('StackName=fairshare-prod') });
  expect(seen[0]?.authorization).toContain('/eu-west-1/cloudformation/');
});

test('What cannot be reached is explained', async () => {
  await expect(askOperator({ kind: 'folder', dir: join(dir, 'none') }, {})).rejects.toThrow('npm start');
  await expect(askOperator({ kind: 'url', url: 'http://127.0.0.1:1' }, {})).rejects.toThrow('Nothing answers');
  failing = true;
  await expect(askOperator({ kind: 'folder', dir }, {})).rejects.toThrow('out of memory');
});
