import { dryRunRoutes } from '../../../functions/jobs/dry-runs.ts';
import { serve } from '../../../functions/shared/api.ts';
import type { Caller } from '../../../functions/shared/auth.ts';
import { DryRunRequest } from '../../../functions/shared/dry-run-requests.ts';
import { openIds } from '../../../functions/shared/ids.ts';
import { decode } from '../../../table/codec.ts';
import { triggers } from '../../../table/definitions.ts';
import { getJob } from '../../../table/jobs.ts';
import { keepVersion } from '../../../table/trigger-versions.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { configuration, openSetting, PROGRAM } from '../../support/setting.ts';
import { MovableClock } from '../shared/fakes/clock.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { httpEvent } from '../shared/fakes/http-event.ts';

const STORED = {
  ...{ key: 'trg_stored', program: PROGRAM, name: 'Ten per cent', created_at: 5, updated_at: 5, rev: 1, version: 2 },
  event: 'transaction.accepted' as const,
  audience: { type: 'all' as const },
  offer: { type: 'percentage' as const, bps: 1_000, description: '10 %', cap_month: 500 },
  ...{ active_from: 5, archived: false },
};

const open = async () => {
  const { store, deps } = openSetting(configuration());
  await store.transact(triggers.add(STORED));
  await store.transact([keepVersion({ ...STORED, version: 1, offer: { ...STORED.offer, bps: 700 } })]);
  const clock = new MovableClock('2026-01-20T10:00:00Z');
  let scopes: Caller['scopes'] = 'all';
  const caller = (): Caller => ({
    ...{ kind: 'key', program: PROGRAM, mode: 'test', identity: 'test', actor: 'key_test', scopes },
  });
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
  const routes = dryRunRoutes({ ...deps, files: new MemoryFiles(), ids: openIds() });
  const handle = serve(edge, routes);
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await handle(httpEvent({ method, path, query: '', body }));
    return JSON.parse(answer.body ?? '');
  };
  const request = async (key: string): Promise<DryRunRequest> =>
    decode(DryRunRequest, (await getJob(store, PROGRAM, key))?.parameters);
  return {
    call,
    request,
    as: (given: Caller['scopes']): void => {
      scopes = given;
    },
  };
};

const PATH = '/v2/triggers/dry-run';

describe('Asking for a dry run', () => {
  it('takes the stored trigger with the changes, on the last thirty days', async () => {
    const { call, request } = await open();
    const asked = await call('POST', PATH, { trigger_key: 'trg_stored', trigger: { name: 'Other' } });
    expect(asked).toMatchObject({
      status: 202,
      data: {
        ...{ status: 'queued', trigger_key: 'trg_stored', version: 2, complete: false, file: null },
        ...{ from: '2025-12-22', to: '2026-01-20', looked_until: null },
        trigger: { name: 'Other', action: { offer: { bps: 1_000 } } },
        totals: { events: 0, cost: 0 },
      },
    });
    // A cap is filled from the first day of the month in which the days begin.
    expect(await request(asked.data.key)).toMatchObject({
      ...{ from: Date.parse('2025-12-22T00:00:00Z'), to: Date.parse('2026-01-21T00:00:00Z') },
      capped_from: Date.parse('2025-12-01T00:00:00Z'),
    });
  });

  it('takes an earlier version, and none that there never was', async () => {
    const { call } = await open();
    const earlier = await call('POST', PATH, { trigger_key: 'trg_stored', version: 1 });
    expect(earlier.data).toMatchObject({ version: 1, trigger: { action: { offer: { bps: 700 } } } });
    expect(await call('POST', PATH, { trigger_key: 'trg_stored', version: 9 })).toMatchObject({ status: 404 });
  });

  it('is for those who may read sales and rewards', async () => {
    const { call, as } = await open();
    const { data } = await call('POST', PATH, { trigger_key: 'trg_stored' });
    as(['programs:read', 'programs:write', 'sales:read']);
    expect(await call('POST', PATH, { trigger_key: 'trg_stored' })).toMatchObject({ status: 403 });
    expect(await call('GET', `${PATH}/${data.key}`)).toMatchObject({ status: 403 });
    expect(await call('GET', PATH)).toMatchObject({ status: 403 });
    as(['programs:read', 'sales:read', 'rewards:read']);
    expect(await call('GET', `${PATH}/${data.key}`)).toMatchObject({ status: 200, data: { rewards: [] } });
    expect(await call('DELETE', `${PATH}/${data.key}`)).toMatchObject({ status: 403 });
  });

  it('is cancelled as long as it runs, and removed after that', async () => {
    const { call } = await open();
    const { data } = await call('POST', PATH, { trigger_key: 'trg_stored' });
    expect((await call('DELETE', `${PATH}/${data.key}`)).data).toEqual({ key: data.key, deleted: false });
    expect((await call('GET', `${PATH}/${data.key}`)).data).toMatchObject({ status: 'cancelled', complete: false });
    expect((await call('DELETE', `${PATH}/${data.key}`)).data).toEqual({ key: data.key, deleted: true });
    expect(await call('GET', `${PATH}/${data.key}`)).toMatchObject({ status: 404 });
  });
});
