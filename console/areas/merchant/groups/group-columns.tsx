import type { Group } from '../../../api/operations.ts';
import { Button } from '../../../parts/button.tsx';
import { countColumn, momentColumn, moneyColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Badge } from '../../../parts/figures.tsx';
import { may } from '../../../session/person.ts';
import type { GroupWish } from './group-dialogs.tsx';
import { type Measure, nextOrder, orderOf } from './group-figures.ts';
import { groups } from './texts.ts';

interface ColumnsOf {
  /** The order in the address; undefined where the list cannot be put into one. */
  readonly sort: { readonly by: string; set(by: string): void } | undefined;
  readonly wish: (wish: GroupWish) => void;
  readonly addressOf: (group: Group) => string;
}

type Counted = 'clicks' | 'sign_ups' | 'transactions';
type Paid = 'revenue' | 'refunded' | 'reward_cost';

const Names = ({ group, to }: { readonly group: Group; readonly to: string }) => {
  const { t } = groups;
  return (
    <span class="group-name">
      <a href={to}>{group.name}</a>
      {group.default ? <Badge kind="info">{t.default}</Badge> : null}
      {group.archived ? <Badge>{t.archived}</Badge> : null}
    </span>
  );
};

const Actions = ({ group, wish }: { readonly group: Group; readonly wish: ColumnsOf['wish'] }) => {
  const { t } = groups;
  const { name } = group;
  return (
    <span class="row-actions">
      <Button kind="plain" label={t.renameOf(name)} onClick={() => wish({ to: 'rename', group })}>
        {t.rename}
      </Button>
      {group.archived ? (
        <Button kind="plain" label={t.restoreOf(name)} onClick={() => wish({ to: 'restore', group })}>
          {t.restore}
        </Button>
      ) : (
        <Button kind="plain" label={t.archiveOf(name)} onClick={() => wish({ to: 'archive', group })}>
          {t.archive}
        </Button>
      )}
    </span>
  );
};

const counts = (sortOf: (by: Measure) => Pick<Column<Group>, 'sort'>): readonly Column<Group>[] => {
  const { t } = groups;
  const counted = (name: Counted, title: string): Column<Group> =>
    countColumn(name, title, ({ statistics }) => statistics?.range[name] ?? 0, sortOf(name));
  return [
    countColumn('partners', t.partners, ({ statistics }) => statistics?.partners ?? 0, sortOf('partners')),
    counted('clicks', t.clicks),
    counted('sign_ups', t.signUps),
    { ...counted('transactions', t.sales), hidden: true },
  ];
};

const amounts = (sortOf: (by: Measure) => Pick<Column<Group>, 'sort'>): readonly Column<Group>[] => {
  const { t } = groups;
  const paid = (name: Paid, title: string, of: 'range' | 'total'): Column<Group> =>
    moneyColumn(of === 'range' ? name : `all_${name}`, title, ({ statistics }) => ({
      amount: statistics?.[of][name] ?? null,
      currency: statistics?.currency ?? null,
    }));
  return [
    { ...paid('revenue', t.revenue, 'range'), ...sortOf('revenue') },
    { ...paid('refunded', t.refunded, 'range'), hidden: true },
    { ...paid('reward_cost', t.rewardCost, 'range'), ...sortOf('reward_cost') },
    { ...paid('revenue', t.allRevenue, 'total'), hidden: true },
    { ...paid('reward_cost', t.allCost, 'total'), hidden: true },
  ];
};

/** The columns of the list of groups. */
export const groupColumns = ({ sort, wish, addressOf }: ColumnsOf): readonly Column<Group>[] => {
  const { t } = groups;
  const order = sort === undefined ? undefined : orderOf(sort.by);
  const sortOf = (by: Measure): Pick<Column<Group>, 'sort'> =>
    sort === undefined
      ? {}
      : {
          sort: {
            direction: order?.by === by ? order.direction : undefined,
            toggle: () => sort.set(nextOrder(sort.by, by)),
          },
        };
  return [
    {
      ...{ name: 'name', title: t.name, names: true },
      ...sortOf('name'),
      cell: (group) => <Names group={group} to={addressOf(group)} />,
      text: ({ name }) => name,
    },
    ...counts(sortOf),
    ...amounts(sortOf),
    momentColumn('created', t.created, ({ created_at }) => created_at, { hidden: true }),
    ...(may('programs:write')
      ? [{ name: 'actions', title: t.actions, cell: (group: Group) => <Actions group={group} wish={wish} /> }]
      : []),
  ];
};
