/** What can be wrong with an answer. `value` is the bound or number that the sentence names, where it names one. */
export interface AnswerProblem {
  readonly code: AnswerProblemCode;
  readonly value?: string | number;
}

const PLAIN = [
  ...(['required', 'not_text', 'control_characters', 'one_line', 'email', 'phone', 'url', 'day'] as const),
  ...(['option', 'options', 'option_twice', 'country', 'upload', 'number', 'whole_number', 'list', 'ticked'] as const),
  ...(['true_or_false', 'unknown_field', 'no_object'] as const),
];
const BOUNDED = [
  ...(['not_before', 'not_after', 'least', 'most', 'most_decimals', 'least_characters', 'most_characters'] as const),
  ...(['least_options', 'most_options'] as const),
];

/** Everything that can be wrong with an answer. */
export const ANSWER_PROBLEMS = [...PLAIN, ...BOUNDED] as const;
export type AnswerProblemCode = (typeof ANSWER_PROBLEMS)[number];

/** A sentence for each problem. */
export type ProblemSentences = Readonly<Record<AnswerProblemCode, (value: string) => string>>;

const SENTENCES: ProblemSentences = {
  required: () => 'Is required.',
  not_text: () => 'Must be a text.',
  control_characters: () => 'Must not hold control characters.',
  one_line: () => 'Must be one line of text.',
  email: () => 'Must be an e-mail address.',
  phone: () => 'Must be a phone number.',
  url: () => 'Must be an http or https address.',
  day: () => 'Must be a day such as 2026-01-31.',
  option: () => 'Must be one of the options.',
  options: () => 'Must be among the options.',
  option_twice: () => 'Must not hold the same option twice.',
  country: () => 'Must be an ISO 3166-1 country code of two letters.',
  upload: () => 'Must be an upload.',
  number: () => 'Must be a number.',
  whole_number: () => 'Must be a whole number.',
  list: () => 'Must be a list of texts.',
  ticked: () => 'Must be ticked.',
  true_or_false: () => 'Must be true or false.',
  unknown_field: () => 'There is no such field.',
  no_object: () => 'Must be an object.',
  not_before: (value) => `Must not be before ${value}.`,
  not_after: (value) => `Must not be after ${value}.`,
  least: (value) => `Must be at least ${value}.`,
  most: (value) => `Must be at most ${value}.`,
  most_decimals: (value) => `Must have at most ${value} decimals.`,
  least_characters: (value) => `Must be at least ${value} characters.`,
  most_characters: (value) => `Must be at most ${value} characters.`,
  least_options: (value) => `Must be at least ${value} options.`,
  most_options: (value) => `Must be at most ${value} options.`,
};

/** A problem as a sentence: that of the API, or of the language of a page. */
export const sentenceOf = ({ code, value = '' }: AnswerProblem, sentences: ProblemSentences = SENTENCES): string =>
  sentences[code](String(value));
