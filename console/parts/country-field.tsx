import { countryOptions } from './countries.ts';
import { FieldFrame, type FieldLook } from './field-frame.tsx';
import type { FieldOf } from './form.tsx';

interface CountryFieldProps extends FieldOf<string>, FieldLook {
  /** What stands for no country. */
  readonly none: string;
  /** Off where it is not the reader’s own country. */
  readonly autocomplete?: 'country' | 'off';
}

/** A country; the value is its code, empty for none. */
export const CountryField = ({ value, set, none, autocomplete = 'country', ...field }: CountryFieldProps) => (
  <FieldFrame {...field}>
    {(tied) => (
      <select {...tied} value={value} autocomplete={autocomplete} onChange={(event) => set(event.currentTarget.value)}>
        <option value="">{none}</option>
        {countryOptions().map((country) => (
          <option key={country.value} value={country.value}>
            {country.title}
          </option>
        ))}
      </select>
    )}
  </FieldFrame>
);
