import { STATEMENTS_PREFIX, statementKey } from '../../table/keys.ts';
import { readStatement } from '../../table/statements.ts';
import type { Item } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import { figuresView } from '../shared/billing-views.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { listPortalStatements } from '../shared/contracts/portal-earnings.ts';
import type { PartnershipDeps } from '../shared/found-partners.ts';
import { listPage } from '../shared/paging.ts';

type Answer = DataOf<typeof listPortalStatements>;

const list = async (
  deps: PartnershipDeps,
  context: Context,
  query: InputOf<typeof listPortalStatements>['query'],
): Promise<Answer> => {
  const { currency } = (await readProgramState(deps, context.program)).program;
  const show = (item: Item): Answer['items'][number] => {
    const statement = readStatement(item);
    const { period, created_at, updated_at, payable } = statement;
    return { period, currency, created_at, updated_at, ...figuresView(statement), payable };
  };
  const { pk } = statementKey(partnershipOf(context), '');
  const source = {
    partitions: [pk],
    sortPrefix: STATEMENTS_PREFIX,
    read: async (items: readonly Item[]) => items.map(show),
  };
  return listPage(deps.store, source, { ...query, order_by: '-created_at' });
};

/** The closed months of the partner. */
export const portalStatementRoutes = (deps: PartnershipDeps): readonly Route[] => [
  route(listPortalStatements, (context, { query }) => list(deps, context, query)),
];
