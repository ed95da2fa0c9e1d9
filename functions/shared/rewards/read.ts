import { notFound } from '../../../domain/errors.ts';
import { readRewardKey } from '../../../domain/rewards.ts';
import { getProgram, type Program } from '../../../table/programs.ts';
import { inParallel } from '../parallel.ts';
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
export const rewardsOfEvent = (deps: RewardReader, event: RewardEvent): Promise<readonly WholeReward[]> =>
  wholeOf(deps, event.program, [event], () => true);

const wholeOf = async (
  deps: RewardReader,
  program: string,
  events: readonly RewardEvent[],
  wanted: (reward: FoundReward) => boolean,
): Promise<readonly WholeReward[]> => {
  const sources = new Map(events.map((event) => [event.key, event]));
  const marked = await withMarks(deps.store, (await rewardsOfEvents(deps.store, events)).filter(wanted));
  const standings = await inParallel(marked, standingReader(deps.store, program));
  return wholeRewards(
    deps.store,
    marked.flatMap((reward, index) => {
      const [standing, source] = [standings[index], sources.get(reward.event)];
      return standing === undefined || source === undefined ? [] : [{ marked: reward, standing, source }];
    }),
  );
};

/** The rewards with these keys as the API shows them, by key. */
export const rewardsNamed = async (
  deps: RewardReader,
  key: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, RewardView>> => {
  const program = await requireProgram(deps, key);
  const wanted = new Set(names);
  const keys = [...new Set(names.flatMap((name) => readRewardKey(name)?.event ?? []))];
  const events = await inParallel(keys, (event) => findEvent(deps, key, event));
  const whole = await wholeOf(
    deps,
    key,
    events.filter((event) => event !== undefined),
    (reward) => wanted.has(reward.key),
  );
  const views = await rewardViews(deps, program.currency, whole);
  return new Map(views.map((view) => [view.key, view]));
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
