import { MANUAL, rewardKey } from '../../domain/rewards.ts';
import type { Grant } from '../../table/grants.ts';
import { grantKey } from '../../table/keys.ts';
import type { Context } from '../shared/api.ts';
import { type GrantRequest, giveReward } from '../shared/new-grants.ts';
import { eventsOfItems } from '../shared/rewards/events.ts';
import { requireProgram, rewardsOfEvent, showReward } from '../shared/rewards/read.ts';
import type { RewardView } from '../shared/rewards/view.ts';
import type { RewardsDeps } from './deps.ts';

const showGrant = async (deps: RewardsDeps, context: Context, grant: Grant): Promise<RewardView> => {
  const item = await deps.store.get(grantKey(grant.program, grant.external_key));
  const [event] = await eventsOfItems(deps, [item]);
  const all = event === undefined ? [] : await rewardsOfEvent(deps, event);
  const own = all.find(({ key }) => key === rewardKey(grant.key, MANUAL, 1));
  if (own === undefined) throw new Error('A reward that was given cannot be read.');
  return showReward(deps, await requireProgram(deps, context.program), own);
};

/** Gives a reward by hand, and shows it. @throws what `giveReward` throws. */
export const grantReward =
  (deps: RewardsDeps) =>
  async (context: Context, request: GrantRequest): Promise<RewardView> => {
    const { program, now, caller } = context;
    const { grant } = await giveReward(deps, { program, now, actor: caller.actor }, request);
    return showGrant(deps, context, grant);
  };
