import { emptyTally } from '../../../domain/dry-runs.ts';
import { dryRunStep } from '../../../functions/run-jobs/dry-run.ts';
import { acceptTransaction } from '../../../functions/shared/accept-transaction.ts';
import { DRY_RUN_DETAILS, DRY_RUN_ROWS } from '../../../functions/shared/dry-run-requests.ts';
import { jobFile } from '../../../functions/shared/files.ts';
import type { Job } from '../../../table/jobs.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { customer, NOW, openSetting, PROGRAM, standing, trigger } from '../../support/setting.ts';

const JOB = 'job_00000000000000000000000001';
const capped = { type: 'percentage', bps: 1_000, description: '10 %', cap_month: 3_000 } as const;
const TRIED = trigger({ key: 'trg_tried', offer: capped });

const newJob = (): Job => ({
  ...{ key: JOB, program: PROGRAM, kind: 'dry_run', asked_by: 'key_test', state: 'queued' },
  parameters: {
    ...{ trigger: TRIED, first_day: '2026-01-01', last_day: '2026-01-31' },
    ...{ from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2026-02-01T00:00:00Z') },
    capped_from: Date.parse('2026-01-01T00:00:00Z'),
  },
  ...{ done: 0, run: 1, tries: 0, files: [], created_at: NOW, updated_at: NOW, rev: 1 },
});

/** Runs the job, each step so many times from the same place, as after crashes; only the last one is stored. */
const run = async (times: number) => {
  const { store, deps, addStanding, addCustomer, time } = openSetting();
  addStanding(standing('part_b'));
  addCustomer(customer('ann', 'part_b'));
  for (let number = 0; number < 600; number++) {
    time.now = NOW + number;
    const order = { program: PROGRAM, external_key: `s${number}`, customer_key: 'ann', currency: 'GBP', amount: 100 };
    await acceptTransaction(deps)(order);
  }
  const files = new MemoryFiles();
  const step = dryRunStep({ store, files, configurations: deps.configurations });
  let job = newJob();
  let finished = false;
  while (!finished) {
    let result = await step(job);
    for (let again = 1; again < times; again++) result = await step(job);
    finished = result.finished;
    job = { ...job, done: result.done, cursor: JSON.parse(JSON.stringify(result.cursor)), rev: job.rev + 1 };
  }
  const text = (name: string) => files.stored.get(jobFile(PROGRAM, JOB, name))?.body.toString('utf8');
  const details: { rewards: { amount: number }[]; partnerships: { amount: number }[] } = JSON.parse(
    text(DRY_RUN_DETAILS) ?? '{}',
  );
  const amounts = (text(DRY_RUN_ROWS) ?? '')
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((row) => Number(row.split(',')[8]));
  return { job, amounts, partnerships: details.partnerships, kept: files.stored.size };
};

test('A dry run comes to the same end wherever it is cut off, with caps filled once', async () => {
  const straight = await run(1);
  const cutOff = await run(2);
  expect(straight.amounts).toHaveLength(300);
  expect(straight.partnerships).toMatchObject([{ rewards: 300, amount: 3_000 }]);
  expect(cutOff).toMatchObject({ amounts: straight.amounts, partnerships: straight.partnerships, kept: 2 });
  expect(straight.job.cursor).toMatchObject({
    tally: { events: 600, matched: 300, turned_away: { ...emptyTally(TRIED).turned_away, nothing_left: 300 } },
  });
});
