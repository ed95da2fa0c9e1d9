import { notFound, unprocessable } from '../../domain/errors.ts';
import { type SegmentExpression, segmentProblem, tagsOf } from '../../domain/segments.ts';
import { type Segment, segments } from '../../table/definitions.ts';
import type { Store } from '../../table/store.ts';
import { tagKeys } from '../shared/tag-names.ts';

/** @throws Failure `not_found`. */
export const findSegment = async (store: Store, program: string, key: string): Promise<Segment> => {
  const segment = await segments.get(store, program, key);
  if (segment === undefined) throw notFound('segment', 'segment');
  return segment;
};

const withKeys = (expression: SegmentExpression, keys: ReadonlyMap<string, string>): SegmentExpression => {
  if (typeof expression === 'string') return keys.get(expression) ?? expression;
  return 'and' in expression
    ? { and: expression.and.map((part) => withKeys(part, keys)) }
    : { or: expression.or.map((part) => withKeys(part, keys)) };
};

/** The expression with the keys of its tags. @throws Failure `unprocessable` on `match` (unknown or too many tags). */
export const readMatch = async (
  store: Store,
  program: string,
  match: SegmentExpression,
): Promise<SegmentExpression> => {
  const problem = segmentProblem(match);
  if (problem !== undefined) throw unprocessable(problem.reason, problem.message, 'match');
  const named = tagsOf(match);
  const keys = await tagKeys(store, program, named, () => 'match');
  return withKeys(match, new Map(named.map((name, index) => [name, keys[index] ?? name])));
};
