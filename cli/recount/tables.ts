import { total } from './arithmetic.ts';
import type { Month, Statement } from './statements.ts';

/** The tables of a recount: the same columns as the files of a replay have. */

type Cell = string | bigint | number;

const PARTNERS: readonly (readonly [string, (month: Month, statement: Statement) => Cell])[] = [
  ['month', ({ month }) => month],
  ['partner', (_, { partner }) => partner.name],
  ['group', (_, { partner }) => partner.groupName],
  ['tier', (_, statement) => statement.tierName],
  ['transactions', (_, statement) => statement.transactions],
  ['sales_minor', (_, statement) => statement.sales],
  ['refunded_minor', (_, statement) => statement.refunded],
  ['qty', (_, statement) => statement.quantity],
  ['rewards', (_, statement) => statement.rewards],
  ['reward_minor', (_, statement) => statement.rewardAmount],
  ['second_tier_minor', (_, statement) => statement.secondTierAmount],
  ['clawbacks', (_, statement) => statement.clawbacks],
  ['clawback_minor', (_, statement) => statement.clawbackAmount],
  ['net_minor', (_, statement) => statement.net],
];

const sum = (month: Month, pick: (statement: Statement) => bigint): bigint => total(month.statements.map(pick));

const count = (month: Month, holds: (statement: Statement) => boolean): number => month.statements.filter(holds).length;

const INVOICES: readonly (readonly [string, (month: Month) => Cell])[] = [
  ['month', ({ month }) => month],
  ['transactions', (month) => sum(month, (statement) => statement.transactions)],
  ['sales_minor', (month) => sum(month, (statement) => statement.sales)],
  ['refunded_minor', (month) => sum(month, (statement) => statement.refunded)],
  ['qty', (month) => sum(month, (statement) => statement.quantity)],
  ['rewards', (month) => sum(month, (statement) => statement.rewards)],
  ['reward_minor', (month) => sum(month, (statement) => statement.rewardAmount)],
  ['second_tier_minor', (month) => sum(month, (statement) => statement.secondTierAmount)],
  ['clawbacks', (month) => sum(month, (statement) => statement.clawbacks)],
  ['clawback_minor', (month) => sum(month, (statement) => statement.clawbackAmount)],
  ['invoice_total_minor', (month) => sum(month, (statement) => statement.net)],
  ['partners_positive', (month) => count(month, (statement) => statement.net > 0n)],
  ['partners_negative', (month) => count(month, (statement) => statement.net < 0n)],
  ['payable_if_carried_minor', (month) => sum(month, (statement) => statement.payable)],
  // A debt is written as a positive number.
  ['carried_out_minor', (month) => -sum(month, (statement) => statement.carriedOut)],
];

const written = (rows: readonly (readonly Cell[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;

/** A row per month and partner. */
export const partnersTable = (months: readonly Month[]): string =>
  written([
    PARTNERS.map(([name]) => name),
    ...months.flatMap((month) =>
      month.statements.map((statement) => PARTNERS.map(([, cell]) => cell(month, statement))),
    ),
  ]);

/** A row per month. */
export const invoicesTable = (months: readonly Month[]): string =>
  written([INVOICES.map(([name]) => name), ...months.map((month) => INVOICES.map(([, cell]) => cell(month)))]);
