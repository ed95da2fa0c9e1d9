import { hasEnded } from '../../../domain/jobs.ts';
import { decimalAmount } from '../../../domain/money.ts';
import type { RuleExpression } from '../../../domain/rules.ts';
import type { Configuration, Trigger } from '../../../domain/triggers.ts';
import { dryRunStep } from '../../../functions/run-jobs/dry-run.ts';
import { runJobs, type Step } from '../../../functions/run-jobs/run.ts';
import { acceptRefund } from '../../../functions/sales/accept-refund.ts';
import { reportAction } from '../../../functions/sales/actions.ts';
import { acceptTransaction, type TransactionRequest } from '../../../functions/shared/accept-transaction.ts';
import {
  DRY_RUN_DETAILS,
  DRY_RUN_ROWS,
  DryRunDetails,
  DryRunProgress,
  type DryRunRequest,
} from '../../../functions/shared/dry-run-requests.ts';
import { jobFile } from '../../../functions/shared/files.ts';
import { createCustomer } from '../../../functions/shared/new-customers.ts';
import { decode } from '../../../table/codec.ts';
import { readEarning } from '../../../table/earnings.ts';
import { addJob, getJob, type Job } from '../../../table/jobs.ts';
import { programItem, putConfiguration } from '../../../table/programs.ts';
import type { Item } from '../../../table/store.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import {
  announcedSale,
  configuration,
  customer,
  NOW,
  openSetting,
  PROGRAM,
  program,
  standing,
  trigger,
} from '../../support/setting.ts';

const DAY = 86_400_000;
const JOB = 'job_00000000000000000000000001';
const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = Date.parse('2026-02-01T00:00:00Z');

const never: Step = () => Promise.reject(new Error('This kind is tested elsewhere.'));

const open = (config: Configuration) => {
  const setting = openSetting(config);
  const files = new MemoryFiles();
  setting.addStanding(standing('part_b', { recruiter: 'part_r', tags: ['tag_vip'] }));
  setting.addStanding(standing('part_c'));
  setting.addStanding(standing('part_r'));
  for (const [name, partnership] of [
    ['ann', 'part_b'],
    ['bob', 'part_c'],
    ['cid', 'part_b'],
    ['dan', undefined],
  ] as const) {
    setting.addCustomer(customer(name, partnership));
  }
  const sell = async (order: Partial<TransactionRequest>) => {
    const asked = { program: PROGRAM, currency: 'GBP', amount: 1_000, ...order };
    const { sale } = await acceptTransaction(setting.deps)(asked);
    await setting.evaluate('transaction.accepted', announcedSale(sale));
    return sale;
  };
  /** What a dry run of the trigger gives: the rows of its report, and what it shows. */
  const tryIt = async (tried: Trigger, changes: Partial<DryRunRequest> = {}, perRun = 2) => {
    const request: DryRunRequest = {
      ...{ trigger: tried, first_day: '2026-01-01', last_day: '2026-01-31', from: FROM, to: TO, capped_from: FROM },
      ...changes,
    };
    const job: Job = {
      ...{ key: JOB, program: PROGRAM, kind: 'dry_run', asked_by: 'key_test', state: 'queued', parameters: request },
      ...{ done: 0, run: 1, tries: 0, files: [], created_at: NOW, updated_at: NOW, rev: 1 },
    };
    await setting.store.transact(addJob(job));
    let real = 0;
    const run = runJobs({
      store: setting.store,
      clock: { now: () => NOW, real: () => real++ },
      steps: {
        ...{ export: never, person_export: never, erasure: never, import: never },
        dry_run: dryRunStep({ ...setting.deps, files }),
      },
      milliseconds: perRun,
    });
    for (let turns = 0; turns < 100; turns++) {
      const now = await getJob(setting.store, PROGRAM, JOB);
      if (now === undefined || hasEnded(now.state)) break;
      await run('job.continued', { key: `${JOB}.${now.run}`, program: PROGRAM, job: JOB, run: now.run });
    }
    const ended = await getJob(setting.store, PROGRAM, JOB);
    const text = files.stored.get(jobFile(PROGRAM, JOB, DRY_RUN_ROWS))?.body.toString('utf8') ?? '';
    const details = files.stored.get(jobFile(PROGRAM, JOB, DRY_RUN_DETAILS))?.body.toString('utf8') ?? '{}';
    return {
      job: ended,
      progress: decode(DryRunProgress, ended?.cursor),
      rows: text.trimEnd().split('\r\n').slice(1),
      details: decode(DryRunDetails, JSON.parse(details)),
      files,
    };
  };
  /** The rewards that were really made, as rows of a report begin and end. */
  const made = (key: string): readonly string[] =>
    [...setting.store.items.values()]
      .filter((item: Item) => item.sk.startsWith('EARN#'))
      .map(readEarning)
      .flatMap(({ event, partnership, rewards }) =>
        rewards
          .filter((reward) => reward.trigger === key)
          .map(({ level, base, amount }) => [event, partnership, level, inFile(base), inFile(amount)].join()),
      )
      .toSorted();
  return { ...setting, files, sell, tryIt, made };
};

