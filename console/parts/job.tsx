import { useEffect, useRef, useState } from 'preact/hooks';
import { hasEnded, type JobState } from '../../domain/jobs.ts';
import type { JobFile } from '../api/operations.ts';
import { type ApiProblem, problemFrom } from '../api/problem.ts';
import { parts } from '../app/texts.ts';
import { ProblemNote } from './problem-note.tsx';
import { Progress } from './progress.tsx';
import { jobFailureText } from './refusals.ts';

/** Something that is done in the background, as the API tells about it. */
interface Job {
  readonly status: JobState;
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly reason: string | null;
}

const PAUSE_MS = 700;

interface Following<J> {
  readonly job: J | undefined;
  readonly problem: ApiProblem | undefined;
  /** Follows a job from now on, from what was answered when it was started. */
  follow(started: J): void;
  clear(): void;
}

/** Asks how far a job has come until it has ended. */
export const useJob = <J extends Job>(ask: (job: J) => Promise<J>): Following<J> => {
  const [job, setJob] = useState<J>();
  const [problem, setProblem] = useState<ApiProblem>();
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    if (job === undefined || hasEnded(job.status)) return undefined;
    let current = true;
    const pause = setTimeout(() => {
      asking.current(job).then(
        (next) => {
          if (!current) return;
          setProblem(undefined);
          // Another object each time, so that one that has not moved is asked for again.
          setJob({ ...next });
        },
        (thrown: unknown) => {
          if (!current) return;
          setProblem(problemFrom(thrown));
          setJob({ ...job });
        },
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(pause);
    };
  }, [job]);
  return {
    job,
    problem,
    follow: (started) => {
      setProblem(undefined);
      setJob(started);
    },
    clear: () => setJob(undefined),
  };
};

/** How far a job has come, and why it failed. */
export const JobProgress = ({ label, of: job }: { readonly label: string; readonly of: Job }) => {
  switch (job.status) {
    case 'queued':
    case 'running':
      return <Progress label={label} done={job.progress.done} total={job.progress.total ?? undefined} />;
    case 'failed':
      return (
        <div class="note note-bad" role="alert">
          <p>
            <strong>{parts.t.problem.title}</strong> {jobFailureText(job)}
          </p>
        </div>
      );
    case 'cancelled':
      return <p class="muted">{parts.t.cancelled}</p>;
    case 'done':
      return null;
  }
};

/** What went wrong while a job was asked for. */
export const JobProblem = ({ problem }: { readonly problem: ApiProblem | undefined }) =>
  problem === undefined ? null : <ProblemNote problem={problem} />;

/** The file that a job made: a link that downloads it. */
export const FileLink = ({ of: file }: { readonly of: JobFile }) =>
  file.download_url === null ? (
    <p class="muted">{parts.t.fileGone}</p>
  ) : (
    <a class="button button-primary" href={file.download_url} download={file.name}>
      {parts.t.downloadFile(file.name)}
    </a>
  );
