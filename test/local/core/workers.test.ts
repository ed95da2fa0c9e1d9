import type { InvokeResult } from '../../../local/contract.ts';
import { functionEnvironment } from '../../../local/environment.ts';
import { readFunctions } from '../../../local/functions.ts';
import { loadStack } from '../../../local/template.ts';
import { startWorkers, type WorkerOptions, type Workers } from '../../../local/workers.ts';
import { assemblyOf, type Bundles, fn, freshFolder, removeFolders, role, testActivity, testClock } from './assembly.ts';

// The machine may be busy with other things.
jest.setTimeout(30_000);

const started: Workers[] = [];
afterEach(async () => {
  for (const workers of started.splice(0)) await workers.close();
});
afterAll(removeFolders);

const cacheDir = freshFolder();
const clock = testClock('2011-01-01T00:00:00.000Z');

/** Workers for one function a bundle; the function has the name of its asset. */
function run(bundles: Bundles, properties: Record<string, unknown> = {}, options: Partial<WorkerOptions> = {}) {
  const functions = Object.fromEntries(Object.keys(bundles).map((name) => [name, fn(name, properties)]));
  const assembly = assemblyOf({ Resources: { Role: role(), ...functions } }, bundles);
  const stack = loadStack(assembly, 'http://127.0.0.1:4000');
  const activity = testActivity();
  const said: string[] = [];
  const workers = startWorkers({
    functions: readFunctions(stack, assembly.assetPath),
    cacheDir,
    twice: new Set(),
    clock,
    activity,
    environment: (definition) => functionEnvironment(definition, 'eu-west-1', 'http://127.0.0.1:9', 'secret'),
    log: (line) => said.push(line),
    ...options,
  });
  started.push(workers);
  const lines: string[] = [];
  workers.onLog((id, line) => lines.push(`${id}: ${line}`));
  return { workers, lines, said, activity };
}

const one = async (
  code: string,
  event: unknown = {},
  properties: Record<string, unknown> = {},
): Promise<InvokeResult> => run({ f: code }, properties).workers.invoke('f', event);

