import type { InvoiceAnswer, LedgerAnswer, PayoutAnswer } from './answers.ts';
import { total } from './arithmetic.ts';
import type { Recounted } from './statements.ts';

/** What the product says of money that moved. */
export interface Moved {
  readonly invoices: readonly InvoiceAnswer[];
  readonly payouts: readonly PayoutAnswer[];
  readonly ledger: readonly LedgerAnswer[];
}

/** The money of a payout is gone, or on its way, unless it came back. */
const isOut = (payout: PayoutAnswer): boolean => payout.status !== 'failed' && payout.status !== 'returned';

const amounts = (list: readonly { readonly amount: number }[]): bigint =>
  total(list.map(({ amount }) => BigInt(amount)));

/** What an account of the ledger comes to; a debit is positive. */
const balance = (ledger: readonly LedgerAnswer[], account: string): bigint =>
  amounts(ledger.flatMap(({ postings }) => postings.filter((posting) => posting.account === account)));

const mustBe = (what: string, found: bigint, expected: bigint): readonly string[] =>
  found === expected ? [] : [`${what}: ${found}, and not ${expected}`];

const unbalanced = (ledger: readonly LedgerAnswer[]): readonly string[] =>
  ledger.flatMap(({ key, type, postings }) => mustBe(`The postings of ${type} ${key} sum to`, amounts(postings), 0n));

/** Payouts + available = payables of the paid invoices, the payables being those of the recount. */
const partnerMoney = (recounted: Recounted, moved: Moved): readonly string[] => {
  const paid = moved.invoices.filter(({ status }) => status === 'paid');
  const periods = new Set(paid.map(({ period }) => period));
  const sources = new Set(paid.map(({ key }) => key));
  const statements = recounted.months.filter(({ month }) => periods.has(month)).flatMap((month) => month.statements);
  const byPartner = Map.groupBy(statements, (statement) => statement.partner.key);
  return [...byPartner].flatMap(([key, ofPartner]) => {
    const { name } = ofPartner[0]?.partner ?? { name: key };
    const payables = total(ofPartner.map((statement) => statement.payable));
    const payouts = moved.payouts.filter((payout) => payout.partnership_key === key);
    const ids = new Set(payouts.map((payout) => payout.key));
    const settled = moved.ledger.filter(({ source_key: source }) => sources.has(source) || ids.has(source));
    const available = -balance(settled, `partner:${key}`);
    const out = amounts(payouts.filter(isOut));
    return [
      ...mustBe(`${name}: paid out ${out} + available ${available} come to`, out + available, payables),
      ...(available < 0n ? [`${name}: the available balance is ${available}`] : []),
    ];
  });
};

/** Charged once and in full; charged = paid out + available + fee. */
const merchantMoney = (recounted: Recounted, moved: Moved): readonly string[] => {
  const paid = moved.invoices.filter(({ status }) => status === 'paid');
  const charges = moved.ledger.filter(({ type }) => type === 'charge');
  const charged = total(charges.map((charge) => balance([charge], 'cash')));
  const fees = total(paid.map(({ fee }) => BigInt(fee)));
  const out = amounts(moved.payouts.filter(isOut));
  const keys = new Set(recounted.months.flatMap(({ statements }) => statements.map(({ partner }) => partner.key)));
  const unpaid = new Set(moved.invoices.filter(({ status }) => status !== 'paid').map(({ key }) => key));
  const settled = moved.ledger.filter(({ source_key: source }) => !unpaid.has(source));
  const available = -total([...keys].map((key) => balance(settled, `partner:${key}`)));
  return [
    ...paid.flatMap(({ key, period, total: due }) => {
      const own = charges.filter(({ source_key: source }) => source === key);
      return [
        ...mustBe(`${period}: the number of charges is`, BigInt(own.length), 1n),
        ...mustBe(`${period}: charged`, balance(own, 'cash'), BigInt(due)),
      ];
    }),
    ...mustBe('Charged', charged, amounts(paid.map((invoice) => ({ amount: invoice.total })))),
    ...mustBe(`Paid out ${out} + available ${available} + fees ${fees} come to`, out + available + fees, charged),
    ...mustBe('The fees in the ledger of paid invoices are', -balance(settled, 'fees'), fees),
  ];
};

/** Money identities that do not hold (docs/rules.md, "Invariants"). */
export const brokenIdentities = (recounted: Recounted, moved: Moved): readonly string[] => [
  ...unbalanced(moved.ledger),
  ...moved.invoices.flatMap(({ period, payables, fee, total: due }) =>
    mustBe(`${period}: payables + fee come to`, BigInt(payables) + BigInt(fee), BigInt(due)),
  ),
  ...partnerMoney(recounted, moved),
  ...merchantMoney(recounted, moved),
];
