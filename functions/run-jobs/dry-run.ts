import * as z from 'zod/mini';
import {
  type Approximation,
  countTried,
  countUnrewarded,
  emptyTally,
  MOST_DRY_RUN_EVENTS,
  takenBack,
} from '../../domain/dry-runs.ts';
import { keyInstant } from '../../domain/ids.ts';
import { JobFailure } from '../../domain/jobs.ts';
import { NOTHING_REFUNDED } from '../../domain/refunds.ts';
import { asksForOrdinal } from '../../domain/rewards.ts';
import { decode } from '../../table/codec.ts';
import type { Job } from '../../table/jobs.ts';
import { refundedKey } from '../../table/keys.ts';
import { type ConfigurationCache, getProgram, type Program } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { type RefundedSoFar, readRefunded } from '../../table/transactions.ts';
import {
  DRY_RUN_DETAILS,
  DRY_RUN_ROWS,
  type DryRunDetails,
  DryRunProgress,
  DryRunRequest,
} from '../shared/dry-run-requests.ts';
import { type Files, jobFile } from '../shared/files.ts';
import { wholeItems } from '../shared/paging.ts';
import { type Entry, entriesOf, eventRanges, narrowed, placeFloor } from '../shared/rewards/entries.ts';
import { itemKeyOfEntry } from '../shared/rewards/events.ts';
import { DryRunMemory, detailsOf, remembered } from './dry-run-memory.ts';
import { dryRunHeader, dryRunRows } from './dry-run-rows.ts';
import { rewardsTried, type TriedPast, tryEvents } from './dry-run-trial.ts';
import { append, complete, newOutput, Output } from './output.ts';
import { listOfEvent, type PastEvent, pastEventOf, withOrdinals } from './past-events.ts';
import type { Step, StepResult } from './run.ts';

export interface DryRunDeps {
  readonly store: Store;
  readonly files: Files;
  readonly configurations: ConfigurationCache;
}

const Cursor = z.extend(DryRunProgress, {
  /** The place of the last event that was looked at. */
  place: z.optional(z.string()),
  output: Output,
  /** The file that remembers what is too large for a cursor, and the one before it, which can be removed. */
  memory: z.optional(z.string()),
  spent: z.optional(z.string()),
  ended: z.boolean(),
});
type Cursor = z.infer<typeof Cursor>;

/** How many events a step looks at. */
const EVENTS = 250;

const begin = (job: Job, request: DryRunRequest): Cursor => ({
  ...{ tally: emptyTally(request.trigger), partnerships: 0, cut: false, ended: false },
  output: newOutput(jobFile(job.program, job.key, DRY_RUN_ROWS), 'text/csv; charset=utf-8'),
});

const memoryOf = async (files: Files, { memory }: Cursor): Promise<DryRunMemory> => {
  if (memory === undefined) return { used: {}, owners: {}, shown: [] };
  const file = await files.read(memory);
  if (file === undefined) throw new Error('What an earlier step has remembered is gone.');
  return decode(DryRunMemory, JSON.parse(file.toString('utf8')));
};

const readEntries = async (
  store: Store,
  program: string,
  request: DryRunRequest,
  after: string | undefined,
  most: number,
): Promise<readonly Entry[]> => {
  const whole = { from: placeFloor(request.capped_from), to: placeFloor(request.to - 1) };
  const window = narrowed(whole, after, true);
  const entries: Entry[] = [];
  const all = entriesOf(store, eventRanges(program, window, [listOfEvent(request.trigger.event)]), true);
  for await (const entry of all) {
    if (entry.place === after) continue;
    if (entries.push(entry) >= most) break;
  }
  return entries;
};

const eventsAt = async (
  store: Store,
  program: Program,
  request: DryRunRequest,
  entries: readonly Entry[],
): Promise<readonly PastEvent[]> => {
  const { trigger } = request;
  const items = await wholeItems(
    store,
    entries.map(({ item }) => itemKeyOfEntry(item)),
  );
  const events = items.flatMap((item) => (item === undefined ? [] : (pastEventOf(trigger.event, item) ?? [])));
  if (trigger.event !== 'transaction.accepted' || !asksForOrdinal({ triggers: [trigger] })) return events;
  return withOrdinals(store, program.key, events);
};

/** What became of the sales that would have been rewarded. */
const refundsOf = async (
  store: Store,
  program: string,
  tried: readonly TriedPast[],
): Promise<ReadonlyMap<string, RefundedSoFar>> => {
  const sales = tried.flatMap(({ past, tried: { first } }) => (first === undefined ? [] : (past.sale ?? [])));
  const items = await wholeItems(
    store,
    sales.map((sale) => refundedKey(program, sale.external_key)),
  );
  return new Map(
    sales.flatMap((sale, index) => {
      const item = items[index];
      return item === undefined ? [] : [[sale.key, readRefunded(item)] as const];
    }),
  );
};

