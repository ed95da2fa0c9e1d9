import type { StateFailure } from './failure.ts';
import type { Catcher, Retrier, State } from './model.ts';

/** These end an execution whatever Retry and Catch say about States.ALL. */
const BEYOND_ALL = new Set(['States.Runtime', 'States.DataLimitExceeded']);
/** What States.TaskFailed does not stand for. */
const NOT_OF_TASK = new Set(['States.Timeout', 'States.Runtime', 'States.DataLimitExceeded']);

function covers(errors: readonly string[], error: string): boolean {
  return errors.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return !BEYOND_ALL.has(error);
    return name === 'States.TaskFailed' && !NOT_OF_TASK.has(error);
  });
}

/** How the state goes on after an error. */
type Recovery =
  | { readonly kind: 'retry'; readonly retries: readonly number[]; readonly wait: number }
  | { readonly kind: 'catch'; readonly catcher: Catcher }
  | { readonly kind: 'fail' };

function waitOf(retrier: Retrier, used: number): number {
  const wait = Math.min(retrier.interval * retrier.rate ** used, retrier.longest);
  return retrier.jitter ? Math.random() * wait : wait;
}

/** Chooses by the name of the error: the first retrier that has attempts left, else the first catcher, else nothing. */
export function recover(state: State, retries: readonly number[], failure: StateFailure): Recovery {
  if (!('retry' in state)) return { kind: 'fail' };
  const index = state.retry.findIndex(({ errors }) => covers(errors, failure.error));
  const retrier = state.retry[index];
  const used = retries[index] ?? 0;
  if (retrier !== undefined && used < retrier.attempts) {
    const counted = state.retry.map((_, at) => (retries[at] ?? 0) + (at === index ? 1 : 0));
    return { kind: 'retry', retries: counted, wait: waitOf(retrier, used) };
  }
  const catcher = state.catch.find(({ errors }) => covers(errors, failure.error));
  return catcher === undefined ? { kind: 'fail' } : { kind: 'catch', catcher };
}
