import * as z from 'zod/mini';
import { DEFAULT_PLAN, FEATURES, PLAN_LIMITS, type Plan } from '../domain/plans.ts';
import { decode } from './codec.ts';
import { planKey } from './keys.ts';
import { absent, type Item, type Store, unchanged, type Write } from './store.ts';

const StoredPlan = z.object({
  key: z.string(),
  name: z.string(),
  without: z.array(z.enum(FEATURES)),
  limits: z.partialRecord(z.enum(PLAN_LIMITS), z.int()),
  created_at: z.int(),
  updated_at: z.int(),
  rev: z.int(),
});
export type StoredPlan = z.infer<typeof StoredPlan>;

export const readPlan = (item: Item): StoredPlan => decode(StoredPlan, item);

const planItem = (plan: StoredPlan): Item => ({ ...planKey(plan.key), ...plan });

export const getPlan = async (store: Store, key: string): Promise<StoredPlan | undefined> => {
  const item = await store.get(planKey(key));
  return item === undefined ? undefined : readPlan(item);
};

export const addPlan = (plan: StoredPlan): Write & { kind: 'put' } => ({
  kind: 'put',
  item: planItem(plan),
  condition: absent('plan_exists'),
});

export const changePlan = (before: StoredPlan, after: StoredPlan): Write & { kind: 'put' } => ({
  kind: 'put',
  item: planItem({ ...after, rev: before.rev + 1 }),
  condition: unchanged('plan_changed', before.rev),
});

/** The plan that a program stands under; the default one costs no read. A plan is never removed. */
export const planOf = async (store: Store, program: { readonly plan?: string | undefined }): Promise<Plan> => {
  if (program.plan === undefined) return DEFAULT_PLAN;
  const plan = await getPlan(store, program.plan);
  if (plan === undefined) throw new Error(`The plan ${program.plan} is missing.`);
  return plan;
};
