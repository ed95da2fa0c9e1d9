import fc from 'fast-check';
import { dayOf } from '../../../domain/periods.ts';
import {
  ALL_DAYS,
  addCounters,
  type Counted,
  type Counters,
  daysBetween,
  type SubjectKind,
  tally,
} from '../../../domain/statistics.ts';
import { project } from '../../../functions/project-statistics/project.ts';
import { packLines } from '../../../table/codec.ts';
import { COUNTER_SHARDS, counterRows, subjectsAfter } from '../../../table/statistics.ts';
import type { Store } from '../../../table/store.ts';
import { configuration } from '../../support/setting.ts';
import { KeptLog } from '../shared/fakes/edge.ts';
import { openRealTable } from '../shared/fakes/real-table.ts';

const oneLine = (amount: number): string =>
  Buffer.from(packLines([{ quantity: 1, amount, commissionable: true }])).toString('base64');
const NOW = Date.parse('2026-01-15T12:00:00Z');
const HOUR = 3_600_000;

let table: Awaited<ReturnType<typeof openRealTable>>;
beforeAll(async () => {
  table = await openRealTable();
});
afterAll(() => table.close());

interface Event {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

let number = 0;
const newProgram = (): string => {
  number++;
  return `prog_${number}`;
};

const fact = (program: string, more: Readonly<Record<string, unknown>> = {}) => {
  number++;
  return {
    key: `txn_${number}`,
    program,
    at: NOW,
    period: '2026-01',
    zone: 'UTC',
    config: 1,
    partnership: { key: 'part_1', group: 'grp_1', tags: [] },
    ...more,
  };
};

const sale = (program: string, amount: number, more: Readonly<Record<string, unknown>> = {}): Event => ({
  type: 'transaction.accepted',
  detail: { ...fact(program, more), external_key: 'x', amount, currency: 'GBP', lines: oneLine(amount) },
});
const refund = (program: string, amount: number, more: Readonly<Record<string, unknown>> = {}): Event => ({
  type: 'refund.accepted',
  detail: { ...fact(program, more), amount },
});
const signUp = (program: string, link: string | undefined, more: Readonly<Record<string, unknown>> = {}): Event => ({
  type: 'customer.created',
  detail: {
    customer_key: 'c',
    attribution: { partnership: 'part_1', link },
    fact: { ...fact(program, more), counted: false },
  },
});

const queued = (events: readonly Event[]) => ({
  Records: events.map(({ type, detail }, index) => ({
    messageId: `m${index}`,
    receiptHandle: '',
    body: JSON.stringify({ source: 'fairshare', 'detail-type': type, detail }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn',
    awsRegion: 'eu-west-1',
  })),
});

const open = (store: Store = table.store, config = configuration({ triggers: [] })) => {
  const log = new KeptLog();
  const configurations = async () => config;
  return { run: project({ store, configurations, chance: Math.random, clock: { now: () => NOW }, log }), log };
};

const MONTHS = ['2025-12', '2026-01', '2026-02'];

/** All counters of a program, by kind, subject and day. */
const allCounters = async (program: string, months = MONTHS): Promise<Map<string, Counters>> => {
  const found = new Map<string, Counters>();
  for (const kind of ['program', 'group', 'partnership', 'link'] satisfies SubjectKind[]) {
    for (const month of months) {
      for (const shard of COUNTER_SHARDS) {
        for await (const row of counterRows(
          table.store,
          { program, kind, month, shard },
          subjectsAfter('', undefined),
        )) {
          const id = `${kind} ${row.subject} ${row.day}`;
          found.set(id, addCounters(found.get(id) ?? {}, row.counters));
        }
      }
    }
  }
  return found;
};

describe('The statistics', () => {
  it('count sales, refunds and sign-ups of partnerships, on the day in the zone of the program', async () => {
    const program = newProgram();
    const zone = 'Asia/Tokyo';
    const late = Date.parse('2026-01-15T16:00:00Z');
    const { run } = open();
    const answer = await run(
      queued([
        sale(program, 1000),
        sale(program, 500, { at: late, zone }),
        refund(program, 200),
        signUp(program, 'link_1'),
        signUp(program, undefined),
      ]),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(Object.fromEntries(await allCounters(program))).toEqual({
      [`program ${program} 2026-01-15`]: { transactions: 1, revenue: 1000, refunds: 1, refunded: 200, sign_ups: 2 },
      [`program ${program} 2026-01-16`]: { transactions: 1, revenue: 500 },
      'group grp_1 2026-01-15': { transactions: 1, revenue: 1000, refunds: 1, refunded: 200, sign_ups: 2 },
      'group grp_1 2026-01-16': { transactions: 1, revenue: 500 },
      'partnership part_1 2026-01-15': { transactions: 1, revenue: 1000, refunds: 1, refunded: 200, sign_ups: 2 },
      'partnership part_1 2026-01-16': { transactions: 1, revenue: 500 },
      'link part_1/link_1 2026-01-15': { sign_ups: 1 },
    });
  });

  it('count an imported transaction on the day on which it happened', async () => {
    const program = newProgram();
    await open().run(queued([sale(program, 700, { happened_at: Date.parse('2025-12-24T10:00:00Z') })]));
    expect([...(await allCounters(program)).keys()]).toContain(`program ${program} 2025-12-24`);
  });

  it('count the active partners of groups, wherever they go', async () => {
    const program = newProgram();
    const happened = (type: string, group: string, more: Readonly<Record<string, unknown>> = {}): Event => ({
      type,
      detail: {
        fact: { ...fact(program, { partnership: { key: 'part_1', group, tags: [] } }), counted: false },
        ...more,
      },
    });
    const events = [
      happened('partnership.joined', 'grp_1'),
      happened('partnership.joined', 'grp_1'),
      happened('partnership.moved', 'grp_2', { from: 'grp_1', to: 'grp_2', active: true }),
      happened('partnership.deactivated', 'grp_2'),
      happened('partnership.moved', 'grp_1', { from: 'grp_2', to: 'grp_1', active: false }),
      happened('partnership.reactivated', 'grp_1'),
    ];
    await open().run(queued(events));
    await open().run(queued(events.toReversed()));
    const found = await allCounters(program, [ALL_DAYS]);
    expect(found.get('group grp_1 all')?.partners).toBe(2);
    expect(found.get('group grp_2 all')?.partners).toBe(0);
  });

  it('count what rewards cost with the sale that they are for, and rewards by hand', async () => {
    const program = newProgram();
    const granted = { type: 'reward.granted', detail: { fact: fact(program), amount: 70 } };
    const events = [sale(program, 1000), granted];
    const { run } = open(table.store, configuration());
    await run(queued(events));
    await run(queued(events));
    expect((await allCounters(program, [ALL_DAYS])).get('group grp_1 all')).toEqual({
      transactions: 1,
      revenue: 1000,
      reward_cost: 50 + 70,
    });
  });

  it('leave out what counts for nobody, and events that are not counted', async () => {
    const program = newProgram();
    const answer = await open().run(
      queued([
        sale(program, 1000, { partnership: undefined }),
        { type: 'invoice.opened', detail: { program } },
        { type: 'partnership.terms_accepted', detail: { fact: fact(program) } },
      ]),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await allCounters(program)).toEqual(new Map());
  });

  it('report a message that cannot be read, and count the others', async () => {
    const program = newProgram();
    const { run, log } = open();
    const answer = await run(queued([{ type: 'transaction.accepted', detail: { key: 'txn_x' } }, sale(program, 10)]));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    expect(log.lines).toHaveLength(1);
    expect((await allCounters(program)).get(`program ${program} 2026-01-15`)).toEqual({ transactions: 1, revenue: 10 });
  });

  it('need one request for a batch of ten sales', async () => {
    const program = newProgram();
    let requests = 0;
    const { store } = table;
    const counting: Store = {
      get: async (key) => store.get(key),
      batchGet: async (keys) => store.batchGet(keys),
      query: async (input) => store.query(input),
      write: async (write) => store.write(write),
      transact: async (writes) => {
        requests++;
        await store.transact(writes);
      },
    };
    const events = Array.from({ length: 10 }, (_, index) =>
      sale(program, 100, { partnership: { key: `part_${index % 4}`, group: 'grp_1', tags: [] } }),
    );
    await open(counting).run(queued(events));
    expect(requests).toBe(1);
  });
});

/** The same facts counted from scratch, by other means than those of the product. */
const recount = (events: readonly Event[]): Map<string, Counters> => {
  const facts: Counted[] = events.flatMap(({ type, detail }): Counted[] => {
    const inner = JSON.parse(JSON.stringify(type === 'customer.created' ? detail['fact'] : detail));
    if (inner.partnership === undefined) return [];
    const amount = Number(detail['amount'] ?? 0);
    const counters: Counters =
      type === 'transaction.accepted'
        ? { transactions: 1, revenue: amount }
        : type === 'refund.accepted'
          ? { refunds: 1, refunded: amount }
          : { sign_ups: 1 };
    const attribution = JSON.parse(JSON.stringify(detail['attribution'] ?? {}));
    const { program, zone, at } = inner;
    const { key: partnership, group } = inner.partnership;
    return [{ program, day: dayOf(at, zone), group, partnership, link: attribution.link, counters }];
  });
  return new Map(tally(facts).map((sum) => [`${sum.kind} ${sum.subject} ${sum.day}`, sum.counters]));
};

describe('However the events are delivered', () => {
  const spec = fc.record({
    type: fc.constantFrom('sale', 'refund', 'signUp'),
    amount: fc.integer({ min: 1, max: 100_000 }),
    partner: fc.integer({ min: 0, max: 3 }),
    hours: fc.integer({ min: -200, max: 400 }),
    link: fc.option(fc.constantFrom('link_1', 'link_2'), { nil: undefined }),
    bound: fc.boolean(),
  });
  const delivery = fc.record({
    specs: fc.array(spec, { minLength: 1, maxLength: 40 }),
    again: fc.array(fc.nat({ max: 39 }), { maxLength: 40 }),
    size: fc.integer({ min: 1, max: 10 }),
  });

  it('the statistics equal a recount of the facts', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, fc.infiniteStream(fc.nat()), async ({ specs, again, size }, order) => {
        const program = newProgram();
        const events = specs.map(({ type, amount, partner, hours, link, bound }) => {
          const partnership = bound ? { key: `part_${partner}`, group: `grp_${partner % 2}`, tags: [] } : undefined;
          const more = { partnership, at: NOW + hours * HOUR, zone: 'America/New_York' };
          if (type === 'sale') return sale(program, amount, more);
          return type === 'refund' ? refund(program, amount, more) : signUp(program, link, more);
        });
        const delivered = [...events, ...again.flatMap((index) => events[index] ?? [])]
          .map((event) => ({ event, place: order.next().value }))
          .sort((a, b) => a.place - b.place)
          .map(({ event }) => event);
        const { run } = open();
        const batches = Array.from({ length: Math.ceil(delivered.length / size) }, (_, index) =>
          delivered.slice(index * size, (index + 1) * size),
        );
        // Two at a time, as two environments of the function would.
        for (let start = 0; start < batches.length; start += 2) {
          await Promise.all(batches.slice(start, start + 2).map((some) => run(queued(some))));
        }
        expect(await allCounters(program, [...MONTHS, ALL_DAYS])).toEqual(recount(events));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

describe('Days', () => {
  it('are counted across the end of a month and a change of clocks, both ends included', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
    expect(daysBetween('2026-03-28', '2026-03-30')).toHaveLength(3);
    expect(daysBetween('2026-03-30', '2026-03-28')).toEqual([]);
  });
});
