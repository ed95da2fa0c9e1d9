import { type Attempt, storedIdempotency } from '../../../functions/shared/idempotency.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import type { Store } from '../../../table/store.ts';
import { MovableClock } from './fakes/clock.ts';
import { openRealTable } from './fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

let keys = 0;
const attemptOf = (changes: Partial<Attempt> = {}): Attempt => ({
  identity: 'key-1',
  key: `attempt-${keys++}`,
  method: 'POST',
  path: '/v2/things?',
  body: '{"name":"One"}',
  ...changes,
});

const DAY = 24 * 60 * 60 * 1_000;
const done = async () => ({ status: 201, body: '{"done":1}' });

const setUp = () => {
  const clock = new MovableClock();
  return { clock, idempotency: storedIdempotency(table.store, clock, openIds()) };
};

/** A promise that the test fulfils. */
const gate = () => Promise.withResolvers<void>();

test('The second of two requests at the same time is told that the first is running', async () => {
  const { idempotency } = setUp();
  const attempt = attemptOf();
  const held = gate();
  const started = gate();
  const first = idempotency(attempt, async () => {
    started.resolve();
    await held.promise;
    return done();
  });
  await started.promise;
  await expect(idempotency(attempt, done)).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'idempotency_key_running', retryAfterSeconds: 1 },
  });
  held.resolve();
  expect(await first).toMatchObject({ replayed: false });
  expect(await idempotency(attempt, done)).toMatchObject({ replayed: true, body: '{"done":1}' });
});

test('Of many requests at the same time exactly one runs', async () => {
  const { idempotency } = setUp();
  const attempt = attemptOf();
  let runs = 0;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      idempotency(attempt, async () => {
        runs++;
        return done();
      }),
    ),
  );
  expect(runs).toBe(1);
  expect(outcomes.some((outcome) => outcome.status === 'fulfilled' && !outcome.value.replayed)).toBe(true);
});

test('A key whose request died is free after 35 seconds of real time, for the same request only', async () => {
  const { idempotency, clock } = setUp();
  const attempt = attemptOf();
  const started = gate();
  // The process is killed: nothing after this point ever happens.
  void idempotency(attempt, () => {
    started.resolve();
    return new Promise(() => undefined);
  });
  await started.promise;
  clock.passReal(34_999);
  await expect(idempotency(attempt, done)).rejects.toMatchObject({ code: 'conflict' });
  clock.passReal(1);
  await expect(idempotency({ ...attempt, body: '{}' }, done)).rejects.toMatchObject({
    details: { reason: 'idempotency_key_reused' },
  });
  expect(await idempotency(attempt, done)).toMatchObject({ replayed: false });
});

test('What a request that was given up answers late does not replace the answer of its repetition', async () => {
  const { idempotency, clock } = setUp();
  const attempt = attemptOf();
  const held = gate();
  const started = gate();
  const late = idempotency(attempt, async () => {
    started.resolve();
    await held.promise;
    return { status: 201, body: 'late' };
  });
  await started.promise;
  clock.passReal(35_000);
  await idempotency(attempt, done);
  held.resolve();
  await late;
  expect(await idempotency(attempt, done)).toMatchObject({ replayed: true, body: '{"done":1}' });
});

test('Answers are kept for 24 hours of business time', async () => {
  const { idempotency, clock } = setUp();
  const attempt = attemptOf();
  await idempotency(attempt, done);
  clock.pass(DAY - 1_000);
  expect(await idempotency(attempt, done)).toMatchObject({ replayed: true });
  clock.pass(1_000);
  expect(await idempotency({ ...attempt, body: 'another' }, done)).toMatchObject({ replayed: false });
});

test('The same key of another API key is another key', async () => {
  const { idempotency } = setUp();
  const attempt = attemptOf();
  await idempotency(attempt, done);
  expect(await idempotency({ ...attempt, identity: 'key-2' }, done)).toMatchObject({ replayed: false });
});

test.each([
  ['method', 'PUT'],
  ['path', '/v2/others?'],
  ['body', '{}'],
])('A request with another %s is another request', async (part, value) => {
  const { idempotency } = setUp();
  const attempt = attemptOf();
  await idempotency(attempt, done);
  await expect(idempotency({ ...attempt, [part]: value }, done)).rejects.toMatchObject({
    code: 'conflict',
    details: { param: 'Idempotency-Key', reason: 'idempotency_key_reused' },
  });
});

test('A large answer is kept deflated; one that does not fit into an item frees the key', async () => {
  const { idempotency } = setUp();
  const attempt = attemptOf();
  const large = JSON.stringify(Array.from({ length: 20_000 }, (_, line) => ({ line, product_key: 'the same' })));
  await idempotency(attempt, async () => ({ status: 200, body: large }));
  expect(await idempotency(attempt, done)).toMatchObject({ replayed: true, body: large });
  const other = attemptOf();
  const noise = openIds().secret(1_000_000);
  await idempotency(other, async () => ({ status: 200, body: noise }));
  expect(await idempotency(other, done)).toMatchObject({ replayed: false });
});
