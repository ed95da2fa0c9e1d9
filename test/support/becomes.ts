import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

const PATIENCE_MS = 15_000;

/** Resolves when what is read again and again is as it should be; fails with what it was last. */
export const becomes = async (read: () => Promise<unknown>, expected: unknown): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end && !isDeepStrictEqual(await read(), expected)) await sleep(50);
  expect(await read()).toEqual(expected);
};
