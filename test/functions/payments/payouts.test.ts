import { earning, openBilling, PERIOD } from '../../support/billing.ts';
import type { Fate } from '../../support/providers.ts';

const openMonth = (pay: readonly Fate[] = [], lookUp: Fate[] = []) => {
  const billing = openBilling();
  billing.addPartner('part_anna');
  billing.earn(earning('part_anna', 1, [1000]));
  billing.providers.fates.pay.push(...pay);
  const waits: string[] = [];
  billing.onTime.act = async (at) => {
    if (billing.states.at(-1) === 'WaitForPayoutDay') billing.providers.fates.lookUp.push(...lookUp);
    waits.push(new Date(at).toISOString().slice(5, 16));
  };
  const nextMonth = async (period: string, ...amounts: readonly number[]) => {
    lookUp.splice(0);
    if (amounts.length > 0) billing.earn(earning('part_anna', Number(period.slice(-2)), amounts, [], { period }));
    billing.time.now = Date.UTC(2026, Number(period.slice(-2)), 1);
    return billing.play(period);
  };
  return { ...billing, waits, nextMonth };
};

const payoutsOf = async (billing: Pick<ReturnType<typeof openMonth>, 'books'>) => {
  const books = await billing.books();
  expect(books.problems).toEqual([]);
  return books.payouts.map(({ number, amount, state, period }) => ({ number, amount, state, period }));
};

describe('Who is paid', () => {
  it('keeps a balance below the smallest payout until it is large enough', async () => {
    const billing = openBilling({ minimum_payout: 1500 });
    billing.addPartner('part_anna');
    billing.earn(earning('part_anna', 1, [1000]));
    await billing.play();
    expect(await payoutsOf(billing)).toEqual([]);
    billing.earn(earning('part_anna', 2, [500], [], { period: '2026-02' }));
    billing.time.now = Date.parse('2026-03-01T00:00:00Z');
    await billing.play('2026-02');
    expect(await payoutsOf(billing)).toEqual([{ number: 1, amount: 1500, state: 'paid', period: '2026-02' }]);
  });

  it.each([
    ['has no payout method', { payout_method: undefined }],
    [
      'has not finished the set-up of one',
      { payout_method: { provider: 'stripe' as const, destination: 'acct_incomplete', verified: false } },
    ],
    ['is held back', { payouts_held: true }],
  ])('keeps the balance of a partner who %s', async (_title, personal) => {
    const billing = openBilling();
    billing.addPartner('part_anna', {}, personal);
    billing.earn(earning('part_anna', 1, [1000]));
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(await payoutsOf(billing)).toEqual([]);
    expect((await billing.books()).statements).toMatchObject([{ payable: 1000 }]);
  });

  it('pays a partner who finished the set-up since, and remembers that', async () => {
    const billing = openBilling();
    const payout_method = { provider: 'stripe' as const, destination: 'acct_late', verified: false };
    billing.addPartner('part_anna', {}, { payout_method });
    billing.earn(earning('part_anna', 1, [1000]));
    await billing.play();
    expect(billing.providers.leftTo('acct_late')).toBe(1000);
    const profile = await billing.memory.get({ pk: 'PART#part_anna', sk: 'PROFILE' });
    expect(profile).toMatchObject({ payout_method: { verified: true }, rev: 2 });
  });

  it('keeps the balance of a partner whose personal data is gone', async () => {
    const billing = openMonth();
    billing.memory.items.delete('PART#part_anna | PROFILE');
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(await payoutsOf(billing)).toEqual([]);
  });

  it('pays a deactivated partner what was earned', async () => {
    const billing = openBilling();
    billing.addPartner('part_anna', { status: 'inactive' });
    billing.earn(earning('part_anna', 1, [1000]));
    await billing.play();
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
  });
});

