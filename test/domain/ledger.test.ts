import fc from 'fast-check';
import { auditBooks, type Books } from '../../domain/audit.ts';
import { csvOf } from '../../domain/csv.ts';
import { INVOICE_STATES } from '../../domain/invoices.ts';
import { balancesOf, bookInvoice, bookPayout, bookStatement, imbalanceOf } from '../../domain/ledger.ts';
import { PAYOUT_STATES } from '../../domain/payouts.ts';
import { nextPeriod } from '../../domain/periods.ts';
import { decidingInvoice, paidPeriods, rewardState } from '../../domain/reward-states.ts';

const invoice = {
  key: 'inv_1',
  period: '2026-01',
  currency: 'GBP',
  state: 'paid' as const,
  payables: 900,
  fee: 100,
  total: 1000,
  final_at: 1,
  paid_at: 2,
};
const line = {
  ...{ partnership: 'part_1', period: '2026-01', rewards: 1, reward_amount: 900, second_tier_amount: 0, clawbacks: 0 },
  ...{ clawback_amount: 0, net: 900, carried_in: 0, carried_out: 0, payable: 900 },
};
const payout = {
  ...{ key: 'pay_1', partnership: 'part_1', number: 1, period: '2026-01', amount: 900, currency: 'GBP' },
  ...{ state: 'paid' as const, created_at: 3, ended_at: 4 },
};
const books: Books = { statements: [line], invoices: [invoice], payouts: [payout] };

describe('The ledger', () => {
  it('books a final invoice against the merchant, a charge against cash, a payout out of cash', () => {
    expect(bookStatement(invoice, line)?.postings).toEqual([
      { account: 'merchant', amount: 900 },
      { account: 'partner:part_1', amount: -900 },
    ]);
    expect(
      bookInvoice(invoice).map(({ type, postings }) => [type, ...postings.map((p) => [p.account, p.amount])]),
    ).toEqual([
      ['fee', ['merchant', 100], ['fees', -100]],
      ['charge', ['cash', 1000], ['merchant', -1000]],
    ]);
    expect(bookPayout(payout).map(({ postings }) => postings)).toEqual([
      [
        { account: 'partner:part_1', amount: 900 },
        { account: 'cash', amount: -900 },
      ],
    ]);
  });

  it('books the opposite when a payout came back', () => {
    const [sent, back] = bookPayout({ ...payout, state: 'returned' });
    expect(back?.type).toBe('payout_reversal');
    expect([...balancesOf([sent, back].filter((entry) => entry !== undefined)).values()]).toEqual([0, 0]);
  });

  it('knows nothing of an invoice that is not owed', () => {
    for (const state of INVOICE_STATES) {
      const owed = bookStatement({ ...invoice, state }, line) !== undefined;
      expect([state, owed]).toEqual([state, !['draft', 'in_review', 'void', 'carried'].includes(state)]);
    }
    expect(bookStatement(invoice, { partnership: 'part_1', payable: 0 })).toBeUndefined();
  });

  it('sums to zero in every transaction, whatever the amounts and states', () => {
    const amount = fc.integer({ min: 0, max: 99_999_999 });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.constantFrom(...INVOICE_STATES),
        fc.constantFrom(...PAYOUT_STATES),
        (payable, fee, state, payoutState) => {
          const issued = { ...invoice, state, fee, total: payable + fee };
          const booked = [
            bookStatement(issued, { partnership: 'part_1', payable }) ?? [],
            bookInvoice(issued),
            bookPayout({ ...payout, amount: payable, state: payoutState }),
          ].flat();
          for (const transaction of booked) expect(imbalanceOf(transaction)).toBe(0);
        },
      ),
    );
  });
});

