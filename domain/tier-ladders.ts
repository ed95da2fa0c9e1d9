import { conflict, Failure, unprocessable } from './errors.ts';
import type { Measurement, Tier, TierLadder, TierMovement } from './tiers.ts';

/** How the tiers of a program may change. What a preview shows and what is stored come from the same functions. */

const sorted = (levels: readonly Tier[]): Tier[] => levels.toSorted((a, b) => a.minimum - b.minimum);

/** Whether it is the first tier, whose minimum is 0 for ever. */
const isFirst = (ladder: TierLadder, key: string): boolean => ladder.levels[0]?.key === key;

/** The ladder with the tier at its place. @throws Failure `unprocessable` when two would begin at the same minimum. */
export const placeTier = (ladder: TierLadder, tier: Tier): TierLadder => {
  if (isFirst(ladder, tier.key) && tier.minimum !== 0) {
    throw unprocessable('first_minimum', 'The first tier has the minimum 0.', 'minimum');
  }
  const others = ladder.levels.filter((level) => level.key !== tier.key);
  if (others.some((level) => level.minimum === tier.minimum)) {
    throw unprocessable('minimum_taken', 'Another tier has this minimum.', 'minimum');
  }
  return { ...ladder, levels: sorted([...others, tier]) };
};

/** What a new tier may bring along: the first one settles what all of them look at. */
interface Terms {
  readonly measurement?: Measurement | undefined;
  readonly movement?: TierMovement | undefined;
}

const firstLadder = (ladder: TierLadder, tier: Tier, terms: Terms): TierLadder => {
  if (terms.measurement === undefined) {
    throw unprocessable('measurement_needed', 'The first tier says what tiers look at.', 'measurement');
  }
  if (tier.minimum !== 0) throw unprocessable('first_minimum', 'The first tier has the minimum 0.', 'minimum');
  return { ...ladder, measurement: terms.measurement, movement: terms.movement ?? 'live' };
};

/** The ladder with a new tier. @throws Failure `unprocessable`. */
export const addTier = (ladder: TierLadder, tier: Tier, terms: Terms): TierLadder => {
  if (ladder.levels.length === 0) return placeTier(firstLadder(ladder, tier, terms), tier);
  if (terms.measurement !== undefined && terms.measurement !== ladder.measurement) {
    const message = `The tiers look at ${ladder.measurement}; another measurement needs a reset of all tiers.`;
    throw unprocessable('measurement_set', message, 'measurement');
  }
  if (terms.movement !== undefined && terms.movement !== ladder.movement) {
    const message = `The movement of the tiers is ${ladder.movement}; another one needs a reset of all tiers.`;
    throw unprocessable('movement_set', message, 'movement');
  }
  return placeTier(ladder, tier);
};

/**
 * The ladder without the tier. Who had reached it has reached the tier below from now on.
 * @throws Failure `conflict` while the first tier is not the only one.
 */
export const removeTier = (ladder: TierLadder, key: string): TierLadder => {
  if (isFirst(ladder, key) && ladder.levels.length > 1) {
    throw conflict('The first tier goes last.', 'tier', 'first_tier');
  }
  const index = ladder.levels.findIndex((level) => level.key === key);
  const levels = ladder.levels.filter((level) => level.key !== key);
  const below = ladder.levels[index - 1];
  const { successors, ...rest } = ladder;
  if (below === undefined) return { ...rest, levels };
  const moved = Object.entries(successors ?? {}).map(([gone, now]) => [gone, now === key ? below.key : now] as const);
  return { ...rest, levels, successors: Object.fromEntries([...moved, [key, below.key] as const]) };
};

/** The new terms of all tiers after a full reset. */
export interface Reset {
  readonly measurement: Measurement;
  readonly movement: TierMovement;
  /** The minimum of every tier but the first. */
  readonly minimums: readonly { readonly tier_key: string; readonly minimum: number }[];
}

/**
 * The ladder after a full reset: another measurement or movement, a new minimum for every tier but the first, and
 * nothing that was reached counts any more.
 * @throws Failure `unprocessable` unless each of those tiers is named once, and each minimum belongs to one.
 */
export const resetLadder = (ladder: TierLadder, reset: Reset): TierLadder => {
  const [first, ...others] = ladder.levels;
  if (first === undefined) throw new Failure('conflict', 'There are no tiers.', { reason: 'no_tiers' });
  const asked = new Map(reset.minimums.map(({ tier_key, minimum }) => [tier_key, minimum]));
  const complete = asked.size === reset.minimums.length && asked.size === others.length;
  if (!complete || others.some((tier) => !asked.has(tier.key))) {
    throw unprocessable('minimums_incomplete', 'Each tier but the first needs a new minimum.', 'minimums');
  }
  const levels = [first, ...others.map((tier) => ({ ...tier, minimum: asked.get(tier.key) ?? tier.minimum }))];
  if (new Set(levels.map((tier) => tier.minimum)).size < levels.length) {
    throw unprocessable('minimum_taken', 'Two tiers cannot have the same minimum.', 'minimums');
  }
  const { measurement, movement } = reset;
  return { measurement, movement, levels: sorted(levels), generation: (ladder.generation ?? 0) + 1 };
};
