import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { MANUAL, rewardKey } from '../../domain/rewards.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import { addEarning } from '../../table/earnings.ts';
import type { Fact } from '../../table/facts.ts';
import { addGrant, type Grant, readGrant } from '../../table/grants.ts';
import { grantKey, standingKey } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import type { Program } from '../../table/programs.ts';
import { ConditionFailed, unchanged } from '../../table/store.ts';
import type { Context } from '../shared/api.ts';
import { untilUncontended } from '../shared/retry.ts';
import type { RewardsDeps } from './deps.ts';
import { eventsOfItems } from './events.ts';
import { requireProgram, rewardsOfEvent, showReward } from './read.ts';
import type { RewardView } from './view.ts';

export interface GrantRequest {
  readonly external_key?: string | undefined;
  readonly partnership_key: string;
  readonly amount: number;
  readonly description: string;
  readonly note?: string | undefined;
}

const requirePartnership = async (deps: RewardsDeps, program: string, name: string): Promise<Standing> => {
  const standing = await findPartnership(deps.store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  return standing;
};

const factOf = async (deps: RewardsDeps, program: Program, standing: Standing, now: number): Promise<Fact> => {
  const { at, period } = acceptedAt(now, program.time_zone, standing.sealed);
  const { ladder } = await deps.configurations(program.key, program.config);
  const tier = tierIn(ladder, standing, period);
  const { key, group, tags } = standing;
  return {
    key: deps.ids.key('grt', at),
    program: program.key,
    ...{ at, period, zone: program.time_zone, config: program.config },
    partnership: { key, group, tags, ...(tier === undefined ? {} : { tier }) },
    // Its earning is stored with it: nobody has to wait for one.
    counted: false,
  };
};

const tryOnce = async (deps: RewardsDeps, context: Context, request: GrantRequest): Promise<Grant> => {
  const program = await requireProgram(deps, context.program);
  const standing = await requirePartnership(deps, context.program, request.partnership_key);
  if (standing.status !== 'active') {
    throw unprocessable('partnership_inactive', 'This partnership is not active.', 'partnership_key');
  }
  const fact = await factOf(deps, program, standing, context.now);
  const { amount, description, note } = request;
  const grant: Grant = {
    key: fact.key,
    program: program.key,
    external_key: request.external_key ?? fact.key,
    partnership: standing.key,
    ...{ amount, description, by: context.caller.actor, created_at: fact.at },
    ...(note === undefined ? {} : { note }),
  };
  const reward = { trigger: MANUAL, version: 0, level: 1, base: amount, amount } as const;
  const { period, at } = fact;
  const given = { partnership: standing.key, period, event: fact.key, at, own: false };
  await deps.store.transact([
    addGrant(grant, fact),
    addEarning(program.key, { ...given, rewards: [reward], clawbacks: [] }),
    { kind: 'check', key: standingKey(standing.key), condition: unchanged('standing_changed', standing.rev) },
  ]);
  return grant;
};

/** The earlier grant under this key; undefined when there is none. @throws Failure `conflict` when it is another one. */
const earlierGrant = async (deps: RewardsDeps, program: string, request: GrantRequest): Promise<Grant | undefined> => {
  const { external_key } = request;
  const item = external_key === undefined ? undefined : await deps.store.get(grantKey(program, external_key));
  if (item === undefined) return undefined;
  const grant = readGrant(item);
  const asked = await findPartnership(deps.store, program, request.partnership_key);
  const compared = [
    ['partnership_key', grant.partnership, asked?.key],
    ['amount', grant.amount, request.amount],
    ['description', grant.description, request.description],
    ['note', grant.note, request.note],
  ] as const;
  const field = compared.find(([, stored, sent]) => stored !== sent)?.[0];
  if (field === undefined) return grant;
  throw conflict(`This external_key belongs to a reward with another ${field}.`, 'external_key', field);
};

const showGrant = async (deps: RewardsDeps, context: Context, grant: Grant): Promise<RewardView> => {
  const item = await deps.store.get(grantKey(grant.program, grant.external_key));
  const [event] = await eventsOfItems(deps, [item]);
  const all = event === undefined ? [] : await rewardsOfEvent(deps, event);
  const own = all.find(({ key }) => key === rewardKey(grant.key, MANUAL, 1));
  if (own === undefined) throw new Error('A reward that was given cannot be read.');
  return showReward(deps, await requireProgram(deps, context.program), own);
};

/**
 * Gives a reward by hand: a fact of its own in the open period, with its earning, while the partnership's standing is
 * held still. The same external key with the same content gives the earlier reward.
 * @throws Failure `not_found` (partnership_key), `unprocessable` (`partnership_inactive`), `conflict`, `busy`.
 */
export const grantReward =
  (deps: RewardsDeps) =>
  async (context: Context, request: GrantRequest): Promise<RewardView> => {
    const earlier = await earlierGrant(deps, context.program, request);
    if (earlier !== undefined) return showGrant(deps, context, earlier);
    try {
      const grant = await untilUncontended(['standing_changed'], deps.chance, () => tryOnce(deps, context, request));
      return await showGrant(deps, context, grant);
    } catch (error) {
      const exists = error instanceof ConditionFailed && error.condition === 'grant_exists';
      const other = exists ? await earlierGrant(deps, context.program, request) : undefined;
      if (other === undefined) throw error;
      return showGrant(deps, context, other);
    }
  };
