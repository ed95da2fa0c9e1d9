import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { startRuntime } from '../../../local/index.ts';
import { api, fn, freshFolder, removeFolders, role, writeAssembly } from './assembly.ts';

afterAll(removeFolders);

const STORE = `
exports.handler = async (event) => {
  const { AWS_ENDPOINT_URL_DYNAMODB: url, AWS_ACCESS_KEY_ID: key, TABLE: TableName } = process.env;
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + key + '/20200101/eu-west-1/dynamodb/aws4_request, Signature=x';
  const put = event.requestContext.http.method === 'PUT';
  const pk = { S: event.rawPath };
  const headers = { authorization, 'x-amz-target': 'DynamoDB_20120810.' + (put ? 'PutItem' : 'GetItem') };
  const body = JSON.stringify(put ? { TableName, Item: { pk } } : { TableName, Key: { pk } });
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = await response.json();
  return { statusCode: put || answer.Item ? response.status : 404 };
};`;

const assembly = () =>
  writeAssembly(
    {
      Resources: {
        Role: role({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }),
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          },
        },
        store: fn('store', { Environment: { Variables: { TABLE: { Ref: 'Table' } } } }),
        ...api({ 'ANY /{proxy+}': 'store' }),
      },
    },
    { store: STORE },
  );

/** A runtime in a process of its own; its address, once it serves. */
async function startElsewhere(options: object): Promise<{ child: ChildProcess; url: string }> {
  const runtime = pathToFileURL(join(__dirname, '../../../local/index.ts')).href;
  const code = `import { startRuntime } from '${runtime}';
    const { url } = await startRuntime(${JSON.stringify(options)});
    console.log('ready ' + url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ready ')) return { child, url: line.slice('ready '.length) };
  }
  throw new Error('The runtime did not start.');
}

const tableServers = (dataDir: string) =>
  execFileSync('ps', ['-eo', 'pid,args'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(`--db-path ${dataDir}`));

describe('a runtime that is killed', () => {
  test('loses nothing that it acknowledged, leaves no table server behind, and starts again at once', async () => {
    const options = { assembly: assembly(), dataDir: freshFolder(), port: 0, clock: '2011-01-01T00:00:00Z' };
    const acknowledged: string[] = [];
    for (let life = 0; life < 3; life += 1) {
      const { child, url } = await startElsewhere(options);
      const enough = acknowledged.length + 15 + life * 10;
      const write = async (writer: number): Promise<void> => {
        for (let n = 0; ; n += 1) {
          const path = `/${life}/${writer}/${n}`;
          const { status } = await fetch(url + path, { method: 'PUT' });
          if (status === 200) acknowledged.push(path);
          if (acknowledged.length >= enough) child.kill('SIGKILL');
        }
      };
      await Promise.allSettled([0, 1, 2].map(write));
      child.kill('SIGKILL');
    }
    const until = performance.now() + 5000;
    while (tableServers(options.dataDir).length > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(tableServers(options.dataDir)).toEqual([]);
    const runtime = await startRuntime({ ...options, log: () => undefined });
    const missing: string[] = [];
    for (const path of acknowledged) if ((await fetch(runtime.url + path)).status !== 200) missing.push(path);
    await runtime.close();
    expect(missing).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(15 + 25 + 35);
  }, 60_000);
});
