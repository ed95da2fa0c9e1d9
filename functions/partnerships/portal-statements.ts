import { csvOf } from '../../domain/csv.ts';
import { cellInMajorUnits } from '../../domain/csv-amounts.ts';
import { notFound } from '../../domain/errors.ts';
import type { InvoiceState } from '../../domain/invoices.ts';
import { getInvoice, type Invoice } from '../../table/invoices.ts';
import { STATEMENTS_PREFIX, statementKey } from '../../table/keys.ts';
import type { BillingDetails } from '../../table/merchants.ts';
import { getStatement, readStatement, type Statement, statementsOf } from '../../table/statements.ts';
import type { Item } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { billingDetailsView, figuresView } from '../shared/billing-views.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { listPortalStatements } from '../shared/contracts/portal-earnings.ts';
import { exportPortalStatements, getPortalStatement } from '../shared/contracts/portal-statements.ts';
import { billedFor } from '../shared/finalising.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { listPage } from '../shared/paging.ts';
import { taxView } from './tax-view.ts';

type Answer = DataOf<typeof listPortalStatements>;
type Printed = DataOf<typeof getPortalStatement>;

const view = (statement: Statement, currency: string): Answer['items'][number] => {
  const { period, created_at, updated_at, payable } = statement;
  return { period, currency, created_at, updated_at, ...figuresView(statement), payable };
};

const list = async (
  deps: PartnershipDeps,
  context: Context,
  query: InputOf<typeof listPortalStatements>['query'],
): Promise<Answer> => {
  const { currency } = (await readProgramState(deps, context.program)).program;
  const { pk } = statementKey(partnershipOf(context), '');
  const source = {
    partitions: [pk],
    sortPrefix: STATEMENTS_PREFIX,
    read: async (items: readonly Item[]) => items.map((item) => view(readStatement(item), currency)),
  };
  return listPage(deps.store, source, { ...query, order_by: '-created_at' });
};

const statusOf = (state: InvoiceState): Printed['status'] => {
  switch (state) {
    case 'draft':
    case 'in_review':
      return 'in_review';
    case 'final':
    case 'charging':
    case 'unknown':
    case 'declined':
    case 'overdue':
      return 'to_be_paid';
    case 'paid':
      return 'paid';
    case 'void':
      return 'nothing_to_pay';
    case 'carried':
      return 'carried';
  }
};

/** Who pays, as the partner sees it: not what the merchant notes for its own books. */
const payerView = (details: BillingDetails | undefined): Printed['merchant'] => {
  if (details === undefined) return null;
  const { reference: _own, ...payer } = billingDetailsView(details);
  return payer;
};

const isStillOpen = ({ state }: Invoice): boolean => state === 'draft' || state === 'in_review';

/** @throws Failure `not_found` for a month that is not closed, or before the partner joined. */
const printed = async (deps: PartnershipDeps, context: Context, period: string): Promise<Printed> => {
  const { store } = deps;
  const { standing, profile } = await requirePartnership(deps, context.program, partnershipOf(context));
  const [statement, invoice, { program }] = await Promise.all([
    getStatement(store, standing.key, period),
    getInvoice(store, context.program, period),
    readProgramState(deps, context.program),
  ]);
  if (statement === undefined || invoice === undefined) throw notFound('statement', 'period');
  const payer = isStillOpen(invoice) ? await billedFor(store, program.key) : invoice.billing;
  return {
    ...view(statement, program.currency),
    program_name: program.name,
    merchant: payerView(payer),
    partner: {
      email: profile.email,
      first_name: profile.first_name ?? null,
      last_name: profile.last_name ?? null,
      company: profile.company ?? null,
    },
    tax_details: taxView(profile.tax),
    status: statusOf(invoice.state),
  };
};

const COLUMNS = [
  ...(['period', 'currency', 'transactions', 'sales_amount', 'refunded_amount', 'quantity', 'rewards'] as const),
  ...(['reward_amount', 'second_tier_amount', 'clawbacks', 'clawback_amount', 'net', 'carried_in'] as const),
  ...(['carried_out', 'payable'] as const),
];

const exported = async (deps: PartnershipDeps, context: Context): Promise<DataOf<typeof exportPortalStatements>> => {
  const { currency } = (await readProgramState(deps, context.program)).program;
  const statements = await statementsOf(deps.store, partnershipOf(context));
  const rows = statements.map((statement) => view(statement, currency));
  const cells = rows.map((row) => COLUMNS.map((name) => cellInMajorUnits(name, row[name], row.currency)));
  return { file_name: 'statements.csv', content: csvOf([COLUMNS, ...cells]) };
};

/** The closed months of the partner. */
export const portalStatementRoutes = (deps: PartnershipDeps): readonly Route[] => [
  route(listPortalStatements, (context, { query }) => list(deps, context, query)),
  route(exportPortalStatements, (context) => exported(deps, context)),
  route(getPortalStatement, (context, { params }) => printed(deps, context, params.period)),
];
