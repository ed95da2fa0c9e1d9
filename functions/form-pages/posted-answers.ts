import type { FormField } from '../../domain/form-fields.ts';

/** What the fields of a page are called: answers stand apart from what a submission holds besides. */
export const answerName = (key: string): string => `answers.${key}`;
/** The upload that a field for files is answered with. */
export const uploadName = (key: string): string => `uploads.${key}`;

const NUMBER = /^[+-]?\d{1,15}(?:[.,]\d{1,15})?$/;

/** A number as people write one; what is none stays a text, and is refused as such. */
const numberIn = (text: string): unknown => {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return NUMBER.test(trimmed) ? Number(trimmed.replace(',', '.')) : trimmed;
};

const answerOf = (field: FormField, posted: URLSearchParams): unknown => {
  const name = answerName(field.key);
  switch (field.type) {
    case 'checkbox':
      return posted.has(name);
    case 'multi_select':
      return posted.getAll(name);
    case 'number':
      return numberIn(posted.get(name) ?? '');
    case 'file':
      return posted.get(uploadName(field.key)) ?? undefined;
    case 'country':
      return posted.get(name)?.trim().toUpperCase();
    default:
      return posted.get(name) ?? undefined;
  }
};

/** The answers in a posted page, by the fields that people see. Whether they are any good is seen later. */
export const postedAnswers = (
  fields: readonly FormField[],
  posted: URLSearchParams,
): Readonly<Record<string, unknown>> => {
  const answers = fields
    .filter((field) => !field.hidden)
    .map((field): [string, unknown] => [field.key, answerOf(field, posted)]);
  return Object.fromEntries(answers.filter(([, answer]) => answer !== undefined));
};
