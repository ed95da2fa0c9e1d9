import type { Partnership } from '../../../../api/operations.ts';
import { href } from '../../../../app/router.ts';
import { Button } from '../../../../parts/button.tsx';
import { type Column, DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { Badge, dateText, Money, When } from '../../../../parts/figures.tsx';
import { useList } from '../../../../parts/list.ts';
import { Card } from '../../../../parts/page.tsx';
import { nameOf, PartnerName } from '../../../../parts/partner-name.tsx';
import { api, may } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { partners, partner as texts } from '../texts.ts';
import type { Change } from './change-dialog.tsx';

const columnsIn = (): readonly Column<Partnership>[] => {
  const { currency } = settingsOfProgram();
  const { t } = partners;
  return [
    {
      name: 'partner',
      title: t.partner,
      names: true,
      cell: (partner) => <a href={href(`/partners/${partner.key}`)}>{nameOf(partner)}</a>,
      text: nameOf,
    },
    {
      name: 'status',
      title: t.status,
      cell: ({ status }) => <Badge kind={status === 'active' ? 'good' : 'neutral'}>{t.statuses[status]}</Badge>,
      text: ({ status }) => t.statuses[status],
    },
    {
      name: 'joined',
      title: t.joined,
      cell: ({ joined_at }) => <When at={joined_at} />,
      text: ({ joined_at }) => dateText(joined_at),
    },
    {
      name: 'sales',
      title: t.sales,
      align: 'end',
      cell: ({ measures }) => <Money amount={measures.lifetime.total} currency={currency} />,
      text: ({ measures }) => measures.lifetime.total,
    },
  ];
};

interface RecruitsProps {
  readonly partner: Partnership;
  readonly change: (change: Change) => void;
}

/** Who recruited a partner, and whom it has recruited. */
export const Recruits = ({ partner, change }: RecruitsProps) => {
  const { t } = texts;
  const list = useList((page) => api.get('/v2/partnerships', { query: { ...page, recruited_by: partner.key } }), {
    of: [partner.key],
    keyOf: ({ key }) => key,
  });
  return (
    <>
      <Card title={t.recruiter}>
        {partner.recruited_by === null ? (
          <>
            <p class="muted">{t.noRecruiter}</p>
            {may('partnerships:write') ? (
              <div class="actions">
                <Button onClick={() => change('recruiter')}>{t.changes.recruiter.action}</Button>
              </div>
            ) : null}
          </>
        ) : (
          <p>
            <PartnerName of={partner.recruited_by} />
          </p>
        )}
      </Card>
      <Card title={t.recruits}>
        <DataTable
          name="recruits"
          caption={t.listOf(t.recruits, nameOf(partner))}
          list={list}
          columns={columnsIn()}
          keyOf={({ key }) => key}
          empty={<EmptyState title={t.noRecruits}>{t.noRecruitsText}</EmptyState>}
        />
      </Card>
    </>
  );
};