/** An amount as files have it. */
const inFile = (amount: number): string => decimalAmount(amount, 'GBP');

/** A row without what only people read. */
const bare = (row: string): string => {
  const cells = row.split(',');
  return [cells[0], cells[4], cells[6], cells[7], cells[8]].join();
};

const SILVER = { key: 'tier_silver', name: 'Silver', minimum: 5_000 };
const LADDER = {
  measurement: 'lifetime_sales',
  movement: 'live',
  levels: [{ key: 'tier_bronze', name: 'Bronze', minimum: 0 }, SILVER],
} as const;
const MUGS: RuleExpression = { and: [{ field: 'product_key', op: 'eq', value: 'mug' }] };
const percent = { type: 'percentage', bps: 1_000, description: '10 %' } as const;

interface Case {
  readonly case: string;
  readonly changes: Partial<Trigger>;
  readonly settings?: Partial<Configuration>;
}

const CASES: readonly Case[] = [
  { case: 'a percentage of everything', changes: {} },
  { case: 'the lines of one product', changes: { rules: MUGS } },
  { case: 'the third sale of a customer', changes: { rules: { field: 'earlier_transactions', op: 'eq', value: 2 } } },
  {
    case: 'the first two sales of a customer',
    changes: { offer: { ...percent, cap_customer_transactions: 2 } },
  },
  { case: 'a cap for each month', changes: { offer: { ...percent, cap_month: 700 } } },
  { case: 'a cap for each reward', changes: { offer: { ...percent, cap_per_reward: 90 } } },
  { case: 'a segment', changes: { audience: { type: 'segments', segments: ['seg_vip'] } } },
  { case: 'a tier', changes: { audience: { type: 'all', from_tier: 'tier_silver' } } },
  {
    case: 'the best offer only',
    changes: { rules: { field: 'amount', op: 'gte', value: 900 } },
    settings: { stacking: 'best' },
  },
];

describe('A dry run of a trigger that was there', () => {
  test.each(CASES)('gives exactly the rewards that were made: $case', async ({ changes, settings }) => {
    const tried = trigger({ key: 'trg_tried', ...changes });
    const other = trigger({ key: 'trg_other', offer: { type: 'flat', value: 60, description: 'Sixty' } });
    const { sell, tryIt, made, time } = open(
      configuration({
        triggers: [tried, other],
        segments: [{ key: 'seg_vip', match: 'tag_vip' }],
        ladder: { ...LADDER, levels: [...LADDER.levels] },
        ...settings,
      }),
    );
    for (let number = 0; number < 40; number++) {
      time.now = NOW + number * 60_000;
      await sell({
        external_key: `s${number}`,
        customer_key: ['ann', 'bob', 'cid', 'dan'][number % 4] ?? 'ann',
        amount: undefined,
        lines: [
          { product_key: 'mug', quantity: 1 + (number % 3), unit_amount: 217 },
          { product_key: 'bag', quantity: 1, unit_amount: 100 * (number % 9) },
        ],
      });
    }
    const { rows, progress, job } = await tryIt(tried);
    expect(job?.state).toBe('done');
    expect(rows.map(bare).toSorted()).toEqual(made('trg_tried'));
    expect(rows.length).toBeGreaterThan(0);
    expect(progress.tally).toMatchObject({ events: 40, without_partnership: 10 });
    expect(progress.tally.cost_before).toBe(progress.tally.cost_after);
  });
});

