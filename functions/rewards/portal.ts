import { createHash } from 'node:crypto';
import { notFound } from '../../domain/errors.ts';
import { arithmeticOf } from '../../domain/explanations.ts';
import type { Context } from '../shared/api.ts';
import { type Route, route } from '../shared/api.ts';
import { partnershipOf } from '../shared/auth.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { explainPortalReward, listPortalRewards } from '../shared/contracts/portal-earnings.ts';
import { findEvent } from '../shared/rewards/find-event.ts';
import { listRewardsOf } from '../shared/rewards/list.ts';
import { requireProgram, rewardsOfEvent, showReward } from '../shared/rewards/read.ts';
import type { RewardView, WholeReward } from '../shared/rewards/view.ts';
import type { RewardsDeps } from './deps.ts';
import { evaluatedAgain } from './explain.ts';

type View = DataOf<typeof listPortalRewards>['items'][number];

const REWARD_KEY = /^rwd_([a-z]+_[0-9a-z]{26})\.([a-z_0-9]+)\.([12])$/;
const PORTAL_KEY = /^rwd_([a-z]+_[0-9a-z]{26})\.[0-9a-f]{16}\.[12]$/;

/** The key of a reward without that of its trigger, which is the merchant's own affair. */
const portalKey = (key: string): string =>
  key.replace(REWARD_KEY, (_, event: string, trigger: string, level: string) => {
    const hidden = createHash('sha256').update(`${event} ${trigger}`).digest('hex').slice(0, 16);
    return `rwd_${event}.${hidden}.${level}`;
  });

const view = (reward: RewardView): View => ({
  key: portalKey(reward.key),
  created_at: reward.created_at,
  updated_at: reward.updated_at,
  status: reward.status,
  amount: reward.amount,
  original_amount: reward.original_amount,
  adjusted_amount: reward.adjusted_amount,
  clawed_back_amount: reward.clawed_back_amount,
  currency: reward.currency,
  level: reward.level,
  description: reward.description,
  event_type: reward.event_type,
  period: reward.period,
});

/** The partner's own reward with this key of the portal; undefined when it has none. */
const ownReward = async (deps: RewardsDeps, context: Context, key: string): Promise<WholeReward | undefined> => {
  const event = PORTAL_KEY.exec(key)?.[1];
  const found = event === undefined ? undefined : await findEvent(deps, context.program, event);
  const all = found === undefined ? [] : await rewardsOfEvent(deps, found);
  const own = partnershipOf(context);
  return all.find((reward) => reward.owner === own && portalKey(reward.key) === key);
};

/** Cursors are keys of the portal too; what is no key of a reward is left to the list to refuse. */
const cursorOf = async (deps: RewardsDeps, context: Context, cursor: string | undefined) =>
  cursor === undefined ? undefined : ((await ownReward(deps, context, cursor))?.key ?? cursor);

const list = async (
  deps: RewardsDeps,
  context: Context,
  query: InputOf<typeof listPortalRewards>['query'],
): Promise<DataOf<typeof listPortalRewards>> => {
  const [starting_after, ending_before] = await Promise.all([
    cursorOf(deps, context, query.starting_after),
    cursorOf(deps, context, query.ending_before),
  ]);
  const asked = { ...query, starting_after, ending_before, partnership_key: partnershipOf(context) };
  const page = await listRewardsOf(deps)(context, asked);
  return { ...page, items: page.items.map(view) };
};

/** Why a partner earned a reward, without internal names and notes. @throws Failure `not_found`. */
const explain = async (
  deps: RewardsDeps,
  context: Context,
  key: string,
): Promise<DataOf<typeof explainPortalReward>> => {
  const program = await requireProgram(deps, context.program);
  const own = await ownReward(deps, context, key);
  if (own === undefined) throw notFound('reward', 'reward');
  const { configuration, first } = await evaluatedAgain(deps, own);
  const { reward, source, clawbacks } = own;
  const event = source.happening;
  const marks = own.marks.map(({ note: _internal, ...mark }) => mark);
  const shown = view(await showReward(deps, program, own));
  return {
    reward: shown,
    event: {
      type: source.type,
      at: source.happening?.at ?? source.at,
      amount: event?.amount ?? null,
      currency: event?.currency ?? null,
    },
    offer: shown.description,
    base_amount: reward.base,
    arithmetic: [
      ...arithmeticOf(configuration, { reward, first, event, marks, clawbacks, currency: program.currency }),
    ],
    clawbacks: clawbacks.map(({ at, period, amount }) => ({ at, period, amount })),
  };
};

/** What a partner earned, and why. */
export const portalRewardRoutes = (deps: RewardsDeps): readonly Route[] => [
  route(listPortalRewards, (context, { query }) => list(deps, context, query)),
  route(explainPortalReward, (context, { params }) => explain(deps, context, params.reward)),
];