const finish = async ({ files }: DryRunDeps, job: Job, cursor: Cursor): Promise<StepResult> => {
  const details = jobFile(job.program, job.key, DRY_RUN_DETAILS);
  if ((await files.head(details)) === undefined) {
    const whole: DryRunDetails = detailsOf(await memoryOf(files, cursor));
    await files.write(details, JSON.stringify(whole), 'application/json');
  }
  await complete(files, cursor.output, job.rev);
  for (const left of [cursor.memory, cursor.spent]) if (left !== undefined) await files.remove(left);
  const { key, size } = cursor.output;
  const name = `dry-run-${new Date(job.created_at).toISOString().slice(0, 10)}.csv`;
  const stored = await files.head(details);
  const found = [
    { key, name, size },
    { key: details, name: DRY_RUN_DETAILS, size: stored?.size ?? 0 },
  ];
  return { done: job.done, total: job.done, cursor, files: found, finished: true };
};

/** Counts what came of events; those before the period only use up what a monthly cap leaves. */
const counted = (
  cursor: Cursor,
  request: DryRunRequest,
  events: readonly PastEvent[],
  tried: ReadonlyMap<string, TriedPast>,
  refunds: ReadonlyMap<string, RefundedSoFar>,
): Cursor['tally'] => {
  let { tally } = cursor;
  for (const past of events) {
    if (past.at < request.from) continue;
    const { happening } = past;
    const one = tried.get(past.key);
    if (typeof happening === 'string') tally = countUnrewarded(tally, happening);
    else if (one !== undefined) {
      const refund = refunds.get(past.key);
      const taken = [one.tried.first, one.tried.second].reduce(
        (sum, reward) =>
          reward === undefined || past.sale === undefined
            ? sum
            : sum + takenBack({ ...past.sale, total: past.sale.amount }, reward, refund?.refunded ?? NOTHING_REFUNDED),
        0,
      );
      const approximations: readonly Approximation[] =
        refund?.reassigned === undefined ? one.approximations : [...one.approximations, 'reassigned'];
      tally = countTried(tally, one.tried, taken, approximations);
    }
  }
  return tally;
};

/**
 * Looks at some hundred past events and tries the trigger on each, with the configuration and everything else as it was
 * at acceptance. Nothing is written but the files of the job.
 */
export const dryRunStep =
  (deps: DryRunDeps): Step =>
  async (job) => {
    const { store, files } = deps;
    const request = decode(DryRunRequest, job.parameters);
    const cursor = job.cursor === undefined ? begin(job, request) : decode(Cursor, job.cursor);
    if (cursor.ended) return finish(deps, job, cursor);
    const program = await getProgram(store, job.program);
    if (program === undefined) throw new JobFailure('program_gone', 'The program is gone.');
    const most = Math.min(EVENTS, MOST_DRY_RUN_EVENTS - job.done);
    const entries = await readEntries(store, program.key, request, cursor.place, most);
    const events = await eventsAt(store, program, request, entries);
    const memory = await memoryOf(files, cursor);
    const { tried, used } = await tryEvents(deps, program, request, events, memory.used);
    const inPeriod = tried.filter(({ past }) => past.at >= request.from);
    const refunds = await refundsOf(store, program.key, inPeriod);
    const rewards = rewardsTried(inPeriod, refunds, program.currency);
    const rows = await dryRunRows(store, program.currency, rewards);
    const header = cursor.place === undefined ? dryRunHeader() : '';
    const output = await append(files, cursor.output, Buffer.from(`${header}${rows}`), job.rev);
    const after = remembered(memory, used, rewards);
    const place = entries.at(-1)?.place ?? cursor.place;
    const kept = jobFile(job.program, job.key, `memory.${job.rev}`);
    await files.write(kept, JSON.stringify(after), 'application/json');
    if (cursor.spent !== undefined) await files.remove(cursor.spent);
    const done = job.done + entries.length;
    const ended = entries.length < most || done >= MOST_DRY_RUN_EVENTS;
    const looked = place === undefined ? undefined : keyInstant(`txn_${place}`);
    const next: Cursor = {
      tally: counted(cursor, request, events, new Map(tried.map((one) => [one.past.key, one])), refunds),
      partnerships: Object.keys(after.owners).length,
      ...(looked === undefined ? {} : { looked_until: looked }),
      cut: entries.length === most && done >= MOST_DRY_RUN_EVENTS,
      ...(place === undefined ? {} : { place }),
      ...{ output, memory: kept, ended },
      ...(cursor.memory === undefined ? {} : { spent: cursor.memory }),
    };
    return { done, cursor: next, finished: false };
  };
