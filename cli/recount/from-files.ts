import { type ProgramFile, partnerOf, type RetailEvent } from '../replay/files.ts';
import { priceOf, total } from './arithmetic.ts';
import type { Book, Condition, Fact, Match, Offer, Refund, Sale, SoldLine, Terms } from './facts.ts';
import { type Recounted, recountBook } from './statements.ts';

/** The recount of a replay's own files: no product is asked. */

const FIELDS = { amount: 'amount', country: 'country', tier: 'tier', segment: 'segment', sku: 'product_key' } as const;
const OPERATORS = { gte: 'gte', lte: 'lte', in: 'in', notIn: 'not_in' } as const;

const conditionOf = ({ field, op, value }: ProgramFile['offers'][number]['rules'][number]): Condition => ({
  field: FIELDS[field],
  op: OPERATORS[op],
  value,
});

const offerOf = (offer: ProgramFile['offers'][number], index: number): Offer => ({
  key: offer.id,
  event: 'transaction.accepted',
  conditions: offer.rules.length === 0 ? undefined : { and: offer.rules.map(conditionOf) },
  audience: offer.group === null ? {} : { group: offer.group },
  forNobody: false,
  flat: offer.type === 'flat' ? BigInt(offer.valueMinor ?? 0) : undefined,
  bps: offer.type === 'percentage' ? BigInt(offer.bps ?? 0) : undefined,
  capPerReward: undefined,
  capMonth: undefined,
  capTransactions: undefined,
  capMonths: undefined,
  createdAt: index,
  from: offer.activeFrom === null ? 0 : Date.parse(offer.activeFrom),
  to: offer.activeTo === null ? undefined : Date.parse(offer.activeTo),
});

const matchOf = (match: unknown): Match => {
  if (typeof match === 'string') return match;
  if (typeof match === 'object' && match !== null) {
    if ('and' in match && Array.isArray(match.and)) return { and: match.and.map(matchOf) };
    if ('or' in match && Array.isArray(match.or)) return { or: match.or.map(matchOf) };
  }
  throw new Error('A segment is a tag, or an and or an or of segments.');
};

const termsOf = (file: ProgramFile): Terms => {
  const measurement = file.tiers?.measurement ?? '';
  return {
    currency: file.currency,
    zone: 'UTC',
    stacking: file.policy.stacking ?? 'all',
    secondTierBps: BigInt(file.secondTier?.bps ?? 0),
    secondTierOf: file.policy.secondTierOf ?? 'reward',
    feeBps: 0n,
    feeFixed: 0n,
    delayDays: 0,
    groupDelays: new Map(),
    measured: measurement.includes('sales') ? 'sales' : 'quantity',
    monthly: measurement.startsWith('monthly'),
    ratchet: file.policy.tierMovement === 'ratchet',
    levels: (file.tiers?.levels ?? [])
      .map(({ id, minimum }) => ({ key: id, name: id, minimum: BigInt(minimum) }))
      .toSorted((a, b) => Number(a.minimum - b.minimum)),
    segments: new Map(file.segments.map((segment) => [segment.id, matchOf(segment.match)])),
    offers: file.offers.map(offerOf),
  };
};

const lineOf = (line: RetailEvent['lines'][number]): SoldLine => {
  const [quantity, unit] = [BigInt(line.qty), String(line.unitPriceMinor)];
  const amount = priceOf(quantity, unit);
  return { product: line.sku, category: undefined, quantity, unit, amount, commissionable: true };
};

const saleOf = (file: ProgramFile, joined: ReadonlyMap<string, number>, event: RetailEvent): Sale => {
  const at = Date.parse(event.at);
  const partner = event.customer === null ? undefined : partnerOf(file, event.customer);
  // A sale before the partner joined counts for nobody, for good.
  const counts = partner !== undefined && (joined.get(partner) ?? Number.POSITIVE_INFINITY) <= at;
  const lines = event.lines.map(lineOf);
  return {
    kind: 'sale',
    key: event.invoice,
    at,
    partner: counts ? partner : undefined,
    buyer: event.customer === null ? undefined : { key: event.customer, since: at },
    currency: event.currency,
    country: event.country ?? undefined,
    action: undefined,
    metadata: {},
    amount: total(lines.map((line) => line.amount)),
    lines,
    happenedAt: undefined,
  };
};

/** A refund for each sale that it names, in order of first appearance. Lines that name none are ignored. */
const refundsOf = (sales: ReadonlyMap<string, Sale>, event: RetailEvent): readonly Refund[] => {
  const named = event.lines.flatMap((line) => (line.of ? [{ ...line.of, quantity: BigInt(-line.qty) }] : []));
  return [...Map.groupBy(named, (line) => line.invoice)]
    .filter(([invoice]) => sales.has(invoice))
    .map(([sale, lines]) => ({
      kind: 'refund',
      key: `${event.invoice}:${sale}`,
      at: Date.parse(event.at),
      sale,
      amount: undefined,
      lines: lines.map(({ line, quantity }) => ({ line, quantity })),
    }));
};

/** The terms, partners and facts of a program file and its events. */
const bookOf = (file: ProgramFile, events: readonly RetailEvent[]): Book => {
  const joined = new Map(file.partners.map((partner) => [partner.id, Date.parse(partner.joinedAt)]));
  const sales = new Map<string, Sale>();
  const facts: Fact[] = [];
  for (const event of events) {
    if (event.kind === 'refund') {
      facts.push(...refundsOf(sales, event));
      continue;
    }
    const sale = saleOf(file, joined, event);
    sales.set(sale.key, sale);
    facts.push(sale);
  }
  const partners = file.partners.map((partner) => ({
    key: partner.id,
    name: partner.id,
    group: partner.group,
    groupName: partner.group,
    tags: partner.tags,
    joinedAt: Date.parse(partner.joinedAt),
    active: true,
    recruiter: partner.referredBy ?? undefined,
  }));
  return { terms: termsOf(file), partners, facts, verdicts: new Map(), finalAt: new Map() };
};

/** Computes what a program must give on these events, from the files of a replay alone. */
export const recountFiles = (file: ProgramFile, events: readonly RetailEvent[]): Recounted => {
  const months = events.map((event) => event.at.slice(0, 7)).sort();
  return recountBook(bookOf(file, events), months.at(-1));
};
