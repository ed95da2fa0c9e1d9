import type { TestEvent } from '../../../api/operations.ts';
import type texts from '../../../texts/connect.en.ts';

type Step = TestEvent['steps'][number];

/** What is told of a test event beside its steps. */
export type Told = Pick<TestEvent, 'attribution' | 'rewards' | 'clawbacks'>;

type Words = (typeof texts)['explained'];

/** What a step of a test event came to, in the reader's words; undefined where its name says all. */
export const stepWords = (words: Words, { step, state, reason }: Step, told: Told): string | undefined => {
  switch (step) {
    case 'click_recorded':
      return reason === 'inactive' ? words.setApart : undefined;
    case 'customer_created':
    case 'transaction_accepted':
    case 'refund_accepted':
      return undefined;
    case 'attributed':
      return state === 'failed' ? words.nobody : undefined;
    case 'credited':
      return state === 'failed' ? words.cannotEarn : undefined;
    case 'counted':
      if (reason === 'without_partnership') return words.inNoFigure;
      return state === 'waiting' ? words.soonCounted : undefined;
    case 'evaluated':
      return evaluatedWords(words, { state, reason }, told);
  }
};

const evaluatedWords = (
  words: Words,
  { state, reason }: Pick<Step, 'state' | 'reason'>,
  { rewards, clawbacks }: Told,
): string | undefined => {
  if (state === 'waiting') return words.evaluating;
  switch (reason) {
    case 'without_partnership':
      return words.withoutPartnership;
    case 'nobody_waits':
      return words.nobodyWaits;
    case 'no_trigger_applies':
      return words.noneApplies;
    case 'nothing_to_take_back':
      return words.nothingToTakeBack;
    case 'rewarded':
      return words.rewarded(rewards.length);
    case 'taken_back':
      return words.takenBack(clawbacks.length);
    default:
      return undefined;
  }
};
