import type { JobKind } from '../../domain/jobs.ts';
import type { Job, JobFile } from '../../table/jobs.ts';
import type { Context } from './api.ts';
import type { Files } from './files.ts';
import type { Ids } from './ids.ts';

/** A job that somebody asks for. `addJob` stores and starts it. */
export const newJob = (ids: Ids, context: Context, kind: JobKind, parameters: unknown): Job => ({
  key: ids.key('job', context.now),
  program: context.program,
  kind,
  parameters,
  asked_by: context.caller.actor,
  state: 'queued',
  done: 0,
  run: 1,
  tries: 0,
  files: [],
  created_at: context.now,
  updated_at: context.now,
  rev: 1,
});

const KEPT_MS = 30 * 86_400_000;

/** Until when the files of a job can be downloaded (infra/files.ts removes them). */
export const filesEndAt = (job: Job): number | undefined =>
  job.ended_at === undefined ? undefined : job.ended_at + KEPT_MS;

/** What every kind of job shows of itself. */
export const jobFields = (job: Job) => ({
  key: job.key,
  created_at: job.created_at,
  updated_at: job.updated_at,
  status: job.state,
  progress: { done: job.done, total: job.total ?? null },
  reason: job.reason ?? null,
  explanation: job.explanation ?? null,
});

/** A file of a job, with an address that downloads it as long as it is there. */
export const jobFileView = (files: Files, job: Job, file: JobFile, now: number) => {
  const end = filesEndAt(job);
  const there = end !== undefined && now < end;
  return {
    name: file.name,
    size: file.size,
    download_url: there ? files.downloadAddress(file.key, file.name, now) : null,
    expires_at: end ?? null,
  };
};
