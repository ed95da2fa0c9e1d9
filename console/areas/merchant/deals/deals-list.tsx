import type { Deal } from '../../../api/operations.ts';
import { href } from '../../../app/router.ts';
import { momentColumn, moneyColumn, partnerColumn, shownColumn, textColumn } from '../../../parts/columns.tsx';
import type { Column } from '../../../parts/data-table.tsx';
import { Badge, dayText } from '../../../parts/figures.tsx';
import { SelectFilter } from '../../../parts/filters.tsx';
import { ProspectsPage } from '../../../parts/prospects/list-page.tsx';
import { api } from '../../../session/person.ts';
import { deals } from './texts.ts';

const STATUSES = [
  'registered',
  'accepted',
  'rejected',
  'won',
  'lost',
  'withdrawn',
] as const satisfies readonly Deal['status'][];
const KINDS = {
  registered: 'warning',
  accepted: 'info',
  rejected: 'neutral',
  won: 'good',
  lost: 'bad',
  withdrawn: 'neutral',
} as const;
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
    shownColumn('deal', t.deal, dealName, (deal) => <a href={href(`/deals/${deal.key}`)}>{dealName(deal)}</a>, {
      names: true,
    }),
    textColumn('account', t.account, ({ account_name }) => account_name),
    partnerColumn(t.partner, t.nobody),
    shownColumn(
      'status',
      t.status,
      ({ status }) => t.statuses[status],
      (deal) => <DealBadge of={deal} />,
    ),
    textColumn('stage', t.stage, ({ stage }) => stage),
    moneyColumn('amount', t.amount, (deal) => deal),
    shownColumn(
      'close',
      t.closeDate,
      ({ close_date }) => close_date ?? '',
      ({ close_date }) => (close_date === null ? null : dayText(close_date)),
      { hidden: true },
    ),
    momentColumn('at', t.registeredAt, ({ created_at }) => created_at),
  ];
};

/** All deals, the latest first. */
export const DealsList = () => {
  const { t } = deals;
  return (
    <ProspectsPage
      kind="deals"
      words={t}
      statuses={STATUSES}
      columns={columnsIn()}
      more={['waiting']}
      ask={(page, narrowed, { waiting }) =>
        api.get('/v2/deals', {
          query: {
            ...page,
            ...narrowed,
            held: waiting === 'held' ? true : undefined,
            to_confirm: waiting === 'to_confirm' ? true : undefined,
          },
        })
      }
      moreFilters={({ values, set }) => (
        <SelectFilter
          label={t.waiting}
          value={values['waiting'] ?? ''}
          set={(value) => set('waiting', value)}
          options={WAITING.map((value) => ({ value, title: t.waits[value] }))}
        />
      )}
    />
  );
};
