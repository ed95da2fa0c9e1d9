import type { JobFailureReason } from '../../domain/jobs.ts';
import { hasEnded, JobFailure, type JobKind, MOST_TRIES } from '../../domain/jobs.ts';
import { decode } from '../../table/codec.ts';
import { changeJob, continueJob, getJob, type Job, type JobFile, type JobReport, JobRun } from '../../table/jobs.ts';
import { ConditionFailed, type Store } from '../../table/store.ts';

/** What a step has done, and where the next one goes on. */
export interface StepResult {
  readonly done: number;
  readonly total?: number;
  /** JSON, and small: a few kilobytes. What is large lies in files. */
  readonly cursor: unknown;
  readonly report?: JobReport;
  /** What the job remembers of its task from now on, where it must forget something. */
  readonly parameters?: unknown;
  /** Set with the last step. */
  readonly files?: readonly JobFile[];
  readonly finished: boolean;
}

/**
 * One bounded piece of a job: a few hundred rows, seconds at most. It may run twice from the same cursor, also at the
 * same time as another, and must leave the same behind. `job.rev` is a number that no other stored step has.
 * @throws JobFailure when the job cannot go on.
 */
export type Step = (job: Job) => Promise<StepResult>;

interface RunDeps {
  readonly store: Store;
  readonly clock: { now(): number; real(): number };
  readonly steps: Readonly<Record<JobKind, Step>>;
  /** How long one event is worked on; what is left is done by the next one. */
  readonly milliseconds: number;
}

/** Stores the job as it is after a piece of work, and answers it as it is stored. */
const stored = async (deps: RunDeps, before: Job, changes: Partial<Job>): Promise<Job> => {
  const after = { ...before, ...changes, updated_at: deps.clock.now() };
  const ended = hasEnded(after.state) ? { ended_at: after.updated_at } : {};
  await deps.store.write(changeJob(before, { ...after, ...ended }));
  return { ...after, ...ended, rev: before.rev + 1 };
};

const failed = (deps: RunDeps, job: Job, reason: JobFailureReason, explanation: string): Promise<Job> =>
  stored(deps, job, { state: 'failed', reason, explanation });

/** Counts the attempt before it is made, so that one that ends in a crash counts as well. */
const begin = (deps: RunDeps, job: Job): Promise<Job> => {
  if (job.tries < MOST_TRIES) return stored(deps, job, { state: 'running', tries: job.tries + 1 });
  const explanation = `It was begun ${MOST_TRIES} times without a step forward. Nothing that it has done is lost; ask for it again, and tell us if it fails again.`;
  return failed(deps, job, 'no_progress', explanation);
};

const step = async (deps: RunDeps, job: Job): Promise<Job> => {
  let result: StepResult;
  try {
    result = await deps.steps[job.kind](job);
  } catch (error) {
    if (error instanceof JobFailure) return failed(deps, job, error.reason, error.message);
    throw error;
  }
  const { done, total, cursor, report, files, parameters, finished } = result;
  return stored(deps, job, {
    ...{ done, cursor, tries: 0, state: finished ? 'done' : 'running' },
    ...(total === undefined ? {} : { total }),
    ...(report === undefined ? {} : { report }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(files === undefined ? {} : { files: [...files] }),
  });
};

const work = async (deps: RunDeps, found: Job): Promise<void> => {
  const until = deps.clock.real() + deps.milliseconds;
  let job = await begin(deps, found);
  while (!hasEnded(job.state)) {
    job = await step(deps, job);
    if (hasEnded(job.state) || deps.clock.real() < until) continue;
    await deps.store.transact(continueJob(job));
    return;
  }
};

/** Somebody else has taken the job further, or has cancelled it: what was done here does not count. */
const CAME_BETWEEN: readonly string[] = ['job_changed', 'job_run_exists'];

/**
 * Works on the job that an event names, for a bounded time. Where it stands is stored under a condition after every
 * step: a crash goes on there, and of two that work on the same job one stops.
 */
export const runJobs =
  (deps: RunDeps) =>
  async (_type: string, detail: unknown): Promise<void> => {
    const run = decode(JobRun, detail);
    const job = await getJob(deps.store, run.program, run.job);
    if (job === undefined || hasEnded(job.state) || job.run !== run.run) return;
    try {
      await work(deps, job);
    } catch (error) {
      if (error instanceof ConditionFailed && CAME_BETWEEN.includes(error.condition)) return;
      throw error;
    }
  };
