import { unprocessable } from '../../domain/errors.ts';
import type { Configuration } from '../../domain/triggers.ts';
import type { Program } from '../../table/programs.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { type Change, changeProgramState, type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf, InputOf } from '../shared/contract.ts';
import { getProgram, updateProgram } from '../shared/contracts/programs.ts';
import type { ProgramsDeps } from './deps.ts';

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
  destination_url: body.destination_url === undefined ? program.destination_url : (body.destination_url ?? undefined),
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

const update = async (deps: ProgramsDeps, context: Context, body: Patch): Promise<View> => {
  const state = await changeProgramState(deps, context, async ({ program, configuration }) => {
    requireFixed(program, body);
    const next = changedConfiguration(configuration, body);
    const change: Change<undefined> = { answer: undefined, settings: changedSettings(program, body) };
    return next === undefined ? change : { ...change, configuration: next };
  });
  return view(state);
};

/** The operations of the program itself. */
export const programRoutes = (deps: ProgramsDeps): readonly Route[] => [
  route(getProgram, async ({ program }) => view(await readProgramState(deps, program))),
  route(updateProgram, (context, { body }) => update(deps, context, body)),
];
