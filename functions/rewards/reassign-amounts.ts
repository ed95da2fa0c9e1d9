import type { Earning, Mark } from '../../domain/earnings.ts';
import { Failure } from '../../domain/errors.ts';
import { type Clawback, clawbackOf, NOTHING_REFUNDED } from '../../domain/refunds.ts';
import { evaluate, type Reward, rewardKey } from '../../domain/rewards.ts';
import { getInvoice } from '../../table/invoices.ts';
import { type Reassignment, reassignedHappening } from '../../table/reassignments.ts';
import type { Write } from '../../table/store.ts';
import type { RewardEvent } from '../shared/rewards/events.ts';
import { amountsOf, type WholeReward } from '../shared/rewards/view.ts';
import { type MarkedPartnership, restatement } from '../shared/statements.ts';
import { isHomeFrozen, markWrite } from './decide.ts';
import type { RewardsDeps } from './deps.ts';
import type { Parties } from './reassign-parties.ts';

/** What the right partnership and its recruiter get by an event. */
export interface Given {
  readonly first: readonly Reward[];
  readonly second: readonly Reward[];
}

/** The rewards of the right partnership, by the triggers that were valid at the event. */
export const givenBy = async (deps: RewardsDeps, event: RewardEvent, reassignment: Reassignment): Promise<Given> => {
  if (event.happening === undefined) throw new Error('An event that nothing evaluates cannot be reassigned.');
  const configuration = await deps.configurations(event.program, event.config);
  return evaluate(configuration, reassignedHappening(event.happening, reassignment));
};

/** What refunds had taken back before goes with the reward that is given instead. */
const refundedPart = (own: WholeReward, reassignment: Reassignment, reward: Reward): readonly Clawback[] => {
  const { sale } = own.source;
  const { soFar } = own.aftermath;
  if (sale === undefined || soFar === undefined) return [];
  const whole = { before: NOTHING_REFUNDED, now: soFar.refunded };
  const amount = clawbackOf({ lines: sale.lines, total: sale.amount }, reward, whole, reward.amount);
  const key = rewardKey(reassignment.key, reward.trigger, reward.level);
  return amount === 0 ? [] : [{ reward: key, level: reward.level, amount }];
};

/** What is taken from the wrong partnership and its recruiter: by marks, or where an invoice is final, by clawbacks. */
export interface Taken {
  readonly marks: readonly { readonly reward: WholeReward; readonly mark: Mark; readonly frozen: boolean }[];
  readonly clawbacks: readonly { readonly owner: string; readonly clawback: Clawback }[];
}

export const takenFrom = async (
  deps: RewardsDeps,
  all: readonly WholeReward[],
  reassignment: Reassignment,
): Promise<Taken> => {
  const { at, by, note, partnership } = reassignment;
  const standing = await Promise.all(
    all
      .filter((reward) => !reward.decision.declined)
      .map(async (reward) => ({ reward, frozen: await isHomeFrozen(deps, reward) })),
  );
  const isFinal = ({ reward, frozen }: { reward: WholeReward; frozen: boolean }): boolean =>
    frozen && !reward.decision.held;
  return {
    marks: standing
      .filter((one) => !isFinal(one))
      .map(({ reward, frozen }) => ({
        reward,
        frozen,
        mark: {
          reward: reward.key,
          action: 'decline',
          at: Math.max(at, reward.marks.at(-1)?.at ?? 0),
          by,
          note: `Reassigned to ${partnership.key}: ${note}`,
        },
      })),
    clawbacks: standing.filter(isFinal).flatMap(({ reward }) => {
      const amount = amountsOf(reward).left;
      const { key, owner } = reward;
      return amount <= 0 ? [] : [{ owner, clawback: { reward: key, level: reward.reward.level, amount } }];
    }),
  };
};

/** The earnings of a reassignment, one for each partnership and period: somebody may both lose and gain by it. */
export const earningsBy = (
  own: WholeReward,
  reassignment: Reassignment,
  given: Given,
  taken: Taken,
): readonly Earning[] => {
  const { key: event, at, period, due, partnership } = reassignment;
  const earnings = new Map<string, Earning>();
  const add = (owner: string, into: string, rewards: readonly Reward[], clawbacks: readonly Clawback[]): void => {
    if (rewards.length + clawbacks.length === 0) return;
    const before = earnings.get(`${owner} ${into}`);
    earnings.set(`${owner} ${into}`, {
      ...{ partnership: owner, period: into, event, at, own: false },
      rewards: [...(before?.rewards ?? []), ...rewards],
      clawbacks: [...(before?.clawbacks ?? []), ...clawbacks],
    });
  };
  const refunded = (rewards: readonly Reward[]): readonly Clawback[] =>
    rewards.flatMap((reward) => refundedPart(own, reassignment, reward));
  add(partnership.key, due, given.first, refunded(given.first));
  if (partnership.recruiter !== undefined) add(partnership.recruiter, due, given.second, refunded(given.second));
  for (const { owner, clawback } of taken.clawbacks) add(owner, period, [], [clawback]);
  return [...earnings.values()];
};

/**
 * The decline marks, and the restatement of what is in review. What is still open is guarded by the standings, which
 * the reassignment holds still in any case.
 * @throws Failure `busy` while one of the months is being closed.
 */
export const declining = async (
  deps: RewardsDeps,
  now: number,
  taken: Taken,
  { sealed }: Parties,
): Promise<readonly Write[]> => {
  const writes: Write[] = taken.marks.map(({ reward, mark }) => markWrite(reward, mark));
  const changing = taken.marks.filter(({ frozen }) => !frozen);
  for (const [period, marked] of Map.groupBy(changing, ({ reward }) => reward.home)) {
    const program = marked[0]?.reward.source.program ?? '';
    const invoice = await getInvoice(deps.store, program, period);
    if (invoice === undefined) {
      if (sealed === undefined || sealed < period) continue;
      throw new Failure('busy', 'The month is being closed. Try again in a minute.', { retryAfterSeconds: 30 });
    }
    const changes: MarkedPartnership[] = [...Map.groupBy(marked, ({ reward }) => reward.owner)].map(
      ([partnership, own]) => ({ partnership, marks: own.map(({ mark }) => mark) }),
    );
    writes.push(...(await restatement(deps.store, now, program, period, changes)));
  }
  return writes;
};
