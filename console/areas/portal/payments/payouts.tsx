import type { PortalPayout } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { LinkButton } from '../../../parts/button.tsx';
import { momentColumn, moneyColumn, textColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, periodText } from '../../../parts/figures.tsx';
import { useList } from '../../../parts/list.ts';
import { paymentReason } from '../../../parts/payment-reasons.ts';
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
    momentColumn('date', t.date, ({ sent_at }) => sent_at, { names: true }),
    textColumn('month', t.month, month),
    textColumn('provider', t.provider, ({ provider }) => t.providers[provider]),
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={KINDS[status]}>{t.payoutStates[status]}</Badge>,
      text: ({ status }) => t.payoutStates[status],
    },
    textColumn('reason', t.reason, ({ reason }) => paymentReason(reason), { hidden: true }),
    momentColumn('ended', t.ended, ({ ended_at }) => ended_at, { hidden: true }),
    moneyColumn('amount', t.amount, (payout) => payout),
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
