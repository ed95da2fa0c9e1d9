import * as z from 'zod/mini';
import { explainEachLine, type LineOutcome } from './explanations.ts';
import { sum } from './money.ts';
import { clawbackOf, NOTHING_REFUNDED, type Refunded } from './refunds.ts';
import { evaluate, type Happening, judge, type Reward, TURNED_AWAY } from './rewards.ts';
import { rulesOf } from './rules.ts';
import type { Configuration, Trigger } from './triggers.ts';

/** How many days of events a dry run looks at, and how many events. */
export const MOST_DRY_RUN_DAYS = 93;
export const MOST_DRY_RUN_EVENTS = 50_000;

/** Why an event makes no reward: a term of the trigger, or another trigger that promises more where the best counts. */
export const NOT_REWARDED = [...TURNED_AWAY, 'outdone'] as const;
export type NotRewarded = (typeof NOT_REWARDED)[number];

/**
 * What could only be told nearly: a segment is newer than the event, a tier is newer than the event, the event was
 * given to another partnership later.
 */
export const APPROXIMATIONS = ['segment_is_newer', 'tier_is_newer', 'reassigned'] as const;
export type Approximation = (typeof APPROXIMATIONS)[number];

/** A configuration with the trigger in the place of all versions of it, and what of the program it needs besides. */
export interface TriedConfiguration {
  readonly configuration: Configuration;
  readonly approximations: readonly Exclude<Approximation, 'reassigned'>[];
}

const namedIn = (trigger: Trigger, field: 'segment' | 'tier'): readonly string[] => {
  const { audience, rules } = trigger;
  const ruled = rules === undefined ? [] : rulesOf(rules).filter((rule) => rule.field === field);
  const values = ruled.flatMap(({ value }) => (typeof value === 'boolean' ? [] : value));
  const audienceNames = field === 'segment' ? (audience.segments ?? []) : [audience.from_tier];
  return [...audienceNames, ...values].filter((name) => typeof name === 'string');
};

/**
 * The configuration under which an event was accepted, as if the trigger had been in it. A segment that did not exist
 * then is taken as it is now; a tier that did not exist then was reached by nobody.
 */
export const withTrigger = (then: Configuration, now: Configuration, trigger: Trigger): TriedConfiguration => {
  const known = new Set(then.segments.map((segment) => segment.key));
  const named = namedIn(trigger, 'segment');
  const newer = now.segments.filter((segment) => named.includes(segment.key) && !known.has(segment.key));
  const ladder = new Set([...then.ladder.levels.map((tier) => tier.key), ...Object.keys(then.ladder.successors ?? {})]);
  const newTier = namedIn(trigger, 'tier').some((tier) => !ladder.has(tier));
  return {
    configuration: {
      ...then,
      segments: [...then.segments, ...newer],
      triggers: [...then.triggers.filter((other) => other.key !== trigger.key), trigger],
    },
    approximations: [
      ...(newer.length === 0 ? [] : (['segment_is_newer'] as const)),
      ...(newTier ? (['tier_is_newer'] as const) : []),
    ],
  };
};

/** What a trigger would have made of one event. */
export interface Tried {
  readonly first: Reward | undefined;
  readonly second: Reward | undefined;
  readonly notRewarded: NotRewarded | undefined;
  /** For each rule of the trigger, in reading order, whether it held (for one of the lines at least). */
  readonly held: readonly boolean[];
  /** What all triggers together gave for the event, both tiers, and what they would have given with this one. */
  readonly before: number;
  readonly after: number;
}

/** An event as it was accepted, and as the trigger would have met it: with its ordinal and its cap. */
export interface TriedEvent {
  readonly accepted: Happening;
  readonly event: Happening;
}

const costOf = (configuration: Configuration, event: Happening): number => {
  const { first, second } = evaluate(configuration, event);
  return sum([...first, ...second].map((reward) => reward.amount));
};

const heldBy = (outcomes: readonly LineOutcome[], rules: number): readonly boolean[] =>
  Array.from({ length: rules }, (_, index) => outcomes.some((line) => line.outcomes[index]?.held === true));

/**
 * Tries a trigger on an event: the same evaluation as at the acceptance of the event, with the trigger in the
 * configuration of then.
 * @param then the configuration at acceptance, without the trigger that is tried or with its version of then.
 */
export const tryTrigger = (
  then: Configuration,
  { configuration }: TriedConfiguration,
  trigger: Trigger,
  { accepted, event }: TriedEvent,
): Tried => {
  const { first, second } = evaluate(configuration, event);
  const own = (reward: Reward): boolean => reward.trigger === trigger.key;
  const made = first.find(own);
  const judged = judge(configuration, trigger, event);
  const rules = trigger.rules === undefined ? 0 : rulesOf(trigger.rules).length;
  return {
    first: made,
    second: second.find(own),
    notRewarded: made !== undefined ? undefined : typeof judged === 'string' ? judged : 'outdone',
    held: rules === 0 ? [] : heldBy(explainEachLine(configuration, trigger, event), rules),
    before: costOf(then, accepted),
    after: sum([...first, ...second].map((reward) => reward.amount)),
  };
};

