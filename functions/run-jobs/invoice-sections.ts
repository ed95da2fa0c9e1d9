import { JobFailure } from '../../domain/jobs.ts';
import { getInvoice, type Invoice } from '../../table/invoices.ts';
import { lineViews } from '../shared/billing-views.ts';
import { rewardsNamed } from '../shared/rewards/read.ts';
import { invoiceEntries } from '../shared/rewards/statement-lines.ts';
import { statementPage } from '../shared/statement-page.ts';
import { type Exported, type ReadPage, ROWS } from './read-page.ts';

/** The invoice that an export is about. @throws JobFailure when there is none. */
export const invoiceOf = async ({ store, program, request }: Exported): Promise<Invoice> => {
  const { period } = request;
  const invoice = period === undefined ? undefined : await getInvoice(store, program.key, period);
  if (invoice === undefined) throw new JobFailure('invoice_gone', 'There is no such invoice.');
  return invoice;
};

/** An invoice by partnership. */
export const invoiceLines: ReadPage = async (exported, after) => {
  const { period, currency } = await invoiceOf(exported);
  const place = { program: exported.program.key, period };
  const page = await statementPage(exported.store, place, { limit: ROWS, starting_after: after });
  const lines = await lineViews(exported.store, page.items);
  return {
    rows: lines.map((line) => ({ period, ...line, currency })),
    next: page.has_more ? (page.next_cursor ?? page.items.at(-1)?.partnership) : undefined,
  };
};

/** Rewards are read with their events, which takes longer than other rows. */
const REWARDS = 200;

/** An invoice by reward. */
export const invoiceRewards: ReadPage = async (exported, after) => {
  const invoice = await invoiceOf(exported);
  const { entries, next } = await invoiceEntries(exported.store, invoice, { limit: REWARDS, after });
  const rewards = await rewardsNamed(
    exported,
    exported.program.key,
    entries.map(({ reward }) => reward),
  );
  const rows = entries.map(({ key, at, type, partnership, state, amount, reward }) => ({
    ...{ period: invoice.period, currency: invoice.currency },
    ...{ key, created_at: at, type, partnership_key: partnership, state },
    ...{ amount: state === 'counted' ? amount : 0, reward: rewards.get(reward) },
  }));
  return { rows, next };
};
