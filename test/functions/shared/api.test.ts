import * as z from 'zod/mini';
import { Failure, notFound } from '../../../domain/errors.ts';
import { type Context, openRoute, route, serve } from '../../../functions/shared/api.ts';
import { openOperation, operation } from '../../../functions/shared/contract.ts';
import { listQuery, metadata } from '../../../functions/shared/contracts/fields.ts';
import type { HttpAnswer } from '../../../functions/shared/http.ts';
import { ConditionFailed, type Store, WriteConflict } from '../../../table/store.ts';
import { openTestEdge } from './fakes/edge.ts';
import { bodyOf, type EventOptions, httpEvent } from './fakes/http-event.ts';
import { openRealTable } from './fakes/real-table.ts';

const PROGRAM = 'prog_1';

const createThing = operation({
  id: 'createThing',
  method: 'POST',
  path: '/v2/things',
  tag: 'things',
  scope: 'programs:write',
  summary: 'Create a thing',
  message: 'Thing created.',
  status: 201,
  body: z.strictObject({ name: z.string(), count: z.optional(z.int()), metadata: z.optional(metadata) }),
  data: z.strictObject({ key: z.string(), name: z.string() }),
});

const getThing = operation({
  id: 'getThing',
  method: 'GET',
  path: '/v2/things/{thing}',
  tag: 'things',
  scope: 'programs:read',
  summary: 'Get a thing',
  message: 'Thing retrieved.',
  params: z.strictObject({ thing: z.string().check(z.maxLength(10)) }),
  query: listQuery,
  data: z.strictObject({ thing: z.string(), limit: z.int() }),
});

const hook = openOperation({
  id: 'hook',
  method: 'POST',
  path: '/v2/hooks',
  tag: 'hooks',
  summary: 'Takes anything',
  answers: 'application/json',
});

type Create = (context: Context, input: { body: { name: string } }) => Promise<{ key: string; name: string }>;

const made: Create = async (context, { body }) => ({ key: `thing of ${context.program}`, name: body.name });

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

const open = async (create: Create = made, scopes: 'all' | string[] = 'all') => {
  const test = openTestEdge(table.store);
  const { secret } = await test.addKey(PROGRAM, scopes);
  const handler = serve(test.edge, [
    route(createThing, create),
    route(getThing, async (_context, { params, query }) => ({ thing: params.thing, limit: query.limit })),
    openRoute(hook, async (_context, request) => ({
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ got: request.body }),
    })),
  ]);
  const send = (options: EventOptions): Promise<HttpAnswer> => handler(httpEvent({ key: secret, ...options }));
  const post = (body: unknown, more: Partial<EventOptions> = {}): Promise<HttpAnswer> =>
    send({ method: 'POST', path: '/v2/things', body, ...more });
  return { ...test, send, post, secret };
};

test('A success comes in the envelope, with the headers of every answer', async () => {
  const { post } = await open();
  const answer = await post({ name: 'One' });
  expect(answer.statusCode).toBe(201);
  expect(bodyOf(answer)).toEqual({
    status: 201,
    message: 'Thing created.',
    data: { key: 'thing of prog_1', name: 'One' },
  });
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': 'request-1',
    'x-ratelimit-limit': '60000',
    'x-ratelimit-remaining': '59999',
  });
});

test('The parts of path and query reach the use case read', async () => {
  const { send } = await open();
  expect(bodyOf(await send({ path: '/v2/things/abc', query: 'limit=250' })).data).toEqual({ thing: 'abc', limit: 250 });
  expect(bodyOf(await send({ path: '/v2/things/abc' })).data).toEqual({ thing: 'abc', limit: 10 });
});

test('A refusal has its code, field, reason, request and where to read about it', async () => {
  const { post } = await open(async () => {
    throw notFound('group', 'group_key');
  });
  const answer = await post({ name: 'One' });
  expect(answer.statusCode).toBe(404);
  expect(bodyOf(answer)).toEqual({
    status: 404,
    message: 'There is no such group.',
    error: {
      code: 'not_found',
      message: 'There is no such group.',
      param: 'group_key',
      doc_url: '/v2/docs#error-not_found',
      request_id: 'request-1',
    },
  });
});

test.each([
  ['GET', '/v2/nothing'],
  ['PUT', '/v2/things'],
  ['GET', '/'],
])('There is nothing at %s %s, and that needs no key', async (method, path) => {
  const { send } = await open();
  const answer = await send({ method, path, key: null });
  expect([answer.statusCode, bodyOf(answer).error.code]).toEqual([404, 'not_found']);
});

