import { type Counted, type StandingMonth, settleTier } from './standing.ts';
import { NO_FACTS } from './statements.ts';
import { addToMeasure, type TierLadder } from './tiers.ts';

/** What a transaction, or a refund of it, added to the measures of the month in which it was accepted. Minor units. */
export interface MonthShare {
  readonly period: string;
  readonly transactions: number;
  readonly sales: number;
  readonly refunded: number;
  readonly quantity: number;
}

const shifted = (month: StandingMonth, share: MonthShare, sign: 1 | -1): StandingMonth => ({
  ...month,
  transactions: month.transactions + sign * share.transactions,
  sales: month.sales + sign * share.sales,
  refunded: month.refunded + sign * share.refunded,
  quantity: month.quantity + sign * share.quantity,
});

/**
 * A standing to which the measures of a transaction are added (sign 1) or from which they are taken (-1): lifetime, and
 * the months whose statements are not drawn up. A closed month never changes.
 * @param sealed the last period of which nothing may change.
 * @param period the one in which it happens: it decides which month's measures the tier is looked up by.
 */
export const shiftMeasures = <S extends Counted>(
  standing: S,
  ladder: TierLadder,
  at: { readonly period: string; readonly sealed: string | undefined },
  shares: readonly MonthShare[],
  sign: 1 | -1,
): S => {
  let { lifetime, months } = standing;
  for (const share of shares) {
    lifetime = addToMeasure(lifetime, share.sales, share.quantity, sign);
    if (at.sealed !== undefined && share.period <= at.sealed) continue;
    months = { ...months, [share.period]: shifted(months[share.period] ?? NO_FACTS, share, sign) };
  }
  return settleTier(ladder, standing, { ...standing, lifetime, months }, at.period);
};

/** A standing whose monthly caps count these amounts more, or less where they are negative; by trigger. */
export const shiftCaps = <S extends Counted>(standing: S, period: string, amounts: ReadonlyMap<string, number>): S => {
  if (amounts.size === 0) return standing;
  const month = standing.months[period] ?? NO_FACTS;
  const caps = new Map(Object.entries(standing.months[period]?.caps ?? {}));
  for (const [trigger, amount] of amounts) caps.set(trigger, Math.max(0, (caps.get(trigger) ?? 0) + amount));
  return { ...standing, months: { ...standing.months, [period]: { ...month, caps: Object.fromEntries(caps) } } };
};
