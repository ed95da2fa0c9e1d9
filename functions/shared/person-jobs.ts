import { notFound } from '../../domain/errors.ts';
import { decode } from '../../table/codec.ts';
import { getJob, type Job, readJob } from '../../table/jobs.ts';
import { jobsPartition } from '../../table/keys.ts';
import { getProgram } from '../../table/programs.ts';
import type { Store } from '../../table/store.ts';
import { jobFields } from './jobs.ts';
import { listPage, type PageQuery } from './paging.ts';
import { PersonTask } from './persons.ts';

/** What export and erasure of a person show in common. */
export const personJobFields = (job: Job) => {
  const { subject_type, subject_key } = decode(PersonTask, job.parameters);
  return { ...jobFields(job), subject_type, subject_key: subject_key ?? null };
};

type PersonJobKind = 'person_export' | 'erasure';

/** @throws Failure `not_found`. */
export const requirePersonJob = async (
  store: Store,
  program: string,
  kind: PersonJobKind,
  key: string,
): Promise<Job> => {
  const job = await getJob(store, program, key);
  if (job?.kind === kind) return job;
  const name = kind === 'erasure' ? 'erasure' : 'person_export';
  throw notFound(name.replace('_', ' '), name);
};

/** The jobs of one of the two kinds, a page of them. */
export const personJobs = (store: Store, program: string, kind: PersonJobKind, query: PageQuery) =>
  listPage(
    store,
    {
      partitions: [jobsPartition(program)],
      keyPrefix: 'job',
      read: async (items) => items.map(readJob),
      keep: (job) => job.kind === kind,
    },
    query,
  );

/** Where a person is looked for. @throws Failure `not_found`. */
export const placeOfPersons = async (store: Store, key: string) => {
  const program = await getProgram(store, key);
  if (program === undefined) throw notFound('program', 'program');
  return { program: program.key, merchant: program.merchant, mode: program.mode };
};
