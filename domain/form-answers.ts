import type { FieldProblem } from './errors.ts';
import { type Answer, type Answers, FORM_LIMITS, type FormField, isDay, MAX_DECIMALS } from './form-fields.ts';
import { type AnswerProblem, type AnswerProblemCode, sentenceOf } from './form-problems.ts';

/** An answer as it will be kept, nothing at all, or why it cannot be taken. */
type Reading =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly problem: AnswerProblem };

const answered = (answer: Answer): Reading => ({ kind: 'answer', answer });
const refused = (code: AnswerProblemCode, value?: string | number): Reading => ({
  kind: 'refused',
  problem: value === undefined ? { code } : { code, value },
});
const NOTHING: Reading = { kind: 'nothing' };

const MAX_NUMBER = 1_000_000_000_000;
const MAX_EMAIL = 254;
const MAX_URL = 2_000;
const MAX_PHONE = 40;
const MAX_UPLOAD_KEY = 300;

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;
/** Line breaks and tabs are part of a text of several lines; other control characters are not. */
const SEVERAL_LINES = /^[^\p{Cc}]*$/u;
const EMAIL = /^[^\s@"<>(),;:\\[\]\p{Cc}]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/iu;
const PHONE = /^\+?[0-9 ()./-]*$/;
const COUNTRY = /^[A-Z]{2}$/;
const UPLOAD_KEY = /^[A-Za-z0-9][A-Za-z0-9/_.-]*$/;

const numberBound = (bound: FormField['minimum']): number | undefined =>
  typeof bound === 'number' ? bound : undefined;

const lengthProblem = (
  field: FormField,
  length: number,
  most: number,
  unit: 'characters' | 'options',
): AnswerProblem | undefined => {
  const least = numberBound(field.minimum) ?? 0;
  const largest = numberBound(field.maximum) ?? most;
  if (length < least) return { code: `least_${unit}`, value: least };
  return length > largest ? { code: `most_${unit}`, value: largest } : undefined;
};

const bounded = (field: FormField, text: string, most: number): Reading => {
  const problem = lengthProblem(field, text.length, most, 'characters');
  return problem === undefined ? answered(text) : { kind: 'refused', problem };
};

const webAddress = (text: string): Reading => {
  const url = text.length <= MAX_URL && !/\s/.test(text) ? URL.parse(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain ? answered(text) : refused('url');
};

const phoneNumber = (text: string): Reading => {
  const digits = text.replace(/\D/g, '').length;
  const isPhone = text.length <= MAX_PHONE && PHONE.test(text) && digits >= 5 && digits <= 20;
  return isPhone ? answered(text) : refused('phone');
};

const dayOf = (field: FormField, text: string): Reading => {
  if (!isDay(text)) return refused('day');
  if (typeof field.minimum === 'string' && text < field.minimum) return refused('not_before', field.minimum);
  if (typeof field.maximum === 'string' && text > field.maximum) return refused('not_after', field.maximum);
  return answered(text);
};

const chosen = (field: FormField, text: string): Reading =>
  field.options?.some((option) => option.value === text) === true ? answered(text) : refused('option');

/** An answer that is a text; without the space around it. */
const readText = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'string') return refused('not_text');
  const text = value.trim();
  if (text === '') return NOTHING;
  if (field.type === 'long_text') {
    const lines = text.replace(/\r\n?/g, '\n');
    if (!SEVERAL_LINES.test(lines.replace(/[\n\t]/g, ''))) return refused('control_characters');
    return bounded(field, lines, FORM_LIMITS.long_text);
  }
  if (!ONE_LINE.test(text)) return refused('one_line');
  switch (field.type) {
    case 'email':
      return text.length <= MAX_EMAIL && EMAIL.test(text) ? answered(text) : refused('email');
    case 'phone':
      return phoneNumber(text);
    case 'url':
      return webAddress(text);
    case 'date':
      return dayOf(field, text);
    case 'select':
      return chosen(field, text);
    case 'country':
      return COUNTRY.test(text) ? answered(text) : refused('country');
    case 'file':
      return text.length <= MAX_UPLOAD_KEY && UPLOAD_KEY.test(text) ? answered(text) : refused('upload');
    default:
      return bounded(field, text, FORM_LIMITS.text);
  }
};

const hasDecimals = (value: number, most: number): boolean => Number(value.toFixed(most)) === value;

