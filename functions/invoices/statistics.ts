import { notFound, unprocessable } from '../../domain/errors.ts';
import {
  addCounters,
  type Counters,
  clicksApart,
  daysBetween,
  hasFigures,
  linkSubject,
  partsOfLinkSubject,
  type SubjectKind,
} from '../../domain/statistics.ts';
import { getLink } from '../../table/links.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  listDailyStatistics,
  listGroupStatistics,
  listLinkStatistics,
  listPartnershipStatistics,
  listStatisticsByGroup,
  listTopStatistics,
} from '../shared/contracts/statistics.ts';
import {
  byDay,
  countsView,
  headOf,
  MOST_DAYS,
  MOST_DAYS_IN_LISTS,
  rangeOf,
  subjectPage,
  sumsBySubject,
} from '../shared/statistics.ts';
import { withNames } from '../shared/statistics-names.ts';

/** What statistics work with. */
export interface StatisticsDeps {
  readonly store: Store;
  /** Where links of the product's own host are reached, without a slash at the end. */
  readonly publicUrl: string;
}

const partnershipKey = async (store: Store, program: string, name: string): Promise<string> => {
  const standing = await findPartnership(store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  return standing.key;
};

type DailyQuery = InputOf<typeof listDailyStatistics>['query'];

/** What the figures are about: the program unless one of its parts is named. */
const subjectOf = async (
  store: Store,
  program: string,
  query: DailyQuery,
): Promise<{ readonly kind: SubjectKind; readonly subject: string }> => {
  const named = [query.group_key, query.partnership_key, query.link_key].filter((name) => name !== undefined);
  if (named.length > 1) {
    throw unprocessable('one_subject', 'Ask for one group, partnership or link.', 'partnership_key');
  }
  if (query.group_key !== undefined) return { kind: 'group', subject: query.group_key };
  if (query.partnership_key !== undefined) {
    return { kind: 'partnership', subject: await partnershipKey(store, program, query.partnership_key) };
  }
  if (query.link_key === undefined) return { kind: 'program', subject: program };
  const link = await getLink(store, program, query.link_key);
  if (link === undefined) throw notFound('link', 'link_key');
  return { kind: 'link', subject: linkSubject(link.partnership, link.key) };
};

const daily =
  (store: Store) =>
  async (context: Context, { query }: InputOf<typeof listDailyStatistics>) => {
    const range = await rangeOf(store, context, query, MOST_DAYS);
    const { kind, subject } = await subjectOf(store, context.program, query);
    const days = await byDay(store, range, kind, subject);
    const totals = [...days.values()].reduce(addCounters, {});
    const items = daysBetween(range.from, range.to).map((day) => ({ day, ...countsView(days.get(day) ?? {}) }));
    return { ...headOf(range), totals: countsView(totals), items } satisfies DataOf<typeof listDailyStatistics>;
  };

const listRoutes = (store: Store): readonly Route[] => [
  route(listDailyStatistics, daily(store)),
  route(listGroupStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const { subjects, rest } = await subjectPage(store, range, 'group', query);
    const items = subjects.map(({ subject, counters }) => ({ group_key: subject, ...countsView(counters) }));
    return { ...headOf(range), items, ...rest };
  }),
  route(listPartnershipStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const { subjects, rest } = await subjectPage(store, range, 'partnership', query);
    const items = subjects.map(({ subject, counters }) => ({ partnership_key: subject, ...countsView(counters) }));
    return { ...headOf(range), items, ...rest };
  }),
  route(listLinkStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const name = query.partnership_key;
    const prefix = name === undefined ? '' : linkSubject(await partnershipKey(store, context.program, name), '');
    const { subjects, rest } = await subjectPage(store, range, 'link', query, prefix);
    const items = subjects.map(({ subject, counters }) => {
      const { link, partnership } = partsOfLinkSubject(subject);
      return { link_key: link, partnership_key: partnership, ...countsView(counters) };
    });
    return { ...headOf(range), items, ...rest };
  }),
];

type Measure = InputOf<typeof listTopStatistics>['query']['measure'];

/** The one figure that a list of the highest is in the order of. */
const figureOf = (counters: Counters, measure: Measure): number =>
  measure === 'invalid_clicks' ? clicksApart(counters) : (counters[measure] ?? 0);

const top =
  (deps: StatisticsDeps) =>
  async (context: Context, { query }: InputOf<typeof listTopStatistics>): Promise<DataOf<typeof listTopStatistics>> => {
    const { by, measure, limit } = query;
    const range = await rangeOf(deps.store, context, query, MOST_DAYS_IN_LISTS);
    const sums = await sumsBySubject(deps.store, range, by);
    const all = [...sums].filter(([, counters]) => hasFigures(counters));
    const highest = all
      .map(([subject, counters]) => ({ subject, counters, figure: figureOf(counters, measure) }))
      .filter(({ figure }) => figure > 0)
      .toSorted((a, b) => b.figure - a.figure || (a.subject < b.subject ? -1 : 1))
      .slice(0, limit)
      .map(({ subject, counters }) => ({ subject, counts: countsView(counters) }));
    const named = await withNames(deps, context.program, by, highest);
    const items = named.map(({ subject: _, counts, ...name }) => ({ ...name, ...counts }));
    const totals = countsView([...sums.values()].reduce(addCounters, {}));
    return { ...headOf(range), by, measure, subjects: all.length, totals, items };
  };

const byGroup =
  (deps: StatisticsDeps) =>
  async (
    context: Context,
    { query }: InputOf<typeof listStatisticsByGroup>,
  ): Promise<DataOf<typeof listStatisticsByGroup>> => {
    const range = await rangeOf(deps.store, context, query, MOST_DAYS_IN_LISTS);
    const { subjects, rest } = await subjectPage(deps.store, range, 'group', query);
    const named = await withNames(deps, context.program, 'group', subjects);
    const days = daysBetween(range.from, range.to);
    const groups = named.map(({ key, name, counters, days: own }) => ({
      ...{ group_key: key, name, totals: countsView(counters) },
      items: days.map((day) => ({ day, ...countsView(own.get(day) ?? {}) })),
    }));
    return { ...headOf(range), groups, ...rest };
  };

/** Statistics by day, group, partnership and link. */
export const statisticsRoutes = (deps: StatisticsDeps): readonly Route[] => [
  ...listRoutes(deps.store),
  route(listTopStatistics, top(deps)),
  route(listStatisticsByGroup, byGroup(deps)),
];
