import { findPartnership } from '../../table/partner-names.ts';
import type { Context } from '../shared/api.ts';
import { invoiceNamed } from '../shared/billing-views.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import type { listInvoiceRewards } from '../shared/contracts/invoice-rewards.ts';
import { rewardsNamed } from '../shared/rewards/read.ts';
import { invoiceEntries } from '../shared/rewards/statement-lines.ts';
import type { RewardsDeps } from './deps.ts';

/** A page of what an invoice is made of, each entry with its reward. @throws Failure `not_found`. */
export const listRewardsOfInvoice =
  (deps: RewardsDeps) =>
  async (
    context: Context,
    { params, query }: InputOf<typeof listInvoiceRewards>,
  ): Promise<DataOf<typeof listInvoiceRewards>> => {
    const invoice = await invoiceNamed(deps.store, context.program, params.invoice);
    const { partnership_key: name, starting_after: after, limit, state } = query;
    const standing = name === undefined ? undefined : await findPartnership(deps.store, context.program, name);
    if (name !== undefined && standing === undefined) return { items: [], has_more: false };
    const { entries, next } = await invoiceEntries(deps.store, invoice, {
      ...{ limit, after, state, partnership: standing?.key },
    });
    const rewards = await rewardsNamed(
      deps,
      context.program,
      entries.map(({ reward }) => reward),
    );
    const items = entries.flatMap(({ key, at, type, partnership, state: standsAs, amount, reward: named }) => {
      const reward = rewards.get(named);
      if (reward === undefined) return [];
      const counted = standsAs === 'counted' ? amount : 0;
      return {
        ...{ key, created_at: at, type, partnership_key: partnership, state: standsAs },
        amount: counted,
        reward,
      };
    });
    return { items, has_more: next !== undefined, ...(next === undefined ? {} : { next_cursor: next }) };
  };
