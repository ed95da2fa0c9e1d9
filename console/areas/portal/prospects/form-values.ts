import type { Gets } from '../../../api/operations.ts';
import { parseDecimal, type Separators } from '../../../parts/decimals.ts';

export type FormField = Gets['/v2/portal/leads/form']['data']['fields'][number];

/** What a field holds while it is filled in. Numbers are texts, as they are typed; the amount of a deal is money. */
export type Value = string | number | boolean | readonly string[] | undefined;
export type Values = Readonly<Record<string, Value>>;

const MOST_DECIMALS = 6;

/** Whether a field is the amount of a deal, in minor units of the program's currency. */
export const isAmount = ({ built_in, field_key, type }: FormField): boolean =>
  built_in && type === 'number' && field_key === 'amount';

const emptyOf = (field: FormField): Value => {
  if (isAmount(field)) return undefined;
  switch (field.type) {
    case 'checkbox':
      return false;
    case 'multi_select':
      return [];
    default:
      return '';
  }
};

const initialValue = (field: FormField): Value => {
  const given = field.default_value;
  if (given === undefined) return emptyOf(field);
  return typeof given === 'number' && !isAmount(field) ? String(given) : given;
};

/** What a form begins with. */
export const initialOf = (fields: readonly FormField[]): Values =>
  Object.fromEntries(fields.map((field) => [field.field_key, initialValue(field)]));

/** A typed number; undefined when it is none, or has more decimals than the field takes. */
const numberOf = (text: string, { decimals = MOST_DECIMALS }: FormField, as: Separators): number | undefined => {
  const units = parseDecimal(text, decimals, as);
  return units === undefined ? undefined : Number((units / 10 ** decimals).toFixed(decimals));
};

const isEmpty = (value: Value): boolean =>
  value === undefined || value === false || (typeof value === 'string' ? value.trim() === '' : isNone(value));
const isNone = (value: Value): boolean => Array.isArray(value) && value.length === 0;

interface Words {
  readonly missing: string;
  readonly notANumber: string;
  /** How the reader writes numbers. */
  readonly separators: Separators;
}

/** What is wrong before anything is sent, by field. */
export const problemsOf = (
  fields: readonly FormField[],
  values: Values,
  words: Words,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fields.flatMap((field): [string, string][] => {
      const { field_key: key, required, type } = field;
      const value = values[key];
      if (required && isEmpty(value)) return [[key, words.missing]];
      if (type !== 'number' || typeof value !== 'string' || value.trim() === '') return [];
      return numberOf(value, field, words.separators) === undefined ? [[key, words.notANumber]] : [];
    }),
  );

/** What a form begins with when earlier answers to it are corrected. */
export const initialFrom = (
  fields: readonly FormField[],
  given: Readonly<Record<string, Value | null>>,
  { decimal }: Separators,
): Values =>
  Object.fromEntries(
    fields.map((field) => {
      const value = given[field.field_key] ?? emptyOf(field);
      return [
        field.field_key,
        typeof value === 'number' && !isAmount(field) ? String(value).replace('.', decimal) : value,
      ];
    }),
  );

type Answer = string | number | boolean | readonly string[];

const answerOf = (field: FormField, value: Value, as: Separators): Answer | undefined => {
  if (typeof value === 'boolean') return value;
  if (isEmpty(value)) return undefined;
  return field.type === 'number' && typeof value === 'string' ? numberOf(value, field, as) : value;
};

/** The answers as the API takes them: what is empty is left out. */
export const answersOf = (
  fields: readonly FormField[],
  values: Values,
  as: Separators,
): Readonly<Record<string, Answer>> =>
  Object.fromEntries(
    fields.flatMap((field): [string, Answer][] => {
      const answer = answerOf(field, values[field.field_key], as);
      return answer === undefined ? [] : [[field.field_key, answer]];
    }),
  );
