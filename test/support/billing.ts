import { auditBooks } from '../../domain/audit.ts';
import type { Earning } from '../../domain/earnings.ts';
import { periodEnd } from '../../domain/periods.ts';
import { closeTask } from '../../functions/close/task.ts';
import type { PaymentDeps } from '../../functions/payments/deps.ts';
import { paymentsTask } from '../../functions/payments/task.ts';
import { openIds } from '../../functions/shared/ids.ts';
import { addEarning } from '../../table/earnings.ts';
import { type Invoice, invoicesOf } from '../../table/invoices.ts';
import { type Profile, profileItem, type Standing, standingItem } from '../../table/partnerships.ts';
import { type Payout, payoutsOf } from '../../table/payouts.ts';
import { configurationCache, type Program, programItem, putConfiguration } from '../../table/programs.ts';
import { type Statement, statementsOf } from '../../table/statements.ts';
import type { Item, QueryInput, Store, Write } from '../../table/store.ts';
import { MemoryStore } from './memory-store.ts';
import { FakeProviders } from './providers.ts';
import { configuration, PROGRAM, program, standing } from './setting.ts';
import { type Ended, execute, readMachine } from './state-machine.ts';

export const PERIOD = '2026-01';
export const PARTNERS = ['part_anna', 'part_bert', 'part_cleo', 'part_dana', 'part_emil'] as const;

/** The process died here. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** A store that dies before or after one of its writes, counted from 1. */
export class CrashingStore implements Store {
  readonly inner: MemoryStore;
  writes = 0;
  /** What was announced: new items that carry the name of an event, as the stream shows them. */
  readonly announced: Item[] = [];
  crash: { readonly at: number; readonly when: 'before' | 'after' } | undefined;

  constructor(inner: MemoryStore) {
    this.inner = inner;
  }
  get = (key: { pk: string; sk: string }) => this.inner.get(key);
  batchGet = (keys: readonly { pk: string; sk: string }[]) => this.inner.batchGet(keys);
  query = (input: QueryInput) => this.inner.query(input);
  write = (write: Exclude<Write, { kind: 'check' }>) => this.around([write], () => this.inner.write(write));
  transact = (writes: readonly Write[]) => this.around(writes, () => this.inner.transact(writes));

  private async around(writes: readonly Write[], act: () => Promise<void>): Promise<void> {
    const mine = ++this.writes;
    if (this.crash?.at === mine && this.crash.when === 'before') throw new Crash();
    await act();
    for (const write of writes) {
      const isNew = write.condition.expression === 'attribute_not_exists(pk)';
      if (write.kind === 'put' && isNew && typeof write.item['announces'] === 'string') this.announced.push(write.item);
    }
    if (this.crash?.at === mine && this.crash.when === 'after') throw new Crash();
  }
}

const profile = (key: string, changes: Partial<Profile> = {}): Profile => ({
  key,
  program: PROGRAM,
  partner_key: key.replace('part_', ''),
  email: `${key}@partners.example`,
  created_at: 0,
  updated_at: 0,
  rev: 1,
  payout_method: { provider: 'stripe', destination: `acct_${key}`, verified: true },
  ...changes,
});

/** An event of a month that gave its partnership rewards and clawbacks of these amounts. */
export const earning = (
  partnership: string,
  number: number,
  rewards: readonly number[],
  clawbacks: readonly number[] = [],
  changes: Partial<Earning> = {},
): Earning => ({
  partnership,
  period: PERIOD,
  event: `txn_${String(number).padStart(26, '0')}`,
  at: Date.parse('2026-01-10T10:00:00Z'),
  own: true,
  rewards: rewards.map((amount, index) => ({
    trigger: `trg_${index}`,
    version: 1,
    level: 1,
    base: amount * 20,
    amount,
  })),
  clawbacks: clawbacks.map((amount, index) => ({
    reward: `rwd_txn_${String(900 + index).padStart(26, '0')}.trg_0.1`,
    level: 1,
    amount,
  })),
  ...changes,
});

