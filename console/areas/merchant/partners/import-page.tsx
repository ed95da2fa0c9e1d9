import { useState } from 'preact/hooks';
import type { Import } from '../../../api/operations.ts';
import { parts } from '../../../app/texts.ts';
import { Button } from '../../../parts/button.tsx';
import { JobProblem, JobProgress, useJob } from '../../../parts/job.tsx';
import { Card, Page } from '../../../parts/page.tsx';
import { tell, tellProblem } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { ImportChoice } from './import-choice.tsx';
import { ImportReport } from './import-report.tsx';
import { type ImportValues, importBody } from './import-values.ts';
import { imports, partners } from './texts.ts';

/** Imports a file or another system: first without making anything, with each row that would be left out, then for real. */
export const ImportPage = () => {
  const { t } = imports;
  const [values, setValues] = useState<ImportValues>();
  const [busy, setBusy] = useState(false);
  const { job, problem, follow, clear } = useJob<Import>(({ key }) =>
    api.get('/v2/imports/{import}', { params: { import: key } }),
  );
  const run = async (chosen: ImportValues, dry: boolean): Promise<void> => {
    follow(await api.post('/v2/imports', { body: importBody(chosen, dry) }));
  };
  const carefully = async (what: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await what();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy(false);
    }
  };
  const cancel = async (key: string): Promise<void> => {
    await api.delete('/v2/imports/{import}', { params: { import: key } });
    tell(parts.t.cancelled);
  };
  const running = job !== undefined && (job.status === 'queued' || job.status === 'running');
  return (
    <Page title={t.title} lead={t.lead} back={{ to: '/partners', title: partners.t.title }}>
      {job === undefined ? (
        <ImportChoice
          dryRun={async (chosen) => {
            setValues(chosen);
            await run(chosen, true);
          }}
        />
      ) : (
        <Card title={job.dry_run ? t.dryRunTitle : t.importTitle}>
          <JobProgress label={job.dry_run ? t.dryRunning : t.importing} of={job} />
          <JobProblem problem={problem} />
          <ImportReport of={job} />
          <div class="actions">
            {running ? (
              <Button busy={busy} onClick={() => void carefully(() => cancel(job.key))}>
                {t.cancel}
              </Button>
            ) : (
              <Button onClick={clear}>{t.another}</Button>
            )}
            {job.status === 'done' && job.dry_run && values !== undefined ? (
              <Button kind="primary" busy={busy} onClick={() => void carefully(() => run(values, false))}>
                {t.forReal}
              </Button>
            ) : null}
          </div>
        </Card>
      )}
    </Page>
  );
};
