import type { PortalLead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { momentColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { api } from '../../../session/person.ts';
import { ProspectsTable } from './prospects-table.tsx';
import { prospects } from './texts.ts';
import { LEAD_KINDS, leadName } from './words.ts';

const STATUSES = [
  'submitted',
  'qualified',
  'closed',
  'rejected',
  'withdrawn',
] as const satisfies readonly PortalLead['status'][];

const columnsIn = (): readonly Column<PortalLead>[] => {
  const { t } = prospects;
  return [
    shownColumn('who', t.who, leadName, (lead) => <a href={href(`/prospects/leads/${lead.key}`)}>{leadName(lead)}</a>, {
      names: true,
    }),
    textColumn('company', t.company, ({ company }) => company),
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.leadStates[status],
      ({ status }) => <Badge kind={LEAD_KINDS[status]}>{t.leadStates[status]}</Badge>,
    ),
    momentColumn('date', t.date, ({ created_at }) => created_at),
  ];
};

/** The leads that the partner handed in. */
export const LeadsList = () => (
  <ProspectsTable
    shown="leads"
    statuses={STATUSES}
    states={prospects.t.leadStates}
    columns={columnsIn()}
    form={() => api.get('/v2/portal/leads/form')}
    ask={(query) => api.get('/v2/portal/leads', { query })}
  />
);
