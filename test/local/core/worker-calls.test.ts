import { createServer } from 'node:http';
import { listen } from '../../../local/aws-server.ts';
import type { AwsResponse } from '../../../local/contract.ts';
import { functionEnvironment } from '../../../local/environment.ts';
import { readFunctions } from '../../../local/functions.ts';
import { loadStack } from '../../../local/template.ts';
import { startWorkers, type WorkerOptions, type Workers } from '../../../local/workers.ts';
import { assemblyOf, fn, freshFolder, removeFolders, role, testActivity, testClock } from './assembly.ts';

jest.setTimeout(30_000);

const started: Workers[] = [];
afterEach(async () => {
  for (const workers of started.splice(0)) await workers.close();
});
afterAll(removeFolders);

type Call = NonNullable<WorkerOptions['aws']>['call'];

/** A worker whose calls of AWS services to this address are served by the function. */
function workerWith(code: string, url: string, call: Call): Workers {
  const assembly = assemblyOf({ Resources: { Role: role(), f: fn('f') } }, { f: code });
  const stack = loadStack(assembly, 'http://127.0.0.1:4000');
  const workers = startWorkers({
    functions: readFunctions(stack, assembly.assetPath),
    cacheDir: freshFolder(),
    twice: new Set(),
    clock: testClock('2011-01-01T00:00:00.000Z'),
    activity: testActivity(),
    environment: (definition) => functionEnvironment(definition, 'eu-west-1', url, 'secret'),
    log: () => undefined,
    aws: { url, call },
  });
  started.push(workers);
  return workers;
}

/** Calls as a client of AWS does: by node's HTTP client, with the operation in a header. */
const CALL = `
const http = require('node:http');
const call = (target, timeout) => new Promise((resolve, reject) => {
  const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB);
  const headers = { Authorization: 'AWS4 signed', ...(target === undefined ? {} : { 'X-Amz-Target': target }) };
  const request = http.request({ hostname, port, method: 'POST', path: '/', headers, timeout }, (answer) => {
    const chunks = [];
    answer.on('data', (chunk) => chunks.push(chunk));
    answer.once('end', () => resolve({ status: answer.statusCode, type: answer.headers['content-type'], body: Buffer.concat(chunks).toString() }));
  });
  request.once('error', (error) => reject(error));
  request.once('timeout', () => request.destroy(new Error('No answer in time.')));
  request.end('{"name":"Zoë"}');
});`;

const answer: AwsResponse = { status: 200, headers: { 'Content-Type': 'json' }, body: '{"answer":"naïve"}' };

describe('calls of AWS services from a worker', () => {
  test('arrive with everything that was signed, and are answered as by a server', async () => {
    const call = jest.fn<ReturnType<Call>, Parameters<Call>>(async () => answer);
    const code = `${CALL} exports.handler = () => call('DynamoDB_20120810.GetItem')`;
    const result = await workerWith(code, 'http://127.0.0.1:9', call).invoke('f', {});
    expect(result.payload).toEqual({ status: 200, type: 'json', body: '{"answer":"naïve"}' });
    expect(call).toHaveBeenCalledTimes(1);
    const headers = { authorization: 'AWS4 signed', 'x-amz-target': 'DynamoDB_20120810.GetItem' };
    expect(call).toHaveBeenCalledWith({ method: 'POST', url: '/', headers, body: Buffer.from('{"name":"Zoë"}') });
  });

  test('are answered each with its own answer, in whatever order they come back', async () => {
    const waiting: (() => void)[] = [];
    const call: Call = async ({ headers }) => {
      await new Promise<void>((resolve) => {
        waiting.unshift(resolve);
        if (waiting.length === 3) for (const go of waiting) go();
      });
      return { status: 200, body: headers['x-amz-target'] ?? '' };
    };
    const code = `${CALL} exports.handler = async () =>
      (await Promise.all(['a', 'b', 'c'].map((name) => call(name)))).map(({ body }) => body)`;
    const result = await workerWith(code, 'http://127.0.0.1:9', call).invoke('f', {});
    expect(result.payload).toEqual(['a', 'b', 'c']);
  });

  test('are possible while the bundle is loaded', async () => {
    const code = `${CALL} const early = call('early'); exports.handler = async () => (await early).status`;
    const result = await workerWith(code, 'http://127.0.0.1:9', async () => answer).invoke('f', {});
    expect(result.payload).toBe(200);
  });

  test('end with a time-out when no answer comes, and the late answer does no harm', async () => {
    let late: (response: AwsResponse) => void = () => undefined;
    const call: Call = ({ headers }) =>
      headers['x-amz-target'] === 'late'
        ? new Promise((resolve) => {
            late = resolve;
          })
        : Promise.resolve(answer);
    const code = `${CALL} exports.handler = async (event) =>
      call(event.target, 50).then((told) => told.status, (error) => error.message)`;
    const workers = workerWith(code, 'http://127.0.0.1:9', call);
    await expect(workers.invoke('f', { target: 'late' })).resolves.toMatchObject({ payload: 'No answer in time.' });
    late(answer);
    await expect(workers.invoke('f', { target: 'soon' })).resolves.toMatchObject({ payload: 200 });
  });

  test('that name no operation, and requests to anybody else, go over the network', async () => {
    const server = createServer((_request, response) => response.end('from the network'));
    const url = `http://127.0.0.1:${await listen(server, 0)}`;
    const call = jest.fn<ReturnType<Call>, Parameters<Call>>(async () => answer);
    const plain = `${CALL} exports.handler = async () => (await call(undefined)).body`;
    const first = await workerWith(plain, url, call).invoke('f', {});
    const elsewhere = `${CALL.replace('process.env.AWS_ENDPOINT_URL_DYNAMODB', `'${url}'`)}
      exports.handler = async () => (await call('a')).body`;
    const second = await workerWith(elsewhere, 'http://127.0.0.1:9', call).invoke('f', {});
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    expect([first.payload, second.payload]).toEqual(['from the network', 'from the network']);
    expect(call).not.toHaveBeenCalled();
  });
});
