import type { Answer, Answers, FieldType, FormField } from './form-fields.ts';

/** What rules can see of the answers to a form: `metadata.<field>`. */
export type SeenAnswers = Readonly<Record<string, string | number | string[]>>;

/** What says who somebody is stays out of events: they are kept for ever, and a person can ask to be forgotten. */
const PERSONAL: readonly FieldType[] = ['email', 'phone', 'long_text', 'file', 'url'];
const PERSONAL_KEYS: readonly string[] = [
  ...['first_name', 'last_name', 'company', 'name', 'account_name', 'contact_first_name', 'contact_last_name'],
];

const LONGEST = 500;

const seen = (answer: Answer): string | number | string[] => {
  if (typeof answer === 'boolean') return answer ? 'true' : 'false';
  if (typeof answer === 'number') return Number.isSafeInteger(answer) ? answer : String(answer);
  return typeof answer === 'string' ? answer.slice(0, LONGEST) : answer;
};

/** The answers as the rules of triggers see them; whole numbers can be compared, choices can be contained. */
export const seenAnswers = (fields: readonly FormField[], answers: Answers): SeenAnswers =>
  Object.fromEntries(
    fields.flatMap(({ key, type }) => {
      const answer = answers[key];
      if (answer === undefined || PERSONAL.includes(type) || PERSONAL_KEYS.includes(key)) return [];
      return [[key, seen(answer)] as const];
    }),
  );

/** The answer to a field that is a text. */
export const textIn = (answers: Answers, key: string): string | undefined => {
  const answer = answers[key];
  return typeof answer === 'string' ? answer : undefined;
};

/** The answer to a field that is a whole number. */
export const numberIn = (answers: Answers, key: string): number | undefined => {
  const answer = answers[key];
  return typeof answer === 'number' && Number.isSafeInteger(answer) ? answer : undefined;
};
