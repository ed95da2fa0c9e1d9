import { type Decision, decide, type Earning, type Mark, marksByReward } from '../../../domain/earnings.ts';
import { nextPeriod } from '../../../domain/periods.ts';
import { decidingInvoice, paidPeriods, type RewardState, rewardState } from '../../../domain/reward-states.ts';
import { type Reward, rewardKey } from '../../../domain/rewards.ts';
import { earningsAt, firstMarkKey, marksBetween } from '../../../table/earnings.ts';
import { type Invoice, invoicesOf } from '../../../table/invoices.ts';
import { payoutsOf } from '../../../table/payouts.ts';
import { statementsOf } from '../../../table/statements.ts';
import type { Store } from '../../../table/store.ts';
import { inParallel } from '../parallel.ts';
import type { RewardEvent } from './events.ts';
import { itemsAt } from './items.ts';

/** A reward as its earning tells it. */
export interface FoundReward {
  readonly key: string;
  readonly owner: string;
  readonly reward: Reward;
  readonly event: string;
  /** The period in which it was earned; its marks lie there. */
  readonly due: string;
  readonly at: number;
}

/** A reward with what the merchant decided about it. */
export interface MarkedReward extends FoundReward {
  readonly marks: readonly Mark[];
  readonly decision: Decision;
  /** The period in whose statement it counts. */
  readonly home: string;
}

/** The rewards in an earning. */
export const rewardsIn = (earning: Earning): readonly FoundReward[] =>
  earning.rewards.map((reward) => ({
    key: rewardKey(earning.event, reward.trigger, reward.level),
    owner: earning.partnership,
    reward,
    event: earning.event,
    due: earning.period,
    at: earning.at,
  }));

/** The rewards that events made, for the partnership and for its recruiter. */
export const rewardsOfEvents = async (
  store: Store,
  events: readonly RewardEvent[],
): Promise<readonly FoundReward[]> => {
  const places = events.flatMap(({ key, due, partnership }) =>
    [partnership.key, partnership.recruiter].flatMap((owner) =>
      owner === undefined ? [] : [{ partnership: owner, period: due, event: key }],
    ),
  );
  const earnings = await earningsAt(store, places);
  return earnings.flatMap((earning) => (earning === undefined ? [] : rewardsIn(earning)));
};

const groupsOf = (rewards: readonly FoundReward[]): readonly (readonly FoundReward[])[] => [
  ...Map.groupBy(rewards, ({ owner, due }) => `${owner}\n${due}`).values(),
];

/** So many ranges of marks are read without asking first whether there are any. */
const FEW = 2;

/** The rewards that may have marks: most have none, and a hundred first marks are looked for in one request. */
const perhapsMarked = async (store: Store, rewards: readonly FoundReward[]): Promise<readonly FoundReward[]> => {
  if (groupsOf(rewards).length <= FEW) return rewards;
  const placeOf = ({ owner, due, key }: FoundReward) => firstMarkKey(owner, due, key);
  const itemAt = await itemsAt(store, rewards.map(placeOf));
  return rewards.filter((reward) => itemAt(placeOf(reward)) !== undefined);
};

/** Adds the marks of rewards: one range of each partnership and period that has any. */
export const withMarks = async (store: Store, rewards: readonly FoundReward[]): Promise<readonly MarkedReward[]> => {
  const marks = await inParallel(groupsOf(await perhapsMarked(store, rewards)), async (group) => {
    const keys = group.map((found) => found.key).sort();
    const [one, first = '', last = ''] = [group[0], keys.at(0), keys.at(-1)];
    return one === undefined ? [] : marksBetween(store, one.owner, one.due, [first, last]);
  });
  const byReward = marksByReward(marks.flat());
  return rewards.map((found) => {
    const own = byReward.get(found.key) ?? [];
    const decision = decide(own);
    return { ...found, marks: own, decision, home: decision.into ?? found.due };
  });
};

/** Where a reward is on its way, and the invoice that it is or will be on. */
export interface RewardStanding {
  readonly status: RewardState;
  readonly invoice: Invoice | undefined;
}

/** Tells where rewards stand; what it reads of invoices and payouts, it reads once. */
export const standingReader = (store: Store, program: string) => {
  let reading: Promise<ReadonlyMap<string, Invoice>> | undefined;
  const invoicesOnce = (): Promise<ReadonlyMap<string, Invoice>> => {
    reading ??= invoicesOf(store, program);
    return reading;
  };
  const paid = new Map<string, Promise<ReadonlySet<string>>>();
  const readPaid = async (owner: string): Promise<ReadonlySet<string>> => {
    const known = await invoicesOnce();
    const [statements, payouts] = await Promise.all([statementsOf(store, owner), payoutsOf(store, owner)]);
    const released = statements.flatMap(({ period, payable }) => {
      const paid_at = known.get(period)?.paid_at;
      return paid_at === undefined ? [] : [{ period, payable, paid_at }];
    });
    return paidPeriods(released, payouts);
  };
  const paidTo = (owner: string): Promise<ReadonlySet<string>> => {
    const periods = paid.get(owner) ?? readPaid(owner);
    paid.set(owner, periods);
    return periods;
  };
  return async ({ owner, home, decision }: MarkedReward): Promise<RewardStanding> => {
    const invoice = decidingInvoice(home, await invoicesOnce(), nextPeriod);
    const paidOut = invoice?.state === 'paid' && (await paidTo(owner)).has(invoice.period);
    return { status: rewardState({ decision, invoice: invoice?.state, paidOut }), invoice };
  };
};
export type StandingReader = ReturnType<typeof standingReader>;
