import { useEffect, useState } from 'preact/hooks';
import { parts } from '../app/texts.ts';
import { decimalText, digitsOf, readDecimal } from './amounts.ts';
import { FieldFrame, type FieldLook } from './field-frame.tsx';
import type { Option } from './filters.tsx';
import type { FieldOf } from './form.tsx';

type Field<T> = FieldOf<T> & FieldLook;

const KINDS = {
  text: { type: 'text' },
  email: { type: 'email' },
  url: { type: 'url' },
  password: { type: 'password' },
  date: { type: 'date' },
  month: { type: 'month' },
} as const;

interface TextLook {
  readonly type?: keyof typeof KINDS;
  readonly autocomplete?: AutoFill;
  readonly placeholder?: string;
}
type AutoFill =
  | 'off'
  | 'email'
  | 'new-password'
  | 'current-password'
  | 'name'
  | 'given-name'
  | 'family-name'
  | 'organization'
  | 'username';

/** A line of text; `type` also makes it an e-mail address, an address, a password, a day (`2026-01-31`) or a month. */
export const TextField = ({
  value,
  set,
  type = 'text',
  autocomplete = 'off',
  placeholder,
  ...field
}: Field<string> & TextLook) => (
  <FieldFrame {...field}>
    {(tied) => (
      <input
        {...tied}
        {...KINDS[type]}
        value={value}
        autocomplete={autocomplete}
        placeholder={placeholder}
        onInput={(event) => set(event.currentTarget.value)}
      />
    )}
  </FieldFrame>
);

/** Several lines of text. */
export const TextAreaField = ({ value, set, rows = 4, ...field }: Field<string> & { readonly rows?: number }) => (
  <FieldFrame {...field}>
    {(tied) => <textarea {...tied} rows={rows} value={value} onInput={(event) => set(event.currentTarget.value)} />}
  </FieldFrame>
);

interface DecimalLook {
  readonly digits: number;
  readonly fewest?: number;
  readonly unit?: string | undefined;
  readonly wrong: string;
}

/** A number that the reader writes in words of the reader's language; `undefined` while the field is empty or wrong. */
const DecimalField = ({
  value,
  set,
  digits,
  fewest,
  unit,
  wrong,
  ...field
}: Field<number | undefined> & DecimalLook) => {
  const write = (of: number | undefined): string => (of === undefined ? '' : decimalText(of, digits, fewest));
  const [text, setText] = useState(write(value));
  const isWrong = text.trim() !== '' && readDecimal(text, digits) === undefined;
  useEffect(() => {
    if (readDecimal(text, digits) !== value && !(value === undefined && isWrong)) setText(write(value));
  }, [value]);
  return (
    <FieldFrame {...field} problem={isWrong ? wrong : field.problem}>
      {(tied) => (
        <span class="with-unit">
          <input
            {...tied}
            inputMode="decimal"
            autocomplete="off"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              set(readDecimal(event.currentTarget.value, digits));
            }}
          />
          {unit === undefined ? null : <span class="unit">{unit}</span>}
        </span>
      )}
    </FieldFrame>
  );
};

/** A whole number. */
export const NumberField = ({ unit, ...field }: Field<number | undefined> & { readonly unit?: string }) => (
  <DecimalField {...field} digits={0} unit={unit} wrong={parts.t.form.notANumber} />
);

/** Money in minor units of a currency. */
export const MoneyField = ({ currency, ...field }: Field<number | undefined> & { readonly currency: string }) => (
  <DecimalField {...field} digits={digitsOf(currency)} unit={currency} wrong={parts.t.form.notAnAmount} />
);

/** A percentage in basis points: 12.5 % is 1250. */
export const PercentField = (field: Field<number | undefined>) => (
  <DecimalField {...field} digits={2} fewest={0} unit="%" wrong={parts.t.form.notANumber} />
);

/** One of a few values. */
export const SelectField = <V extends string>({
  value,
  set,
  options,
  ...field
}: Field<V> & { readonly options: readonly Option<V>[] }) => (
  <FieldFrame {...field}>
    {(tied) => (
      <select
        {...tied}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) set(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    )}
  </FieldFrame>
);

/** Yes or no. */
export const CheckField = ({ name, value, set, label, hint, disabled = false, problem }: Field<boolean>) => (
  <div class="field">
    <label class="check">
      <input
        type="checkbox"
        name={name}
        checked={value}
        disabled={disabled}
        aria-invalid={problem !== undefined}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint === undefined ? null : <span class="hint">{hint}</span>}
      </span>
    </label>
    {problem === undefined ? null : <p class="field-problem">{problem}</p>}
  </div>
);

/** A colour such as `#14694f`. */
export const ColourField = ({ value, set, ...field }: Field<string>) => (
  <FieldFrame {...field}>
    {(tied) => (
      <span class="with-unit">
        <input
          type="color"
          aria-label={field.label}
          value={/^#[0-9a-f]{6}$/i.test(value) ? value : '#000000'}
          onInput={(event) => set(event.currentTarget.value)}
        />
        <input {...tied} value={value} maxLength={7} onInput={(event) => set(event.currentTarget.value)} />
      </span>
    )}
  </FieldFrame>
);
