import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../../local/index.ts';
import { api, fn, freshFolder, removeFolders, role, writeAssembly } from './assembly.ts';

// The machine may be busy with other things.
jest.setTimeout(30_000);

const running: Runtime[] = [];
afterEach(async () => {
  for (const runtime of running.splice(0)) await runtime.close();
});
afterAll(removeFolders);

/** Stores and finds items with plain signed calls, as a bundle without the SDK would. */
const SHOP = `
const call = async (target, input) => {
  const { AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ACCESS_KEY_ID: key, AWS_REGION: region } = process.env;
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + key + '/20200101/' + region + '/dynamodb/aws4_request, Signature=x';
  const headers = { authorization, 'x-amz-target': 'DynamoDB_20120810.' + target };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ TableName: process.env.TABLE, ...input }) });
  return { status: response.status, ...(await response.json()) };
};
exports.handler = async (event) => {
  if (event.rawPath === undefined) return { told: event, greeting: process.env.GREETING };
  const pk = { S: event.rawPath };
  if (event.requestContext.http.method === 'PUT') return call('PutItem', { Item: { pk, at: { S: new Date().toISOString() } } });
  if (event.requestContext.http.method === 'DELETE') return call('DeleteItem', { Key: { pk } });
  return call('GetItem', { Key: { pk } });
};`;

const assembly = () =>
  writeAssembly(
    {
      Parameters: { Greeting: { Type: 'String', Default: 'hello' } },
      Resources: {
        Role: role({
          Effect: 'Allow',
          Action: ['dynamodb:PutItem', 'dynamodb:GetItem'],
          Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
        }),
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          },
        },
        shop: fn('shop', { Environment: { Variables: { TABLE: { Ref: 'Table' }, GREETING: { Ref: 'Greeting' } } } }),
        ...api({ 'ANY /{proxy+}': 'shop' }),
      },
      Outputs: { Function: { Value: { Ref: 'shop' } }, Url: { Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
    },
    { shop: SHOP },
  );

async function start(options: Partial<RuntimeOptions> = {}) {
  const lines: string[] = [];
  const runtime = await startRuntime({
    ...{ assembly: assembly(), dataDir: freshFolder(), port: 0, clock: '2011-01-01T00:00:00Z' },
    log: (line) => lines.push(line),
    ...options,
  });
  running.push(runtime);
  const ask = async (method: string, path: string): Promise<unknown> =>
    (await fetch(runtime.url + path, { method })).json();
  return { runtime, ask, lines };
}

const awsOf = ({ awsUrl }: Runtime, accessKeyId: string) => ({
  ...{ endpoint: awsUrl, region: 'eu-west-1', maxAttempts: 1 },
  credentials: { accessKeyId, secretAccessKey: 'any' },
});

describe('the local runtime', () => {
  test('runs an app from its template: a request reaches the table and comes back', async () => {
    const { runtime, ask } = await start();
    expect(runtime.stack.outputs).toEqual({ Function: 'shop-shop', Url: runtime.url });
    await expect(ask('GET', '/a')).resolves.toEqual({ status: 200 });
    await expect(ask('PUT', '/a')).resolves.toEqual({ status: 200 });
    const Item = { pk: { S: '/a' }, at: { S: '2011-01-01T00:00:00.000Z' } };
    await expect(ask('GET', '/a')).resolves.toEqual({ status: 200, Item });
  });

  test('refuses what the role of a function may not do', async () => {
    const { ask } = await start();
    await expect(ask('DELETE', '/a')).resolves.toMatchObject({
      status: 400,
      __type: 'com.amazon.coral.service#AccessDeniedException',
      message: expect.stringContaining('Role is not authorized to perform: dynamodb:DeleteItem'),
    });
  });

  test('keeps everything acknowledged over a restart, and its clock', async () => {
    const options = { assembly: assembly(), dataDir: freshFolder() };
    const first = await start(options);
    await first.ask('PUT', '/kept');
    await running.pop()?.close();
    const second = await start({ ...options, clock: '2020-01-01T00:00:00Z' });
    await expect(second.ask('GET', '/kept')).resolves.toMatchObject({
      Item: { at: { S: '2011-01-01T00:00:00.000Z' } },
    });
    await expect(second.ask('PUT', '/later')).resolves.toEqual({ status: 200 });
    await expect(second.ask('GET', '/later')).resolves.toMatchObject({
      Item: { at: { S: '2011-01-01T00:00:00.000Z' } },
    });
  });

  test('hands parameters to the template, with its own address where they ask for it', async () => {
    const { runtime } = await start({ parameters: { Greeting: 'at {url}' } });
    const lambda = new LambdaClient(awsOf(runtime, 'operator'));
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'shop-shop', Payload: '{"a":1}' }));
    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toEqual({
      told: { a: 1 },
      greeting: `at ${runtime.url}`,
    });
    lambda.destroy();
  });

  test('lets the operator invoke functions, and tells where it is', async () => {
    const { runtime, ask } = await start();
    const lambda = new LambdaClient(awsOf(runtime, 'operator'));
    const unknown = lambda.send(new InvokeCommand({ FunctionName: 'nobody' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const later = lambda.send(new InvokeCommand({ FunctionName: 'shop-shop', InvocationType: 'Event' }));
    await expect(later).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    const table = new DynamoDBClient(awsOf(runtime, 'operator'));
    const get = table.send(new GetItemCommand({ TableName: 'shop-Table', Key: { pk: { S: '/a' } } }));
    await expect(get).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const stranger = new DynamoDBClient(awsOf(runtime, 'somebody'));
    const other = stranger.send(new GetItemCommand({ TableName: 'shop-Table', Key: { pk: { S: '/a' } } }));
    await expect(other).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    for (const client of [lambda, table, stranger]) client.destroy();
    await expect(ask('GET', '/_local/runtime')).resolves.toMatchObject({ awsUrl: runtime.awsUrl, stack: 'shop' });
  });

  test('keeps a second one off its folder, and leaves nothing behind when it does not start', async () => {
    const { runtime } = await start();
    const dataDir = freshFolder();
    await expect(start({ dataDir, port: runtime.port })).rejects.toThrow(`Port ${runtime.port} is in use`);
    const first = await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(`The data folder ${dataDir} is in use by process ${process.pid}.`);
    await expect(first.ask('GET', '/a')).resolves.toEqual({ status: 200 });
  });

  test('names what it does not support', async () => {
    const strange = writeAssembly({ Resources: { Box: { Type: 'AWS::EC2::Instance' } } });
    await expect(start({ assembly: strange })).rejects.toThrow(
      'Box: the local runtime does not support the resource type AWS::EC2::Instance.',
    );
    const missing = join(freshFolder(), 'cdk.out');
    await expect(start({ assembly: missing })).rejects.toThrow('is missing: synthesise the app first');
    const two = freshFolder();
    writeFileSync(join(two, 'manifest.json'), '{"artifacts":{}}');
    await expect(start({ assembly: two })).rejects.toThrow('holds 0 stacks');
  });
});
