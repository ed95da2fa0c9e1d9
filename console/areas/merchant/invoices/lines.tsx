import type { Invoice, InvoiceLine } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { moneyColumn, partnerColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Count } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { api } from '../../../session/person.ts';
import { invoices } from './texts.ts';

const BALANCES = ['payable', 'debt', 'zero'] as const;
const AMOUNTS = [
  'sales_amount',
  'reward_amount',
  'second_tier_amount',
  'clawback_amount',
  'carried_in',
  'carried_out',
  'payable',
] as const;
/** What only few partners have is chosen when it is wanted. */
const HIDDEN: readonly string[] = ['second_tier_amount', 'carried_in', 'carried_out'];

const keyOf = ({ partnership_key }: InvoiceLine): string => partnership_key;

const columnsIn = ({ currency, period }: Invoice): readonly Column<InvoiceLine>[] => {
  const { t } = invoices;
  const amounts = AMOUNTS.map((name) =>
    moneyColumn<InvoiceLine>(name, t.line[name], (line) => ({ amount: line[name], currency }), {
      hidden: HIDDEN.includes(name),
    }),
  );
  return [
    partnerColumn(t.partner, '', { names: true }),
    {
      name: 'rewards',
      title: t.rewards,
      align: 'end',
      cell: ({ partnership_key, rewards }) => (
        <a href={href(`/invoices/${period}/rewards?partner=${partnership_key}`)}>
          <Count value={rewards} />
        </a>
      ),
      text: ({ rewards }) => rewards,
    },
    ...amounts,
  ];
};

/** What each partner gets of an invoice. */
export const Lines = ({ of: invoice }: { readonly of: Invoice }) => {
  const { t } = invoices;
  const filters = useFilters('balance');
  const balance = BALANCES.find((each) => each === filters.values.balance);
  const list = useList(
    (page) =>
      api.get('/v2/invoices/{invoice}/lines', { params: { invoice: invoice.key }, query: { ...page, balance } }),
    { of: [balance, invoice.updated_at], keyOf },
  );
  return (
    <DataTable
      name="invoice-lines"
      caption={t.byPartner}
      list={list}
      columns={columnsIn(invoice)}
      keyOf={keyOf}
      filters={
        <SelectFilter
          label={t.balance}
          value={filters.values.balance}
          set={(value) => filters.set('balance', value)}
          options={BALANCES.map((value) => ({ value, title: t.balances[value] }))}
        />
      }
      filtered={filters}
      empty={<EmptyState title={t.noLines}>{t.noLinesText}</EmptyState>}
    />
  );
};
