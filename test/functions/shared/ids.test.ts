import { keyInstant } from '../../../domain/ids.ts';
import { openIds } from '../../../functions/shared/ids.ts';

test('Keys made in the same millisecond sort in the order of their making', () => {
  const ids = openIds();
  const keys = Array.from({ length: 2_000 }, () => ids.key('txn', 1_768_478_400_000));
  expect(keys.toSorted()).toEqual(keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('A carry runs through all bytes, and an overflow starts with new chance', () => {
  const draws = [new Uint8Array(10).fill(255), new Uint8Array(10).fill(7)];
  const ids = openIds(() => draws.shift() ?? new Uint8Array(10));
  expect(ids.key('txn', 5)).toMatch(/z{16}$/);
  expect(ids.key('txn', 5)).toBe(openIds(() => new Uint8Array(10).fill(7)).key('txn', 5));
  const carrying = openIds(() => new Uint8Array([0, 0, 0, 0, 0, 0, 0, 0, 0, 255]));
  carrying.key('txn', 5);
  expect(carrying.key('txn', 5)).toMatch(/0{14}80$/);
});

test('A key keeps the instant of its making', () => {
  const ids = openIds();
  expect(keyInstant(ids.key('part', 1_768_478_400_123))).toBe(1_768_478_400_123);
});

test('Secrets are URL-safe texts of the chance asked for', () => {
  expect(openIds().secret(32)).toMatch(/^[\w-]{43}$/);
});

test('Chance is from 0 up to 1', () => {
  expect(openIds(() => new Uint8Array(4)).chance()).toBe(0);
  expect(openIds(() => new Uint8Array(4).fill(255)).chance()).toBeLessThan(1);
});
