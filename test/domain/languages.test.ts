import fc from 'fast-check';
import { chosenLanguage, LANGUAGES, languageOf } from '../../domain/languages.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-CH,de;q=0.9', 'de'],
  ['fr,de;q=0.8,en;q=0.7', 'de'],
  ['en-GB,de;q=0.9', 'en'],
  ['de;q=0.1,en;q=0.9', 'en'],
  ['de;q=0,fr', 'en'],
  ['*', 'en'],
  ['ja,zh', 'en'],
])('Whoever asks for %j reads %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('A language that is named goes before the header', () => {
  expect(chosenLanguage('de', 'en')).toBe('de');
  expect(chosenLanguage(null, 'de')).toBe('de');
  expect(chosenLanguage('xx', 'de')).toBe('en');
});

test('Whatever the header is, the answer is a language of ours', () => {
  fc.assert(fc.property(fc.string(), (header) => LANGUAGES.includes(languageOf(header))));
});
