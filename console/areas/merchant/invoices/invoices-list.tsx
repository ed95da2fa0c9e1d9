import type { Invoice } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { countColumn, moneyColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { periodText, When } from '../../../parts/figures.tsx';
import { useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { StatusOf } from './status.tsx';
import { invoices } from './texts.ts';

const keyOf = ({ key }: Invoice): string => key;

const money = (name: 'payables' | 'fee' | 'total', title: string): Column<Invoice> =>
  moneyColumn(name, title, (invoice) => ({ amount: invoice[name], currency: invoice.currency }));

const columnsIn = (zone: string): readonly Column<Invoice>[] => {
  const { t } = invoices;
  return [
    {
      name: 'period',
      title: t.month,
      names: true,
      cell: ({ period }) => <a href={href(`/invoices/${period}`)}>{periodText(period)}</a>,
      text: ({ period }) => period,
    },
    { name: 'status', title: t.status, cell: ({ status }) => <StatusOf of={status} />, text: ({ status }) => status },
    countColumn('partners', t.partners, ({ partnerships_positive }) => partnerships_positive),
    money('payables', t.payables),
    money('fee', t.fee),
    money('total', t.total),
    {
      name: 'review',
      title: t.reviewEnds,
      cell: ({ review_ends_at }) => <When at={review_ends_at} zone={zone} />,
    },
    {
      name: 'paid',
      title: t.paidAt,
      cell: ({ paid_at }) => (paid_at === null ? null : <When at={paid_at} zone={zone} />),
    },
  ];
};

/** An invoice for every month, latest first. */
export const InvoicesList = () => {
  const { t } = invoices;
  const list = useList((page) => api.get('/v2/invoices', { query: page }), { keyOf });
  return (
    <Page title={t.title} lead={t.lead}>
      <DataTable
        name="invoices"
        caption={t.title}
        list={list}
        columns={columnsIn(settingsOfProgram().time_zone)}
        keyOf={keyOf}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
    </Page>
  );
};
