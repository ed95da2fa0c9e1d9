import { APART_REASONS, type ApartReason } from './clicks.ts';

/** How a reason for which clicks are set apart is counted. */
export const apartMetric = (reason: ApartReason): `apart_${ApartReason}` => `apart_${reason}`;
/** The same for impressions. */
export const apartImpressionMetric = (reason: ApartReason): `impressions_${ApartReason}` => `impressions_${reason}`;

/** What is counted for each day. Amounts in minor units of the program's currency. */
export const METRICS = [
  'clicks',
  ...APART_REASONS.map(apartMetric),
  'sign_ups',
  'transactions',
  'revenue',
  'refunds',
  'refunded',
  /** Rewards of both tiers and those given by hand, less what refunds took back. */
  'reward_cost',
  /** Active partnerships that came into a group less those that left it: its sum over all days is how many it has. */
  'partners',
  /** How often banners were shown. Clicks that came by a creative are `clicks` of it. */
  'impressions',
  ...APART_REASONS.map(apartImpressionMetric),
] as const;
export type Metric = (typeof METRICS)[number];
export type Counters = Readonly<Partial<Record<Metric, number>>>;

/** What statistics can be asked about. */
export const SUBJECTS = ['program', 'group', 'partnership', 'link', 'creative', 'placement'] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

/** What lists of the highest figures, and reports, are about. */
export const REPORTED = ['partnership', 'link', 'group'] as const satisfies readonly SubjectKind[];
export type Reported = (typeof REPORTED)[number];

/** Stands for the day in the counters of all days together. */
export const ALL_DAYS = 'all';
/** Whose counters are kept for all days together too. */
const TOTALLED: readonly SubjectKind[] = ['program', 'group', 'creative'];

/** A counted fact: whose it is, on which day in the program's time zone, and what it adds. */
export interface Counted {
  readonly program: string;
  readonly day: string;
  /** The group as it was when the fact was accepted; absent when the partnership is gone. */
  readonly group: string | undefined;
  readonly partnership: string;
  readonly link: string | undefined;
  /** The creative that was shown, or that the visitor came by. */
  readonly creative?: string | undefined;
  /** That a banner was only shown: it counts for the banner and its place, and for nothing else. */
  readonly shown?: true;
  readonly counters: Counters;
}

/** The counters of one subject on one day. */
export interface Tally {
  readonly program: string;
  readonly kind: SubjectKind;
  readonly subject: string;
  readonly day: string;
  readonly counters: Counters;
}

/** Two sets of counters as one. */
export const addCounters = (a: Counters, b: Counters): Counters => {
  const sum: Partial<Record<Metric, number>> = { ...a };
  for (const metric of METRICS) {
    const added = b[metric];
    if (added !== undefined) sum[metric] = (sum[metric] ?? 0) + added;
  }
  return sum;
};

const SEPARATOR = '/';

/** The subject of a link's counters: the links of a partnership lie together. */
export const linkSubject = (partnership: string, link: string): string => `${partnership}${SEPARATOR}${link}`;

/** The partnership and the link in the subject of a link's counters. */
export const partsOfLinkSubject = (subject: string): { readonly partnership: string; readonly link: string } => {
  const [partnership = '', link = ''] = subject.split(SEPARATOR);
  return { partnership, link };
};

/** The subject of a creative's counters on the pages of a partnership, by the link that it leads through. */
export const placementSubject = (partnership: string, creative: string, link: string): string =>
  [partnership, creative, link].join(SEPARATOR);

/** What the subject of a placement's counters is made of. */
export const partsOfPlacement = (subject: string) => {
  const [partnership = '', creative = '', link = ''] = subject.split(SEPARATOR);
  return { partnership, creative, link };
};

const subjectOf = (fact: Counted, kind: SubjectKind): string | undefined => {
  const { creative, link = '' } = fact;
  if (fact.shown === true && kind !== 'creative' && kind !== 'placement') return undefined;
  switch (kind) {
    case 'program':
      return fact.program;
    case 'group':
      return fact.group;
    case 'partnership':
      return fact.partnership;
    case 'link':
      return fact.link === undefined ? undefined : linkSubject(fact.partnership, fact.link);
    case 'creative':
      return creative;
    case 'placement':
      return creative === undefined ? undefined : placementSubject(fact.partnership, creative, link);
  }
};

/** What a fact adds to, one entry for each subject that it concerns and, where they are kept, for all its days. */
export const talliesOf = (fact: Counted): readonly Tally[] =>
  SUBJECTS.flatMap((kind) => {
    const subject = subjectOf(fact, kind);
    const { program, day, counters } = fact;
    if (subject === undefined) return [];
    const days = TOTALLED.includes(kind) ? [day, ALL_DAYS] : [day];
    return days.map((one) => ({ program, kind, subject, day: one, counters }));
  });

/** Names the item in which a tally is kept. */
export const tallyId = (tally: Tally): string => `${tally.program} ${tally.kind} ${tally.subject} ${tally.day}`;

/** The tallies of several facts, one for each subject and day. */
export const tally = (facts: readonly Counted[]): readonly Tally[] => {
  const sums = new Map<string, Tally>();
  for (const added of facts.flatMap(talliesOf)) {
    const before = sums.get(tallyId(added));
    const counters = before === undefined ? added.counters : addCounters(before.counters, added.counters);
    sums.set(tallyId(added), { ...added, counters });
  }
  return [...sums.values()];
};

/** How many clicks were set apart, for whatever reason. */
export const clicksApart = (counters: Counters): number =>
  APART_REASONS.reduce((sum, reason) => sum + (counters[apartMetric(reason)] ?? 0), 0);

/** What reports leave out: figures of groups and of banners. */
const UNREPORTED: readonly Metric[] = ['partners', 'impressions', ...APART_REASONS.map(apartImpressionMetric)];

const IN_REPORTS = METRICS.filter((metric) => !UNREPORTED.includes(metric));

/** Whether anything happened of what reports show. */
export const hasFigures = (counters: Counters): boolean => IN_REPORTS.some((metric) => (counters[metric] ?? 0) !== 0);

/** How many impressions were set apart, for whatever reason. */
export const impressionsApart = (counters: Counters): number =>
  APART_REASONS.reduce((sum, reason) => sum + (counters[apartImpressionMetric(reason)] ?? 0), 0);

const DAY_MS = 24 * 60 * 60 * 1000;

/** The days from one to another, both included. */
export const daysBetween = (from: string, to: string): readonly string[] => {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = Math.max(0, Math.round((last - first) / DAY_MS) + 1);
  return Array.from({ length: count }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
};
