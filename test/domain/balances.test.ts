import fc from 'fast-check';
import { type Account, balanceOfAccount } from '../../domain/balances.ts';
import { INVOICE_STATES, type InvoiceState } from '../../domain/invoices.ts';
import { sum } from '../../domain/money.ts';
import { PAYOUT_STATES } from '../../domain/payouts.ts';

const PAYOUT_AT = Date.UTC(2026, 1, 13);
const MARCH_13 = Date.UTC(2026, 2, 13);
const MARCH = { period: '2026-02', zone: 'UTC', net: 300 };

const account = (state: InvoiceState, changes: Partial<Account> = {}): Account => ({
  statements: [{ period: '2026-01', payable: 1000, carried_out: 0 }],
  invoices: new Map([['2026-01', { state, payout_at: PAYOUT_AT }]]),
  payouts: [],
  open: MARCH,
  now: Date.UTC(2026, 1, 3),
  ...changes,
});

const CASES: readonly { state: InvoiceState; invoiced: number; available: number; next: object }[] = [
  { state: 'draft', invoiced: 1000, available: 0, next: { at: PAYOUT_AT, amount: 1000, status: 'in_review' } },
  { state: 'in_review', invoiced: 1000, available: 0, next: { at: PAYOUT_AT, amount: 1000, status: 'in_review' } },
  { state: 'overdue', invoiced: 1000, available: 0, next: { at: PAYOUT_AT, amount: 1000, status: 'to_be_paid' } },
  { state: 'paid', invoiced: 0, available: 1000, next: { at: PAYOUT_AT, amount: 1000, status: 'paid' } },
  { state: 'void', invoiced: 0, available: 0, next: { at: MARCH_13, amount: 300, status: 'earning' } },
  { state: 'carried', invoiced: 0, available: 0, next: { at: MARCH_13, amount: 1300, status: 'earning' } },
];

test.each(CASES)('With an invoice that is $state, $invoiced are invoiced and $available available', (wanted) => {
  const { state, ...figures } = wanted;
  expect(balanceOfAccount(account(state))).toMatchObject(figures);
});

test('What was paid out, or is on its way, is not available any more; what came back is', () => {
  const payouts = [
    { amount: 400, state: 'paid' },
    { amount: 100, state: 'sending' },
    { amount: 50, state: 'returned' },
  ] as const;
  const { available, paid, onTheWay } = balanceOfAccount(account('paid', { payouts }));
  expect({ available, paid, onTheWay }).toEqual({ available: 500, paid: 400, onTheWay: 100 });
});

test('A debt is carried into the open month, and takes from its payment', () => {
  const statements = [{ period: '2026-01', payable: 0, carried_out: -120 }];
  const found = balanceOfAccount(account('void', { statements }));
  expect(found).toMatchObject({ carried: -120, next: { amount: 180, status: 'earning' } });
});

test('Without anything earned no payment is announced', () => {
  const found = balanceOfAccount(account('void', { statements: [], open: { ...MARCH, net: -50 } }));
  expect(found.next).toBeUndefined();
});

test('Whatever the states, everything payable is in exactly one place', () => {
  const months = ['2025-10', '2025-11', '2025-12', '2026-01'];
  fc.assert(
    fc.property(
      fc.array(fc.record({ state: fc.constantFrom(...INVOICE_STATES), payable: fc.nat(10_000) }), { maxLength: 4 }),
      fc.array(fc.record({ state: fc.constantFrom(...PAYOUT_STATES), amount: fc.nat(500) }), { maxLength: 4 }),
      (invoices, payouts) => {
        const statements = invoices.map(({ payable }, index) => ({
          ...{ period: months[index] ?? '', payable, carried_out: 0 },
        }));
        const known = new Map(
          invoices.map(({ state }, index) => [months[index] ?? '', { state, payout_at: PAYOUT_AT }]),
        );
        const found = balanceOfAccount(account('draft', { statements, invoices: known, payouts }));
        const kept = invoices.filter(({ state }) => state !== 'void' && state !== 'carried');
        expect(found.invoiced + found.available + found.onTheWay + found.paid).toBe(
          sum(kept.map(({ payable }) => payable)),
        );
      },
    ),
  );
});