describe('A payout whose outcome is not known', () => {
  it.each([
    ['left', 'lost after' as const],
    ['never left', 'lost before' as const],
  ])('that %s is looked up and ends as one transfer', async (_title, fate) => {
    const billing = openMonth([fate]);
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(await payoutsOf(billing)).toEqual([{ number: 1, amount: 1000, state: 'paid', period: PERIOD }]);
    expect(billing.providers.sent).toBe(1);
    expect(billing.waits.at(-1)).toBe('02-13T00:05');
  });

  it('stops the month for a person after 72 hours, and no second payout is made', async () => {
    const silence = Array.from({ length: 20 }, () => 'lost before' as const);
    const billing = openMonth(['lost after'], silence);
    expect((await billing.play()).state).toBe('PayoutsUnresolved');
    expect(billing.waits.slice(2)).toEqual([
      '02-13T00:05',
      '02-13T01:00',
      '02-13T06:00',
      '02-14T00:00',
      '02-15T00:00',
      '02-16T00:00',
    ]);
    expect(await payoutsOf(billing)).toMatchObject([{ number: 1, state: 'unknown' }]);
    billing.providers.fates.lookUp.length = 0;
    await billing.nextMonth('2026-02', 700);
    // When the provider speaks again, the run of the next month settles it and goes on.
    expect(await payoutsOf(billing)).toMatchObject([
      { number: 1, amount: 1000, state: 'paid' },
      { number: 2, amount: 700, state: 'paid' },
    ]);
    expect(billing.providers.sent).toBe(2);
  });

  it('is repeated when the provider asks for patience', async () => {
    const billing = openMonth(['busy', 'busy']);
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(billing.providers.sent).toBe(1);
  });
});

describe('A payout that the provider holds', () => {
  it('is asked for once a week until it is paid', async () => {
    const billing = openMonth(['pending']);
    const act = billing.onTime.act;
    billing.onTime.act = async (at) => {
      await act(at);
      const [payout] = billing.providers.payouts.values();
      if (payout !== undefined && at >= Date.parse('2026-02-27T00:00:00Z')) payout.state = 'paid';
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(billing.waits.slice(-2)).toEqual(['02-20T00:00', '02-27T00:00']);
    expect(await payoutsOf(billing)).toMatchObject([{ number: 1, state: 'paid' }]);
  });

  it('that came back is in the balance again and goes out under a new number', async () => {
    const billing = openMonth(['pending']);
    const act = billing.onTime.act;
    billing.onTime.act = async (at) => {
      await act(at);
      const [payout] = billing.providers.payouts.values();
      if (payout !== undefined && at >= Date.parse('2026-02-20T00:00:00Z')) payout.state = 'returned';
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(await payoutsOf(billing)).toMatchObject([{ number: 1, amount: 1000, state: 'returned' }]);
    expect((await billing.books()).events).toContain('payout.failed');
    billing.onTime.act = act;
    await billing.nextMonth('2026-02', 200);
    expect(await payoutsOf(billing)).toEqual([
      { number: 1, amount: 1000, state: 'returned', period: PERIOD },
      { number: 2, amount: 1200, state: 'paid', period: '2026-02' },
    ]);
  });
});

describe('A payout that is refused', () => {
  it('is in the balance again, and is not tried twice in one run', async () => {
    const billing = openMonth(['decline']);
    const { call } = billing.world;
    billing.world.call = async (hole, input) => {
      await call(hole, input);
      return call(hole, input);
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect(await payoutsOf(billing)).toMatchObject([{ number: 1, state: 'failed' }]);
    expect(billing.providers.sent).toBe(1);
    billing.world.call = call;
    await billing.nextMonth('2026-02', 500);
    expect(await payoutsOf(billing)).toMatchObject([
      { number: 1, state: 'failed' },
      { number: 2, amount: 1500, state: 'paid' },
    ]);
  });

  it('keeps nobody else from being paid', async () => {
    const billing = openBilling();
    for (const name of ['anna', 'bert', 'cleo']) {
      billing.addPartner(`part_${name}`);
      billing.earn(earning(`part_${name}`, name.length + name.charCodeAt(0), [900]));
    }
    billing.providers.fates.pay.push('decline');
    await billing.play();
    const states = (await payoutsOf(billing)).map((payout) => payout.state).sort();
    expect(states).toEqual(['failed', 'paid', 'paid']);
  });
});

describe('Two payout runs at the same time', () => {
  it('pay every partner once', async () => {
    const billing = openMonth();
    const { call } = billing.world;
    billing.world.call = async (hole, input) => {
      if (!JSON.stringify(input).startsWith('{"step":"payout"')) return call(hole, input);
      const [first, second] = await Promise.all([call(hole, input), call(hole, input)]);
      expect([first, second]).toMatchObject([{ more: false }, { more: false }]);
      return first;
    };
    const ended = await billing.play();
    expect(ended.state).toBe('MonthIsDone');
    expect(billing.providers.sent).toBe(1);
    expect(await payoutsOf(billing)).toMatchObject([{ number: 1, amount: 1000, state: 'paid' }]);
  });
});
