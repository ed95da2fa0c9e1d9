import * as z from 'zod/mini';
import { APART_REASONS } from '../domain/clicks.ts';
import {
  type Counted,
  type Counters,
  METRICS,
  type Metric,
  type SubjectKind,
  type Tally,
} from '../domain/statistics.ts';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { clickKey, countersKey, countersPartition, markerKey } from './keys.ts';
import { SHARDS } from './shards.ts';
import { absent, type Condition, type Item, type Store, type Write } from './store.ts';

/** Something that is stored once, in the same transaction as what it adds to the counters. */
export interface Proof {
  readonly write: Write & { readonly kind: 'put' };
  readonly counted: Counted;
}

/** The name of the condition that fails when something has been counted before. */
export const NOT_COUNTED = 'not_counted_yet';

/** Proves that an event was counted. It is kept for longer than any queue keeps an event. */
export const eventProof = (event: string, counted: Counted, expiresAt: number): Proof => ({
  write: {
    kind: 'put',
    item: { ...markerKey(event), [EXPIRES_ATTRIBUTE]: expiresAt },
    condition: absent(NOT_COUNTED),
  },
  counted,
});

/** A click as it was recorded: what was counted for it, on which day, and for which group. */
export const RecordedClick = z.object({
  program: z.string(),
  link: z.string(),
  partnership: z.string(),
  group: z.optional(z.string()),
  /** The creative that the visitor came by. */
  creative: z.optional(z.string()),
  visitor: z.string(),
  at: z.int(),
  day: z.string(),
  /** Why it is set apart; absent for a valid click. */
  apart: z.optional(z.enum(APART_REASONS)),
});
type RecordedClick = z.infer<typeof RecordedClick>;

/** A recorded click is the proof that it was counted, and what later clicks are held against. */
export const clickProof = (id: string, click: RecordedClick, counters: Counters, expiresAt: number): Proof => ({
  write: {
    kind: 'put',
    item: {
      ...clickKey(click.link, click.visitor, click.at, id),
      ...click,
      [EXPIRES_ATTRIBUTE]: expiresAt,
    },
    condition: absent(NOT_COUNTED),
  },
  counted: { ...click, group: click.group, counters },
});

export const readClick = (item: Item): RecordedClick => decode(RecordedClick, item);

/** How many clicks of one visitor are looked at; more of them in one window are no person. */
const MOST_CLICKS = 100;

/** The recorded clicks of a visitor on a link between two instants, and whether there are more of them. */
export const clicksOf = async (
  store: Store,
  visitor: { readonly link: string; readonly visitor: string },
  from: number,
  to: number,
): Promise<{ readonly clicks: readonly RecordedClick[]; readonly more: boolean }> => {
  const first = clickKey(visitor.link, visitor.visitor, Math.max(0, from), '');
  const last = clickKey(visitor.link, visitor.visitor, to, '~');
  const page = await store.query({ pk: first.pk, between: [first.sk, last.sk], limit: MOST_CLICKS });
  return { clicks: page.items.map(readClick), more: page.next !== undefined };
};

/** Counters only grow: there is nothing that could forbid it. */
const ALWAYS: Condition = {
  name: 'counters_are_open',
  expression: 'attribute_not_exists(#closed)',
  names: { '#closed': 'closed' },
};

/** Adds a tally to the counters of one shard. */
export const addTally = (tally: Tally, shard: number): Write => {
  const metrics = METRICS.filter((metric) => tally.counters[metric] !== undefined);
  return {
    kind: 'update',
    key: countersKey(tally.program, tally.kind, tally.subject, tally.day, shard),
    update: {
      expression: `ADD ${metrics.map((metric) => `#${metric} :${metric}`).join(', ')}`,
      names: Object.fromEntries(metrics.map((metric) => [`#${metric}`, metric])),
      values: Object.fromEntries(metrics.map((metric) => [`:${metric}`, tally.counters[metric]])),
    },
    condition: ALWAYS,
  };
};

/** The counters of one subject on one day, as one shard holds them. */
export interface CounterRow {
  readonly subject: string;
  readonly day: string;
  readonly counters: Counters;
}

/** Reads the counters of a row by hand: reports read thousands of rows, and a schema takes five times as long. */
const readCounters = (item: Item): Counters => {
  const counters: Partial<Record<Metric, number>> = {};
  for (const metric of METRICS) {
    const value = item[metric];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new Error(`A counter of ${metric} is no number.`);
    counters[metric] = value;
  }
  return counters;
};

const readRow = (item: Item): CounterRow => {
  const [subject = '', day = ''] = item.sk.split('#');
  return { subject, day, counters: readCounters(item) };
};

/** Sorts behind every key and every day. */
const BEHIND = '~';
const PAGE = 500;

/** A part of the counters of one kind in one month. */
export type CounterRange = readonly [string, string];

/** Some days of one subject, both included. */
export const daysOf = (subject: string, from: string, to: string): CounterRange => [
  `${subject}#${from}`,
  `${subject}#${to}`,
];

/** The subjects whose names begin with a prefix, after one of them. */
export const subjectsAfter = (prefix: string, after: string | undefined): CounterRange => [
  after === undefined ? `${prefix} ` : `${after}#${BEHIND}`,
  `${prefix}${BEHIND}`,
];

/** The counters of one kind in one month and shard, in order of subjects and days, page by page. */
export async function* counterRows(
  store: Store,
  where: { readonly program: string; readonly kind: SubjectKind; readonly month: string; readonly shard: number },
  range: CounterRange,
): AsyncGenerator<CounterRow> {
  if (range[0] > range[1]) return;
  const pk = countersPartition(where.program, where.kind, where.month, where.shard);
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    // Statistics may be a moment late, and reads that may are half the price.
    const page = await store.query({ pk, between: range, limit: PAGE, start, consistent: false });
    yield* page.items.map(readRow);
    start = page.next;
  } while (start !== undefined);
}

/** All shards over which counters are spread. */
export const COUNTER_SHARDS = SHARDS;
