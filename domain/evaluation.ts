import type { Earning } from './earnings.ts';
import { type Clawback, clawbackOf, type Refunded } from './refunds.ts';
import { evaluate, type Happening, type Reward, rewardKey, rewardPeriod } from './rewards.ts';
import type { Line } from './transactions.ts';
import type { Configuration } from './triggers.ts';

/**
 * The earnings that an event makes, in the order in which they must be stored: the partnership's own in the period of
 * the event comes last, because it tells the close that the fact is dealt with. Pure and deterministic: whoever
 * repeats it stores the same items under the same keys.
 */
export const earningsFor = (configuration: Configuration, event: Happening, period: string): readonly Earning[] => {
  const { first, second } = evaluate(configuration, event);
  const due = rewardPeriod(configuration, event);
  const { key, recruiter } = event.partnership;
  const base = { event: event.key, at: event.at, clawbacks: [] };
  const earnings: Earning[] = [];
  if (recruiter !== undefined && second.length > 0) {
    earnings.push({ ...base, partnership: recruiter, period: due, own: false, rewards: second });
  }
  // With an approval delay the rewards wait in a later period, and the period of the event gets an empty earning.
  if (due !== period && first.length > 0) {
    earnings.push({ ...base, partnership: key, period: due, own: false, rewards: first });
  }
  earnings.push({ ...base, partnership: key, period, own: true, rewards: due === period ? first : [] });
  return earnings;
};

/** A reward of the refunded transaction as it stands: `effective` is its amount after adjustments, in minor units. */
export interface StandingReward {
  readonly partnership: string;
  readonly reward: Reward;
  readonly declined: boolean;
  readonly effective: number;
}

/** What evaluation needs to know of a refund. */
export interface RefundFact {
  readonly key: string;
  readonly at: number;
  readonly period: string;
  readonly partnership: string;
  readonly before: Refunded;
  readonly now: Refunded;
}

/**
 * The negative earnings of a refund, the own one of the partnership of the sale last. They lie in the period in which
 * the refund was accepted, or in that of the reward where its approval delay still runs.
 */
export const clawbacksFor = (
  sale: { readonly key: string; readonly lines: readonly Line[]; readonly total: number; readonly duePeriod: string },
  rewards: readonly StandingReward[],
  refund: RefundFact,
): readonly Earning[] => {
  const owners = new Map<string, Clawback[]>();
  for (const { partnership, reward, declined, effective } of rewards) {
    const amount = declined ? 0 : clawbackOf(sale, reward, refund, effective);
    if (amount === 0) continue;
    const key = rewardKey(sale.key, reward.trigger, reward.level);
    owners.set(partnership, [...(owners.get(partnership) ?? []), { reward: key, level: reward.level, amount }]);
  }
  const delayed = sale.duePeriod > refund.period;
  const due = delayed ? sale.duePeriod : refund.period;
  const base = { event: refund.key, at: refund.at, rewards: [] };
  const earnings: Earning[] = [];
  for (const [partnership, clawbacks] of owners) {
    const own = partnership === refund.partnership && due === refund.period;
    if (!own) earnings.push({ ...base, partnership, period: due, own: false, clawbacks });
  }
  const clawbacks = due === refund.period ? (owners.get(refund.partnership) ?? []) : [];
  earnings.push({ ...base, partnership: refund.partnership, period: refund.period, own: true, clawbacks });
  return earnings;
};
