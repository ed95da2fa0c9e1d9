import { locale } from '../app/language.ts';
import { FieldFrame, type FieldLook } from './field-frame.tsx';
import type { FieldOf } from './form.tsx';

/** Codes that browsers know a name for and that are no country of anybody. */
const NO_COUNTRY = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'];
/** Codes of countries that are no more. */
const GONE = ['AN', 'BU', 'CS', 'DD', 'DY', 'FX', 'HV', 'NH', 'NT', 'RH', 'SU', 'TP', 'UK', 'VD', 'YD', 'YU', 'ZR'];

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Countries by their codes, in the alphabet of the reader's language. */
export const countriesIn = (of: string): readonly { readonly code: string; readonly name: string }[] => {
  const names = new Intl.DisplayNames([of], { type: 'region', fallback: 'none' });
  const codes = [...LETTERS].flatMap((first) => [...LETTERS].map((second) => first + second));
  return codes
    .flatMap((code) => {
      const name = NO_COUNTRY.includes(code) || GONE.includes(code) ? undefined : names.of(code);
      return name === undefined ? [] : [{ code, name }];
    })
    .toSorted((one, other) => one.name.localeCompare(other.name, of));
};

/** The name of a country in the reader's language. */
export const countryText = (code: string): string =>
  new Intl.DisplayNames([locale()], { type: 'region' }).of(code) ?? code;

/** A country; the value is its code, empty for none. */
export const CountryField = ({
  value,
  set,
  none,
  ...field
}: FieldOf<string> & FieldLook & { /** What stands for no country. */ readonly none: string }) => (
  <FieldFrame {...field}>
    {(tied) => (
      <select {...tied} value={value} autocomplete="country" onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{none}</option>
        {countriesIn(locale()).map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    )}
  </FieldFrame>
);
