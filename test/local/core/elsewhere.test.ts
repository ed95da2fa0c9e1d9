import { join } from 'node:path';
import { startTableServer, type TableServer } from '../../../local/dynoxide.ts';
import { sweepExpired } from '../../../local/expiry.ts';
import { openJournal } from '../../../local/journal.ts';
import { openRemoteStream } from '../../../local/remote-stream.ts';
import { callTables, createTables, readTables } from '../../../local/tables.ts';
import { loadStack } from '../../../local/template.ts';
import { assemblyOf, freshFolder, removeFolders, testActivity, testClock } from './assembly.ts';

// The machine may be busy with other things.
jest.setTimeout(30_000);

const Table = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
  },
};
const [table] = readTables(loadStack(assemblyOf({ Resources: { Table } }), 'http://127.0.0.1:1'));
if (table === undefined) throw new Error('no table');

let server: TableServer;
beforeAll(async () => {
  server = await startTableServer(join(freshFolder(), 'table.db'), undefined, () => undefined);
  await createTables(server.client, [table]);
});
afterAll(async () => {
  await server.close();
  removeFolders();
});

const put = (pk: string, more: Record<string, unknown> = {}) =>
  callTables(server.client, 'PutItem', { TableName: 'orders', Item: { pk: { S: pk }, ...more } });

describe('a table server elsewhere', () => {
  test('hands on its stream through the API: each record once, in order, also over a restart', async () => {
    const file = join(freshFolder(), 'j.db');
    const open = () => {
      const journal = openJournal(file);
      const activity = testActivity();
      const options = { client: server.client, table, region: 'eu-west-1', log: () => undefined };
      const stream = openRemoteStream({ ...options, journal, activity });
      const seen = async () => {
        stream.wake();
        expect(activity.underWay()).toBe(1);
        while (activity.underWay() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
        return stream.read(undefined, 5000);
      };
      const close = () => {
        stream.close();
        journal.close();
      };
      return { stream, seen, close };
    };
    for (let n = 0; n < 1500; n += 1) await put(`A#${n}`);
    const first = open();
    const records = await first.seen();
    expect(records).toHaveLength(1500);
    expect(records[7]?.record).toMatchObject({
      eventName: 'INSERT',
      awsRegion: 'eu-west-1',
      eventSourceARN: table.streamArn,
      dynamodb: { Keys: { pk: { S: 'A#7' } }, NewImage: { pk: { S: 'A#7' } } },
    });
    first.stream.trim(records.at(-2)?.sequenceNumber ?? '');
    first.close();
    await put('B');
    const second = open();
    const keys = (await second.seen()).map(({ record }) => record['dynamodb']);
    expect(keys).toMatchObject([{ Keys: { pk: { S: 'A#1499' } } }, { Keys: { pk: { S: 'B' } } }]);
    second.close();
  });

  test('is swept of expired items, too', async () => {
    await put('old', { expires_at: { N: '1000' } });
    await put('new', { expires_at: { N: '99999999999' } });
    const options = { table, client: server.client, file: undefined, clock: testClock(), log: () => undefined };
    const sweeper = sweepExpired(options);
    expect(await sweeper.sweep()).toBe(1);
    expect(await sweeper.sweep()).toBe(0);
    sweeper.close();
  });
});
