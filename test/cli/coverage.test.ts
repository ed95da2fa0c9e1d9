import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** How many rows each section of the feature list has. */
const SECTIONS = { A: 15, B: 8, C: 10, D: 6, E: 8, F: 6, G: 1, H: 7, I: 7, J: 8 } as const;
const ALL_ROWS = Object.entries(SECTIONS).flatMap(([section, rows]) =>
  section === 'G' ? ['G'] : Array.from({ length: rows }, (_, index) => `${section}${index + 1}`),
);

interface Covered {
  readonly row: string;
  readonly state: string;
  readonly files: readonly string[];
}

const covered = (): readonly Covered[] =>
  readFileSync(join(ROOT, 'docs', 'coverage.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, row = '', state = '', where = ''] = line.split('|').map((cell) => cell.trim());
      if (!/^[A-J]\d*$/.test(row)) return [];
      return [{ row, state, files: [...where.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file) }];
    });

/** The rows that a file's test titles begin with, such as `A5 the preview page …`. */
const rowsTestedIn = (file: string): ReadonlySet<string> => {
  const titles = readFileSync(join(ROOT, file), 'utf8').matchAll(/\b(?:test|it|describe)\b[^'"`]*['"`]([^'"`]*)/g);
  // A title that proves two rows names the second one behind a semicolon.
  const rows = [...titles].flatMap(([, title = '']) => [...title.matchAll(/(?:^|; )([A-J]\d+|G) /g)]);
  return new Set(rows.map(([, row = '']) => row));
};

test('Every row of the feature list is in the table of coverage, once', () => {
  expect(covered().map(({ row }) => row)).toEqual(ALL_ROWS);
});

test('A row is done, done in part, or open; one that is not open names its tests', () => {
  for (const { row, state, files } of covered()) {
    expect([row, ['done', 'in part', 'open'].includes(state)]).toEqual([row, true]);
    expect([row, files.length > 0]).toEqual([row, state !== 'open']);
  }
});

test('The tests that a row names exist; those of rows are named after it', () => {
  for (const { row, files } of covered()) {
    for (const file of files) {
      const there = readFileSync(join(ROOT, file), 'utf8').length > 0;
      const named = !file.startsWith('test/e2e/rows/') || rowsTestedIn(file).has(row);
      expect([row, file, there, named]).toEqual([row, file, true, true]);
    }
  }
});

test('A test that is named after a row is in the table', () => {
  const listed = new Map(covered().map(({ row, files }) => [row, files]));
  for (const name of readdirSync(join(ROOT, 'test', 'e2e', 'rows')).filter((file) => file.endsWith('.test.ts'))) {
    const file = `test/e2e/rows/${name}`;
    for (const row of rowsTestedIn(file)) {
      expect([row, file, listed.get(row)?.includes(file) ?? false]).toEqual([row, file, true]);
    }
  }
});
