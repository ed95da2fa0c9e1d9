import { applyRate, sum } from './money.ts';
import { addMonths, periodOf } from './periods.ts';
import { type Fact, holds, looksAtLines, type RuleExpression, rulesOf } from './rules.ts';
import { inSegment } from './segments.ts';
import { tierIndex } from './tiers.ts';
import type { Line } from './transactions.ts';
import type { Configuration, Trigger } from './triggers.ts';

/** The partnership as it was when the event was accepted. */
export interface PartnershipThen {
  readonly key: string;
  readonly group: string;
  readonly tags: readonly string[];
  /** The tier before the event; absent where the program has no tiers. */
  readonly tier?: string | undefined;
  /** Who recruited it, where that partnership had joined and was active. */
  readonly recruiter?: string | undefined;
}

/** The customer as it was when the event was accepted. */
export interface CustomerThen {
  readonly key: string;
  readonly created_at: number;
  /** Which of its counted transactions this is, 1 for the first; only where a trigger asks. */
  readonly ordinal?: number | undefined;
}

/** Free facts: the merchant's metadata are texts, answers to forms may be numbers or several choices. */
export type Metadata = Readonly<Record<string, string | number | readonly string[]>>;

/** What evaluation looks at. Amounts in minor units, instants in milliseconds. */
export interface Happening {
  readonly key: string;
  readonly type: string;
  readonly at: number;
  readonly zone: string;
  readonly partnership: PartnershipThen;
  readonly customer?: CustomerThen | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly country?: string | undefined;
  readonly action?: string | undefined;
  /** The stage that a deal has reached. */
  readonly stage?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly lines?: readonly Line[] | undefined;
  /** What a monthly cap leaves of each capped trigger, by its key; reserved at acceptance. */
  readonly cap_rest?: Readonly<Record<string, number>> | undefined;
}

/** What one partnership earns by one trigger on one event, in minor units. `trigger` is `second_tier` for sale mode. */
export interface Reward {
  readonly trigger: string;
  readonly version: number;
  readonly level: 1 | 2;
  readonly base: number;
  readonly amount: number;
  /** Indexes of the lines in the base; absent when all commissionable lines are. */
  readonly lines?: readonly number[] | undefined;
}

/** Stands for the trigger of a second-tier reward on the sale itself. */
export const SECOND_TIER = 'second_tier';

/** Stands for the trigger of a reward that was given by hand. */
export const MANUAL = 'manual';

const DAY = 86_400_000;

const segmentsOf = (configuration: Configuration, tags: readonly string[]): readonly string[] =>
  configuration.segments.filter((segment) => inSegment(segment.match, tags)).map((segment) => segment.key);

/** The facts that rules may look at, for the whole event or for one of its lines. */
export const factsOf = (configuration: Configuration, event: Happening, line?: Line): ((field: string) => Fact) => {
  let segments: readonly string[] | undefined;
  return (field) => {
    switch (field) {
      case 'amount':
        return event.amount;
      case 'currency':
        return event.currency;
      case 'country':
        return event.country;
      case 'action':
        return event.action;
      case 'stage':
        return event.stage;
      case 'product_key':
        return line?.product_key;
      case 'category_key':
        return line?.category_key;
      case 'quantity':
        return line?.quantity;
      case 'earlier_transactions':
        return event.customer?.ordinal === undefined ? undefined : event.customer.ordinal - 1;
      case 'days_since_sign_up':
        return event.customer === undefined ? undefined : Math.floor((event.at - event.customer.created_at) / DAY);
      case 'group':
        return event.partnership.group;
      case 'tag':
        return event.partnership.tags;
      case 'segment':
        segments ??= segmentsOf(configuration, event.partnership.tags);
        return segments;
      case 'tier':
        return event.partnership.tier;
      default:
        return field.startsWith('metadata.') ? event.metadata?.[field.slice('metadata.'.length)] : undefined;
    }
  };
};