const readNumber = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return refused('number');
  const least = numberBound(field.minimum) ?? -MAX_NUMBER;
  const most = numberBound(field.maximum) ?? MAX_NUMBER;
  if (value < least) return refused('least', least);
  if (value > most) return refused('most', most);
  const decimals = field.decimals ?? MAX_DECIMALS;
  if (hasDecimals(value, decimals)) return answered(value);
  return decimals === 0 ? refused('whole_number') : refused('most_decimals', decimals);
};

const readChoices = (field: FormField, value: unknown): Reading => {
  const isList = Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string');
  if (!isList) return refused('list');
  if (value.length === 0) return NOTHING;
  const options = field.options ?? [];
  if (!value.every((entry) => options.some((option) => option.value === entry))) {
    return refused('options');
  }
  if (new Set(value).size !== value.length) return refused('option_twice');
  const problem = lengthProblem(field, value.length, options.length, 'options');
  if (problem !== undefined) return { kind: 'refused', problem };
  // In the order of the form, so that the same choice is always the same answer.
  return answered(options.map((option) => option.value).filter((option) => value.includes(option)));
};

const readCheckbox = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'boolean') return refused('true_or_false');
  return value || !field.required ? answered(value) : refused('ticked');
};

const readValue = (field: FormField, value: unknown): Reading => {
  if (value === undefined || value === null) return NOTHING;
  switch (field.type) {
    case 'number':
      return readNumber(field, value);
    case 'multi_select':
      return readChoices(field, value);
    case 'checkbox':
      return readCheckbox(field, value);
    default:
      return readText(field, value);
  }
};

/** Why a value cannot be the default of its field; undefined when it can. */
export const defaultProblem = (field: FormField): string | undefined => {
  if (field.default_value === undefined) return undefined;
  const reading = readValue(field, field.default_value);
  switch (reading.kind) {
    case 'answer':
      return undefined;
    case 'nothing':
      return 'Must not be empty.';
    case 'refused':
      return sentenceOf(reading.problem);
  }
};

/** What is wrong with the answer to a field. */
interface ProblemOfField {
  readonly param: string;
  readonly problem: AnswerProblem;
}

/** The answers of a submission as they are kept, or what is wrong with them: one problem for each field. */
export type ValidatedAnswers =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** The same with problems that can be told in any language. */
type ReadAnswers =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly ProblemOfField[] };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How many unknown fields a refusal names. */
const MOST_STRANGERS = 20;

const strangers = (fields: readonly FormField[], given: Readonly<Record<string, unknown>>): readonly ProblemOfField[] =>
  Object.keys(given)
    .filter((name) => !fields.some((field) => field.key === name))
    .slice(0, MOST_STRANGERS)
    .map((name) => ({ param: name.slice(0, FORM_LIMITS.label), problem: { code: 'unknown_field' } }));

/** Reads the answers to a form as `validateAnswers` does, and says what is wrong as codes. */
export const readAnswers = (form: { readonly fields: readonly FormField[] }, given: unknown): ReadAnswers => {
  if (!isObject(given)) return { ok: false, problems: [{ param: '', problem: { code: 'no_object' } }] };
  const problems: ProblemOfField[] = [...strangers(form.fields, given)];
  const answers: [string, Answer][] = [];
  for (const field of form.fields) {
    const value = Object.hasOwn(given, field.key) ? given[field.key] : undefined;
    const reading = readValue(field, value);
    if (reading.kind === 'refused') problems.push({ param: field.key, problem: reading.problem });
    else if (reading.kind === 'answer') answers.push([field.key, reading.answer]);
    else if (field.hidden && field.default_value !== undefined) answers.push([field.key, field.default_value]);
    else if (field.required) problems.push({ param: field.key, problem: { code: 'required' } });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, answers: Object.fromEntries(answers) };
};

/**
 * Reads the answers to a form. Nothing that the form does not ask for is taken, and nothing is taken that one of its
 * fields refuses.
 * @param given what somebody sent: it can be anything.
 */
export const validateAnswers = (form: { readonly fields: readonly FormField[] }, given: unknown): ValidatedAnswers => {
  const read = readAnswers(form, given);
  if (read.ok) return read;
  const problems = read.problems.map(({ param, problem }) => ({
    param,
    message: sentenceOf(problem),
    reason: problem.code,
    ...(problem.value === undefined ? {} : { value: problem.value }),
  }));
  return { ok: false, problems };
};
