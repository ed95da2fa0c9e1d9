import { decide, type Earning } from '../../domain/earnings.ts';
import { clawbacksFor, earningsFor, type StandingReward } from '../../domain/evaluation.ts';
import { isTriggerEvent } from '../../domain/events.ts';
import { dayOf } from '../../domain/periods.ts';
import { evaluate, type Happening, rewardKey, rewardPeriod } from '../../domain/rewards.ts';
import { addEarning, earningsAt, marksOf } from '../../table/earnings.ts';
import { happeningOfFact, readFact } from '../../table/facts.ts';
import { saleKey } from '../../table/keys.ts';
import type { ConfigurationCache } from '../../table/programs.ts';
import { reassignedHappening, reassignmentOf } from '../../table/reassignments.ts';
import { eventProof } from '../../table/statistics.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';
import { happeningOf, type Refund, readRefund, readSale, type Sale } from '../../table/transactions.ts';
import { type CountingDeps, countOnce } from '../shared/counting.ts';

export interface EvaluateDeps extends CountingDeps {
  readonly clock: { now(): number };
  readonly configurations: ConfigurationCache;
}

/** Stores an earning; one that is there already is the work of an earlier delivery of the same event. */
const storeEarning = async (store: Store, program: string, earning: Earning): Promise<void> => {
  try {
    await store.write(addEarning(program, earning));
  } catch (error) {
    if (!(error instanceof ConditionFailed && error.condition === 'earning_exists')) throw error;
  }
};

/** In order, because the partnership's own earning promises that the others are stored. */
const storeAll = async (store: Store, program: string, earnings: readonly Earning[]): Promise<void> => {
  for (const earning of earnings) await storeEarning(store, program, earning);
};

interface Evaluated {
  readonly program: string;
  readonly period: string;
  readonly config: number;
}

const evaluateHappening = async (deps: EvaluateDeps, fact: Evaluated, happening: Happening): Promise<void> => {
  const configuration = await deps.configurations(fact.program, fact.config);
  await storeAll(deps.store, fact.program, earningsFor(configuration, happening, fact.period));
};

const standingReward = async (
  store: Store,
  event: string,
  partnership: string,
  period: string,
  reward: StandingReward['reward'],
): Promise<StandingReward> => {
  const key = rewardKey(event, reward.trigger, reward.level);
  const decision = decide(await marksOf(store, partnership, period, key));
  return { partnership, reward, declined: decision.declined, effective: reward.amount + decision.adjusted };
};

/** What the rewards of a refunded sale are: its own, or those of the partnership that it was reassigned to. */
const rewardedBy = async (
  deps: EvaluateDeps,
  refund: Refund,
  sale: Sale,
): Promise<{ happening: Happening; duePeriod: string } | undefined> => {
  const happening = happeningOf(sale);
  if (happening === undefined) return undefined;
  const configuration = await deps.configurations(sale.program, sale.config);
  if (refund.reassigned === undefined) return { happening, duePeriod: rewardPeriod(configuration, happening) };
  const reassignment = await reassignmentOf(deps.store, sale.program, refund.reassigned);
  if (reassignment === undefined) throw new Error('The reassignment of a transaction is missing.');
  return { happening: reassignedHappening(happening, reassignment), duePeriod: reassignment.due };
};

/** How long a proof of counting is kept: longer than a queue and its dead-letter queue keep an event together. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

/**
 * What a refund took back makes the rewards of its group cheaper. It depends on decisions that were taken before, so
 * what is counted is what was stored, and by the one who stored it.
 */
const countClawbacks = async (deps: EvaluateDeps, refund: Refund, earnings: readonly Earning[]): Promise<void> => {
  const { key, program, partnership, at, zone } = refund;
  const stored = await earningsAt(deps.store, earnings);
  const taken = stored.flatMap((earning) => earning?.clawbacks ?? []).reduce((sum, one) => sum + one.amount, 0);
  if (partnership === undefined || taken === 0) return;
  const where = { program, day: dayOf(at, zone), group: partnership.group, partnership: partnership.key };
  const counted = { ...where, link: undefined, counters: { reward_cost: -taken } };
  const expiresAt = Math.ceil(deps.clock.now() / 1000) + KEPT_SECONDS;
  await countOnce(deps, [eventProof(`${key}#clawbacks`, counted, expiresAt)]);
};

/**
 * A refund first makes sure that the earnings of its sale are there (they are deterministic, so making them twice does
 * no harm), whatever the order in which the two events were delivered.
 */
const evaluateRefund = async (deps: EvaluateDeps, refund: Refund): Promise<void> => {
  if (refund.partnership === undefined) return;
  const item = await deps.store.get(saleKey(refund.program, refund.transaction));
  if (item === undefined) throw new Error('The transaction of a refund is missing.');
  const sale = readSale(item);
  const rewarded = await rewardedBy(deps, refund, sale);
  const sold = { key: rewarded?.happening.key ?? sale.key, lines: sale.lines, total: sale.amount };
  const fact = { ...refund, partnership: refund.partnership.key };
  if (rewarded === undefined) {
    await storeAll(deps.store, refund.program, clawbacksFor({ ...sold, duePeriod: refund.period }, [], fact));
    return;
  }
  const { happening, duePeriod } = rewarded;
  // A reassignment has stored its earnings itself.
  if (refund.reassigned === undefined) await evaluateHappening(deps, sale, happening);
  const configuration = await deps.configurations(sale.program, sale.config);
  const { first, second } = evaluate(configuration, happening);
  const { key, recruiter } = happening.partnership;
  const owned = [
    ...first.map((reward) => ({ owner: key, reward })),
    ...(recruiter === undefined ? [] : second.map((reward) => ({ owner: recruiter, reward }))),
  ];
  const rewards = await Promise.all(
    owned.map(({ owner, reward }) => standingReward(deps.store, happening.key, owner, duePeriod, reward)),
  );
  const earnings = clawbacksFor({ ...sold, duePeriod }, rewards, fact);
  await storeAll(deps.store, refund.program, earnings);
  await countClawbacks(deps, refund, earnings);
};

/** Turns one announced fact into earnings. May run twice, in any order (docs/rules.md, "Triggers and rewards"). */
export const evaluateEvent =
  (deps: EvaluateDeps) =>
  async (type: string, detail: unknown): Promise<void> => {
    switch (type) {
      case 'transaction.accepted': {
        const sale = readSale(detail);
        const happening = happeningOf(sale);
        if (happening !== undefined) await evaluateHappening(deps, sale, happening);
        return;
      }
      case 'refund.accepted':
        await evaluateRefund(deps, readRefund(detail));
        return;
      default: {
        if (!isTriggerEvent(type)) throw new Error(`Nothing evaluates events of the type ${type}.`);
        const fact = readFact(detail);
        const happening = happeningOfFact(type, fact);
        if (happening !== undefined) await evaluateHappening(deps, fact, happening);
      }
    }
  };
