import fc from 'fast-check';
import {
  addFigures,
  carriedFrom,
  figuresOfLines,
  INVOICE_STATES,
  type InvoiceLine,
  invoiceDates,
  invoiceKeyOf,
  isChargeable,
  isFrozen,
  mayMove,
  nextAttempt,
  outcomeOfReview,
  readInvoiceKey,
  replaceLine,
  sameFigures,
  totalsOf,
} from '../../domain/invoices.ts';

const iso = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
const at = (text: string): number => Date.parse(text);

describe('The dates of an invoice', () => {
  it.each([
    ['2026-01', 'UTC', '2026-02-08T00:00', '2026-02-13T00:00'],
    ['2026-12', 'UTC', '2027-01-08T00:00', '2027-01-13T00:00'],
    ['2026-01', 'America/New_York', '2026-02-08T05:00', '2026-02-13T05:00'],
    // Clocks go forward on 8 March 2026 at 2:00 there: the 8th begins in winter time, the 13th in summer time.
    ['2026-02', 'America/New_York', '2026-03-08T05:00', '2026-03-13T04:00'],
    ['2026-01', 'Pacific/Kiritimati', '2026-02-07T10:00', '2026-02-12T10:00'],
  ])('of %s in %s are the 8th and the 13th at 00:00', (period, zone, review, payout) => {
    const dates = invoiceDates(period, zone, at('2026-01-01T00:00:00Z'));
    expect([iso(dates.review_ends_at), iso(dates.payout_at)]).toEqual([review, payout]);
  });

  it('leave a week of review to an invoice that was opened late', () => {
    const dates = invoiceDates('2026-01', 'UTC', at('2026-02-25T17:45:00Z'));
    expect([iso(dates.review_ends_at), iso(dates.payout_at)]).toEqual(['2026-03-04T00:00', '2026-03-09T00:00']);
    const onTheDay = invoiceDates('2026-01', 'UTC', at('2026-02-08T00:00:00Z'));
    expect(iso(onTheDay.review_ends_at)).toBe('2026-02-15T00:00');
    const justBefore = invoiceDates('2026-01', 'UTC', at('2026-02-07T23:59:59.999Z'));
    expect(iso(justBefore.review_ends_at)).toBe('2026-02-08T00:00');
  });

  it('give five days on which it is charged: the 8th, and 1, 3, 5, 7 days later', () => {
    const days: (string | undefined)[] = [];
    let now = at('2026-02-07T00:00:00Z');
    for (let n = 0; n < 6; n++) {
      const next = nextAttempt(at('2026-02-08T00:00:00Z'), 'UTC', now);
      days.push(iso(next));
      now = next ?? now;
    }
    expect(days).toEqual([
      '2026-02-08T00:00',
      '2026-02-09T00:00',
      '2026-02-11T00:00',
      '2026-02-13T00:00',
      '2026-02-15T00:00',
      undefined,
    ]);
  });
});

describe('The life of an invoice', () => {
  it('has exactly these steps', () => {
    const steps = INVOICE_STATES.map((from) => [
      from,
      INVOICE_STATES.filter((to) => to !== from && mayMove(from, to)).join(' '),
    ]);
    expect(Object.fromEntries(steps)).toEqual({
      draft: 'in_review void',
      in_review: 'final void carried',
      final: 'charging declined overdue',
      charging: 'unknown declined overdue paid',
      unknown: 'charging declined overdue paid',
      declined: 'charging overdue',
      overdue: 'charging',
      paid: '',
      void: '',
      carried: '',
    });
    for (const state of INVOICE_STATES) expect(mayMove(state, state)).toBe(true);
  });

  it('is open to changes as draft and in review only, and is charged as final, declined or overdue', () => {
    expect(INVOICE_STATES.filter((state) => !isFrozen(state))).toEqual(['draft', 'in_review']);
    expect(INVOICE_STATES.filter(isChargeable)).toEqual(['final', 'declined', 'overdue']);
  });

  it.each([
    [0, 'GBP', 'void'],
    [1, 'GBP', 'carried'],
    [29, 'GBP', 'carried'],
    [30, 'GBP', 'final'],
    [49, 'USD', 'carried'],
    [50, 'USD', 'final'],
    [49, 'EUR', 'carried'],
    [50, 'EUR', 'final'],
    [17_499, 'HUF', 'carried'],
    [50, 'JPY', 'final'],
    [49, 'ZAR', 'carried'],
  ])('a total of %d %s is %s when the review ends', (total, currency, outcome) => {
    expect(outcomeOfReview(total, currency)).toBe(outcome);
  });
});

