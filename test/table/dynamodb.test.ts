import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { fromWireMap, toWireMap } from '../../table/attributes.ts';
import { openStore, TableRefusal } from '../../table/dynamodb.ts';
import { absent, ConditionFailed, unchanged, type Write, WriteConflict } from '../../table/store.ts';

/** What the SDK's document client would send for a command: the oracle of ours. */
const sentBySdk = async (send: (client: DynamoDBDocumentClient) => Promise<unknown>): Promise<unknown> => {
  let sent: unknown;
  const requestHandler = {
    async handle(request: { body: Uint8Array }): Promise<never> {
      sent = JSON.parse(new TextDecoder().decode(request.body));
      throw new Error('sent');
    },
  };
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler,
  });
  await send(DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })).catch(() => {});
  return sent;
};

const recorded = (answer: unknown = {}) => {
  const calls: { operation: string; input: unknown }[] = [];
  const store = openStore(async (operation, input) => {
    calls.push({ operation, input: JSON.parse(JSON.stringify(input)) });
    if (answer instanceof Error) throw answer;
    return answer;
  }, 'fairshare');
  return { store, calls };
};

const ITEM = {
  pk: 'PROG#p',
  sk: 'HEAD',
  name: 'Ünïcode "quoted"',
  rev: 3,
  on: true,
  none: null,
  gone: undefined,
  bytes: new Uint8Array([0, 255, 7]),
  list: [1, 'two', { three: 3 }],
  map: { deep: { er: [] } },
};
const KEY = { pk: 'PROG#p', sk: 'HEAD' };
const TableName = 'fairshare';

