import type { RewardAnswer } from './answers.ts';
import type { Deed, Fact } from './facts.ts';
import { moment } from './moment.ts';

/** Event, trigger and level of a reward, as its key tells them. */
export const identityIn = (key: string): string => key.replace(/^rwd_/, '');

const isDeed = (fact: Fact): fact is Deed => fact.kind === 'deed';

/**
 * The product's rewards by the identity that a recount gives them. Sign-ups and joinings have no event key in the API:
 * there a reward is named after an event that was made right after the customer or the partnership.
 */
export const byIdentity = (
  rewards: readonly RewardAnswer[],
  facts: readonly Fact[],
): ReadonlyMap<string, RewardAnswer> => {
  const deeds = Map.groupBy(facts.filter(isDeed), (deed) => deed.event);
  const named = (reward: RewardAnswer): string => {
    const identity = identityIn(reward.key);
    if (!identity.startsWith('evt_')) return identity;
    const [event = '', ...rest] = identity.split('.');
    const before = (deeds.get(reward.event_type) ?? []).filter(({ key }) => moment(key) < moment(event));
    const last = before.toSorted((a, b) => (moment(a.key) < moment(b.key) ? -1 : 1)).at(-1);
    return [last?.key ?? event, ...rest].join('.');
  };
  return new Map(rewards.map((reward) => [named(reward), reward]));
};
