import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { matchHeader } from '../../domain/imports/columns.ts';
import { readCsv, textOf } from '../../domain/imports/csv-table.ts';
import { SKIP_REASONS, type SkipReason } from '../../domain/imports/records.ts';
import { NOTHING_DONE, type Tally } from '../../domain/imports/tally.ts';
import { decode } from '../../table/codec.ts';
import { groups } from '../../table/definitions.ts';
import { hostOwner } from '../../table/domains.ts';
import { forgetImportAccess, keepImportAccess } from '../../table/import-access.ts';
import { addJob, getJob, type Job, readJob } from '../../table/jobs.ts';
import { jobsPartition } from '../../table/keys.ts';
import { getProgram } from '../../table/programs.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createImport, createImportUpload, deleteImport, getImport, listImports } from '../shared/contracts/imports.ts';
import { jobFile, pendingFile } from '../shared/files.ts';
import { ImportProgress, ImportRequest, MOST_FILE_BYTES, MOST_ROWS } from '../shared/import-requests.ts';
import { jobFields, jobFileView, newJob } from '../shared/jobs.ts';
import { listPage } from '../shared/paging.ts';
import type { JobsDeps } from './deps.ts';
import { endOrRemove } from './ending.ts';

type View = DataOf<typeof getImport>;
type Body = InputOf<typeof createImport>['body'];

const CSV = 'text/csv';
const ACCESS_SECONDS = 2 * 24 * 60 * 60;

const tallyOf = (job: Job): Tally =>
  job.cursor === undefined || job.cursor === null ? NOTHING_DONE : decode(ImportProgress, job.cursor).tally;

const isReason = (text: string): text is SkipReason => SKIP_REASONS.some((reason) => reason === text);

/** What was left out, as the report of the job keeps it. */
const problemsOf = (job: Job): View['problems'] =>
  (job.report?.problems ?? []).flatMap((problem) => {
    const { list, line, kind, id, reason, detail } = problem;
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    const why = text(reason);
    if (!isReason(why)) return [];
    const place = { list: text(list), line: typeof line === 'number' ? line : 0, kind: text(kind), id: text(id) };
    return [{ ...place, reason: why, detail: text(detail) }];
  });

const view = (deps: JobsDeps, job: Job, now: number): View => {
  const request = decode(ImportRequest, job.parameters);
  const { counts, reasons, sums } = tallyOf(job);
  const [file] = job.files;
  return {
    ...jobFields(job),
    source: request.source,
    kind: request.kind ?? null,
    dry_run: request.dry_run,
    counts,
    skipped: reasons,
    sums,
    problems: problemsOf(job),
    unused_columns: request.unused_columns,
    report: file === undefined ? null : jobFileView(deps.files, job, file, now),
  };
};

const prepare = async (deps: JobsDeps, context: Context): Promise<DataOf<typeof createImportUpload>> => {
  const file = deps.ids.key('up', context.now);
  const key = pendingFile(context.program, file);
  const form = deps.files.uploadForm({ key, contentType: CSV, mostBytes: MOST_FILE_BYTES }, context.now);
  return { file, url: form.url, fields: form.fields, expires_at: form.expires_at };
};

/** What the body must have besides what its schema says. @throws Failure `unprocessable` */
const requireWhole = ({ source, kind, file, credentials }: Body): void => {
  if (file !== undefined && credentials !== undefined) {
    throw unprocessable('one_origin', 'Name either a file or credentials.', 'credentials');
  }
  if (file !== undefined && kind === undefined) {
    throw unprocessable('kind_missing', 'Say what the rows of the file are.', 'kind');
  }
  if (file !== undefined) return;
  if (source === 'csv') throw unprocessable('file_missing', 'Name the file that was uploaded.', 'file');
  if (credentials === undefined) throw unprocessable('file_missing', 'Name a file or credentials.', 'file');
  if (kind !== undefined) throw unprocessable('kind_of_file', 'Another system is read whole.', 'kind');
  const needed = { partnerstack: 'secret', firstpromoter: 'account_id', rewardful: 'key' } as const;
  const name = needed[source];
  if (credentials[name] === undefined) {
    throw unprocessable('credentials_incomplete', `This system needs ${name}.`, `credentials.${name}`);
  }
};

/** @throws Failure `unprocessable`, one entry for each group that is not there. */
const requireGroups = async (deps: JobsDeps, program: string, asked: Readonly<Record<string, string>>) => {
  const known = new Map((await groups.getMany(deps.store, program, Object.values(asked))).map((one) => [one.key, one]));
  const fields = Object.entries(asked).flatMap(([name, key]) => {
    const group = known.get(key);
    if (group !== undefined && !group.archived) return [];
    const message = group === undefined ? 'There is no such group.' : 'This group is archived.';
    return [{ param: `groups.${name}`, message }];
  });
  const [first] = fields;
  if (first === undefined) return;
  throw new Failure('unprocessable', first.message, { reason: 'unknown_group', param: first.param, fields });
};

