import { type Route, route } from '../shared/api.ts';
import { archiveAction } from '../shared/contracts/actions.ts';
import { listInvoiceRewards } from '../shared/contracts/invoice-rewards.ts';
import {
  createReward,
  explainReward as explainOperation,
  getReward,
  listRewards,
  updateReward,
} from '../shared/contracts/rewards.ts';
import { listRewardsOf } from '../shared/rewards/list.ts';
import { requireProgram, requireReward, showReward } from '../shared/rewards/read.ts';
import { archiveNamedAction } from './archive-action.ts';
import { decideReward } from './decide.ts';
import type { RewardsDeps } from './deps.ts';
import { explainReward } from './explain.ts';
import { grantReward } from './grant.ts';
import { listRewardsOfInvoice } from './of-invoice.ts';
import { portalRewardRoutes } from './portal.ts';
import { reassignReward } from './reassign.ts';

/** Rewards: what was earned, why, and what the merchant decides about it. */
export const rewardRoutes = (deps: RewardsDeps): readonly Route[] => [
  route(listRewards, (context, { query }) => listRewardsOf(deps)(context, query)),
  route(getReward, async (context, { params }) => {
    const program = await requireProgram(deps, context.program);
    return showReward(deps, program, (await requireReward(deps, context.program, params.reward)).own);
  }),
  route(explainOperation, (context, { params }) => explainReward(deps)(context, params.reward)),
  route(updateReward, (context, { params, body }) =>
    body.action === 'reassign'
      ? reassignReward(deps)(context, params.reward, body)
      : decideReward(deps)(context, params.reward, body),
  ),
  route(listInvoiceRewards, (context, input) => listRewardsOfInvoice(deps)(context, input)),
  ...portalRewardRoutes(deps),
  route(archiveAction, async (context, { params }) => ({
    key: await archiveNamedAction(deps)(context, params.action),
    deleted: true,
  })),
  route(createReward, (context, { body }) => grantReward(deps)(context, body)),
];
