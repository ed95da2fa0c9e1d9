import { type MonthShare, shiftCaps, shiftMeasures } from '../../domain/reassignments.ts';
import { refundQuantity } from '../../domain/refunds.ts';
import type { Reward } from '../../domain/rewards.ts';
import { quantityOf } from '../../domain/transactions.ts';
import { changeCustomer, getCustomer } from '../../table/customers.ts';
import { standingKey } from '../../table/keys.ts';
import { changeStanding, type Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import type { Reassignment } from '../../table/reassignments.ts';
import { unchanged, type Write } from '../../table/store.ts';
import type { WholeReward } from '../shared/rewards/view.ts';
import { changeStandingReaching } from '../shared/tier-reaches.ts';
import type { RewardsDeps } from './deps.ts';
import type { Given } from './reassign-amounts.ts';
import type { Parties } from './reassign-parties.ts';

/** What a transaction and its refunds added to the measures, by the month of each. */
const sharesOf = ({ source, aftermath }: WholeReward): readonly MonthShare[] => {
  const { sale } = source;
  if (sale === undefined) return [];
  return [
    { period: sale.period, transactions: 1, sales: sale.amount, refunded: 0, quantity: quantityOf(sale.lines) },
    ...aftermath.refunds.map((refund) => ({
      period: refund.period,
      transactions: 0,
      sales: -refund.amount,
      refunded: refund.amount,
      quantity: -refundQuantity(refund.now),
    })),
  ];
};

/** What rewards count towards monthly caps, by trigger; nothing where no trigger has one. */
const capped = (
  rest: Readonly<Record<string, number>> | undefined,
  rewards: readonly Reward[],
  sign: 1 | -1,
): ReadonlyMap<string, number> =>
  new Map(
    rewards
      .filter(({ trigger, level }) => level === 1 && rest?.[trigger] !== undefined)
      .map(({ trigger, amount }) => [trigger, sign * amount]),
  );

/** The standings of everybody concerned, changed or held still; whoever is credited may reach a tier by it. */
export const standingWrites = async (
  deps: RewardsDeps,
  parties: Parties,
  program: Program,
  own: WholeReward,
  all: readonly WholeReward[],
  given: Given,
  rest: Reassignment['cap_rest'],
): Promise<readonly Write[]> => {
  const { from, to, others, period, sealed } = parties;
  const still = (standing: Standing): Write => ({
    kind: 'check',
    key: standingKey(standing.key),
    condition: unchanged('standing_changed', standing.rev),
  });
  const shares = sharesOf(own);
  const { happening } = own.source;
  const isCapped = happening?.cap_rest !== undefined || rest !== undefined;
  // A fact that no measure counts moves what it used of monthly caps, if anything.
  if (shares.length === 0 && !isCapped) return [from, to, ...others].map(still);
  const configuration = await deps.configurations(program.key, program.config);
  const { ladder } = configuration;
  const at = { period, sealed };
  const capPeriod = own.source.period;
  const rewards = all.map(({ reward }) => reward);
  const freed = sealed !== undefined && capPeriod <= sealed ? new Map() : capped(happening?.cap_rest, rewards, -1);
  const less = shiftCaps(shiftMeasures(from, ladder, at, shares, -1), capPeriod, freed);
  const more = shiftCaps(shiftMeasures(to, ladder, at, shares, 1), period, capped(rest, given.first, 1));
  const moment = { program: program.key, at: parties.at, period, zone: program.time_zone, config: program.config };
  const credited = await changeStandingReaching(deps, to, more, {
    configuration,
    moment,
    recruiter: { key: parties.toRecruiter },
  });
  return [changeStanding(from, less), ...credited, ...others.map(still)];
};

/** Binds the customer of the event to the partnership that is credited now. */
export const bindingTo = async (
  deps: RewardsDeps,
  { source }: WholeReward,
  partnership: string,
  now: number,
): Promise<readonly Write[]> => {
  const name = source.happening?.customer?.key;
  const before = name === undefined ? undefined : await getCustomer(deps.store, source.program, name);
  if (before === undefined || before.attribution?.partnership === partnership) return [];
  const attribution = { partnership, reason: 'manual', at: now } as const;
  return [changeCustomer(before, { ...before, attribution, updated_at: now })];
};
