import { decide, type Earning, type Mark, marksByReward } from './earnings.ts';
import { sum } from './money.ts';
import { rewardKey } from './rewards.ts';

/** The first name and the initial of the last one: what a recruiter may know of a recruit. */
export const shownName = (first: string | undefined, last: string | undefined): string | undefined => {
  const [given] = first?.trim().split(/\s+/) ?? [];
  if (given === undefined || given === '') return undefined;
  const [initial] = last?.trim() ?? '';
  return initial === undefined ? given : `${given} ${initial.toUpperCase()}.`;
};

/** What an earning of a recruiter gave it as a second tier, with what was decided about it. Minor units. */
const secondTierOf = (earning: Earning, marks: ReadonlyMap<string, readonly Mark[]>): number =>
  sum([
    ...earning.rewards
      .filter(({ level }) => level === 2)
      .map(({ trigger, level, amount }) => {
        const { declined, adjusted } = decide(marks.get(rewardKey(earning.event, trigger, level)) ?? []);
        return declined ? 0 : amount + adjusted;
      }),
    ...earning.clawbacks.filter(({ level }) => level === 2).map(({ amount }) => -amount),
  ]);

/**
 * What each recruit earned its recruiter in a period: an event of a recruit is the one by which the recruiter has an
 * earning too.
 * @param earnings the recruiter's, of the period.
 * @param events the events of each recruit that may have earned in the period.
 */
export const earnedByRecruits = (
  earnings: readonly Earning[],
  marks: readonly Mark[],
  events: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> => {
  const byReward = marksByReward(marks);
  const amounts = new Map(earnings.map((earning) => [earning.event, secondTierOf(earning, byReward)]));
  return new Map([...events].map(([recruit, own]) => [recruit, sum(own.map((event) => amounts.get(event) ?? 0))]));
};

/** The whole second tier of a period, whoever it came from. */
export const secondTierIn = (earnings: readonly Earning[], marks: readonly Mark[]): number => {
  const byReward = marksByReward(marks);
  return sum(earnings.map((earning) => secondTierOf(earning, byReward)));
};
