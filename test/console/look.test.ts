import { slugOf } from '../../console/areas/merchant/look/slugs.ts';

test.each([
  ['How to begin', 'how-to-begin'],
  ['Häufige Fragen: Größe & Maß', 'haufige-fragen-grosse-mass'],
  ['  — ', ''],
  [`${'long '.repeat(30)}`, 'long-long-long-long-long-long-long-long-long-long-long-long'],
])('the title "%s" suggests the address "%s"', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});
