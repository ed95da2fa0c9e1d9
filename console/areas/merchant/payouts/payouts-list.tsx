import { useState } from 'preact/hooks';
import type { Payout } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { moneyColumn, partnerColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { Badge, periodText, When } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { PartnerFilter } from '../../../parts/partner-filter.tsx';
import { paymentReason } from '../../../parts/payment-reasons.ts';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { payouts } from './texts.ts';

const KINDS = {
  sending: 'neutral',
  pending: 'neutral',
  unknown: 'warning',
  paid: 'good',
  failed: 'bad',
  returned: 'bad',
} as const satisfies Record<Payout['status'], string>;
const STATUSES = ['sending', 'pending', 'unknown', 'paid', 'failed', 'returned'] as const;

const keyOf = ({ key }: Payout): string => key;

const columnsIn = (zone: string): readonly Column<Payout>[] => {
  const { t } = payouts;
  return [
    partnerColumn(t.partner, '', { names: true }),
    moneyColumn('amount', t.amount, (payout) => payout),
    {
      name: 'status',
      title: t.status,
      cell: ({ status, reason }) => (
        <>
          <Badge kind={KINDS[status]}>{t.statuses[status]}</Badge>{' '}
          {reason === null ? null : <span class="muted">{paymentReason(reason)}</span>}
        </>
      ),
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'provider',
      title: t.provider,
      cell: ({ provider }) => t.providers[provider],
      text: ({ provider }) => t.providers[provider],
    },
    {
      name: 'period',
      title: t.month,
      cell: ({ period }) => (period === null ? t.cashOut : periodText(period)),
      text: ({ period }) => period ?? '',
    },
    {
      name: 'sent',
      title: t.sent,
      cell: ({ sent_at }) => <When at={sent_at} style="minute" zone={zone} />,
      text: ({ sent_at }) => new Date(sent_at).toISOString(),
    },
    {
      name: 'ended',
      title: t.ended,
      hidden: true,
      cell: ({ ended_at }) => (ended_at === null ? null : <When at={ended_at} style="minute" zone={zone} />),
    },
    {
      name: 'reference',
      title: t.reference,
      hidden: true,
      cell: ({ reference }) => <code>{reference}</code>,
      text: ({ reference }) => reference ?? '',
    },
  ];
};

/** Every transfer to a partner, latest first. */
export const PayoutsList = () => {
  const { t } = payouts;
  const [exporting, setExporting] = useState(false);
  const filters = useFilters('status', 'partner');
  const { partner } = filters.values;
  const status = STATUSES.find((each) => each === filters.values.status);
  const partnership_key = partner === '' ? undefined : partner;
  const list = useList((page) => api.get('/v2/payouts', { query: { ...page, status, partnership_key } }), {
    of: [status, partner],
    keyOf,
  });
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={may('exports:write') ? <Button onClick={() => setExporting(true)}>{t.exportAll}</Button> : undefined}
    >
      <DataTable
        name="payouts"
        caption={t.title}
        list={list}
        columns={columnsIn(settingsOfProgram().time_zone)}
        keyOf={keyOf}
        filters={
          <>
            <SelectFilter
              label={t.status}
              value={filters.values.status}
              set={(value) => filters.set('status', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
            />
            <PartnerFilter label={t.partner} value={partner} set={(value) => filters.set('partner', value)} />
          </>
        }
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
      {exporting ? (
        <ExportDialog title={t.exportAll} body={{ kind: 'payouts' }} close={() => setExporting(false)} />
      ) : null}
    </Page>
  );
};
