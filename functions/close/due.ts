import * as z from 'zod/mini';
import { decode } from '../../table/codec.ts';
import { duePartition } from '../../table/keys.ts';
import { type Program, readProgram } from '../../table/programs.ts';
import { SHARDS } from '../../table/shards.ts';
import type { Item } from '../../table/store.ts';
import { inParallel } from '../shared/parallel.ts';
import type { CloseDeps } from './deps.ts';

const PROGRAMS_PER_PAGE = 100;
/** Sorts behind every key. */
const BEHIND = '~';

/** Months are started before they end and wait for it, so that one run a day serves every time zone to the second. */
const AHEAD_MS = 30 * 3_600_000;

const Cursor = z.object({ shard: z.int(), start: z.optional(z.record(z.string(), z.unknown())) });

export interface DueInput {
  readonly step: 'due';
  /** The instant for which the schedule fired, ISO 8601. */
  readonly scheduled_at: string;
  /** Where the last page ended; '' for the first. */
  readonly cursor: string;
}

const readCursor = (cursor: string): z.infer<typeof Cursor> =>
  cursor === '' ? { shard: 0 } : decode(Cursor, JSON.parse(cursor));

const isProgram = (item: Item): boolean => item.pk.startsWith('PROG#') && item.sk === 'HEAD';

/**
 * A month is started under one name, so that starting it again changes nothing. Where an earlier execution ended
 * before the invoice was opened, the program is still due: then it is tried once more a day, under that day's name.
 */
const start = async (deps: CloseDeps, program: Program, scheduledAt: string): Promise<void> => {
  const period = program.open_period;
  const name = `month-${program.key}-${period}`;
  const input = { program: program.key, period, phase: 'close' };
  if ((await deps.startMonth(name, input)) === 'running') return;
  await deps.startMonth(`${name}-again-${scheduledAt.slice(0, 10)}`, input);
};

/**
 * Starts the month of every program whose open period ends before the next run, a page at a time: shard after shard,
 * until as many programs as one call starts have been seen. A program that missed several months has one of them open
 * at a time, so they are caught up in order.
 */
export const startDueMonths = (deps: CloseDeps) => async (input: DueInput) => {
  const until = Date.parse(input.scheduled_at) + AHEAD_MS;
  let seen = 0;
  let { shard, start: from } = readCursor(input.cursor);
  while (shard < SHARDS.length && seen < PROGRAMS_PER_PAGE) {
    const page = await deps.store.query({
      index: 'gsi2',
      pk: duePartition(shard),
      between: ['0', `${new Date(until).toISOString()}${BEHIND}`],
      limit: PROGRAMS_PER_PAGE - seen,
      start: from,
    });
    const programs = (await deps.store.batchGet(page.items.filter(isProgram))).map(readProgram);
    // The index may lag behind the table by a moment: the program itself decides.
    const due = programs.filter((program) => program.due_at <= until);
    await inParallel(due, (program) => start(deps, program, input.scheduled_at));
    seen += page.items.length;
    from = page.next;
    if (page.next === undefined) shard += 1;
  }
  const more = shard < SHARDS.length;
  return { ...input, cursor: more ? JSON.stringify({ shard, start: from }) : '', more };
};
