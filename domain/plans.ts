import type { Limited } from './limits.ts';

/** What a plan may withhold (docs/product.md, A15). */
export const FEATURES = ['applications', 'leads', 'deals', 'salesforce'] as const;
export type Feature = (typeof FEATURES)[number];

/** What a plan may limit more tightly than the product itself does. */
export const PLAN_LIMITS = ['groups', 'tags', 'segments', 'tiers', 'triggers'] as const satisfies readonly Limited[];
export type PlanLimit = (typeof PLAN_LIMITS)[number];

/** What a merchant's subscription allows. Plans are data: an operator makes them, and gives one to a merchant. */
export interface Plan {
  readonly key: string;
  readonly name: string;
  /** Features that the plan does not have. */
  readonly without: readonly Feature[];
  /** At most so many of each; what is not named is limited by the product only. */
  readonly limits: Readonly<Partial<Record<PlanLimit, number | undefined>>>;
}

/** The plan of whoever was given no other: it allows everything. */
export const DEFAULT_PLAN: Plan = { key: 'default', name: 'Everything', without: [], limits: {} };

/** Whether a plan has a feature. */
export const allows = (plan: Plan, feature: Feature): boolean => !plan.without.includes(feature);

const isPlanLimit = (kind: Limited): kind is PlanLimit => PLAN_LIMITS.some((limit) => limit === kind);

/** How many of a kind there may be: what the plan says, or the product's own limit where that is lower. */
export const mostOf = (plan: Plan, kind: Limited, product: number): number =>
  isPlanLimit(kind) ? Math.min(product, plan.limits[kind] ?? product) : product;
