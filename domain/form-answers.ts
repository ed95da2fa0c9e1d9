import type { FieldProblem } from './errors.ts';
import { type Answer, type Answers, FORM_LIMITS, type FormField, isDay, MAX_DECIMALS } from './form-fields.ts';

/** An answer as it will be kept, nothing at all, or why it cannot be taken. */
type Reading =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly message: string };

const answered = (answer: Answer): Reading => ({ kind: 'answer', answer });
const refused = (message: string): Reading => ({ kind: 'refused', message });
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

const lengthProblem = (field: FormField, length: number, most: number, unit: string): string | undefined => {
  const least = numberBound(field.minimum) ?? 0;
  const largest = numberBound(field.maximum) ?? most;
  if (length < least) return `Must be at least ${least} ${unit}.`;
  return length > largest ? `Must be at most ${largest} ${unit}.` : undefined;
};

const bounded = (field: FormField, text: string, most: number): Reading => {
  const problem = lengthProblem(field, text.length, most, 'characters');
  return problem === undefined ? answered(text) : refused(problem);
};

const webAddress = (text: string): Reading => {
  const url = text.length <= MAX_URL && !/\s/.test(text) ? URL.parse(text) : null;
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain ? answered(text) : refused('Must be an http or https address.');
};

const phoneNumber = (text: string): Reading => {
  const digits = text.replace(/\D/g, '').length;
  const isPhone = text.length <= MAX_PHONE && PHONE.test(text) && digits >= 5 && digits <= 20;
  return isPhone ? answered(text) : refused('Must be a phone number.');
};

const dayOf = (field: FormField, text: string): Reading => {
  if (!isDay(text)) return refused('Must be a day such as 2026-01-31.');
  if (typeof field.minimum === 'string' && text < field.minimum) return refused(`Must not be before ${field.minimum}.`);
  if (typeof field.maximum === 'string' && text > field.maximum) return refused(`Must not be after ${field.maximum}.`);
  return answered(text);
};

const chosen = (field: FormField, text: string): Reading =>
  field.options?.some((option) => option.value === text) === true
    ? answered(text)
    : refused('Must be one of the options.');

/** An answer that is a text; without the space around it. */
const readText = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'string') return refused('Must be a text.');
  const text = value.trim();
  if (text === '') return NOTHING;
  if (field.type === 'long_text') {
    const lines = text.replace(/\r\n?/g, '\n');
    if (!SEVERAL_LINES.test(lines.replace(/[\n\t]/g, ''))) return refused('Must not hold control characters.');
    return bounded(field, lines, FORM_LIMITS.long_text);
  }
  if (!ONE_LINE.test(text)) return refused('Must be one line of text.');
  switch (field.type) {
    case 'email':
      return text.length <= MAX_EMAIL && EMAIL.test(text) ? answered(text) : refused('Must be an e-mail address.');
    case 'phone':
      return phoneNumber(text);
    case 'url':
      return webAddress(text);
    case 'date':
      return dayOf(field, text);
    case 'select':
      return chosen(field, text);
    case 'country':
      return COUNTRY.test(text) ? answered(text) : refused('Must be an ISO 3166-1 country code of two letters.');
    case 'file':
      return text.length <= MAX_UPLOAD_KEY && UPLOAD_KEY.test(text) ? answered(text) : refused('Must be an upload.');
    default:
      return bounded(field, text, FORM_LIMITS.text);
  }
};

const hasDecimals = (value: number, most: number): boolean => Number(value.toFixed(most)) === value;

const readNumber = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return refused('Must be a number.');
  const least = numberBound(field.minimum) ?? -MAX_NUMBER;
  const most = numberBound(field.maximum) ?? MAX_NUMBER;
  if (value < least) return refused(`Must be at least ${least}.`);
  if (value > most) return refused(`Must be at most ${most}.`);
  const decimals = field.decimals ?? MAX_DECIMALS;
  if (hasDecimals(value, decimals)) return answered(value);
  return refused(decimals === 0 ? 'Must be a whole number.' : `Must have at most ${decimals} decimals.`);
};

const readChoices = (field: FormField, value: unknown): Reading => {
  const isList = Array.isArray(value) && value.every((entry): entry is string => typeof entry === 'string');
  if (!isList) return refused('Must be a list of texts.');
  if (value.length === 0) return NOTHING;
  const options = field.options ?? [];
  if (!value.every((entry) => options.some((option) => option.value === entry))) {
    return refused('Must be among the options.');
  }
  if (new Set(value).size !== value.length) return refused('Must not hold the same option twice.');
  const problem = lengthProblem(field, value.length, options.length, 'options');
  if (problem !== undefined) return refused(problem);
  // In the order of the form, so that the same choice is always the same answer.
  return answered(options.map((option) => option.value).filter((option) => value.includes(option)));
};

const readCheckbox = (field: FormField, value: unknown): Reading => {
  if (typeof value !== 'boolean') return refused('Must be true or false.');
  return value || !field.required ? answered(value) : refused('Must be ticked.');
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
      return reading.message;
  }
};

/** The answers of a submission as they are kept, or what is wrong with them: one problem for each field. */
export type ValidatedAnswers =
  | { readonly ok: true; readonly answers: Answers }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How many unknown fields a refusal names. */
const MOST_STRANGERS = 20;

const strangers = (fields: readonly FormField[], given: Readonly<Record<string, unknown>>): readonly FieldProblem[] =>
  Object.keys(given)
    .filter((name) => !fields.some((field) => field.key === name))
    .slice(0, MOST_STRANGERS)
    .map((name) => ({ param: name.slice(0, FORM_LIMITS.label), message: 'There is no such field.' }));

/**
 * Reads the answers to a form. Nothing that the form does not ask for is taken, and nothing is taken that one of its
 * fields refuses.
 * @param given what somebody sent: it can be anything.
 */
export const validateAnswers = (form: { readonly fields: readonly FormField[] }, given: unknown): ValidatedAnswers => {
  if (!isObject(given)) return { ok: false, problems: [{ param: '', message: 'Must be an object.' }] };
  const problems: FieldProblem[] = [...strangers(form.fields, given)];
  const answers: [string, Answer][] = [];
  for (const field of form.fields) {
    const value = Object.hasOwn(given, field.key) ? given[field.key] : undefined;
    const reading = readValue(field, value);
    if (reading.kind === 'refused') problems.push({ param: field.key, message: reading.message });
    else if (reading.kind === 'answer') answers.push([field.key, reading.answer]);
    else if (field.hidden && field.default_value !== undefined) answers.push([field.key, field.default_value]);
    else if (field.required) problems.push({ param: field.key, message: 'Is required.' });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, answers: Object.fromEntries(answers) };
};
