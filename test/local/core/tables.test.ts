import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { AwsEndpoint, AwsResponse } from '../../../local/contract.ts';
import { dynamodbEndpoint } from '../../../local/dynamodb-endpoint.ts';
import { startTableServer, type TableServer } from '../../../local/dynoxide.ts';
import { sweepExpired } from '../../../local/expiry.ts';
import { createCallers } from '../../../local/policies.ts';
import { type OpenStream, openStream } from '../../../local/stream.ts';
import { callTables, createTables, readTables, type TableDefinition } from '../../../local/tables.ts';
import { loadStack } from '../../../local/template.ts';
import { assemblyOf, freshFolder, removeFolders, role, testClock } from './assembly.ts';

const ARN = 'arn:aws:dynamodb:eu-west-1:000000000000:table/orders';
const allow = (Action: unknown, Resource: unknown, Condition = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});
const families = (...keys: readonly string[]) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } });

const template = (indexes: readonly string[] = ['gsi1']) => ({
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        TableName: 'orders',
        AttributeDefinitions: ['pk', 'sk', ...indexes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: indexes.map((name) => ({
          IndexName: name,
          KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        })),
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
        Replicas: [{ Region: 'eu-west-1' }],
      },
    },
    All: role(allow('dynamodb:*', [ARN, `${ARN}/index/*`])),
    Links: role(
      allow(
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
        ARN,
        families('LINK#*'),
      ),
    ),
    Nobody: role(),
  },
});

const stack = loadStack(assemblyOf(template()), 'http://127.0.0.1:1');
const callers = createCallers(stack);
const [table] = readTables(stack);
if (table === undefined) throw new Error('no table');
const item = (pk: string, more: Record<string, unknown> = {}) => ({ pk: { S: pk }, sk: { S: 'A' }, ...more });

// The machine may be busy with other things.
jest.setTimeout(30_000);

let file = '';
let server: TableServer;
let stream: OpenStream;
let endpoint: AwsEndpoint;
const said: string[] = [];

beforeAll(async () => {
  file = join(freshFolder(), 'table.db');
  server = await startTableServer(file, undefined, (line) => said.push(line));
  await createTables(server.client, [table]);
  stream = openStream(file, table, 'eu-west-1');
  endpoint = dynamodbEndpoint(server.client, [table], () => stream.wake());
});
afterAll(async () => {
  stream.close();
  await server.close();
  removeFolders();
});

const call = async (roleId: string, operation: string, input: unknown): Promise<AwsResponse> =>
  endpoint({
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    target: `DynamoDB_20120810.${operation}`,
    headers: {},
    body: Buffer.from(JSON.stringify(input)),
    caller: callers.callerOf(roleId),
  });
const put = (pk: string, more: Record<string, unknown> = {}) =>
  call('All', 'PutItem', { TableName: 'orders', Item: item(pk, more) });
const bodyOf = ({ body }: AwsResponse): unknown => JSON.parse(body.toString());
const key = (pk: string) => ({ TableName: 'orders', Key: { pk: { S: pk }, sk: { S: 'A' } } });

