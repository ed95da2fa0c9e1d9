import { type Decision, decide, type Earning, keyedRewards, type Mark, marksByReward } from './earnings.ts';
import { applyRate, sum } from './money.ts';

/** What the month was for a partnership, from its standing. Minor units; sales are less the refunds accepted. */
export interface MonthFacts {
  readonly transactions: number;
  readonly sales: number;
  readonly refunded: number;
  readonly quantity: number;
  /** How many facts await an earning of the partnership's own. */
  readonly facts: number;
}

export const NO_FACTS: MonthFacts = { transactions: 0, sales: 0, refunded: 0, quantity: 0, facts: 0 };

/** The line of a partnership on an invoice. Counts, and minor units. */
export interface StatementFigures {
  readonly rewards: number;
  readonly reward_amount: number;
  readonly second_tier_amount: number;
  readonly clawbacks: number;
  readonly clawback_amount: number;
  /** Rewards less clawbacks. */
  readonly net: number;
  readonly carried_in: number;
  readonly carried_out: number;
  readonly payable: number;
}

/**
 * The figures of a statement from the earnings of its period and every mark that touches them: declined rewards and
 * rewards on hold stay off, with their clawbacks; `payable = max(0, net + carried in)`, a negative rest is carried out
 * (docs/rules.md, "The month"). A reward that was released late counts in the statement that it was released into, and
 * so do the clawbacks that had stayed off with it; in earlier statements both stay off.
 * @param earnings those of one partnership and period.
 * @param carriedIn the debt of the month before: 0 or negative.
 */
export const figuresOf = (
  earnings: readonly Earning[],
  marks: readonly Mark[],
  carriedIn: number,
): StatementFigures => {
  const byReward = marksByReward(marks);
  const decisions = new Map<string, Decision>();
  const decisionOf = (key: string): Decision => {
    const known = decisions.get(key) ?? decide(byReward.get(key) ?? []);
    decisions.set(key, known);
    return known;
  };
  const stands = ({ declined, held }: Decision): boolean => !declined && !held;
  const rewards = earnings.flatMap((earning) => {
    const earned = keyedRewards(earning).map((entry) => ({ ...entry, period: undefined }));
    const released = (earning.releases ?? []).map((entry) => ({
      key: entry.reward,
      reward: entry,
      period: earning.period,
    }));
    return [...earned, ...released].flatMap(({ key, reward, period }) => {
      const decision = decisionOf(key);
      if (!stands(decision) || decision.into !== period) return [];
      return { level: reward.level, amount: reward.amount + decision.adjusted };
    });
  });
  const clawbacks = earnings.flatMap((earning) =>
    earning.clawbacks.filter((clawback) => {
      const decision = decisionOf(clawback.reward);
      return stands(decision) && (decision.into === undefined || earning.period >= decision.into);
    }),
  );
  const reward_amount = sum(rewards.map((reward) => reward.amount));
  const clawback_amount = sum(clawbacks.map((clawback) => clawback.amount));
  const net = reward_amount - clawback_amount;
  const balance = net + carriedIn;
  return {
    rewards: rewards.length,
    reward_amount,
    second_tier_amount: sum(rewards.filter((reward) => reward.level === 2).map((reward) => reward.amount)),
    clawbacks: clawbacks.length,
    clawback_amount,
    net,
    carried_in: carriedIn,
    carried_out: Math.min(0, balance),
    payable: Math.max(0, balance),
  };
};

/** The fee on a sum of payables: basis points plus a fixed part, and nothing on nothing. Minor units. */
export const feeOf = (payables: number, terms: { readonly fee_bps: number; readonly fee_fixed: number }): number =>
  payables === 0 ? 0 : applyRate(payables, terms.fee_bps) + terms.fee_fixed;
