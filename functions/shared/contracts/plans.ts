import * as z from 'zod/mini';
import { FEATURES, PLAN_LIMITS } from '../../../domain/plans.ts';
import { operation } from '../contract.ts';
import { line } from './fields.ts';

/** What the merchant's subscription allows, and how much of it is used. */
export const Plan = z.strictObject({
  key: line(40),
  name: line(100),
  features: z.strictObject({
    applications: z.boolean(),
    leads: z.boolean(),
    deals: z.boolean(),
    salesforce: z.boolean(),
  }),
  /** At most so many of each, and how many there are. */
  limits: z.array(z.strictObject({ kind: z.enum(PLAN_LIMITS), most: z.int(), used: z.int() })),
});

export const getPlan = operation({
  id: 'getPlan',
  method: 'GET',
  path: '/v2/plan',
  tag: 'programs',
  scope: 'programs:read',
  summary: 'Get the plan of the merchant',
  description: `What a plan withholds is refused with 403 \`plan_limit\`, whose \`reason\` names the limit or the feature (${FEATURES.join(', ')}).`,
  message: 'Plan retrieved.',
  data: Plan,
});
