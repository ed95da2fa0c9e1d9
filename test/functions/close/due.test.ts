import { periodEnd } from '../../../domain/periods.ts';
import { closeTask } from '../../../functions/close/task.ts';
import { programItem } from '../../../table/programs.ts';
import { earning, openBilling, PERIOD } from '../../support/billing.ts';
import { PROGRAM, program } from '../../support/setting.ts';

const FEBRUARY = '2026-02-01T00:00:00Z';

describe('The billing run', () => {
  it('starts the month of each program whose period has ended, under the name of program and period', async () => {
    const billing = openBilling();
    for (let n = 0; n < 230; n++) {
      const key = `prog_${String(n).padStart(4, '0')}`;
      billing.put(programItem(program({ key, open_period: PERIOD, due_at: periodEnd(PERIOD, 'UTC') })));
    }
    billing.put(
      programItem(program({ key: 'prog_later', open_period: '2026-02', due_at: periodEnd('2026-02', 'UTC') })),
    );
    expect((await billing.run(FEBRUARY)).state).toBe('AllDueMonthsStarted');
    expect(billing.started).toHaveLength(231);
    expect(billing.started).toContainEqual({
      name: `month-${PROGRAM}-2026-01`,
      input: { program: PROGRAM, period: '2026-01', phase: 'close' },
    });
    expect(billing.started.some(({ name }) => name.includes('later'))).toBe(false);
  });

  it('starts a month a day ahead, and not earlier; the month then waits for its end in its own time zone', async () => {
    const due_at = periodEnd(PERIOD, 'America/New_York');
    const billing = openBilling({ time_zone: 'America/New_York', due_at });
    await billing.run('2026-01-30T03:07:00Z');
    expect(billing.started).toEqual([]);
    await billing.run('2026-01-31T03:07:00Z');
    expect(billing.started).toHaveLength(1);
    billing.time.now = Date.parse('2026-01-31T03:07:00Z');
    const begun = await billing.close({ step: 'begin', program: PROGRAM, period: PERIOD, phase: 'close' });
    expect(begun).toMatchObject({ waits: true, wait_until: '2026-02-01T05:00:00.000Z' });
  });

  it('changes nothing when it comes twice, and nothing once the invoice is open', async () => {
    const billing = openBilling();
    billing.addPartner('part_anna');
    await billing.run(FEBRUARY);
    await billing.run(FEBRUARY);
    expect(billing.started).toHaveLength(1);
    await billing.play();
    billing.started.length = 0;
    await billing.run('2026-02-14T03:07:00Z');
    expect(billing.started).toEqual([]);
  });

  it('tries once a day again when an execution ended before the invoice was open', async () => {
    const billing = openBilling();
    const names: string[] = [];
    const task = closeTask({
      store: billing.memory,
      clock: { now: () => billing.time.now },
      chance: () => 0,
      configurations: async () => {
        throw new Error('No configuration is read here.');
      },
      startMonth: async (name) => {
        names.push(name);
        return names.length % 2 === 1 ? 'ended' : 'running';
      },
    });
    await task({ step: 'due', scheduled_at: '2026-02-03T03:07:00Z', cursor: '' });
    expect(names).toEqual([`month-${PROGRAM}-2026-01`, `month-${PROGRAM}-2026-01-again-2026-02-03`]);
  });
});

describe('A program that was down for three months', () => {
  it('catches up month by month in order, with a week of review for each', async () => {
    const billing = openBilling({ open_period: '2025-11', due_at: periodEnd('2025-11', 'UTC') });
    billing.addPartner('part_anna');
    billing.earn(
      earning('part_anna', 1, [], [500], { period: '2025-11' }),
      earning('part_anna', 2, [800], [], { period: '2025-12' }),
      earning('part_anna', 3, [700], [], { period: '2026-01' }),
    );
    billing.time.now = Date.parse('2026-02-10T03:07:00Z');
    for (const period of ['2025-11', '2025-12', '2026-01']) {
      await billing.run(new Date(billing.time.now).toISOString());
      expect(billing.started.at(-1)?.input['period']).toBe(period);
      await billing.play(period);
    }
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    expect(books.invoices.map(({ state, total, period }) => [period, state, total])).toEqual([
      ['2025-11', 'void', 0],
      ['2025-12', 'paid', 300],
      ['2026-01', 'paid', 700],
    ]);
    // Opened on the 10th, so the review ends on the 17th and payouts are made on the 22nd.
    expect(new Date(books.invoices[1]?.review_ends_at ?? 0).toISOString()).toBe('2026-02-17T00:00:00.000Z');
    expect(new Date(books.invoices[1]?.payout_at ?? 0).toISOString()).toBe('2026-02-22T00:00:00.000Z');
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
  });

  it('waits with a month until the one before it is final', async () => {
    const billing = openBilling({ open_period: '2025-12', due_at: periodEnd('2025-12', 'UTC') });
    billing.addPartner('part_anna');
    billing.earn(earning('part_anna', 1, [800], [], { period: '2025-12' }));
    billing.time.now = Date.parse('2026-02-10T00:00:00Z');
    const first = billing.play('2025-12');
    let second: ReturnType<typeof billing.play> | undefined;
    const order: string[] = [];
    billing.onTime.act = async () => {
      const state = billing.states.at(-1) ?? '';
      order.push(state);
      if (state === 'WaitUntilItMayBegin') await first;
      if (state !== 'WaitForEndOfReview' || second !== undefined) return;
      billing.time.now = Date.parse('2026-02-10T06:00:00Z');
      second = billing.play('2026-01');
      while (!order.includes('WaitUntilItMayBegin')) await new Promise((resolve) => setImmediate(resolve));
    };
    await first;
    await second;
    expect(order.slice(0, 2)).toEqual(['WaitForEndOfReview', 'WaitUntilItMayBegin']);
    expect((await billing.books()).problems).toEqual([]);
  });
});