describe('a function in a worker', () => {
  test('gets its event and answers with JSON', async () => {
    const code = 'exports.handler = async (event) => ({ got: event, left: undefined, day: new Date(0) })';
    const event = { a: [1, { b: null }] };
    const payload = { got: event, day: '1970-01-01T00:00:00.000Z' };
    await expect(one(code, event)).resolves.toEqual({ ok: true, payload });
  });

  test('sees business time wherever it asks for it, and keeps real timers', async () => {
    const code = `exports.handler = async () => {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      class Later extends Date {}
      return { now: Date.now(), fresh: new Date().toISOString(), text: Date(), later: new Later().toISOString(),
        given: new Date(5).getTime(), parts: Date.UTC(2020, 1), same: new Date() instanceof Date,
        own: new Date().constructor === Date, waited: performance.now() - before >= 19 };
    }`;
    const now = Date.parse('2011-01-01T00:00:00.000Z');
    const { payload } = await one(code);
    expect(payload).toEqual({
      now,
      fresh: '2011-01-01T00:00:00.000Z',
      text: expect.stringContaining('Jan 01 2011'),
      later: '2011-01-01T00:00:00.000Z',
      given: 5,
      parts: Date.UTC(2020, 1),
      same: true,
      own: true,
      waited: true,
    });
  });

  test('sees the clock move between two events', async () => {
    const { workers } = run({ f: 'exports.handler = async () => new Date()' });
    await workers.invoke('f', {});
    clock.moveTo('2011-02-01T00:00:00.000Z');
    await expect(workers.invoke('f', {})).resolves.toMatchObject({ payload: '2011-02-01T00:00:00.000Z' });
    clock.moveTo('2011-01-01T00:00:00.000Z');
  });

  test('has the environment of the template and of Lambda, and nothing of the machine', async () => {
    const Environment = { Variables: { TABLE_NAME: 'orders', NODE_OPTIONS: '--enable-source-maps' } };
    const { payload } = await one('exports.handler = async () => process.env', {}, { Environment });
    expect(payload).toMatchObject({
      TABLE_NAME: 'orders',
      AWS_ACCESS_KEY_ID: 'Role',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'shop-f',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:9',
    });
    expect(payload).not.toHaveProperty('NODE_OPTIONS');
    expect(payload).not.toHaveProperty('USER');
  });

  test('knows who it is and how long it may go on', async () => {
    const code = `exports.handler = async (event, context) => ({ name: context.functionName,
      arn: context.invokedFunctionArn, id: context.awsRequestId, left: context.getRemainingTimeInMillis() })`;
    const { payload } = await one(code);
    expect(payload).toEqual({
      name: 'shop-f',
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:shop-f',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      left: expect.any(Number),
    });
  });

  test.each([
    ['an error', 'throw new TypeError("no")', 'TypeError', 'no'],
    ['text', 'throw "no"', 'string', 'no'],
    ['an exit', 'process.exit(3); await new Promise(() => {})', 'Runtime.ExitError', expect.stringContaining('exited')],
    [
      'an exception outside of the handler',
      'setTimeout(() => { throw new RangeError("late") }); await new Promise(() => {})',
      'RangeError',
      expect.stringContaining('late'),
    ],
  ])(
    'that ends with %s is reported as Lambda reports it, and works again',
    async (_, code, errorType, errorMessage) => {
      const bundle = `exports.handler = async (event) => { if (event.bad) { ${code} } return 'well' }`;
      const { workers, said } = run({ f: bundle });
      const result = await workers.invoke('f', { bad: true });
      expect(result).toMatchObject({ ok: false, error: { errorType, errorMessage } });
      expect(said).toEqual([expect.stringContaining(`f failed: ${errorType}`)]);
      await expect(workers.invoke('f', {})).resolves.toMatchObject({ ok: true, payload: 'well' });
    },
  );

  test('is stopped when its time is over, even in an endless loop', async () => {
    const code = 'exports.handler = async (event) => { while (event.loop) {} return 1 }';
    const { workers } = run({ f: code }, { Timeout: 1 });
    const result = await workers.invoke('f', { loop: true });
    expect(result.error).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/),
    });
    await expect(workers.invoke('f', {})).resolves.toMatchObject({ ok: true });
  });

  test.each([
    ['whose bundle throws', 'throw new Error("broken")', 'Error', 'broken'],
    [
      'without its handler',
      'exports.other = 1',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
  ])('%s says so at each event', async (_, code, errorType, errorMessage) => {
    const { workers } = run({ f: code });
    for (let time = 0; time < 2; time += 1) {
      expect((await workers.invoke('f', {})).error).toMatchObject({ errorType, errorMessage });
    }
  });

  test('may be an ES module, and may lie below a package of ES modules', async () => {
    const { workers } = run({
      module: {
        'index.mjs': 'import { basename } from "node:path"; export const handler = async () => basename("/a/b")',
      },
      common: {
        'package.json': '{"type":"module"}',
        'part.json': '{"part":1}',
        'index.js':
          'const { part } = require("./part.json"); exports.handler = async () => (await import("node:os")).EOL + part',
      },
    });
    await expect(workers.invoke('module', {})).resolves.toMatchObject({ payload: 'b' });
    await expect(workers.invoke('common', {})).resolves.toMatchObject({ payload: '\n1' });
  });
});

