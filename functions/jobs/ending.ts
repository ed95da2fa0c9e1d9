import { hasEnded } from '../../domain/jobs.ts';
import { changeJob, type Job, removeJob } from '../../table/jobs.ts';
import type { Context } from '../shared/api.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { JobsDeps } from './deps.ts';

/** Cancels a job that is under way; one that has ended is removed with its files. */
export const endOrRemove = (
  deps: JobsDeps,
  context: Context,
  find: () => Promise<Job>,
): Promise<{ readonly key: string; readonly deleted: boolean }> =>
  untilUncontended(['job_changed'], deps.chance, async () => {
    const job = await find();
    const { key } = job;
    if (!hasEnded(job.state)) {
      const ended = { state: 'cancelled', updated_at: context.now, ended_at: context.now } as const;
      await deps.store.write(changeJob(job, { ...job, ...ended }));
      return { key, deleted: false };
    }
    for (const file of job.files) await deps.files.remove(file.key);
    await deps.store.write(removeJob(job));
    return { key, deleted: true };
  });