describe('the DynamoDB endpoint', () => {
  test('stores and finds items', async () => {
    expect((await put('LINK#1', { n: { N: '1' } })).status).toBe(200);
    expect(bodyOf(await call('Links', 'GetItem', key('LINK#1')))).toEqual({ Item: item('LINK#1', { n: { N: '1' } }) });
  });

  const query = (pk: string) => ({
    TableName: 'orders',
    KeyConditionExpression: '#pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeNames: { '#pk': 'pk' },
    ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: 'A' } },
  });
  const onIndex = {
    ...{ TableName: 'orders', IndexName: 'gsi1', KeyConditionExpression: 'gsi1 = :k' },
    ExpressionAttributeValues: { ':k': { S: 'LINK#1' } },
  };
  const turned = {
    ...{ TableName: 'orders', KeyConditionExpression: ':pk = pk' },
    ExpressionAttributeValues: { ':pk': { S: 'LINK#1' } },
  };
  const write = { TransactItems: [{ Put: { TableName: 'orders', Item: item('LINK#9') } }] };
  const writeOther = {
    TransactItems: [...write.TransactItems, { Put: { TableName: 'orders', Item: item('PART#9') } }],
  };
  test.each([
    ['Nobody', 'GetItem', key('LINK#1'), false],
    ['Links', 'GetItem', key('LINK#1'), true],
    ['Links', 'GetItem', key('PART#1'), false],
    ['Links', 'DeleteItem', key('LINK#1'), false],
    ['Links', 'Query', query('LINK#1'), true],
    ['Links', 'Query', query('PART#1'), false],
    ['Links', 'Query', turned, true],
    ['Links', 'Query', { TableName: 'orders', KeyConditions: {} }, false],
    ['Links', 'Query', onIndex, false],
    ['All', 'Query', onIndex, true],
    ['Links', 'BatchGetItem', { RequestItems: { orders: { Keys: [key('LINK#1').Key] } } }, true],
    ['Links', 'BatchGetItem', { RequestItems: { orders: { Keys: [key('LINK#1').Key, key('PART#1').Key] } } }, false],
    ['All', 'BatchWriteItem', { RequestItems: { orders: [{ PutRequest: { Item: item('PART#2') } }] } }, true],
    ['Links', 'TransactWriteItems', write, true],
    ['Links', 'TransactWriteItems', writeOther, false],
    ['Links', 'Scan', { TableName: 'orders' }, false],
    ['All', 'Scan', { TableName: 'orders' }, true],
    ['All', 'GetItem', { ...key('LINK#1'), TableName: 'others' }, false],
  ])('lets the role %s do %s only where its policies allow it: %j is %s', async (roleId, operation, input, allowed) => {
    const answer = await call(roleId, operation, input);
    if (allowed) expect(answer.status).toBe(200);
    else expect(bodyOf(answer)).toMatchObject({ __type: 'com.amazon.coral.service#AccessDeniedException' });
  });

  test('refuses expressions that would end the table server, and operations it does not serve', async () => {
    const names = { ConditionExpression: 'attribute_not_exists(ü)' };
    const answer = await call('All', 'PutItem', { TableName: 'orders', Item: item('X'), ...names });
    expect(bodyOf(answer)).toMatchObject({ __type: 'com.amazon.coral.validate#ValidationException' });
    expect((await call('All', 'PutItem', { TableName: 'orders', Item: item('ü') })).status).toBe(200);
    expect(bodyOf(await call('All', 'ExecuteStatement', {}))).toMatchObject({
      message: expect.stringContaining('ExecuteStatement'),
    });
  });

  test('hands on what the table server refuses', async () => {
    const condition = {
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
    const answer = await call('All', 'PutItem', { TableName: 'orders', Item: item('LINK#1'), ...condition });
    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({
      __type: expect.stringContaining('ConditionalCheckFailed'),
      Item: { n: { N: '1' } },
    });
  });
});

