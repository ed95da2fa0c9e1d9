import {
  balanceOf,
  decidePayout,
  hasEnded,
  isBack,
  LARGEST_PAYOUT,
  nextLookUp,
  PAYOUT_STATES,
  payoutMayMove,
  payoutReference,
  readPayoutReference,
} from '../../domain/payouts.ts';

describe('The life of a payout', () => {
  it('has exactly these steps', () => {
    const steps = PAYOUT_STATES.map((from) => [
      from,
      PAYOUT_STATES.filter((to) => to !== from && payoutMayMove(from, to)).join(' '),
    ]);
    expect(Object.fromEntries(steps)).toEqual({
      sending: 'pending unknown paid failed returned',
      unknown: 'pending paid failed returned',
      pending: 'paid failed returned',
      paid: 'returned',
      failed: '',
      returned: '',
    });
  });

  it('ends as paid, failed or returned, and the last two give the amount back', () => {
    expect(PAYOUT_STATES.filter(hasEnded)).toEqual(['paid', 'failed', 'returned']);
    expect(PAYOUT_STATES.filter(isBack)).toEqual(['failed', 'returned']);
  });
});

describe('What is available', () => {
  it('is what invoices paid, less every payout that has not come back', () => {
    expect(balanceOf([], [])).toBe(0);
    expect(
      balanceOf(
        [1000, 500],
        PAYOUT_STATES.map((state, n) => ({ state, amount: 10 ** n })),
      ),
    ).toBe(1500 - 1 - 10 - 100 - 1000);
  });
});

describe('Who is paid', () => {
  const partner = { balance: 1000, minimum: 500, known: true, held: false, newest: undefined };
  it.each([
    ['everything that is available', {}, { amount: 1000 }],
    ['exactly the minimum', { balance: 500 }, { amount: 500 }],
    ['nothing below the minimum', { balance: 499 }, { because: 'below_minimum' }],
    ['nothing of nothing, whatever the minimum', { balance: 0, minimum: 0 }, { because: 'below_minimum' }],
    ['nothing while held back', { held: true }, { because: 'held' }],
    ['nothing when nobody is there', { known: false }, { because: 'gone' }],
    ['nothing while a payout is being sent', { newest: 'sending' as const }, { because: 'earlier_payout_open' }],
    ['nothing while an outcome is unknown', { newest: 'unknown' as const }, { because: 'earlier_payout_open' }],
    ['nothing while the provider holds one', { newest: 'pending' as const }, { because: 'earlier_payout_open' }],
    ['again after one that was paid', { newest: 'paid' as const }, { amount: 1000 }],
    ['again after one that failed', { newest: 'failed' as const }, { amount: 1000 }],
    ['again after one that came back', { newest: 'returned' as const }, { amount: 1000 }],
    ['at most what a transfer can carry', { balance: LARGEST_PAYOUT + 1 }, { amount: LARGEST_PAYOUT }],
  ])('gets %s', (_title, changes, decision) => {
    expect(decidePayout({ ...partner, ...changes })).toEqual(decision);
  });
});

describe('A look-up', () => {
  it('follows after 5 minutes, 1, 6, 24, 48 and 72 hours, and then a person is called', () => {
    const hours: number[] = [];
    for (let now: number | undefined = 0; now !== undefined; now = nextLookUp(0, now, false)) {
      if (now > 0) hours.push(now / 3_600_000);
    }
    expect(hours).toEqual([5 / 60, 1, 6, 24, 48, 72]);
  });

  it('follows once a week after that for what the provider is known to hold', () => {
    expect(nextLookUp(0, 72 * 3_600_000, true)).toBe(7 * 86_400_000);
    expect(nextLookUp(0, 35 * 86_400_000, true)).toBeUndefined();
  });
});

describe('The name of a payout at the provider', () => {
  it('is made of partnership and number, and fits', () => {
    const reference = payoutReference({ partnership: 'part_01jh0000000000000000000000', number: 999_999 });
    expect(reference.length).toBeLessThanOrEqual(63);
    expect(readPayoutReference(reference)).toEqual({ partnership: 'part_01jh0000000000000000000000', number: 999_999 });
    expect(readPayoutReference('po-somebody-1')).toBeUndefined();
  });
});
