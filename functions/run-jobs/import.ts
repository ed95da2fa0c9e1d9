import * as z from 'zod/mini';
import { csvOf } from '../../domain/csv.ts';
import { matchHeader } from '../../domain/imports/columns.ts';
import { type CsvTable, readCsv, textOf } from '../../domain/imports/csv-table.ts';
import { FIRSTPROMOTER } from '../../domain/imports/firstpromoter.ts';
import { PARTNERSTACK } from '../../domain/imports/partnerstack.ts';
import type { ImportKind, ImportSource, Reading } from '../../domain/imports/records.ts';
import { REWARDFUL } from '../../domain/imports/rewardful.ts';
import { readRow } from '../../domain/imports/rows.ts';
import { type SystemApi, UnexpectedAnswer } from '../../domain/imports/system.ts';
import { NOTHING_DONE, Tally } from '../../domain/imports/tally.ts';
import { JobFailure, MOST_PROBLEMS } from '../../domain/jobs.ts';
import { decode } from '../../table/codec.ts';
import { forgetImportAccess, importAccess } from '../../table/import-access.ts';
import type { Job } from '../../table/jobs.ts';
import { getProgram } from '../../table/programs.ts';
import { asAuthor } from '../shared/author.ts';
import { type Files, jobFile } from '../shared/files.ts';
import { ImportRequest } from '../shared/import-requests.ts';
import { applyReadings, type Skipped } from '../shared/imports/apply.ts';
import type { Import, ImportDeps } from '../shared/imports/run.ts';
import { append, complete, newOutput, Output } from './output.ts';
import type { Step, StepResult } from './run.ts';
import type { ReadSystem } from './system-client.ts';

export interface ImportStepDeps {
  readonly imports: ImportDeps;
  readonly files: Files;
  /** Opens another system; the same one again goes on at its pace. */
  readonly systems: Readonly<Record<Exclude<ImportSource, 'csv'>, ReadSystem>>;
}

export const SYSTEMS: Readonly<Record<Exclude<ImportSource, 'csv'>, SystemApi>> = {
  partnerstack: PARTNERSTACK,
  rewardful: REWARDFUL,
  firstpromoter: FIRSTPROMOTER,
};

/** Rows of a file in one step. */
const ROWS = 100;
/** So many pages of one list are read, and no more. */
const MOST_PAGES = 5_000;

const Cursor = z.object({
  /** The list that is being read, and where in it the next step goes on. */
  list: z.int(),
  page: z.optional(z.string()),
  pages: z.int(),
  /** Rows or items that came before it. */
  before: z.int(),
  tally: Tally,
  output: z.optional(Output),
  /** Everything is read: what is left is the report. */
  ended: z.optional(z.boolean()),
});
type Cursor = z.infer<typeof Cursor>;

/** A piece of what is to be imported. */
interface Piece {
  readonly name: string;
  readonly readings: readonly Reading[];
  /** How many rows or items it has. */
  readonly count: number;
  readonly next: Pick<Cursor, 'list' | 'page' | 'pages' | 'before'>;
  readonly last: boolean;
}

/** The file that was read last: its next rows are wanted next. */
let remembered: { readonly key: string; readonly table: CsvTable } | undefined;

const tableOf = async (files: Files, key: string): Promise<CsvTable> => {
  if (remembered?.key === key) return remembered.table;
  const bytes = await files.read(key);
  if (bytes === undefined) throw new JobFailure('file_gone', 'The file is gone.');
  remembered = { key, table: readCsv(textOf(bytes)) };
  return remembered.table;
};

const rowsOf = async (
  deps: ImportStepDeps,
  request: ImportRequest,
  file: { readonly key: string; readonly kind: ImportKind },
  cursor: Cursor,
): Promise<Piece> => {
  const { header, rows } = await tableOf(deps.files, file.key);
  const { mapping } = matchHeader(request.source, file.kind, header);
  const options = { currency: request.currency, dateOrder: request.date_order };
  const some = rows.slice(cursor.before, cursor.before + ROWS);
  const before = cursor.before + some.length;
  return {
    name: file.kind,
    readings: some.flatMap((row) => readRow(file.kind, row, mapping, header.length, options)),
    count: some.length,
    next: { list: 0, pages: 0, before },
    last: before >= rows.length,
  };
};

