import { addEarning } from '../../../table/earnings.ts';
import { earning, openBilling, PARTNERS, PERIOD } from '../../support/billing.ts';
import { PROGRAM } from '../../support/setting.ts';

const instant = (text: string): number => Date.parse(text);

const usualMonth = (settings = {}) => {
  const billing = openBilling({ fee_bps: 1000, fee_fixed: 25, ...settings });
  for (const key of PARTNERS) billing.addPartner(key);
  billing.earn(
    earning('part_anna', 1, [1000, 250]),
    earning('part_anna', 2, [4000]),
    earning('part_bert', 3, [700], [200]),
    earning('part_cleo', 4, [], [900]),
    earning('part_dana', 5, [120]),
  );
  return billing;
};

describe('A month of a program', () => {
  it('is reviewed to the 8th, charged once with the fee, and paid out on the 13th', async () => {
    const billing = usualMonth();
    const when = new Map<string, string>();
    billing.onTime.act = async (at) => {
      when.set(billing.states.at(-1) ?? '', new Date(at).toISOString());
    };
    const ended = await billing.play();
    expect(ended.state).toBe('MonthIsDone');
    expect(Object.fromEntries(when)).toEqual({
      WaitForEndOfReview: '2026-02-08T00:00:00.000Z',
      WaitForPayoutDay: '2026-02-13T00:00:00.000Z',
    });
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    const [invoice] = books.invoices;
    // 5,250 + 500 + 120 for the partners, a tenth of it and 25 as the fee.
    expect(invoice).toMatchObject({
      state: 'paid',
      payables: 5870,
      fee: 612,
      total: 6482,
      lines: 5,
      carried_out: -900,
    });
    expect([...billing.providers.charges.values()]).toMatchObject([{ amount: 6482, attempts: 1, state: 'paid' }]);
    expect(books.payouts.map(({ partnership, amount, state }) => [partnership, amount, state])).toEqual([
      ['part_anna', 5250, 'paid'],
      ['part_bert', 500, 'paid'],
    ]);
    expect(books.events.filter((event) => event.startsWith('invoice'))).toEqual([
      'invoice.opened',
      'invoice.finalised',
      'invoice.charged',
    ]);
  });

  it('writes a statement for every partnership that had joined, with zeros where nothing happened', async () => {
    const billing = usualMonth();
    billing.addPartner('part_late', { joined_at: instant('2026-02-01T00:00:00Z') });
    await billing.play();
    const { statements } = await billing.books();
    expect(statements.map((statement) => statement.partnership).sort()).toEqual([...PARTNERS]);
    expect(statements.find((statement) => statement.partnership === 'part_emil')).toMatchObject({
      rewards: 0,
      reward_amount: 0,
      net: 0,
      payable: 0,
      group: 'grp_main',
    });
  });

  it('turns the program to the next month when the invoice is opened', async () => {
    const billing = usualMonth();
    await billing.play();
    expect(await billing.memory.get({ pk: `PROG#${PROGRAM}`, sk: 'HEAD' })).toMatchObject({
      open_period: '2026-02',
      due_at: instant('2026-03-01T00:00:00Z'),
    });
  });

  it('carries a debt into the next month', async () => {
    const billing = usualMonth();
    await billing.play();
    billing.earn(earning('part_cleo', 6, [2000], [], { period: '2026-02' }));
    billing.time.now = instant('2026-03-01T00:00:00Z');
    await billing.play('2026-02');
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    const cleo = books.statements.filter((statement) => statement.partnership === 'part_cleo');
    expect(cleo).toMatchObject([
      { period: '2026-01', net: -900, payable: 0, carried_out: -900 },
      { period: '2026-02', net: 2000, carried_in: -900, payable: 1100, carried_out: 0 },
    ]);
  });

  it('carries an invoice that is too small to be charged into the next month as a whole', async () => {
    const billing = openBilling();
    billing.addPartner('part_anna');
    billing.earn(earning('part_anna', 1, [29]));
    expect((await billing.play()).state).toBe('NothingToCharge');
    billing.earn(earning('part_anna', 2, [1000], [], { period: '2026-02' }));
    billing.time.now = instant('2026-03-01T00:00:00Z');
    await billing.play('2026-02');
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    expect(books.invoices.map(({ state, total }) => [state, total])).toEqual([
      ['carried', 29],
      ['paid', 1029],
    ]);
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1029);
  });

  it('is void when nothing is due, and nobody is charged or written to', async () => {
    const billing = openBilling({ fee_fixed: 100 });
    billing.addPartner('part_anna');
    expect((await billing.play()).state).toBe('NothingToCharge');
    const books = await billing.books();
    expect(books.invoices).toMatchObject([{ state: 'void', total: 0, fee: 0 }]);
    expect(books.events).toEqual([]);
  });

  it('waits until every accepted fact has been evaluated', async () => {
    const billing = usualMonth();
    billing.put({
      ...(await billing.memory.get({ pk: 'PART#part_emil', sk: 'STANDING' })),
      pk: 'PART#part_emil',
      sk: 'STANDING',
      months: { [PERIOD]: { transactions: 1, sales: 100, refunded: 0, quantity: 1, facts: 1 } },
    });
    let asked = 0;
    const { call } = billing.world;
    billing.world.call = async (hole, input) => {
      if (JSON.stringify(input).startsWith('{"step":"facts"') && ++asked === 6) {
        // The event arrives late, after the question was asked several times.
        billing.put(addEarning(PROGRAM, earning('part_emil', 7, [5000])).item);
      }
      return call(hole, input);
    };
    await billing.play();
    expect(asked).toBeGreaterThan(4);
    const { statements } = await billing.books();
    expect(statements.find((s) => s.partnership === 'part_emil')).toMatchObject({ payable: 5000, transactions: 1 });
  });

  it('gives the same when every step is done twice', async () => {
    const once = usualMonth();
    await once.play();
    const twice = usualMonth();
    const { call } = twice.world;
    twice.world.call = async (hole, input) => {
      const first = await call(hole, input);
      const second = await call(hole, input);
      const step = (input as { step: string }).step;
      if (step !== 'plan') expect(second).toEqual(first);
      return second;
    };
    await twice.play();
    const [a, b] = [await once.books(), await twice.books()];
    expect(b.problems).toEqual([]);
    const shape = (books: typeof a) => ({
      statements: books.statements.map(({ rev: _, ...rest }) => rest),
      invoices: books.invoices.map(({ rev: _, ...rest }) => rest),
      payouts: books.payouts.map(({ partnership, number, amount, state }) => ({ partnership, number, amount, state })),
      events: [...books.events].sort(),
    });
    expect(shape(b)).toEqual(shape(a));
    expect(twice.providers.sent).toBe(2);
  });
});

