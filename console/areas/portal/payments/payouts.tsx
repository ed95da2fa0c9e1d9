import type { PortalPayout } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { LinkButton } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, dateText, Money, moneyText, periodText, When } from '../../../parts/figures.tsx';
import { useList } from '../../../parts/list.ts';
import { api, partnership } from '../../../session/person.ts';
import { CsvButton } from './csv-button.tsx';
import { Frame } from './frame.tsx';
import { payments } from './texts.ts';

const KINDS = {
  sending: 'info',
  pending: 'info',
  unknown: 'warning',
  paid: 'good',
  failed: 'bad',
  returned: 'bad',
} as const satisfies Record<PortalPayout['status'], Parameters<typeof Badge>[0]['kind']>;

const columnsIn = (): readonly Column<PortalPayout>[] => {
  const { t } = payments;
  const month = ({ period }: PortalPayout): string => (period === null ? t.byHand : periodText(period));
  return [
    {
      name: 'date',
      title: t.date,
      names: true,
      cell: ({ sent_at }) => <When at={sent_at} />,
      text: ({ sent_at }) => dateText(sent_at),
    },
    { name: 'month', title: t.month, cell: month, text: month },
    {
      name: 'provider',
      title: t.provider,
      cell: ({ provider }) => t.providers[provider],
      text: ({ provider }) => t.providers[provider],
    },
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={KINDS[status]}>{t.payoutStates[status]}</Badge>,
      text: ({ status }) => t.payoutStates[status],
    },
    { name: 'reason', title: t.reason, hidden: true, cell: ({ reason }) => reason, text: ({ reason }) => reason ?? '' },
    {
      name: 'ended',
      title: t.ended,
      hidden: true,
      cell: ({ ended_at }) => (ended_at === null ? null : <When at={ended_at} />),
      text: ({ ended_at }) => (ended_at === null ? '' : dateText(ended_at)),
    },
    {
      name: 'amount',
      title: t.amount,
      align: 'end',
      cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
      text: ({ amount, currency }) => moneyText(amount, currency),
    },
  ];
};

/** Every transfer to the partner. */
export const Payouts = () => {
  const { t } = payments;
  const list = useList((page) => api.get('/v2/portal/payouts', { query: page }), {
    of: [partnership.value?.key],
    keyOf: ({ key }) => key,
  });
  return (
    <Frame actions={<CsvButton ask={() => api.get('/v2/portal/payouts/csv')} />}>
      <DataTable
        name="portal-payouts"
        caption={t.payouts}
        list={list}
        columns={columnsIn()}
        keyOf={({ key }) => key}
        empty={
          <EmptyState title={t.noPayouts} action={<LinkButton to={href('/payments/method')}>{t.toMethod}</LinkButton>}>
            {t.noPayoutsText}
          </EmptyState>
        }
      />
    </Frame>
  );
};
