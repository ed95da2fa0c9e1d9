import type { PortalDeal } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Badge, dateText, dayText, Money, moneyText, When } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { api, partnership } from '../../../session/person.ts';
import { Frame, Nothing } from './frame.tsx';
import { prospects } from './texts.ts';
import { DEAL_KINDS, dealName } from './words.ts';

const STATUSES = [
  'registered',
  'accepted',
  'rejected',
  'won',
  'lost',
] as const satisfies readonly PortalDeal['status'][];

const columnsIn = (): readonly Column<PortalDeal>[] => {
  const { t } = prospects;
  return [
    {
      name: 'who',
      title: t.who,
      names: true,
      cell: (deal) => <a href={href(`/prospects/deals/${deal.key}`)}>{dealName(deal)}</a>,
      text: dealName,
    },
    {
      name: 'company',
      title: t.company,
      cell: ({ account_name }) => account_name,
      text: ({ account_name }) => account_name ?? '',
    },
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={DEAL_KINDS[status]}>{t.dealStates[status]}</Badge>,
      text: ({ status }) => t.dealStates[status],
    },
    { name: 'stage', title: t.stage, cell: ({ stage }) => stage, text: ({ stage }) => stage ?? '' },
    {
      name: 'amount',
      title: t.amount,
      align: 'end',
      cell: ({ amount, currency }) =>
        amount === null || currency === null ? null : <Money amount={amount} currency={currency} />,
      text: ({ amount, currency }) => (amount === null || currency === null ? '' : moneyText(amount, currency)),
    },
    {
      name: 'closing',
      title: t.closing,
      hidden: true,
      cell: ({ close_date }) => (close_date === null ? null : dayText(close_date)),
      text: ({ close_date }) => close_date ?? '',
    },
    {
      name: 'date',
      title: t.date,
      hidden: true,
      cell: ({ created_at }) => <When at={created_at} />,
      text: ({ created_at }) => dateText(created_at),
    },
  ];
};

/** The deals that the partner registered. */
export const DealsList = () => {
  const { t } = prospects;
  const own = partnership.value?.key;
  const form = useAnswer(() => api.get('/v2/portal/deals/form'), [own]);
  const filters = useFilters('status');
  const status = STATUSES.find((each) => each === filters.values.status);
  const list = useList((page) => api.get('/v2/portal/deals', { query: { ...page, status } }), {
    of: [own, status],
    keyOf: ({ key }) => key,
  });
  return (
    <Frame shown="deals" form={form}>
      <DataTable
        name="portal-deals"
        caption={t.deals}
        list={list}
        columns={columnsIn()}
        keyOf={({ key }) => key}
        filters={
          <SelectFilter
            label={t.status}
            value={status ?? ''}
            set={(value) => filters.set('status', value)}
            options={STATUSES.map((value) => ({ value, title: t.dealStates[value] }))}
          />
        }
        filtered={filters}
        empty={<Nothing shown="deals" enabled={form.data?.enabled ?? true} />}
      />
    </Frame>
  );
};
