import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { NOTHING_REFUNDED } from '../../domain/refunds.ts';
import { rewardPeriod } from '../../domain/rewards.ts';
import { addEarning } from '../../table/earnings.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import { addReassignment, type Reassignment, reassignedHappening } from '../../table/reassignments.ts';
import type { Write } from '../../table/store.ts';
import { changeRefunded } from '../../table/transactions.ts';
import type { Context } from '../shared/api.ts';
import { untilUncontended } from '../shared/retry.ts';
import { type ReadReward, requireProgram, requireReward, showReward } from '../shared/rewards/read.ts';
import type { RewardView, WholeReward } from '../shared/rewards/view.ts';
import { DECISION_CONFLICTS } from './decide.ts';
import type { RewardsDeps } from './deps.ts';
import { declining, earningsBy, givenBy, takenFrom } from './reassign-amounts.ts';
import { bindingTo, standingWrites } from './reassign-measures.ts';
import { type Parties, partiesOf, requireEvaluated, standpointNow } from './reassign-parties.ts';

export interface ReassignRequest {
  /** The partnership that is credited instead: its key, or the merchant's own key for it. */
  readonly partnership_key: string;
  readonly note: string;
  readonly rebind_customer: boolean;
}

const CONFLICTS = [...DECISION_CONFLICTS, 'refunded_changed', 'customer_changed', 'reassignment_exists'];

/** As many writes as one transaction of the table takes. */
const MOST_WRITES = 100;

const requireTarget = async (deps: RewardsDeps, program: string, name: string): Promise<Standing> => {
  const target = await findPartnership(deps.store, program, name);
  if (target === undefined) throw notFound('partnership', 'partnership_key');
  if (target.status === 'active') return target;
  throw unprocessable('partnership_inactive', 'This partnership is not active.', 'partnership_key');
};

/** @throws Failure when the reward is none whose event can be credited to somebody else. */
const requireReassignable = ({ source, reward, decision }: WholeReward, target: Standing): void => {
  if (source.grant !== undefined || source.type.startsWith('partnership.')) {
    throw unprocessable('not_reassignable', 'Nobody else can be credited for this event.', 'action');
  }
  if (reward.level === 2) {
    throw unprocessable('second_tier', 'A second-tier reward follows its first-tier reward.', 'action');
  }
  if (source.partnership.key === target.key) {
    throw unprocessable('same_partnership', 'This partnership is credited already.', 'partnership_key');
  }
  if (decision.declined) throw conflict('This reward was declined.', 'action', 'declined');
};

const reassignmentFor = async (
  deps: RewardsDeps,
  context: Context,
  own: WholeReward,
  parties: Parties,
  note: string,
): Promise<Reassignment> => {
  const { source } = own;
  const { at, period } = parties;
  const drafted = {
    key: deps.ids.key('rsg', at),
    program: source.program,
    ...{ at, period, zone: source.zone, config: source.config },
    event: source.key,
    root: source.root,
    from: source.partnership.key,
    ...(await standpointNow(deps, source, parties)),
    due: period,
    by: context.caller.actor,
    note,
  };
  if (source.happening === undefined) return drafted;
  const configuration = await deps.configurations(source.program, source.config);
  // An approval delay that still runs goes on for the right partnership.
  const due = rewardPeriod(configuration, reassignedHappening(source.happening, drafted));
  return due > period ? { ...drafted, due } : drafted;
};

const refundedWrites = ({ source, aftermath }: WholeReward, partnership: string): readonly Write[] => {
  if (source.sale === undefined) return [];
  const { soFar } = aftermath;
  const after = {
    refunded: soFar?.refunded ?? NOTHING_REFUNDED,
    refunds: soFar?.refunds ?? [],
    reassigned: { event: source.key, partnership },
  };
  return [changeRefunded(source.program, source.sale.external_key, soFar, after)];
};

const writesFor = async (
  deps: RewardsDeps,
  context: Context,
  program: Program,
  { own, all }: ReadReward,
  target: Standing,
  request: ReassignRequest,
): Promise<readonly Write[]> => {
  const parties = await partiesOf(deps, own.source, target, context.now);
  const reassignment = await reassignmentFor(deps, context, own, parties, request.note);
  const given = await givenBy(deps, own.source, reassignment);
  const taken = await takenFrom(deps, all, reassignment);
  return [
    addReassignment(reassignment),
    ...refundedWrites(own, target.key),
    ...(await standingWrites(deps, parties, program, own, all, given, reassignment.cap_rest)),
    ...earningsBy(own, reassignment, given, taken).map((earning) => addEarning(program.key, earning)),
    ...(await declining(deps, context.now, taken, parties)),
    ...(request.rebind_customer ? await bindingTo(deps, own, target.key, context.now) : []),
  ];
};

const tryOnce = async (deps: RewardsDeps, context: Context, key: string, request: ReassignRequest): Promise<void> => {
  const program = await requireProgram(deps, context.program);
  const read = await requireReward(deps, context.program, key);
  const target = await requireTarget(deps, context.program, request.partnership_key);
  const earlier = read.own.aftermath.reassignment;
  if (earlier?.partnership.key === target.key) return;
  if (earlier !== undefined) {
    throw conflict(`This event was reassigned: ${earlier.key} has its rewards.`, 'action', 'reassigned');
  }
  requireReassignable(read.own, target);
  await requireEvaluated(deps, read.own);
  const writes = await writesFor(deps, context, program, read, target, request);
  if (writes.length > MOST_WRITES) {
    throw unprocessable('too_many_rewards', 'This event has more rewards than can be reassigned at once.', 'action');
  }
  await deps.store.transact(writes);
};

/**
 * Credits another partnership with the event of a reward: everything that the event gave is declined, or taken back
 * where its invoice is final; the right partnership gets what the triggers of that time give it, in the open period;
 * the measures move with the transaction, and later refunds follow it (docs/rules.md, "Life of a reward").
 * @throws Failure `not_found` (reward, partnership_key), `conflict` (`declined`, `reassigned`), `unprocessable`
 * (`partnership_inactive`, `same_partnership`, `second_tier`, `not_reassignable`, `too_many_rewards`), `busy`.
 */
export const reassignReward =
  (deps: RewardsDeps) =>
  async (context: Context, key: string, request: ReassignRequest): Promise<RewardView> => {
    await untilUncontended(CONFLICTS, deps.chance, () => tryOnce(deps, context, key, request));
    const program = await requireProgram(deps, context.program);
    return showReward(deps, program, (await requireReward(deps, context.program, key)).own);
  };
