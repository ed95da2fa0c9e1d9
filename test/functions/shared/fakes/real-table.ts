import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openAws } from '../../../../functions/shared/aws-json.ts';
import { openStore } from '../../../../table/dynamodb.ts';
import { INDEXES } from '../../../../table/indexes.ts';
import type { Store } from '../../../../table/store.ts';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
};

const text = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });

const createTable = (client: DynamoDBClient): Promise<unknown> =>
  client.send(
    new CreateTableCommand({
      TableName: 'fairshare',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        text('pk'),
        text('sk'),
        ...Object.values(INDEXES).flatMap(({ partition, sort }) => [text(partition), text(sort)]),
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: Object.values(INDEXES).map(({ name, partition, sort }) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' as const },
          { AttributeName: sort, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' as const },
      })),
    }),
  );

const whenUp = async (client: DynamoDBClient): Promise<void> => {
  for (let tries = 0; ; tries++) {
    try {
      await createTable(client);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
};

/** A table with both indexes on a database of its own, in memory: expressions mean what DynamoDB says. */
export const openRealTable = async (): Promise<{ readonly store: Store; readonly close: () => Promise<void> }> => {
  const port = await freePort();
  const binary = createRequire(import.meta.filename).resolve('@dynoxide/linux-x64/dynoxide');
  const server: ChildProcess = spawn(binary, ['--port', String(port)], { stdio: 'ignore' });
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await whenUp(client);
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
  });
  const call = openAws();
  return {
    store: openStore((operation, input) => call('dynamodb', operation, input), 'fairshare'),
    close: async () => {
      client.destroy();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
};
