import { readFileSync } from 'node:fs';
import type { RowOptions } from '../../domain/imports/cells.ts';
import { matchHeader } from '../../domain/imports/columns.ts';
import { readCsv, textOf } from '../../domain/imports/csv-table.ts';
import type { ImportKind, ImportSource, Reading } from '../../domain/imports/records.ts';
import { readRow } from '../../domain/imports/rows.ts';

/** A file of test/fixtures/imports. */
export const importFixture = (path: string): Buffer =>
  readFileSync(new URL(`../fixtures/imports/${path}`, import.meta.url));

/** What the readers make of a file. */
export const readingsOf = (
  source: ImportSource,
  kind: ImportKind,
  bytes: Uint8Array,
  options: Partial<RowOptions> = {},
): readonly Reading[] => {
  const table = readCsv(textOf(bytes));
  const { mapping, problems } = matchHeader(source, kind, table.header);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const whole = { currency: 'GBP', dateOrder: 'iso', ...options } as const;
  return table.rows.flatMap((row) => readRow(kind, row, mapping, table.header.length, whole));
};

/** The lists of a system's interface, as a fixture holds them. */
export const systemFixture = (source: ImportSource): unknown =>
  JSON.parse(importFixture(`${source}/api.json`).toString('utf8'));
