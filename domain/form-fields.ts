import * as z from 'zod/mini';
import type { FieldReason } from './reasons.ts';

/** What a field of a form can ask for. */
export const FIELD_TYPES = [
  'text',
  'long_text',
  'number',
  'email',
  'phone',
  'url',
  'date',
  'select',
  'multi_select',
  'checkbox',
  'country',
  'file',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** How much a form may hold. Every text is bounded, so that a version fits into one item of the table. */
export const FORM_LIMITS = {
  fields: 60,
  options: 100,
  title: 100,
  description: 2_000,
  label: 200,
  help_text: 500,
  option: 100,
  /** The longest answers of one line, and of several. */
  text: 500,
  long_text: 5_000,
  file_types: 20,
  /** The largest upload, and the largest one unless the field says otherwise. */
  file_bytes: 25_000_000,
  default_file_bytes: 10_000_000,
} as const;

/** What may be uploaded: nothing that a browser or an office program would run. */
export const FILE_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'text/plain',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
] as const;

/** How the names of such files end. */
const EXTENSIONS: Readonly<Record<(typeof FILE_TYPES)[number], string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
};

/** How the name of a file of a type ends. */
export const extensionOf = (type: string): string => {
  const known = FILE_TYPES.find((one) => one === type);
  return known === undefined ? 'bin' : EXTENSIONS[known];
};

/** The largest number that a field of numbers takes, in both directions, and its most decimals. */
const MAX_NUMBER = 1_000_000_000_000;
export const MAX_DECIMALS = 6;

const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u;
const oneLine = (most: number, least = 1) =>
  z.string().check(z.minLength(least), z.maxLength(most), z.regex(ONE_LINE, 'Must be one line of text.'));

const FORBIDDEN_KEYS: readonly string[] = ['constructor', 'prototype'];
const FieldKey = z.string().check(
  z.regex(/^[a-z][a-z0-9_]{0,39}$/, 'Must have 1 to 40 letters a-z, digits and underscores, beginning with a letter.'),
  z.refine((key) => !FORBIDDEN_KEYS.includes(key), 'This name is not allowed here.'),
);

/** A day that is in the calendar, such as `2026-01-31`. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const Day = z.string().check(z.refine((text) => isDay(text), 'Must be a day such as 2026-01-31.'));
const Bound = z.union([z.number().check(z.minimum(-MAX_NUMBER), z.maximum(MAX_NUMBER)), Day]);

/** What somebody answered to one field, after it was read. */
export const Answer = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type Answer = z.infer<typeof Answer>;
export type Answers = Readonly<Record<string, Answer>>;

const FieldOption = z.strictObject({ value: oneLine(FORM_LIMITS.option), label: oneLine(FORM_LIMITS.option) });

/** One field of a form. The key never changes: answers are kept under it. */
export const FormField = z.strictObject({
  key: FieldKey,
  type: z.enum(FIELD_TYPES),
  label: oneLine(FORM_LIMITS.label),
  help_text: z.optional(z.string().check(z.maxLength(FORM_LIMITS.help_text))),
  placeholder_text: z.optional(oneLine(FORM_LIMITS.label, 0)),
  required: z.boolean(),
  /** Not shown to visitors: the page in which the form stands may fill it, or else its default value counts. */
  hidden: z.boolean(),
  default_value: z.optional(Answer),
  /** What can be chosen, in its order; for `select` and `multi_select`. */
  options: z.optional(z.array(FieldOption).check(z.minLength(1), z.maxLength(FORM_LIMITS.options))),
  /** The bounds of a number or a day, of the length of a text, or of how many are chosen. */
  minimum: z.optional(Bound),
  maximum: z.optional(Bound),
  /** How many decimals a number may have; 6 unless given. */
  decimals: z.optional(z.int().check(z.minimum(0), z.maximum(MAX_DECIMALS))),
  /** What may be uploaded, and how large; for `file`. */
  file_types: z.optional(z.array(z.enum(FILE_TYPES)).check(z.minLength(1), z.maxLength(FORM_LIMITS.file_types))),
  max_bytes: z.optional(z.int().check(z.minimum(1), z.maximum(FORM_LIMITS.file_bytes))),
});
export type FormField = z.infer<typeof FormField>;

