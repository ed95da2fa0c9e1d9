import type { EntryState, StatementEntry } from '../../../domain/statements.ts';
import type { Store } from '../../../table/store.ts';
import { inParallel } from '../parallel.ts';
import { statementPage } from '../statement-page.ts';
import { statementEntries } from '../statements.ts';

/** An entry of one of the statements that make up an invoice. */
export interface InvoiceEntry extends StatementEntry {
  /** Its place in the invoice: entries are in the order of their keys. */
  readonly key: string;
  readonly partnership: string;
}

/** Where an invoice's statements are, and by which zone its months begin. */
export interface InvoicePlace {
  readonly program: string;
  readonly period: string;
  readonly time_zone: string;
}

export interface EntryQuery {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly partnership?: string | undefined;
  readonly state?: EntryState | undefined;
}

export interface EntryPage {
  readonly entries: readonly InvoiceEntry[];
  /** After which key the next page begins; the last page has none. */
  readonly next: string | undefined;
}

/** So many statements are read at once, and looked at by one request when few of them have what is asked for. */
const BATCH = 25;
const MOST_EXAMINED = 75;

const SEPARATOR = '~';

const keyOf = (partnership: string, { event, type, reward }: StatementEntry): string =>
  [partnership, event, type, reward].join(SEPARATOR);

/** Sorts behind every entry of a partnership. */
const behind = (partnership: string): string => `${partnership}${SEPARATOR}${SEPARATOR}`;

const entriesOfLine = async (
  store: Store,
  { period, time_zone: zone }: InvoicePlace,
  partnership: string,
): Promise<readonly InvoiceEntry[]> =>
  (await statementEntries(store, { partnership, period, zone }))
    .map((entry) => ({ ...entry, partnership, key: keyOf(partnership, entry) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));

/**
 * A page of everything that may count in an invoice, by partnership and then by event: its statements are read one
 * after the other, and what counts in each sums up to its figures.
 */
export const invoiceEntries = async (store: Store, place: InvoicePlace, query: EntryQuery): Promise<EntryPage> => {
  const { limit, after = '', state } = query;
  const fits = (entry: InvoiceEntry): boolean => entry.key > after && (state === undefined || entry.state === state);
  const cut = (found: readonly InvoiceEntry[], more: boolean, last: string | undefined): EntryPage => {
    const entries = found.slice(0, limit);
    if (found.length > limit) return { entries, next: entries.at(-1)?.key };
    return { entries, next: more && last !== undefined ? behind(last) : undefined };
  };
  if (query.partnership !== undefined) {
    return cut((await entriesOfLine(store, place, query.partnership)).filter(fits), false, undefined);
  }
  let last = after === '' ? undefined : (after.split(SEPARATOR)[0] ?? '');
  const found = last === undefined ? [] : (await entriesOfLine(store, place, last)).filter(fits);
  for (let examined = 0; found.length <= limit; examined += BATCH) {
    if (examined >= MOST_EXAMINED) return cut(found, true, last);
    const { items, has_more } = await statementPage(store, place, { limit: BATCH, starting_after: last });
    const keys = items.map(({ partnership }) => partnership);
    const entries = await inParallel(keys, (partnership) => entriesOfLine(store, place, partnership));
    found.push(...entries.flat().filter(fits));
    last = keys.at(-1) ?? last;
    if (!has_more) return cut(found, false, last);
  }
  return cut(found, true, last);
};