describe('The audit', () => {
  it('finds nothing wrong with books that are right', () => {
    expect(auditBooks(books)).toEqual([]);
    expect(auditBooks({ statements: [], invoices: [], payouts: [] })).toEqual([]);
  });

  it.each<[string, Books]>([
    ['a payable that the invoice does not have', { ...books, statements: [{ ...line, payable: 899 }] }],
    ['a total that is not payables and fee', { ...books, invoices: [{ ...invoice, total: 1001 }] }],
    ['a fee that nobody charged', { ...books, invoices: [{ ...invoice, fee: 99 }] }],
    ['a paid invoice without a payment', { ...books, invoices: [{ ...invoice, paid_at: undefined }] }],
    ['a net that is not rewards less clawbacks', { ...books, statements: [{ ...line, clawback_amount: 1 }] }],
    ['a debt from nowhere', { ...books, statements: [{ ...line, carried_in: -1, net: 901, reward_amount: 901 }] }],
    ['a debt that is not carried out', { ...books, statements: [{ ...line, carried_out: -1 }] }],
    ['a balance that was paid twice', { ...books, payouts: [payout, { ...payout, key: 'pay_2', number: 2 }] }],
    [
      'two payouts at once',
      {
        ...books,
        payouts: [
          { ...payout, amount: 400, state: 'pending' },
          { ...payout, key: 'pay_2', number: 2, amount: 400, state: 'sending' },
        ],
      },
    ],
    [
      'a number that was used twice',
      {
        ...books,
        payouts: [
          { ...payout, amount: 1 },
          { ...payout, key: 'pay_2', amount: 1 },
        ],
      },
    ],
    ['a payout before its charge', { ...books, invoices: [{ ...invoice, state: 'declined', paid_at: undefined }] }],
    [
      'a ledger key that was used twice',
      {
        ...books,
        payouts: [
          { ...payout, amount: 1 },
          { ...payout, number: 2, amount: 1 },
        ],
      },
    ],
  ])('finds %s', (_title, wrong) => {
    expect(auditBooks(wrong).length).toBeGreaterThan(0);
  });
});

describe('The state of a reward', () => {
  const decision = { approved: false, declined: false, held: false, adjusted: 0 };
  it.each([
    ['pending', {}, undefined, false],
    ['approved', { approved: true }, undefined, false],
    ['pending', {}, 'draft', false],
    ['approved', {}, 'in_review', false],
    ['declined', { declined: true, held: true }, 'in_review', false],
    ['on_hold', { held: true }, 'paid', true],
    ['invoiced', {}, 'final', false],
    ['invoiced', {}, 'overdue', false],
    ['invoiced', {}, 'void', false],
    ['available', {}, 'paid', false],
    ['paid', {}, 'paid', true],
  ] as const)('is %s', (state, changes, issued, paidOut) => {
    expect(rewardState({ decision: { ...decision, ...changes }, invoice: issued, paidOut })).toBe(state);
  });

  it('is paid when payouts have filled the statements of paid invoices up to it, in order of payment', () => {
    const statements = [
      { period: '2026-01', payable: 500, paid_at: 30 },
      { period: '2026-02', payable: 300, paid_at: 10 },
      { period: '2026-03', payable: 0, paid_at: 20 },
    ];
    const paid = (amount: number) => [...paidPeriods(statements, [{ amount, state: 'paid' }])];
    expect(paid(299)).toEqual([]);
    expect(paid(300)).toEqual(['2026-02']);
    expect(paid(800)).toEqual(['2026-02', '2026-01']);
    expect([...paidPeriods(statements, [{ amount: 800, state: 'pending' }])]).toEqual([]);
  });

  it('follows the invoice into which a carried one went', () => {
    const invoices = new Map([
      ['2026-01', { state: 'carried' as const }],
      ['2026-02', { state: 'carried' as const }],
      ['2026-03', { state: 'paid' as const }],
    ]);
    expect(decidingInvoice('2026-01', invoices, nextPeriod)?.state).toBe('paid');
    invoices.delete('2026-03');
    expect(decidingInvoice('2026-01', invoices, nextPeriod)?.state).toBe('carried');
    expect(decidingInvoice('2026-05', invoices, nextPeriod)).toBeUndefined();
  });
});

describe('CSV', () => {
  it.each([
    ['=1+1', `'=1+1`],
    ['+44 20', `'+44 20`],
    ['-x', `'-x`],
    ['@sum', `'@sum`],
    ['\tx', `'\tx`],
    ['-12', '-12'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=cmd|"/c calc"!A0', `"'=cmd|""/c calc""!A0"`],
  ])('writes %j so that no spreadsheet computes it', (text, cell) => {
    expect(csvOf([[text]])).toBe(`${cell}\r\n`);
  });
});