/** @throws Failure `unprocessable` (`host_not_verified`) unless the program's links are reached on the host. */
const requireHost = async (deps: JobsDeps, program: string, host: string | undefined): Promise<void> => {
  if (host === undefined || (await hostOwner(deps.store, host))?.program === program) return;
  throw unprocessable('host_not_verified', 'This is no verified link domain of the program.', 'link_host');
};

/** Reads the header of an uploaded file. @throws Failure `not_found` (file), `unprocessable` (`bad_header`, …). */
const checkFile = async (deps: JobsDeps, context: Context, { source, kind, file }: Body) => {
  if (file === undefined || kind === undefined) return undefined;
  const from = pendingFile(context.program, file);
  const bytes = await deps.files.read(from);
  if (bytes === undefined) throw notFound('file', 'file');
  const table = readCsv(textOf(bytes));
  const { problems, unused } = matchHeader(source, kind, table.header);
  const [first] = problems;
  if (first !== undefined) {
    const fields = problems.map((message) => ({ param: 'file', message }));
    throw new Failure('unprocessable', first, { reason: 'bad_header', param: 'file', fields });
  }
  if (table.rows.length > MOST_ROWS) {
    throw unprocessable('too_many_rows', `A file may have at most ${MOST_ROWS} rows.`, 'file');
  }
  return { from, total: table.rows.length, unused };
};

const create = async (deps: JobsDeps, context: Context, body: Body): Promise<View> => {
  requireWhole(body);
  await requireGroups(deps, context.program, body.groups ?? {});
  await requireHost(deps, context.program, body.link_host);
  const file = await checkFile(deps, context, body);
  const program = await getProgram(deps.store, context.program);
  if (program === undefined) throw notFound('program', 'program');
  const blank = newJob(deps.ids, context, 'import', {});
  const place = jobFile(context.program, blank.key, 'import.csv');
  // The uploaded file stays where it is, so that after a dry run the same file can be imported.
  if (file !== undefined && !(await deps.files.copy(file.from, place))) throw notFound('file', 'file');
  const request: ImportRequest = {
    source: body.source,
    ...(body.kind === undefined ? {} : { kind: body.kind, file: place }),
    dry_run: body.dry_run,
    currency: body.currency ?? program.currency,
    date_order: body.date_order,
    groups: body.groups ?? {},
    ...(body.link_host === undefined ? {} : { link_host: body.link_host }),
    unused_columns: [...(file?.unused ?? [])].slice(0, 100),
  };
  const job: Job = { ...blank, parameters: request, ...(file === undefined ? {} : { total: file.total }) };
  const expires = Math.ceil(context.now / 1000) + ACCESS_SECONDS;
  await deps.store.transact([
    ...addJob(job),
    ...(body.credentials === undefined ? [] : [keepImportAccess(job.key, body.credentials, expires)]),
  ]);
  return view(deps, job, context.now);
};

const required = async (deps: JobsDeps, context: Context, key: string): Promise<Job> => {
  const job = await getJob(deps.store, context.program, key);
  if (job?.kind !== 'import') throw notFound('import', 'import');
  return job;
};

const list = async (deps: JobsDeps, context: Context, { query }: InputOf<typeof listImports>) => {
  const page = await listPage(
    deps.store,
    {
      partitions: [jobsPartition(context.program)],
      keyPrefix: 'job',
      read: async (items) => items.map(readJob),
      keep: (job) => job.kind === 'import',
    },
    query,
  );
  return { ...page, items: page.items.map((job) => view(deps, job, context.now)) };
};

const remove = async (deps: JobsDeps, context: Context, key: string): Promise<DataOf<typeof deleteImport>> =>
  endOrRemove(deps, context, async () => {
    const job = await required(deps, context, key);
    await forgetImportAccess(deps.store, job.key);
    return job;
  });

/** The operations of /v2/imports. */
export const importRoutes = (deps: JobsDeps): readonly Route[] => [
  route(createImportUpload, (context) => prepare(deps, context)),
  route(createImport, (context, { body }) => create(deps, context, body)),
  route(listImports, (context, input) => list(deps, context, input)),
  route(getImport, async (context, { params }) =>
    view(deps, await required(deps, context, params.import), context.now),
  ),
  route(deleteImport, (context, { params }) => remove(deps, context, params.import)),
];
