import { conflict, Failure, notFound } from '../../domain/errors.ts';
import { periodOf } from '../../domain/periods.ts';
import { addTier, placeTier, removeTier, resetLadder } from '../../domain/tier-ladders.ts';
import type { TierLadder } from '../../domain/tiers.ts';
import { type TierDefinition, tiers } from '../../table/definitions.ts';
import { startLevelWalk } from '../../table/level-walks.ts';
import type { Store, Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import {
  createTier,
  deleteTier,
  getTier,
  listTiers,
  previewTiers,
  resetTiers,
  updateTier,
} from '../shared/contracts/tiers.ts';
import { listDefinitions } from '../shared/definition-lists.ts';
import { requireRoom } from '../shared/plans.ts';
import type { ProgramsDeps } from './deps.ts';
import { settleLevels } from './levels.ts';
import { confirmationOf, previewChange } from './tier-previews.ts';
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

const findTier = async (store: Store, program: string, key: string): Promise<TierDefinition> => {
  const tier = await tiers.get(store, program, key);
  if (tier === undefined) throw notFound('tier', 'tier');
  return tier;
};

/**
 * Who moves by the change is written down and announced by a walk over all partnerships, which begins with it. With a
 * single tier nobody moves.
 */
const levelWrites = ({ program }: ProgramState, ladder: TierLadder, now: number): readonly Write[] =>
  ladder.levels.length < 2 ? [] : [startLevelWalk(program.key, ladder, periodOf(now, program.time_zone))];

/** The levels of the change before are written down first, or they would be lost to the next one. */
const requireSettledLevels = async (deps: ProgramsDeps, program: string, now: number): Promise<void> => {
  if (await settleLevels(deps, program, now)) return;
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
    await requireSettledLevels(deps, program, now);
    const { ladder } = state.configuration;
    requireRoom(state.plan, 'tiers', ladder.levels.length);
    const next = addTier(ladder, { key, name, minimum }, body);
    const writes = [...tiers.add(tier), ...levelWrites(state, next, now)];
    return { answer: undefined, writes, configuration: { ...state.configuration, ladder: next } };
  });
  await settleLevels(deps, program, now);
  return view(configuration.ladder, tier);
};

const update = async (
  deps: ProgramsDeps,
  context: Context,
  { params, body }: InputOf<typeof updateTier>,
): Promise<View> => {
  const { now, program } = context;
  const { configuration, answer } = await changeProgramState(deps, context, async (state) => {
    await requireSettledLevels(deps, program, now);
    const { ladder } = state.configuration;
    const before = await findTier(deps.store, program, params.tier);
    const after = {
      ...before,
      name: body.name ?? before.name,
      minimum: body.minimum ?? before.minimum,
      updated_at: now,
    };
    const next = placeTier(ladder, { key: after.key, name: after.name, minimum: after.minimum });
    const moved = after.minimum === before.minimum ? [] : levelWrites(state, next, now);
    const writes = [...tiers.change(before, after), ...moved];
    return { answer: after, writes, configuration: { ...state.configuration, ladder: next } };
  });
  await settleLevels(deps, program, now);
  return view(configuration.ladder, answer);
};

const remove = async (deps: ProgramsDeps, context: Context, key: string): Promise<void> => {
  const { now, program } = context;
  await changeProgramState(deps, context, async (state) => {
    await requireSettledLevels(deps, program, now);
    const { configuration } = state;
    const tier = await findTier(deps.store, program, key);
    const next = removeTier(configuration.ladder, key);
    const usages = usagesOf(configuration, now, 'tier', key);
    if (usages.length > 0) throw inUse('tier', 'tier', usages);
    const writes = [...tiers.remove(tier), ...levelWrites(state, next, now)];
    return { answer: undefined, writes, configuration: { ...configuration, ladder: next } };
  });
  await settleLevels(deps, program, now);
};

/** The definitions of all tiers with the minimums of the ladder, and what they were. */
const renewed = async (deps: ProgramsDeps, program: string, ladder: TierLadder, now: number) => {
  const before = await tiers.all(deps.store, program);
  return before.map((tier) => {
    const minimum = ladder.levels.find((level) => level.key === tier.key)?.minimum ?? tier.minimum;
    return { before: tier, after: { ...tier, minimum, updated_at: now } };
  });
};

const reset = async (
  deps: ProgramsDeps,
  context: Context,
  { confirm, ...asked }: InputOf<typeof resetTiers>['body'],
): Promise<DataOf<typeof resetTiers>> => {
  const { now, program } = context;
  const { configuration, answer } = await changeProgramState(deps, context, async (state) => {
    await requireSettledLevels(deps, program, now);
    const { ladder } = state.configuration;
    const next = resetLadder(ladder, asked);
    if (confirm !== confirmationOf(ladder, next)) {
      throw conflict('The tiers are not those that were shown.', 'confirm', 'tiers_changed');
    }
    const changes = await renewed(deps, program, next, now);
    const writes = [
      ...changes.flatMap(({ before, after }) => tiers.change(before, after)),
      ...levelWrites(state, next, now),
    ];
    const after = changes.map((change) => change.after);
    return { answer: after, writes, configuration: { ...state.configuration, ladder: next } };
  });
  await settleLevels(deps, program, now);
  return { items: answer.map((tier) => view(configuration.ladder, tier)), has_more: false };
};

const ladderOf = async (deps: ProgramsDeps, program: string): Promise<TierLadder> =>
  (await readProgramState(deps, program)).configuration.ladder;

/** The operations of tiers. */
export const tierRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(createTier, (context, { body }) => create(deps, context, body)),
  route(listTiers, async ({ program, now }, { query }) => {
    await settleLevels(deps, program, now);
    const ladder = await ladderOf(deps, program);
    return listDefinitions(deps.store, tiers, program, query, (tier) => view(ladder, tier));
  }),
  route(getTier, async ({ program }, { params }) =>
    view(await ladderOf(deps, program), await findTier(deps.store, program, params.tier)),
  ),
  route(previewTiers, (context, input) => previewChange(deps, context, input)),
  route(resetTiers, (context, { body }) => reset(deps, context, body)),
  route(updateTier, (context, input) => update(deps, context, input)),
  route(deleteTier, async (context, { params }) => {
    await remove(deps, context, params.tier);
    return { key: params.tier, deleted: true };
  }),
];
