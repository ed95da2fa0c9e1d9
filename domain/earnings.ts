import type { Clawback } from './refunds.ts';
import { type Reward, rewardKey } from './rewards.ts';

/** A reward that was on hold when its invoice became final, in the statement that it joins instead. Minor units. */
export interface Release {
  readonly reward: string;
  readonly level: 1 | 2;
  /** The reward's own amount; its adjustments are added from its marks. */
  readonly amount: number;
}

/**
 * What one event gave one partnership: all its rewards and clawbacks in one item, also when there are none.
 * `own` earnings answer a fact that the partnership's standing counts; a recruiter's share is not its own.
 */
export interface Earning {
  readonly partnership: string;
  /** The period whose statement it belongs to. */
  readonly period: string;
  readonly event: string;
  /** When the event was accepted, in milliseconds. */
  readonly at: number;
  readonly own: boolean;
  readonly rewards: readonly Reward[];
  readonly clawbacks: readonly Clawback[];
  /** Only in the earning of a late release: then the clawbacks are those that stayed off final statements with it. */
  readonly releases?: readonly Release[] | undefined;
}

/** What the merchant decided about a reward; marks are appended and never changed. */
export interface Mark {
  readonly reward: string;
  readonly action: 'approve' | 'decline' | 'hold' | 'release' | 'adjust';
  readonly at: number;
  readonly by: string;
  readonly note?: string | undefined;
  /** For `adjust`: the difference to the amount so far, in minor units. */
  readonly difference?: number | undefined;
  /** For `release` after the reward's invoice was final: the period whose statement it joins instead. */
  readonly into?: string | undefined;
}

/** What the marks of a reward come to. */
export interface Decision {
  readonly approved: boolean;
  readonly declined: boolean;
  readonly held: boolean;
  /** Sum of the adjustments in minor units. */
  readonly adjusted: number;
  /** The period that it was released into; absent while it belongs to the period in which it was earned. */
  readonly into?: string | undefined;
}

/** The marks of one reward in order of time. A decline is final. */
export const decide = (marks: readonly Mark[]): Decision => {
  let decision: Decision = { approved: false, declined: false, held: false, adjusted: 0 };
  for (const mark of marks) {
    switch (mark.action) {
      case 'approve':
        decision = { ...decision, approved: true };
        break;
      case 'decline':
        decision = { ...decision, declined: true };
        break;
      case 'hold':
        decision = { ...decision, held: true };
        break;
      case 'release':
        decision = { ...decision, held: false, ...(mark.into === undefined ? {} : { into: mark.into }) };
        break;
      case 'adjust':
        decision = { ...decision, adjusted: decision.adjusted + (mark.difference ?? 0) };
        break;
    }
  }
  return decision;
};

/** The marks of each reward, by its key. */
export const marksByReward = (marks: readonly Mark[]): ReadonlyMap<string, readonly Mark[]> => {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) groups.set(mark.reward, [...(groups.get(mark.reward) ?? []), mark]);
  return groups;
};

/** The keys of an earning's rewards, each with its reward. */
export const keyedRewards = (earning: Earning): readonly { readonly key: string; readonly reward: Reward }[] =>
  earning.rewards.map((reward) => ({ key: rewardKey(earning.event, reward.trigger, reward.level), reward }));
