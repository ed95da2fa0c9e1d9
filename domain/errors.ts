import type { FieldReason, Reason } from './reasons.ts';

/** The permanent list of error codes with their HTTP status (docs/api.md). One word from here to HTTP and state machines. */
export const ERROR_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  plan_limit: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  busy: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One wrong field: its path as the caller wrote it, and what is wrong with it. */
export interface FieldProblem {
  readonly param: string;
  readonly message: string;
  /** A word for what is wrong, by which others can say it in their own words. */
  readonly reason?: FieldReason;
  /** The bound, number or name that the message names. */
  readonly value?: string | number;
}

export interface FailureDetails {
  /** The field that is at fault. */
  readonly param?: string;
  /** A word for the rule that was broken, such as `currency_mismatch`. */
  readonly reason?: Reason;
  readonly fields?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
}

/** A refusal that the caller may see. Everything else that is thrown is a defect and shows no detail. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly details: FailureDetails;

  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.details = details;
  }
}

/** Nothing with that name is visible to the caller. */
export const notFound = (what: string, param: string): Failure =>
  new Failure('not_found', `There is no such ${what}.`, { param });

/** Well-formed, but against a rule; `reason` names the rule. */
export const unprocessable = (reason: Reason, message: string, param: string): Failure =>
  new Failure('unprocessable', message, { reason, param, fields: [{ param, message }] });

/** The same key was used before with other content. */
export const conflict = (message: string, param: string, reason?: Reason): Failure =>
  new Failure('conflict', message, reason === undefined ? { param } : { param, reason });
