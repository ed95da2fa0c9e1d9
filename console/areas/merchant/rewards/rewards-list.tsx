import { useState } from 'preact/hooks';
import { shiftPeriod } from '../../../../domain/periods.ts';
import type { Reward, Trigger } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { momentColumn, moneyColumn, partnerColumn, textColumn } from '../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { everyItem, fullPage } from '../../../parts/every-item.ts';
import { Badge, periodText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { type PageQuery, useFilters, useList } from '../../../parts/list.ts';
import { Page } from '../../../parts/page.tsx';
import { PartnerFilter } from '../../../parts/partner-filter.tsx';
import { RewardsBar } from '../../../parts/rewards/bulk.tsx';
import type { Status } from '../../../parts/rewards/decisions.ts';
import { descriptionText } from '../../../parts/rewards/description.ts';
import { rewards } from '../../../parts/rewards/texts.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { api, may } from '../../../session/person.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { GiveDialog } from './give-dialog.tsx';

const STATUSES = [
  'pending',
  'on_hold',
  'approved',
  'declined',
  'invoiced',
  'available',
  'paid',
] as const satisfies readonly Status[];

const KINDS = {
  pending: 'info',
  on_hold: 'warning',
  approved: 'good',
  declined: 'bad',
  invoiced: 'neutral',
  available: 'neutral',
  paid: 'neutral',
} as const satisfies Record<Status, string>;

/** Where a reward is on its way, in a word. */
export const StatusOf = ({ of: status }: { readonly of: Status }) => (
  <Badge kind={KINDS[status]}>{rewards.t.statuses[status]}</Badge>
);

/** What a reward was made by: a trigger, a hand, or the recruiter's share of a sale. */
export const sourceText = ({ trigger, trigger_key, event_type }: Reward): string => {
  const { t } = rewards;
  if (trigger !== null) return trigger.name;
  if (trigger_key !== null) return trigger_key;
  return event_type in rules.t.events ? t.recruiterShare : t.byHand;
};

const columnsIn = (zone: string): readonly Column<Reward>[] => {
  const { t } = rewards;
  return [
    {
      name: 'reward',
      title: t.reward,
      names: true,
      cell: ({ key, description, level }) => (
        <>
          <a href={href(`/rewards/${encodeURIComponent(key)}`)}>{descriptionText({ level, description })}</a>
          {level === 2 ? (
            <>
              {' '}
              <Badge>{t.secondTier}</Badge>
            </>
          ) : null}
        </>
      ),
      text: descriptionText,
    },
    moneyColumn('amount', t.amount, (reward) => reward),
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <StatusOf of={status} />,
      text: ({ status }) => t.statuses[status],
    },
    partnerColumn(t.partner),
    textColumn('trigger', t.source, sourceText),
    textColumn('transaction', t.transaction, ({ transaction }) => transaction?.external_key, { hidden: true }),
    textColumn('customer', t.customer, ({ customer }) => customer?.external_key, { hidden: true }),
    momentColumn('made', t.made, ({ created_at }) => created_at, { style: 'minute', zone }),
    momentColumn('decided', t.changed, ({ updated_at }) => updated_at, { style: 'minute', zone, hidden: true }),
  ];
};

const FIRST = -24;
const LAST = 3;

/** Months around the open one: approval delays put rewards into months to come. */
const periodsAround = (open: string): readonly string[] =>
  Array.from({ length: LAST - FIRST + 1 }, (_each, at) => shiftPeriod(open, LAST - at)).filter((one) => one !== open);

const usePeriods = (): { readonly open: string | undefined; readonly others: readonly string[] } => {
  // Today is what the API says: the clock of the local runtime moves.
  const today = useAnswer(() => api.get('/v2/statistics'), []);
  const open = today.data?.to.slice(0, 7);
  return { open, others: open === undefined ? [] : periodsAround(open) };
};

const useTriggers = (): readonly Trigger[] =>
  useAnswer(
    () =>
      everyItem((page) => api.get('/v2/triggers', { query: { ...page, include_archived: true } }), {
        keyOf: ({ key }) => key,
      }),
    [],
  ).data ?? [];

const useRewards = () => {
  const filters = useFilters('status', 'partner', 'trigger', 'period');
  const { status, partner, trigger, period } = filters.values;
  const ask = (page: PageQuery) =>
    api.get('/v2/rewards', {
      query: {
        ...page,
        status: STATUSES.find((each) => each === status),
        partnership_key: partner === '' ? undefined : partner,
        trigger_key: trigger === '' ? undefined : trigger,
        period: period === '' ? undefined : period,
      },
    });
  const list = useList((page) => fullPage(ask, page), {
    limit: 50,
    of: [status, partner, trigger, period],
    keyOf: ({ key }) => key,
  });
  return { filters, list, ask };
};

const Filters = ({ of: filters }: { readonly of: ReturnType<typeof useRewards>['filters'] }) => {
  const { t } = rewards;
  const periods = usePeriods();
  const known = useTriggers();
  const { status, partner, trigger, period } = filters.values;
  return (
    <>
      <SelectFilter
        label={t.period}
        value={period}
        set={(value) => filters.set('period', value)}
        none={periods.open === undefined ? t.openPeriod : t.openPeriodOf(periodText(periods.open))}
        options={periods.others.map((value) => ({ value, title: periodText(value) }))}
        wide
      />
      <SelectFilter
        label={t.status}
        value={status}
        set={(value) => filters.set('status', value)}
        options={STATUSES.map((value) => ({ value, title: t.statuses[value] }))}
      />
      <SelectFilter
        label={t.source}
        value={trigger}
        set={(value) => filters.set('trigger', value)}
        options={[...known.map(({ key, name }) => ({ value: key, title: name })), { value: 'manual', title: t.byHand }]}
      />
      <PartnerFilter label={t.partner} value={partner} set={(value) => filters.set('partner', value)} />
    </>
  );
};

/** Rewards of a month: what waits for a decision, and everything else. */
export const RewardsList = () => {
  const { t } = rewards;
  const [giving, setGiving] = useState(false);
  const { filters, list, ask } = useRewards();
  const give = may('rewards:write') ? <Button onClick={() => setGiving(true)}>{t.give}</Button> : undefined;
  return (
    <Page title={t.title} lead={t.lead} actions={give}>
      <DataTable
        name="rewards"
        caption={t.title}
        list={list}
        columns={columnsIn(settingsOfProgram().time_zone)}
        keyOf={({ key }) => key}
        filters={<Filters of={filters} />}
        filtered={filters}
        bulk={
          may('rewards:write')
            ? (selected, clear) => (
                <RewardsBar
                  selected={selected}
                  everything={(seen) => everyItem(ask, { keyOf: ({ key }) => key, most: 5000, seen })}
                  done={() => {
                    clear();
                    void list.answered.again();
                  }}
                />
              )
            : undefined
        }
        empty={
          <EmptyState title={t.empty} action={give}>
            {t.emptyText}
          </EmptyState>
        }
      />
      {giving ? <GiveDialog close={() => setGiving(false)} /> : null}
    </Page>
  );
};
