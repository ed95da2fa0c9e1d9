import { periodEnd, periodOf } from './periods.ts';
import { type MonthFacts, NO_FACTS } from './statements.ts';
import {
  addToMeasure,
  type Measure,
  type Measures,
  measured,
  type Tier,
  type TierLadder,
  tierFor,
  tierIndex,
} from './tiers.ts';

/** A month of a standing: its facts, and what monthly caps have used up. */
export interface StandingMonth extends MonthFacts {
  readonly caps?: Readonly<Record<string, number>> | undefined;
}

/** The part of a partnership's standing that facts change. */
export interface Counted {
  readonly lifetime: Measure;
  readonly months: Readonly<Record<string, StandingMonth>>;
  readonly sealed?: string | undefined;
  readonly tier?: string | undefined;
  /** Of which generation of the tiers that tier is. */
  readonly tier_generation?: number | undefined;
}

/** What one fact adds to the standing. Quantities and minor units; `sign` -1 takes them back (a refund). */
export interface Contribution {
  readonly total: number;
  readonly quantity: number;
  readonly sign: 1 | -1;
  /** Whether an earning of the partnership's own will answer it. */
  readonly awaitsEarning: boolean;
  readonly caps?: Readonly<Record<string, number>> | undefined;
}

/** The measures as they count in a period. */
export const measuresIn = (standing: Counted, period: string): Measures => {
  const month = standing.months[period] ?? NO_FACTS;
  return { lifetime: standing.lifetime, month: { total: month.sales, quantity: month.quantity } };
};

/** The tier that is written down for a partnership, unless a full reset of the tiers has made it void. */
export const notedTier = (ladder: TierLadder, standing: Counted): string | undefined =>
  (standing.tier_generation ?? 0) === (ladder.generation ?? 0) ? standing.tier : undefined;

/** The key of the tier in a period; undefined for a program without tiers. */
export const tierIn = (ladder: TierLadder, standing: Counted, period: string): string | undefined =>
  tierFor(ladder, measuresIn(standing, period), notedTier(ladder, standing))?.key;

/** Where a partnership stands among the tiers. */
export interface Progress {
  readonly tier: Tier;
  /** What the tiers look at: minor units or pieces, which refunds can make negative. */
  readonly value: number;
  /** The tier after it, and how much is missing; absent in the highest. */
  readonly next?: { readonly tier: Tier; readonly missing: number };
  /** When a monthly measure begins anew. */
  readonly endsAt?: number;
}

/** The progress of a partnership in a period; undefined for a program without tiers. */
export const progressIn = (
  ladder: TierLadder,
  standing: Counted,
  period: string,
  zone: string,
): Progress | undefined => {
  const key = tierIn(ladder, standing, period);
  const place = ladder.levels.findIndex((tier) => tier.key === key);
  const tier = ladder.levels[place];
  if (tier === undefined) return undefined;
  const value = measured(ladder.measurement, measuresIn(standing, period));
  const next = ladder.levels[place + 1];
  return {
    tier,
    value,
    ...(next === undefined ? {} : { next: { tier: next, missing: next.minimum - value } }),
    ...(ladder.measurement.startsWith('monthly') ? { endsAt: periodEnd(period, zone) } : {}),
  };
};

const noting = <S extends Counted>(ladder: TierLadder, standing: S, tier: string | undefined): S => ({
  ...standing,
  tier,
  ...(ladder.generation === undefined ? {} : { tier_generation: ladder.generation }),
});

/** A changed standing with its tier written down; a level that an edit of the tiers has opened counts as reached. */
export const settleTier = <S extends Counted>(ladder: TierLadder, before: S, changed: S, period: string): S => {
  const noted = noting(ladder, changed, tierIn(ladder, before, period));
  return noting(ladder, noted, tierIn(ladder, noted, period));
};

/**
 * The tiers that a partnership reaches by a change of its measures or of the tiers, the lowest first. Everyone is in
 * the first tier, which is never reached; one that was passed on the way to a higher one is reached too.
 * @param after the standing as `settleTier` wrote it.
 */
export const tiersReached = <S extends Counted>(
  ladder: TierLadder,
  before: S,
  after: S,
  period: string,
): readonly Tier[] => {
  const announced = tierIndex(ladder, notedTier(ladder, before));
  const then = tierIndex(ladder, tierIn(ladder, before, period));
  const now = tierIndex(ladder, tierIn(ladder, after, period));
  // Whoever fell meanwhile, by an edit or by the turn of the month, reaches again what it had reached before.
  const from = ladder.movement === 'live' ? Math.min(announced, then) : announced;
  return ladder.levels.slice(from + 1, Math.max(then, now) + 1);
};

/**
 * When and in which period a fact counts that is accepted now: a period whose statement may already be drawn up is
 * never added to, so a late fact belongs to the first open one (docs/rules.md, "Money and time").
 */
export const acceptedAt = (now: number, zone: string, sealed: string | undefined): { at: number; period: string } => {
  const period = periodOf(now, zone);
  if (sealed === undefined || sealed < period) return { at: now, period };
  const at = periodEnd(sealed, zone);
  return { at, period: periodOf(at, zone) };
};

const addMonth = (month: StandingMonth, added: Contribution): StandingMonth => ({
  transactions: month.transactions + (added.sign === 1 ? 1 : 0),
  sales: month.sales + added.sign * added.total,
  refunded: month.refunded + (added.sign === -1 ? added.total : 0),
  quantity: month.quantity + added.sign * added.quantity,
  facts: month.facts + (added.awaitsEarning ? 1 : 0),
  ...((added.caps ?? month.caps) === undefined ? {} : { caps: added.caps ?? month.caps }),
});

/** The standing after a sale or a refund in a period. Months before the last sealed one are forgotten. */
export const count = <S extends Counted>(standing: S, ladder: TierLadder, period: string, added: Contribution): S => {
  const kept = Object.entries(standing.months).filter(([month]) => month >= (standing.sealed ?? ''));
  const months = Object.fromEntries([...kept, [period, addMonth(standing.months[period] ?? NO_FACTS, added)] as const]);
  const lifetime = addToMeasure(standing.lifetime, added.total, added.quantity, added.sign);
  return settleTier(ladder, standing, { ...standing, lifetime, months }, period);
};

/**
 * The standing after a fact that no measure counts, such as a sign-up that a trigger waits for.
 * @param caps what monthly caps have used up after it; as it was unless given.
 */
export const countFact = <S extends Counted>(standing: S, period: string, caps?: StandingMonth['caps']): S => {
  const month: StandingMonth = standing.months[period] ?? NO_FACTS;
  const used = caps ?? month.caps;
  const after = { ...month, facts: month.facts + 1, ...(used === undefined ? {} : { caps: used }) };
  return { ...standing, months: { ...standing.months, [period]: after } };
};
