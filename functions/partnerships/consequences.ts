import { countFact } from '../../domain/standing.ts';
import type { Fact } from '../../table/facts.ts';
import { addPartnershipLogEntry, type PartnershipLogEntry } from '../../table/partnership-log.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Write } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { Partnership, PartnershipDeps } from '../shared/found-partners.ts';
import { activityWrites } from '../shared/one-program.ts';
import { factTime, isAwaited, partnershipFact } from '../shared/partnership-facts.ts';
import { linksFollowing } from './links.ts';

type Happened = Pick<PartnershipLogEntry, 'type' | 'from' | 'to' | 'active' | 'reason'>;

const happenings = (before: Standing, after: Standing, reason: string | undefined): readonly Happened[] => [
  ...(before.group === after.group
    ? []
    : [
        { type: 'partnership.moved' as const, from: before.group, to: after.group, active: before.status === 'active' },
      ]),
  ...(before.status === after.status
    ? []
    : [
        {
          type: after.status === 'active' ? ('partnership.reactivated' as const) : ('partnership.deactivated' as const),
          reason,
        },
      ]),
];

/** The log entries that announce what happened, and the standing that counts those that an earning is to answer. */
const logged = (
  deps: PartnershipDeps,
  context: Context,
  state: ProgramState,
  after: Standing,
  happened: readonly Happened[],
): { readonly standing: Standing; readonly writes: readonly Write[] } => {
  const time = factTime(state, after, context.now);
  let standing = after;
  const writes = happened.map((one) => {
    const rewardable = one.type === 'partnership.moved' && after.status === 'active';
    const awaited = rewardable && isAwaited(state.configuration, 'partnership.moved', time.at);
    if (awaited) standing = countFact(standing, time.period);
    const key = deps.ids.key('evt', time.at);
    const fact: Fact = {
      ...partnershipFact(key, state, after, time, awaited),
      ...(rewardable ? {} : { unrewarded: true }),
    };
    const { program, key: partnership } = after;
    const entry = { key, program, partnership, at: time.at, by: context.caller.actor, ...one };
    return addPartnershipLogEntry(entry, fact);
  });
  return { standing, writes };
};

const activeAs = ({ standing, profile }: Partnership): string | undefined =>
  standing.status === 'active' ? profile.email : undefined;

/**
 * What goes with a change of who a partner is and where it stands: its links follow it, it is active in one program of
 * the merchant only, and what happened is announced.
 * @throws Failure `conflict` (`other_program`, `email_taken`).
 */
export const consequencesOf = async (
  deps: PartnershipDeps,
  context: Context,
  before: Partnership,
  after: Partnership,
  reason: string | undefined,
): Promise<{ readonly standing: Standing; readonly writes: readonly Write[] }> => {
  const happened = happenings(before.standing, after.standing, reason);
  const activity = { partnership: after.standing.key, before: activeAs(before), after: activeAs(after) };
  if (happened.length === 0 && activity.before === activity.after) return { standing: after.standing, writes: [] };
  const state = await readProgramState(deps, context.program);
  const active = await activityWrites(deps.store, state.program, activity);
  const { standing, writes } = logged(deps, context, state, after.standing, happened);
  const links = happened.length === 0 ? [] : await linksFollowing(deps.store, after.standing);
  return { standing, writes: [...active, ...writes, ...links] };
};
