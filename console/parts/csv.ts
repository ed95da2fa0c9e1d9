import { csvOf } from '../../domain/csv.ts';

interface CsvColumn<Item> {
  readonly title: string;
  readonly text?: (item: Item) => string | number;
}

/** Rows as a file. No cell can be taken for a formula. */
export const csvOfRows = <Item>(columns: readonly CsvColumn<Item>[], items: readonly Item[]): string => {
  const written = columns.flatMap(({ title, text }) => (text === undefined ? [] : [{ title, text }]));
  return csvOf([written.map(({ title }) => title), ...items.map((item) => written.map(({ text }) => text(item)))]);
};

/** Gives the person a file. */
export const downloadBlob = (fileName: string, content: Blob): void => {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  URL.revokeObjectURL(address);
};

/** Gives the person a text as a file. */
export const downloadText = (fileName: string, text: string, type: string): void =>
  downloadBlob(fileName, new Blob([text], { type }));

/** Gives the person what a table shows as a file. */
export const downloadCsv = <Item>(name: string, columns: readonly CsvColumn<Item>[], items: readonly Item[]): void =>
  // The mark at its beginning tells spreadsheets that it is UTF-8.
  downloadText(`${name}.csv`, `\uFEFF${csvOfRows(columns, items)}`, 'text/csv;charset=utf-8');
