import fc from 'fast-check';
import { KEY_PREFIXES, keyFloor, keyInstant, newKey } from '../../domain/ids.ts';

const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const chance = fc.uint8Array({ minLength: 10, maxLength: 10 });
const prefixes = fc.constantFrom(...Object.values(KEY_PREFIXES));

test('A key has its prefix, 26 letters, and the instant of its making', () => {
  fc.assert(
    fc.property(prefixes, instants, chance, (prefix, at, random) => {
      const key = newKey(prefix, at, random);
      expect(key).toMatch(/^[a-z]+_[0-9abcdefghjkmnpqrstvwxyz]{26}$/);
      expect(keyInstant(key)).toBe(at);
    }),
  );
});

test('Keys sort by their instants, then by their chance', () => {
  fc.assert(
    fc.property(instants, chance, instants, chance, (at1, random1, at2, random2) => {
      const order = Math.sign(at1 - at2) || Math.sign(Buffer.compare(Buffer.from(random1), Buffer.from(random2)));
      const [key1, key2] = [newKey('txn', at1, random1), newKey('txn', at2, random2)];
      expect(key1 === key2 ? 0 : key1 < key2 ? -1 : 1).toBe(order);
    }),
  );
});

test('The floor of an instant divides keys made before it from keys made at it or later', () => {
  fc.assert(
    fc.property(instants, chance, instants, (at, random, bound) => {
      expect(newKey('txn', at, random) >= keyFloor('txn', bound)).toBe(at >= bound);
    }),
  );
});

test.each([['txn_123'], [''], ['nothing'], ['txn_8zzzzzzzzz0000000000000000'], ['txn_0000000000000000000000000u']])(
  '%j is not a key of ours',
  (text) => {
    expect(keyInstant(text)).toBeUndefined();
  },
);

test.each([[-1], [1.5], [2 ** 48], [Number.NaN]])('%p is not an instant', (at) => {
  expect(() => newKey('txn', at, new Uint8Array(10))).toThrow(RangeError);
});

test('A key with too little chance is a defect', () => {
  expect(() => newKey('txn', 0, new Uint8Array(9))).toThrow(RangeError);
});

test('No two kinds share a prefix', () => {
  const all = Object.values(KEY_PREFIXES);
  expect(new Set(all).size).toBe(all.length);
});
