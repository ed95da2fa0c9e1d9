import * as z from 'zod/mini';

/** What the tiers of a program look at. */
export const MEASUREMENTS = ['lifetime_sales', 'monthly_sales', 'lifetime_quantity', 'monthly_quantity'] as const;
export type Measurement = (typeof MEASUREMENTS)[number];

/** `live`: up and down with the measure; `ratchet`: never down, except by a full reset. */
export const TIER_MOVEMENTS = ['live', 'ratchet'] as const;
export type TierMovement = (typeof TIER_MOVEMENTS)[number];

export const Tier = z.object({ key: z.string(), name: z.string(), minimum: z.int() });
export type Tier = z.infer<typeof Tier>;

/** The tiers of a program, sorted by minimum; the first minimum is 0. An empty list means that it has none. */
export const TierLadder = z.object({
  measurement: z.enum(MEASUREMENTS),
  movement: z.enum(TIER_MOVEMENTS),
  levels: z.array(Tier),
  /** The tier below a deleted one, by the key of that: who had reached it is there now. */
  successors: z.optional(z.record(z.string(), z.string())),
  /** How often everything was reset: what partnerships had reached before counts no more. */
  generation: z.optional(z.int()),
});
export type TierLadder = z.infer<typeof TierLadder>;

/** Sales in minor units and quantities, less refunds; both can be negative (docs/rules.md, "Tiers and measures"). */
export interface Measure {
  readonly total: number;
  readonly quantity: number;
}

export interface Measures {
  readonly lifetime: Measure;
  /** Of the month that is asked about; zero when nothing happened in it. */
  readonly month: Measure;
}

/** The measure that tiers look at. */
export const measured = (measurement: Measurement, measures: Measures): number => {
  switch (measurement) {
    case 'lifetime_sales':
      return measures.lifetime.total;
    case 'monthly_sales':
      return measures.month.total;
    case 'lifetime_quantity':
      return measures.lifetime.quantity;
    case 'monthly_quantity':
      return measures.month.quantity;
  }
};

/** The place of a tier in the ladder, 0 for the first; a deleted one has the place of the tier below it. */
export const tierIndex = (ladder: TierLadder, key: string | undefined): number => {
  const now = key === undefined ? undefined : (ladder.successors?.[key] ?? key);
  return Math.max(
    0,
    ladder.levels.findIndex((tier) => tier.key === now),
  );
};

/**
 * The tier of a partnership: the highest whose minimum is not above the measure, below 0 the first.
 * @param reached the highest tier so far, which counts only where tiers never fall.
 * @returns undefined for a program without tiers.
 */
export const tierFor = (ladder: TierLadder, measures: Measures, reached: string | undefined): Tier | undefined => {
  const value = measured(ladder.measurement, measures);
  const byMeasure = ladder.levels.findLastIndex((tier) => tier.minimum <= value);
  const floor = ladder.movement === 'ratchet' ? tierIndex(ladder, reached) : 0;
  return ladder.levels[Math.max(0, byMeasure, floor)];
};

/** A sale (sign 1) or refund (sign -1) added to a measure. */
export const addToMeasure = (measure: Measure, total: number, quantity: number, sign: 1 | -1): Measure => ({
  total: measure.total + sign * total,
  quantity: measure.quantity + sign * quantity,
});

export const NO_MEASURE: Measure = { total: 0, quantity: 0 };