describe('the table over signed calls', () => {
  test('writes every value as the SDK does, and reads it back', () => {
    // The SDK's own marshalling, the oracle here, stumbles over a field called `constructor`; the next test has it.
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__' && text !== 'constructor');
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 20 }));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 6 }), (item) => {
        const bytes = (_key: string, v: unknown): unknown =>
          v instanceof Uint8Array ? Buffer.from(v).toString('base64') : v;
        const wire = JSON.parse(JSON.stringify(toWireMap(item)));
        expect(wire).toEqual(JSON.parse(JSON.stringify(marshall(item), bytes)));
        expect(fromWireMap(toWireMap(item))).toEqual(unmarshall(marshall(item)));
      }),
      { numRuns: 300 },
    );
  });

  test('holds a field that has the name of a built-in', () => {
    const item = { map: { constructor: { toString: 'x' } }, constructor: [1] };
    expect(toWireMap(item)).toEqual({
      map: { M: { constructor: { M: { toString: { S: 'x' } } } } },
      constructor: { L: [{ N: '1' }] },
    });
    expect(fromWireMap(toWireMap(item))).toEqual(item);
  });

  test('refuses what a table cannot hold', () => {
    expect(() => toWireMap({ n: Number.NaN })).toThrow(TypeError);
    expect(() => toWireMap({ f: () => 1 })).toThrow(TypeError);
  });

  test('sends a read as the SDK would', async () => {
    const { store, calls } = recorded();
    await store.get(KEY);
    expect(calls).toEqual([
      {
        operation: 'GetItem',
        input: await sentBySdk((c) => c.send(new GetCommand({ TableName, Key: KEY, ConsistentRead: true }))),
      },
    ]);
  });

  test('sends a write with its condition as the SDK would', async () => {
    const { store, calls } = recorded();
    await store.write({ kind: 'put', item: ITEM, condition: unchanged('changed', 2) });
    const expected = await sentBySdk((c) =>
      c.send(
        new PutCommand({
          TableName,
          Item: ITEM,
          ConditionExpression: '#rev = :rev_read',
          ExpressionAttributeNames: { '#rev': 'rev' },
          ExpressionAttributeValues: { ':rev_read': 2 },
        }),
      ),
    );
    expect(calls).toEqual([{ operation: 'PutItem', input: expected }]);
  });

  test('sends a query of an index as the SDK would', async () => {
    const { store, calls } = recorded({
      Items: [{ pk: { S: 'a' }, sk: { S: 'b' } }],
      LastEvaluatedKey: { pk: { S: 'a' } },
    });
    const page = await store.query({
      index: 'gsi1',
      pk: 'TXNS#p#0',
      between: ['a', 'b'],
      forward: false,
      limit: 7,
      start: { pk: 'x', sk: 'y' },
    });
    const expected = await sentBySdk((c) =>
      c.send(
        new QueryCommand({
          TableName,
          IndexName: 'gsi1',
          KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#pk': 'gsi1pk', '#sk': 'gsi1sk' },
          ExpressionAttributeValues: { ':pk': 'TXNS#p#0', ':from': 'a', ':to': 'b' },
          ScanIndexForward: false,
          Limit: 7,
          ExclusiveStartKey: { pk: 'x', sk: 'y' },
        }),
      ),
    );
    expect(calls).toEqual([{ operation: 'Query', input: expected }]);
    expect(page).toEqual({ items: [{ pk: 'a', sk: 'b' }], next: { pk: 'a' } });
  });

  test('sends a transaction as the SDK would, with a token that makes it repeatable', async () => {
    const writes: readonly Write[] = [
      { kind: 'put', item: ITEM, condition: absent('exists') },
      { kind: 'delete', key: KEY, condition: unchanged('changed', 1) },
      { kind: 'check', key: KEY, condition: { name: 'gone', expression: 'attribute_exists(pk)' } },
      {
        kind: 'update',
        key: KEY,
        update: { expression: 'ADD #n :one', names: { '#n': 'n' }, values: { ':one': 1 } },
        condition: absent('x'),
      },
    ];
    const { store, calls } = recorded();
    await store.transact(writes);
    const [call] = calls;
    const token = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const expected = await sentBySdk((c) =>
      c.send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: ITEM, ConditionExpression: 'attribute_not_exists(pk)' } },
            {
              Delete: {
                TableName,
                Key: KEY,
                ConditionExpression: '#rev = :rev_read',
                ExpressionAttributeNames: { '#rev': 'rev' },
                ExpressionAttributeValues: { ':rev_read': 1 },
              },
            },
            { ConditionCheck: { TableName, Key: KEY, ConditionExpression: 'attribute_exists(pk)' } },
            {
              Update: {
                TableName,
                Key: KEY,
                UpdateExpression: 'ADD #n :one',
                ConditionExpression: 'attribute_not_exists(pk)',
                ExpressionAttributeNames: { '#n': 'n' },
                ExpressionAttributeValues: { ':one': 1 },
              },
            },
          ],
        }),
      ),
    );
    expect(call?.input).toEqual({ ...Object(expected), ClientRequestToken: token });
  });

  test('asks again for the keys that DynamoDB left unread', async () => {
    const answers = [
      {
        Responses: { fairshare: [{ pk: { S: 'a' }, sk: { S: '1' } }] },
        UnprocessedKeys: { fairshare: { Keys: [{ pk: { S: 'b' }, sk: { S: '1' } }] } },
      },
      { Responses: { fairshare: [{ pk: { S: 'b' }, sk: { S: '1' } }] } },
    ];
    const inputs: unknown[] = [];
    const store = openStore(async (_operation, input) => {
      inputs.push(JSON.parse(JSON.stringify(input)));
      return answers[inputs.length - 1];
    }, 'fairshare');
    const keys = [
      { pk: 'a', sk: '1' },
      { pk: 'b', sk: '1' },
    ];
    expect(await store.batchGet(keys)).toEqual(keys);
    expect(inputs[0]).toEqual(
      await sentBySdk((c) =>
        c.send(new BatchGetCommand({ RequestItems: { fairshare: { Keys: keys, ConsistentRead: true } } })),
      ),
    );
    expect(inputs).toHaveLength(2);
  });

  test.each([
    {
      case: 'the condition of a single write',
      error: new TableRefusal('ConditionalCheckFailedException', 'no'),
      single: true,
      expected: new ConditionFailed('first'),
    },
    {
      case: 'the first condition of a transaction that failed',
      error: new TableRefusal('TransactionCanceledException', 'no', ['None', 'ConditionalCheckFailed']),
      single: false,
      expected: new ConditionFailed('second'),
    },
    {
      case: 'a conflict with another transaction',
      error: new TableRefusal('TransactionCanceledException', 'no', ['TransactionConflict', 'None']),
      single: false,
      expected: new WriteConflict(),
    },
    {
      case: 'the same transaction still under way',
      error: new TableRefusal('TransactionInProgressException', 'no'),
      single: false,
      expected: new WriteConflict(),
    },
    {
      case: 'anything else as it is',
      error: new TableRefusal('AccessDeniedException', 'no'),
      single: false,
      expected: new TableRefusal('AccessDeniedException', 'no'),
    },
  ])('names $case', async ({ error, single, expected }) => {
    const { store } = recorded(error);
    const first = { kind: 'put', item: ITEM, condition: absent('first') } as const;
    const second = { kind: 'put', item: { ...ITEM, sk: '2' }, condition: absent('second') } as const;
    await expect(single ? store.write(first) : store.transact([first, second])).rejects.toEqual(expected);
  });
});
