import { notFound } from '../../../domain/errors.ts';
import { readRewardKey } from '../../../domain/rewards.ts';
import { getProgram, type Program } from '../../../table/programs.ts';
import type { RewardReader } from './deps.ts';
import type { RewardEvent } from './events.ts';
import { findEvent } from './find-event.ts';
import { type FoundReward, rewardsOfEvents, standingReader, withMarks } from './found.ts';
import { type RewardView, rewardViews, type WholeReward, wholeRewards } from './view.ts';

/** The program of the caller. @throws Failure `not_found`. */
export const requireProgram = async (deps: RewardReader, key: string): Promise<Program> => {
  const program = await getProgram(deps.store, key);
  if (program === undefined) throw notFound('program', 'program');
  return program;
};

/** All rewards of an event, with everything about them. */
export const rewardsOfEvent = async (deps: RewardReader, event: RewardEvent): Promise<readonly WholeReward[]> => {
  const found = await rewardsOfEvents(deps.store, [event]);
  const marked = await withMarks(deps.store, found);
  const standingOf = standingReader(deps.store, event.program);
  const standings = await Promise.all(marked.map(standingOf));
  return wholeRewards(
    deps.store,
    marked.flatMap((reward, index) => {
      const standing = standings[index];
      return standing === undefined ? [] : [{ marked: reward, standing, source: event }];
    }),
  );
};

/** A reward, and the others that the same event made. */
export interface ReadReward {
  readonly own: WholeReward;
  readonly all: readonly WholeReward[];
}

/** @throws Failure `not_found` when the program has no such reward. */
export const requireReward = async (deps: RewardReader, program: string, key: string): Promise<ReadReward> => {
  const named = readRewardKey(key);
  const event = named === undefined ? undefined : await findEvent(deps, program, named.event);
  const all = event === undefined ? [] : await rewardsOfEvent(deps, event);
  const own = all.find((reward: FoundReward) => reward.key === key);
  if (own === undefined) throw notFound('reward', 'reward');
  return { own, all };
};

/** One reward as the API shows it. */
export const showReward = async (deps: RewardReader, program: Program, reward: WholeReward): Promise<RewardView> => {
  const [view] = await rewardViews(deps, program.currency, [reward]);
  if (view === undefined) throw new Error('A reward cannot be shown.');
  return view;
};
