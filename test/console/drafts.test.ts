import { holdUnsaved, keepUnsaved, takeKept } from '../../console/session/drafts.ts';

const MINUTE = 60_000;
const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  };
  Object.assign(globalThis, { sessionStorage: storage, location: { pathname: '/console/segments/new' } });
});

const hold = (values: unknown) => holdUnsaved('segment', () => ({ owner: 'anna acme', values }));

test('what was typed is there once after the login, for the same person on the same page', () => {
  const done = hold({ name: 'European VIPs' });
  expect(stored.size).toBe(0);
  keepUnsaved(0);
  done();
  expect(takeKept('segment', 'anna acme', 5 * MINUTE)).toEqual({ name: 'European VIPs' });
  expect(stored.size).toBe(0);
  expect(takeKept('segment', 'anna acme', 5 * MINUTE)).toBeUndefined();
});

test('nobody else gets it, no other page, and nobody after half an hour; what was not for them is thrown away', () => {
  const done = hold({ name: 'x' });
  keepUnsaved(0);
  expect(takeKept('segment', 'ben acme', 0)).toBeUndefined();
  expect(stored.size).toBe(0);
  keepUnsaved(0);
  expect(takeKept('segment', 'anna acme', 31 * MINUTE)).toBeUndefined();
  keepUnsaved(0);
  Object.assign(globalThis, { location: { pathname: '/console/segments/seg_1' } });
  expect(takeKept('segment', 'anna acme', 0)).toBeUndefined();
  done();
});

test('what is saved is not kept', () => {
  hold({ name: 'x' })();
  keepUnsaved(0);
  expect(stored.size).toBe(0);
});

test('a browser without room loses what was typed and nothing else', () => {
  const done = hold({ name: 'x' });
  Object.assign(globalThis.sessionStorage, {
    setItem: () => {
      throw new Error('The quota is used up.');
    },
  });
  expect(() => keepUnsaved(0)).not.toThrow();
  done();
});
