import * as z from 'zod/mini';
import { MEASUREMENTS } from '../../../domain/tiers.ts';
import { operation } from '../contract.ts';
import { currency, instant, line, signedAmount, sumAmount } from './fields.ts';

const named = { name: line(100), minimum: sumAmount } as const;

/** Where a partner stands among the tiers of the program, as the portal shows it. */
export const PortalTier = z.strictObject({
  /** The partner's own tier; null in a program without tiers. */
  current: z.nullable(z.strictObject(named)),
  /** What tiers look at: sales are minor units of the currency, quantities are pieces. */
  measurement: z.nullable(z.enum(MEASUREMENTS)),
  currency,
  value: signedAmount,
  /** The tier after it and what is missing; null in the highest. */
  next: z.nullable(z.strictObject({ ...named, missing: signedAmount })),
  /** When a monthly measure begins anew; null for a lifetime. */
  ends_at: z.nullable(instant),
  /** All tiers, the lowest first. */
  tiers: z.array(z.strictObject({ ...named, reached: z.boolean() })),
});

export const getPortalTier = operation({
  id: 'getPortalTier',
  method: 'GET',
  path: '/v2/portal/tier',
  tag: 'portal',
  scope: 'portal:read',
  summary: "See one's own tier and what is missing to the next",
  message: 'Tier retrieved.',
  data: PortalTier,
});
