import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../domain/errors.ts';
import { ConditionFailed, WriteConflict } from '../../table/store.ts';

const ATTEMPTS = 12;
const LONGEST_WAIT_MS = 200;

/**
 * Repeats a read-change-write while others change the same items, with growing random waits. `again` names the
 * conditions after which a fresh read may succeed; every other failure is passed on at once.
 * @throws Failure `busy` when the items stay contended.
 */
export const untilUncontended = async <T>(
  again: readonly string[],
  chance: () => number,
  attempt: () => Promise<T>,
): Promise<T> => {
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const contended =
        error instanceof WriteConflict || (error instanceof ConditionFailed && again.includes(error.condition));
      if (!contended) throw error;
      await sleep(Math.min(LONGEST_WAIT_MS, 2 ** tries) * (0.5 + chance() / 2));
    }
  }
  throw new Failure('busy', 'Others are changing the same thing; please try again.', { retryAfterSeconds: 1 });
};
