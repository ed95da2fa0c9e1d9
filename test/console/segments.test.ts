import {
  type Branch,
  expressionOf,
  replaced,
  sentenceOf,
  tagCount,
  treeOf,
  treeProblem,
} from '../../console/areas/merchant/segments/tree.ts';

const ofTags = (of: 'and' | 'or', ...tags: string[]): Branch => ({ of, parts: tags.map((tag) => ({ tag })) });

test.each([
  ['one tag by itself', 'eu'],
  ['all of two', { and: ['eu', 'vip'] }],
  ['groups in groups', { and: ['vip', { or: ['eu', { and: ['b2b', 'us'] }] }] }],
])('%s is shown as a tree, and means the same again', (_what, expression) => {
  expect(expressionOf(treeOf(expression))).toEqual(expression);
});

test('what is not filled in yet says nothing', () => {
  expect(expressionOf({ of: 'and', parts: [] })).toBeUndefined();
  expect(expressionOf({ of: 'and', parts: [{ tag: 'eu' }, { tag: '' }, { of: 'or', parts: [{ tag: '' }] }] })).toBe(
    'eu',
  );
});

test('a part is changed where it is, and taken out', () => {
  const tree: Branch = { of: 'and', parts: [{ tag: 'vip' }, ofTags('or', 'eu', 'us')] };
  expect(expressionOf(replaced(tree, [1, 0], () => ({ tag: 'asia' })))).toEqual({
    and: ['vip', { or: ['asia', 'us'] }],
  });
  expect(expressionOf(replaced(tree, [1], () => undefined))).toBe('vip');
  expect(expressionOf(replaced(tree, [], () => ofTags('or', 'eu')))).toBe('eu');
});

test('a segment has at most ten tags in five levels, and at least one', () => {
  const many = Array.from({ length: 11 }, (_, number) => `tag_${number}`);
  expect(treeProblem(ofTags('or', ...many.slice(0, 10)))).toBeUndefined();
  expect(treeProblem(ofTags('or', ...many))).toBe('too_many_tags');
  expect(tagCount(ofTags('or', ...many, 'tag_1'))).toBe(11);
  expect(treeProblem({ of: 'and', parts: [] })).toBe('empty');
  const deep = many
    .slice(0, 7)
    .reduce<Branch>(
      (inner, tag, level) => ({ of: level % 2 === 0 ? 'and' : 'or', parts: [{ tag }, inner] }),
      ofTags('or', 'a', 'b'),
    );
  expect(treeProblem(deep)).toBe('too_deep');
});

test('an expression is told in a sentence, with brackets only where they are needed', () => {
  const words = { and: 'and', or: 'or', tag: (key: string) => key.toUpperCase() };
  expect(sentenceOf({ and: ['vip', { or: ['eu', 'us'] }] }, words)).toBe('VIP and (EU or US)');
  expect(sentenceOf({ or: ['eu', { and: ['us'] }] }, words)).toBe('EU or US');
  expect(sentenceOf('eu', words)).toBe('EU');
});
