import * as z from 'zod/mini';
import { MEASUREMENTS, TIER_MOVEMENTS } from '../../../domain/tiers.ts';
import { operation } from '../contract.ts';
import {
  amount,
  approvalDelay,
  basisPoints,
  currency,
  email,
  key,
  line,
  objectFields,
  patch,
  positiveAmount,
  timeZone,
} from './fields.ts';
import { destination, utm } from './link-fields.ts';

const tag = 'programs';
const path = '/v2/programs';

const settings = {
  name: line(100),
  /** Every amount of the program is in it; it is chosen when the program is made and never changes. */
  currency,
  /** Where billing periods begin and end; it is chosen when the program is made and never changes. */
  time_zone: timeZone,
  attribution_model: z.enum(['last_click', 'first_click']),
  attribution_window_days: z.int().check(z.minimum(1), z.maximum(365)),
  stacking: z.enum(['all', 'best']),
  second_tier_bps: basisPoints,
  second_tier_of: z.enum(['reward', 'sale']),
  fee_bps: basisPoints,
  fee_fixed: amount,
  minimum_payout: positiveAmount,
  approval_delay_days: approvalDelay,
  destination_url: z.nullable(destination),
  /** Parameters of every redirect, unless group, link or destination have their own. */
  utm,
  /** Whether applications are approved as they come in, unless the group says otherwise. */
  auto_approve: z.boolean(),
  /** Who is told of invoices, charges and payouts; nobody when there is none. */
  billing_email: z.nullable(email),
} as const;

/** A program with its settings. */
export const Program = z.strictObject({
  ...objectFields,
  ...settings,
  mode: z.enum(['test', 'live']),
  default_group_key: key,
  /** What the tiers look at, and whether they may fall; asked for with the first tier, and null before it. */
  tier_measurement: z.nullable(z.enum(MEASUREMENTS)),
  tier_movement: z.nullable(z.enum(TIER_MOVEMENTS)),
});

export const getProgram = operation({
  id: 'getProgram',
  method: 'GET',
  path,
  tag,
  scope: 'programs:read',
  summary: 'Get the program of the key',
  message: 'Program retrieved.',
  data: Program,
});

export const updateProgram = operation({
  id: 'updateProgram',
  method: 'PATCH',
  path,
  tag,
  scope: 'programs:write',
  summary: 'Change the settings of the program of the key',
  description:
    'Fields that are left out stay as they are. New settings count for what is accepted from now on; what was accepted before keeps its terms. Currency and time zone can only be named as they are.',
  message: 'Program changed.',
  body: patch(settings),
  data: Program,
});
