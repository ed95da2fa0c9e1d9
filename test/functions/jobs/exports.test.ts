import { exportRoutes } from '../../../functions/jobs/exports.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { Caller } from '../../../functions/shared/auth.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { changeJob, getJob } from '../../../table/jobs.ts';
import { jobRunKey } from '../../../table/keys.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { PROGRAM } from '../../support/setting.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

const DAY_MS = 86_400_000;

const open = () => {
  const store = new MemoryStore();
  const files = new MemoryFiles();
  const clock = new MovableClock();
  let scopes: Caller['scopes'] = 'all';
  let program = PROGRAM;
  const caller = (): Caller => ({ kind: 'key', program, mode: 'test', identity: 'test', actor: 'key_test', scopes });
  const edge = {
    clock,
    log: new KeptLog(),
    access: {
      authenticators: [async () => caller()],
      limiter: async () => ({ limit: 600, remaining: 599, reset: 60 }),
      idempotency: async (_: unknown, attempt: () => Promise<{ status: number; body: string }>) => ({
        ...(await attempt()),
        replayed: false,
      }),
    },
  };
  const handle = serve(edge, exportRoutes({ store, files, ids: openIds(), chance: () => 0 }));
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await handle(httpEvent({ method, path, query: '', body }));
    return JSON.parse(answer.body ?? '');
  };
  const as = (given: Caller['scopes'], other = PROGRAM): void => {
    scopes = given;
    program = other;
  };
  /** Ends a job as its last step does. */
  const end = async (key: string): Promise<string> => {
    const job = await getJob(store, PROGRAM, key);
    if (job === undefined) throw new Error('The job is gone.');
    const file = `jobs/${PROGRAM}/${key}/export.csv`;
    await files.write(file, 'a', 'text/csv');
    const done = { state: 'done', done: 1, total: 1, files: [{ key: file, name: 'a.csv', size: 1 }] } as const;
    await store.write(changeJob(job, { ...job, ...done, files: [...done.files], ended_at: clock.now() }));
    return file;
  };
  return { store, files, clock, call, as, end };
};

describe('An export', () => {
  it('is stored with the event that starts it', async () => {
    const { store, call } = open();
    const asked = await call('POST', '/v2/exports', { kind: 'customers', period: '2026-01' });
    expect(asked).toMatchObject({
      status: 202,
      data: { kind: 'customers', format: 'csv', status: 'queued', filters: { period: '2026-01' }, file: null },
    });
    const run = await store.get(jobRunKey(PROGRAM, asked.data.key, 1));
    expect(run).toMatchObject({ announces: 'job.started', job: asked.data.key, run: 1, program: PROGRAM });
  });

  it('is refused with a filter that its kind does not have', async () => {
    const { call } = open();
    const refused = await call('POST', '/v2/exports', { kind: 'tags', status: 'active' });
    expect(refused).toMatchObject({ status: 422, error: { param: 'status', reason: 'unknown_filter' } });
    expect(await call('POST', '/v2/exports', { kind: 'spies' })).toMatchObject({
      status: 422,
      error: { param: 'kind' },
    });
  });

  it.each([
    [{ kind: 'invoice_pdf' }, 422, 'period', 'period_missing'],
    [{ kind: 'invoice_rewards', period: '2026-01' }, 404, 'period', 'not_found'],
    [{ kind: 'invoice_lines', period: '2026-01', format: 'pdf' }, 422, 'format', 'unknown_format'],
    [{ kind: 'invoice_pdf', period: '2026-01', format: 'csv' }, 422, 'format', 'unknown_format'],
    [{ kind: 'tags', language: 'de' }, 422, 'language', 'unknown_language'],
  ])('of an invoice names a month that has one, and a form that it has: %j', async (body, status, param, reason) => {
    const { call } = open();
    expect(await call('POST', '/v2/exports', body)).toMatchObject({
      ...{ status, error: { param, ...(status === 404 ? { code: reason } : { reason }) } },
    });
  });

  it('gives its file an address for as long as the file is there', async () => {
    const { call, clock, end } = open();
    const { data } = await call('POST', '/v2/exports', { kind: 'tags' });
    const key = await end(data.key);
    const { data: done } = await call('GET', `/v2/exports/${data.key}`);
    expect(done.file).toMatchObject({ name: 'a.csv', size: 1, download_url: expect.stringContaining(key) });
    clock.pass(30 * DAY_MS);
    const { data: later } = await call('GET', `/v2/exports/${data.key}`);
    expect(later.file).toMatchObject({ download_url: null, expires_at: done.file.expires_at });
  });

  it('is for those only who may read what is in it', async () => {
    const { call, as, end } = open();
    const { data } = await call('POST', '/v2/exports', { kind: 'everything' });
    await end(data.key);
    as(['exports:read', 'exports:write', 'partnerships:read']);
    expect(await call('POST', '/v2/exports', { kind: 'invoices' })).toMatchObject({ status: 403 });
    expect(await call('POST', '/v2/exports', { kind: 'everything' })).toMatchObject({ status: 403 });
    expect(await call('GET', `/v2/exports/${data.key}`)).toMatchObject({ status: 403 });
    expect(await call('DELETE', `/v2/exports/${data.key}`)).toMatchObject({ status: 403 });
    expect((await call('GET', '/v2/exports')).data.items).toEqual([]);
    expect(await call('POST', '/v2/exports', { kind: 'links' })).toMatchObject({ status: 202 });
    as('all', 'prog_00000000000000000000000002');
    expect(await call('GET', `/v2/exports/${data.key}`)).toMatchObject({ status: 404, error: { param: 'export' } });
  });

  it('is cancelled while it is under way, and removed with its file when it has ended', async () => {
    const { call, files, end } = open();
    const { data: running } = await call('POST', '/v2/exports', { kind: 'tags' });
    expect((await call('DELETE', `/v2/exports/${running.key}`)).data).toEqual({ key: running.key, deleted: false });
    expect((await call('GET', `/v2/exports/${running.key}`)).data.status).toBe('cancelled');
    const { data: ended } = await call('POST', '/v2/exports', { kind: 'tags' });
    const file = await end(ended.key);
    expect((await call('DELETE', `/v2/exports/${ended.key}`)).data).toEqual({ key: ended.key, deleted: true });
    expect(files.stored.has(file)).toBe(false);
    expect((await call('GET', '/v2/exports')).data.items).toMatchObject([{ key: running.key }]);
  });
});