describe('A dry run of a draft', () => {
  test('counts the earlier sales of customers that nobody counted at the time', async () => {
    const { sell, tryIt } = open(configuration());
    for (let number = 0; number < 6; number++) await sell({ external_key: `s${number}`, customer_key: 'ann' });
    const third = { field: 'earlier_transactions', op: 'eq', value: 2 } as const;
    const { progress, details } = await tryIt(trigger({ key: 'trg_draft', rules: third }));
    expect(progress.tally).toMatchObject({ events: 6, matched: 1, rules: [{ held: 1, turned_away: 5, alone: 5 }] });
    expect(details.rewards[0]).toMatchObject({
      ...{ external_key: 's2', partnership_key: 'part_b', base: { amount: 1_000 }, amount: 50 },
      rules: [{ field: 'earlier_transactions', actual: 2, held: true }],
      arithmetic: expect.arrayContaining(['5 % of 10.00 GBP is 0.50 GBP, rounded half up.']),
    });
  });

  test('fills a monthly cap from the first day of the month, and shows only what lies in its days', async () => {
    const { sell, tryIt, time } = open(configuration());
    for (const day of [3, 10, 17]) {
      time.now = Date.parse(`2026-01-${String(day).padStart(2, '0')}T12:00:00Z`);
      await sell({ external_key: `s${day}`, customer_key: 'ann' });
    }
    const capped = trigger({ key: 'trg_draft', offer: { ...percent, cap_month: 250 } });
    const from = Date.parse('2026-01-15T00:00:00Z');
    const { progress } = await tryIt(capped, { from });
    expect(progress.tally).toMatchObject({ events: 1, first_tier_amount: 50 });
  });

  test('says what refunds have taken back of each reward since', async () => {
    const { sell, tryIt, deps } = open(configuration());
    await sell({ external_key: 'sale', customer_key: 'bob', amount: 10_000 });
    await acceptRefund(deps)({ program: PROGRAM, transaction: 'sale', external_key: 'back', amount: 2_500 });
    const { progress, details } = await tryIt(trigger({ key: 'trg_draft', offer: percent }));
    expect(progress.tally).toMatchObject({ first_tier_amount: 1_000, clawed_back: 250 });
    expect(details.rewards[0]?.arithmetic.at(-1)).toBe('Refunds took back 2.50 GBP: 7.50 GBP is left.');
    expect(details.partnerships).toEqual([{ partnership_key: 'part_c', rewards: 1, amount: 750 }]);
  });

  test('takes a segment that is newer than an event as it is now, and says so', async () => {
    const { sell, tryIt, put } = open(configuration());
    await sell({ external_key: 'sale', customer_key: 'ann' });
    const write = putConfiguration(
      PROGRAM,
      configuration({ version: 2, segments: [{ key: 'seg_new', match: 'tag_vip' }] }),
    );
    if (write.kind === 'put') put(write.item);
    put(programItem(program({ config: 2 })));
    const audience = { type: 'segments' as const, segments: ['seg_new'] };
    const { progress } = await tryIt(trigger({ key: 'trg_draft', audience }));
    expect(progress.tally).toMatchObject({ matched: 1, approximate: { segment_is_newer: 1, tier_is_newer: 0 } });
  });

  test('looks at sign-ups and actions for which nobody waited, and leaves out what was taken back or imported', async () => {
    const { tryIt, deps } = open(configuration());
    const join = createCustomer({ ...deps, clicksOf: async () => [] });
    await join({ program: PROGRAM, customer_key: 'eve', partnership: 'part_b' });
    await join({ program: PROGRAM, customer_key: 'old', partnership: 'part_b', signed_up_at: NOW - 300 * DAY });
    await join({ program: PROGRAM, customer_key: 'none' });
    const flat = { type: 'flat', value: 300, description: 'Three pounds' } as const;
    const signUps = await tryIt(trigger({ key: 'trg_draft', event: 'customer.created', offer: flat }));
    expect(signUps.progress.tally).toMatchObject({
      ...{ events: 3, matched: 1, never_rewarded: 1, without_partnership: 1 },
      ...{ first_tier_amount: 300, second_tier_amount: 30 },
    });
  });

  test('tells of actions under the merchant’s own key', async () => {
    const { tryIt, deps } = open(configuration());
    const act = (type: string) =>
      reportAction(deps)({
        ...{ program: PROGRAM, type, target_type: 'customer', target_key: 'bob', value: 1, external_key: `a-${type}` },
      });
    await act('demo');
    await act('visit');
    const { progress, details } = await tryIt(
      trigger({
        ...{ key: 'trg_draft', event: 'action.reported', offer: { type: 'flat', value: 5, description: '' } },
        rules: { field: 'action', op: 'eq', value: 'demo' },
      }),
    );
    expect(progress.tally).toMatchObject({ events: 2, matched: 1, turned_away: { rules: 1 } });
    expect(details.rewards.map((reward) => reward.external_key)).toEqual(['a-demo']);
  });

  test('writes nothing but the job and its files, and leaves only the report and the details', async () => {
    const { sell, tryIt, store } = open(configuration());
    for (let number = 0; number < 300; number++) {
      await sell({ external_key: `=s${number}`, customer_key: number % 2 === 0 ? 'ann' : 'bob' });
    }
    const before = new Map([...store.items].filter(([key]) => !key.includes('JOB')));
    const { rows, files, job } = await tryIt(trigger({ key: 'trg_draft' }));
    expect(new Map([...store.items].filter(([key]) => !key.includes('JOB')))).toEqual(before);
    expect(rows).toHaveLength(450);
    expect(rows[0]?.split(',')[3]).toBe("'=s0");
    expect([...files.stored.keys()].toSorted()).toEqual(job?.files.map((file) => file.key).toSorted());
  });
});
