import { invoiceKeyOf } from '../../domain/invoices.ts';
import { groups } from '../../table/definitions.ts';
import { STATEMENTS_PREFIX, statementKey } from '../../table/keys.ts';
import { readStatement } from '../../table/statements.ts';
import type { Item } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { listStatements } from '../shared/contracts/partnerships.ts';
import { type PartnershipDeps, requirePartnership } from '../shared/found-partners.ts';
import { listPage } from '../shared/paging.ts';

type Answer = DataOf<typeof listStatements>;

/** A page of the closed months of a partnership, latest first. Names are those of today. */
export const listStatementsOf = async (
  deps: PartnershipDeps,
  context: Context,
  { params, query }: InputOf<typeof listStatements>,
): Promise<Answer> => {
  const { standing, profile } = await requirePartnership(deps, context.program, params.partnership);
  const { program, configuration } = await readProgramState(deps, context.program);
  const groupNames = new Map((await groups.all(deps.store, program.key)).map((group) => [group.key, group.name]));
  const tierNames = new Map(configuration.ladder.levels.map((tier) => [tier.key, tier.name]));
  const show = (item: Item): Answer['items'][number] => {
    const statement = readStatement(item);
    return {
      partnership_key: statement.partnership,
      partner_key: profile.partner_key,
      period: statement.period,
      currency: program.currency,
      created_at: statement.created_at,
      updated_at: statement.updated_at,
      transactions: statement.transactions,
      sales_amount: statement.sales,
      refunded_amount: statement.refunded,
      quantity: statement.quantity,
      rewards: statement.rewards,
      reward_amount: statement.reward_amount,
      second_tier_amount: statement.second_tier_amount,
      clawbacks: statement.clawbacks,
      clawback_amount: statement.clawback_amount,
      net: statement.net,
      carried_in: statement.carried_in,
      carried_out: statement.carried_out,
      payable: statement.payable,
      group_key: statement.group,
      group_name: groupNames.get(statement.group) ?? null,
      tier_key: statement.tier ?? null,
      tier_name: tierNames.get(statement.tier ?? '') ?? null,
      invoice_key: invoiceKeyOf(program.key, statement.period),
    };
  };
  const { pk } = statementKey(standing.key, '');
  const source = {
    partitions: [pk],
    sortPrefix: STATEMENTS_PREFIX,
    read: async (items: readonly Item[]) => items.map(show),
  };
  return listPage(deps.store, source, { ...query, order_by: '-created_at' });
};
