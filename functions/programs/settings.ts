import { isDeepStrictEqual } from 'node:util';
import { unprocessable } from '../../domain/errors.ts';
import type { Configuration } from '../../domain/triggers.ts';
import { groups } from '../../table/definitions.ts';
import { startLinkWalk } from '../../table/link-walks.ts';
import type { Program } from '../../table/programs.ts';
import type { Write } from '../../table/store.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { type Change, changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getProgram, updateProgram } from '../shared/contracts/programs.ts';
import { landingOf, sameLanding, storedAddress } from '../shared/landing.ts';
import { inParallel } from '../shared/parallel.ts';
import type { ProgramsDeps } from './deps.ts';
import { followLinks } from './link-walk.ts';

type View = DataOf<typeof getProgram>;
type Patch = InputOf<typeof updateProgram>['body'];

const view = ({ program, configuration }: ProgramState): View => {
  const { ladder } = configuration;
  const tiered = ladder.levels.length > 0;
  return {
    key: program.key,
    created_at: program.created_at,
    updated_at: program.updated_at,
    name: program.name,
    currency: program.currency,
    time_zone: program.time_zone,
    mode: program.mode,
    attribution_model: program.attribution_model,
    attribution_window_days: program.attribution_window_days,
    stacking: configuration.stacking,
    second_tier_bps: configuration.second_tier_bps,
    second_tier_of: configuration.second_tier_of,
    fee_bps: program.fee_bps,
    fee_fixed: program.fee_fixed,
    minimum_payout: program.minimum_payout,
    approval_delay_days: configuration.approval_delay_days,
    destination_url: program.destination_url ?? null,
    utm: program.utm ?? {},
    auto_approve: program.auto_approve ?? false,
    billing_email: program.billing_email ?? null,
    default_group_key: program.default_group,
    tier_measurement: tiered ? ladder.measurement : null,
    tier_movement: tiered ? ladder.movement : null,
  };
};

/** Amounts and periods that exist would mean something else: these two are chosen once. */
const requireFixed = (program: Program, body: Patch): void => {
  if (body.currency !== undefined && body.currency !== program.currency) {
    throw unprocessable('fixed', `The program is kept in ${program.currency}, for good.`, 'currency');
  }
  if (body.time_zone !== undefined && body.time_zone !== program.time_zone) {
    throw unprocessable('fixed', `The program's months are those of ${program.time_zone}, for good.`, 'time_zone');
  }
};

const changedSettings = (program: Program, body: Patch): Program => ({
  ...program,
  name: body.name ?? program.name,
  attribution_model: body.attribution_model ?? program.attribution_model,
  attribution_window_days: body.attribution_window_days ?? program.attribution_window_days,
  fee_bps: body.fee_bps ?? program.fee_bps,
  fee_fixed: body.fee_fixed ?? program.fee_fixed,
  minimum_payout: body.minimum_payout ?? program.minimum_payout,
  destination_url: storedAddress(program.destination_url, body.destination_url),
  utm: body.utm ?? program.utm,
  auto_approve: body.auto_approve ?? program.auto_approve,
  billing_email: body.billing_email === undefined ? program.billing_email : (body.billing_email ?? undefined),
});

/** What evaluation looks at after the change; undefined when it is the same. */
const changedConfiguration = (configuration: Configuration, body: Patch): Configuration | undefined => {
  const after = {
    ...configuration,
    stacking: body.stacking ?? configuration.stacking,
    second_tier_bps: body.second_tier_bps ?? configuration.second_tier_bps,
    second_tier_of: body.second_tier_of ?? configuration.second_tier_of,
    approval_delay_days: body.approval_delay_days ?? configuration.approval_delay_days,
  };
  const same =
    after.stacking === configuration.stacking &&
    after.second_tier_bps === configuration.second_tier_bps &&
    after.second_tier_of === configuration.second_tier_of &&
    after.approval_delay_days === configuration.approval_delay_days;
  return same ? undefined : after;
};

/** Starts the links of every group that takes something else from the program now. */
const linksToFollow = async (deps: ProgramsDeps, before: Program, after: Program): Promise<readonly Write[]> => {
  if (before.destination_url === after.destination_url && isDeepStrictEqual(before.utm, after.utm)) return [];
  const all = await groups.all(deps.store, before.key);
  const following = all.filter(
    (group) => !group.archived && !sameLanding(landingOf(before, group), landingOf(after, group)),
  );
  return inParallel(following, (group) => startLinkWalk(deps.store, before.key, group.key));
};

const update = async (deps: ProgramsDeps, context: Context, body: Patch): Promise<View> => {
  const state = await changeProgramState(deps, context, async ({ program, configuration }) => {
    requireFixed(program, body);
    const next = changedConfiguration(configuration, body);
    const settings = changedSettings(program, body);
    const writes = await linksToFollow(deps, program, settings);
    const change: Change<undefined> = { answer: undefined, settings, writes };
    return next === undefined ? change : { ...change, configuration: next };
  });
  await followLinks(deps, context.program);
  return view(state);
};

/** The operations of the program itself. */
export const programRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(getProgram, async ({ program }) => view(await readProgramState(deps, program))),
  route(updateProgram, (context, { body }) => update(deps, context, body)),
];