/** A page of a list, with what is asked for about its items. */
const pageOf = async (deps: ImportStepDeps, job: Job, request: ImportRequest, cursor: Cursor): Promise<Piece> => {
  const { source } = request;
  if (source === 'csv') throw new Error('A file has no lists.');
  const access = await importAccess(deps.imports.store, job.key, Math.floor(deps.imports.clock.now() / 1000));
  if (access === undefined) throw new JobFailure('credentials_gone', 'The credentials are kept for two days only.');
  const api = SYSTEMS[source];
  const list = api.lists[cursor.list];
  if (list === undefined) throw new Error('There is no such list.');
  if (cursor.pages >= MOST_PAGES) throw new JobFailure('too_large', `The list of ${list.name} has too many pages.`);
  const read = deps.systems[source];
  const headers = api.headers(access);
  const body = await read(list.request(cursor.page), headers);
  const followed: unknown[] = [];
  for (const more of list.follow(body)) followed.push(await read(more, headers));
  const context = { cursor: cursor.page, before: cursor.before, followed, currency: request.currency };
  const { readings, next, items } = list.read(body, context);
  if (next !== undefined && next === cursor.page) throw new UnexpectedAnswer(list.name);
  const ended = next === undefined;
  const goesOn = { list: cursor.list, page: next, pages: cursor.pages + 1, before: cursor.before + items };
  return {
    name: list.name,
    readings,
    count: items,
    next: ended ? { list: cursor.list + 1, pages: 0, before: 0 } : goesOn,
    last: ended && cursor.list + 1 >= api.lists.length,
  };
};

const pieceOf = async (deps: ImportStepDeps, job: Job, request: ImportRequest, cursor: Cursor): Promise<Piece> => {
  try {
    const { file, kind } = request;
    if (file !== undefined && kind !== undefined) return await rowsOf(deps, request, { key: file, kind }, cursor);
    return await pageOf(deps, job, request, cursor);
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer)) throw error;
    throw new JobFailure('source_unreadable', error.message);
  }
};

const REPORT_HEADER = ['list', 'line', 'kind', 'id', 'reason', 'detail'];

const reportRows = (skipped: readonly Skipped[]): string =>
  csvOf(skipped.map(({ list, line, kind, id, reason, detail }) => [list, line, kind, id, reason, detail]));

/** The job outlives its files: it names no address, which the line in the report does. */
const impersonal = (row: Skipped): Record<string, unknown> => ({ ...row, id: row.id.includes('@') ? '' : row.id });

const begin = (job: Job): Cursor => ({
  ...{ list: 0, pages: 0, before: 0, tally: NOTHING_DONE },
  output: newOutput(jobFile(job.program, job.key, 'report.csv'), 'text/csv; charset=utf-8'),
});

/** Some rows, as the import that they belong to. */
const apply = async (deps: ImportStepDeps, job: Job, request: ImportRequest, piece: Piece, tally: Tally) => {
  const program = await getProgram(deps.imports.store, job.program);
  if (program === undefined) throw new JobFailure('program_gone', 'The program is gone.');
  const now = deps.imports.clock.now();
  const { key, asked_by: actor } = job;
  const { source, dry_run: dry, groups, link_host: linkHost } = request;
  const { key: own, currency } = program;
  const one: Import = { key, program: own, source, dry, now, actor, currency, groups, linkHost };
  const author = { program: program.key, actor, operation: 'createImport', requestId: key, at: now };
  return asAuthor(author, () => applyReadings(deps.imports, one, piece.name, piece.readings, tally));
};

/** The last step, which reads nothing any more: so the access can end before it is stored that it did. */
const finish = async (deps: ImportStepDeps, job: Job, source: string, cursor: Cursor): Promise<StepResult> => {
  const { output, ...rest } = cursor;
  if (output === undefined) throw new Error('An import that has ended goes on.');
  await complete(deps.files, output, job.rev);
  await forgetImportAccess(deps.imports.store, job.key);
  const day = new Date(job.created_at).toISOString().slice(0, 10);
  const file = { key: output.key, name: `import-${source}-${day}.csv`, size: output.size };
  return { done: job.done, total: job.done, cursor: rest, files: [file], finished: true };
};

const importOnce = async (deps: ImportStepDeps, job: Job): Promise<StepResult> => {
  const request = decode(ImportRequest, job.parameters);
  const cursor = job.cursor === undefined || job.cursor === null ? begin(job) : decode(Cursor, job.cursor);
  if (cursor.ended === true || cursor.output === undefined) return finish(deps, job, request.source, cursor);
  const piece = await pieceOf(deps, job, request, cursor);
  const { tally, report: skipped } = await apply(deps, job, request, piece, cursor.tally);
  const header = cursor.output.size === 0 ? csvOf([REPORT_HEADER]) : '';
  const output = await append(deps.files, cursor.output, Buffer.from(header + reportRows(skipped)), job.rev);
  const problems = [...(job.report?.problems ?? []), ...skipped.map(impersonal)].slice(0, MOST_PROBLEMS);
  return {
    done: job.done + piece.count,
    report: { counts: {}, problems },
    cursor: { ...piece.next, tally, output, ended: piece.last } satisfies Cursor,
    finished: false,
  };
};

/**
 * Imports some rows of a file, or a page of another system's list. It may run again from the same place: what is made
 * is made once, and the report comes out the same. The access to the other system ends with the import, however it does.
 */
export const importStep =
  (deps: ImportStepDeps): Step =>
  async (job) => {
    try {
      return await importOnce(deps, job);
    } catch (error) {
      if (error instanceof JobFailure) await forgetImportAccess(deps.imports.store, job.key);
      throw error;
    }
  };
