import type { Partnership } from '../../../api/operations.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, Count, dateText, Money, When } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { partners } from './texts.ts';

const STATUSES = ['active', 'inactive'] as const satisfies readonly Partnership['status'][];

/** What a partner is called. */
export const nameOf = ({ first_name, last_name, company, email }: Partnership): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email) : name;
};

const columnsIn = (currency: string): readonly Column<Partnership>[] => {
  const { t } = partners;
  return [
    { name: 'partner', title: t.partner, names: true, cell: nameOf, text: nameOf },
    { name: 'email', title: t.email, cell: ({ email }) => email, text: ({ email }) => email },
    {
      name: 'company',
      title: t.company,
      hidden: true,
      cell: ({ company }) => company,
      text: ({ company }) => company ?? '',
    },
    {
      name: 'country',
      title: t.country,
      hidden: true,
      cell: ({ country }) => country,
      text: ({ country }) => country ?? '',
    },
    { name: 'group', title: t.group, cell: ({ group }) => group?.name, text: ({ group }) => group?.name ?? '' },
    { name: 'tier', title: t.tier, hidden: true, cell: ({ tier }) => tier?.name, text: ({ tier }) => tier?.name ?? '' },
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={status === 'active' ? 'good' : 'neutral'}>{t.statuses[status]}</Badge>,
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'joined',
      title: t.joined,
      cell: ({ joined_at }) => <When at={joined_at} zone={settingsOfProgram().time_zone} />,
      text: ({ joined_at }) => dateText(joined_at),
    },
    {
      name: 'sales',
      title: t.sales,
      align: 'end',
      cell: ({ measures }) => <Money amount={measures.lifetime.total} currency={currency} />,
      text: ({ measures }) => measures.lifetime.total,
    },
    {
      name: 'quantity',
      title: t.quantity,
      align: 'end',
      hidden: true,
      cell: ({ measures }) => <Count value={measures.lifetime.quantity} />,
      text: ({ measures }) => measures.lifetime.quantity,
    },
    {
      name: 'key',
      title: t.key,
      hidden: true,
      cell: ({ partner_key }) => partner_key,
      text: ({ partner_key }) => partner_key,
    },
  ];
};

/** All partners, with filters, columns of one's choice and a file. */
export const PartnersList = () => {
  const { t } = partners;
  const filters = useFilters('status', 'email');
  const { status, email } = filters.values;
  const list = useList(
    (page) =>
      api.get('/v2/partnerships', {
        query: {
          ...page,
          status: STATUSES.find((each) => each === status),
          // The API looks for whole addresses: half of one is no address yet.
          email: email.includes('@') ? email : undefined,
        },
      }),
    { of: [status, email], keyOf: ({ key }) => key },
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <DataTable
        name="partners"
        caption={t.title}
        list={list}
        columns={columnsIn(settingsOfProgram().currency)}
        keyOf={({ key }) => key}
        filters={
          <>
            <SelectFilter
              label={t.status}
              value={status}
              set={(value) => filters.set('status', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
            />
            <TextFilter label={t.email} value={email} set={(value) => filters.set('email', value)} />
          </>
        }
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
    </Page>
  );
};
