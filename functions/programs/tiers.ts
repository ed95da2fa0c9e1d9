import { Failure, notFound, unprocessable } from '../../domain/errors.ts';
import { periodOf } from '../../domain/periods.ts';
import type { TierLadder } from '../../domain/tiers.ts';
import { type TierDefinition, tiers } from '../../table/definitions.ts';
import { startLevelWalk } from '../../table/level-walks.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { createTier, deleteTier, getTier, listTiers, updateTier } from '../shared/contracts/tiers.ts';
import { requireRoom } from '../shared/plans.ts';
import type { ProgramsDeps } from './deps.ts';
import { raiseLevels } from './levels.ts';
import { listDefinitions } from './lists.ts';
import { inUse, usagesOf } from './usages.ts';

type View = DataOf<typeof getTier>;

const view = (ladder: TierLadder, tier: TierDefinition): View => ({
  key: tier.key,
  created_at: tier.created_at,
  updated_at: tier.updated_at,
  name: tier.name,
  minimum: tier.minimum,
  measurement: ladder.measurement,
  movement: ladder.movement,
});

const find = async (store: Store, program: string, key: string): Promise<TierDefinition> => {
  const tier = await tiers.get(store, program, key);
  if (tier === undefined) throw notFound('tier', 'tier');
  return tier;
};

/** The ladder with the tier at its place. @throws Failure `unprocessable` when two would begin at the same minimum. */
const place = (ladder: TierLadder, { key, name, minimum }: TierDefinition): TierLadder => {
  const others = ladder.levels.filter((level) => level.key !== key);
  if (others.some((level) => level.minimum === minimum)) {
    throw unprocessable('minimum_taken', 'Another tier has this minimum.', 'minimum');
  }
  return { ...ladder, levels: [...others, { key, name, minimum }].toSorted((a, b) => a.minimum - b.minimum) };
};

/** The first tier of a program settles what all of them look at. */
const firstLadder = (ladder: TierLadder, body: InputOf<typeof createTier>['body']): TierLadder => {
  if (body.measurement === undefined) {
    throw unprocessable('measurement_needed', 'The first tier says what tiers look at.', 'measurement');
  }
  if (body.minimum !== 0) throw unprocessable('first_minimum', 'The first tier has the minimum 0.', 'minimum');
  return { ...ladder, measurement: body.measurement, movement: body.movement ?? 'live' };
};

const requireSameTerms = (ladder: TierLadder, body: InputOf<typeof createTier>['body']): void => {
  if (body.measurement !== undefined && body.measurement !== ladder.measurement) {
    throw unprocessable('measurement_set', `The tiers look at ${ladder.measurement}.`, 'measurement');
  }
  if (body.movement !== undefined && body.movement !== ladder.movement) {
    throw unprocessable('movement_set', `The movement of the tiers is ${ladder.movement}.`, 'movement');
  }
};

/** Levels follow the measures by themselves; only where they never fall must it be written down what was reached. */
const levelWrites = ({ program }: ProgramState, ladder: TierLadder, now: number): readonly Write[] =>
  ladder.movement === 'ratchet' ? [startLevelWalk(program.key, ladder, periodOf(now, program.time_zone))] : [];

/** The levels of the change before are written down first, or they would be lost to the next one. */
const requireSettledLevels = async (deps: ProgramsDeps, program: string): Promise<void> => {
  if (await raiseLevels(deps, program)) return;
  throw new Failure('busy', 'The levels of an earlier change are still being computed.', { retryAfterSeconds: 1 });
};

