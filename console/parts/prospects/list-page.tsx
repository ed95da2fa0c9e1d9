import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { may } from '../../session/person.ts';
import { Button } from '../button.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { optionsOf, useGroups } from '../definitions.ts';
import { EmptyState } from '../empty-state.tsx';
import { fullPage } from '../every-item.ts';
import { ExportDialog } from '../export-dialog.tsx';
import { SelectFilter } from '../filters.tsx';
import { type ListPage, type PageQuery, useFilters, useList } from '../list.ts';
import { Page } from '../page.tsx';
import { PartnerFilter } from '../partner-filter.tsx';

interface Words<Status extends string> {
  readonly title: string;
  readonly intro: string;
  readonly exportAll: string;
  readonly exportTitle: string;
  readonly empty: string;
  readonly emptyText: string;
  readonly status: string;
  readonly statuses: Readonly<Record<Status, string>>;
  readonly group: string;
  readonly partner: string;
  readonly withArchived: string;
}

type Filters = ReturnType<typeof useFilters<string>>;

/** What leads and deals are both narrowed by, as the API takes it. */
export interface Narrowed<Status> {
  readonly status: Status | undefined;
  readonly group_key: string;
  readonly partnership_key: string;
  readonly include_archived: true | undefined;
}

interface ProspectsPageProps<Item, Status extends string> {
  readonly kind: 'leads' | 'deals';
  readonly words: Words<Status>;
  readonly statuses: readonly Status[];
  readonly columns: readonly Column<Item>[];
  /** Names of further filters in the address. */
  readonly more: readonly string[];
  readonly ask: (
    page: PageQuery,
    narrowed: Narrowed<Status>,
    more: Readonly<Record<string, string>>,
  ) => Promise<ListPage<Item>>;
  /** The fields of the further filters. */
  readonly moreFilters: (filters: Filters) => ComponentChildren;
}

const Archived = ({ label, filters }: { readonly label: string; readonly filters: Filters }) => (
  <label class="check">
    <input
      type="checkbox"
      checked={filters.values['archived'] === 'true'}
      onChange={(event) => filters.set('archived', event.currentTarget.checked ? 'true' : '')}
    />
    {label}
  </label>
);

/** All leads or all deals, the latest first: filters, and a file of them all. */
export const ProspectsPage = <Item extends { readonly key: string }, Status extends string>(
  props: ProspectsPageProps<Item, Status>,
) => {
  const { kind, words: t, statuses, columns, more, ask, moreFilters } = props;
  const filters = useFilters<string>('status', 'group', 'partner', 'archived', ...more);
  const { status: chosen = '', group = '', partner = '', archived } = filters.values;
  const [exporting, setExporting] = useState(false);
  const groups = useGroups();
  const status = statuses.find((each) => each === chosen);
  const narrowed: Narrowed<Status> = {
    status,
    group_key: group,
    partnership_key: partner,
    include_archived: archived === 'true' ? true : undefined,
  };
  const list = useList((page) => fullPage((next) => ask(next, narrowed, filters.values), page), {
    of: Object.values(filters.values),
    keyOf: ({ key }) => key,
  });
  return (
    <Page
      title={t.title}
      lead={t.intro}
      actions={may('exports:write') ? <Button onClick={() => setExporting(true)}>{t.exportAll}</Button> : undefined}
    >
      <DataTable
        name={kind}
        caption={t.title}
        list={list}
        columns={columns}
        keyOf={({ key }) => key}
        filters={
          <>
            <SelectFilter
              label={t.status}
              value={chosen}
              set={(value) => filters.set('status', value)}
              options={statuses.map((value) => ({ value, title: t.statuses[value] }))}
            />
            {moreFilters(filters)}
            <SelectFilter
              label={t.group}
              value={group}
              set={(value) => filters.set('group', value)}
              options={optionsOf(groups.data)}
            />
            <PartnerFilter label={t.partner} value={partner} set={(value) => filters.set('partner', value)} />
            <Archived label={t.withArchived} filters={filters} />
          </>
        }
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
      {exporting ? (
        <ExportDialog
          title={t.exportTitle}
          body={{ kind, ...(group === '' ? {} : { group_key: group }), ...(status === undefined ? {} : { status }) }}
          close={() => setExporting(false)}
        />
      ) : null}
    </Page>
  );
};