const inAudience = (configuration: Configuration, trigger: Trigger, event: Happening): boolean => {
  const { audience } = trigger;
  if (audience.from_tier !== undefined) {
    // A tier that was deleted since matches nobody: an audience never widens by a deletion.
    if (!configuration.ladder.levels.some((tier) => tier.key === audience.from_tier)) return false;
    const reached = tierIndex(configuration.ladder, event.partnership.tier);
    if (reached < tierIndex(configuration.ladder, audience.from_tier)) return false;
  }
  switch (audience.type) {
    case 'all':
      return true;
    case 'group':
      return audience.group === event.partnership.group;
    case 'segments': {
      const segments = segmentsOf(configuration, event.partnership.tags);
      return (audience.segments ?? []).some((key) => segments.includes(key));
    }
  }
};

const isActive = (trigger: Trigger, at: number): boolean =>
  trigger.active_from <= at && (trigger.active_to === undefined || at < trigger.active_to);

/** The lines that the rules select among the commissionable ones; undefined when the trigger does not apply at all. */
const selectLines = (
  configuration: Configuration,
  rules: RuleExpression | undefined,
  event: Happening,
): { all: boolean; indexes: readonly number[] } | undefined => {
  const lines = event.lines ?? [];
  const commissionable = lines.flatMap((line, index) => (line.commissionable ? [index] : []));
  if (rules === undefined) return { all: true, indexes: commissionable };
  if (!looksAtLines(rules)) {
    return holds(rules, factsOf(configuration, event)) ? { all: true, indexes: commissionable } : undefined;
  }
  const indexes = commissionable.filter((index) => holds(rules, factsOf(configuration, event, lines[index])));
  return indexes.length === 0 ? undefined : { all: indexes.length === commissionable.length, indexes };
};

const withinCustomerCaps = (trigger: Trigger, event: Happening): boolean => {
  const { cap_customer_transactions: transactions, cap_customer_months: months } = trigger.offer;
  if (transactions !== undefined && (event.customer?.ordinal ?? 0) > transactions) return false;
  if (months !== undefined && event.customer !== undefined) {
    return event.at < addMonths(event.customer.created_at, months, event.zone);
  }
  return true;
};

const offeredAmount = (trigger: Trigger, base: number, event: Happening): number => {
  const { offer } = trigger;
  const promised = offer.type === 'flat' ? (offer.value ?? 0) : applyRate(base, offer.bps ?? 0);
  const rest = offer.cap_month === undefined ? promised : (event.cap_rest?.[trigger.key] ?? offer.cap_month);
  return Math.min(promised, offer.cap_per_reward ?? promised, rest);
};

/** Where an event is turned away by a trigger; `nothing_left` also where a percentage comes to nothing. */
export const TURNED_AWAY = ['audience', 'customer_cap', 'rules', 'no_base', 'nothing_left'] as const;
export type TurnedAway = (typeof TURNED_AWAY)[number];

/** What a trigger makes of an event of its type: a reward, or the first of its terms that turns the event away. */
export const judge = (configuration: Configuration, trigger: Trigger, event: Happening): Reward | TurnedAway => {
  if (!inAudience(configuration, trigger, event)) return 'audience';
  if (!withinCustomerCaps(trigger, event)) return 'customer_cap';
  const selected = selectLines(configuration, trigger.rules, event);
  if (selected === undefined) return 'rules';
  const withLines = event.lines !== undefined;
  const base = withLines
    ? sum(selected.indexes.map((index) => event.lines?.[index]?.amount ?? 0))
    : (event.amount ?? 0);
  if (withLines && base <= 0) return 'no_base';
  const amount = offeredAmount(trigger, base, event);
  if (amount <= 0) return 'nothing_left';
  const reward = { trigger: trigger.key, version: trigger.version, level: 1, base, amount } as const;
  return selected.all ? reward : { ...reward, lines: selected.indexes };
};

const rewardOf = (configuration: Configuration, trigger: Trigger, event: Happening): Reward | undefined => {
  if (trigger.event !== event.type || !isActive(trigger, event.at)) return undefined;
  const judged = judge(configuration, trigger, event);
  return typeof judged === 'string' ? undefined : judged;
};

const best = (configuration: Configuration, rewards: readonly Reward[]): readonly Reward[] => {
  const age = (reward: Reward): number => {
    const trigger = configuration.triggers.find((candidate) => candidate.key === reward.trigger);
    return trigger?.created_at ?? 0;
  };
  const [first] = [...rewards].sort(
    (a, b) => b.amount - a.amount || age(a) - age(b) || (a.trigger < b.trigger ? -1 : 1),
  );
  return first === undefined ? [] : [first];
};

