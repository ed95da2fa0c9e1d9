import { JobFailure } from '../../../domain/jobs.ts';
import { customerItem } from '../../../table/customers.ts';
import { changeJob, getJob, removeJob } from '../../../table/jobs.ts';
import type { MemoryStore } from '../../support/memory-store.ts';
import { NOW, PROGRAM } from '../../support/setting.ts';
import { JOB, openWorker } from './worker.ts';

const CUSTOMERS = 1_203;

const keyOf = (number: number): string => `cust_${String(number).padStart(26, '0')}`;

const fill = (memory: MemoryStore, count = CUSTOMERS): void => {
  for (let number = 0; number < count; number++) {
    const item = customerItem({
      ...{ key: keyOf(number), program: PROGRAM, customer_key: `c${number}`, name: `=Name, ${number}` },
      ...{ created_at: NOW + number, updated_at: NOW, rev: 1 },
    });
    memory.items.set(`${item.pk} | ${item.sk}`, item);
  }
};

const textOf = (worker: Awaited<ReturnType<typeof openWorker>>, key: string | undefined): string =>
  worker.files.stored.get(key ?? '')?.body.toString('utf8') ?? '';

/** How often the guarded calls of a whole job happen; the job's file. */
const measured = async () => {
  let calls = 0;
  const worker = await openWorker({}, (call) => {
    calls += 1;
    return call();
  });
  fill(worker.memory);
  const job = await worker.finish();
  return { calls, text: textOf(worker, job.files[0]?.key) };
};

describe('A job', () => {
  it('is done in steps over several events, and says how far it is', async () => {
    const worker = await openWorker();
    fill(worker.memory);
    await worker.deliver(1);
    await expect(worker.job()).resolves.toMatchObject({ state: 'running', run: 2, tries: 0, done: 1_000 });
    const job = await worker.finish();
    expect(job).toMatchObject({ state: 'done', done: CUSTOMERS, total: CUSTOMERS, ended_at: NOW });
    const rows = textOf(worker, job.files[0]?.key).trimEnd().split('\r\n');
    expect(rows).toHaveLength(CUSTOMERS + 1);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows[1]).toContain(`${keyOf(0)},c0,,"'=Name, 0"`);
  });

  it('leaves nothing behind but its file', async () => {
    const worker = await openWorker();
    fill(worker.memory);
    const [file] = (await worker.finish()).files;
    expect([...worker.files.stored.keys()]).toEqual([file?.key]);
    expect(file).toMatchObject({ name: 'customers-2026-01-15.csv', size: textOf(worker, file?.key).length });
  });

  it.each(['before', 'after'])('goes on where it was after a crash %s any of its writes', async (when) => {
    const { calls, text } = await measured();
    expect(calls).toBeGreaterThan(10);
    for (let crash = 1; crash <= calls; crash++) {
      let count = 0;
      const worker = await openWorker({}, async (call) => {
        count += 1;
        if (count !== crash) return call();
        if (when === 'after') await call();
        throw new Error('The power failed.');
      });
      fill(worker.memory);
      const job = await worker.finish();
      expect({ crash, state: job.state }).toEqual({ crash, state: 'done' });
      expect(textOf(worker, job.files[0]?.key)).toBe(text);
    }
  });

  it('is the same when each event is worked on twice at the same time', async () => {
    const { text } = await measured();
    const worker = await openWorker();
    fill(worker.memory);
    for (let events = 1; (await worker.job()).state !== 'done'; events++) {
      const { run } = await worker.job();
      await Promise.allSettled([worker.deliver(run), worker.deliver(run), worker.deliver(run - 1)]);
      expect(events).toBeLessThan(50);
    }
    expect(textOf(worker, (await worker.job()).files[0]?.key)).toBe(text);
  });

  it('is given up when it was begun four times without a step forward', async () => {
    const worker = await openWorker({}, undefined, async () => {
      throw new Error('A defect.');
    });
    for (let tries = 1; tries <= 4; tries++) {
      await expect(worker.deliver(1)).rejects.toThrow('A defect.');
      await expect(worker.job()).resolves.toMatchObject({ state: 'running', tries });
    }
    await worker.deliver(1);
    await expect(worker.job()).resolves.toMatchObject({
      ...{ state: 'failed', reason: 'no_progress', ended_at: NOW },
      explanation: expect.stringContaining('4 times'),
    });
  });

  it('fails at once, and says why, when it cannot go on', async () => {
    const worker = await openWorker({}, undefined, async () => {
      throw new JobFailure('too_large', 'Ask for less.');
    });
    await worker.deliver(1);
    await expect(worker.job()).resolves.toMatchObject({
      state: 'failed',
      reason: 'too_large',
      explanation: 'Ask for less.',
    });
  });

  it('stops when it is cancelled or removed while a step runs', async () => {
    for (const remove of [false, true]) {
      const worker = await openWorker({}, undefined, async (job) => {
        const cancelled = { ...job, state: 'cancelled' } as const;
        await worker.memory.write(remove ? removeJob(job) : changeJob(job, cancelled));
        return { done: 1, cursor: null, finished: false };
      });
      await worker.deliver(1);
      const left = await getJob(worker.memory, PROGRAM, JOB);
      expect(left?.state).toBe(remove ? undefined : 'cancelled');
      await worker.deliver(1);
    }
  });
});
