import type { InvoiceAnswer, RewardAnswer, StatementAnswer } from './answers.ts';
import { total } from './arithmetic.ts';
import type { Entry } from './entries.ts';
import type { Month, Recounted, Statement } from './statements.ts';

/** What the product says, as far as it is compared. */
export interface Said {
  readonly invoices: readonly InvoiceAnswer[];
  /** By partnership; one for each closed month. */
  readonly statements: ReadonlyMap<string, readonly StatementAnswer[]>;
  /** The lines of an invoice, by its period and then by partnership. */
  readonly lines: ReadonlyMap<string, ReadonlyMap<string, StatementAnswer>>;
  /** By identity. */
  readonly rewards: ReadonlyMap<string, RewardAnswer>;
}

export interface Difference {
  readonly where: string;
  readonly recounted: string;
  readonly said: string;
}

type Cells = Readonly<Record<string, string>>;
const MISSING = 'nothing';

const differences = (where: string, recounted: Cells, said: Cells): readonly Difference[] =>
  Object.entries(recounted)
    .filter(([name, value]) => said[name] !== value)
    .map(([name, value]) => ({ where: `${where} ${name}`, recounted: value, said: said[name] ?? MISSING }));

const figuresOf = (statement: Statement): Cells => ({
  transactions: `${statement.transactions}`,
  sales_amount: `${statement.sales}`,
  refunded_amount: `${statement.refunded}`,
  quantity: `${statement.quantity}`,
  rewards: `${statement.rewards}`,
  reward_amount: `${statement.rewardAmount}`,
  second_tier_amount: `${statement.secondTierAmount}`,
  clawbacks: `${statement.clawbacks}`,
  clawback_amount: `${statement.clawbackAmount}`,
  net: `${statement.net}`,
  carried_in: `${statement.carriedIn}`,
  carried_out: `${statement.carriedOut}`,
});

const statementCells = (statement: Statement): Cells => ({
  ...figuresOf(statement),
  payable: `${statement.payable}`,
  group_key: statement.partner.group,
  tier_key: statement.tierKey ?? 'null',
});

const saidCells = (said: object): Cells =>
  Object.fromEntries(Object.entries(said).map(([name, value]) => [name, String(value)]));

const invoiceCells = (month: Month): Cells => {
  const rows = month.statements.map(figuresOf);
  const names = Object.keys(rows[0] ?? {});
  const sums = names.map((name) => [name, `${total(rows.map((row) => BigInt(row[name] ?? 0)))}`] as const);
  return {
    ...Object.fromEntries(sums),
    payables: `${total(month.statements.map((statement) => statement.payable))}`,
    fee: `${month.fee}`,
    total: `${month.total}`,
    partnerships: `${month.statements.length}`,
  };
};

const compareRow = (where: string, statement: Statement, said: StatementAnswer | undefined): readonly Difference[] =>
  said === undefined
    ? [{ where, recounted: `a net of ${statement.net}`, said: MISSING }]
    : differences(where, statementCells(statement), saidCells(said));

const compareMonth = (month: Month, said: Said): readonly Difference[] => {
  const invoice = said.invoices.find((candidate) => candidate.period === month.month);
  if (invoice === undefined) return [{ where: `${month.month} invoice`, recounted: `${month.total}`, said: MISSING }];
  const lines = said.lines.get(month.month);
  const expected = new Set(month.statements.map((statement) => statement.partner.key));
  const tooMany = [...(lines?.keys() ?? [])].filter((key) => !expected.has(key));
  return [
    ...month.statements.flatMap((statement) => {
      const { key, name } = statement.partner;
      const own = said.statements.get(key)?.find((candidate) => candidate.period === month.month);
      return [
        ...compareRow(`${month.month} ${name} statement`, statement, own),
        ...compareRow(`${month.month} ${name} invoice line`, statement, lines?.get(key)),
      ];
    }),
    ...tooMany.map((key) => ({ where: `${month.month} ${key} invoice line`, recounted: MISSING, said: 'a line' })),
    ...differences(`${month.month} invoice`, invoiceCells(month), saidCells(invoice)),
  ];
};

const rewardCells = (entry: Entry): Cells => ({
  partnership_key: entry.owner,
  level: `${entry.level}`,
  original_amount: `${entry.amount}`,
});

const compareRewards = (recounted: Recounted, said: Said, closed: ReadonlySet<string>): readonly Difference[] => {
  const made = recounted.entries.filter((entry) => entry.kind === 'reward' && closed.has(entry.month));
  const own = new Map(made.map((entry) => [entry.reward, entry]));
  const missing = made.flatMap((entry) => {
    const answer = said.rewards.get(entry.reward);
    const where = `reward ${entry.reward}`;
    if (answer !== undefined) return differences(where, rewardCells(entry), saidCells(answer));
    return [{ where, recounted: `${entry.amount} for ${entry.owner}`, said: MISSING }];
  });
  const tooMany = [...said.rewards].filter(([identity]) => !own.has(identity));
  return [
    ...missing,
    ...tooMany.map(([identity, answer]) => ({
      where: `reward ${identity}`,
      recounted: MISSING,
      said: `${answer.original_amount} for ${answer.partnership_key}`,
    })),
  ];
};

/** Every cell in which the product's rewards, statements and invoices of closed months differ from the recount. */
export const compare = (recounted: Recounted, said: Said): readonly Difference[] => {
  const closed = new Set(said.invoices.filter(({ status }) => status !== 'draft').map(({ period }) => period));
  const last = [...closed].sort().at(-1) ?? '';
  const months = recounted.months.filter(({ month }) => month <= last);
  // Rewards first: where one differs, so do the sums that it is in.
  return [...compareRewards(recounted, said, closed), ...months.flatMap((month) => compareMonth(month, said))];
};