/** What refunds have taken back of a reward of a sale so far. */
export const takenBack = (
  sale: { readonly lines: readonly NonNullable<Happening['lines']>[number][]; readonly total: number },
  reward: Reward,
  refunded: Refunded,
): number => clawbackOf(sale, reward, { before: NOTHING_REFUNDED, now: refunded }, reward.amount);

/** How often a rule held, and how many events it turned away: `alone` are those that no other rule turned away. */
export const RuleTally = z.object({ held: z.int(), turned_away: z.int(), alone: z.int() });
type RuleTally = z.infer<typeof RuleTally>;

/** What came of the events that were looked at. Amounts in minor units. */
export const DryRunTally = z.object({
  events: z.int(),
  without_partnership: z.int(),
  /** They come from another system, or again, or were taken back: no trigger rewards them. */
  never_rewarded: z.int(),
  matched: z.int(),
  turned_away: z.record(z.enum(NOT_REWARDED), z.int()),
  first_tier_rewards: z.int(),
  first_tier_amount: z.int(),
  second_tier_rewards: z.int(),
  second_tier_amount: z.int(),
  clawed_back: z.int(),
  /** What all triggers together gave for the events, and what they would have given with this one; before refunds. */
  cost_before: z.int(),
  cost_after: z.int(),
  rules: z.array(RuleTally),
  approximate: z.record(z.enum(APPROXIMATIONS), z.int()),
});
export type DryRunTally = z.infer<typeof DryRunTally>;

/** Nothing looked at yet. */
export const emptyTally = (trigger: Trigger): DryRunTally => ({
  ...{ events: 0, without_partnership: 0, never_rewarded: 0, matched: 0 },
  turned_away: { audience: 0, customer_cap: 0, rules: 0, no_base: 0, nothing_left: 0, outdone: 0 },
  ...{ first_tier_rewards: 0, first_tier_amount: 0, second_tier_rewards: 0, second_tier_amount: 0, clawed_back: 0 },
  ...{ cost_before: 0, cost_after: 0 },
  rules: (trigger.rules === undefined ? [] : rulesOf(trigger.rules)).map(() => ({
    ...{ held: 0, turned_away: 0, alone: 0 },
  })),
  approximate: { segment_is_newer: 0, tier_is_newer: 0, reassigned: 0 },
});

/** An event that nobody can be rewarded for. */
export const countUnrewarded = (tally: DryRunTally, why: 'without_partnership' | 'never_rewarded'): DryRunTally => ({
  ...tally,
  events: tally.events + 1,
  [why]: tally[why] + 1,
});

const RULES_WERE_ASKED: readonly (NotRewarded | undefined)[] = [
  'rules',
  'no_base',
  'nothing_left',
  'outdone',
  undefined,
];

const countRules = (rules: readonly RuleTally[], { held, notRewarded }: Tried): RuleTally[] => {
  if (!RULES_WERE_ASKED.includes(notRewarded)) return [...rules];
  const failed = held.filter((one) => !one).length;
  return rules.map((rule, index) => {
    if (held[index] === true) return { ...rule, held: rule.held + 1 };
    if (notRewarded !== 'rules') return rule;
    return { ...rule, turned_away: rule.turned_away + 1, alone: rule.alone + (failed === 1 ? 1 : 0) };
  });
};

/** Adds what came of an event. */
export const countTried = (
  tally: DryRunTally,
  tried: Tried,
  clawedBack: number,
  approximations: readonly Approximation[],
): DryRunTally => {
  const { first, second, notRewarded } = tried;
  const rewarded = first !== undefined;
  const counted = (one: Approximation): number => tally.approximate[one] + (approximations.includes(one) ? 1 : 0);
  return {
    ...tally,
    events: tally.events + 1,
    matched: tally.matched + (rewarded ? 1 : 0),
    turned_away:
      notRewarded === undefined
        ? tally.turned_away
        : { ...tally.turned_away, [notRewarded]: tally.turned_away[notRewarded] + 1 },
    first_tier_rewards: tally.first_tier_rewards + (rewarded ? 1 : 0),
    first_tier_amount: tally.first_tier_amount + (first?.amount ?? 0),
    second_tier_rewards: tally.second_tier_rewards + (second === undefined ? 0 : 1),
    second_tier_amount: tally.second_tier_amount + (second?.amount ?? 0),
    clawed_back: tally.clawed_back + clawedBack,
    cost_before: tally.cost_before + tried.before,
    cost_after: tally.cost_after + tried.after,
    rules: countRules(tally.rules, tried),
    approximate: {
      segment_is_newer: counted('segment_is_newer'),
      tier_is_newer: counted('tier_is_newer'),
      reassigned: counted('reassigned'),
    },
  };
};
