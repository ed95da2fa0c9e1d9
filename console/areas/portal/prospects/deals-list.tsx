import type { PortalDeal } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { momentColumn, moneyColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Badge, dayText } from '../../../parts/figures.tsx';
import { api } from '../../../session/person.ts';
import { ProspectsTable } from './prospects-table.tsx';
import { prospects } from './texts.ts';
import { DEAL_KINDS, dealName } from './words.ts';

const STATUSES = [
  'registered',
  'accepted',
  'rejected',
  'won',
  'lost',
  'withdrawn',
] as const satisfies readonly PortalDeal['status'][];

const columnsIn = (): readonly Column<PortalDeal>[] => {
  const { t } = prospects;
  return [
    shownColumn('who', t.who, dealName, (deal) => <a href={href(`/prospects/deals/${deal.key}`)}>{dealName(deal)}</a>, {
      names: true,
    }),
    textColumn('company', t.company, ({ account_name }) => account_name),
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.dealStates[status],
      ({ status }) => <Badge kind={DEAL_KINDS[status]}>{t.dealStates[status]}</Badge>,
    ),
    textColumn('stage', t.stage, ({ stage }) => stage),
    moneyColumn('amount', t.amount, (deal) => deal),
    shownColumn(
      'closing',
      t.closing,
      ({ close_date }) => close_date ?? '',
      ({ close_date }) => (close_date === null ? null : dayText(close_date)),
      { hidden: true },
    ),
    momentColumn('date', t.date, ({ created_at }) => created_at, { hidden: true }),
  ];
};

/** The deals that the partner registered. */
export const DealsList = () => (
  <ProspectsTable
    shown="deals"
    statuses={STATUSES}
    states={prospects.t.dealStates}
    columns={columnsIn()}
    form={() => api.get('/v2/portal/deals/form')}
    ask={(query) => api.get('/v2/portal/deals', { query })}
  />
);
