import { useState } from 'preact/hooks';
import type { Erasure, Partnership, PersonExport } from '../../../../api/operations.ts';
import { problemFrom } from '../../../../api/problem.ts';
import { Button } from '../../../../parts/button.tsx';
import { ConfirmDialog } from '../../../../parts/dialog.tsx';
import { Facts } from '../../../../parts/facts.tsx';
import { numberText } from '../../../../parts/figures.tsx';
import { FileLink, JobProblem, JobProgress, useJob } from '../../../../parts/job.tsx';
import { Card } from '../../../../parts/page.tsx';
import { nameOf } from '../../../../parts/partner-name.tsx';
import { tellProblem } from '../../../../parts/toasts.tsx';
import { api } from '../../../../session/person.ts';
import { partner as texts } from '../texts.ts';

const ExportCard = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const [busy, setBusy] = useState(false);
  const { job, problem, follow } = useJob<PersonExport>(({ key }) =>
    api.get('/v2/person-exports/{person_export}', { params: { person_export: key } }),
  );
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      follow(await api.post('/v2/person-exports', { body: { partnership_key: partner.key } }));
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t.personExport}>
      <p>{t.personExportText}</p>
      {job === undefined ? (
        <div class="actions">
          <Button busy={busy} onClick={() => void start()}>
            {t.personExportAction}
          </Button>
        </div>
      ) : (
        <JobProgress label={t.personExport} of={job} />
      )}
      <JobProblem problem={problem} />
      {job?.status === 'done' && job.file !== null ? (
        <div class="actions">
          <FileLink of={job.file} />
        </div>
      ) : null}
    </Card>
  );
};

const EraseCard = ({ partner }: { readonly partner: Partnership }) => {
  const { t } = texts;
  const [asking, setAsking] = useState(false);
  const [owed, setOwed] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const { job, problem, follow } = useJob<Erasure>(({ key }) =>
    api.get('/v2/erasures/{erasure}', { params: { erasure: key } }),
  );
  const erase = async (): Promise<void> => {
    try {
      follow(
        await api.post('/v2/erasures', {
          body: { partnership_key: partner.key, confirm: partner.key, accept_unpaid: accepted },
        }),
      );
    } catch (thrown) {
      if (problemFrom(thrown).reason === 'money_owed') setOwed(true);
      throw thrown;
    }
  };
  return (
    <Card title={t.erase}>
      <p>{t.eraseText}</p>
      {job === undefined ? (
        <div class="actions">
          <Button kind="danger" onClick={() => setAsking(true)}>
            {t.eraseAction}
          </Button>
        </div>
      ) : (
        <JobProgress label={t.erase} of={job} />
      )}
      <JobProblem problem={problem} />
      {job?.status === 'done' ? (
        <div role="status">
          <p>
            <strong>{t.erased}</strong>
          </p>
          <Facts of={Object.entries(job.erased).map(([kind, count]) => [kind, numberText(count)])} />
        </div>
      ) : null}
      {asking ? (
        <ConfirmDialog
          title={t.eraseAsk(nameOf(partner))}
          action={t.eraseAction}
          hurts
          typed={partner.email}
          close={() => setAsking(false)}
          confirm={erase}
        >
          <p>{t.eraseText}</p>
          {owed ? (
            <label class="check">
              <input
                type="checkbox"
                checked={accepted}
                onChange={(event) => setAccepted(event.currentTarget.checked)}
              />
              {t.acceptUnpaid}
            </label>
          ) : null}
        </ConfirmDialog>
      ) : null}
    </Card>
  );
};

/** A partner's right to its data: takes them along, or has them erased. */
export const Privacy = ({ partner }: { readonly partner: Partnership }) => (
  <div class="columns">
    <ExportCard partner={partner} />
    <EraseCard partner={partner} />
  </div>
);
