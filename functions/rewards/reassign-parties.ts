import { Failure } from '../../domain/errors.ts';
import { capRest } from '../../domain/rewards.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import { earningsAt } from '../../table/earnings.ts';
import { standingKey } from '../../table/keys.ts';
import { readStanding, type Standing } from '../../table/partnerships.ts';
import type { Reassignment } from '../../table/reassignments.ts';
import type { RewardEvent } from '../shared/rewards/events.ts';
import { itemsAt } from '../shared/rewards/items.ts';
import type { WholeReward } from '../shared/rewards/view.ts';
import type { RewardsDeps } from './deps.ts';

/** Who gains and loses by a reassignment, and when it counts. */
export interface Parties {
  readonly from: Standing;
  readonly to: Standing;
  /** Recruiters of both that lose or gain a second-tier reward. */
  readonly others: readonly Standing[];
  readonly toRecruiter: string | undefined;
  /** The last period of which nothing may change for any of them. */
  readonly sealed: string | undefined;
  readonly at: number;
  /** The open period. */
  readonly period: string;
}

const latest = (standings: readonly Standing[]): string | undefined =>
  standings
    .flatMap(({ sealed }) => sealed ?? [])
    .sort()
    .at(-1);

const mayRecruit = (standing: Standing | undefined, at: number): standing is Standing =>
  standing !== undefined && standing.status === 'active' && standing.joined_at <= at;

/** Reads everybody whom a reassignment concerns, as they are now. */
export const partiesOf = async (
  deps: RewardsDeps,
  event: RewardEvent,
  target: Standing,
  now: number,
): Promise<Parties> => {
  const names = [event.partnership.key, target.key, event.partnership.recruiter, target.recruiter];
  const itemAt = await itemsAt(
    deps.store,
    names.flatMap((name) => (name === undefined ? [] : [standingKey(name)])),
  );
  const standingOf = (name: string | undefined): Standing | undefined => {
    const item = name === undefined ? undefined : itemAt(standingKey(name));
    return item === undefined ? undefined : readStanding(item);
  };
  const [from, to] = [standingOf(event.partnership.key), standingOf(target.key)];
  if (from === undefined || to === undefined) throw new Error('A partnership has lost its standing.');
  const recruiter = standingOf(to.recruiter);
  const gaining = mayRecruit(recruiter, event.happening?.at ?? event.at) ? recruiter : undefined;
  const recruiters = [standingOf(event.partnership.recruiter), gaining].filter((one) => one !== undefined);
  const others = recruiters.filter(
    ({ key }, index) =>
      key !== from.key && key !== to.key && recruiters.findIndex((other) => other.key === key) === index,
  );
  const sealed = latest([from, to, ...others]);
  return { from, to, others, toRecruiter: gaining?.key, sealed, ...acceptedAt(now, event.zone, sealed) };
};

/** The right partnership as evaluation sees it: as it is now, because what it was then is not kept. */
export const standpointNow = async (
  deps: RewardsDeps,
  event: RewardEvent,
  { to, toRecruiter, period }: Parties,
): Promise<Pick<Reassignment, 'partnership' | 'cap_rest'>> => {
  const configuration = await deps.configurations(event.program, event.config);
  const tier = tierIn(configuration.ladder, to, period);
  const capped = event.happening?.cap_rest !== undefined;
  const rest = capped ? capRest(configuration, to.months[period]?.caps) : undefined;
  return {
    partnership: {
      key: to.key,
      group: to.group,
      tags: to.tags,
      ...(tier === undefined ? {} : { tier }),
      ...(toRecruiter === undefined ? {} : { recruiter: toRecruiter }),
    },
    ...(rest === undefined ? {} : { cap_rest: { ...rest } }),
  };
};

/**
 * Refunds must have taken back their parts before what is left can be moved.
 * @throws Failure `busy` while a refund of the transaction is on its way.
 */
export const requireEvaluated = async (deps: RewardsDeps, { aftermath }: WholeReward): Promise<void> => {
  const places = aftermath.refunds.flatMap(({ key, period, partnership }) =>
    partnership === undefined ? [] : [{ partnership: partnership.key, period, event: key }],
  );
  const earnings = await earningsAt(deps.store, places);
  if (earnings.every((earning) => earning !== undefined)) return;
  throw new Failure('busy', 'A refund of this transaction is being worked on. Try again in a moment.', {
    retryAfterSeconds: 5,
  });
};