const secondTierOf = (configuration: Configuration, event: Happening, first: readonly Reward[]): readonly Reward[] => {
  const { second_tier_bps: bps } = configuration;
  if (event.partnership.recruiter === undefined || bps === 0) return [];
  switch (configuration.second_tier_of) {
    case 'reward':
      return first
        .map((reward) => ({ ...reward, level: 2, amount: applyRate(reward.amount, bps) }) as const)
        .filter((reward) => reward.amount > 0);
    case 'sale': {
      if (event.type !== 'transaction.accepted') return [];
      const base = event.amount ?? 0;
      const amount = applyRate(base, bps);
      return amount > 0 ? [{ trigger: SECOND_TIER, version: 0, level: 2, base, amount }] : [];
    }
  }
};

/**
 * The rewards of an event under the configuration that was valid when it was accepted: a pure function, so it can be
 * repeated, delivered in any order, explained later and tried on past events (docs/rules.md, "Triggers and rewards").
 */
export const evaluate = (
  configuration: Configuration,
  event: Happening,
): { readonly first: readonly Reward[]; readonly second: readonly Reward[] } => {
  const all = configuration.triggers.flatMap((trigger) => rewardOf(configuration, trigger, event) ?? []);
  const first = configuration.stacking === 'best' ? best(configuration, all) : all;
  return { first, second: secondTierOf(configuration, event, first) };
};

/**
 * The key of a reward: event + trigger + level decide it (within one event a level belongs to one partnership), so
 * that creating a reward twice is impossible and its event can be found from it.
 */
export const rewardKey = (event: string, trigger: string, level: 1 | 2): string => `rwd_${event}.${trigger}.${level}`;

/** The event, trigger and level that a reward's key holds; undefined when it is no such key. */
export const readRewardKey = (key: string): { event: string; trigger: string; level: 1 | 2 } | undefined => {
  const match = /^rwd_([a-z]+_[0-9a-z]{26})\.([a-z_0-9]+)\.([12])$/.exec(key);
  const [, event, trigger, level] = match ?? [];
  if (event === undefined || trigger === undefined) return undefined;
  return { event, trigger, level: level === '1' ? 1 : 2 };
};

/** Whether evaluation under this configuration needs to know which transaction of its customer an event is. */
export const asksForOrdinal = (configuration: Pick<Configuration, 'triggers'>): boolean =>
  configuration.triggers.some(
    (trigger) =>
      trigger.offer.cap_customer_transactions !== undefined ||
      (trigger.rules !== undefined && rulesOf(trigger.rules).some((rule) => rule.field === 'earlier_transactions')),
  );

/** What the monthly caps leave to a partnership, given what they have used up; undefined where no trigger has one. */
export const capRest = (
  configuration: Configuration,
  used: Readonly<Record<string, number>> | undefined,
): Readonly<Record<string, number>> | undefined => {
  const capped = configuration.triggers.flatMap((trigger) => {
    const cap = trigger.offer.cap_month;
    return cap === undefined ? [] : [[trigger.key, Math.max(0, cap - (used?.[trigger.key] ?? 0))] as const];
  });
  return capped.length === 0 ? undefined : Object.fromEntries(capped);
};

/** What the monthly caps have used up after these first-tier rewards. */
export const capsAfter = (
  rest: Readonly<Record<string, number>>,
  used: Readonly<Record<string, number>> | undefined,
  rewards: readonly Reward[],
): Readonly<Record<string, number>> => {
  const after = new Map(Object.entries(used ?? {}));
  for (const reward of rewards) {
    if (reward.trigger in rest) after.set(reward.trigger, (after.get(reward.trigger) ?? 0) + reward.amount);
  }
  return Object.fromEntries(after);
};

/** The period whose invoice the rewards of an event join: that in which the approval delay ends. */
export const rewardPeriod = (
  configuration: Configuration,
  event: { readonly at: number; readonly zone: string; readonly partnership: { readonly group: string } },
): string => {
  const days = configuration.group_delays[event.partnership.group] ?? configuration.approval_delay_days;
  return periodOf(event.at + days * DAY, event.zone);
};
