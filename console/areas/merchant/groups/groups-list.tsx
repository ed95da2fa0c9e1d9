import { useEffect, useState } from 'preact/hooks';
import type { Group } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { dayText } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, may } from '../../../session/person.ts';
import { groupColumns } from './group-columns.tsx';
import { GroupDialog, type GroupWish } from './group-dialogs.tsx';
import { sortedBy } from './group-figures.ts';
import { groups } from './texts.ts';

const OFTEN_MS = 20_000;

/** Asks again now and then while somebody looks, so that the figures stay what they are called: live. */
const useLive = (again: () => Promise<void>): void => {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void again();
    }, OFTEN_MS);
    return () => clearInterval(timer);
  }, [again]);
};

const PlanNote = () => {
  const { t } = groups;
  const plan = useAnswer(() => api.get('/v2/plan'), []);
  const limit = plan.data?.limits.find(({ kind }) => kind === 'groups');
  if (plan.data === undefined || limit === undefined || limit.used < limit.most) return null;
  return <p class="note note-warning">{t.full(plan.data.name, limit.most)}</p>;
};

/** A day that is written out; the API refuses half of one. */
const wholeDay = (day: string): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined);

const useGroups = () => {
  const filters = useFilters('show', 'from', 'to', 'sort');
  const { show, from, to, sort } = filters.values;
  const list = useList<Group>(
    (page) =>
      api.get('/v2/groups', {
        query: {
          ...page,
          include: 'statistics',
          include_archived: show === 'archived' ? true : undefined,
          from: wholeDay(from),
          to: wholeDay(to),
        },
      }),
    { limit: 50, of: [show, from, to], keyOf: ({ key }) => key },
  );
  // The API lists in the order of creation: only what is here as a whole can be put into another one.
  const whole = !list.hasNext && !list.hasPrevious;
  return { filters, whole, list: whole ? { ...list, items: sortedBy(list.items, sort) } : list };
};

const Filters = ({ filters }: { readonly filters: ReturnType<typeof useGroups>['filters'] }) => {
  const { t } = groups;
  const { show, from, to } = filters.values;
  return (
    <>
      <SelectFilter
        label={t.show}
        value={show}
        set={(value) => filters.set('show', value)}
        options={[{ value: 'archived', title: t.withArchived }]}
      />
      <TextFilter type="date" label={t.from} value={from} set={(value) => filters.set('from', value)} />
      <TextFilter type="date" label={t.to} value={to} set={(value) => filters.set('to', value)} />
    </>
  );
};

/** All groups with what they bring and cost. */
export const GroupsList = () => {
  const { t } = groups;
  const { filters, whole, list } = useGroups();
  const [wish, setWish] = useState<GroupWish>();
  useLive(list.answered.again);
  const figures = list.items[0]?.statistics;
  const sort = whole ? { by: filters.values.sort, set: (by: string) => filters.set('sort', by) } : undefined;
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        may('programs:write') ? (
          <Button kind="primary" onClick={() => setWish({ to: 'create' })}>
            {t.create}
          </Button>
        ) : undefined
      }
    >
      {may('programs:write') ? <PlanNote /> : null}
      <DataTable
        name="groups"
        caption={t.title}
        list={list}
        columns={groupColumns({ sort, wish: setWish, addressOf: ({ key }) => href(`/groups/${key}`) })}
        keyOf={({ key }) => key}
        filters={<Filters filters={filters} />}
        filtered={filters}
        empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
      />
      {figures === undefined ? null : (
        <p class="muted small">{t.figuresOf(dayText(figures.from), dayText(figures.to))}</p>
      )}
      {wish === undefined ? null : (
        <GroupDialog wish={wish} close={() => setWish(undefined)} changed={list.answered.again} />
      )}
    </Page>
  );
};
