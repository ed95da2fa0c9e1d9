import { type Tried, type TriedConfiguration, takenBack, tryTrigger, withTrigger } from '../../domain/dry-runs.ts';
import { arithmeticOf, explainRules, inWords } from '../../domain/explanations.ts';
import { NOTHING_REFUNDED } from '../../domain/refunds.ts';
import type { Happening, Reward } from '../../domain/rewards.ts';
import type { Configuration } from '../../domain/triggers.ts';
import type { ConfigurationCache, Program } from '../../table/programs.ts';
import type { RefundedSoFar } from '../../table/transactions.ts';
import type { DryRunRequest, TriedReward } from '../shared/dry-run-requests.ts';
import { ruleView } from '../shared/rewards/explained.ts';
import type { PastEvent } from './past-events.ts';

/** A past event with what the trigger would have made of it. */
export interface TriedPast {
  readonly past: PastEvent;
  readonly event: Happening;
  readonly trigger: DryRunRequest['trigger'];
  readonly tried: Tried;
  readonly configuration: Configuration;
  readonly approximations: TriedConfiguration['approximations'];
}

/** What monthly caps have used up, by partnership and period. */
export type Used = Readonly<Record<string, number>>;

const usedName = (past: PastEvent, { partnership }: Happening): string => `${partnership.key} ${past.period}`;

interface Tryable {
  readonly past: PastEvent;
  readonly happening: Happening;
}

/** Facts of one partnership in the order in which they were accepted, which is that in which caps are used up. */
const inOrder = (events: readonly PastEvent[]): readonly Tryable[] =>
  events
    .flatMap((past) => (typeof past.happening === 'string' ? [] : [{ past, happening: past.happening }]))
    .toSorted((a, b) =>
      a.happening.partnership.key === b.happening.partnership.key
        ? (a.past.sale?.sequence ?? a.past.at) - (b.past.sale?.sequence ?? b.past.at)
        : a.happening.partnership.key < b.happening.partnership.key
          ? -1
          : 1,
    );

/** Tries the trigger on events, in the order of acceptance, with what a monthly cap has left by then. */
export const tryEvents = async (
  { configurations }: { readonly configurations: ConfigurationCache },
  program: Program,
  { trigger }: DryRunRequest,
  events: readonly PastEvent[],
  usedBefore: Used,
): Promise<{ readonly tried: readonly TriedPast[]; readonly used: Used }> => {
  const now = await configurations(program.key, program.config);
  const used = new Map(Object.entries(usedBefore));
  const { cap_month: cap } = trigger.offer;
  const versions = new Map<number, { readonly then: Configuration; readonly with: TriedConfiguration }>();
  const tried: TriedPast[] = [];
  for (const { past, happening } of inOrder(events)) {
    const known = versions.get(past.config);
    const then = known?.then ?? (await configurations(program.key, past.config));
    const tryable = known?.with ?? withTrigger(then, now, trigger);
    versions.set(past.config, { then, with: tryable });
    const name = usedName(past, happening);
    const rest = cap === undefined ? undefined : Math.max(0, cap - (used.get(name) ?? 0));
    const event: Happening =
      rest === undefined ? happening : { ...happening, cap_rest: { ...happening.cap_rest, [trigger.key]: rest } };
    const result = tryTrigger(then, tryable, trigger, { accepted: happening, event });
    if (rest !== undefined && result.first !== undefined) used.set(name, (used.get(name) ?? 0) + result.first.amount);
    const { configuration, approximations } = tryable;
    tried.push({ past, event, trigger, tried: result, configuration, approximations });
  }
  return {
    tried: tried.toSorted((a, b) => (a.past.key < b.past.key ? -1 : 1)),
    used: Object.fromEntries(used),
  };
};

/** So many outcomes of rules are told of one reward. */
const MOST_OUTCOMES = 100;

const rewardOf = (
  one: TriedPast,
  owner: string,
  reward: Reward,
  refund: RefundedSoFar | undefined,
  currency: string,
): TriedReward => {
  const { past, event, trigger, tried, configuration } = one;
  const refunded = refund?.refunded ?? NOTHING_REFUNDED;
  const taken = past.sale === undefined ? 0 : takenBack({ ...past.sale, total: past.sale.amount }, reward, refunded);
  const words = arithmeticOf(configuration, {
    ...{ reward, first: tried.first, event, currency },
    ...{ marks: [], clawbacks: [] },
  });
  const left = `Refunds took back ${inWords(taken, currency)}: ${inWords(reward.amount - taken, currency)} is left.`;
  return {
    ...{ event_key: past.key, event_type: event.type, at: past.at, external_key: past.external_key ?? null },
    ...{ partnership_key: owner, level: reward.level },
    base: { amount: reward.base, lines: reward.lines === undefined ? null : [...reward.lines] },
    ...{ amount: reward.amount, clawed_back_amount: taken },
    arithmetic: taken === 0 ? [...words] : [...words, left],
    rules: explainRules(configuration, trigger, event).slice(0, MOST_OUTCOMES).map(ruleView),
  };
};

/** The rewards of both tiers, each with its reasons, in the order of their events. */
export const rewardsTried = (
  tried: readonly TriedPast[],
  refunds: ReadonlyMap<string, RefundedSoFar>,
  currency: string,
): readonly TriedReward[] =>
  tried.flatMap((one) => {
    const { partnership } = one.event;
    const refund = refunds.get(one.past.key);
    const owned = [
      { owner: partnership.key, reward: one.tried.first },
      { owner: partnership.recruiter, reward: one.tried.second },
    ];
    return owned.flatMap(({ owner, reward }) =>
      owner === undefined || reward === undefined ? [] : [rewardOf(one, owner, reward, refund, currency)],
    );
  });
