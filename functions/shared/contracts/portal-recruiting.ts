import * as z from 'zod/mini';
import { operation } from '../contract.ts';
import {
  basisPoints,
  currency,
  instant,
  line,
  listOf,
  listQuery,
  objectFields,
  period,
  queryInteger,
  signedAmount,
  webAddress,
} from './fields.ts';

const tag = 'portal';

const Recruiting = z.strictObject({
  /** Whether the program rewards recruiting now. */
  enabled: z.boolean(),
  /** Null while recruiting is off. */
  code: z.nullable(line(100)),
  url: z.nullable(webAddress),
  /** The share of a recruit's rewards, or of its sales, as `of` says; in basis points. */
  rate_bps: z.nullable(basisPoints),
  of: z.nullable(z.enum(['reward', 'sale'])),
});

export const getRecruiting = operation({
  id: 'getRecruiting',
  method: 'GET',
  path: '/v2/portal/recruiting',
  tag,
  scope: 'portal:read',
  summary: 'The partner’s recruiting link',
  description: 'Whoever applies through the link is recruited by the partner, and earns for it from then on.',
  message: 'Recruiting retrieved.',
  data: Recruiting,
});

/** A partner that was recruited, by as much of its name as is decent. */
export const Recruit = z.strictObject({
  ...objectFields,
  /** The first name and an initial; null where the name is not known. */
  name: z.nullable(line(60)),
  active: z.boolean(),
  joined_at: instant,
  /** What the recruiter earned by it in the month that was asked for, in minor units. */
  earned_amount: signedAmount,
});

export const listRecruits = operation({
  id: 'listRecruits',
  method: 'GET',
  path: '/v2/portal/recruits',
  tag,
  scope: 'portal:read',
  summary: 'List the partners that the partner recruited',
  description: '`earned_amount` is what they earned the partner in `period`, the open month without it.',
  message: 'Recruits retrieved.',
  query: z.extend(listQuery, {
    limit: z.prefault(queryInteger(1, 50), '10'),
    period: z.optional(period),
  }),
  data: z.extend(listOf(Recruit), { period, currency, earned_amount: signedAmount }),
});
