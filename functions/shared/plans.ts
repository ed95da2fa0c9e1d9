import { Failure } from '../../domain/errors.ts';
import { LIMITS, type Limited } from '../../domain/limits.ts';
import { allows, type Feature, mostOf, type Plan } from '../../domain/plans.ts';

/** The one place where a plan is enforced: how many there may be of a kind, and what there is at all. */

/** @throws Failure `plan_limit` with the limit as its reason, when one more would be too many. */
export const requireRoom = (plan: Plan, kind: Limited, count: number): void => {
  const most = mostOf(plan, kind, LIMITS[kind]);
  if (count < most) return;
  const what = kind.replaceAll('_', ' ');
  const whose = most < LIMITS[kind] ? `The plan "${plan.name}"` : 'A program';
  throw new Failure('plan_limit', `${whose} holds at most ${most} ${what}.`, { reason: kind });
};

/** @throws Failure `plan_limit` with the feature as its reason, when the plan does not have it. */
export const requireFeature = (plan: Plan, feature: Feature): void => {
  if (allows(plan, feature)) return;
  throw new Failure('plan_limit', `The plan "${plan.name}" does not have ${feature}.`, { reason: feature });
};