describe('A crash', () => {
  it('before or after any write leads to the same books as no crash', async () => {
    const calm = usualMonth();
    await calm.play();
    const expected = await calm.books();
    const total = calm.store.writes;
    expect(total).toBeGreaterThan(15);
    for (let at = 1; at <= total; at++) {
      for (const when of ['before', 'after'] as const) {
        const billing = usualMonth();
        billing.store.crash = { at, when };
        await billing.play();
        const books = await billing.books();
        expect(books.problems).toEqual([]);
        expect(books.statements).toEqual(
          expected.statements.map((s) => expect.objectContaining({ payable: s.payable })),
        );
        expect(books.invoices).toMatchObject([{ state: 'paid', total: 6482 }]);
        expect([...billing.providers.charges.values()]).toMatchObject([{ amount: 6482, attempts: 1 }]);
        expect(billing.providers.sent).toBe(2);
        expect([...books.events].sort()).toEqual([...expected.events].sort());
        expect(books.payouts.map((p) => [p.amount, p.state])).toEqual(expected.payouts.map((p) => [p.amount, p.state]));
      }
    }
  });

  it('at either side of any call to a provider charges once and pays once', async () => {
    const calm = usualMonth();
    let calls = 0;
    calm.providers.around = () => {
      calls++;
    };
    await calm.play();
    expect(calls).toBe(6);
    for (let at = 1; at <= calls; at++) {
      const billing = usualMonth();
      let seen = 0;
      billing.providers.around = () => {
        if (++seen === at) throw Object.assign(new Error('The process died.'), { name: 'Crash' });
      };
      await billing.play();
      const books = await billing.books();
      expect(books.problems).toEqual([]);
      expect([...billing.providers.charges.values()]).toMatchObject([{ amount: 6482, attempts: 1, state: 'paid' }]);
      expect(billing.providers.sent).toBe(2);
      expect(books.payouts.every((payout) => payout.state === 'paid')).toBe(true);
    }
  });
});
