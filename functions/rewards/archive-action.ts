import { Failure } from '../../domain/errors.ts';
import { archiveAction, readAction } from '../../table/actions.ts';
import { earningsAt } from '../../table/earnings.ts';
import { actionKey } from '../../table/keys.ts';
import { ConditionFailed } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { findNamed } from '../shared/find.ts';
import type { RewardEvent } from '../shared/rewards/events.ts';
import { findEvent } from '../shared/rewards/find-event.ts';
import { rewardsOfEvent } from '../shared/rewards/read.ts';
import { decideReward } from './decide.ts';
import type { RewardsDeps } from './deps.ts';

const NOTE = 'The action was archived.';

/** Declines a reward, unless it stands where nobody can decline it any more. */
const declineIfPossible = async (deps: RewardsDeps, context: Context, reward: string): Promise<void> => {
  try {
    await decideReward(deps)(context, reward, { action: 'decline', note: NOTE });
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error;
  }
};

/** @throws Failure `busy` while the rewards of an event are still being worked out. */
const requireEarned = async (deps: RewardsDeps, { key, due, partnership }: RewardEvent): Promise<void> => {
  const [earning] = await earningsAt(deps.store, [{ partnership: partnership.key, period: due, event: key }]);
  if (earning !== undefined) return;
  throw new Failure('busy', 'The rewards of this action are being worked out.', { retryAfterSeconds: 1 });
};

/**
 * Puts an action away and declines its rewards. Repeated, it goes on where it was cut off.
 * @throws Failure `not_found`, `busy`.
 */
export const archiveNamedAction =
  (deps: RewardsDeps) =>
  async (context: Context, name: string): Promise<string> => {
    const { program } = context;
    const own = { kind: 'ACTS', prefix: 'act_', program, key: name } as const;
    const item = await findNamed(deps.store, actionKey(program, name), own, 'action');
    const { key, archived_at: archived } = readAction(item);
    const event = await findEvent(deps, program, key);
    if (event !== undefined) {
      await requireEarned(deps, event);
      const rewards = await rewardsOfEvent(deps, event);
      for (const { key: reward, status } of rewards) {
        if (status !== 'declined') await declineIfPossible(deps, context, reward);
      }
    }
    if (archived !== undefined) return key;
    try {
      await deps.store.write(archiveAction(item, context.now));
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
    }
    return key;
  };
