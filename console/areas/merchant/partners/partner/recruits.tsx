import type { Partnership } from '../../../../api/operations.ts';
import { Button } from '../../../../parts/button.tsx';
import { DataTable } from '../../../../parts/data-table.tsx';
import { EmptyState } from '../../../../parts/empty-state.tsx';
import { useList } from '../../../../parts/list.ts';
import { Card } from '../../../../parts/page.tsx';
import { nameOf, PartnerName } from '../../../../parts/partner-name.tsx';
import { api, may } from '../../../../session/person.ts';
import { settingsOfProgram } from '../../../../session/program.ts';
import { recruitColumns } from '../columns.tsx';
import { partner as texts } from '../texts.ts';
import type { Change } from './change-dialog.tsx';

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
          columns={recruitColumns(settingsOfProgram().currency)}
          keyOf={({ key }) => key}
          empty={<EmptyState title={t.noRecruits}>{t.noRecruitsText}</EmptyState>}
        />
      </Card>
    </>
  );
};
