import { notFound } from '../../domain/errors.ts';
import { decode } from '../../table/codec.ts';
import { addJob, type Job } from '../../table/jobs.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf } from '../shared/contract.ts';
import * as contract from '../shared/contracts/privacy.ts';
import type { Files } from '../shared/files.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { jobFileView, newJob } from '../shared/jobs.ts';
import { personJobFields, personJobs, placeOfPersons, requirePersonJob } from '../shared/person-jobs.ts';
import { PersonTask, partnerAsPerson, personTask } from '../shared/persons.ts';

export interface PersonExportDeps extends PartnershipDeps {
  readonly files: Files;
}

type View = DataOf<typeof contract.getPersonExport>;

const view = ({ files }: PersonExportDeps, job: Job, now: number): View => {
  const [file] = job.files;
  return { ...personJobFields(job), file: file === undefined ? null : jobFileView(files, job, file, now) };
};

const start = async (deps: PersonExportDeps, context: Context, task: PersonTask): Promise<View> => {
  const job = newJob(deps.ids, context, 'person_export', task);
  await deps.store.transact(addJob(job));
  return view(deps, job, context.now);
};

/** The partner's own export. @throws Failure `not_found` for that of anybody else, and what the merchant asked for. */
const requireOwn = async (deps: PersonExportDeps, context: Context, key: string): Promise<Job> => {
  const job = await requirePersonJob(deps.store, context.program, 'person_export', key);
  if (decode(PersonTask, job.parameters).own === partnershipOf(context)) return job;
  throw notFound('data export', 'data_export');
};

const exportOwn = async (deps: PersonExportDeps, context: Context): Promise<View> => {
  const own = partnershipOf(context);
  const { profile } = await requirePartnership(deps, context.program, own);
  const task = await partnerAsPerson(deps, await placeOfPersons(deps.store, context.program), profile);
  return start(deps, context, { ...task, own });
};

/** The operations of /v2/person-exports and /v2/portal/data-exports. */
export const personExportRoutes = (deps: PersonExportDeps): readonly Route[] => [
  route(contract.createPersonExport, async (context, { body }) =>
    start(deps, context, await personTask(deps, await placeOfPersons(deps.store, context.program), body)),
  ),
  route(contract.listPersonExports, async ({ program, now }, { query }) => {
    const page = await personJobs(deps.store, program, 'person_export', query);
    return { ...page, items: page.items.map((job) => view(deps, job, now)) };
  }),
  route(contract.getPersonExport, async ({ program, now }, { params }) =>
    view(deps, await requirePersonJob(deps.store, program, 'person_export', params.person_export), now),
  ),
  route(contract.createDataExport, (context) => exportOwn(deps, context)),
  route(contract.getDataExport, async (context, { params }) =>
    view(deps, await requireOwn(deps, context, params.data_export), context.now),
  ),
];
