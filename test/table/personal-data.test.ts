import { readFileSync } from 'node:fs';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What the keys of the table begin with. */
const families = (): readonly string[] => {
  const keys = text('table/keys.ts').replaceAll(/\$\{kind\}#\$\{program\}#\$\{key\}/g, '');
  const found = keys.matchAll(/item\(\s*['`]([A-Z]+)/g);
  const partitions = keys.matchAll(/jobsPartition = \(program: string\): string => `([A-Z]+)#/g);
  const counters = keys.matchAll(/`(STAT)#/g);
  return [...new Set([...found, ...partitions, ...counters].map((match) => match[1] ?? ''))];
};

/** What lies in the partition of a partnership. */
const parts = (): readonly string[] => {
  const found = text('table/keys.ts').matchAll(/item\(`PART#\$\{partnership\}`, ['`]([A-Z]+)/g);
  return [...new Set([...found].map((match) => match[1] ?? ''))];
};

test('Every kind of item says in docs/privacy.md what it holds about people and what an erasure makes of it', () => {
  const rows = text('docs/privacy.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1] ?? '')
    .join(' ');
  const named = new Set([...rows.matchAll(/`([A-Z]+)`/g)].map((match) => match[1]));
  expect(families().length).toBeGreaterThan(35);
  expect(parts().length).toBeGreaterThan(8);
  expect([...families(), ...parts(), 'LEAD', 'DEAL', 'IDEM'].filter((family) => !named.has(family))).toEqual([]);
});
