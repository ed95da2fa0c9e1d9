import type texts from '../texts/arithmetic.en.ts';

/** Words for each sentence of the API: partners read others than merchants do. */
type Texts = typeof texts;

/** What stands for an amount and for a percentage in the sentences of the API (domain/explanations.ts). */
const SUM = '(-?[\\d.]+ [A-Z]{3})';
const RATE = '([\\d.]+) %';

/** The sentences of the API, each with what stands in it. Keys of events say nothing to a reader: they stay out. */
const SENTENCES = [
  ['eventAmount', `The amount of the event is ${SUM}`],
  ['base', `The base is ${SUM}: (\\d+) of (\\d+) lines`],
  ['flat', `The offer is ${SUM} for each event`],
  ['share', `${RATE} of ${SUM} is ${SUM}, rounded half up`],
  ['cap', `One reward is at most ${SUM}`],
  ['monthCap', `The monthly cap had ${SUM} left`],
  ['ofSale', `The recruiter gets ${RATE} of the sale of ${SUM}: ${SUM}, rounded half up`],
  ['ofReward', `The recruiter gets ${RATE} of the reward of ${SUM}: ${SUM}, rounded half up`],
  ['best', 'Only the highest offer that applies counts'],
  ['byHand', `Given by hand: ${SUM}`],
  ['reward', `The reward was ${SUM}`],
  ['adjusted', `Adjusted by ${SUM} to ${SUM}`],
  ['tookBack', `\\S+ took back ${SUM}: ${SUM} is left`],
] as const satisfies readonly (readonly [keyof Texts, string])[];

const PATTERNS = SENTENCES.map(([name, pattern]) => ({ name, pattern: new RegExp(`^${pattern}\\.$`) }));

const RATES: readonly string[] = ['share', 'ofSale', 'ofReward'];
const BARE = /^\d+$/;

/** How numbers in a sentence are written for the reader. */
export interface Writing {
  /** An amount such as `12.50 GBP`. */
  money(text: string): string;
  /** A percentage such as `12.5`. */
  percent(text: string): string;
}

const say = (texts: Texts, name: keyof Texts, given: readonly string[]): string => {
  const [first = '', second = '', third = ''] = given;
  return texts[name](first, second, third);
};

/** A step of the computation in the reader's words; as it came where nobody knows better. */
export const stepText = (texts: Texts, { money, percent }: Writing, sentence: string): string => {
  for (const { name, pattern } of PATTERNS) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    const given = found.slice(1).map((part, at) => {
      if (at === 0 && RATES.includes(name)) return percent(part);
      return BARE.test(part) ? part : money(part);
    });
    return say(texts, name, given);
  }
  return sentence;
};

const NOTED = /^(Adjusted by [^:]+): (.+)$/s;

/** The same, followed by what was noted when the amount was adjusted. */
export const notedStepText = (texts: Texts, writing: Writing, sentence: string): string => {
  const [, step, note] = NOTED.exec(sentence) ?? [];
  if (step === undefined || note === undefined) return stepText(texts, writing, sentence);
  return `${stepText(texts, writing, `${step}.`)} ${note}`;
};
