import type { Mark } from './earnings.ts';
import { applyRate } from './money.ts';
import { factsOf, type Happening, type Reward, SECOND_TIER } from './rewards.ts';
import { explain, looksAtLines, type RuleOutcome } from './rules.ts';
import type { Configuration, Trigger } from './triggers.ts';

/** So many lines of a transaction are explained one by one. */
export const MOST_EXPLAINED_LINES = 50;

/** The outcome of a rule; `line` where it looked at one line of the transaction. */
export interface ExplainedRule extends RuleOutcome {
  readonly line: number | undefined;
}

/** The outcomes of all rules for one line of a transaction; without a line for the whole event. */
export interface LineOutcome {
  readonly line: number | undefined;
  readonly outcomes: readonly RuleOutcome[];
}

/** What the rules of a trigger saw in an event: once for each commissionable line where they look at lines. */
export const explainEachLine = (
  configuration: Configuration,
  trigger: Trigger,
  event: Happening,
  most = Number.POSITIVE_INFINITY,
): readonly LineOutcome[] => {
  const { rules } = trigger;
  if (rules === undefined) return [];
  if (!looksAtLines(rules)) return [{ line: undefined, outcomes: explain(rules, factsOf(configuration, event)) }];
  return [...(event.lines ?? []).entries()]
    .filter(([, line]) => line.commissionable)
    .slice(0, most)
    .map(([index, line]) => ({ line: index, outcomes: explain(rules, factsOf(configuration, event, line)) }));
};

/** What the rules of a trigger saw in an event, each with its outcome; of many lines the first ones. */
export const explainRules = (
  configuration: Configuration,
  trigger: Trigger,
  event: Happening,
): readonly ExplainedRule[] =>
  explainEachLine(configuration, trigger, event, MOST_EXPLAINED_LINES).flatMap(({ line, outcomes }) =>
    outcomes.map((outcome) => ({ ...outcome, line })),
  );

/** An amount in minor units as people write it: `12.50 GBP`. */
export const inWords = (amount: number, currency: string): string => {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(text.length - digits)}`;
  return `${amount < 0 ? '-' : ''}${whole}${fraction} ${currency}`;
};

const percent = (bps: number): string => `${bps / 100} %`;

const baseSentence = (reward: Reward, event: Happening, currency: string): string => {
  const base = inWords(reward.base, currency);
  if (event.lines === undefined) return `The amount of the event is ${base}.`;
  const commissionable = event.lines.filter((line) => line.commissionable).length;
  const selected = reward.lines?.length ?? commissionable;
  return `The base is ${base}: ${selected} of ${event.lines.length} lines.`;
};

const offerSentences = (trigger: Trigger, reward: Reward, event: Happening, currency: string): readonly string[] => {
  const { offer } = trigger;
  const words = (amount: number): string => inWords(amount, currency);
  const promised = offer.type === 'flat' ? (offer.value ?? 0) : applyRate(reward.base, offer.bps ?? 0);
  const rest = offer.cap_month === undefined ? undefined : (event.cap_rest?.[trigger.key] ?? offer.cap_month);
  return [
    ...(offer.type === 'flat'
      ? [`The offer is ${words(promised)} for each event.`]
      : [
          baseSentence(reward, event, currency),
          `${percent(offer.bps ?? 0)} of ${words(reward.base)} is ${words(promised)}, rounded half up.`,
        ]),
    ...(offer.cap_per_reward !== undefined && offer.cap_per_reward < promised
      ? [`One reward is at most ${words(offer.cap_per_reward)}.`]
      : []),
    ...(rest !== undefined && rest < promised ? [`The monthly cap had ${words(rest)} left.`] : []),
  ];
};

/** How a reward came to its first amount, a sentence a step. */
const madeSentences = (
  configuration: Configuration,
  reward: Reward,
  first: Reward | undefined,
  event: Happening,
  currency: string,
): readonly string[] => {
  const words = (amount: number): string => inWords(amount, currency);
  const rate = percent(configuration.second_tier_bps);
  if (reward.trigger === SECOND_TIER) {
    return [
      `The recruiter gets ${rate} of the sale of ${words(reward.base)}: ${words(reward.amount)}, rounded half up.`,
    ];
  }
  const trigger = configuration.triggers.find((candidate) => candidate.key === reward.trigger);
  const offered = trigger === undefined ? [] : offerSentences(trigger, first ?? reward, event, currency);
  const highest = configuration.stacking === 'best' ? ['Only the highest offer that applies counts.'] : [];
  if (reward.level === 1) return [...offered, ...highest];
  const of = words(first?.amount ?? 0);
  return [
    ...offered,
    ...highest,
    `The recruiter gets ${rate} of the reward of ${of}: ${words(reward.amount)}, rounded half up.`,
  ];
};

/** What is told of a reward's amount. Minor units. */
export interface ExplainedAmount {
  readonly reward: Reward;
  /** For a second-tier reward the first-tier reward that it follows. */
  readonly first: Reward | undefined;
  /** Absent for a reward that was given by hand. */
  readonly event: Happening | undefined;
  readonly marks: readonly Mark[];
  readonly clawbacks: readonly { readonly event: string; readonly amount: number }[];
  readonly currency: string;
}

/** The whole computation of a reward's amount in words and numbers, from the base to what is left of it. */
export const arithmeticOf = (configuration: Configuration, amount: ExplainedAmount): readonly string[] => {
  const { reward, first, event, marks, clawbacks, currency } = amount;
  const words = (minor: number): string => inWords(minor, currency);
  const made =
    event === undefined
      ? [`Given by hand: ${words(reward.amount)}.`]
      : madeSentences(configuration, reward, first, event, currency);
  let left = reward.amount;
  const steps: string[] = [`The reward was ${words(left)}.`];
  for (const { difference = 0, note } of marks.filter((mark) => mark.action === 'adjust')) {
    left += difference;
    steps.push(`Adjusted by ${words(difference)} to ${words(left)}${note === undefined ? '.' : `: ${note}`}`);
  }
  for (const clawback of clawbacks) {
    left -= clawback.amount;
    steps.push(`${clawback.event} took back ${words(clawback.amount)}: ${words(left)} is left.`);
  }
  return [...made, ...steps];
};
