/** What a job does; functions/run-jobs has a step for each kind. */
export const JOB_KINDS = ['export', 'person_export', 'erasure', 'import', 'dry_run'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Whether a job goes on by itself; what has ended never changes again. */
export const hasEnded = (state: JobState): boolean => {
  switch (state) {
    case 'queued':
    case 'running':
      return false;
    case 'done':
    case 'failed':
    case 'cancelled':
      return true;
  }
};

/** How often a job is begun without a step forward before it is given up. */
export const MOST_TRIES = 4;

/** How many problems the report of a job shows; the file beside it has them all. */
export const MOST_PROBLEMS = 100;

/** A job cannot go on, for a reason that its owner can understand. Everything else that is thrown is tried again. */
export class JobFailure extends Error {
  readonly reason: JobFailureReason;
  constructor(reason: JobFailureReason, message: string) {
    super(message);
    this.name = 'JobFailure';
    this.reason = reason;
  }
}

/** Why a job can fail. Whoever shows it in a language has a sentence for each. */
export const JOB_FAILURES = [
  ...(['credentials_gone', 'credentials_refused', 'erased', 'file_gone', 'invoice_gone', 'no_progress'] as const),
  ...(['program_gone', 'source_refused', 'source_unreadable', 'too_large'] as const),
] as const;
export type JobFailureReason = (typeof JOB_FAILURES)[number];
