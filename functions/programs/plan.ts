import { LIMITS } from '../../domain/limits.ts';
import { allows, mostOf, PLAN_LIMITS, type PlanLimit } from '../../domain/plans.ts';
import { groups, tags } from '../../table/definitions.ts';
import { type Context, type Route, route } from '../shared/api.ts';
import { type ProgramState, readProgramState } from '../shared/configuration.ts';
import type { DataOf } from '../shared/contract.ts';
import { getPlan } from '../shared/contracts/plans.ts';
import type { ProgramsDeps } from './deps.ts';
import { liveTriggers } from './trigger-versions.ts';

const usedOf = async (deps: ProgramsDeps, context: Context, state: ProgramState, kind: PlanLimit): Promise<number> => {
  const { configuration } = state;
  switch (kind) {
    case 'groups':
      return (await groups.all(deps.store, context.program)).filter((group) => !group.archived).length;
    case 'tags':
      return (await tags.all(deps.store, context.program)).length;
    case 'segments':
      return configuration.segments.length;
    case 'tiers':
      return configuration.ladder.levels.length;
    case 'triggers':
      return new Set(liveTriggers(configuration, context.now).map((trigger) => trigger.key)).size;
  }
};

const view = async (deps: ProgramsDeps, context: Context): Promise<DataOf<typeof getPlan>> => {
  const state = await readProgramState(deps, context.program);
  const { plan } = state;
  const limits = await Promise.all(
    PLAN_LIMITS.map(async (kind) => ({
      kind,
      most: mostOf(plan, kind, LIMITS[kind]),
      used: await usedOf(deps, context, state, kind),
    })),
  );
  return {
    key: plan.key,
    name: plan.name,
    features: {
      applications: allows(plan, 'applications'),
      leads: allows(plan, 'leads'),
      deals: allows(plan, 'deals'),
      salesforce: allows(plan, 'salesforce'),
    },
    limits,
  };
};

/** What the merchant's subscription allows. */
export const planRoutes = (deps: ProgramsDeps): readonly Route[] => [route(getPlan, (context) => view(deps, context))];
