import type {
  InvoiceAnswer,
  LedgerAnswer,
  PayoutAnswer,
  RewardAnswer,
  StatementAnswer,
} from '../../cli/recount/answers.ts';
import { compare, type Said } from '../../cli/recount/compare.ts';
import type { Book, Fact } from '../../cli/recount/facts.ts';
import { brokenIdentities, type Moved } from '../../cli/recount/identities.ts';
import { recountBook } from '../../cli/recount/statements.ts';

const [JANUARY, FEBRUARY] = [Date.UTC(2011, 0, 10), Date.UTC(2011, 1, 10)];

const sale = (key: string, at: number, amount: bigint): Fact => ({
  ...{ kind: 'sale', key, at, partner: 'part_1', buyer: undefined, currency: 'GBP', country: undefined },
  ...{ action: undefined, metadata: {}, amount, happenedAt: undefined },
  lines: [{ product: undefined, category: undefined, quantity: 1n, unit: undefined, amount, commissionable: true }],
});
const refund = (key: string, at: number, of: string, amount: bigint): Fact => ({
  ...{ kind: 'refund', key, at, sale: of, amount, lines: [] },
});

/** One partner with 10 %, and a fee of 2 % and 0.30. */
const book = (facts: readonly Fact[], more: Partial<Book> = {}): Book => ({
  terms: {
    ...{ currency: 'GBP', zone: 'UTC', stacking: 'all', secondTierBps: 0n, secondTierOf: 'reward', delayDays: 0 },
    ...{ feeBps: 200n, feeFixed: 30n, groupDelays: new Map(), measured: 'sales', monthly: false, ratchet: false },
    ...{ levels: [], segments: new Map() },
    offers: [
      {
        ...{ key: 'trg_1', event: 'transaction.accepted', conditions: undefined, audience: {}, forNobody: false },
        ...{ flat: undefined, bps: 1000n, capPerReward: undefined, capMonth: undefined, capMonths: undefined },
        ...{ capTransactions: undefined, createdAt: 0, from: 0, to: undefined },
      },
    ],
  },
  partners: [
    {
      ...{ key: 'part_1', name: 'anna', group: 'grp_1', groupName: 'All', tags: [], joinedAt: JANUARY - 1 },
      ...{ active: true, recruiter: undefined },
    },
  ],
  facts,
  verdicts: new Map(),
  finalAt: new Map(),
  ...more,
});

const FIGURES = {
  ...{ transactions: 1, sales_amount: 20_000, refunded_amount: 0, quantity: 1, rewards: 1, reward_amount: 2000 },
  ...{ second_tier_amount: 0, clawbacks: 0, clawback_amount: 0, net: 2000, carried_in: 0, carried_out: 0 },
};
const statement: StatementAnswer = { ...FIGURES, period: '2011-01', payable: 2000, group_key: 'grp_1', tier_key: null };
const invoice: InvoiceAnswer = {
  ...{ ...FIGURES, key: 'inv_1', period: '2011-01', status: 'paid', final_at: FEBRUARY, updated_at: FEBRUARY },
  ...{ payables: 2000, fee: 70, total: 2070, partnerships: 1 },
};
const reward: RewardAnswer = {
  ...{ key: 'rwd_txn_1.trg_1.1', created_at: JANUARY, updated_at: JANUARY, partnership_key: 'part_1', status: 'paid' },
  ...{ original_amount: 2000, adjusted_amount: 0, level: 1, event_key: 'txn_1', event_type: 'transaction.accepted' },
};

const said = (more: Partial<Said> = {}): Said => ({
  invoices: [invoice],
  statements: new Map([['part_1', [statement]]]),
  lines: new Map([['2011-01', new Map([['part_1', statement]])]]),
  rewards: new Map([['txn_1.trg_1.1', reward]]),
  ...more,
});

const recounted = recountBook(book([sale('txn_1', JANUARY, 20_000n)]), '2011-01');
const differing = (more: Partial<Said>): readonly string[] =>
  compare(recounted, said(more)).map(({ where, recounted: own, said: other }) => `${where}: ${own}, ${other}`);

describe('The comparison with what the product says', () => {
  test('finds nothing where every cell agrees', () => {
    expect(differing({})).toEqual([]);
  });

  test('names the cell of a statement that is a penny off', () => {
    const off = { ...statement, net: 1999 };
    expect(differing({ statements: new Map([['part_1', [off]]]) })).toEqual(['2011-01 anna statement net: 2000, 1999']);
  });

  test('names the cell of an invoice and of its line', () => {
    const line = new Map([['2011-01', new Map([['part_1', { ...statement, payable: 0 }]])]]);
    expect(differing({ invoices: [{ ...invoice, fee: 71 }], lines: line })).toEqual([
      '2011-01 anna invoice line payable: 2000, 0',
      '2011-01 invoice fee: 70, 71',
    ]);
  });

  test('misses a statement that is not there, and a line that should not be', () => {
    const both = new Map([['part_1', statement] as const, ['part_2', statement] as const]);
    expect(differing({ statements: new Map(), lines: new Map([['2011-01', both]]) })).toEqual([
      '2011-01 anna statement: a net of 2000, nothing',
      '2011-01 part_2 invoice line: nothing, a line',
    ]);
  });

  test('misses a reward that was not made, and sees one that was made for nothing', () => {
    const other = { ...reward, key: 'rwd_txn_2.trg_1.1' };
    expect(differing({ rewards: new Map([['txn_2.trg_1.1', other]]) })).toEqual([
      'reward txn_1.trg_1.1: 2000 for part_1, nothing',
      'reward txn_2.trg_1.1: nothing, 2000 for part_1',
    ]);
  });

  test('misses the invoice of a month that lies before another one', () => {
    const february = recountBook(book([sale('txn_1', JANUARY, 20_000n)]), '2011-02');
    const only = { ...invoice, period: '2011-02' };
    const found = compare(february, said({ invoices: [only] })).map(({ where }) => where);
    expect(found).toContain('2011-01 invoice');
  });
});

