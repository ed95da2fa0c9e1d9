import { useState } from 'preact/hooks';
import type { Deal } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button } from '../../../parts/button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { optionsOf, useGroups } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { fullPage } from '../../../parts/every-item.ts';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { Badge, dateText, dayText, Money, moneyText, When } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { PartnerName } from '../../../parts/partner-name.tsx';
import { api, may } from '../../../session/person.ts';
import { deals } from './texts.ts';

const STATUSES = ['registered', 'accepted', 'rejected', 'won', 'lost'] as const satisfies readonly Deal['status'][];
const KINDS = { registered: 'warning', accepted: 'info', rejected: 'neutral', won: 'good', lost: 'bad' } as const;
/** What waits for the merchant. */
const WAITING = ['held', 'to_confirm'] as const;

/** How a deal stands, and what about it waits for the merchant. */
export const DealBadge = ({ of: { status, held, to_confirm } }: { readonly of: Deal }) => {
  const { t } = deals;
  return (
    <span class="badges">
      <Badge kind={KINDS[status]}>{t.statuses[status]}</Badge>
      {held ? <Badge kind="bad">{t.duplicate}</Badge> : null}
      {to_confirm === null ? null : <Badge kind="warning">{t.toConfirm}</Badge>}
    </span>
  );
};

/** What a deal is called. */
export const dealName = ({ name, account_name, contact_email, external_key, key }: Deal): string =>
  name ?? account_name ?? contact_email ?? external_key ?? key;

const columnsIn = (): readonly Column<Deal>[] => {
  const { t } = deals;
  return [
    {
      name: 'deal',
      title: t.deal,
      names: true,
      cell: (deal) => <a href={href(`/deals/${deal.key}`)}>{dealName(deal)}</a>,
      text: dealName,
    },
    {
      name: 'account',
      title: t.account,
      cell: ({ account_name }) => account_name,
      text: ({ account_name }) => account_name ?? '',
    },
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
      cell: (deal) => <DealBadge of={deal} />,
      text: ({ status }) => t.statuses[status],
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
      name: 'close',
      title: t.closeDate,
      hidden: true,
      cell: ({ close_date }) => (close_date === null ? null : dayText(close_date)),
      text: ({ close_date }) => close_date ?? '',
    },
    {
      name: 'at',
      title: t.registeredAt,
      cell: ({ created_at }) => <When at={created_at} />,
      text: ({ created_at }) => dateText(created_at),
    },
  ];
};

/** All deals, the latest first. */
export const DealsList = () => {
  const { t } = deals;
  const filters = useFilters('status', 'waiting', 'group', 'partner', 'archived');
  const { status: chosen, waiting, group, partner, archived } = filters.values;
  const [exporting, setExporting] = useState(false);
  const groups = useGroups();
  const status = STATUSES.find((each) => each === chosen);
  const list = useList(
    (page) =>
      fullPage(
        (next) =>
          api.get('/v2/deals', {
            query: {
              ...next,
              status,
              group_key: group,
              partnership_key: partner,
              held: waiting === 'held' ? true : undefined,
              to_confirm: waiting === 'to_confirm' ? true : undefined,
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
        name="deals"
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
              label={t.waiting}
              value={waiting}
              set={(value) => filters.set('waiting', value)}
              options={WAITING.map((value) => ({ value, title: t.waits[value] }))}
            />
            <SelectFilter
              label={t.group}
              value={group}
              set={(value) => filters.set('group', value)}
              options={optionsOf(groups.data)}
            />
            <TextFilter label={t.partnerKey} value={partner} set={(value) => filters.set('partner', value)} />
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
            kind: 'deals',
            ...(group === '' ? {} : { group_key: group }),
            ...(status === undefined ? {} : { status }),
          }}
          close={() => setExporting(false)}
        />
      ) : null}
    </Page>
  );
};
