import type { Server } from 'node:http';
import { type Files, openFiles, type UploadForm } from '../../../functions/shared/files.ts';
import { listen, loopbackServer, startAwsServer } from '../../../local/aws-server.ts';
import { openBuckets } from '../../../local/buckets.ts';
import { createCallers } from '../../../local/policies.ts';
import { browserEndpoint } from '../../../local/s3/browser.ts';
import { s3Endpoint } from '../../../local/s3/endpoint.ts';
import { lifecycleEnds } from '../../../local/s3/lifecycle.ts';
import { loadStack } from '../../../local/template.ts';
import { assemblyOf, freshFolder, removeFolders, role, testClock } from './assembly.ts';

const START = '2011-01-01T12:00:00.000Z';
const at = Date.parse(START);
const MINUTE = 60_000;
const MEGABYTE = 1024 ** 2;

const object = (action: string, path: string) => ({
  Effect: 'Allow',
  Action: action,
  Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Files', 'Arn'] }, path]] },
});

/** A role that reads and writes below in/, removes below in/tmp/, and is told what is missing; one that sees less. */
const TEMPLATE = {
  Resources: {
    Role: role(
      object('s3:PutObject', '/in/*'),
      object('s3:GetObject', '/in/*'),
      object('s3:AbortMultipartUpload', '/in/*'),
      object('s3:DeleteObject', '/in/tmp/*'),
      object('s3:ListBucket', ''),
    ),
    Blind: role(object('s3:GetObject', '/in/*')),
    Other: { Type: 'AWS::S3::Bucket' },
    Files: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedOrigins: ['https://*.example'],
              AllowedMethods: ['GET', 'POST'],
              AllowedHeaders: ['x-*'],
              MaxAge: 5,
            },
          ],
        },
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled', Prefix: 'in/tmp/', ExpirationInDays: 1 }],
        },
      },
    },
  },
};

const clock = testClock(START);
const before = { ...process.env };
let server: Server;
let url: string;
let files: Files;

beforeAll(async () => {
  const stack = loadStack(assemblyOf(TEMPLATE), 'http://127.0.0.1:4000');
  const buckets = openBuckets(freshFolder(), () => clock.now(), lifecycleEnds(stack));
  const callers = createCallers(stack);
  server = loopbackServer();
  const aws = startAwsServer(
    server,
    () => callers,
    () => undefined,
  );
  aws.register('s3', s3Endpoint(stack, buckets));
  const secretOf = (key: string) => (key === 'Role' || key === 'Blind' ? `secret of ${key}` : undefined);
  aws.registerUnsigned(
    browserEndpoint({ stack, buckets, secretOf, callerOf: callers.byAccessKey, now: () => clock.now() }),
  );
  url = `http://127.0.0.1:${await listen(server, 0)}`;
  files = as('Role');
});

afterAll(async () => {
  process.env = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  removeFolders();
});

beforeEach(() => clock.moveTo(START));

function as(roleId: string, secret = `secret of ${roleId}`, bucket = 'shop-files'): Files {
  process.env = {
    ...{ ...before, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: roleId, AWS_SECRET_ACCESS_KEY: secret },
    ...{ AWS_SESSION_TOKEN: 'token', AWS_ENDPOINT_URL_S3: url },
  };
  const opened = openFiles(bucket);
  return opened;
}

const csv = { key: 'in/a b/ü.csv', contentType: 'text/csv', mostBytes: 10 };

interface Posted {
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: Headers;
}

async function post(form: UploadForm, body: string | Buffer, changed: Record<string, string> = {}): Promise<Posted> {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...form.fields, ...changed })) data.append(name, value);
  data.append('file', new Blob([new Uint8Array(Buffer.from(body))]), 'local name.csv');
  const answer = await fetch(form.url, { method: 'POST', body: data, headers: { origin: 'https://shop.example' } });
  return {
    status: answer.status,
    code: /<Code>(.*)<\/Code>/.exec(await answer.text())?.[1],
    headers: answer.headers,
  };
}

async function get(address: string, init: RequestInit = {}) {
  const answer = await fetch(address, init);
  const body = await answer.text();
  return { status: answer.status, body, code: /<Code>(.*)<\/Code>/.exec(body)?.[1], headers: answer.headers };
}

