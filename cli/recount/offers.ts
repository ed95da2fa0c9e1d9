import { least, share, total } from './arithmetic.ts';
import { daysBetween, withinMonths } from './calendar.ts';
import { holds, isAboutLines, matches, type Seen } from './conditions.ts';
import type { Deed, Offer, Partner, Sale, SoldLine, Terms } from './facts.ts';

/** A fact with everything that was so when it was accepted. */
export interface Scene {
  readonly terms: Terms;
  readonly fact: Sale | Deed;
  readonly partner: Partner;
  /** The place of its level before the fact. */
  readonly place: number;
  /** How many transactions of the customer came before this one. */
  readonly earlier: number;
  /** What an offer with a monthly cap has given the partner in this month. */
  readonly usedInMonth: (offer: string) => bigint;
}

/** What an offer gives on a fact. `lines` are the indexes of those in the base; undefined for a fact without lines. */
export interface Given {
  readonly offer: Offer;
  readonly base: bigint;
  readonly lines: ReadonlySet<number> | undefined;
  readonly amount: bigint;
}

const segmentsOf = ({ terms, partner }: Scene): readonly string[] => {
  const tags = new Set(partner.tags);
  return [...terms.segments].filter(([, match]) => matches(match, tags)).map(([key]) => key);
};

const lineSeen = (line: SoldLine | undefined, field: string): Seen => {
  if (field === 'product_key') return line?.product;
  if (field === 'category_key') return line?.category;
  return line === undefined ? undefined : Number(line.quantity);
};

const numberOf = (amount: bigint | undefined): number | undefined =>
  amount === undefined ? undefined : Number(amount);

const look =
  (scene: Scene, line?: SoldLine) =>
  (field: string): Seen => {
    const { fact, partner, terms } = scene;
    switch (field) {
      case 'product_key':
      case 'category_key':
      case 'quantity':
        return lineSeen(line, field);
      case 'amount':
        return numberOf(fact.amount);
      case 'currency':
        return fact.currency;
      case 'country':
        return fact.country;
      case 'action':
        return fact.action;
      case 'stage':
        return fact.stage;
      case 'earlier_transactions':
        return fact.kind === 'sale' && fact.buyer !== undefined ? scene.earlier : undefined;
      case 'days_since_sign_up':
        return fact.buyer === undefined ? undefined : daysBetween(fact.buyer.since, fact.at);
      case 'group':
        return partner.group;
      case 'tag':
        return partner.tags;
      case 'segment':
        return segmentsOf(scene);
      case 'tier':
        return terms.levels[scene.place]?.key;
      default:
        if (field.startsWith('metadata.')) return fact.metadata[field.slice('metadata.'.length)];
        throw new Error(`The recount does not know the field ${field}.`);
    }
  };

const isForPartner = (scene: Scene, { audience, forNobody }: Offer): boolean => {
  if (forNobody) return false;
  if (audience.group !== undefined && audience.group !== scene.partner.group) return false;
  if (audience.segments !== undefined) {
    const inside = new Set(segmentsOf(scene));
    if (!audience.segments.some((segment) => inside.has(segment))) return false;
  }
  if (audience.fromTier === undefined) return true;
  const from = scene.terms.levels.findIndex((level) => level.key === audience.fromTier);
  return from >= 0 && scene.place >= from;
};

const isForBuyer = (scene: Scene, { capTransactions, capMonths }: Offer): boolean => {
  const { fact, terms } = scene;
  if (fact.buyer === undefined) return true;
  if (capTransactions !== undefined && fact.kind === 'sale' && scene.earlier >= capTransactions) return false;
  return capMonths === undefined || withinMonths(fact.buyer.since, capMonths, fact.at, terms.zone);
};

const eventOf = (fact: Sale | Deed): string => (fact.kind === 'sale' ? 'transaction.accepted' : fact.event);

/** The lines that an offer is about, or undefined when its conditions do not hold. */
const selected = (scene: Scene, { conditions }: Offer): ReadonlySet<number> | undefined => {
  const lines = scene.fact.kind === 'sale' ? scene.fact.lines : [];
  const candidates = lines.flatMap((line, index) => (line.commissionable ? [{ line, index }] : []));
  if (conditions === undefined) return new Set(candidates.map(({ index }) => index));
  if (!isAboutLines(conditions)) {
    return holds(conditions, look(scene)) ? new Set(candidates.map(({ index }) => index)) : undefined;
  }
  const chosen = candidates.filter(({ line }) => holds(conditions, look(scene, line))).map(({ index }) => index);
  return chosen.length === 0 ? undefined : new Set(chosen);
};

const give = (scene: Scene, offer: Offer): Given | undefined => {
  const { fact } = scene;
  if (offer.event !== eventOf(fact) || fact.at < offer.from) return undefined;
  if (offer.to !== undefined && fact.at >= offer.to) return undefined;
  if (!isForPartner(scene, offer) || !isForBuyer(scene, offer)) return undefined;
  const lines = selected(scene, offer);
  if (lines === undefined) return undefined;
  const base =
    fact.kind === 'sale'
      ? total(fact.lines.flatMap((line, index) => (lines.has(index) ? [line.amount] : [])))
      : (fact.amount ?? 0n);
  if (fact.kind === 'sale' && base <= 0n) return undefined;
  const promised = offer.flat ?? share(base, offer.bps ?? 0n);
  const rest = offer.capMonth === undefined ? undefined : offer.capMonth - scene.usedInMonth(offer.key);
  const amount = least(promised, offer.capPerReward, rest);
  if (amount <= 0n) return undefined;
  return { offer, base, lines: fact.kind === 'sale' ? lines : undefined, amount };
};

/** What every offer that applies gives, or only the highest (on a tie, that of the earliest offer). */
export const givenOn = (scene: Scene): readonly Given[] => {
  const all = scene.terms.offers.flatMap((offer) => give(scene, offer) ?? []);
  if (scene.terms.stacking === 'all') return all;
  let best: Given | undefined;
  for (const given of all) {
    const earlier = best !== undefined && given.amount === best.amount && given.offer.createdAt < best.offer.createdAt;
    if (best === undefined || given.amount > best.amount || earlier) best = given;
  }
  return best === undefined ? [] : [best];
};
