import { useState } from 'preact/hooks';
import type { Lead } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { optionsOf, useGroups } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { fullPage } from '../../../parts/every-item.ts';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { Badge, dateText, Money, moneyText, When } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { api, may } from '../../../session/person.ts';
import { leads } from './texts.ts';

export const STATUSES = ['submitted', 'qualified', 'closed', 'rejected'] as const satisfies readonly Lead['status'][];
const KINDS = { submitted: 'warning', qualified: 'info', closed: 'good', rejected: 'neutral' } as const;

/** How a lead stands. */
export const LeadBadge = ({ of: { status } }: { readonly of: Pick<Lead, 'status'> }) => (
  <Badge kind={KINDS[status]}>{leads.t.statuses[status]}</Badge>
);

/** What a lead is called: the person, else the company, else its address. */
export const leadName = ({ first_name, last_name, company, email, external_key, key }: Lead): string => {
  const name = [first_name, last_name].filter((each) => each !== null && each !== '').join(' ');
  return name === '' ? (company ?? email ?? external_key ?? key) : name;
};

const columnsIn = (): readonly Column<Lead>[] => {
  const { t } = leads;
  return [
    {
      name: 'lead',
      title: t.lead,
      names: true,
      cell: (lead) => <a href={href(`/leads/${lead.key}`)}>{leadName(lead)}</a>,
      text: leadName,
    },
    { name: 'company', title: t.company, cell: ({ company }) => company, text: ({ company }) => company ?? '' },
    { name: 'email', title: t.email, hidden: true, cell: ({ email }) => email, text: ({ email }) => email ?? '' },
    {
      name: 'partner',
      title: t.partner,
      cell: ({ partnership_key, partner_key }) =>
        partnership_key === null ? (
          <span class="muted">{t.nobody}</span>
        ) : (
          <PartnerName of={partnership_key} until={partner_key} />
        ),
      text: ({ partner_key }) => partner_key ?? '',
    },
    {
      name: 'status',
      title: t.status,
      cell: (lead) => <LeadBadge of={lead} />,
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'amount',
      title: t.amount,
      align: 'end',
      cell: ({ amount, currency }) =>
        amount === null || currency === null ? null : <Money amount={amount} currency={currency} />,
      text: ({ amount, currency }) => (amount === null || currency === null ? '' : moneyText(amount, currency)),
    },
    {
      name: 'at',
      title: t.submittedAt,
      cell: ({ created_at }) => <When at={created_at} />,
      text: ({ created_at }) => dateText(created_at),
    },
    {
      name: 'source',
      title: t.source,
      hidden: true,
      cell: ({ source }) => t.sources[source],
      text: ({ source }) => t.sources[source],
    },
  ];
};

/** All leads, the latest first. */
export const LeadsList = () => {
  const { t } = leads;
  const filters = useFilters('status', 'group', 'partner', 'email', 'archived');
  const { status: chosen, group, partner, email, archived } = filters.values;
  const [exporting, setExporting] = useState(false);
  const groups = useGroups();
  const status = STATUSES.find((each) => each === chosen);
  const list = useList(
    (page) =>
      fullPage(
        (next) =>
          api.get('/v2/leads', {
            query: {
              ...next,
              status,
              group_key: group,
              partnership_key: partner,
              email: email.includes('@') ? email : undefined,
              include_archived: archived === 'true' ? true : undefined,
            },
          }),
        page,
      ),
    { of: Object.values(filters.values), keyOf: ({ key }) => key },
  );
  return (
    <Page
      title={t.title}
      lead={t.intro}
      actions={may('exports:write') ? <Button onClick={() => setExporting(true)}>{t.exportAll}</Button> : undefined}
    >
      <DataTable
        name="leads"
        caption={t.title}
        list={list}
        columns={columnsIn()}
        keyOf={({ key }) => key}
        filters={
          <>
            <SelectFilter
              label={t.status}
              value={chosen}
              set={(value) => filters.set('status', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
            />
            <SelectFilter
              label={t.group}
              value={group}
              set={(value) => filters.set('group', value)}
              options={optionsOf(groups.data)}
            />
            <TextFilter label={t.partnerKey} value={partner} set={(value) => filters.set('partner', value)} />
            <TextFilter label={t.email} value={email} set={(value) => filters.set('email', value)} />
            <label class="check">
              <input
                type="checkbox"
                checked={archived === 'true'}
                onChange={(event) => filters.set('archived', event.currentTarget.checked ? 'true' : '')}
              />
              {t.withArchived}
            </label>
          </>
        }
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
      {exporting ? (
        <ExportDialog
          title={t.exportTitle}
          body={{
            kind: 'leads',
            ...(group === '' ? {} : { group_key: group }),
            ...(status === undefined ? {} : { status }),
          }}
          close={() => setExporting(false)}
        />
      ) : null}
    </Page>
  );
};
