import * as z from 'zod/mini';
import { TARGET_TYPES } from '../../../domain/targets.ts';
import { described, key } from './fields.ts';

/** Wider than a target may be, so that the refusal of one too many names its reason. */
const keys = z.array(key).check(z.minLength(1), z.maxLength(50));

/** Whom something in the portal is for. */
export const target = described(
  z.strictObject({
    type: z.enum(TARGET_TYPES),
    group_keys: z.optional(keys),
    segment_keys: z.optional(keys),
  }),
  '`all`, `groups` with `group_keys`, or `segments` with at most 10 `segment_keys`: whoever is in one of them.',
);
