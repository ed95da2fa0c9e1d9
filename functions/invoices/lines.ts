import { csvOf } from '../../domain/csv.ts';
import { cellInMajorUnits } from '../../domain/csv-amounts.ts';
import type { Statement } from '../../table/statements.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { invoiceNamed, lineViews } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { exportInvoiceLines, listInvoiceLines } from '../shared/contracts/invoices.ts';
import { statementPage } from '../shared/statement-page.ts';
import type { InvoiceDeps } from './invoices.ts';

type Filters = Pick<InputOf<typeof listInvoiceLines>['query'], 'balance' | 'group_key'>;

const fits = (statement: Statement, { balance, group_key }: Filters): boolean => {
  if (group_key !== undefined && statement.group !== group_key) return false;
  switch (balance) {
    case 'payable':
      return statement.payable > 0;
    case 'debt':
      return statement.carried_out < 0;
    case 'zero':
      return statement.payable === 0 && statement.carried_out === 0;
    case undefined:
      return true;
  }
};

const list =
  (deps: InvoiceDeps) =>
  async (context: Context, input: InputOf<typeof listInvoiceLines>): Promise<DataOf<typeof listInvoiceLines>> => {
    const invoice = await invoiceNamed(deps.store, context.program, input.params.invoice);
    const page = await statementPage(deps.store, invoice, input.query, (statement) => fits(statement, input.query));
    return { ...page, items: await lineViews(deps.store, page.items) };
  };

const EXPORTED = 1_000;

const COLUMNS = [
  'partnership_key',
  'partner_key',
  'partner_name',
  'group_key',
  'tier_key',
  'transactions',
  'sales_amount',
  'refunded_amount',
  'quantity',
  'rewards',
  'reward_amount',
  'second_tier_amount',
  'clawbacks',
  'clawback_amount',
  'net',
  'carried_in',
  'carried_out',
  'payable',
] as const;

const exported =
  (deps: InvoiceDeps) =>
  async (context: Context, input: InputOf<typeof exportInvoiceLines>): Promise<DataOf<typeof exportInvoiceLines>> => {
    const invoice = await invoiceNamed(deps.store, context.program, input.params.invoice);
    const { starting_after } = input.query;
    const query = { limit: EXPORTED, starting_after };
    const page = await statementPage(deps.store, invoice, query, (statement) => fits(statement, input.query));
    const lines = await lineViews(deps.store, page.items);
    const rows = lines.map((line) => [
      invoice.period,
      ...COLUMNS.map((name) => cellInMajorUnits(name, line[name] ?? '', invoice.currency)),
      invoice.currency,
    ]);
    const header = starting_after === undefined ? [['period', ...COLUMNS, 'currency']] : [];
    const last = page.next_cursor ?? lines.at(-1)?.partnership_key;
    return {
      file_name: `invoice-${invoice.period}.csv`,
      content: csvOf([...header, ...rows]),
      has_more: page.has_more,
      next_cursor: page.has_more ? (last ?? null) : null,
    };
  };

/** The lines of invoices: a line is a partnership's statement. */
export const lineRoutes = (deps: InvoiceDeps): readonly Route[] => [
  route(listInvoiceLines, list(deps)),
  route(exportInvoiceLines, exported(deps)),
];
