import { randomBytes } from 'node:crypto';
import { KEY_RANDOM_BYTES, type KeyPrefix, newKey } from '../../domain/ids.ts';

/** Where keys and secrets come from. */
export interface Ids {
  /** A new key. Keys that one process makes in the same millisecond sort in the order of their making. */
  key(prefix: KeyPrefix, at: number): string;
  /** A secret of that many random bytes as URL-safe text. */
  secret(bytes: number): string;
  /** A number from 0 up to 1, for random waits. */
  chance(): number;
}

/** Adds 1 to a big-endian number; false when it has overflowed. */
const increment = (bytes: Uint8Array): boolean => {
  for (let index = bytes.length - 1; index >= 0; index--) {
    const next = ((bytes[index] ?? 0) + 1) & 255;
    bytes[index] = next;
    if (next !== 0) return true;
  }
  return false;
};

/** Keys from a source of random bytes. The default is the only randomness of the functions. */
export const openIds = (random: (bytes: number) => Uint8Array = randomBytes): Ids => {
  let lastInstant = -1;
  let last = new Uint8Array(KEY_RANDOM_BYTES);
  return {
    key(prefix, at) {
      // A carry out of 80 bits loses the order of two keys, not their uniqueness.
      if (at !== lastInstant || !increment(last)) last = new Uint8Array(random(KEY_RANDOM_BYTES));
      lastInstant = at;
      return newKey(prefix, at, last);
    },
    secret: (bytes) => Buffer.from(random(bytes)).toString('base64url'),
    chance: () => Buffer.from(random(4)).readUInt32BE() / 2 ** 32,
  };
};