describe('what a function prints', () => {
  const code = `exports.handler = async () => {
    process.stdout.write('{"click":1}\\nhal'); process.stdout.write('f\\nrest');
    console.log('plain %s', 1); console.error(new Error('x').message); console.info({ a: 1 });
  }`;

  test('arrives as whole lines before the answer does; the console adds what Lambda adds', async () => {
    const { workers, lines } = run({ f: code });
    await workers.invoke('f', {});
    const stamp = /^f: 2011-01-01T00:00:00\.000Z\t[0-9a-f-]{36}\t/;
    expect(lines[0]).toBe('f: {"click":1}');
    expect(lines[1]).toBe('f: half');
    expect(lines[2]?.replace(stamp, '')).toBe('INFO\tplain 1');
    expect(lines[3]?.replace(stamp, '')).toBe('ERROR\tx');
    expect(lines[4]?.replace(stamp, '')).toBe('INFO\t{ a: 1 }');
    expect(lines[5]).toBe('f: rest');
  });

  test('is JSON where the template asks for JSON logs', async () => {
    const { workers, lines } = run({ f: code }, { LoggingConfig: { LogFormat: 'JSON' } });
    await workers.invoke('f', {});
    expect(JSON.parse(lines[4]?.slice(3) ?? '')).toMatchObject({ level: 'INFO', message: { a: 1 } });
  });
});

describe('the workers', () => {
  const slow = `let inside = 0; let most = 0;
    exports.handler = async (event) => { inside += 1; most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, event.ms ?? 0)); inside -= 1; return most }`;
  const seen = (results: readonly InvokeResult[]) => Math.max(...results.map(({ payload }) => Number(payload)));

  test('take one event at a time', async () => {
    const { workers, activity } = run({ f: slow });
    const all = Promise.all([1, 2, 3].map(() => workers.invoke('f', { ms: 20 })));
    expect(activity.underWay()).toBe(3);
    expect(seen(await all)).toBe(1);
    expect(workers.count()).toBe(1);
    expect(activity.underWay()).toBe(0);
  });

  test('of a function behind HTTP become two when an event has to wait', async () => {
    const { workers } = run({ f: slow }, {}, { twice: new Set(['f']) });
    const results = await Promise.all([1, 2, 3, 4].map(() => workers.invoke('f', { ms: 150 })));
    expect(workers.count()).toBe(2);
    expect(seen(results)).toBe(1);
  });

  test('end when they had nothing to do for a while, and come back when needed', async () => {
    const { workers } = run({ f: slow }, {}, { idleMs: 60 });
    await workers.invoke('f', {});
    expect(workers.count()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(workers.count()).toBe(0);
    await expect(workers.invoke('f', {})).resolves.toMatchObject({ ok: true });
  });

  test('make room for each other when there are too many, unless they are needed all the time', async () => {
    const idleLong = run({ a: slow, b: slow, c: slow }, {}, { maxWorkers: 2, spareMs: 0 });
    for (const name of ['a', 'b', 'c', 'a']) await idleLong.workers.invoke(name, {});
    expect(idleLong.workers.count()).toBe(2);
    const inUse = run({ a: slow, b: slow, c: slow }, {}, { maxWorkers: 2 });
    for (const name of ['a', 'b', 'c', 'a']) await inUse.workers.invoke(name, {});
    expect(inUse.workers.count()).toBe(3);
  });

  test('say nothing of what they end when they are closed, while it runs or starts', async () => {
    const { workers, said } = run({ f: slow, g: slow });
    const warm = await workers.invoke('f', {});
    const [runs, starts] = [workers.invoke('f', { ms: 10_000 }), workers.invoke('g', {})];
    await workers.close();
    expect([warm.ok, (await runs).ok, (await starts).ok]).toEqual([true, false, false]);
    expect(said).toEqual([]);
  });

  test('refuse a function that the template does not have', async () => {
    const { workers } = run({ f: slow });
    await expect(workers.invoke('g', {})).rejects.toThrow('The template has no function g.');
  });

  test.each([
    [{ Runtime: 'python3.13' }, 'f: the local runtime does not support the runtime python3.13.'],
    [{ Code: { ZipFile: 'x' } }, 'f: the local runtime runs functions from assets; Code names none.'],
    [{ Environment: { Variables: { NODE_OPTIONS: '--inspect' } } }, 'does not support --inspect in NODE_OPTIONS'],
    [{ Role: 'arn:aws:iam::1:role/other' }, 'f: its role arn:aws:iam::1:role/other is not in the template.'],
  ])('stop the runtime at a function with %j', (properties, message) => {
    expect(() => run({ f: slow }, properties)).toThrow(message);
  });
});
