import * as z from 'zod/mini';
import { LEAD_STATES } from '../domain/leads.ts';
import { Prospect, prospects } from './prospects.ts';

/** A prospect that the merchant's team works. */
export const Lead = z.extend(Prospect, {
  status: z.enum(LEAD_STATES),
  email: z.optional(z.string()),
  first_name: z.optional(z.string()),
  last_name: z.optional(z.string()),
  company: z.optional(z.string()),
  phone: z.optional(z.string()),
  country: z.optional(z.string()),
  /** Why it was decided so. */
  reason: z.optional(z.string()),
  /** The deal that it was made into. */
  deal: z.optional(z.string()),
});
export type Lead = z.infer<typeof Lead>;

export const leads = prospects('LEAD', Lead);
