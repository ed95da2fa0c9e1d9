import { leasedLimiter } from '../../../functions/shared/leased-limits.ts';
import type { Counted } from '../../../functions/shared/limits.ts';
import type { Store } from '../../../table/store.ts';
import { MovableClock } from './fakes/clock.ts';
import { KeptLog } from './fakes/edge.ts';
import { openRealTable } from './fakes/real-table.ts';

let table: { readonly store: Store; readonly close: () => Promise<void> };
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

let callers = 0;
const newCaller = (requestsPerMinute?: number): Counted => ({
  identity: `key-${callers++}`,
  requestsPerMinute,
});

const environment = (clock: MovableClock, store: Store = table.store) => {
  const write = jest.fn(store.write);
  const log = new KeptLog();
  return { limiter: leasedLimiter({ ...store, write }, clock, log), write, log };
};

test('150 requests a second for a minute cost a handful of writes and are never refused', async () => {
  const { limiter, write } = environment(new MovableClock());
  const caller = newCaller();
  for (let request = 0; request < 150 * 60; request++) await limiter(caller);
  expect(write.mock.calls.length).toBeLessThanOrEqual(10);
});

test('All environments together let a key have its limit and not one request more', async () => {
  const clock = new MovableClock();
  const caller = newCaller(1_234);
  const environments = [environment(clock), environment(clock), environment(clock)];
  let passed = 0;
  let refused = 0;
  for (let request = 0; request < 2_000; request++) {
    const limiter = environments[request % environments.length]?.limiter;
    await limiter?.(caller).then(
      () => passed++,
      () => refused++,
    );
  }
  expect([passed, refused]).toEqual([1_234, 766]);
});

test('What is left and when it starts again is told, and a refusal says in how many seconds', async () => {
  const clock = new MovableClock('2026-01-15T12:00:45Z');
  const { limiter } = environment(clock);
  const caller = newCaller(1);
  expect(await limiter(caller)).toEqual({ limit: 1, remaining: 0, reset: 15 });
  await expect(limiter(caller)).rejects.toMatchObject({ code: 'rate_limited', details: { retryAfterSeconds: 15 } });
  clock.passReal(15_000);
  expect(await limiter(caller)).toEqual({ limit: 1, remaining: 0, reset: 60 });
});

test('A refused key asks the table no more until the minute is over', async () => {
  const { limiter, write } = environment(new MovableClock());
  const caller = newCaller(1);
  await limiter(caller);
  await expect(limiter(caller)).rejects.toMatchObject({ code: 'rate_limited' });
  const writes = write.mock.calls.length;
  for (let request = 0; request < 10; request++) await expect(limiter(caller)).rejects.toThrow();
  expect(write.mock.calls.length).toBe(writes);
});

test('One key does not use up the requests of another', async () => {
  const { limiter } = environment(new MovableClock());
  const first = newCaller(1);
  await limiter(first);
  await expect(limiter(first)).rejects.toThrow();
  expect(await limiter(newCaller(1))).toMatchObject({ remaining: 0 });
});

test('When the counter cannot be reached requests pass, and it is logged', async () => {
  const failing = async (): Promise<void> => {
    throw new Error('The table is away.');
  };
  const { limiter, log } = environment(new MovableClock(), { ...table.store, write: failing });
  expect(await limiter(newCaller(5))).toMatchObject({ limit: 5, remaining: 5 });
  expect(log.lines).toHaveLength(1);
});
