import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordOfSentence } from '../../../functions/shared/sentences.ts';

const TOP = join(import.meta.dirname, '..', '..', '..');
const CONTRACTS = join(TOP, 'functions', 'shared', 'contracts');
const files = [
  ...readdirSync(CONTRACTS).map((file) => join(CONTRACTS, file)),
  ...['deals', 'forms', 'links'].map((name) => join(TOP, 'domain', `${name}.ts`)),
];
const sentences = [
  ...new Set(
    files.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=')Must (?:be|have|not|name) [^'\n]*\.(?=')/g) ?? []),
  ),
];

test('there are sentences of schemas', () => {
  expect(sentences.length).toBeGreaterThan(15);
});

test.each(sentences)('the sentence %s of a schema has a word by which it is told in other languages', (sentence) => {
  expect(wordOfSentence(sentence).reason).not.toBe('not_valid');
});

test('bounds in sentences are kept', () => {
  expect(wordOfSentence('Must have at most 20 entries.')).toEqual({ reason: 'most_entries', value: 20 });
  expect(wordOfSentence('Must be at most 2000 characters.')).toEqual({ reason: 'most_characters', value: 2000 });
  expect(wordOfSentence('Something that nobody knows.')).toEqual({ reason: 'not_valid' });
});
