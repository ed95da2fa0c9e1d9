import type { Customer, Partnership } from '../../../../api/operations.ts';
import { momentColumn, textColumn } from '../../../../parts/columns.tsx';
import { countryName } from '../../../../parts/countries.ts';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { fullPage } from '../../../../parts/every-item.ts';
import { useList } from '../../../../parts/list.ts';
import { api } from '../../../../session/person.ts';
import { partner as texts } from '../texts.ts';

const columnsIn = (): readonly Column<Customer>[] => {
  const { t } = texts;
  const sourceOf = ({ attribution }: Customer): string => (attribution === null ? '' : t.sources[attribution.reason]);
  return [
    textColumn('customer', t.customer, ({ name, email, customer_key }) => name ?? email ?? customer_key, {
      names: true,
    }),
    textColumn('key', t.customerKey, ({ customer_key }) => customer_key),
    textColumn('email', t.email, ({ email }) => email),
    {
      name: 'country',
      title: t.country,
      hidden: true,
      cell: ({ country }) => (country === null ? null : countryName(country)),
      text: ({ country }) => country ?? '',
    },
    textColumn('source', t.boundBy, sourceOf),
    momentColumn('at', t.signedUp, ({ created_at }) => created_at),
  ];
};

/** The customers that belong to a partner, and what bound each. */
export const Customers = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const list = useList(
    (page) => fullPage((next) => api.get('/v2/customers', { query: { ...next, partnership_key: partner.key } }), page),
    { of: [partner.key], keyOf: ({ key }) => key },
  );
  return (
    <DataTable
      name="partner-customers"
      caption={t.tabs.customers}
      list={list}
      columns={columnsIn()}
      keyOf={({ key }) => key}
      empty={<EmptyState title={t.noCustomers}>{t.noCustomersText}</EmptyState>}
    />
  );
};
