import { Failure } from '../../../domain/errors.ts';

/** The provider could not be asked; whoever asked us may try again. */
export function unavailable(retryAfterSeconds: number): Failure {
  return new Failure('busy', 'The payment provider cannot be reached at the moment.', { retryAfterSeconds });
}

/** The provider refused what was asked, for a reason that a person can do something about. */
export function refused(reason: string): Failure {
  return new Failure('unprocessable', `The payment provider refused: ${reason}.`, { reason: 'provider_refused' });
}
