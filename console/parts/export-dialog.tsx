import { useEffect } from 'preact/hooks';
import type { Export, Posts } from '../api/operations.ts';
import { parts } from '../app/texts.ts';
import { api } from '../session/person.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FileLink, JobProblem, JobProgress, useJob } from './job.tsx';
import { tellProblem } from './toasts.tsx';

interface ExportDialogProps {
  readonly title: string;
  /** What is exported, and by what it is narrowed. */
  readonly body: Posts['/v2/exports']['body'];
  readonly close: () => void;
}

/** Makes a file of everything of a kind, says how far that has come, and hands the file out. */
export const ExportDialog = ({ title, body, close }: ExportDialogProps) => {
  const { job, problem, follow } = useJob<Export>(({ key }) =>
    api.get('/v2/exports/{export}', { params: { export: key } }),
  );
  useEffect(() => {
    api.post('/v2/exports', { body }).then(follow, (thrown: unknown) => {
      tellProblem(thrown);
      close();
    });
  }, []);
  return (
    <Dialog title={title} close={close}>
      <p>{parts.t.exporting.text}</p>
      <div aria-live="polite">
        {job === undefined ? <p class="muted">{parts.t.loading}</p> : <JobProgress label={title} of={job} />}
        <JobProblem problem={problem} />
        {job?.status === 'done' && job.file !== null ? <FileLink of={job.file} /> : null}
      </div>
      <footer class="dialog-foot">
        <Button onClick={close}>{parts.t.close}</Button>
      </footer>
    </Dialog>
  );
};