const create = async (
  deps: ProgramsDeps,
  context: Context,
  body: InputOf<typeof createTier>['body'],
): Promise<View> => {
  const { now, program } = context;
  const { name, minimum } = body;
  const key = deps.ids.key('tier', now);
  const tier: TierDefinition = { key, program, name, minimum, created_at: now, updated_at: now, rev: 1 };
  const { configuration } = await changeProgramState(deps, context, async (state) => {
    await requireSettledLevels(deps, program);
    const { ladder } = state.configuration;
    requireRoom(state.plan, 'tiers', ladder.levels.length);
    const first = ladder.levels.length === 0;
    if (!first) requireSameTerms(ladder, body);
    const next = place(first ? firstLadder(ladder, body) : ladder, tier);
    const writes = [...tiers.add(tier), ...levelWrites(state, next, now)];
    return { answer: undefined, writes, configuration: { ...state.configuration, ladder: next } };
  });
  await raiseLevels(deps, program);
  return view(configuration.ladder, tier);
};

const isFirst = (ladder: TierLadder, key: string): boolean => ladder.levels[0]?.key === key;

const update = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateTier>,
): Promise<View> => {
  const { now, program } = context;
  const { configuration, answer } = await changeProgramState(deps, context, async (state) => {
    await requireSettledLevels(deps, program);
    const { ladder } = state.configuration;
    const before = await find(deps.store, program, params.tier);
    const after = {
      ...before,
      name: body.name ?? before.name,
      minimum: body.minimum ?? before.minimum,
      updated_at: now,
    };
    if (isFirst(ladder, before.key) && after.minimum !== 0) {
      throw unprocessable('first_minimum', 'The first tier has the minimum 0.', 'minimum');
    }
    const next = place(ladder, after);
    const moved = after.minimum === before.minimum ? [] : levelWrites(state, next, now);
    const writes = [...tiers.change(before, after), ...moved];
    return { answer: after, writes, configuration: { ...state.configuration, ladder: next } };
  });
  await raiseLevels(deps, program);
  return view(configuration.ladder, answer);
};

/** The ladder without the tier. Who had reached it and never falls is in the tier below from now on. */
const without = (ladder: TierLadder, key: string): TierLadder => {
  const index = ladder.levels.findIndex((level) => level.key === key);
  const levels = ladder.levels.filter((level) => level.key !== key);
  const below = ladder.levels[index - 1];
  const { successors, ...rest } = ladder;
  if (ladder.movement === 'live' || below === undefined) return { ...rest, levels };
  const moved = Object.entries(successors ?? {}).map(([gone, now]) => [gone, now === key ? below.key : now] as const);
  return { ...rest, levels, successors: Object.fromEntries([...moved, [key, below.key] as const]) };
};

const remove = async (deps: ProgramsDeps, context: Context, key: string): Promise<void> => {
  await changeProgramState(deps, context, async ({ configuration }) => {
    await requireSettledLevels(deps, context.program);
    const tier = await find(deps.store, context.program, key);
    const { ladder } = configuration;
    if (isFirst(ladder, key) && ladder.levels.length > 1) {
      throw new Failure('conflict', 'The first tier goes last.', { reason: 'first_tier', param: 'tier' });
    }
    const usages = usagesOf(configuration, context.now, 'tier', key);
    if (usages.length > 0) throw inUse('tier', 'tier', usages);
    const next = { ...configuration, ladder: without(ladder, key) };
    return { answer: undefined, writes: tiers.remove(tier), configuration: next };
  });
};

const ladderOf = async (deps: ProgramsDeps, program: string): Promise<TierLadder> =>
  (await readProgramState(deps, program)).configuration.ladder;

/** The operations of tiers. */
export const tierRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createTier, (context, { body }) => create(deps, context, body)),
  route(listTiers, async ({ program }, { query }) => {
    await raiseLevels(deps, program);
    const ladder = await ladderOf(deps, program);
    return listDefinitions(deps.store, tiers, program, query, (tier) => view(ladder, tier));
  }),
  route(getTier, async ({ program }, { params }) =>
    view(await ladderOf(deps, program), await find(deps.store, program, params.tier)),
  ),
  route(updateTier, (context, input) => update(deps, context, input)),
  route(deleteTier, async (context, { params }) => {
    await remove(deps, context, params.tier);
    return { key: params.tier, deleted: true };
  }),
];
