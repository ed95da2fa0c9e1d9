import { type DecidedReward, followingMark, markFor, type NewMark, type RewardAction } from '../../domain/decisions.ts';
import type { Earning, Mark } from '../../domain/earnings.ts';
import { isFrozen } from '../../domain/invoices.ts';
import { shiftPeriod } from '../../domain/periods.ts';
import { SECOND_TIER } from '../../domain/rewards.ts';
import { addEarning, addMark, markId } from '../../table/earnings.ts';
import { getInvoice } from '../../table/invoices.ts';
import type { Program } from '../../table/programs.ts';
import type { Write } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type ReadReward, requireProgram, requireReward, showReward } from '../shared/rewards/read.ts';
import { amountsOf, type RewardView, type WholeReward } from '../shared/rewards/view.ts';
import { type MarkedPartnership, RESTATEMENT_CONFLICTS, restatement } from '../shared/statements.ts';
import type { RewardsDeps } from './deps.ts';

/** After these a fresh read and another try may succeed. */
export const DECISION_CONFLICTS: readonly string[] = [...RESTATEMENT_CONFLICTS, 'mark_exists', 'earning_exists'];

/** The period whose statements are the first that can still change: in review, or else open. */
const firstOpenPeriod = async (deps: RewardsDeps, program: Program): Promise<string> => {
  const before = shiftPeriod(program.open_period, -1);
  const invoice = await getInvoice(deps.store, program.key, before);
  return invoice?.state === 'in_review' ? before : program.open_period;
};

/** Whether the statement in which a reward counts can no longer change. */
export const isHomeFrozen = async (deps: RewardsDeps, reward: WholeReward): Promise<boolean> => {
  const invoice = await getInvoice(deps.store, reward.source.program, reward.home);
  return invoice !== undefined && invoice.state !== 'draft' && isFrozen(invoice.state);
};

const decidedOf = async (deps: RewardsDeps, next: string, reward: WholeReward): Promise<DecidedReward> => {
  const { original, clawedBack } = amountsOf(reward);
  return { original, clawedBack, marks: reward.marks, frozen: await isHomeFrozen(deps, reward), next };
};

/** A reward with the mark that it gets. */
interface Marking {
  readonly reward: WholeReward;
  readonly mark: NewMark;
  /** Whether its statement can still change; else it is on hold and on none. */
  readonly frozen: boolean;
}

/** The second-tier reward that follows a first-tier one: its share of it, or the recruiter's share of the sale. */
const followerOf = ({ own, all }: ReadReward): WholeReward | undefined =>
  own.reward.level === 2
    ? undefined
    : all.find(
        ({ reward }) => reward.level === 2 && (reward.trigger === own.reward.trigger || reward.trigger === SECOND_TIER),
      );

const markingsOf = async (
  deps: RewardsDeps,
  read: ReadReward,
  asked: RewardAction,
  next: string,
): Promise<readonly Marking[]> => {
  const { own, all } = read;
  const decided = await decidedOf(deps, next, own);
  const mark = markFor(decided, asked);
  if (mark === undefined) return [];
  const main = { reward: own, mark, frozen: decided.frozen };
  const follower = followerOf(read);
  if (follower === undefined) return [main];
  const second = await decidedOf(deps, next, follower);
  const { second_tier_bps: bps } = await deps.configurations(own.source.program, own.source.config);
  const siblings = all.filter(({ reward, key }) => reward.level === 1 && key !== own.key).map((one) => one.decision);
  const ofSale = follower.reward.trigger === SECOND_TIER;
  const following = followingMark(second, asked, { bps, ofSale, siblings });
  return following === undefined ? [main] : [main, { reward: follower, mark: following, frozen: second.frozen }];
};

const wholeMark = (context: Context, { reward, mark }: Marking): Mark => ({
  reward: reward.key,
  ...mark,
  // Marks count in order of time, also where two clocks differ a little.
  at: Math.max(context.now, reward.marks.at(-1)?.at ?? 0),
  by: context.caller.actor,
});

/** The number of a mark is the lock on its reward: of two decisions at once one is taken again. */
export const markWrite = (reward: WholeReward, mark: Mark): Write =>
  addMark(reward.owner, reward.due, markId(reward.marks.length + 1), mark);

/** What brings a reward into the statement that it is released into, with the clawbacks that had stayed off with it. */
const releaseOf = ({ reward }: Marking, mark: Mark): Earning | undefined => {
  const { into } = mark;
  if (into === undefined) return undefined;
  const { key, owner, reward: made } = reward;
  const left = reward.clawbacks.filter((clawback) => clawback.period < into);
  return {
    partnership: owner,
    period: into,
    // One release of a reward into a period; its earning lies beside that of the event.
    event: key.slice('rwd_'.length),
    at: mark.at,
    own: false,
    rewards: [],
    clawbacks: left.map(({ amount }) => ({ reward: key, level: made.level, amount })),
    releases: [{ reward: key, level: made.level, amount: made.amount }],
  };
};

interface Planned {
  readonly marking: Marking;
  readonly mark: Mark;
  readonly release: Earning | undefined;
}

/** What is restated because of these marks: the period in which each reward counts, by partnership. */
const restatedBy = (planned: readonly Planned[]): ReadonlyMap<string, readonly MarkedPartnership[]> => {
  const periods = new Map<string, MarkedPartnership[]>();
  for (const { marking, mark, release } of planned) {
    // On hold, and its own invoice final: it is on no statement, so that none changes.
    if (marking.frozen && release === undefined) continue;
    const period = release?.period ?? marking.reward.home;
    const change = {
      partnership: marking.reward.owner,
      marks: [mark],
      ...(release === undefined ? {} : { earnings: [release] }),
    };
    periods.set(period, [...(periods.get(period) ?? []), change]);
  }
  return periods;
};

const writesFor = async (
  deps: RewardsDeps,
  context: Context,
  markings: readonly Marking[],
): Promise<readonly Write[]> => {
  const planned = markings.map((marking) => {
    const mark = wholeMark(context, marking);
    return { marking, mark, release: releaseOf(marking, mark) };
  });
  const writes: Write[] = planned.flatMap(({ marking, mark, release }) => [
    markWrite(marking.reward, mark),
    ...(release === undefined ? [] : [addEarning(context.program, release)]),
  ]);
  for (const [period, changes] of restatedBy(planned)) {
    writes.push(...(await restatement(deps.store, context.now, context.program, period, changes)));
  }
  return writes;
};

/**
 * Appends the merchant's decision to a reward, and to the second-tier reward that follows it, in one write with the
 * restatement of what it changes while the invoice is in review. A decision that was taken already changes nothing.
 * @throws Failure `not_found`, `conflict` (`declined`, `invoice_final`, `on_hold`, `not_on_hold`), `unprocessable`
 * (`below_clawbacks`), `busy`.
 */
export const decideReward =
  (deps: RewardsDeps) =>
  async (context: Context, key: string, asked: RewardAction): Promise<RewardView> => {
    await untilUncontended(DECISION_CONFLICTS, deps.chance, async () => {
      const program = await requireProgram(deps, context.program);
      const read = await requireReward(deps, context.program, key);
      const markings = await markingsOf(deps, read, asked, await firstOpenPeriod(deps, program));
      if (markings.length === 0) return;
      await deps.store.transact(await writesFor(deps, context, markings));
    });
    const program = await requireProgram(deps, context.program);
    return showReward(deps, program, (await requireReward(deps, context.program, key)).own);
  };
