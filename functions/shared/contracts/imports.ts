import * as z from 'zod/mini';
import { IMPORT_KINDS, IMPORT_SOURCES, SKIP_REASONS } from '../../../domain/imports/records.ts';
import { DATE_ORDERS } from '../../../domain/imports/values.ts';
import { JOB_STATES } from '../../../domain/jobs.ts';
import { operation } from '../contract.ts';
import { JobFile, Progress } from './exports.ts';
import {
  currency,
  deleted,
  instant,
  key,
  line,
  listOf,
  listQuery,
  maybe,
  objectFields,
  signedAmount,
} from './fields.ts';
import { host } from './link-fields.ts';

const tag = 'imports';
const params = z.strictObject({ import: key });

const Counts = z.strictObject({ made: z.int(), exists: z.int(), skipped: z.int() });

/** Money of transactions or open rewards, to be held against the other system. Minor units. */
const Sum = z.strictObject({
  kind: z.enum(['transactions', 'rewards']),
  /** `made`, `exists`, or the reason for which it was skipped. */
  result: line(50),
  currency: line(10),
  count: z.int(),
  amount: signedAmount,
});

/** A row or an item that was left out. */
const Skipped = z.strictObject({
  /** The list of the other system, or the kind of the file. */
  list: line(50),
  /** The line of the file, or which item of the list it is. */
  line: z.int(),
  kind: line(50),
  id: z.string(),
  reason: z.enum(SKIP_REASONS),
  detail: z.string(),
});

/** Partners, links, customers and open rewards from another system. */
export const Import = z.strictObject({
  ...objectFields,
  source: z.enum(IMPORT_SOURCES),
  kind: z.nullable(z.enum(IMPORT_KINDS)),
  dry_run: z.boolean(),
  status: z.enum(JOB_STATES),
  progress: Progress,
  reason: z.nullable(line(100)),
  explanation: z.nullable(z.string()),
  /** By kind: what was made (in a dry run: would be), what was there already, what was left out. */
  counts: z.record(line(50), Counts),
  /** How often something was left out, by reason. */
  skipped: z.record(line(50), z.int()),
  sums: z.array(Sum),
  /** The first hundred that were left out; `report` has them all. */
  problems: z.array(Skipped),
  unused_columns: z.array(z.string()),
  report: z.nullable(JobFile),
});

/** Printable letters: what can stand in a header of HTTP. */
const secret = z.string().check(z.minLength(1), z.maxLength(500), z.regex(/^[!-~]+$/, 'Must be printable letters.'));

const Upload = z.strictObject({
  /** Names the file in the import. */
  file: key,
  url: z.string(),
  fields: z.record(z.string(), z.string()),
  expires_at: instant,
});

export const createImportUpload = operation({
  id: 'createImportUpload',
  method: 'POST',
  path: '/v2/imports/uploads',
  tag,
  scope: 'imports:write',
  summary: 'Get a form for uploading a file to import',
  description:
    'POST the `fields` as a multipart form to `url`, with the file as the last field `file` and the type `text/csv`, at most 10 MiB. Then name `file` in an import.',
  message: 'Upload prepared.',
  data: Upload,
});

export const createImport = operation({
  id: 'createImport',
  method: 'POST',
  path: '/v2/imports',
  tag,
  scope: 'imports:write',
  summary: 'Import from another system or a file',
  description:
    'From an uploaded `file` with a header and rows of one `kind`, or from PartnerStack, Rewardful or FirstPromoter itself with `credentials` that are kept only while the import runs. `dry_run` makes nothing and says what would be made, what is there, and what would be skipped and why. An import can be repeated: nothing is made twice, and nothing that is here is changed. Open rewards are given by hand in the open period; transactions make no rewards, and neither do customers and partners that come from elsewhere. `groups` says which group (by its key) partners of a group there join here; other groups are made by name. `currency` is that of amounts that name none (the program’s without it), `date_order` how dates with slashes are meant. `link_host` is a verified link domain of the program on which old addresses go on leading; without it they lead from this installation’s own host.',
  status: 202,
  message: 'Import started.',
  body: z.strictObject({
    source: z.enum(IMPORT_SOURCES),
    kind: maybe(z.enum(IMPORT_KINDS)),
    file: maybe(key),
    credentials: maybe(z.strictObject({ key: secret, secret: z.optional(secret), account_id: z.optional(secret) })),
    dry_run: z._default(z.boolean(), false),
    currency: maybe(currency),
    date_order: z._default(z.enum(DATE_ORDERS), 'iso'),
    link_host: maybe(host),
    groups: maybe(
      z
        .record(line(100), key)
        .check(z.refine((groups) => Object.keys(groups).length <= 100, 'Must have at most 100 entries.')),
    ),
  }),
  data: Import,
});

export const listImports = operation({
  id: 'listImports',
  method: 'GET',
  path: '/v2/imports',
  tag,
  scope: 'imports:read',
  summary: 'List imports',
  message: 'Imports retrieved.',
  query: listQuery,
  data: listOf(Import),
});

export const getImport = operation({
  id: 'getImport',
  method: 'GET',
  path: '/v2/imports/{import}',
  tag,
  scope: 'imports:read',
  summary: 'Get an import, its progress and its report',
  message: 'Import retrieved.',
  params,
  data: Import,
});

export const deleteImport = operation({
  id: 'deleteImport',
  method: 'DELETE',
  path: '/v2/imports/{import}',
  tag,
  scope: 'imports:write',
  summary: 'Cancel an import, or remove one that has ended',
  description:
    'An import that is under way is cancelled and stays in the list (`deleted` is false); what it has made stays, and another import goes on where it ended. One that has ended is removed with its report.',
  message: 'Import ended.',
  params,
  data: deleted,
});
