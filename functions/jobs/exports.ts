import { notFound, unprocessable } from '../../domain/errors.ts';
import {
  EXPORT_FILTERS,
  type ExportFilter,
  type ExportFormat,
  FILTERS_OF,
  formatsOf,
  isOfInvoice,
} from '../../domain/exports.ts';
import { decode } from '../../table/codec.ts';
import { getInvoice } from '../../table/invoices.ts';
import { addJob, getJob, type Job, readJob } from '../../table/jobs.ts';
import { jobsPartition } from '../../table/keys.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { type Caller, requireScope } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createExport, deleteExport, getExport, listExports } from '../shared/contracts/exports.ts';
import { ExportRequest, exportScopes } from '../shared/export-requests.ts';
import { jobFields, jobFileView, newJob } from '../shared/jobs.ts';
import { listPage } from '../shared/paging.ts';
import { MOST_DAYS_IN_LISTS, rangeOf } from '../shared/statistics.ts';
import type { JobsDeps } from './deps.ts';
import { endOrRemove } from './ending.ts';

type View = DataOf<typeof getExport>;

const filtersOf = (request: ExportRequest): Partial<Record<ExportFilter, string>> =>
  Object.fromEntries(EXPORT_FILTERS.flatMap((name) => (request[name] === undefined ? [] : [[name, request[name]]])));

const view = (deps: JobsDeps, job: Job, now: number): View => {
  const request = decode(ExportRequest, job.parameters);
  const [file] = job.files;
  return {
    ...jobFields(job),
    kind: request.kind,
    format: request.format,
    language: request.language ?? null,
    filters: filtersOf(request),
    file: file === undefined ? null : jobFileView(deps.files, job, file, now),
  };
};

/** A filter that the kind does not have would export more than its reader believes. */
const requireFilters = (request: ExportRequest): void => {
  const known: readonly ExportFilter[] = FILTERS_OF[request.kind];
  const strange = EXPORT_FILTERS.find((name) => request[name] !== undefined && !known.includes(name));
  if (strange === undefined) return;
  throw unprocessable('unknown_filter', `An export of ${request.kind} is not narrowed by ${strange}.`, strange);
};

/** @throws Failure `unprocessable` (`unknown_format`, `unknown_language`). */
const formatOf = ({ kind, format, language }: InputOf<typeof createExport>['body']): ExportFormat => {
  const [usual = 'csv', ...others] = formatsOf(kind);
  if (language !== undefined && usual !== 'pdf') {
    throw unprocessable('unknown_language', 'Only documents are in a language.', 'language');
  }
  if (format === undefined || format === usual || others.includes(format)) return format ?? usual;
  throw unprocessable('unknown_format', `An export of ${kind} is not made as ${format}.`, 'format');
};

/** @throws Failure `unprocessable` (`period_missing`), `not_found`. */
const requireInvoice = async (deps: JobsDeps, program: string, { kind, period }: ExportRequest): Promise<void> => {
  if (!isOfInvoice(kind)) return;
  if (period === undefined) throw unprocessable('period_missing', 'Say which month’s invoice it is.', 'period');
  if ((await getInvoice(deps.store, program, period)) === undefined) throw notFound('invoice', 'period');
};

/** Statistics are asked for by days, which are fixed when they are asked for. @throws Failure `unprocessable`. */
const withDays = async (deps: JobsDeps, context: Context, request: ExportRequest): Promise<ExportRequest> => {
  if (request.kind !== 'statistics') return request;
  const { from, to } = await rangeOf(deps.store, context, request, MOST_DAYS_IN_LISTS);
  return { ...request, by: request.by ?? 'partnership', per: request.per ?? 'period', from, to };
};

const requireReading = (caller: Caller, { kind }: ExportRequest): void => {
  for (const scope of exportScopes(kind)) requireScope(caller, scope);
};

const mayRead = (caller: Caller, { kind }: ExportRequest): boolean => {
  const { scopes } = caller;
  return scopes === 'all' || exportScopes(kind).every((scope) => scopes.includes(scope));
};

const create = async (deps: JobsDeps, context: Context, body: InputOf<typeof createExport>['body']): Promise<View> => {
  const request: ExportRequest = { ...body, format: formatOf(body) };
  requireFilters(request);
  requireReading(context.caller, request);
  await requireInvoice(deps, context.program, request);
  const job = newJob(deps.ids, context, 'export', await withDays(deps, context, request));
  await deps.store.transact(addJob(job));
  return view(deps, job, context.now);
};

/** @throws Failure `not_found`, `forbidden` when the caller may not read what is in it. */
const required = async (deps: JobsDeps, context: Context, key: string): Promise<Job> => {
  const job = await getJob(deps.store, context.program, key);
  if (job?.kind !== 'export') throw notFound('export', 'export');
  requireReading(context.caller, decode(ExportRequest, job.parameters));
  return job;
};

const list = async (deps: JobsDeps, context: Context, { query }: InputOf<typeof listExports>) => {
  const page = await listPage(
    deps.store,
    {
      partitions: [jobsPartition(context.program)],
      keyPrefix: 'job',
      read: async (items) => items.map(readJob),
      keep: (job) => job.kind === 'export' && mayRead(context.caller, decode(ExportRequest, job.parameters)),
    },
    query,
  );
  return { ...page, items: page.items.map((job) => view(deps, job, context.now)) };
};

/** The operations of /v2/exports. */
export const exportRoutes = (deps: JobsDeps): readonly Route[] => [
  route(createExport, (context, { body }) => create(deps, context, body)),
  route(listExports, (context, input) => list(deps, context, input)),
  route(getExport, async (context, { params }) =>
    view(deps, await required(deps, context, params.export), context.now),
  ),
  route(deleteExport, (context, { params }) =>
    endOrRemove(deps, context, () => required(deps, context, params.export)),
  ),
];
