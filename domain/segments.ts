import * as z from 'zod/mini';

/** The most tags that one segment may combine (docs/rules.md, "Segments"). */
export const MAX_SEGMENT_TAGS = 10;
const MAX_DEPTH = 5;

/** A tag's key, or several expressions that must all (`and`) or in part (`or`) hold. */
export type SegmentExpression =
  | string
  | { readonly and: readonly SegmentExpression[] }
  | { readonly or: readonly SegmentExpression[] };

/** Wider than a segment may be, so that the refusal of one tag too many names its reason. */
const MAX_BRANCHES = 50;
const branches = () => z.array(SegmentExpression).check(z.minLength(1), z.maxLength(MAX_BRANCHES));

export const SegmentExpression: z.ZodMiniType<SegmentExpression> = z.lazy(() =>
  z.union([
    z.string().check(z.minLength(1), z.maxLength(100)),
    z.strictObject({ and: branches() }),
    z.strictObject({ or: branches() }),
  ]),
);

/** The tags that an expression names, each once. */
export const tagsOf = (expression: SegmentExpression): readonly string[] => {
  if (typeof expression === 'string') return [expression];
  const parts = 'and' in expression ? expression.and : expression.or;
  return [...new Set(parts.flatMap(tagsOf))];
};

const depthOf = (expression: SegmentExpression): number => {
  if (typeof expression === 'string') return 0;
  return 1 + Math.max(...('and' in expression ? expression.and : expression.or).map(depthOf));
};

/** Why an expression cannot be a segment, or undefined when it can. */
export const segmentProblem = (
  expression: SegmentExpression,
): { reason: 'too_many_tags' | 'too_deep'; message: string } | undefined => {
  if (tagsOf(expression).length > MAX_SEGMENT_TAGS) {
    return { reason: 'too_many_tags', message: `A segment combines at most ${MAX_SEGMENT_TAGS} tags.` };
  }
  if (depthOf(expression) > MAX_DEPTH) {
    return { reason: 'too_deep', message: `A segment nests at most ${MAX_DEPTH} levels.` };
  }
  return undefined;
};

/** Whether a partnership with these tags is in the segment. */
export const inSegment = (expression: SegmentExpression, tags: readonly string[]): boolean => {
  if (typeof expression === 'string') return tags.includes(expression);
  return 'and' in expression
    ? expression.and.every((part) => inSegment(part, tags))
    : expression.or.some((part) => inSegment(part, tags));
};
