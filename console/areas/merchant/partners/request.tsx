import { useState } from 'preact/hooks';
import type { Gets } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { countryName } from '../../../parts/countries.ts';
import { actorText, nameIn, useGroups, useTeam } from '../../../parts/definitions.ts';
import { Facts } from '../../../parts/facts.tsx';
import { When } from '../../../parts/figures.tsx';
import { type AnsweredField, FormAnswers } from '../../../parts/form-answers.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { nameOf, PartnerName } from '../../../parts/partner-name.tsx';
import { StoredFile } from '../../../parts/stored-file.tsx';
import { api, may } from '../../../session/person.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { RequestBadge, Warnings } from './requests.tsx';
import { requests } from './texts.ts';

type Shown = Gets['/v2/applications/{application}']['data'];

/** The fields of the form as it was then, each with what was answered. */
const answeredFields = ({ form, answers }: Shown): readonly AnsweredField[] =>
  form.fields.map((field) => ({ ...field, value: answers[field.field_key] ?? null }));

const Files = ({ of: { key, files, form } }: { readonly of: Shown }) => {
  const { t } = requests;
  if (files.length === 0) return null;
  return (
    <Card title={t.files}>
      <ul class="lines">
        {files.map((file) => (
          <li key={file.key} class="badges">
            <span class="muted">{form.fields.find((field) => field.field_key === file.field_key)?.name}</span>
            <StoredFile
              name={file.name}
              address={() =>
                api.get('/v2/applications/{application}/files/{file}', { params: { application: key, file: file.key } })
              }
            />
          </li>
        ))}
      </ul>
    </Card>
  );
};

const About = ({ of: shown }: { readonly of: Shown }) => {
  const { t } = requests;
  const [groups, team] = [useGroups(), useTeam()];
  const { terms, decided_by, decided_at, partnership_key, recruited_by } = shown;
  return (
    <Card title={t.about}>
      <Facts
        of={[
          [t.status, <RequestBadge key="status" of={shown} />],
          [
            t.email,
            <a key="email" href={`mailto:${shown.email}`}>
              {shown.email}
            </a>,
          ],
          [t.company, shown.company],
          [t.country, shown.country === null ? null : countryName(shown.country)],
          [t.group, nameIn(groups.data, shown.group_key)],
          [t.at, <When key="at" at={shown.created_at} style="minute" />],
          [t.recruitedBy, recruited_by === null ? null : <PartnerName key="recruiter" of={recruited_by} />],
          [
            t.terms,
            terms === null ? null : (
              <>
                <a href={terms.url} target="_blank" rel="noopener noreferrer">
                  {t.termsVersion(terms.version)}
                </a>
                , <When at={terms.accepted_at} style="minute" />
              </>
            ),
          ],
          [
            t.warnings,
            shown.suspicious === null && shown.repeated === 0 ? null : <Warnings key="warnings" of={shown} />,
          ],
          [t.decidedAt, decided_at === null ? null : <When key="decided" at={decided_at} style="minute" />],
          [t.decidedBy, decided_by === null ? null : actorText(team.data, decided_by)],
          [t.reason, shown.reason],
          [t.partner, partnership_key === null ? null : <PartnerName key="partner" of={partnership_key} />],
        ]}
      />
    </Card>
  );
};

/** One application: what was answered to which version of the form, and the decision. */
export const Request = ({ application }: { readonly application: string }) => {
  const { t } = requests;
  const [decision, setDecision] = useState<'approved' | 'rejected'>();
  const answered = useAnswer(
    () => api.get('/v2/applications/{application}', { params: { application } }),
    [application],
  );
  const { data } = answered;
  const open = data?.status === 'new' && may('forms:write');
  return (
    <Page
      title={data === undefined ? t.request : nameOf(data)}
      back={{ to: '/partners/requests', title: t.title }}
      actions={
        open ? (
          <>
            <Button kind="danger" onClick={() => setDecision('rejected')}>
              {t.reject}
            </Button>
            <Button kind="primary" onClick={() => setDecision('approved')}>
              {t.approve}
            </Button>
          </>
        ) : undefined
      }
    >
      <Answer of={answered} lines={12}>
        {(shown) => (
          <div class="columns">
            <div>
              <Card title={shown.form.title}>
                <p class="muted small">{t.version(shown.form.version)}</p>
                <FormAnswers of={answeredFields(shown)} />
              </Card>
              <Files of={shown} />
            </div>
            <About of={shown} />
          </div>
        )}
      </Answer>
      {decision === undefined || data === undefined ? null : (
        <DecideDialog
          decision={decision}
          of={[data]}
          close={(changed) => {
            setDecision(undefined);
            if (changed) void answered.again();
          }}
        />
      )}
    </Page>
  );
};
