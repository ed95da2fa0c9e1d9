import { match } from '../../console/app/patterns.ts';

test.each([
  ['/', '', {}],
  ['/', '/', {}],
  ['/:partner', '/part_1', { partner: 'part_1' }],
  ['/:partner/links', '/part_1/links', { partner: 'part_1' }],
  ['/:partner', '/an%2Fna', { partner: 'an/na' }],
])('the pattern %s fits the path "%s"', (pattern, path, found) => {
  expect(match(pattern, path)).toEqual(found);
});

test.each([
  ['/', '/part_1'],
  ['/:partner', ''],
  ['/:partner/links', '/part_1/rewards'],
])('the pattern %s does not fit the path "%s"', (pattern, path) => {
  expect(match(pattern, path)).toBeUndefined();
});
