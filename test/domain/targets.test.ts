import { isFor, type Target, targetProblem } from '../../domain/targets.ts';

const SEGMENTS = [
  { key: 'seg_vip', match: 'tag_vip' },
  { key: 'seg_both', match: { and: ['tag_vip', 'tag_blog'] } },
];
const of = (group: string, ...tags: string[]) => ({ group, tags });
const groups = (...keys: string[]): Target => ({ type: 'groups', groups: keys });
const segments = (...keys: string[]): Target => ({ type: 'segments', segments: keys });

test.each([
  ['everybody', { type: 'all' } as const, of('grp_a'), true],
  ['a group', groups('grp_a', 'grp_b'), of('grp_b'), true],
  ['another group', groups('grp_a', 'grp_b'), of('grp_c'), false],
  ['one of several segments', segments('seg_both', 'seg_vip'), of('grp_a', 'tag_vip'), true],
  ['a segment that needs another tag too', segments('seg_both'), of('grp_a', 'tag_vip'), false],
  ['a segment that is gone', segments('seg_gone'), of('grp_a', 'tag_vip'), false],
  ['a segment that is gone, and one that is there', segments('seg_gone', 'seg_vip'), of('grp_a', 'tag_vip'), true],
])('What is for %s', (_name, target, partnership, expected) => {
  expect(isFor(target, partnership, SEGMENTS)).toBe(expected);
});

const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `seg_${index}`);

const WRONG: readonly (readonly [string, Target, string, string | undefined])[] = [
  ['a type without its keys', { type: 'groups' }, 'group_keys', undefined],
  ['keys of another type', { type: 'all', segments: ['seg_vip'] }, 'segment_keys', undefined],
  ['eleven segments', segments(...many(11)), 'segment_keys', 'too_many_segments'],
  ['fifty-one groups', groups(...many(51)), 'group_keys', 'too_many_groups'],
];

test.each(WRONG)('A target with %s is none', (_name, target, param, reason) => {
  expect(targetProblem(target)).toMatchObject({ param, ...(reason === undefined ? {} : { reason }) });
  expect(targetProblem(segments(...many(10)))).toBeUndefined();
});
