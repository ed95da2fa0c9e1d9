import { useState } from 'preact/hooks';
import type { Partnership } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { Button, LinkButton } from '../../../parts/button.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { optionsOf, useGroups, useSegments, useTags, useTiers } from '../../../parts/definitions.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem, fullPage } from '../../../parts/every-item.ts';
import { ExportDialog } from '../../../parts/export-dialog.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { type ListPage, type PageQuery, useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { PartnersBar } from './bulk-bar.tsx';
import { columnsIn } from './columns.tsx';
import { partners } from './texts.ts';
import { Views } from './views.tsx';
import './partners.css';

const STATUSES = ['active', 'inactive'] as const satisfies readonly Partnership['status'][];

const keyOf = ({ key }: Partnership): string => key;

const usePartnerFilters = () => useFilters('search', 'status', 'group', 'tag', 'segment', 'tier');
type PartnerFilters = ReturnType<typeof usePartnerFilters>;

const asked = ({ search, status, group, tag, segment, tier }: PartnerFilters['values']) => ({
  search: search === '' ? undefined : search,
  status: STATUSES.find((each) => each === status),
  group_key: group,
  tag,
  segment,
  tier_key: tier,
});

const Filters = ({ filters }: { readonly filters: PartnerFilters }) => {
  const { t } = partners;
  const [groups, tags, segments, tiers] = [useGroups(), useTags(), useSegments(), useTiers()];
  const { values, set } = filters;
  return (
    <>
      <TextFilter label={t.search} value={values.search} set={(value) => set('search', value)} />
      <SelectFilter
        label={t.status}
        value={values.status}
        set={(value) => set('status', value)}
        options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
      />
      <SelectFilter
        label={t.group}
        value={values.group}
        set={(value) => set('group', value)}
        options={optionsOf(groups.data)}
      />
      <SelectFilter
        label={t.tag}
        value={values.tag}
        set={(value) => set('tag', value)}
        options={optionsOf(tags.data)}
      />
      <SelectFilter
        label={t.segment}
        value={values.segment}
        set={(value) => set('segment', value)}
        options={optionsOf(segments.data)}
      />
      <SelectFilter
        label={t.tier}
        value={values.tier}
        set={(value) => set('tier', value)}
        options={(tiers.data ?? []).map(({ key, name }) => ({ value: key, title: name }))}
      />
    </>
  );
};

const PageActions = ({ exportAll }: { readonly exportAll: () => void }) => {
  const { t } = partners;
  return (
    <>
      {may('exports:write') ? <Button onClick={exportAll}>{t.exportAll}</Button> : null}
      {may('imports:write') ? <LinkButton to={href('/partners/import')}>{t.importFile}</LinkButton> : null}
      {may('partnerships:write') ? (
        <>
          <LinkButton to={href('/partners/new')}>{t.add}</LinkButton>
          <LinkButton kind="primary" to={href('/partners/invite')}>
            {t.invite}
          </LinkButton>
        </>
      ) : null}
    </>
  );
};

/** All partners, with filters, columns of one's choice, actions for many, and files. */
export const PartnersList = () => {
  const { t } = partners;
  const filters = usePartnerFilters();
  const { status, group } = filters.values;
  const tags = useTags();
  const [exporting, setExporting] = useState(false);
  const ask = (page: PageQuery): Promise<ListPage<Partnership>> =>
    api.get('/v2/partnerships', { query: { ...page, ...asked(filters.values) } });
  const list = useList((page) => fullPage(ask, page), { of: Object.values(filters.values), keyOf });
  return (
    <Page title={t.title} lead={t.lead} actions={<PageActions exportAll={() => setExporting(true)} />}>
      <Views />
      <DataTable
        name="partners"
        caption={t.title}
        list={list}
        columns={columnsIn(settingsOfProgram().currency, tags.data)}
        keyOf={keyOf}
        filters={<Filters filters={filters} />}
        filtered={filters}
        bulk={
          may('partnerships:write')
            ? (selected, clear) => (
                <PartnersBar
                  selected={selected}
                  everybody={(seen) => everyItem(ask, { keyOf, seen })}
                  done={() => {
                    clear();
                    void list.answered.again();
                  }}
                />
              )
            : undefined
        }
        empty={
          <EmptyState
            title={t.empty}
            action={
              may('partnerships:write') ? (
                <LinkButton kind="primary" to={href('/partners/invite')}>
                  {t.invite}
                </LinkButton>
              ) : undefined
            }
          >
            {t.emptyText}
          </EmptyState>
        }
      />
      {exporting ? (
        <ExportDialog
          title={t.exportTitle}
          body={{
            kind: 'partnerships',
            ...(group === '' ? {} : { group_key: group }),
            ...(status === '' ? {} : { status }),
          }}
          close={() => setExporting(false)}
        />
      ) : null}
    </Page>
  );
};
