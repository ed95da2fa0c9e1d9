import * as z from 'zod/mini';
import { type ExportSection, sectionsOf } from '../../domain/exports.ts';
import { JobFailure } from '../../domain/jobs.ts';
import { decode } from '../../table/codec.ts';
import type { Job } from '../../table/jobs.ts';
import { type ConfigurationCache, getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { ExportRequest } from '../shared/export-requests.ts';
import { type Files, jobFile } from '../shared/files.ts';
import { type Draw, invoicePdf } from './invoice-pdf.ts';
import { append, complete, newOutput, Output } from './output.ts';
import type { Exported } from './read-page.ts';
import { BYTE_ORDER_MARK, csvHeader, csvRows, jsonLines } from './rows.ts';
import type { Step, StepResult } from './run.ts';
import { SECTIONS } from './sections.ts';
import { Archive, addToEntry, beginEntry, EMPTY_ARCHIVE, endArchive, endEntry } from './zip.ts';

export interface ExportDeps {
  readonly store: Store;
  readonly files: Files;
  readonly configurations: ConfigurationCache;
  /** Where links are reached, without a slash at the end. */
  readonly publicUrl: string;
  readonly draw: Draw;
}

const Cursor = z.object({
  /** The number of the file that is being written, and the row after which it goes on; absent at its beginning. */
  section: z.int(),
  after: z.optional(z.string()),
  output: Output,
  /** Set for a ZIP archive. */
  archive: z.optional(Archive),
});
type Cursor = z.infer<typeof Cursor>;

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson',
  pdf: 'application/pdf',
  zip: 'application/zip',
} as const;

const formOf = ({ kind, format }: ExportRequest) => (kind === 'everything' ? 'zip' : format);

const begin = (job: Job, request: ExportRequest): Cursor => {
  const form = formOf(request);
  return {
    section: 0,
    output: newOutput(jobFile(job.program, job.key, `export.${form}`), CONTENT_TYPES[form]),
    ...(form === 'zip' ? { archive: EMPTY_ARCHIVE } : {}),
  };
};

const textOf = (request: ExportRequest, section: ExportSection, rows: readonly object[], first: boolean): string => {
  switch (request.format) {
    case 'jsonl':
      return jsonLines(rows);
    case 'pdf':
      throw new Error('A document has no rows.');
    case 'csv': {
      const mark = request.byte_order_mark ? BYTE_ORDER_MARK : '';
      return `${first ? mark + csvHeader(section) : ''}${csvRows(section, rows)}`;
    }
  }
};

/** The bytes of some rows; in an archive, with what begins and ends their file there. */
const packed = (cursor: Cursor, name: string, content: Buffer, last: boolean, at: number) => {
  if (cursor.archive === undefined) return { archive: undefined, bytes: content };
  const begun =
    cursor.after === undefined
      ? beginEntry(cursor.archive, name, at)
      : { archive: cursor.archive, bytes: Buffer.alloc(0) };
  const added = addToEntry(begun.archive, content);
  const ended = last ? endEntry(added.archive) : { archive: added.archive, bytes: Buffer.alloc(0) };
  return { archive: ended.archive, bytes: Buffer.concat([begun.bytes, added.bytes, ended.bytes]) };
};

const finish = async ({ files }: ExportDeps, job: Job, request: ExportRequest, cursor: Cursor): Promise<StepResult> => {
  const end = cursor.archive === undefined ? Buffer.alloc(0) : endArchive(cursor.archive, job.created_at).bytes;
  const output = await append(files, cursor.output, end, job.rev);
  await complete(files, output, job.rev);
  const day = new Date(job.created_at).toISOString().slice(0, 10);
  const file = { key: output.key, name: `${request.kind}-${day}.${formOf(request)}`, size: output.size };
  return { done: job.done, total: job.done, cursor: null, files: [file], finished: true };
};

/** A document is drawn in one step, which gives the same bytes when it is begun again. */
const drawn = async ({ files, draw }: ExportDeps, job: Job, exported: Exported): Promise<StepResult> => {
  const { name, body } = await invoicePdf(exported, draw);
  const key = jobFile(job.program, job.key, 'export.pdf');
  await files.write(key, body, CONTENT_TYPES.pdf);
  return { done: 1, total: 1, cursor: null, files: [{ key, name, size: body.length }], finished: true };
};

/**
 * Writes some hundred rows of an export: everything as it is when its page is read, in the order of the keys, so that
 * what is added meanwhile comes at the end and nothing comes twice.
 */
export const exportStep =
  (deps: ExportDeps): Step =>
  async (job) => {
    const request = decode(ExportRequest, job.parameters);
    const program = await getProgram(deps.store, job.program);
    if (program === undefined) throw new JobFailure('program_gone', 'The program is gone.');
    const exported = { ...deps, program, request, now: job.created_at };
    if (request.format === 'pdf') return drawn(deps, job, exported);
    const cursor = job.cursor === undefined ? begin(job, request) : decode(Cursor, job.cursor);
    const section = sectionsOf(request.kind)[cursor.section];
    if (section === undefined) return finish(deps, job, request, cursor);
    const { rows, next } = await SECTIONS[section](exported, cursor.after);
    const content = Buffer.from(textOf(request, section, rows, cursor.after === undefined));
    const { archive, bytes } = packed(
      cursor,
      `${section}.${request.format}`,
      content,
      next === undefined,
      job.created_at,
    );
    const output = await append(deps.files, cursor.output, bytes, job.rev);
    const place = next === undefined ? { section: cursor.section + 1 } : { section: cursor.section, after: next };
    return {
      done: job.done + rows.length,
      cursor: { ...place, output, ...(archive === undefined ? {} : { archive }) } satisfies Cursor,
      finished: false,
    };
  };
