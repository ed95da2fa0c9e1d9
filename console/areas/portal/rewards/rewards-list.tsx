import type { PortalReward } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { LinkButton } from '../../../parts/button.tsx';
import { momentColumn, moneyColumn, shownColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { api, partnership } from '../../../session/person.ts';
import { rewards } from './texts.ts';
import { eventText, KINDS, titleOf } from './words.ts';

const STATUSES = Object.keys(KINDS).filter((status): status is PortalReward['status'] => Object.hasOwn(KINDS, status));

const columnsIn = (): readonly Column<PortalReward>[] => {
  const { t } = rewards;
  return [
    {
      name: 'what',
      title: t.what,
      names: true,
      cell: (reward) => (
        <a href={href(`/rewards/${encodeURIComponent(reward.key)}`)} aria-label={t.whyOf(titleOf(reward))}>
          {titleOf(reward)}
        </a>
      ),
      text: titleOf,
    },
    {
      name: 'event',
      title: t.event,
      cell: ({ event_type, level }) => (
        <span>
          {eventText(event_type)} {level === 2 ? <Badge>{t.recruit}</Badge> : null}
        </span>
      ),
      text: ({ event_type }) => eventText(event_type),
    },
    momentColumn('date', t.date, ({ created_at }) => created_at),
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.statuses[status],
      ({ status }) => <Badge kind={KINDS[status]}>{t.statuses[status]}</Badge>,
    ),
    moneyColumn('amount', t.amount, (reward) => reward),
  ];
};

/** The rewards of a month. */
export const RewardsList = () => {
  const { t } = rewards;
  const own = partnership.value?.key;
  const filters = useFilters('month', 'status');
  const { month, status } = filters.values;
  const asked = { period: month === '' ? undefined : month, status: STATUSES.find((each) => each === status) };
  const list = useList((page) => api.get('/v2/portal/rewards', { query: { ...page, ...asked } }), {
    of: [own, month, status],
    keyOf: ({ key }) => key,
  });
  // The month that is running, in the program's own zone.
  const today = useAnswer(() => api.get('/v2/portal/statistics'), [own]);
  return (
    <Page title={t.title} lead={t.lead}>
      <DataTable
        name="portal-rewards"
        caption={t.title}
        list={list}
        columns={columnsIn()}
        keyOf={({ key }) => key}
        filters={
          <>
            <TextFilter
              label={t.month}
              type="month"
              value={month === '' ? (today.data?.to.slice(0, 7) ?? '') : month}
              set={(value) => filters.set('month', value)}
            />
            <SelectFilter
              label={t.status}
              value={status}
              set={(value) => filters.set('status', value)}
              options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
            />
          </>
        }
        filtered={{ any: status !== '', clear: () => filters.set('status', '') }}
        empty={
          <EmptyState title={t.empty} action={<LinkButton to={href('/offers')}>{t.emptyAction}</LinkButton>}>
            {t.emptyText}
          </EmptyState>
        }
      />
    </Page>
  );
};