const posted = (type: string, source: string, from: string, to: string, amount: number): LedgerAnswer => ({
  ...{ key: `ltx_${type}`, type, partnership_key: null, source_key: source, currency: 'GBP' },
  postings: [
    { account: to, amount },
    { account: from, amount: -amount },
  ],
});
const payout: PayoutAnswer = { key: 'pay_1', partnership_key: 'part_1', amount: 2000, status: 'paid' };
const ledger = [
  posted('statement', 'inv_1', 'partner:part_1', 'merchant', 2000),
  posted('fee', 'inv_1', 'fees', 'merchant', 70),
  posted('charge', 'inv_1', 'merchant', 'cash', 2070),
  posted('payout', 'pay_1', 'cash', 'partner:part_1', 2000),
];
const broken = (more: Partial<Moved>): readonly string[] =>
  brokenIdentities(recounted, { invoices: [invoice], payouts: [payout], ledger, ...more });

describe('The money', () => {
  test('is all there when a paid invoice was paid out', () => {
    expect(broken({})).toEqual([]);
  });

  test('is all there while it waits in the balance of the partner', () => {
    expect(broken({ payouts: [], ledger: ledger.slice(0, 3) })).toEqual([]);
  });

  test('is missing when a payout has no entry in the ledger', () => {
    expect(broken({ ledger: ledger.slice(0, 3) })).toEqual([
      'anna: paid out 2000 + available 2000 come to: 4000, and not 2000',
      'Paid out 2000 + available 2000 + fees 70 come to: 4070, and not 2070',
    ]);
  });

  test('is missing when an invoice was charged twice', () => {
    expect(broken({ ledger: [...ledger, posted('charge', 'inv_1', 'merchant', 'cash', 2070)] })).toEqual(
      expect.arrayContaining(['2011-01: the number of charges is: 2, and not 1', 'Charged: 4140, and not 2070']),
    );
  });

  test('is wrong when a partner was paid more than was earned, or postings do not balance', () => {
    const twice = [payout, { ...payout, key: 'pay_2' }];
    const again = posted('payout', 'pay_2', 'cash', 'partner:part_1', 2000);
    expect(broken({ payouts: twice, ledger: [...ledger, again] })).toContain('anna: the available balance is -2000');
    const lame = { ...again, postings: again.postings.slice(1) };
    expect(broken({ ledger: [...ledger, lame] })[0]).toBe('The postings of payout ltx_payout sum to: -2000, and not 0');
  });
});

describe('Decisions of the merchant', () => {
  const sold = sale('txn_1', JANUARY, 20_000n);
  const verdict = (action: string, at: number, difference = 0n) => ({ action, at, difference });
  const nets = (verdicts: Book['verdicts'], facts: readonly Fact[] = [sold]) =>
    recountBook(book(facts, { verdicts, finalAt: new Map([['2011-01', Date.UTC(2011, 1, 8)]]) }), '2011-03').months.map(
      ({ statements }) => Number(statements[0]?.net ?? 0n),
    );
  const of = (...own: ReturnType<typeof verdict>[]) => new Map([['txn_1.trg_1.1', own]]);

  test('a declined reward is on no statement, and takes its clawbacks with it', () => {
    const facts = [sold, refund('rfd_1', FEBRUARY, 'txn_1', 5000n)];
    expect(nets(new Map(), facts)).toEqual([2000, -500, 0]);
    expect(nets(of(verdict('decline', FEBRUARY + 1)), facts)).toEqual([0, 0, 0]);
  });

  test('an adjusted reward counts with the difference, which later clawbacks cannot exceed', () => {
    const facts = [sold, refund('rfd_1', FEBRUARY, 'txn_1', 20_000n)];
    expect(nets(of(verdict('adjust', JANUARY + 1, -1500n)), facts)).toEqual([500, -500, 0]);
  });

  test('a reward on hold stays off, and joins the first month that is not final when it is released', () => {
    expect(nets(of(verdict('hold', JANUARY + 1)))).toEqual([0, 0, 0]);
    expect(nets(of(verdict('hold', JANUARY + 1), verdict('release', FEBRUARY)))).toEqual([0, 2000, 0]);
    expect(nets(of(verdict('hold', JANUARY + 1), verdict('release', JANUARY + 2)))).toEqual([2000, 0, 0]);
  });
});
