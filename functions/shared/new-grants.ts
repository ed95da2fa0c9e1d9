import { conflict, notFound, unprocessable } from '../../domain/errors.ts';
import { MANUAL, rewardKey } from '../../domain/rewards.ts';
import { acceptedAt, tierIn } from '../../domain/standing.ts';
import { addEarning, addMark, markId } from '../../table/earnings.ts';
import type { Fact } from '../../table/facts.ts';
import { addGrant, type Grant, readGrant } from '../../table/grants.ts';
import { grantKey, standingKey } from '../../table/keys.ts';
import { findPartnership } from '../../table/partner-names.ts';
import type { Standing } from '../../table/partnerships.ts';
import { type ConfigurationCache, getProgram, type Program } from '../../table/programs.ts';
import { ConditionFailed, type Store, unchanged, type Write } from '../../table/store.ts';
import type { Ids } from './ids.ts';
import { untilUncontended } from './retry.ts';

/** What giving a reward by hand works with. */
export interface GrantDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly chance: () => number;
  readonly configurations: ConfigurationCache;
}

export interface GrantRequest {
  readonly external_key?: string | undefined;
  readonly partnership_key: string;
  readonly amount: number;
  readonly description: string;
  readonly note?: string | undefined;
  /** Keeps it off invoices from the start; what is said of it. */
  readonly held?: string | undefined;
}

/** Who gives it, in which program, and when. */
export interface Giver {
  readonly program: string;
  readonly now: number;
  readonly actor: string;
}

const requireStanding = async (deps: GrantDeps, program: string, name: string): Promise<Standing> => {
  const standing = await findPartnership(deps.store, program, name);
  if (standing === undefined) throw notFound('partnership', 'partnership_key');
  return standing;
};

const factOf = async (deps: GrantDeps, program: Program, standing: Standing, now: number): Promise<Fact> => {
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

/** The first decision about the reward that is given, in the same write. */
const holdOf = (giver: Giver, partnership: string, fact: Fact, note: string): Write =>
  addMark(partnership, fact.period, markId(1), {
    reward: rewardKey(fact.key, MANUAL, 1),
    action: 'hold',
    at: fact.at,
    by: giver.actor,
    note,
  });

const tryOnce = async (deps: GrantDeps, giver: Giver, request: GrantRequest): Promise<Grant> => {
  const program = await getProgram(deps.store, giver.program);
  if (program === undefined) throw notFound('program', 'program');
  const standing = await requireStanding(deps, giver.program, request.partnership_key);
  if (standing.status !== 'active') {
    throw unprocessable('partnership_inactive', 'This partnership is not active.', 'partnership_key');
  }
  const fact = await factOf(deps, program, standing, giver.now);
  const { amount, description, note } = request;
  const grant: Grant = {
    key: fact.key,
    program: program.key,
    external_key: request.external_key ?? fact.key,
    partnership: standing.key,
    ...{ amount, description, by: giver.actor, created_at: fact.at },
    ...(note === undefined ? {} : { note }),
  };
  const reward = { trigger: MANUAL, version: 0, level: 1, base: amount, amount } as const;
  const { period, at } = fact;
  const given = { partnership: standing.key, period, event: fact.key, at, own: false };
  await deps.store.transact([
    addGrant(grant, fact),
    addEarning(program.key, { ...given, rewards: [reward], clawbacks: [] }),
    ...(request.held === undefined ? [] : [holdOf(giver, standing.key, fact, request.held)]),
    { kind: 'check', key: standingKey(standing.key), condition: unchanged('standing_changed', standing.rev) },
  ]);
  return grant;
};

/** The earlier grant under this key; undefined when there is none. @throws Failure `conflict` when it is another one. */
const earlierGrant = async (deps: GrantDeps, program: string, request: GrantRequest): Promise<Grant | undefined> => {
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

/**
 * Gives a reward by hand: a fact of its own in the open period, with its earning, while the partnership's standing is
 * held still. The same external key with the same content gives the earlier one.
 * @throws Failure `not_found` (partnership_key), `unprocessable` (`partnership_inactive`), `conflict`, `busy`.
 */
export const giveReward = async (
  deps: GrantDeps,
  giver: Giver,
  request: GrantRequest,
): Promise<{ grant: Grant; repeated: boolean }> => {
  const earlier = await earlierGrant(deps, giver.program, request);
  if (earlier !== undefined) return { grant: earlier, repeated: true };
  try {
    const grant = await untilUncontended(['standing_changed'], deps.chance, () => tryOnce(deps, giver, request));
    return { grant, repeated: false };
  } catch (error) {
    const exists = error instanceof ConditionFailed && error.condition === 'grant_exists';
    const other = exists ? await earlierGrant(deps, giver.program, request) : undefined;
    if (other === undefined) throw error;
    return { grant: other, repeated: true };
  }
};