/** What is wrong with one attribute of a field. */
export interface AttributeProblem {
  readonly attribute: keyof FormField;
  readonly message: string;
  readonly reason: FieldReason;
  readonly value?: number;
}

const problem = (attribute: keyof FormField, reason: FieldReason, message: string): AttributeProblem => ({
  ...{ attribute, reason, message },
});

const LENGTHS: Readonly<Partial<Record<FieldType, number>>> = {
  text: FORM_LIMITS.text,
  long_text: FORM_LIMITS.long_text,
  multi_select: FORM_LIMITS.options,
};

const boundProblem = (field: FormField, attribute: 'minimum' | 'maximum'): AttributeProblem | undefined => {
  const bound = field[attribute];
  if (bound === undefined) return undefined;
  switch (field.type) {
    case 'date':
      return typeof bound === 'string' ? undefined : problem(attribute, 'day', 'Must be a day such as 2026-01-31.');
    case 'number':
      return typeof bound === 'number' ? undefined : problem(attribute, 'number', 'Must be a number.');
    case 'text':
    case 'long_text':
    case 'multi_select': {
      const most = LENGTHS[field.type] ?? 0;
      const fits = typeof bound === 'number' && Number.isInteger(bound) && bound >= 0 && bound <= most;
      return fits
        ? undefined
        : { ...problem(attribute, 'most', `Must be a whole number from 0 to ${most}.`), value: most };
    }
    default:
      return problem(attribute, 'not_for_type', `A field of the type ${field.type} has no bounds.`);
  }
};

const optionsProblem = (field: FormField): AttributeProblem | undefined => {
  const chooses = field.type === 'select' || field.type === 'multi_select';
  if (field.options === undefined) return chooses ? problem('options', 'required', 'Is required.') : undefined;
  if (!chooses) return problem('options', 'not_for_type', `A field of the type ${field.type} has no options.`);
  const values = new Set(field.options.map((option) => option.value));
  return values.size === field.options.length
    ? undefined
    : problem('options', 'option_twice', 'Must not hold the same value twice.');
};

const strangerProblem = (field: FormField): AttributeProblem | undefined => {
  if (field.decimals !== undefined && field.type !== 'number')
    return problem('decimals', 'not_for_type', 'Goes with numbers only.');
  if (field.type === 'file') return undefined;
  if (field.file_types !== undefined) return problem('file_types', 'not_for_type', 'Goes with files only.');
  return field.max_bytes === undefined ? undefined : problem('max_bytes', 'not_for_type', 'Goes with files only.');
};

const hiddenProblem = (field: FormField): AttributeProblem | undefined => {
  if (!field.hidden) {
    return field.default_value === undefined
      ? undefined
      : problem('default_value', 'not_for_type', 'Goes with hidden fields only.');
  }
  if (field.type === 'file') return problem('hidden', 'hidden_file', 'Nobody can upload a file to a hidden field.');
  return field.required && field.default_value === undefined
    ? problem('default_value', 'hidden_default', 'A hidden field that is required needs a default value.')
    : undefined;
};

/** Why a field cannot be part of a form, besides what its schema says; undefined when it can. */
export const fieldProblem = (field: FormField): AttributeProblem | undefined => {
  const { minimum, maximum } = field;
  const found =
    optionsProblem(field) ??
    strangerProblem(field) ??
    boundProblem(field, 'minimum') ??
    boundProblem(field, 'maximum') ??
    hiddenProblem(field);
  if (found !== undefined) return found;
  return minimum !== undefined && maximum !== undefined && minimum > maximum
    ? problem('maximum', 'below_minimum_of_field', 'Must not be less than the minimum.')
    : undefined;
};
