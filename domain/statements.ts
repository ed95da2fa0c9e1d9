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

/** Whether an entry counts in its statement, and if not, why: `elsewhere` is counted in another period's. */
export const ENTRY_STATES = ['counted', 'on_hold', 'declined', 'elsewhere'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** One reward, released reward or clawback of a statement. */
export interface StatementEntry {
  readonly type: 'reward' | 'release' | 'clawback';
  readonly reward: string;
  readonly level: 1 | 2;
  /** What brought it: the event of the reward, its release, or the refund. */
  readonly event: string;
  readonly at: number;
  readonly state: EntryState;
  /** What it comes to, adjustments included; negative for a clawback. Minor units. */
  readonly amount: number;
}

const stateOf = ({ declined, held }: Decision, isHere: boolean): EntryState => {
  if (declined) return 'declined';
  if (held) return 'on_hold';
  return isHere ? 'counted' : 'elsewhere';
};

/**
 * Everything that may count in a statement, in the order of its earnings: declined rewards and rewards on hold stay
 * off, with their clawbacks. A reward that was released late counts in the statement that it was released into, and so
 * do the clawbacks that had stayed off with it; in earlier statements both stay off.
 * @param earnings those of one partnership and period.
 * @param marks every mark that touches them.
 */
export const entriesOf = (earnings: readonly Earning[], marks: readonly Mark[]): readonly StatementEntry[] => {
  const byReward = marksByReward(marks);
  const decisions = new Map<string, Decision>();
  const decisionOf = (key: string): Decision => {
    const known = decisions.get(key) ?? decide(byReward.get(key) ?? []);
    decisions.set(key, known);
    return known;
  };
  return earnings.flatMap((earning): readonly StatementEntry[] => {
    const { event, at, period } = earning;
    const earned = keyedRewards(earning).map(({ key, reward: { level, amount } }): StatementEntry => {
      const decision = decisionOf(key);
      const state = stateOf(decision, decision.into === undefined);
      return { type: 'reward', reward: key, level, event, at, state, amount: amount + decision.adjusted };
    });
    const released = (earning.releases ?? []).map(({ reward, level, amount }): StatementEntry => {
      const decision = decisionOf(reward);
      const state = stateOf(decision, decision.into === period);
      return { type: 'release', reward, level, event, at, state, amount: amount + decision.adjusted };
    });
    const clawedBack = earning.clawbacks.map(({ reward, level, amount }): StatementEntry => {
      const decision = decisionOf(reward);
      const state = stateOf(decision, decision.into === undefined || period >= decision.into);
      return { type: 'clawback', reward, level, event, at, state, amount: -amount };
    });
    return [...earned, ...released, ...clawedBack];
  });
};

/**
 * The figures of a statement: `payable = max(0, net + carried in)`, a negative rest is carried out (docs/rules.md, "The
 * month").
 * @param earnings those of one partnership and period.
 * @param carriedIn the debt of the month before: 0 or negative.
 */
export const figuresOf = (
  earnings: readonly Earning[],
  marks: readonly Mark[],
  carriedIn: number,
): StatementFigures => {
  const counted = entriesOf(earnings, marks).filter(({ state }) => state === 'counted');
  const clawbacks = counted.filter(({ type }) => type === 'clawback');
  const rewards = counted.filter(({ type }) => type !== 'clawback');
  const reward_amount = sum(rewards.map(({ amount }) => amount));
  const clawback_amount = sum(clawbacks.map(({ amount }) => -amount));
  const net = reward_amount - clawback_amount;
  const balance = net + carriedIn;
  return {
    rewards: rewards.length,
    reward_amount,
    second_tier_amount: sum(rewards.filter(({ level }) => level === 2).map(({ amount }) => amount)),
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
