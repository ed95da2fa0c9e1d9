import { useEffect, useState } from 'preact/hooks';
import type { PersonExport } from '../../../api/operations.ts';
import { look, programName } from '../../../app/look.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { dateText } from '../../../parts/figures.tsx';
import { Card } from '../../../parts/page.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { jobFailureText } from '../../../parts/refusals.ts';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { logOut } from '../../../session/login.ts';
import { api, ownEmail, partnership } from '../../../session/person.ts';
import { Frame } from './frame.tsx';
import { account } from './texts.ts';

const LOOK_EVERY_MS = 1000;

const isRunning = (job: PersonExport): boolean => job.status === 'queued' || job.status === 'running';

/** A job that is under way, looked at until it has ended. */
const useExport = () => {
  const [job, setJob] = useState<PersonExport>();
  useEffect(() => {
    if (job === undefined || !isRunning(job)) return undefined;
    const next = setTimeout(() => {
      api.get('/v2/portal/data-exports/{data_export}', { params: { data_export: job.key } }).then(setJob, tellProblem);
    }, LOOK_EVERY_MS);
    return () => clearTimeout(next);
  }, [job]);
  const start = async (): Promise<void> => {
    try {
      setJob(await api.post('/v2/portal/data-exports'));
    } catch (thrown) {
      tellProblem(thrown);
    }
  };
  return { job, start };
};

const OwnData = () => {
  const { t } = account;
  const { job, start } = useExport();
  const running = job !== undefined && isRunning(job);
  return (
    <Card title={t.dataTitle}>
      <p>{t.dataText}</p>
      {running ? <Progress label={t.making} done={job.progress.done} total={job.progress.total ?? undefined} /> : null}
      {job?.status === 'failed' ? <p class="note note-bad">{jobFailureText(job)}</p> : null}
      <div class="actions">
        {job?.file?.download_url == null ? (
          <Button busy={running} onClick={() => void start()}>
            {t.makeExport}
          </Button>
        ) : (
          <a class="button button-primary" href={job.file.download_url} download={job.file.name ?? ''}>
            {t.download}
          </a>
        )}
      </div>
    </Card>
  );
};

const Terms = () => {
  const { t } = account;
  const terms = useAnswer(() => api.get('/v2/portal/terms'), [partnership.value?.key]);
  return (
    <Card title={t.termsTitle}>
      <Answer of={terms} lines={2}>
        {({ terms_url: url, accepted_at: at }) =>
          url === null ? (
            <p class="muted">{t.noTerms}</p>
          ) : (
            <p>
              {at === null ? t.notAccepted : t.accepted(dateText(at))}{' '}
              <a href={url} target="_blank" rel="noopener noreferrer">
                {t.readTerms}
              </a>
            </p>
          )
        }
      </Answer>
    </Card>
  );
};

const Stored = () => {
  const { t } = account;
  const policy = look.value?.privacy_url ?? null;
  return (
    <Card title={t.privacyTitle}>
      <p>{t.privacyText}</p>
      {policy === null ? null : (
        <a href={policy} target="_blank" rel="noopener noreferrer">
          {t.privacyPolicy}
        </a>
      )}
    </Card>
  );
};

const Closing = () => {
  const { t } = account;
  const [asking, setAsking] = useState(false);
  const email = ownEmail.value;
  return (
    <Card title={t.closeTitle}>
      <p>{t.closeText(programName.value)}</p>
      <div class="actions">
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t.close}
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title={t.closeAsk}
          action={t.close}
          hurts
          typed={email}
          close={() => setAsking(false)}
          confirm={async () => {
            await api.post('/v2/portal/closure', { body: { confirm: email } });
            tell(t.closed);
            await logOut();
          }}
        >
          <p>{t.closeAskText}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
};

/** What is held about the partner, what it agreed to, and the way out. */
export const Privacy = () => (
  <Frame>
    <OwnData />
    <Terms />
    <Stored />
    {partnership.value?.status === 'active' ? <Closing /> : null}
  </Frame>
);
