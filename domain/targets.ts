import * as z from 'zod/mini';
import { inSegment, type SegmentExpression } from './segments.ts';

/** Whom something that is shown to partners is for: everybody, members of groups, or whoever is in segments. */
export const TARGET_TYPES = ['all', 'groups', 'segments'] as const;

/** The most segments that a target names (docs/product.md, E3), and the most groups. */
export const MAX_TARGET_SEGMENTS = 10;
const MAX_TARGET_GROUPS = 50;

/** Whom it is for; each with the keys of its kind and no others. */
export const Target = z.object({
  type: z.enum(TARGET_TYPES),
  groups: z.optional(z.array(z.string())),
  segments: z.optional(z.array(z.string())),
});
export type Target = z.infer<typeof Target>;

export const EVERYBODY: Target = { type: 'all' };

/** Why a target cannot be stored: the part at fault, and a word for the rule where it has one of its own. */
interface TargetProblem {
  readonly param: 'group_keys' | 'segment_keys';
  readonly message: string;
  readonly reason?: 'too_many_groups' | 'too_many_segments';
}

/** What is wrong with a target; undefined when nothing is. */
export const targetProblem = ({ type, groups, segments }: Target): TargetProblem | undefined => {
  if ((type === 'groups') !== (groups !== undefined)) {
    return { param: 'group_keys', message: 'group_keys go with a target of type groups.' };
  }
  if ((type === 'segments') !== (segments !== undefined)) {
    return { param: 'segment_keys', message: 'segment_keys go with a target of type segments.' };
  }
  if ((groups?.length ?? 0) > MAX_TARGET_GROUPS) {
    return { param: 'group_keys', message: `Names at most ${MAX_TARGET_GROUPS} groups.`, reason: 'too_many_groups' };
  }
  if ((segments?.length ?? 0) > MAX_TARGET_SEGMENTS) {
    const message = `Names at most ${MAX_TARGET_SEGMENTS} segments.`;
    return { param: 'segment_keys', message, reason: 'too_many_segments' };
  }
  return undefined;
};

/** A partnership, as far as targets look at it. */
interface Targeted {
  readonly group: string;
  readonly tags: readonly string[];
}

/** The segments of a program that exist now. */
type Segments = readonly { readonly key: string; readonly match: SegmentExpression }[];

/** Whether it is for a partnership. A segment that is gone holds nobody: nothing is shown to more by a deletion. */
export const isFor = (target: Target, partnership: Targeted, segments: Segments): boolean => {
  switch (target.type) {
    case 'all':
      return true;
    case 'groups':
      return target.groups?.includes(partnership.group) === true;
    case 'segments':
      return segments.some(
        ({ key, match }) => target.segments?.includes(key) === true && inSegment(match, partnership.tags),
      );
  }
};

/** Whether a target names a group or segment. */
export const namesInTarget = (target: Target, field: 'group' | 'segment', key: string): boolean =>
  (field === 'group' ? target.groups : target.segments)?.includes(key) === true;
