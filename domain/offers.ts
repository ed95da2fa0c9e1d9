import { holds, type RuleExpression } from './rules.ts';
import { inSegment } from './segments.ts';
import { type Tier, tierIndex } from './tiers.ts';
import type { Configuration, Offer, Trigger } from './triggers.ts';

/** A partnership, as far as it decides what is offered to it. */
interface Offered {
  readonly group: string;
  readonly tags: readonly string[];
  /** The tier that it is in; undefined in a program without tiers. */
  readonly tier: string | undefined;
}

/** What a partnership can earn by one trigger. */
export interface OwnOffer {
  readonly event: Trigger['event'];
  readonly offer: Offer;
  /** The tier from which on it counts; undefined for every tier. */
  readonly from: Tier | undefined;
  /** Whether the partnership has come so far. */
  readonly reached: boolean;
  /** When it ends; undefined when nobody has set an end. */
  readonly ends_at: number | undefined;
}

/** Whether rules can hold for somebody at all: what is not known before an event happens is taken to fit. */
const canHold = (rules: RuleExpression, known: ReadonlyMap<string, readonly string[] | string>): boolean => {
  if ('and' in rules) return rules.and.every((part) => canHold(part, known));
  if ('or' in rules) return rules.or.some((part) => canHold(part, known));
  return !known.has(rules.field) || holds(rules, (field) => known.get(field));
};

const isOpen = ({ active_from, active_to }: Trigger, at: number): boolean =>
  active_from <= at && (active_to === undefined || at < active_to);

/**
 * What a program offers to one of its partnerships at an instant, in the order in which the offers were made. Offers of
 * higher tiers are among them, so that it is seen what a tier is good for.
 */
export const offersFor = (configuration: Configuration, to: Offered, at: number): readonly OwnOffer[] => {
  const { ladder, triggers } = configuration;
  const segments = configuration.segments.filter(({ match }) => inSegment(match, to.tags)).map(({ key }) => key);
  const known = new Map<string, readonly string[] | string>([
    ['group', to.group],
    ['tag', to.tags],
    ['segment', segments],
  ]);
  const isFor = ({ audience, rules }: Trigger): boolean => {
    if (audience.type === 'group' && audience.group !== to.group) return false;
    if (audience.type === 'segments' && !(audience.segments ?? []).some((key) => segments.includes(key))) return false;
    return rules === undefined || canHold(rules, known);
  };
  return triggers.flatMap((trigger): readonly OwnOffer[] => {
    if (!isOpen(trigger, at) || !isFor(trigger)) return [];
    const { event, offer, active_to: ends_at } = trigger;
    const { from_tier } = trigger.audience;
    const from = ladder.levels.find(({ key }) => key === from_tier);
    // A tier that was deleted since matches nobody.
    if (from_tier !== undefined && from === undefined) return [];
    const reached = from === undefined || tierIndex(ladder, to.tier) >= tierIndex(ladder, from.key);
    return [{ event, offer, from, reached, ends_at }];
  });
};
