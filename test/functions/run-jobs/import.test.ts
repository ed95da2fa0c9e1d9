import { hasEnded, JobFailure } from '../../../domain/jobs.ts';
import { importStep } from '../../../functions/run-jobs/import.ts';
import { runJobs, type Step } from '../../../functions/run-jobs/run.ts';
import type { ReadSystem } from '../../../functions/run-jobs/system-client.ts';
import type { ImportRequest } from '../../../functions/shared/import-requests.ts';
import { importAccess, keepImportAccess } from '../../../table/import-access.ts';
import { addJob, getJob, type Job } from '../../../table/jobs.ts';
import { systemFixture } from '../../support/import-fixtures.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { openImports, visible } from '../imports/setting.ts';

const JOB = 'job_00000000000000000000000001';

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

/** PartnerStack's lists, in pages of two. */
const partnerStack: ReadSystem = async ({ path, query }) => {
  const [, list = '', , partner = ''] = path.split('/');
  const fixture = systemFixture('partnerstack');
  const found = list === 'links' ? at(at(fixture, 'links'), partner) : at(fixture, list);
  const items: readonly unknown[] = Array.isArray(found) ? found : [];
  const after = query.find(([name]) => name === 'starting_after')?.[1];
  const from = after === undefined ? 0 : items.findIndex((item) => at(item, 'key') === after) + 1;
  return { data: { items: items.slice(from, from + 2), has_more: from + 2 < items.length } };
};

const never: Step = () => Promise.reject(new Error('This kind is tested elsewhere.'));

const openImport = async (read: ReadSystem = partnerStack, changes: Partial<ImportRequest> = {}) => {
  const setting = await openImports();
  const { store, memory, deps, program, clock } = setting;
  const files = new MemoryFiles();
  const parameters: ImportRequest = {
    ...{ source: 'partnerstack', dry_run: false, currency: 'GBP', date_order: 'iso', groups: {}, unused_columns: [] },
    ...changes,
  };
  const now = clock.now();
  const job: Job = {
    ...{ key: JOB, program, kind: 'import', asked_by: 'key_test', state: 'queued', parameters },
    ...{ done: 0, run: 1, tries: 0, files: [], created_at: now, updated_at: now, rev: 1 },
  };
  const access = { key: 'pk', secret: 'sk' };
  await memory.transact([...addJob(job), keepImportAccess(JOB, access, now / 1000 + 3600)]);
  const systems = { partnerstack: read, rewardful: read, firstpromoter: read };
  const steps = {
    export: never,
    person_export: never,
    erasure: never,
    dry_run: never,
    import: importStep({ imports: deps, files, systems }),
  };
  let real = 0;
  const run = runJobs({ store, clock: { now: () => now, real: () => real++ }, steps, milliseconds: 3 });
  const current = async (): Promise<Job> => {
    const found = await getJob(memory, program, JOB);
    if (found === undefined) throw new Error('The job is gone.');
    return found;
  };
  /** Delivers the newest event until the job has ended, as a queue does. */
  const finish = async (): Promise<Job> => {
    for (let deliveries = 0; deliveries < 100; deliveries++) {
      const before = await current();
      if (hasEnded(before.state)) return before;
      await run('job.continued', { key: JOB, program, job: JOB, run: before.run }).catch(() =>
        store.crashAt(undefined),
      );
    }
    throw new Error('The job does not end.');
  };
  const reportOf = (ended: Job): string => files.stored.get(ended.files[0]?.key ?? '')?.body.toString('utf8') ?? '';
  const access_left = () => importAccess(memory, JOB, now / 1000);
  return { ...setting, files, finish, reportOf, access_left };
};

describe('An import as a job', () => {
  it('reads all lists in steps, keeps a report of everything that it left out, and forgets its access', async () => {
    const { finish, reportOf, access_left, files } = await openImport();
    await expect(access_left()).resolves.toMatchObject({ key: 'pk' });
    const job = await finish();
    expect(job).toMatchObject({ state: 'done', done: 12, total: 12 });
    expect(reportOf(job).split('\r\n')).toHaveLength(8);
    expect([...files.stored.keys()]).toEqual([job.files[0]?.key]);
    expect(job.report?.problems).toHaveLength(6);
    await expect(access_left()).resolves.toBeUndefined();
    expect(JSON.stringify(job)).not.toContain('"sk"');
  });

  it('comes to the same end, tally and report, wherever it is cut off', async () => {
    const whole = await openImport();
    const start = whole.store.writes;
    const ended = await whole.finish();
    const writes = whole.store.writes - start;
    const report = whole.reportOf(ended);
    for (const moment of ['before', 'after'] as const) {
      for (let write = 0; write < writes; write += 1) {
        const cut = await openImport();
        cut.store.crashAt(write, moment);
        const job = await cut.finish();
        const found = {
          state: job.state,
          cursor: job.cursor,
          problems: job.report?.problems,
          report: cut.reportOf(job),
        };
        const wanted = { state: 'done', cursor: ended.cursor, problems: ended.report?.problems, report };
        expect({ moment, write, ...found }).toEqual({ moment, write, ...wanted });
        expect({ moment, write, ...visible(cut.memory) }).toEqual({ moment, write, ...visible(whole.memory) });
        await expect(cut.access_left()).resolves.toBeUndefined();
      }
    }
  });

  it.each([
    [
      'refuses the credentials',
      () => Promise.reject(new JobFailure('credentials_refused', 'No.')),
      'credentials_refused',
    ],
    ['answers something else than it publishes', async () => ({ hello: 'world' }), 'source_unreadable'],
    ['leads in a circle', async () => ({ data: { items: [{ key: 'same' }], has_more: true } }), 'source_unreadable'],
  ] satisfies readonly (readonly [string, ReadSystem, string])[])(
    'fails with a reason when the other system %s, and forgets its access',
    async (_title, read, reason) => {
      const { finish, access_left } = await openImport(read);
      await expect(finish()).resolves.toMatchObject({ state: 'failed', reason });
      await expect(access_left()).resolves.toBeUndefined();
    },
  );

  it('of a file goes through its rows, and fails when the file is gone', async () => {
    const { finish } = await openImport(partnerStack, { kind: 'partners', file: 'jobs/x/import.csv' });
    await expect(finish()).resolves.toMatchObject({ state: 'failed', reason: 'file_gone' });
    const filled = await openImport(partnerStack, { source: 'csv', kind: 'partners', file: 'jobs/y/import.csv' });
    const rows = Array.from({ length: 230 }, (_, number) => `p${number}@partners.example`);
    await filled.files.write('jobs/y/import.csv', ['email', ...rows, 'nobody'].join('\n'), 'text/csv');
    const job = await filled.finish();
    expect(job).toMatchObject({ state: 'done', done: 231 });
    expect(job.cursor).toMatchObject({ tally: { counts: { partners: { made: 230, exists: 0, skipped: 1 } } } });
    expect(filled.reportOf(job)).toContain('partners,232,partners,nobody,not_valid,');
  });
});
