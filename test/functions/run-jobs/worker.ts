import { hasEnded } from '../../../domain/jobs.ts';
import { exportStep } from '../../../functions/run-jobs/export.ts';
import { runJobs, type Step } from '../../../functions/run-jobs/run.ts';
import type { ExportRequest } from '../../../functions/shared/export-requests.ts';
import type { Files } from '../../../functions/shared/files.ts';
import { addJob, getJob, type Job } from '../../../table/jobs.ts';
import { configurationCache, programItem, putConfiguration } from '../../../table/programs.ts';
import type { Store } from '../../../table/store.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { configuration, NOW, PROGRAM, program } from '../../support/setting.ts';

export const JOB = 'job_00000000000000000000000001';

const newJob = (request: Partial<ExportRequest>): Job => ({
  ...{ key: JOB, program: PROGRAM, kind: 'export', asked_by: 'key_test', state: 'queued' },
  parameters: { kind: 'customers', format: 'csv', byte_order_mark: false, ...request },
  ...{ done: 0, run: 1, tries: 0, files: [], created_at: NOW, updated_at: NOW, rev: 1 },
});

type Guard = <T>(call: () => Promise<T>) => Promise<T>;

/** Store and files whose writing calls go through a guard, which may let one end before or after its effect. */
const guarded = (store: MemoryStore, files: MemoryFiles, guard: Guard) => {
  const careful: Store = {
    get: (key) => store.get(key),
    batchGet: (keys) => store.batchGet(keys),
    query: (input) => store.query(input),
    write: (write) => guard(() => store.write(write)),
    transact: (writes) => guard(() => store.transact(writes)),
  };
  const carefulFiles: Files = {
    uploadUrl: files.uploadUrl,
    uploadForm: (file, now) => files.uploadForm(file, now),
    pageUploadForm: (file, now) => files.pageUploadForm(file, now),
    downloadAddress: (key, name, now) => files.downloadAddress(key, name, now),
    head: (key) => files.head(key),
    read: (key, range) => files.read(key, range),
    write: (key, body, type) => guard(() => files.write(key, body, type)),
    copy: (from, to) => guard(() => files.copy(from, to)),
    remove: (key) => guard(() => files.remove(key)),
    startParts: (key, type) => guard(() => files.startParts(key, type)),
    writePart: (file, number, body) => guard(() => files.writePart(file, number, body)),
    finishParts: (file, parts) => guard(() => files.finishParts(file, parts)),
    abandonParts: (file) => guard(() => files.abandonParts(file)),
  };
  return { store: careful, files: carefulFiles };
};

const never: Step = () => Promise.reject(new Error('This kind is tested elsewhere.'));

/** A job with what works on it. Every event takes two steps, so that a job needs several. */
export const openWorker = async (
  request: Partial<ExportRequest> = {},
  guard: Guard = (call) => call(),
  step?: Step,
) => {
  const memory = new MemoryStore();
  const stored = new MemoryFiles();
  await memory.transact([putConfiguration(PROGRAM, configuration()), ...addJob(newJob(request))]);
  const head = programItem(program());
  memory.items.set(`${head.pk} | ${head.sk}`, head);
  const { store, files } = guarded(memory, stored, guard);
  let real = 0;
  const clock = { now: () => NOW, real: () => real++ };
  const exporting = exportStep({
    store,
    files,
    configurations: configurationCache(store),
    publicUrl: 'https://a.example',
    // Documents as what stands on them.
    draw: async (document) => Buffer.from(JSON.stringify(document)),
  });
  const run = runJobs({
    store,
    clock,
    steps: { export: step ?? exporting, person_export: never, erasure: never, import: never, dry_run: never },
    milliseconds: 2,
  });
  const job = async (): Promise<Job> => {
    const found = await getJob(memory, PROGRAM, JOB);
    if (found === undefined) throw new Error('The job is gone.');
    return found;
  };
  /** The event of a run, as the bus carries it. */
  const deliver = (number: number) =>
    run('job.continued', { key: `${JOB}.${number}`, program: PROGRAM, job: JOB, run: number });
  /** Delivers the newest event again and again, as a queue does, until the job has ended. */
  const finish = async (): Promise<Job> => {
    for (let deliveries = 0; deliveries < 1000; deliveries++) {
      const now = await job();
      if (hasEnded(now.state)) return now;
      await deliver(now.run).catch(() => undefined);
    }
    throw new Error('The job does not end.');
  };
  return { memory, files: stored, job, deliver, finish };
};
