import { notFound, unprocessable } from '../../domain/errors.ts';
import { dayOf } from '../../domain/periods.ts';
import { addCounters, type Counters, daysBetween, type SubjectKind } from '../../domain/statistics.ts';
import { getProgram, type Program } from '../../table/programs.ts';
import { COUNTER_SHARDS, type CounterRange, type CounterRow, counterRows, daysOf } from '../../table/statistics.ts';
import type { Store } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';

const DEFAULT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Asked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Range {
  readonly program: Program;
  readonly from: string;
  readonly to: string;
}

/** The days that are asked about; without them the last thirty. @throws Failure `unprocessable`. */
export const rangeOf = async (store: Store, context: Context, asked: Asked, most: number): Promise<Range> => {
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

/** The rows of a range of subjects, one stream for each month and shard. */
export const streams = (
  store: Store,
  range: Range,
  kind: SubjectKind,
  rows: CounterRange,
): AsyncGenerator<CounterRow>[] => {
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
