import { useState } from 'preact/hooks';
import { hasEnded } from '../../../../domain/jobs.ts';
import type { Posts } from '../../../api/operations.ts';
import { type ApiProblem, problemFrom } from '../../../api/problem.ts';
import { Button } from '../../../parts/button.tsx';
import { TextField } from '../../../parts/fields.tsx';
import { JobProblem, JobProgress, useJob } from '../../../parts/job.tsx';
import { Card } from '../../../parts/page.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import type { References } from '../../../parts/rules/references.ts';
import { tellProblem } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { DryRunTotals } from './dry-run-result.tsx';
import { DryRunRewards } from './dry-run-rewards.tsx';
import { triggers } from './texts.ts';
import type { Tried } from './tried.ts';

interface DryRunCardProps {
  readonly references: References;
  /** Whether something is missing that a trigger cannot be without. */
  readonly wrong: boolean;
  readonly body: () => Posts['/v2/triggers/dry-run']['body'];
}

/** Tries the trigger, as it stands in the form, on what has happened already. Nothing is stored. */
export const DryRunCard = ({ references, wrong, body }: DryRunCardProps) => {
  const { t } = triggers;
  const [days, setDays] = useState({ from: '', to: '' });
  const [starting, setStarting] = useState(false);
  const [refused, setRefused] = useState<ApiProblem>();
  const { job, problem, follow } = useJob<Tried>(({ key }) =>
    api.get('/v2/triggers/dry-run/{dry_run}', { params: { dry_run: key } }),
  );
  const running = job !== undefined && !hasEnded(job.status);
  const start = async (): Promise<void> => {
    setStarting(true);
    setRefused(undefined);
    try {
      const { from, to } = days;
      const asked = { ...body(), ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
      follow(await api.post('/v2/triggers/dry-run', { body: asked }));
    } catch (thrown) {
      setRefused(problemFrom(thrown));
    } finally {
      setStarting(false);
    }
  };
  const cancel = (key: string): void => {
    api.delete('/v2/triggers/dry-run/{dry_run}', { params: { dry_run: key } }).catch(tellProblem);
  };
  if (!may('programs:write') || !may('sales:read') || !may('rewards:read')) return null;
  const dayField = (name: 'from' | 'to') => ({
    name,
    type: 'date' as const,
    value: days[name],
    set: (value: string) => setDays({ ...days, [name]: value }),
    problem: undefined,
  });
  return (
    <Card title={t.tryIt}>
      <p class="muted">{t.tryText}</p>
      <div class="field-pair">
        <TextField {...dayField('from')} label={t.tryFrom} />
        <TextField {...dayField('to')} label={t.tryTo} />
      </div>
      {wrong ? <p class="muted small">{t.tryMissing}</p> : null}
      <div class="actions">
        <Button kind="primary" busy={starting || running} disabled={wrong} onClick={() => void start()}>
          {t.tryAction}
        </Button>
        {running ? <Button onClick={() => cancel(job.key)}>{t.tryCancel}</Button> : null}
      </div>
      {refused === undefined ? null : <ProblemNote problem={refused} />}
      <JobProblem problem={problem} />
      {job === undefined ? null : (
        <>
          <JobProgress label={t.tryProgress} of={job} />
          <DryRunTotals of={job} references={references} />
          {job.rewards === undefined ? null : <DryRunRewards of={job} rewards={job.rewards} references={references} />}
        </>
      )}
    </Card>
  );
};
