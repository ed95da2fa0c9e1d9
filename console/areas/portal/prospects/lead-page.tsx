import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { NotFound } from '../../../parts/empty-state.tsx';
import { Badge, When } from '../../../parts/figures.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { api } from '../../../session/person.ts';
import { Answers, Edited } from './answers.tsx';
import { OwnActions, OwnFiles } from './own.tsx';
import { prospects } from './texts.ts';
import { LEAD_KINDS, leadName } from './words.ts';

/** What has become of a lead. */
export const LeadPage = ({ lead }: { readonly lead: string }) => {
  const { t } = prospects;
  const found = useAnswer(() => api.get('/v2/portal/leads/{lead}', { params: { lead } }), [lead]);
  if (found.problem?.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={found.data === undefined ? t.leads : leadName(found.data)}
      back={{ to: '/prospects', title: t.backToLeads }}
      actions={found.data === undefined ? undefined : <OwnActions kind="lead" of={found.data} again={found.again} />}
    >
      <Answer of={found} lines={10}>
        {(of) => (
          <>
            <Card title={t.status}>
              <p>
                <Badge kind={LEAD_KINDS[of.status]}>{t.leadStates[of.status]}</Badge> {t.leadMeaning[of.status]}
              </p>
              {of.reason === null ? null : (
                <p>
                  {t.reason}: {of.reason}
                </p>
              )}
              <p class="muted small">
                {t.date}: <When at={of.created_at} style="minute" />
              </p>
              <Edited of={of} />
            </Card>
            <OwnFiles kind="lead" of={of} />
            <Answers fields={of.fields} />
          </>
        )}
      </Answer>
    </Page>
  );
};
