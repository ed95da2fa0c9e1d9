import type { PortalLead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Badge, dateText, When } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { api, partnership } from '../../../session/person.ts';
import { Frame, Nothing } from './frame.tsx';
import { prospects } from './texts.ts';
import { LEAD_KINDS, leadName } from './words.ts';

const STATUSES = ['submitted', 'qualified', 'closed', 'rejected'] as const satisfies readonly PortalLead['status'][];

const columnsIn = (): readonly Column<PortalLead>[] => {
  const { t } = prospects;
  return [
    {
      name: 'who',
      title: t.who,
      names: true,
      cell: (lead) => <a href={href(`/prospects/leads/${lead.key}`)}>{leadName(lead)}</a>,
      text: leadName,
    },
    { name: 'company', title: t.company, cell: ({ company }) => company, text: ({ company }) => company ?? '' },
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={LEAD_KINDS[status]}>{t.leadStates[status]}</Badge>,
      text: ({ status }) => t.leadStates[status],
    },
    {
      name: 'date',
      title: t.date,
      cell: ({ created_at }) => <When at={created_at} />,
      text: ({ created_at }) => dateText(created_at),
    },
  ];
};

/** The leads that the partner handed in. */
export const LeadsList = () => {
  const { t } = prospects;
  const own = partnership.value?.key;
  const form = useAnswer(() => api.get('/v2/portal/leads/form'), [own]);
  const filters = useFilters('status');
  const status = STATUSES.find((each) => each === filters.values.status);
  const list = useList((page) => api.get('/v2/portal/leads', { query: { ...page, status } }), {
    of: [own, status],
    keyOf: ({ key }) => key,
  });
  return (
    <Frame shown="leads" form={form}>
      <DataTable
        name="portal-leads"
        caption={t.leads}
        list={list}
        columns={columnsIn()}
        keyOf={({ key }) => key}
        filters={
          <SelectFilter
            label={t.status}
            value={status ?? ''}
            set={(value) => filters.set('status', value)}
            options={STATUSES.map((value) => ({ value, title: t.leadStates[value] }))}
          />
        }
        filtered={filters}
        empty={<Nothing shown="leads" enabled={form.data?.enabled ?? true} />}
      />
    </Frame>
  );
};
