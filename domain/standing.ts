import { periodEnd, periodOf } from './periods.ts';
import { type MonthFacts, NO_FACTS } from './statements.ts';
import { addToMeasure, type Measure, type Measures, type TierLadder, tierFor } from './tiers.ts';

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

/** The key of the tier in a period; undefined for a program without tiers. */
export const tierIn = (ladder: TierLadder, standing: Counted, period: string): string | undefined =>
  tierFor(ladder, measuresIn(standing, period), standing.tier)?.key;

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
  // A level that an edit of the tiers has opened counts as reached, also when this fact lowers the measure again.
  const reached = tierIn(ladder, standing, period);
  const counted = { ...standing, lifetime, months, tier: reached };
  return { ...counted, tier: tierIn(ladder, counted, period) };
};

/** The standing after a fact without an amount, such as a sign-up that a trigger waits for. */
export const countFact = <S extends Counted>(standing: S, period: string): S => {
  const month = standing.months[period] ?? NO_FACTS;
  return { ...standing, months: { ...standing.months, [period]: { ...month, facts: month.facts + 1 } } };
};
