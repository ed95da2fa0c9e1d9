import { linePartitions, readStatement, type Statement } from '../../table/statements.ts';
import type { Store } from '../../table/store.ts';
import { type ListPage, listPage, type PageQuery, wholeItems } from './paging.ts';

/** A page of the statements that make up an invoice, in order of the partnerships' keys. */
export const statementPage = (
  store: Store,
  invoice: { readonly program: string; readonly period: string },
  query: PageQuery,
  keep: (statement: Statement) => boolean = () => true,
): Promise<ListPage<Statement>> =>
  listPage(
    store,
    {
      index: 'gsi2',
      partitions: linePartitions(invoice.program, invoice.period),
      read: async (entries) =>
        (await wholeItems(store, entries)).map((item) => (item === undefined ? undefined : readStatement(item))),
      keep,
    },
    { ...query, order_by: 'created_at' },
  );
