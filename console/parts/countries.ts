import { locale } from '../app/language.ts';
import type { Option } from './filters.tsx';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** What has a code and a name and is no country. */
const NONE: readonly string[] = ['EU', 'EZ', 'UN', 'ZZ', 'XA', 'XB', 'QO'];

/** What a country is called in the reader's language; its code where there is no name. */
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(locale(), { type: 'region' }).of(code) ?? code) : code;

/** All countries by name, in the reader's language. */
export const countryOptions = (): readonly Option[] => {
  const names = new Intl.DisplayNames(locale(), { type: 'region', fallback: 'none' });
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .flatMap((value) => {
      const title = NONE.includes(value) ? undefined : names.of(value);
      return title === undefined ? [] : [{ value, title }];
    })
    .toSorted((one, other) => one.title.localeCompare(other.title, locale()));
};
