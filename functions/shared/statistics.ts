import { APART_REASONS } from '../../domain/clicks.ts';
import { notFound, unprocessable } from '../../domain/errors.ts';
import { dayOf } from '../../domain/periods.ts';
import {
  ALL_DAYS,
  addCounters,
  apartMetric,
  type Counters,
  clicksApart,
  daysBetween,
  type SubjectKind,
} from '../../domain/statistics.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import {
  COUNTER_SHARDS,
  type CounterRange,
  type CounterRow,
  counterRows,
  daysOf,
  subjectsAfter,
} from '../../table/statistics.ts';
import type { Store } from '../../table/store.ts';

const DEFAULT_DAYS = 30;
export const MOST_DAYS = 366;
/** Lists read every day of every subject on the page. */
export const MOST_DAYS_IN_LISTS = 93;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The days that are asked for. */
interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The days of a program that are looked at. */
export interface Range {
  readonly program: Program;
  readonly from: string;
  readonly to: string;
}

/** @throws Failure `unprocessable` (`no_such_day`, `range_is_empty`, `range_too_long`), `not_found`. */
export const rangeOf = async (
  store: Store,
  context: { readonly program: string; readonly now: number },
  asked: Asked,
  most: number,
): Promise<Range> => {
  const program = await getProgram(store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const to = asked.to ?? dayOf(context.now, program.time_zone);
  const from = asked.from ?? new Date(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  for (const [param, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const at = Date.parse(day);
    if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
      throw unprocessable('no_such_day', `There is no ${day}.`, param);
    }
  }
  if (from > to) throw unprocessable('range_is_empty', 'from is not after to.', 'from');
  if ((Date.parse(to) - Date.parse(from)) / DAY_MS >= most) {
    throw unprocessable('range_too_long', `At most ${most} days can be asked for.`, 'from');
  }
  return { program, from, to };
};

/** What an answer says about its figures. */
export const headOf = ({ program, from, to }: Range) => ({
  from,
  to,
  time_zone: program.time_zone,
  currency: program.currency,
});

/** Counters as the API shows them. */
export const countsView = (counters: Counters) => ({
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
  reward_cost: counters.reward_cost ?? 0,
});

/** The rows of a range of subjects, one stream for each month and shard. */
const streams = (store: Store, range: Range, kind: SubjectKind, rows: CounterRange): AsyncGenerator<CounterRow>[] => {
  const months = [...new Set(daysBetween(range.from, range.to).map((day) => day.slice(0, 7)))];
  return months.flatMap((month) =>
    COUNTER_SHARDS.map((shard) => counterRows(store, { program: range.program.key, kind, month, shard }, rows)),
  );
};

const collect = async <T>(stream: AsyncGenerator<T>): Promise<readonly T[]> => {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
};

/** The counters of each day of one subject; days on which nothing happened are left out. */
export const byDay = async (
  store: Store,
  range: Range,
  kind: SubjectKind,
  subject: string,
): Promise<ReadonlyMap<string, Counters>> => {
  const all = streams(store, range, kind, daysOf(subject, range.from, range.to));
  const days = new Map<string, Counters>();
  for (const row of (await Promise.all(all.map(collect))).flat()) {
    days.set(row.day, addCounters(days.get(row.day) ?? {}, row.counters));
  }
  return days;
};

interface Subject {
  readonly subject: string;
  readonly counters: Counters;
  /** The days on which something happened. */
  readonly days: ReadonlyMap<string, Counters>;
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
    const days = new Map<string, Counters>();
    for (const head of heads) {
      while (head.row.done !== true && head.row.value.subject === subject) {
        const { day, counters: added } = head.row.value;
        if (day >= from && day <= to) days.set(day, addCounters(days.get(day) ?? {}, added));
        head.row = await head.stream.next();
      }
    }
    if (days.size > 0) found.push({ subject, counters: [...days.values()].reduce(addCounters, {}), days });
  }
  return found;
};

/** A page of subjects with what they have in the range. */
export const subjectPage = async (
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

/** So many rows of counters are read for one list of the highest. */
const MOST_ROWS = 300_000;

/**
 * What each subject of a kind has in the range, however many there are: only the sums are held in memory.
 * @throws Failure `unprocessable` (`too_many_figures`) where it would take too long.
 */
export const sumsBySubject = async (
  store: Store,
  range: Range,
  kind: SubjectKind,
  most = MOST_ROWS,
): Promise<ReadonlyMap<string, Counters>> => {
  const sums = new Map<string, Counters>();
  let rows = 0;
  const add = async (stream: AsyncGenerator<CounterRow>): Promise<void> => {
    for await (const { subject, day, counters } of stream) {
      if (++rows > most) {
        const message = 'There is too much in these days: ask for fewer, or export the statistics.';
        throw unprocessable('too_many_figures', message, 'from');
      }
      if (day < range.from || day > range.to) continue;
      const before = sums.get(subject);
      sums.set(subject, before === undefined ? counters : addCounters(before, counters));
    }
  };
  await Promise.all(streams(store, range, kind, subjectsAfter('', undefined)).map(add));
  return sums;
};

/** What each subject of a kind has in the range; few kinds have few enough subjects to be read together. */
export const bySubject = async (
  store: Store,
  range: Range,
  kind: SubjectKind,
  prefix = '',
): Promise<ReadonlyMap<string, Counters>> => {
  const sums = new Map<string, Counters>();
  const rows = streams(store, range, kind, subjectsAfter(prefix, undefined));
  for (const { subject, day, counters } of (await Promise.all(rows.map(collect))).flat()) {
    if (day >= range.from && day <= range.to) sums.set(subject, addCounters(sums.get(subject) ?? {}, counters));
  }
  return sums;
};

/** What each subject of a kind has had on all days together. */
export const inAll = async (
  store: Store,
  program: string,
  kind: 'program' | 'group' | 'creative',
): Promise<ReadonlyMap<string, Counters>> => {
  const sums = new Map<string, Counters>();
  const shards = COUNTER_SHARDS.map((shard) =>
    counterRows(store, { program, kind, month: ALL_DAYS, shard }, subjectsAfter('', undefined)),
  );
  for (const { subject, counters } of (await Promise.all(shards.map(collect))).flat()) {
    sums.set(subject, addCounters(sums.get(subject) ?? {}, counters));
  }
  return sums;
};
