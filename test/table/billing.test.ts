import { figuresOfLines, invoiceDates, invoiceKeyOf } from '../../domain/invoices.ts';
import { startDueMonths } from '../../functions/close/due.ts';
import {
  addInvoice,
  addInvoiceEntry,
  changeInvoice,
  getInvoice,
  type Invoice,
  invoiceLog,
  invoicesOf,
} from '../../table/invoices.ts';
import { standingItem } from '../../table/partnerships.ts';
import {
  addPayout,
  changePayout,
  findPayout,
  getPayout,
  newestPayout,
  type Payout,
  payoutsOf,
} from '../../table/payouts.ts';
import { programItem } from '../../table/programs.ts';
import { SHARDS } from '../../table/shards.ts';
import {
  addStatement,
  changeStatement,
  getStatement,
  linePage,
  partnershipPage,
  type Statement,
  statementsOf,
} from '../../table/statements.ts';
import { absent, type Item, type Store } from '../../table/store.ts';
import { openRealTable } from '../functions/shared/fakes/real-table.ts';
import { PROGRAM, program, standing } from '../support/setting.ts';

const PERIOD = '2026-01';
const keys = Array.from({ length: 23 }, (_, n) => `part_${String(n).padStart(26, '0')}`);

const statement = (partnership: string, changes: Partial<Statement> = {}): Statement => ({
  ...{ program: PROGRAM, partnership, period: PERIOD, group: 'grp_1', tier: 'tier_1' },
  ...{ transactions: 1, sales: -5, refunded: 7, quantity: 3, rewards: 2, reward_amount: 100, second_tier_amount: 10 },
  ...{ clawbacks: 1, clawback_amount: 30, net: 70, carried_in: -20, carried_out: 0, payable: 50 },
  ...{ created_at: 1, updated_at: 2, rev: 1 },
  ...changes,
});

const invoice = (changes: Partial<Invoice> = {}): Invoice => ({
  ...{ key: invoiceKeyOf(PROGRAM, PERIOD), program: PROGRAM, period: PERIOD, state: 'in_review' },
  ...{
    currency: 'GBP',
    time_zone: 'Europe/London',
    ...figuresOfLines([]),
    fee_bps: 0,
    fee_fixed: 0,
    fee: 0,
    total: 50,
  },
  ...invoiceDates(PERIOD, 'Europe/London', 0),
  ...{ created_at: 1, updated_at: 1, rev: 1 },
  ...changes,
});

const payout = (number: number, changes: Partial<Payout> = {}): Payout => ({
  ...{ key: `pay_0000000000000000000000000${number}`, program: PROGRAM, partnership: 'part_1', number, amount: 500 },
  ...{ currency: 'GBP', provider: 'stripe', destination: 'acct_1', state: 'sending', first_sent_at: 5 },
  ...{ created_at: 5, updated_at: 5, rev: 1 },
  ...changes,
});

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openRealTable());
});
afterAll(() => close());

const put = (item: Item) => store.write({ kind: 'put', item, condition: absent('is_new') });

describe('Partnerships and their statements', () => {
  it('are walked page by page in every shard, each once', async () => {
    for (const key of keys) {
      await put(standingItem(standing(key)));
      await store.write(addStatement(statement(key)));
    }
    const [partnerships, lines]: [string[], string[]] = [[], []];
    for (const shard of SHARDS) {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page: Awaited<ReturnType<typeof partnershipPage>> = await partnershipPage(
          store,
          PROGRAM,
          shard,
          after,
          2,
        );
        partnerships.push(...page.values);
        after = page.next;
      }
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page: Awaited<ReturnType<typeof linePage>> = await linePage(store, PROGRAM, PERIOD, shard, after, 3);
        lines.push(...page.values.map((line) => line.partnership));
        after = page.next;
      }
    }
    expect(partnerships.sort()).toEqual(keys);
    expect(lines.sort()).toEqual(keys);
  });

  it('are read as they were written, and changed only by who has read the last change', async () => {
    const key = 'part_reading';
    const before = statement(key);
    await store.write(addStatement(before));
    await expect(store.write(addStatement(before))).rejects.toMatchObject({ condition: 'statement_exists' });
    await store.write(changeStatement(before, { ...before, payable: 40 }));
    await expect(store.write(changeStatement(before, before))).rejects.toMatchObject({
      condition: 'statement_changed',
    });
    expect(await getStatement(store, key, PERIOD)).toEqual({ ...before, payable: 40, rev: 2 });
    await store.write(addStatement(statement(key, { period: '2025-12' })));
    expect((await statementsOf(store, key)).map(({ period }) => period)).toEqual(['2025-12', PERIOD]);
  });
});

