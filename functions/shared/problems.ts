import * as z from 'zod/mini';
import { Failure, type FieldProblem } from '../../domain/errors.ts';
import type { FieldReason } from '../../domain/reasons.ts';
import type { Schema } from './contract.ts';
import { wordOfSentence } from './sentences.ts';

type Issue = z.core.$ZodIssue;

const UNITS: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' entries',
  record: ' entries',
  object: ' entries',
};

const EXPECTED: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const listed = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

/** What zod says where a schema gives no message of its own. */
const DEFAULT_MESSAGE = 'Invalid input';

/** What is wrong, in a sentence that says what would be right. */
const sentence = (issue: Issue): string => {
  if (issue.message !== DEFAULT_MESSAGE) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `Must be ${EXPECTED[issue.expected] ?? issue.expected}.`;
    case 'too_big':
      return `Must be at most ${issue.maximum}${UNITS[issue.origin] ?? ''}.`;
    case 'too_small':
      return `Must be at least ${issue.minimum}${UNITS[issue.origin] ?? ''}.`;
    case 'invalid_value':
      return `Must be one of ${listed(issue.values)}.`;
    case 'invalid_format':
      return `Must be a valid ${issue.format}.`;
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}.`;
    case 'invalid_key':
      return 'This name is not allowed here.';
    case 'invalid_union':
      return 'Has none of the forms that are possible here.';
    default:
      return 'Is not valid.';
  }
};

type Word = Pick<FieldProblem, 'reason' | 'value'>;

const BOUNDS = {
  string: { least: 'least_characters', most: 'most_characters' },
  array: { least: 'least_entries', most: 'most_entries' },
  record: { least: 'least_entries', most: 'most_entries' },
  object: { least: 'least_entries', most: 'most_entries' },
} as const satisfies Readonly<Record<string, Readonly<Record<'least' | 'most', FieldReason>>>>;

const isBounded = (origin: string): origin is keyof typeof BOUNDS => Object.hasOwn(BOUNDS, origin);

const boundOf = (which: 'least' | 'most', origin: string, bound: number | bigint): Word => ({
  reason: isBounded(origin) ? BOUNDS[origin][which] : which,
  value: Number(bound),
});

const TYPES: Readonly<Record<string, FieldReason>> = {
  ...{ int: 'whole_number', number: 'number', string: 'not_text', boolean: 'true_or_false', array: 'list' },
  ...{ object: 'no_object', record: 'no_object' },
};

/** The same in a word, by which others say it in their own words. */
const wordOf = (issue: Issue): Word => {
  if (issue.message !== DEFAULT_MESSAGE) return wordOfSentence(issue.message);
  switch (issue.code) {
    case 'invalid_type':
      return { reason: TYPES[issue.expected] ?? 'not_valid' };
    case 'too_big':
      return boundOf('most', issue.origin, issue.maximum);
    case 'too_small':
      return boundOf('least', issue.origin, issue.minimum);
    case 'invalid_value':
      return { reason: 'option' };
    case 'not_multiple_of':
      return { reason: 'multiple_of', value: issue.divisor };
    case 'invalid_key':
      return { reason: 'name_not_allowed' };
    case 'invalid_union':
      return { reason: 'no_form' };
    default:
      return { reason: 'not_valid' };
  }
};

const at = (value: unknown, path: readonly PropertyKey[]): unknown => {
  let part = value;
  for (const name of path) {
    if (typeof part !== 'object' || part === null) return undefined;
    part = Object.getOwnPropertyDescriptor(part, name)?.value;
  }
  return part;
};

const depth = (issues: readonly Issue[]): number => Math.max(...issues.map((issue) => issue.path.length));

/** How many fields of the value a form does not know: it is not the one that was meant. */
const strangers = (form: readonly Issue[]): number =>
  form.filter((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0).length;

/** Of the forms that a value could have, the one that fits furthest says best what is wrong with it. */
const closestForm = (forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined => {
  const fewest = Math.min(...forms.map(strangers));
  const likely = forms.filter((form) => strangers(form) === fewest);
  const deepest = Math.max(...likely.map(depth));
  const close = likely.filter((form) => depth(form) === deepest);
  return deepest > 0 || close.length === 1 ? close[0] : undefined;
};

const problemsOf = (issue: Issue, input: unknown, above: readonly PropertyKey[]): readonly FieldProblem[] => {
  const path = [...above, ...issue.path];
  const param = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      param: [...path, key].map(String).join('.'),
      message: 'There is no such field.',
      reason: 'unknown_field',
    }));
  }
  if (at(input, path) === undefined) return [{ param, message: 'Is required.', reason: 'required' }];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const form = closestForm(issue.errors);
    if (form !== undefined) return form.flatMap((inner) => problemsOf(inner, input, path));
  }
  return [{ param, message: sentence(issue), ...wordOf(issue) }];
};

/** One entry for each wrong field: the first problem that was found with it. */
const oncePerField = (problems: readonly FieldProblem[]): readonly FieldProblem[] => {
  const first = new Map<string, FieldProblem>();
  for (const problem of problems) if (!first.has(problem.param)) first.set(problem.param, problem);
  return [...first.values()];
};

/** One part of a request, read by its schema: its value, or what is wrong with it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Reads unknown data by a schema. */
export const read = <S extends Schema>(schema: S, input: unknown): Reading<z.output<S>> => {
  const result = z.safeParse(schema, input);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: oncePerField(result.error.issues.flatMap((issue) => problemsOf(issue, input, []))) };
};

/** The refusal of a request with wrong fields. */
export const invalidFields = (fields: readonly FieldProblem[]): Failure => {
  const [first] = fields;
  const where = first === undefined || first.param === '' ? 'The body' : first.param;
  const message = first === undefined ? 'The request is not valid.' : `${where}: ${first.message}`;
  return new Failure('unprocessable', message, {
    ...(first === undefined ? {} : { param: first.param }),
    reason: 'invalid_fields',
    fields,
  });
};
