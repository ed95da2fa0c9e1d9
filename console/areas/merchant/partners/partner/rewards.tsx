import type { Partnership, Reward } from '../../../../api/operations.ts';
import { href } from '../../../../app/router.ts';
import { useAnswer } from '../../../../parts/answer.tsx';
import { momentColumn, moneyColumn, textColumn } from '../../../../parts/columns.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { fullPage } from '../../../../parts/every-item.ts';
import { Badge, periodText } from '../../../../parts/figures.tsx';
import { SelectFilter, TextFilter } from '../../../../parts/filters.tsx';
import { useFilters, useList } from '../../../../parts/list.ts';
import { descriptionText } from '../../../../parts/rewards/description.ts';
import { api } from '../../../../session/person.ts';
import { partners, partner as texts } from '../texts.ts';

const STATUSES = [
  ...(['pending', 'approved', 'on_hold', 'declined', 'invoiced', 'available', 'paid'] as const),
] as const satisfies readonly Reward['status'][];
const KINDS = {
  pending: 'neutral',
  approved: 'good',
  declined: 'bad',
  on_hold: 'warning',
  invoiced: 'info',
  available: 'info',
  paid: 'good',
} as const;

const columnsIn = (): readonly Column<Reward>[] => {
  const { t } = texts;
  return [
    {
      name: 'reward',
      title: t.reward,
      names: true,
      cell: (reward) => <a href={href(`/rewards/${encodeURIComponent(reward.key)}`)}>{descriptionText(reward)}</a>,
      text: descriptionText,
    },
    moneyColumn('amount', t.amount, (reward) => reward),
    {
      name: 'status',
      title: partners.t.status,
      cell: ({ status, decline_reason }) => (
        <span>
          <Badge kind={KINDS[status]}>{t.rewardStates[status]}</Badge>{' '}
          {decline_reason === null ? null : <span class="muted small">{decline_reason}</span>}
        </span>
      ),
      text: ({ status }) => t.rewardStates[status],
    },
    textColumn('level', t.level, ({ level }) => (level === 2 ? t.secondTier : t.ownSale), { hidden: true }),
    textColumn('customer', t.customer, ({ customer }) => customer?.email ?? customer?.external_key),
    momentColumn('at', t.earned, ({ created_at }) => created_at, { style: 'minute' }),
  ];
};

/** What a partner earned in a month, each reward with a way to its “why”. */
export const Rewards = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const filters = useFilters('period', 'state');
  const { period, state } = filters.values;
  const today = useAnswer(() => api.get('/v2/statistics', { query: { partnership_key: partner.key } }), [partner.key]);
  const current = today.data?.to.slice(0, 7);
  const list = useList(
    (page) =>
      fullPage(
        (next) =>
          api.get('/v2/rewards', {
            query: {
              ...next,
              partnership_key: partner.key,
              period: /^\d{4}-\d{2}$/.test(period) ? period : undefined,
              status: STATUSES.find((each) => each === state),
            },
          }),
        page,
      ),
    { of: [partner.key, period, state], keyOf: ({ key }) => key },
  );
  return (
    <DataTable
      name="partner-rewards"
      caption={t.tabs.rewards}
      list={list}
      columns={columnsIn()}
      keyOf={({ key }) => key}
      filters={
        <>
          <TextFilter
            type="month"
            label={t.month}
            value={period === '' ? (current ?? '') : period}
            set={(value) => filters.set('period', value)}
          />
          <SelectFilter
            label={partners.t.status}
            value={state}
            set={(value) => filters.set('state', value)}
            options={STATUSES.map((value) => ({ value, title: t.rewardStates[value] }))}
          />
        </>
      }
      filtered={{ any: state !== '', clear: filters.clear }}
      empty={
        <EmptyState title={period === '' ? t.noRewards : t.noRewardsIn(periodText(period))}>
          {t.noRewardsText}
        </EmptyState>
      }
    />
  );
};