test('Without a valid key nothing is looked at', async () => {
  const { post } = await open();
  for (const key of [null, 'sk_test_guess', `sk_live_${'x'.repeat(43)}`]) {
    const answer = await post('not even an object', { key });
    expect([answer.statusCode, bodyOf(answer).error.code]).toEqual([401, 'unauthorized']);
    expect(answer.headers['www-authenticate']).toContain('Basic');
  }
});

test('A key needs exactly the scope that the operation names', async () => {
  const { post, send } = await open(made, ['programs:read']);
  expect((await send({ path: '/v2/things/a' })).statusCode).toBe(200);
  const refused = await post({ name: 'One' });
  expect([refused.statusCode, bodyOf(refused).error.code]).toEqual([403, 'forbidden']);
});

test.each([
  ['malformed JSON', { text: '{"name":' }, 400, 'bad_request'],
  ['another content type', { text: 'name=1', headers: { 'content-type': 'text/plain' } }, 400, 'bad_request'],
  ['a body of 10,000 levels', { text: `{"name":${'['.repeat(10_000)}` }, 400, 'bad_request'],
  ['a body over 256 kB', { body: { name: 'x'.repeat(256 * 1024) } }, 413, 'too_large'],
  ['a base64 body over 256 kB', { body: { name: 'x'.repeat(256 * 1024) }, isBase64Encoded: true }, 413, 'too_large'],
])('%s is refused', async (_case, options, status, code) => {
  const { send } = await open();
  const answer = await send({ method: 'POST', path: '/v2/things', ...options });
  expect([answer.statusCode, bodyOf(answer).error.code]).toEqual([status, code]);
});

test('A body of just 256 kB is read, counted in bytes and not in letters', async () => {
  const { post } = await open();
  const overhead = Buffer.byteLength(JSON.stringify({ name: '' }));
  expect((await post({ name: 'x'.repeat(256 * 1024 - overhead) })).statusCode).toBe(201);
  expect((await post({ name: 'é'.repeat((256 * 1024) / 2) })).statusCode).toBe(413);
});

test('A base64 body is read like a text', async () => {
  const { post } = await open();
  expect(bodyOf(await post({ name: 'Zoë' }, { isBase64Encoded: true })).data.name).toBe('Zoë');
});

test('Wrong fields of body, path and query are named, each once', async () => {
  const { post, send } = await open();
  const answer = await post({ name: 5, extra: 1, metadata: { constructor: 'x' } });
  expect(answer.statusCode).toBe(422);
  expect(bodyOf(answer).error).toMatchObject({ code: 'unprocessable', reason: 'invalid_fields', param: 'name' });
  expect(bodyOf(answer).error.fields.map((field: { param: string }) => field.param)).toEqual([
    'name',
    'metadata.constructor',
    'extra',
  ]);
  const query = await send({ path: '/v2/things/much-too-long', query: 'limit=0&order=1' });
  expect(bodyOf(query).error.fields).toEqual([
    { param: 'thing', message: 'Must be at most 10 characters.', reason: 'most_characters', value: 10 },
    { param: 'limit', message: 'Must be at least 1.', reason: 'least', value: 1 },
    { param: 'order', message: 'There is no such field.', reason: 'unknown_field' },
  ]);
});

test.each([
  ['limit=1&limit=2', 'limit'],
  ['limit=1e2', 'limit'],
  ['limit=251', 'limit'],
  ['limit=-1', 'limit'],
  ['__proto__=1', '__proto__'],
])('The query %s is refused', async (query, param) => {
  const { send } = await open();
  const answer = await send({ path: '/v2/things/a', query });
  expect([answer.statusCode, bodyOf(answer).error.param]).toEqual([422, param]);
});

test('An operation without a body refuses fields that it would ignore', async () => {
  const { send } = await open();
  expect((await send({ path: '/v2/things/a', text: 'anything' })).statusCode).toBe(200);
});

test('A defect shows no detail, and its log line no personal data and no keys', async () => {
  const { post, log, secret } = await open(async () => {
    throw new Error(`Cannot write ada@partner.example with ${secret}`);
  });
  const answer = await post({ name: 'One' });
  expect(answer.statusCode).toBe(500);
  expect(bodyOf(answer).error).toMatchObject({ code: 'internal', message: 'Something went wrong on our side.' });
  expect(answer.body).not.toContain('ada');
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]).toContain('request-1');
  expect(log.lines[0]).toContain('createThing');
  expect(log.lines[0]).not.toContain('ada@');
  expect(log.lines[0]).not.toContain(secret);
});