describe('An invoice', () => {
  it('takes legal steps only, one at a time, and logs them in order', async () => {
    const before = invoice();
    await store.write(addInvoice(before));
    await expect(store.write(addInvoice(before))).rejects.toMatchObject({ condition: 'invoice_exists' });
    const final = { ...before, state: 'final' as const, final_at: 3 };
    await store.transact([
      changeInvoice(before, final),
      addInvoiceEntry(final, { id: 'final', event: 'invoice.finalised', at: 3, by: 'calendar' }),
    ]);
    expect(await getInvoice(store, PROGRAM, PERIOD)).toEqual({ ...final, rev: 2 });
    await expect(store.write(changeInvoice(before, final))).rejects.toMatchObject({ condition: 'invoice_changed' });
    expect(() => changeInvoice(final, { ...final, state: 'in_review' })).toThrow('does not go from final to in_review');
    await store.write(addInvoiceEntry({ ...final, rev: 2 }, { id: 'a-later-one', at: 3, by: 'key_1' }));
    const log = await invoiceLog(store, PROGRAM, PERIOD);
    expect(log.map(({ key }) => key.split('.').at(-1))).toEqual(['final', 'a-later-one']);
    await store.write(addInvoice(invoice({ period: '2025-12' })));
    expect([...(await invoicesOf(store, PROGRAM)).keys()]).toEqual(['2025-12', PERIOD]);
  });
});

describe('A payout', () => {
  it('can only be made when the one before is still what it was', async () => {
    const first = payout(1);
    await store.transact(addPayout(first, undefined));
    await expect(store.transact(addPayout(first, undefined))).rejects.toMatchObject({ condition: 'payout_exists' });
    const paid = { ...first, state: 'paid' as const, reference: 'tr_1', ended_at: 6 };
    await store.transact(changePayout(first, paid));
    await expect(store.transact(addPayout(payout(2), first))).rejects.toMatchObject({ condition: 'payout_changed' });
    await store.transact(addPayout(payout(2), { ...paid, rev: 2 }));
    expect((await payoutsOf(store, 'part_1')).map(({ number, state }) => [number, state])).toEqual([
      [1, 'paid'],
      [2, 'sending'],
    ]);
    expect((await newestPayout(store, 'part_1'))?.number).toBe(2);
    expect(await newestPayout(store, 'part_2')).toBeUndefined();
  });

  it('is found by its key in its own program only', async () => {
    expect(await findPayout(store, PROGRAM, payout(1).key)).toMatchObject({ number: 1, reference: 'tr_1', rev: 2 });
    expect(await findPayout(store, 'prog_other', payout(1).key)).toBeUndefined();
    expect(await findPayout(store, PROGRAM, 'pay_')).toBeUndefined();
  });

  it('that comes back announces it once, and takes legal steps only', async () => {
    const paid = await getPayout(store, 'part_1', 1);
    if (paid === undefined) throw new Error('There is no payout.');
    const back = { ...paid, state: 'returned' as const, reason: 'closed', ended_at: 9, updated_at: 9 };
    const writes = changePayout(paid, back);
    expect(writes).toHaveLength(2);
    await store.transact(writes);
    await expect(store.transact(changePayout(paid, back))).rejects.toMatchObject({ condition: 'payout_changed' });
    expect(() => changePayout(back, { ...back, state: 'paid' })).toThrow('does not go from returned to paid');
  });
});

describe('Programs that are due', () => {
  it('are found page by page, in every shard', async () => {
    const due = Array.from({ length: 120 }, (_, n) => `prog_due${n}`);
    for (const key of due) await put(programItem(program({ key, open_period: PERIOD, due_at: 1_000 })));
    await put(programItem(program({ key: 'prog_later', due_at: 2 * 86_400_000 })));
    const started: string[] = [];
    const step = startDueMonths({
      store,
      clock: { now: () => 1_500 },
      chance: () => 0,
      configurations: () => Promise.reject(new Error('No configuration is read here.')),
      startMonth: async (name) => {
        started.push(name);
        return 'running';
      },
    });
    let cursor = '';
    for (let more = true; more; ) {
      const page = await step({ step: 'due', scheduled_at: new Date(1_500).toISOString(), cursor });
      ({ more, cursor } = page);
    }
    expect(started.sort()).toEqual(due.map((key) => `month-${key}-${PERIOD}`).sort());
  });
});
