import * as z from 'zod/mini';
import { currency, email, key, line, MAX_PAGE, timeZone } from '../shared/contracts/fields.ts';

const mode = z._default(z.enum(['test', 'live']), 'test');
const program = { currency, time_zone: z._default(timeZone, 'UTC'), mode } as const;

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
  /** Another pair of keys, for a merchant that has lost its own. */
  z.strictObject({ action: z.literal('key.create'), program_key: key, name: z._default(line(100), 'Operator') }),
]);
export type OperatorRequest = z.output<typeof OperatorRequest>;
