import { MAX_SEGMENT_TAGS, type SegmentExpression, segmentProblem, tagsOf } from '../../../../domain/segments.ts';

/** A part of an expression while it is being built: a tag (empty until one is chosen), or a group of parts. */
export type Node = { readonly tag: string } | Branch;

/** A group: all of its parts must hold, or one of them. It may be empty while it is being built. */
export interface Branch {
  readonly of: 'and' | 'or';
  readonly parts: readonly Node[];
}

export const isBranch = (node: Node): node is Branch => 'parts' in node;

/** The deepest group that the API takes. */
export const MOST_LEVELS = 5;
export const MOST_TAGS = MAX_SEGMENT_TAGS;

const nodeOf = (expression: SegmentExpression): Node => {
  if (typeof expression === 'string') return { tag: expression };
  return 'and' in expression
    ? { of: 'and', parts: expression.and.map(nodeOf) }
    : { of: 'or', parts: expression.or.map(nodeOf) };
};

/** An expression as it is built: the outermost is always a group. */
export const treeOf = (expression: SegmentExpression): Branch => {
  const node = nodeOf(expression);
  return isBranch(node) ? node : { of: 'and', parts: [node] };
};

/** What a tree says; undefined while there is no tag in it. Empty groups and groups of one say nothing by themselves. */
export const expressionOf = (node: Node): SegmentExpression | undefined => {
  if (!isBranch(node)) return node.tag === '' ? undefined : node.tag;
  const said = node.parts.flatMap((part) => expressionOf(part) ?? []);
  const [only] = said;
  if (said.length <= 1) return only;
  return node.of === 'and' ? { and: said } : { or: said };
};

/** The tree with the part at a path (places from the outermost group inwards) put in another's place. */
export const replaced = (tree: Branch, path: readonly number[], by: (node: Node) => Node | undefined): Branch => {
  const [first, ...rest] = path;
  if (first === undefined) {
    const next = by(tree);
    return next !== undefined && isBranch(next) ? next : { ...tree, parts: [] };
  }
  const parts = tree.parts.flatMap((part, place): readonly Node[] => {
    if (place !== first) return [part];
    if (rest.length > 0) return isBranch(part) ? [replaced(part, rest, by)] : [part];
    const next = by(part);
    return next === undefined ? [] : [next];
  });
  return { ...tree, parts };
};

/** Why an expression cannot be stored; undefined when it can. */
export const treeProblem = (tree: Branch): 'empty' | 'too_many_tags' | 'too_deep' | undefined => {
  const expression = expressionOf(tree);
  if (expression === undefined) return 'empty';
  const problem = segmentProblem(expression);
  if (problem === undefined) return undefined;
  return problem.reason === 'too_many_tags' ? 'too_many_tags' : 'too_deep';
};

/** How many different tags a tree names. */
export const tagCount = (tree: Branch): number => {
  const expression = expressionOf(tree);
  return expression === undefined ? 0 : tagsOf(expression).length;
};

/** What an expression says in a sentence: `“VIP” and (“Europe” or “Asia”)`. */
export const sentenceOf = (
  expression: SegmentExpression,
  words: { readonly and: string; readonly or: string; readonly tag: (key: string) => string },
  inside = false,
): string => {
  if (typeof expression === 'string') return words.tag(expression);
  const [parts, word] = 'and' in expression ? [expression.and, words.and] : [expression.or, words.or];
  const said = parts.map((part) => sentenceOf(part, words, parts.length > 1)).join(` ${word} `);
  return inside && parts.length > 1 ? `(${said})` : said;
};
