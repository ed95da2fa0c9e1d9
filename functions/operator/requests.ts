import * as z from 'zod/mini';
import { FEATURES, PLAN_LIMITS } from '../../domain/plans.ts';
import { ROLES } from '../../domain/roles.ts';
import { currency, email, key, line, MAX_PAGE, timeZone } from '../shared/contracts/fields.ts';

const mode = z._default(z.enum(['test', 'live']), 'test');
const program = { currency, time_zone: z._default(timeZone, 'UTC'), mode } as const;

const planKey = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/, 'Must be lower-case letters, digits and hyphens.'));

/** What an operator can ask for. `action` says what; everything else belongs to it. */
export const OperatorRequest = z.discriminatedUnion('action', [
  /** A merchant with its first program and a pair of keys. */
  z.strictObject({ action: z.literal('merchant.create'), name: line(100), email: z.optional(email), ...program }),
  z.strictObject({
    action: z.literal('merchant.list'),
    limit: z._default(z.int().check(z.minimum(1), z.maximum(MAX_PAGE)), MAX_PAGE),
    starting_after: z.optional(key),
  }),
  /** Another program of a merchant, with a pair of keys. */
  z.strictObject({ action: z.literal('program.create'), merchant_key: key, name: line(100), ...program }),
  /** Somebody of a merchant's team, such as its first owner; a new login's password is shown this once. */
  z.strictObject({
    action: z.literal('member.create'),
    merchant_key: key,
    email,
    role: z._default(z.enum(ROLES), 'owner'),
  }),
  /** A login for the partner of a partnership; a new login's password is shown this once. */
  z.strictObject({ action: z.literal('partner.login'), partnership_key: key }),
  /** Another pair of keys, for a merchant that has lost its own. */
  z.strictObject({ action: z.literal('key.create'), program_key: key, name: z._default(line(100), 'Operator') }),
  /** Makes a plan, or changes what one allows: that counts at once for whoever has it. */
  z.strictObject({
    action: z.literal('plan.put'),
    plan_key: planKey,
    name: line(100),
    without: z._default(z.array(z.enum(FEATURES)).check(z.maxLength(FEATURES.length)), []),
    limits: z._default(z.partialRecord(z.enum(PLAN_LIMITS), z.int().check(z.minimum(0), z.maximum(1_000))), {}),
  }),
  z.strictObject({ action: z.literal('plan.list') }),
  /** Gives a merchant a plan, in all its programs. */
  z.strictObject({ action: z.literal('merchant.plan'), merchant_key: key, plan_key: planKey }),
]);
export type OperatorRequest = z.output<typeof OperatorRequest>;