/** A program with five partners and a clock; months are played through the product's own state machines. */
export const openBilling = (settings: Partial<Program> = {}) => {
  const memory = new MemoryStore();
  const store = new CrashingStore(memory);
  const providers = new FakeProviders();
  const time = { now: Date.parse('2026-02-01T00:00:00Z') };
  const started: { readonly name: string; readonly input: Readonly<Record<string, string>> }[] = [];
  const put = (item: Item): void => {
    memory.items.set(`${item.pk} | ${item.sk}`, structuredClone(item));
  };
  put(
    programItem(
      program({
        open_period: PERIOD,
        due_at: periodEnd(PERIOD, 'UTC'),
        payment_customer: 'cus_1',
        payment_method: 'pm_1',
        ...settings,
      }),
    ),
  );
  const config = putConfiguration(PROGRAM, configuration());
  if (config.kind === 'put') put(config.item);
  const addPartner = (key: string, changes: Partial<Standing> = {}, personal: Partial<Profile> = {}): void => {
    put(standingItem(standing(key, changes)));
    put(profileItem(profile(key, personal)));
  };
  const clock = { now: () => time.now, real: () => Date.now() };
  const startMonth = async (name: string, input: Readonly<Record<string, string>>) => {
    const known = started.some((execution) => execution.name === name);
    if (!known) started.push({ name, input });
    return 'running' as const;
  };
  const payments: PaymentDeps = {
    store,
    clock,
    ids: openIds(),
    chance: () => 0,
    providers: providers.port,
    startMonth,
  };
  const close = closeTask({ store, clock, chance: () => 0, configurations: configurationCache(memory), startMonth });
  const pay = paymentsTask(payments);
  const states: string[] = [];
  const world = {
    call: (hole: string, input: unknown) => (hole === 'closeArn' ? close(input) : pay(input)),
    until: async (at: number) => {
      time.now = Math.max(time.now, at);
      await onTime.act(at);
    },
    entered: (state: string) => {
      states.push(state);
    },
  };
  const onTime: { act: (at: number) => Promise<void> } = { act: async () => {} };
  const play = (period = PERIOD, phase = 'close'): Promise<Ended> =>
    execute(readMachine('billing-month'), { program: PROGRAM, period, phase }, world);
  return {
    ...{ memory, store, providers, time, started, payments, close, pay, states, world, play, put, addPartner, onTime },
    /** Plays billing-run as the schedule starts it. */
    run: (scheduledAt: string) => execute(readMachine('billing-run'), { scheduled_at: scheduledAt }, world),
    /** Stores what events gave, and counts them as facts of the partnership. */
    earn: (...earnings: readonly Earning[]): void => {
      for (const each of earnings) {
        put(addEarning(PROGRAM, each).item);
        if (!each.own) continue;
        const id = `PART#${each.partnership} | STANDING`;
        const before = memory.items.get(id) as (Item & Standing) | undefined;
        if (before === undefined) throw new Error(`There is no partner ${each.partnership}.`);
        const month = before.months[each.period] ?? { transactions: 0, sales: 0, refunded: 0, quantity: 0, facts: 0 };
        const months = { ...before.months, [each.period]: { ...month, facts: month.facts + 1 } };
        memory.items.set(id, { ...before, months });
      }
    },
    books: async () => ({
      ...(await booksOf(memory)),
      events: store.announced.map((item) => String(item['announces'])),
    }),
  };
};

/** Everything that the program's money is in, and what is wrong with it. */
const booksOf = async (store: MemoryStore) => {
  const partners = [...store.items.values()]
    .filter((item) => item.sk === 'STANDING')
    .map((item) => String(item['key']));
  const statements: Statement[] = [];
  const payouts: Payout[] = [];
  for (const key of partners) {
    statements.push(...(await statementsOf(store, key)));
    payouts.push(...(await payoutsOf(store, key)));
  }
  const invoices: Invoice[] = [...(await invoicesOf(store, PROGRAM)).values()];
  const problems = auditBooks({ statements, invoices, payouts });
  return { statements, invoices, payouts, problems };
};