const line = (): fc.Arbitrary<InvoiceLine> => {
  const count = fc.integer({ min: 0, max: 1_000_000 });
  return fc
    .record({
      ...{ transactions: count, sales: fc.integer({ min: -1e9, max: 1e9 }), refunded: count, quantity: count },
      ...{ rewards: count, reward_amount: count, second_tier_amount: count, clawbacks: count, clawback_amount: count },
      carried_in: fc.integer({ min: -1_000_000, max: 0 }),
    })
    .map((facts) => {
      const net = facts.reward_amount - facts.clawback_amount;
      const balance = net + facts.carried_in;
      return { ...facts, net, payable: Math.max(0, balance), carried_out: Math.min(0, balance) };
    });
};

describe('The figures of an invoice', () => {
  it('are the same however its lines are cut into pages', () => {
    fc.assert(
      fc.property(fc.array(line(), { maxLength: 20 }), fc.nat(20), (lines, cut) => {
        const pages = [lines.slice(0, cut), lines.slice(cut)].map(figuresOfLines);
        expect(sameFigures(addFigures(pages), figuresOfLines(lines))).toBe(true);
      }),
    );
  });

  it('agree with the lines after any line was replaced', () => {
    fc.assert(
      fc.property(fc.array(line(), { minLength: 1, maxLength: 10 }), fc.nat(), line(), (lines, at, after) => {
        const index = at % lines.length;
        const before = lines[index] ?? after;
        const replaced = replaceLine(figuresOfLines(lines), before, after);
        expect(replaced).toEqual(figuresOfLines(lines.toSpliced(index, 1, after)));
      }),
    );
  });

  it.each([
    [0, 1000, 25, { fee: 0, total: 0 }],
    [1, 1000, 0, { fee: 0, total: 1 }],
    [5, 1000, 0, { fee: 1, total: 6 }],
    [5870, 1000, 25, { fee: 612, total: 6482 }],
    [1000, 0, 0, { fee: 0, total: 1000 }],
  ])('payables of %d with a fee of %d basis points and %d come to a total', (payables, fee_bps, fee_fixed, totals) => {
    expect(totalsOf(payables, { fee_bps, fee_fixed })).toEqual(totals);
  });

  it('carry a debt on, and the payables of an invoice that was too small', () => {
    const before = { ...figures, payable: 0, carried_out: -40 };
    expect(carriedFrom(undefined, undefined)).toBe(0);
    expect(carriedFrom(before, 'paid')).toBe(-40);
    expect(carriedFrom(before, undefined)).toBe(-40);
    expect(carriedFrom({ ...figures, payable: 29, carried_out: 0 }, 'paid')).toBe(0);
    expect(carriedFrom({ ...figures, payable: 29, carried_out: 0 }, 'carried')).toBe(29);
  });
});

const figures = {
  ...{ rewards: 0, reward_amount: 0, second_tier_amount: 0, clawbacks: 0, clawback_amount: 0 },
  ...{ net: 0, carried_in: 0, carried_out: 0, payable: 0 },
};

describe('The key of an invoice', () => {
  it('names program and period, and can be read again', () => {
    const key = invoiceKeyOf('prog_01jh0000000000000000000000', '2026-01');
    expect(key).toBe('inv_01jh0000000000000000000000_202601');
    expect(readInvoiceKey(key)).toEqual({ program: 'prog_01jh0000000000000000000000', period: '2026-01' });
  });

  it.each(['inv_x_202613', 'inv_x_20261', 'inv__202601', 'pay_x_202601', 'inv_x_202601 ', ''])('is not %j', (text) => {
    expect(readInvoiceKey(text)).toBeUndefined();
  });
});
