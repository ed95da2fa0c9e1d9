import * as z from 'zod/mini';
import { ERROR_STATUS } from '../../../domain/errors.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { operation } from '../contract.ts';
import { externalKey, key, line, prose } from './fields.ts';

const isCode = (code: string): boolean => Object.hasOwn(ERROR_STATUS, code);

/** Keys or partner_keys. */
const partnerships = z.array(externalKey).check(z.minLength(1), z.maxLength(LIMITS.bulk_move));
const tags = z.array(line(100)).check(z.minLength(1), z.maxLength(LIMITS.tags_of_partnership));

/** What a bulk action did to one partnership. */
const result = z.strictObject({
  /** As the request names it. */
  partnership: externalKey,
  /** Null where there is no such partnership. */
  partnership_key: z.nullable(key),
  result: z.enum(['done', 'unchanged', 'refused']),
  /** Why it was refused. */
  error: z.nullable(
    z.strictObject({
      code: line(100).check(z.refine((code) => isCode(code))),
      reason: z.nullable(line(100)),
      message: prose(500),
    }),
  ),
});

export const actOnPartnerships = operation({
  id: 'actOnPartnerships',
  method: 'POST',
  path: '/v2/partnerships/bulk',
  tag: 'partnerships',
  scope: 'partnerships:write',
  summary: 'Tag, untag, move, deactivate or reactivate partnerships',
  description:
    'Each partnership is changed in a write of its own, and the answer tells what became of each, in the order of the request: one that is refused keeps no other from being changed. Those that are as asked already stay so; the request can be repeated.',
  message: 'Partnerships changed.',
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['tag', 'untag']), tags, partnerships }),
    z.strictObject({ action: z.literal('move'), group_key: key, partnerships }),
    z.strictObject({ action: z.literal('deactivate'), reason: z.optional(prose(500)), partnerships }),
    z.strictObject({ action: z.literal('reactivate'), partnerships }),
  ]),
  data: z.strictObject({ items: z.array(result), done: z.int(), unchanged: z.int(), refused: z.int() }),
});
