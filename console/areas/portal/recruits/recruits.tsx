import type { Gets, Recruit } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { momentColumn, moneyColumn } from '../../../parts/columns.tsx';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { Badge, moneyText, percentText, periodText } from '../../../parts/figures.tsx';
import { TextFilter } from '../../../parts/filters.tsx';
import { useFilters, useList } from '../../../parts/list.ts';
import { Card, Page } from '../../../parts/page.tsx';
import { canShare, share } from '../../../parts/sharing.ts';
import { Skeleton } from '../../../parts/skeleton.tsx';
import { api, partnership } from '../../../session/person.ts';
import { recruits } from './texts.ts';

const Link = ({ of }: { readonly of: Gets['/v2/portal/recruiting']['data'] }) => {
  const { t } = recruits;
  if (!of.enabled) {
    return (
      <Card>
        <EmptyState title={t.off}>{t.offText}</EmptyState>
      </Card>
    );
  }
  const { url, rate_bps: rate } = of;
  const percent = percentText(rate ?? 0);
  return (
    <Card title={t.link}>
      {url === null ? (
        <p class="muted">{t.noLink}</p>
      ) : (
        <div class="copy-line">
          <code class="address">{url}</code>
          <CopyButton text={url} label={t.copy} />
          {canShare() ? <Button onClick={() => void share(url)}>{t.share}</Button> : null}
        </div>
      )}
      <p>
        {t.linkText} {of.of === 'sale' ? t.ofSale(percent) : t.ofReward(percent)}
      </p>
    </Card>
  );
};

const columnsIn = (currency: string): readonly Column<Recruit>[] => {
  const { t } = recruits;
  const nameOf = ({ name }: Recruit): string => name ?? t.unnamed;
  const status = ({ active }: Recruit): string => (active ? t.active : t.inactive);
  return [
    { name: 'name', title: t.name, names: true, cell: nameOf, text: nameOf },
    {
      name: 'status',
      title: t.status,
      cell: (recruit) => <Badge kind={recruit.active ? 'good' : 'neutral'}>{status(recruit)}</Badge>,
      text: status,
    },
    momentColumn('joined', t.joined, ({ joined_at }) => joined_at),
    moneyColumn('earned', t.earned, ({ earned_amount }) => ({ amount: earned_amount, currency })),
  ];
};

/** How the partner recruits others, whom it has recruited, and what they have earned it. */
export const Recruits = () => {
  const { t } = recruits;
  const own = partnership.value?.key;
  const recruiting = useAnswer(() => api.get('/v2/portal/recruiting'), [own]);
  const filters = useFilters('month');
  const { month } = filters.values;
  const asked = month === '' ? undefined : month;
  const first = useAnswer(() => api.get('/v2/portal/recruits', { query: { limit: 1, period: asked } }), [own, asked]);
  const list = useList((page) => api.get('/v2/portal/recruits', { query: { ...page, period: asked } }), {
    of: [own, asked],
    keyOf: ({ key }) => key,
  });
  const { currency = 'USD', period, earned_amount: earned = 0 } = first.data ?? {};
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer of={recruiting} lines={12}>
        {(of) =>
          first.data === undefined && first.problem === undefined ? (
            <Skeleton lines={12} />
          ) : (
            <>
              <Link of={of} />
              <h2>{t.recruits}</h2>
              {period === undefined || earned === 0 ? null : (
                <p>
                  {t.totalTitle}: <strong>{t.total(moneyText(earned, currency), periodText(period))}</strong>
                </p>
              )}
              <DataTable
                name="portal-recruits"
                caption={t.recruits}
                list={list}
                columns={columnsIn(currency)}
                keyOf={({ key }) => key}
                filters={
                  <TextFilter
                    label={t.month}
                    type="month"
                    value={month === '' ? (period ?? '') : month}
                    set={(value) => filters.set('month', value)}
                  />
                }
                empty={<EmptyState title={t.empty}>{t.emptyText}</EmptyState>}
              />
            </>
          )
        }
      </Answer>
    </Page>
  );
};
