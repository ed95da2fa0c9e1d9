import { useState } from 'preact/hooks';
import type { Application } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { nameIn, optionsOf, useGroups } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, dateText, When } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { nameOf } from '../../../parts/partner-name.tsx';
import { api, may } from '../../../session/person.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { partners, requests } from './texts.ts';
import { Views } from './views.tsx';
import './partners.css';

const STATUSES = ['new', 'approved', 'rejected'] as const satisfies readonly Application['status'][];
const KINDS = { new: 'warning', approved: 'good', rejected: 'neutral' } as const;

/** How an application stands. */
export const RequestBadge = ({ of: { status } }: { readonly of: Pick<Application, 'status'> }) => (
  <Badge kind={KINDS[status]}>{requests.t.statuses[status]}</Badge>
);

/** What to look at twice before approving. */
export const Warnings = ({ of: { suspicious, repeated } }: { readonly of: Application }) => {
  const { t } = requests;
  return (
    <span class="badges">
      {suspicious === null ? null : <Badge kind="bad">{t.suspicious}</Badge>}
      {repeated === 0 ? null : <Badge kind="info">{t.repeated(repeated)}</Badge>}
    </span>
  );
};

const columnsIn = (groupName: (key: string) => string): readonly Column<Application>[] => {
  const { t } = requests;
  return [
    {
      name: 'name',
      title: t.applicant,
      names: true,
      cell: (of) => <a href={href(`/partners/requests/${of.key}`)}>{nameOf(of)}</a>,
      text: nameOf,
    },
    { name: 'email', title: t.email, cell: ({ email }) => email, text: ({ email }) => email },
    {
      name: 'company',
      title: t.company,
      hidden: true,
      cell: ({ company }) => company,
      text: ({ company }) => company ?? '',
    },
    {
      name: 'group',
      title: t.group,
      cell: ({ group_key }) => groupName(group_key),
      text: ({ group_key }) => groupName(group_key),
    },
    {
      name: 'at',
      title: t.at,
      cell: ({ created_at }) => <When at={created_at} style="minute" />,
      text: ({ created_at }) => dateText(created_at, 'minute'),
    },
    {
      name: 'status',
      title: t.status,
      cell: (of) => <RequestBadge of={of} />,
      text: ({ status }) => t.statuses[status],
    },
    { name: 'warnings', title: t.warnings, cell: (of) => <Warnings of={of} /> },
  ];
};

const Decisions = ({ selected, done }: { readonly selected: readonly Application[]; readonly done: () => void }) => {
  const { t } = requests;
  const [decision, setDecision] = useState<'approved' | 'rejected'>();
  const open = selected.filter(({ status }) => status === 'new');
  return (
    <>
      <Button kind="primary" disabled={open.length === 0} onClick={() => setDecision('approved')}>
        {t.approve}
      </Button>
      <Button kind="danger" disabled={open.length === 0} onClick={() => setDecision('rejected')}>
        {t.reject}
      </Button>
      {decision === undefined ? null : (
        <DecideDialog
          decision={decision}
          of={open}
          close={(changed) => {
            setDecision(undefined);
            if (changed) done();
          }}
        />
      )}
    </>
  );
};

/** The queue of those who have applied. */
export const Requests = () => {
  const { t } = requests;
  const filters = useFilters('show', 'group', 'email');
  const { show, group, email } = filters.values;
  const groups = useGroups();
  const status = STATUSES.find((each) => each === show) ?? 'new';
  const list = useList(
    (page) =>
      api.get('/v2/applications', {
        query: { ...page, status, group_key: group, email: email.includes('@') ? email : undefined },
      }),
    { of: [show, group, email], keyOf: ({ key }) => key },
  );
  return (
    <Page title={t.title} lead={t.lead}>
      <Views />
      <DataTable
        name="requests"
        caption={t.title}
        list={list}
        columns={columnsIn((key) => nameIn(groups.data, key))}
        keyOf={({ key }) => key}
        filters={
          <>
            <SelectFilter
              label={t.status}
              value={status}
              set={(value) => filters.set('show', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
              needed
            />
            <SelectFilter
              label={t.group}
              value={group}
              set={(value) => filters.set('group', value)}
              options={optionsOf(groups.data)}
            />
            <TextFilter label={partners.t.email} value={email} set={(value) => filters.set('email', value)} />
          </>
        }
        filtered={{ any: group !== '' || email !== '', clear: filters.clear }}
        bulk={
          may('forms:write') && status === 'new'
            ? (selected, clear) => (
                <Decisions
                  selected={selected}
                  done={() => {
                    clear();
                    void list.answered.again();
                  }}
                />
              )
            : undefined
        }
        empty={<EmptyState title={t.empty[status]}>{t.emptyText[status]}</EmptyState>}
      />
    </Page>
  );
};
