import { createHash } from 'node:crypto';

/** A number from 0 to 1, without 1, that belongs to these words for ever: the same demo comes out everywhere. */
export const chanceOf = (...words: readonly (string | number)[]): number => {
  const hash = createHash('sha256').update(words.join('\n'), 'utf8').digest();
  return hash.readUIntBE(0, 6) / 2 ** 48;
};

/** One of a list, by the words. @throws Error when the list is empty. */
export const oneOf = <T>(list: readonly T[], ...words: readonly (string | number)[]): T => {
  const one = list[Math.floor(chanceOf(...words) * list.length)];
  if (one === undefined) throw new Error('There is nothing to choose from.');
  return one;
};
