import * as z from 'zod/mini';
import { earningsFor } from '../../domain/evaluation.ts';
import { type EventType, isTriggerEvent } from '../../domain/events.ts';
import { dayOf } from '../../domain/periods.ts';
import type { Happening } from '../../domain/rewards.ts';
import type { Counted, Counters } from '../../domain/statistics.ts';
import { decode } from '../../table/codec.ts';
import { happeningOfFact, readFact } from '../../table/facts.ts';
import type { ConfigurationCache } from '../../table/programs.ts';
import { happeningOf, readSale } from '../../table/transactions.ts';

/** The part of a fact that statistics look at. */
const Fact = z.object({
  key: z.string(),
  program: z.string(),
  at: z.int(),
  zone: z.string(),
  period: z.string(),
  config: z.int(),
  partnership: z.optional(z.object({ key: z.string(), group: z.string() })),
  /** The link whose click bound the customer, where one did. */
  link: z.optional(z.string()),
});
type Fact = z.infer<typeof Fact>;

const Sale = z.extend(Fact, { amount: z.int(), happened_at: z.optional(z.int()) });
const Refund = z.extend(Fact, { amount: z.int() });
const Announced = z.object({ fact: z.extend(Fact, { happened_at: z.optional(z.int()) }) });
const NewCustomer = z.extend(Announced, { attribution: z.optional(z.object({ link: z.optional(z.string()) })) });
const Grant = z.extend(Announced, { amount: z.int() });
const Move = z.extend(Announced, { from: z.string(), to: z.string(), active: z.optional(z.boolean()) });

/** A fact that adds to the counters, under the key by which it is known. */
export interface CountedEvent {
  readonly key: string;
  readonly counted: Counted;
}

const countedAs = (fact: Fact, counters: Counters, at = fact.at): readonly CountedEvent[] => {
  const { key, program, partnership, link } = fact;
  if (partnership === undefined || Object.values(counters).every((count) => count === 0)) return [];
  const day = dayOf(at, fact.zone);
  return [{ key, counted: { program, day, group: partnership.group, partnership: partnership.key, link, counters } }];
};

/**
 * What the rewards of a fact cost, of both tiers: evaluation is a function of fact and configuration, so it gives here
 * what was stored as earnings, without another event for it.
 */
const costOf = async (
  configurations: ConfigurationCache,
  fact: Fact,
  happening: Happening | undefined,
): Promise<Counters> => {
  if (happening === undefined) return {};
  const configuration = await configurations(fact.program, fact.config);
  const rewards = earningsFor(configuration, happening, fact.period).flatMap((earning) => earning.rewards);
  const reward_cost = rewards.reduce((sum, reward) => sum + reward.amount, 0);
  return reward_cost === 0 ? {} : { reward_cost };
};

/** A partnership that changes its group is one less here and one more there. */
const moved = (detail: unknown): readonly CountedEvent[] => {
  const { fact, from, to, active } = decode(Move, detail);
  const { partnership } = fact;
  if (partnership === undefined || active === false) return [];
  const at = (group: string, key: string, partners: number) =>
    countedAs({ ...fact, key, partnership: { ...partnership, group } }, { partners });
  return [...at(from, `${fact.key}#from`, -1), ...at(to, `${fact.key}#to`, 1)];
};

/** How many partners a group has more after what happened. */
const partnersAfter = (type: EventType): Counters => {
  if (type === 'partnership.joined' || type === 'partnership.reactivated') return { partners: 1 };
  return type === 'partnership.deactivated' ? { partners: -1 } : {};
};

const ofTriggerEvent = async (
  configurations: ConfigurationCache,
  type: EventType,
  detail: unknown,
): Promise<readonly CountedEvent[]> => {
  const { fact } = decode(Announced, detail);
  const cost = await costOf(configurations, fact, happeningOfFact(type, readFact(detail)));
  switch (type) {
    case 'customer.created': {
      const link = decode(NewCustomer, detail).attribution?.link ?? fact.link;
      return countedAs({ ...fact, link }, { ...cost, sign_ups: 1 }, fact.happened_at);
    }
    case 'partnership.moved':
      return [...countedAs(fact, cost), ...moved(detail)];
    default:
      return countedAs(fact, { ...cost, ...partnersAfter(type) });
  }
};

/**
 * What an event adds to the statistics; nothing when it counts for nobody or is not counted at all. What is imported
 * counts on the day on which it happened.
 */
export const countedEvents = async (
  configurations: ConfigurationCache,
  type: string,
  detail: unknown,
): Promise<readonly CountedEvent[]> => {
  switch (type) {
    case 'transaction.accepted': {
      const sale = decode(Sale, detail);
      const cost = await costOf(configurations, sale, happeningOf(readSale(detail)));
      return countedAs(sale, { ...cost, transactions: 1, revenue: sale.amount }, sale.happened_at);
    }
    case 'refund.accepted': {
      const refund = decode(Refund, detail);
      return countedAs(refund, { refunds: 1, refunded: refund.amount });
    }
    case 'reward.granted': {
      const { fact, amount } = decode(Grant, detail);
      return countedAs(fact, { reward_cost: amount });
    }
    case 'partnership.deactivated':
    case 'partnership.reactivated':
      return countedAs(decode(Announced, detail).fact, partnersAfter(type));
    default:
      return isTriggerEvent(type) ? ofTriggerEvent(configurations, type, detail) : [];
  }
};
