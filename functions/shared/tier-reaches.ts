import { countFact, tiersReached } from '../../domain/standing.ts';
import type { Configuration } from '../../domain/triggers.ts';
import type { Fact } from '../../table/facts.ts';
import { addPartnershipLogEntry } from '../../table/partnership-log.ts';
import { changeStanding, getStanding, type Standing } from '../../table/partnerships.ts';
import type { Store, Write } from '../../table/store.ts';
import type { Ids } from './ids.ts';
import { isAwaited } from './partnership-facts.ts';

interface ReachDeps {
  readonly store: Store;
  readonly ids: Ids;
}

/** When and under which configuration a standing changes. */
type Moment = Pick<Fact, 'program' | 'at' | 'period' | 'zone' | 'config'>;

interface Reaching {
  readonly configuration: Configuration;
  readonly moment: Moment;
  /** Who recruited the partnership, where the caller knows; it is looked up otherwise. */
  readonly recruiter?: { readonly key: string | undefined };
  /** Whether a trigger may reward it: an import of history never makes rewards. */
  readonly rewarded?: boolean;
  /** The month whose measures count, when it is not the month of the moment. */
  readonly measured?: string;
}

const recruiterOf = async (deps: ReachDeps, standing: Standing, at: number): Promise<string | undefined> => {
  const recruiter = standing.recruiter === undefined ? undefined : await getStanding(deps.store, standing.recruiter);
  return recruiter?.status === 'active' && recruiter.joined_at <= at ? recruiter.key : undefined;
};

/**
 * Puts a changed standing back, and announces each tier that the partnership has reached by the change in the same
 * write: a change that reaches none is the one write that it always was.
 */
export const changeStandingReaching = async (
  deps: ReachDeps,
  before: Standing,
  after: Standing,
  reaching: Reaching,
): Promise<readonly Write[]> => {
  const { configuration, moment, rewarded = true } = reaching;
  const reached = tiersReached(configuration.ladder, before, after, reaching.measured ?? moment.period);
  if (reached.length === 0) return [changeStanding(before, after)];
  const recruiter =
    reaching.recruiter === undefined ? await recruiterOf(deps, after, moment.at) : reaching.recruiter.key;
  const { key, group, tags, status } = after;
  const rewardable = rewarded && status === 'active';
  const counted = rewardable && isAwaited(configuration, 'partnership.tier_reached', moment.at);
  const facts = reached.map(
    (tier): Fact => ({
      ...moment,
      key: deps.ids.key('evt', moment.at),
      partnership: { key, group, tags, tier: tier.key, ...(recruiter === undefined ? {} : { recruiter }) },
      counted,
      ...(rewardable ? {} : { unrewarded: true }),
    }),
  );
  const standing = counted ? facts.reduce((sum) => countFact(sum, moment.period), after) : after;
  const entries = facts.map((fact) => {
    const { key: event, program, at } = fact;
    const entry = { key: event, program, partnership: key, at, type: 'partnership.tier_reached' } as const;
    return addPartnershipLogEntry({ ...entry, tier: fact.partnership?.tier }, fact);
  });
  return [changeStanding(before, standing), ...entries];
};