describe('the stream of a table', () => {
  test('tells of each write before its answer, in the shape of Lambda records', async () => {
    const before = stream.read(undefined, 10_000).at(-1)?.sequenceNumber;
    let told = 0;
    const forget = stream.onChange(() => {
      told += 1;
    });
    await put('PART#s', { n: { N: '1' } });
    expect(told).toBeGreaterThan(0);
    forget();
    await put('PART#s', { n: { N: '2' } });
    await call('All', 'DeleteItem', key('PART#s'));
    const records = stream.read(before, 10).map(({ record }) => record);
    expect(records).toMatchObject([
      { eventName: 'INSERT', eventSource: 'aws:dynamodb', awsRegion: 'eu-west-1', eventSourceARN: table.streamArn },
      { eventName: 'MODIFY', dynamodb: { OldImage: { n: { N: '1' } }, NewImage: { n: { N: '2' } } } },
      { eventName: 'REMOVE', dynamodb: { Keys: { pk: { S: 'PART#s' }, sk: { S: 'A' } }, OldImage: { n: { N: '2' } } } },
    ]);
    expect(records[2]).not.toHaveProperty('dynamodb.NewImage');
    expect(stream.read(before, 2)).toHaveLength(2);
  });

  test('finds the writes of others by itself', async () => {
    const changed = new Promise<void>((resolve) => stream.onChange(resolve));
    await callTables(server.client, 'PutItem', { TableName: 'orders', Item: item('PART#other') });
    await expect(changed).resolves.toBeUndefined();
  });

  test('forgets what was consumed, but never the newest record, so that numbers go on', async () => {
    for (let n = 0; n < 700; n += 1) await put(`N#${n}`);
    const last = stream.read(undefined, 10_000).at(-1)?.sequenceNumber ?? '';
    stream.trim(last);
    const until = performance.now() + 5000;
    while (stream.read(undefined, 10).length > 1 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(stream.read(undefined, 10).map(({ sequenceNumber }) => sequenceNumber)).toEqual([last]);
    await put('N#next');
    expect(stream.read(last, 10).map(({ sequenceNumber }) => Number(sequenceNumber))).toEqual([Number(last) + 1]);
  });
});

describe('items with a time to live', () => {
  test('are deleted when it has passed in business time', async () => {
    const clock = testClock('2020-01-01T00:00:00.000Z');
    const sweeper = sweepExpired({ ...{ file, table, clock }, client: server.client, log: () => undefined });
    const seconds = Date.parse('2020-06-01T00:00:00.000Z') / 1000;
    await put('TTL#1', { expires_at: { N: String(seconds) } });
    await put('TTL#2', { expires_at: { S: 'never' } });
    expect(await sweeper.sweep()).toBe(0);
    clock.moveTo('2020-06-01T00:00:01.000Z');
    expect(await sweeper.sweep()).toBe(1);
    sweeper.close();
    expect(bodyOf(await call('All', 'GetItem', key('TTL#1')))).toEqual({});
    expect(bodyOf(await call('All', 'GetItem', key('TTL#2')))).toHaveProperty('Item');
    expect(stream.read(undefined, 10_000).at(-1)?.record).toMatchObject({ eventName: 'REMOVE' });
  });
});

describe('the table server', () => {
  const processes = () =>
    execFileSync('ps', ['-eo', 'pid,args'])
      .toString()
      .split('\n')
      .filter((line) => line.includes(file) && line.includes('dynoxide serve') && !line.includes('/bin/sh'))
      .map((line) => Number(line.trim().split(/\s+/)[0]));

  test('is started again when it was killed, and nothing acknowledged is lost', async () => {
    for (let time = 0; time < 3; time += 1) {
      await put(`KEPT#${time}`);
      for (const pid of processes()) process.kill(pid, 'SIGKILL');
      expect((await put(`KEPT#after${time}`)).status).toBeGreaterThanOrEqual(200);
      expect(bodyOf(await call('All', 'GetItem', key(`KEPT#${time}`)))).toHaveProperty('Item');
    }
    expect(said.join('\n')).toContain('The table server ended');
  });

  test('adds an index that is new in the template, and refuses other keys', async () => {
    const [wider] = readTables(loadStack(assemblyOf(template(['gsi1', 'gsi2'])), 'http://127.0.0.1:1'));
    if (wider === undefined) throw new Error('no table');
    await createTables(server.client, [wider]);
    const query = {
      ...{ TableName: 'orders', IndexName: 'gsi2', KeyConditionExpression: 'gsi2 = :k' },
      ExpressionAttributeValues: { ':k': { S: 'a' } },
    };
    await put('G#1', { gsi2: { S: 'a' } });
    expect(bodyOf(await call('All', 'Query', query))).toMatchObject({ Count: 1 });
    const other: TableDefinition = {
      ...table,
      creation: { ...table.creation, KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] },
    };
    await expect(createTables(server.client, [other])).rejects.toThrow(
      'has the keys pk HASH, sk RANGE and the template wants id HASH',
    );
  });

  test('may be elsewhere, and says so when nothing answers there', async () => {
    await expect(startTableServer(file, 'http://127.0.0.1:1', () => undefined)).rejects.toThrow(
      'No DynamoDB-compatible server answers at http://127.0.0.1:1 (DYNAMODB_ENDPOINT).',
    );
  });
});