describe('a form that a browser posts', () => {
  test('stores exactly the file that it was signed for', async () => {
    const form = files.uploadForm(csv, at);
    expect(form).toMatchObject({ url: `${url}/shop-files`, expires_at: at + 15 * MINUTE });
    const posted = await post(form, '123456789\n');
    expect(posted.status).toBe(204);
    expect(posted.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    await expect(files.head(csv.key)).resolves.toEqual({ size: 10, contentType: 'text/csv' });
    await expect(files.read(csv.key)).resolves.toEqual(Buffer.from('123456789\n'));
  });

  const spoiled: readonly (readonly [string, number, string, Record<string, string>, string])[] = [
    ['of another type', 403, 'AccessDenied', { 'Content-Type': 'text/html' }, 'a'],
    ['under another key', 403, 'AccessDenied', { key: 'in/other' }, 'a'],
    ['with a field that nobody signed', 403, 'AccessDenied', { 'x-amz-meta-more': '1' }, 'a'],
    ['that is too large', 400, 'EntityTooLarge', {}, '12345678901'],
    ['that is far too large', 400, 'EntityTooLarge', {}, 'x'.repeat(3 * MEGABYTE)],
    ['that is empty', 400, 'EntityTooSmall', {}, ''],
    ['with a signature of its own', 403, 'SignatureDoesNotMatch', { 'x-amz-signature': '0'.repeat(64) }, 'a'],
    ['with another policy', 403, 'SignatureDoesNotMatch', { policy: Buffer.from('{}').toString('base64') }, 'a'],
    [
      'with the key of nobody',
      403,
      'InvalidAccessKeyId',
      { 'x-amz-credential': 'X/20110101/eu-west-1/s3/aws4_request' },
      'a',
    ],
  ];
  test.each(spoiled)('is refused for a file %s', async (_, status, code, changed, body) => {
    const form = files.uploadForm({ ...csv, key: 'in/spoiled' }, at);
    await expect(post(form, body, changed)).resolves.toMatchObject({ status, code });
    await expect(files.head('in/spoiled')).resolves.toBeUndefined();
  });

  test('is good for fifteen minutes', async () => {
    const form = files.uploadForm({ ...csv, key: 'in/late' }, at);
    clock.moveTo(new Date(at + 15 * MINUTE).toISOString());
    await expect(post(form, 'a')).resolves.toMatchObject({ status: 204 });
    clock.moveTo(new Date(at + 15 * MINUTE + 1).toISOString());
    await expect(post(form, 'b')).resolves.toMatchObject({ status: 403, code: 'AccessDenied' });
    await expect(files.read('in/late')).resolves.toEqual(Buffer.from('a'));
  });

  test('is no good for another bucket, or where its signer may not write', async () => {
    const form = files.uploadForm(csv, at);
    const [other, unknown] = ['shop-other', 'elsewhere'].map((bucket) => ({ ...form, url: `${url}/${bucket}` }));
    if (other === undefined || unknown === undefined) throw new Error('no addresses');
    await expect(post(other, 'a')).resolves.toMatchObject({ status: 403, code: 'AccessDenied' });
    await expect(post(unknown, 'a')).resolves.toMatchObject({ status: 404, code: 'NoSuchBucket' });
    const outside = files.uploadForm({ ...csv, key: 'out/a' }, at);
    await expect(post(outside, 'a')).resolves.toMatchObject({ status: 403, code: 'AccessDenied' });
    await expect(post(as('Blind').uploadForm(csv, at), 'a')).resolves.toMatchObject({ status: 403 });
    await expect(post(as('Role', 'guessed').uploadForm(csv, at), 'a')).resolves.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  test('must be a form', async () => {
    const init = { method: 'POST', body: 'a', headers: { 'content-type': 'text/plain' } };
    await expect(get(`${url}/shop-files`, init)).resolves.toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
    const long = new FormData();
    long.append('key', 'x'.repeat(50_000));
    await expect(get(`${url}/shop-files`, { method: 'POST', body: long })).resolves.toMatchObject({
      code: 'MaxPostPreDataLengthExceededError',
    });
  });
});

describe('a signed address', () => {
  beforeAll(() => files.write('in/report', '0123456789', 'text/csv'));

  test('gives its file as a download under a safe name', async () => {
    const given = await get(files.downloadAddress('in/report', 'Ü "1"/2.csv', at));
    expect(given).toMatchObject({ status: 200, body: '0123456789' });
    expect(given.headers.get('content-disposition')).toBe(
      `attachment; filename="_ _1_2.csv"; filename*=UTF-8''%C3%9C%20_1_2.csv`,
    );
    expect(given.headers.get('content-type')).toBe('text/csv');
  });

  test('gives a part of it, and nothing behind its end', async () => {
    const address = files.downloadAddress('in/report', 'r.csv', at);
    const part = (range: string) => get(address, { headers: { range } });
    await expect(part('bytes=2-4')).resolves.toMatchObject({ status: 206, body: '234' });
    await expect(part('bytes=-3')).resolves.toMatchObject({ status: 206, body: '789' });
    await expect(part('bytes=8-99')).resolves.toMatchObject({ status: 206, body: '89' });
    await expect(part('bytes=10-')).resolves.toMatchObject({ status: 416, code: 'InvalidRange' });
    await expect(files.read('in/report', { from: 1, to: 2 })).resolves.toEqual(Buffer.from('12'));
  });

  test('is good for five minutes, its own file and reading only', async () => {
    const address = files.downloadAddress('in/report', 'r.csv', at);
    clock.moveTo(new Date(at + 5 * MINUTE + 1).toISOString());
    await expect(get(address)).resolves.toMatchObject({ status: 403, code: 'AccessDenied' });
    clock.moveTo(START);
    const spoiled = [
      address.replace('in/report', 'in/late'),
      address.replace('Expires=300', 'Expires=3000'),
      address.replace('r.csv', 'r.exe'),
    ];
    for (const each of spoiled) {
      await expect(get(each)).resolves.toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    }
    await expect(get(address, { method: 'DELETE' })).resolves.toMatchObject({ status: 403 });
    await expect(get(`${url}/shop-files/in/report`)).resolves.toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  test('tells of a missing file only who may list the bucket', async () => {
    await expect(get(files.downloadAddress('in/none', 'a', at))).resolves.toMatchObject({
      status: 404,
      code: 'NoSuchKey',
    });
    await expect(get(as('Blind').downloadAddress('in/none', 'a', at))).resolves.toMatchObject({ code: 'AccessDenied' });
  });
});

test('a page from elsewhere may do what the rules of the bucket say', async () => {
  const ask = (origin: string, method: string, headers: string) =>
    get(`${url}/shop-files`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
    });
  const allowed = await ask('https://shop.example', 'POST', 'x-one, x-two');
  expect(allowed.status).toBe(200);
  expect(allowed.headers.get('access-control-allow-headers')).toBe('x-one, x-two');
  expect(allowed.headers.get('access-control-max-age')).toBe('5');
  await expect(ask('https://shop.test', 'POST', 'x-one')).resolves.toMatchObject({ status: 403 });
  await expect(ask('https://shop.example', 'PUT', 'x-one')).resolves.toMatchObject({ status: 403 });
  await expect(ask('https://shop.example', 'POST', 'cookie')).resolves.toMatchObject({ code: 'AccessForbidden' });
});

describe('files of a function', () => {
  test('are copied with their type, replaced and removed', async () => {
    await files.write('in/tmp/a+b', 'one', 'application/pdf');
    await expect(files.copy('in/tmp/a+b', 'in/kept')).resolves.toBe(true);
    await expect(files.copy('in/tmp/none', 'in/kept')).resolves.toBe(false);
    await files.write('in/tmp/a+b', 'two', 'text/plain');
    await files.remove('in/tmp/a+b');
    await files.remove('in/tmp/a+b');
    await expect(files.read('in/tmp/a+b')).resolves.toBeUndefined();
    await expect(files.head('in/kept')).resolves.toEqual({ size: 3, contentType: 'application/pdf' });
  });

  test('are within the rights of its role', async () => {
    await expect(files.write('out/a', 'a', 'text/plain')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(files.copy('in/report', 'out/a')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(files.copy('out/a', 'in/a')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(files.remove('in/report')).rejects.toMatchObject({ code: 'AccessDenied' });
    await expect(as('Role', undefined, 'elsewhere').write('in/a', 'a', 'text/plain')).rejects.toMatchObject({
      code: 'NoSuchBucket',
    });
  });

  test('end when the rules of the bucket say so, at midnight', async () => {
    await files.write('in/tmp/short', 'a', 'text/plain');
    await files.write('in/long', 'a', 'text/plain');
    clock.moveTo('2011-01-02T23:59:59.000Z');
    await expect(files.head('in/tmp/short')).resolves.toBeDefined();
    clock.moveTo('2011-01-03T00:00:00.000Z');
    await expect(files.head('in/tmp/short')).resolves.toBeUndefined();
    await expect(files.head('in/long')).resolves.toBeDefined();
  });

  test('are joined from parts, of which the last may be small', async () => {
    const file = await files.startParts('in/large', 'text/csv');
    const large = Buffer.alloc(5 * MEGABYTE, 'a');
    await files.writePart(file, 1, Buffer.from('first try'));
    const tags = [await files.writePart(file, 1, large), await files.writePart(file, 9, Buffer.from('end'))];
    await expect(files.head('in/large')).resolves.toBeUndefined();
    await files.finishParts(file, tags);
    await expect(files.head('in/large')).resolves.toEqual({ size: large.length + 3, contentType: 'text/csv' });
    await expect(files.read('in/large', { from: large.length - 1, to: large.length + 2 })).resolves.toEqual(
      Buffer.from('aend'),
    );
    await expect(files.finishParts(file, tags)).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });

  test('are not joined from parts that are small, missing, changed or abandoned', async () => {
    const file = await files.startParts('in/refused', 'text/csv');
    const tags = [await files.writePart(file, 1, Buffer.from('a')), await files.writePart(file, 2, Buffer.from('b'))];
    await expect(files.finishParts(file, tags)).rejects.toMatchObject({ code: 'EntityTooSmall' });
    await expect(files.finishParts(file, [...tags, { number: 7, tag: '"0"' }])).rejects.toMatchObject({
      code: 'InvalidPart',
    });
    await expect(files.finishParts({ ...file, key: 'in/other' }, tags)).rejects.toMatchObject({ code: 'NoSuchUpload' });
    await files.abandonParts(file);
    await expect(files.writePart(file, 1, Buffer.from('a'))).rejects.toMatchObject({ code: 'NoSuchUpload' });
    await files.abandonParts(file);
  });
});
