import * as z from 'zod/mini';
import {
  EXPORT_FILTERS,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  STATISTICS_BY,
  STATISTICS_PER,
} from '../../../domain/exports.ts';
import { DOCUMENT_LANGUAGES } from '../../../domain/invoice-document.ts';
import { JOB_STATES } from '../../../domain/jobs.ts';
import { operation } from '../contract.ts';
import { day, deleted, instant, key, line, listOf, listQuery, maybe, objectFields, period } from './fields.ts';

const tag = 'exports';
const params = z.strictObject({ export: key });

/** How far a job has come; the total is null as long as nobody knows. */
export const Progress = z.strictObject({ done: z.int(), total: z.nullable(z.int()) });

/** What a job made. The address downloads it without a key, for five minutes; null when it is not there (any more). */
export const JobFile = z.strictObject({
  name: line(200),
  size: z.int(),
  download_url: z.nullable(z.string()),
  expires_at: z.nullable(instant),
});

/** A file with everything of a kind, made in the background. */
export const Export = z.strictObject({
  ...objectFields,
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  /** Of a document; null where the merchant’s country decides, and of files of rows. */
  language: z.nullable(z.enum(DOCUMENT_LANGUAGES)),
  filters: z.partialRecord(z.enum(EXPORT_FILTERS), line(100)),
  status: z.enum(JOB_STATES),
  progress: Progress,
  reason: z.nullable(line(100)),
  explanation: z.nullable(z.string()),
  file: z.nullable(JobFile),
});

export const createExport = operation({
  id: 'createExport',
  method: 'POST',
  path: '/v2/exports',
  tag,
  scope: 'exports:write',
  summary: 'Export data',
  description:
    'The file is made in the background: ask for the export until its status is `done`. `everything` is a ZIP archive with a file for each kind. In CSV, objects inside objects become columns such as `attribution.reason`, lists of words are separated by `|`, other lists are JSON, and a text that a spreadsheet would take for a formula begins with an apostrophe. Amounts in CSV are in the major unit of the currency beside them (`1234.50`), in JSON in minor units as everywhere. Whoever exports something must be allowed to read it. `group_key`, `status` and `period` narrow the kinds that have them. `invoice_lines`, `invoice_rewards` and `invoice_pdf` are about the invoice of one `period`; the last is a PDF document in English or German. `statistics` has the figures of the days from `from` to `to` in the program’s time zone (the last 30 without them, at most 93) `by` program, group, partnership (the default) or link, and `per` day or for the whole period (the default); where nothing happened there is no row.',
  status: 202,
  message: 'Export started.',
  body: z.strictObject({
    kind: z.enum(EXPORT_KINDS),
    /** CSV unless another is named; a document is a PDF. */
    format: maybe(z.enum(EXPORT_FORMATS)),
    byte_order_mark: z._default(z.boolean(), false),
    group_key: maybe(key),
    status: maybe(line(50)),
    period: maybe(period),
    language: maybe(z.enum(DOCUMENT_LANGUAGES)),
    by: maybe(z.enum(STATISTICS_BY)),
    per: maybe(z.enum(STATISTICS_PER)),
    from: maybe(day),
    to: maybe(day),
  }),
  data: Export,
});

export const listExports = operation({
  id: 'listExports',
  method: 'GET',
  path: '/v2/exports',
  tag,
  scope: 'exports:read',
  summary: 'List exports',
  message: 'Exports retrieved.',
  query: listQuery,
  data: listOf(Export),
});

export const getExport = operation({
  id: 'getExport',
  method: 'GET',
  path: '/v2/exports/{export}',
  tag,
  scope: 'exports:read',
  summary: 'Get an export and the address of its file',
  message: 'Export retrieved.',
  params,
  data: Export,
});

export const deleteExport = operation({
  id: 'deleteExport',
  method: 'DELETE',
  path: '/v2/exports/{export}',
  tag,
  scope: 'exports:write',
  summary: 'Cancel an export, or remove one that has ended',
  description:
    'An export that is under way is cancelled and stays in the list (`deleted` is false). One that has ended is removed with its file.',
  message: 'Export ended.',
  params,
  data: deleted,
});
