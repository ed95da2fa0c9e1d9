import { chargeStep, hearOfCharge } from '../../../functions/payments/charge.ts';
import { earning, openBilling, PERIOD } from '../../support/billing.ts';
import type { Fate } from '../../support/providers.ts';
import { PROGRAM } from '../../support/setting.ts';

const month = { program: PROGRAM, period: PERIOD };

/** A month with one partner who earned 10.00, until its first charge. */
const openMonth = (charge: readonly Fate[], lookUp: readonly Fate[] = []) => {
  const billing = openBilling();
  billing.addPartner('part_anna');
  billing.earn(earning('part_anna', 1, [1000]));
  billing.providers.fates.charge.push(...charge);
  billing.providers.fates.lookUp.push(...lookUp);
  const waits: string[] = [];
  billing.onTime.act = async (at) => {
    waits.push(`${billing.states.at(-1)} ${new Date(at).toISOString().slice(0, 16)}`);
  };
  return { ...billing, waits };
};

describe('A declined charge', () => {
  it('is tried again 1, 3, 5 and 7 days later with the same payment, and then the invoice is overdue', async () => {
    const billing = openMonth(['decline', 'decline', 'decline', 'decline', 'decline']);
    expect((await billing.play()).state).toBe('InvoiceIsOverdue');
    expect(billing.waits).toEqual([
      'WaitForEndOfReview 2026-02-08T00:00',
      'WaitForNextAttempt 2026-02-09T00:00',
      'WaitForNextAttempt 2026-02-11T00:00',
      'WaitForNextAttempt 2026-02-13T00:00',
      'WaitForNextAttempt 2026-02-15T00:00',
    ]);
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    expect(books.invoices).toMatchObject([{ state: 'overdue', charge: { attempt: 5, reason: 'card_declined' } }]);
    expect(books.events.filter((event) => event.startsWith('invoice.'))).toEqual([
      'invoice.opened',
      'invoice.finalised',
      ...Array.from({ length: 4 }, () => 'invoice.declined'),
      'invoice.overdue',
    ]);
    expect(billing.providers.charges.size).toBe(1);
    expect(books.payouts).toEqual([]);
  });

  it('holds back the payouts until a later attempt succeeds, and they follow at once after the 13th', async () => {
    const billing = openMonth(['decline', 'decline', 'decline', 'decline']);
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(billing.waits.slice(-2)).toEqual([
      'WaitForNextAttempt 2026-02-15T00:00',
      'WaitForPayoutDay 2026-02-13T00:00',
    ]);
    expect(new Date(billing.time.now).toISOString()).toBe('2026-02-15T00:00:00.000Z');
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
  });

  it('counts a missing payment method like a decline, and charges when there is one', async () => {
    const billing = openBilling({ payment_method: undefined, payment_customer: undefined });
    billing.addPartner('part_anna');
    billing.earn(earning('part_anna', 1, [1000]));
    billing.onTime.act = async (at) => {
      if (at < Date.parse('2026-02-11T00:00:00Z')) return;
      const head = `PROG#${PROGRAM} | HEAD`;
      const program = billing.memory.items.get(head);
      if (program === undefined) throw new Error('There is no program.');
      billing.memory.items.set(head, { ...program, payment_customer: 'cus_1', payment_method: 'pm_1' });
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    const books = await billing.books();
    expect(books.invoices).toMatchObject([{ state: 'paid', charge: { attempt: 1 } }]);
    expect(books.events.filter((event) => event === 'invoice.declined')).toHaveLength(2);
  });

  it('of the attempt before is not taken for that of an attempt that never left', async () => {
    const billing = openMonth(['decline']);
    let calls = 0;
    billing.providers.around = () => {
      // The process dies when it has stored the second attempt, before the call.
      if (++calls === 3) throw new Error('The process died.');
    };
    await billing.play();
    const books = await billing.books();
    expect(books.invoices).toMatchObject([{ state: 'paid', charge: { attempt: 2 } }]);
    expect(books.events.filter((event) => event === 'invoice.declined')).toHaveLength(1);
  });
});

describe('A charge whose outcome is not known', () => {
  it.each([
    ['was charged', 'lost after' as const],
    ['was never seen', 'lost before' as const],
  ])('is looked up after five minutes; one that %s ends as one charge', async (_title, fate) => {
    const billing = openMonth([fate]);
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(billing.waits.slice(1)).toEqual([
      'WaitForNextAttempt 2026-02-08T00:05',
      'WaitForPayoutDay 2026-02-13T00:00',
    ]);
    expect([...billing.providers.charges.values()]).toMatchObject([{ attempts: 1, state: 'paid' }]);
    expect((await billing.books()).problems).toEqual([]);
  });

  it('stops the month for a person when nobody knows after 72 hours', async () => {
    const billing = openMonth(
      ['lost after'],
      Array.from({ length: 30 }, () => 'lost before'),
    );
    const ended = await billing.play();
    expect(ended.state).toBe('MonthStopped');
    expect(billing.waits.slice(1).map((wait) => wait.slice(-16))).toEqual([
      '2026-02-08T00:05',
      '2026-02-08T01:00',
      '2026-02-08T06:00',
      '2026-02-09T00:00',
      '2026-02-10T00:00',
      '2026-02-11T00:00',
    ]);
    expect(ended.data).toMatchObject({ failure: { Error: 'ChargeUnresolved' }, recorded: { recorded: true } });
    const books = await billing.books();
    expect(books.invoices).toMatchObject([{ state: 'unknown' }]);
    expect(billing.providers.charges.size).toBe(1);
  });

  it('may be a bank that takes its time: it is asked for more than 72 hours', async () => {
    const billing = openMonth(['processing']);
    billing.onTime.act = async (at) => {
      if (at > Date.parse('2026-02-12T00:00:00Z')) {
        const [charge] = billing.providers.charges.values();
        if (charge !== undefined) charge.state = 'paid';
      }
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
  });

  it('becomes known by news of the provider, which are only a reason to ask', async () => {
    const billing = openMonth(['lost after']);
    await billing.play();
    const again = openMonth(['lost after']);
    again.onTime.act = async (at) => {
      if (at === Date.parse('2026-02-08T00:05:00Z')) await hearOfCharge(again.payments)(month);
    };
    expect((await again.play()).state).toBe('MonthIsDone');
    expect((await again.books()).events.filter((event) => event === 'invoice.charged')).toHaveLength(1);
    // News of an invoice that is paid, or of none, change nothing.
    await hearOfCharge(again.payments)(month);
    await hearOfCharge(again.payments)({ program: PROGRAM, period: '2031-01' });
  });

  it('is repeated when the provider asks for patience, and nothing is charged twice', async () => {
    const billing = openMonth(['busy', 'busy', 'busy']);
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect([...billing.providers.charges.values()]).toMatchObject([{ attempts: 1, state: 'paid' }]);
  });
});

describe('Two runs at the same time', () => {
  it('charge an invoice once', async () => {
    const billing = openMonth([]);
    const { call } = billing.world;
    billing.world.call = async (hole, input) => {
      if (JSON.stringify(input).startsWith('{"step":"charge"')) {
        const both = await Promise.allSettled([
          chargeStep(billing.payments)(month),
          chargeStep(billing.payments)(month),
        ]);
        const done = both.find((outcome) => outcome.status === 'fulfilled');
        return done?.status === 'fulfilled' ? done.value : call(hole, input);
      }
      return call(hole, input);
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect([...billing.providers.charges.values()]).toMatchObject([{ attempts: 1, state: 'paid' }]);
    expect((await billing.books()).problems).toEqual([]);
  });
});