test.each([[new ConditionFailed('standing_changed')], [new WriteConflict()]])(
  'A write that others got in the way of is busy, with when to try again',
  async (error) => {
    const { post } = await open(async () => {
      throw error;
    });
    const answer = await post({ name: 'One' });
    expect([answer.statusCode, bodyOf(answer).error.code]).toEqual([503, 'busy']);
    expect(answer.headers['retry-after']).toBe('1');
  },
);

test('An answer that the contract does not know never leaves', async () => {
  const { post, log } = await open(async () => ({ key: 'k', name: 'n', password: 'p' }));
  const answer = await post({ name: 'One' });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('password');
  expect(log.lines[0]).toContain('BrokenContract');
});

test('An open operation is given the body as it came and needs no key', async () => {
  const { send } = await open();
  const answer = await send({ method: 'POST', path: '/v2/hooks', text: '{"raw": 1 }', key: null });
  expect(bodyOf(answer)).toEqual({ got: '{"raw": 1 }' });
});

test('A caller that is over its limit is told when to come back', async () => {
  const test = openTestEdge(table.store);
  const { secret } = await test.addKey(PROGRAM, 'all', { requests_per_minute: 2 });
  const handler = serve(test.edge, [route(createThing, made)]);
  const post = () => handler(httpEvent({ method: 'POST', path: '/v2/things', body: { name: 'One' }, key: secret }));
  expect((await post()).headers['x-ratelimit-remaining']).toBe('1');
  expect((await post()).headers['x-ratelimit-remaining']).toBe('0');
  const refused = await post();
  expect([refused.statusCode, bodyOf(refused).error.code]).toEqual([429, 'rate_limited']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  test.clock.passReal(60_000);
  expect((await post()).statusCode).toBe(201);
});

describe('With an Idempotency-Key', () => {
  const counted = async (failing: readonly Error[] = []) => {
    const errors = [...failing];
    let runs = 0;
    const opened = await open(async (_context, { body }) => {
      runs++;
      const error = errors.shift();
      if (error !== undefined) throw error;
      return { key: `run ${runs}`, name: body.name };
    });
    const once = (key: string, body: unknown = { name: 'One' }) =>
      opened.post(body, { headers: { 'Idempotency-Key': key } });
    return { ...opened, once, runs: () => runs };
  };

  test('a repeated request happens once and gets the same answer', async () => {
    const { once, runs } = await counted();
    const first = await once('a');
    const second = await once('a');
    expect(second.body).toBe(first.body);
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(runs()).toBe(1);
  });

  test('another body under the same key is a conflict', async () => {
    const { once, runs } = await counted();
    await once('a');
    const other = await once('a', { name: 'Two' });
    expect([other.statusCode, bodyOf(other).error.reason]).toEqual([409, 'idempotency_key_reused']);
    expect(runs()).toBe(1);
  });

  test('a refusal that is final is repeated, too', async () => {
    const { once, runs } = await counted([notFound('group', 'group')]);
    expect((await once('a')).statusCode).toBe(404);
    expect((await once('a')).statusCode).toBe(404);
    expect(runs()).toBe(1);
  });

  test.each([
    ['a defect', new Error('no'), 500],
    ['a collision', new WriteConflict(), 503],
    ['a limit', new Failure('rate_limited', 'Slowly.', { retryAfterSeconds: 1 }), 429],
  ])('%s frees the key', async (_case, error, status) => {
    const { once, runs } = await counted([error]);
    expect((await once('a')).statusCode).toBe(status);
    expect((await once('a')).statusCode).toBe(201);
    expect(runs()).toBe(2);
  });

  test('wrong fields do not use the key up', async () => {
    const { once } = await counted();
    expect((await once('a', { name: 5 })).statusCode).toBe(422);
    expect((await once('a', { name: 'right' })).statusCode).toBe(201);
  });

  test.each([[''], ['x'.repeat(256)], ['with space'], ['é']])('the key %j is refused', async (key) => {
    const { once, runs } = await counted();
    const answer = await once(key);
    expect([answer.statusCode, bodyOf(answer).error.param]).toEqual([400, 'Idempotency-Key']);
    expect(runs()).toBe(0);
  });
});
