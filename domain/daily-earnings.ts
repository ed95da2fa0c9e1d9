import { decide, type Earning, type Mark, marksByReward } from './earnings.ts';
import { dayOf } from './periods.ts';
import { rewardKey } from './rewards.ts';

/**
 * What a partnership earned on each day in a time zone, by the day of the event: rewards with their adjustments less
 * clawbacks, in minor units. Declined rewards are left out; a reward that was released counts on its own day.
 */
export const earnedByDay = (
  earnings: readonly Earning[],
  marks: readonly Mark[],
  zone: string,
): ReadonlyMap<string, number> => {
  const byReward = marksByReward(marks);
  const days = new Map<string, number>();
  for (const { event, at, rewards, clawbacks, releases } of earnings) {
    let amount = 0;
    for (const reward of rewards) {
      const { declined, adjusted } = decide(byReward.get(rewardKey(event, reward.trigger, reward.level)) ?? []);
      if (!declined) amount += reward.amount + adjusted;
    }
    // The earning of a late release repeats the clawbacks that had stayed off statements with its reward.
    if (releases === undefined) for (const clawback of clawbacks) amount -= clawback.amount;
    if (amount === 0) continue;
    const day = dayOf(at, zone);
    days.set(day, (days.get(day) ?? 0) + amount);
  }
  return days;
};
