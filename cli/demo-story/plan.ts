import { type ProgramFile, partnerOf, type RetailEvent } from '../replay/files.ts';
import { monthEnd } from '../replay/timeline.ts';
import { chanceOf } from './chance.ts';

/** What a visit is: a person's, the same person's soon after, a program's, or a page's that was fetched unasked. */
export type VisitKind = 'person' | 'again' | 'bot' | 'preview' | 'ahead';

/** Somebody follows a link of a partner. Instants in epoch milliseconds. */
export interface Visit {
  readonly at: number;
  readonly partner: string;
  /** Which of the partner's links, by its place. */
  readonly link: number;
  readonly kind: VisitKind;
  /** Tells visitors apart. */
  readonly visitor: string;
  /** The customer who signs up after this visit. */
  readonly customer?: string;
}

/** A customer that a click brings. */
export interface SignUp {
  readonly at: number;
  readonly partner: string;
  readonly customer: string;
}

export interface Plan {
  /** Links of partners: when each is made. */
  readonly links: readonly { readonly at: number; readonly partner: string; readonly link: number }[];
  readonly visits: readonly Visit[];
  readonly signUps: readonly SignUp[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A partner makes its first link an hour after it joined; some make another one later. */
const FIRST_LINK = HOUR;
const SECOND_LINK = 20 * DAY;
const SHARE_WITH_SECOND = 0.3;
/** Nobody clicks before this time after joining. */
const FIRST_VISIT = 2 * HOUR;
/** So many of the customers whose first purchase follows their partner's joining come by a click. */
const NEWCOMERS = 0.45;

/** Links were used more from month to month. */
const USE: Readonly<Record<string, number>> = {
  '2010-12': 0.1,
  '2011-01': 0.12,
  '2011-02': 0.18,
  '2011-03': 0.28,
  '2011-04': 0.45,
  '2011-05': 1,
  '2011-06': 1,
};
const useOn = (at: number): number => USE[new Date(at).toISOString().slice(0, 7)] ?? 0;
/** On weekends people look less. Sunday comes first. */
const WEEKDAYS = [0.55, 1, 1.1, 1.15, 1.1, 0.95, 0.6];

type Found = Omit<Visit, 'link'>;

/** Purchases that began with a click, minutes or hours before. */
const beforeSales = (events: readonly RetailEvent[], joined: ReadonlyMap<string, number>, ofCustomer: PartnerOf) =>
  events.flatMap((event): readonly Found[] => {
    const partner = event.kind === 'sale' ? ofCustomer(event.customer) : undefined;
    const from = partner === undefined ? undefined : joined.get(partner);
    if (partner === undefined || from === undefined) return [];
    const sold = Date.parse(event.at);
    const at = sold - Math.round((5 + 115 * chanceOf('before', event.invoice)) * MINUTE);
    if (at < from + FIRST_VISIT || chanceOf('clicked', event.invoice) >= 0.6 * useOn(sold)) return [];
    return [{ at, partner, kind: 'person', visitor: `customer ${event.customer}` }];
  });

type PartnerOf = (customer: string | null) => string | undefined;

/** How many visitors a day a partner has who do not buy: a few are read by many, and whoever sells most is. */
const readersOf = (partner: string, sold: ReadonlyMap<string, number>): number => {
  const most = Math.max(1, ...sold.values());
  return 0.03 + 0.25 * chanceOf('readers', partner) ** 4 + 3 * ((sold.get(partner) ?? 0) / most) ** 2;
};

/** People who look and do not buy. */
const lookers = (joined: ReadonlyMap<string, number>, sold: ReadonlyMap<string, number>, from: number, until: number) =>
  [...joined].flatMap(([partner, since]) => {
    const readers = readersOf(partner, sold);
    const found: Found[] = [];
    for (let day = Math.max(from, Math.ceil(since / DAY) * DAY); day < until; day += DAY) {
      const expected = readers * useOn(day) * (WEEKDAYS[new Date(day).getUTCDay()] ?? 1);
      const many = Math.floor(expected * (0.5 + chanceOf('busy', partner, day)) + chanceOf('rounded', partner, day));
      for (let nth = 0; nth < many; nth += 1) {
        const at = day + Math.round((5 + 17 * chanceOf('hour', partner, day, nth)) * HOUR);
        if (at < until) found.push({ at, partner, kind: 'person', visitor: `looker ${partner} ${day} ${nth}` });
      }
    }
    return found;
  });

/** What was sold through each partner in the last month of the events, in minor units. */
const soldLately = (events: readonly RetailEvent[], ofCustomer: PartnerOf): ReadonlyMap<string, number> => {
  const month = events.at(-1)?.at.slice(0, 7);
  const sold = new Map<string, number>();
  for (const { at, customer, totalMinor } of events) {
    const partner = at.slice(0, 7) === month ? ofCustomer(customer) : undefined;
    if (partner !== undefined) sold.set(partner, (sold.get(partner) ?? 0) + totalMinor);
  }
  return sold;
};

/** What happens besides: somebody clicks twice, a search engine passes by, a messenger looks what is behind a link. */
const besides = (visit: Found): readonly Found[] => {
  const roll = chanceOf('besides', visit.visitor, visit.at);
  const soon = (minutes: number) =>
    visit.at + Math.round((1 + minutes * chanceOf('soon', visit.visitor, visit.at)) * MINUTE);
  const { partner, visitor } = visit;
  if (roll < 0.05) return [{ at: soon(20), partner, visitor, kind: 'again' }];
  if (roll < 0.085) return [{ at: soon(200), partner, visitor: `bot ${partner}`, kind: 'bot' }];
  if (roll < 0.1) return [{ at: soon(60), partner, visitor: `preview ${partner}`, kind: 'preview' }];
  if (roll < 0.11) return [{ at: soon(60), partner, visitor: `ahead ${visitor}`, kind: 'ahead' }];
  return [];
};

const signUpsOf = (events: readonly RetailEvent[], joined: ReadonlyMap<string, number>, ofCustomer: PartnerOf) => {
  const seen = new Set<string>();
  return events.flatMap(({ customer, at: first }): readonly SignUp[] => {
    if (customer === null || seen.has(customer)) return [];
    seen.add(customer);
    const partner = ofCustomer(customer);
    const from = partner === undefined ? undefined : joined.get(partner);
    const at = Date.parse(first) - Math.round((10 + 80 * chanceOf('signed up', customer)) * MINUTE);
    // A first purchase before the partner joined counts for nobody, and that stays so.
    if (partner === undefined || from === undefined || at < from + FIRST_VISIT + HOUR) return [];
    return chanceOf('newcomer', customer) < NEWCOMERS ? [{ at, partner, customer }] : [];
  });
};

/** The click by which a customer comes. */
const visitOf = ({ at, partner, customer }: SignUp): Found & { readonly customer: string } => ({
  at: at - Math.round((2 + 20 * chanceOf('looked around', customer)) * MINUTE),
  partner,
  kind: 'person',
  visitor: `newcomer ${customer}`,
  customer,
});

const linksOf = (joined: ReadonlyMap<string, number>, until: number): Plan['links'] =>
  [...joined].flatMap(([partner, at]) => {
    const second = at + SECOND_LINK;
    const more = chanceOf('second link', partner) < SHARE_WITH_SECOND && second < until;
    return [{ at: at + FIRST_LINK, partner, link: 0 }, ...(more ? [{ at: second, partner, link: 1 }] : [])];
  });

/**
 * Who follows whose links when, up to an instant, and who signs up then. It is made from the sales, so that clicks rise and
 * fall with them, and it is the same whenever it is made.
 */
export const planOf = (file: ProgramFile, events: readonly RetailEvent[], until: number): Plan => {
  const first = Date.parse(events[0]?.at ?? '1970-01-01T00:00:00Z');
  const from = Math.floor(first / DAY) * DAY;
  // Nobody joins after the month of the last sale.
  const end = monthEnd(Date.parse(events.at(-1)?.at ?? '1970-01-01T00:00:00Z'));
  const joined = new Map(
    file.partners.map(({ id, joinedAt }) => [id, Date.parse(joinedAt)] as const).filter(([, at]) => at < end),
  );
  const partners = new Map<string, string | undefined>();
  const ofCustomer: PartnerOf = (customer) => {
    if (customer === null) return undefined;
    if (!partners.has(customer)) partners.set(customer, partnerOf(file, customer));
    return partners.get(customer);
  };
  const signUps = signUpsOf(events, joined, ofCustomer);
  const sold = soldLately(events, ofCustomer);
  const people = [...beforeSales(events, joined, ofCustomer), ...lookers(joined, sold, from, until)];
  const found: readonly (Found & { readonly customer?: string })[] = [
    ...people,
    ...people.flatMap(besides),
    ...signUps.map(visitOf),
  ];
  const links = linksOf(joined, until);
  const second = new Map(links.filter(({ link }) => link === 1).map(({ partner, at }) => [partner, at + HOUR]));
  const visits = found
    .map((visit): Visit => {
      const later = visit.at > (second.get(visit.partner) ?? Number.POSITIVE_INFINITY);
      // Whoever comes back comes by the same link.
      return { ...visit, link: later && chanceOf('link', visit.partner, visit.visitor) < 0.35 ? 1 : 0 };
    })
    .filter(({ at }) => at < until)
    .toSorted((a, b) => a.at - b.at);
  return { links, visits, signUps };
};

/** Of the partners who joined before an instant, those who sold most in the last month of the events: the first sold most. */
export const sellersOf = (file: ProgramFile, events: readonly RetailEvent[], before: number): readonly string[] => {
  const joined = new Set(file.partners.filter(({ joinedAt }) => Date.parse(joinedAt) < before).map(({ id }) => id));
  const sold = soldLately(events, (customer) => (customer === null ? undefined : partnerOf(file, customer)));
  return [...sold]
    .filter(([partner]) => joined.has(partner))
    .toSorted(([, one], [, other]) => other - one)
    .map(([partner]) => partner);
};
