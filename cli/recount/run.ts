import type { ApiClient } from '../replay/client.ts';
import { InvoiceAnswer } from './answers.ts';
import { compare } from './compare.ts';
import { readBook, readMoved, readSaid } from './from-api.ts';
import { brokenIdentities } from './identities.ts';
import { everyItem } from './listing.ts';
import { type Month, recountBook } from './statements.ts';

export interface RecountRun {
  /** The closed months in which something was sold or refunded. */
  readonly months: readonly Month[];
  readonly summary: string;
  /** What the API does not tell, so that a difference may be no mistake. */
  readonly notes: readonly string[];
  /** Every difference and contradiction; undefined when nothing was compared. */
  readonly found: readonly string[] | undefined;
}

/** Recounts a program from what the API tells of its facts and, if asked, holds everything that it says against that. */
export const runRecount = async (api: ApiClient, isCompared: boolean): Promise<RecountRun> => {
  const invoices = await everyItem(api, '/v2/invoices', InvoiceAnswer);
  const { book, rewards, doubts, limits } = await readBook(api, invoices);
  const closed = invoices.filter(({ status }) => status !== 'draft').map(({ period }) => period);
  const recounted = recountBook(book, closed.toSorted().at(-1));
  const months = recounted.months.filter(({ month, lively }) => lively && closed.includes(month));
  const base = {
    months,
    notes: limits,
    summary: `${book.facts.length} facts, ${recounted.entries.length} rewards and clawbacks, ${months.length} months`,
  };
  if (!isCompared) return { ...base, found: undefined };
  const differing = compare(recounted, await readSaid(api, book, invoices, rewards));
  const broken = brokenIdentities(recounted, await readMoved(api, invoices));
  const cells = differing.map(({ where, recounted: own, said }) => `${where}: recounted ${own}, and it says ${said}`);
  return { ...base, found: [...doubts, ...recounted.contradictions, ...broken, ...cells] };
};
