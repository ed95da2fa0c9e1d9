import * as z from 'zod/mini';
import { JOB_KINDS, JOB_STATES, MOST_PROBLEMS } from '../domain/jobs.ts';
import { decode } from './codec.ts';
import { EXPIRES_ATTRIBUTE } from './indexes.ts';
import { jobKey, jobRunKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

/** A file that a job made. */
export const JobFile = z.object({
  /** Where it lies in the bucket. */
  key: z.string(),
  /** The name under which it is downloaded. */
  name: z.string(),
  size: z.int(),
});
export type JobFile = z.infer<typeof JobFile>;

/** What a job says about its work: how often what happened, and the first problems. */
export const JobReport = z.object({
  counts: z.record(z.string(), z.int()),
  problems: z.array(z.record(z.string(), z.unknown())).check(z.maxLength(MOST_PROBLEMS)),
  /** All problems, where there are more than the report shows. */
  file: z.optional(JobFile),
});
export type JobReport = z.infer<typeof JobReport>;

/** Work that takes longer than a request may. It is done in steps; each stores where the next one goes on. */
export const Job = z.object({
  key: z.string(),
  program: z.string(),
  kind: z.enum(JOB_KINDS),
  /** What is to be done; the kind knows its form. */
  parameters: z.unknown(),
  asked_by: z.string(),
  state: z.enum(JOB_STATES),
  done: z.int(),
  /** Absent as long as nobody knows. */
  total: z.optional(z.int()),
  /** Where the next step goes on; the kind knows its form. */
  cursor: z.optional(z.unknown()),
  /** The number of the event that carries the job on. */
  run: z.int(),
  /** How often it was begun since the last step forward. */
  tries: z.int(),
  files: z.array(JobFile),
  report: z.optional(JobReport),
  /** Why it failed: a word for programs, a sentence for people. */
  reason: z.optional(z.string()),
  explanation: z.optional(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
  ended_at: z.optional(z.int()),
  rev: z.int(),
});
export type Job = z.infer<typeof Job>;

/** What the event of a run carries. */
export const JobRun = z.object({ key: z.string(), program: z.string(), job: z.string(), run: z.int() });

const jobItem = (job: Job): Item => ({ ...jobKey(job.program, job.key), ...job });

export const readJob = (item: Item): Job => decode(Job, item);

export const getJob = async (store: Store, program: string, key: string): Promise<Job | undefined> => {
  const item = await store.get(jobKey(program, key));
  return item === undefined ? undefined : readJob(item);
};

const RUN_SECONDS = 14 * 86_400;

const announcedRun = (job: Job, type: 'job.started' | 'job.continued'): Write => ({
  kind: 'put',
  item: {
    ...jobRunKey(job.program, job.key, job.run),
    ...{ announces: type, key: `${job.key}.${job.run}`, program: job.program, job: job.key, run: job.run },
    [EXPIRES_ATTRIBUTE]: Math.floor(job.updated_at / 1000) + RUN_SECONDS,
  },
  condition: absent('job_run_exists'),
});

/** A new job, and the event that starts it (`job_exists`). */
export const addJob = (job: Job): readonly Write[] => [
  { kind: 'put', item: jobItem(job), condition: absent('job_exists') },
  announcedRun(job, 'job.started'),
];

/** A job after a step (`job_changed` when somebody else came between). */
export const changeJob = (before: Job, after: Job): Write & { kind: 'put' } => ({
  kind: 'put',
  item: jobItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('job_changed', before.rev),
});

/** Ends a run and announces the next one (`job_changed`, `job_run_exists`). */
export const continueJob = (before: Job): readonly Write[] => {
  const after = { ...before, run: before.run + 1 };
  return [changeJob(before, after), announcedRun(after, 'job.continued')];
};

/** Forgets a job (`job_changed`). */
export const removeJob = (job: Job): Write & { kind: 'delete' } => ({
  kind: 'delete',
  key: jobKey(job.program, job.key),
  condition: unchanged('job_changed', job.rev),
});
