import { APART_REASONS } from '../../domain/clicks.ts';
import { notFound, unprocessable } from '../../domain/errors.ts';
import {
  addCounters,
  apartMetric,
  type Counters,
  clicksApart,
  daysBetween,
  linkSubject,
  partsOfLinkSubject,
  type SubjectKind,
} from '../../domain/statistics.ts';
import { getLink } from '../../table/links.ts';
import { findPartnership } from '../../table/partner-names.ts';
import { type CounterRow, subjectsAfter } from '../../table/statistics.ts';
import type { Store } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  listDailyStatistics,
  listGroupStatistics,
  listLinkStatistics,
  listPartnershipStatistics,
} from '../shared/contracts/statistics.ts';
import { byDay, type Range, rangeOf, streams } from './days.ts';

const MOST_DAYS = 366;
/** Lists read every day of every subject on the page. */
const MOST_DAYS_IN_LISTS = 93;

const headOf = ({ program, from, to }: Range) => ({
  from,
  to,
  time_zone: program.time_zone,
  currency: program.currency,
});

const view = (counters: Counters) => ({
  clicks: counters.clicks ?? 0,
  invalid_clicks: clicksApart(counters),
  invalid_clicks_by_reason: Object.fromEntries(
    APART_REASONS.map((reason) => [reason, counters[apartMetric(reason)] ?? 0]),
  ),
  sign_ups: counters.sign_ups ?? 0,
  transactions: counters.transactions ?? 0,
  revenue: counters.revenue ?? 0,
  refunds: counters.refunds ?? 0,
  refunded: counters.refunded ?? 0,
});

interface Subject {
  readonly subject: string;
  readonly counters: Counters;
}

/** The first subjects of the streams with what they have in the range, in order of their names. */
const firstSubjects = async (
  all: readonly AsyncGenerator<CounterRow>[],
  { from, to }: Range,
  wanted: number,
): Promise<readonly Subject[]> => {
  const heads = await Promise.all(all.map(async (stream) => ({ stream, row: await stream.next() })));
  const found: Subject[] = [];
  while (found.length < wanted) {
    const names = heads.flatMap(({ row }) => (row.done === true ? [] : [row.value.subject]));
    const [subject] = names.toSorted();
    if (subject === undefined) break;
    let counters: Counters | undefined;
    for (const head of heads) {
      while (head.row.done !== true && head.row.value.subject === subject) {
        const { day, counters: added } = head.row.value;
        if (day >= from && day <= to) counters = addCounters(counters ?? {}, added);
        head.row = await head.stream.next();
      }
    }
    if (counters !== undefined) found.push({ subject, counters });
  }
  return found;
};

const subjectPage = async (
  store: Store,
  range: Range,
  kind: SubjectKind,
  query: { readonly limit: number; readonly starting_after?: string | undefined },
  prefix = '',
) => {
  const rows = subjectsAfter(prefix, query.starting_after);
  const found = await firstSubjects(streams(store, range, kind, rows), range, query.limit + 1);
  const subjects = found.slice(0, query.limit);
  const last = subjects.at(-1);
  const more = found.length > query.limit && last !== undefined;
  return { subjects, rest: { has_more: more, ...(more ? { next_cursor: last.subject } : {}) } };
};

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
    const items = daysBetween(range.from, range.to).map((day) => ({ day, ...view(days.get(day) ?? {}) }));
    return { ...headOf(range), totals: view(totals), items } satisfies DataOf<typeof listDailyStatistics>;
  };

/** Statistics by day, group, partnership and link. */
export const statisticsRoutes = (store: Store): readonly Route[] => [
  route(listDailyStatistics, daily(store)),
  route(listGroupStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const { subjects, rest } = await subjectPage(store, range, 'group', query);
    const items = subjects.map(({ subject, counters }) => ({ group_key: subject, ...view(counters) }));
    return { ...headOf(range), items, ...rest };
  }),
  route(listPartnershipStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const { subjects, rest } = await subjectPage(store, range, 'partnership', query);
    const items = subjects.map(({ subject, counters }) => ({ partnership_key: subject, ...view(counters) }));
    return { ...headOf(range), items, ...rest };
  }),
  route(listLinkStatistics, async (context, { query }) => {
    const range = await rangeOf(store, context, query, MOST_DAYS_IN_LISTS);
    const name = query.partnership_key;
    const prefix = name === undefined ? '' : linkSubject(await partnershipKey(store, context.program, name), '');
    const { subjects, rest } = await subjectPage(store, range, 'link', query, prefix);
    const items = subjects.map(({ subject, counters }) => {
      const { link, partnership } = partsOfLinkSubject(subject);
      return { link_key: link, partnership_key: partnership, ...view(counters) };
    });
    return { ...headOf(range), items, ...rest };
  }),
];
