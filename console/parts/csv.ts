import { csvOf } from '../../domain/csv.ts';
import { decimalAmount } from '../../domain/money.ts';
import { parts } from '../app/texts.ts';

/** Money in minor units, where there is some. */
export interface Amount {
  readonly amount: number | null;
  readonly currency: string | null;
}

interface CsvColumn<Item> {
  readonly title: string;
  readonly text?: (item: Item) => string | number;
  readonly amount?: (item: Item) => Amount;
}

const cellOf =
  <Item>({ text, amount: amountOf }: CsvColumn<Item>) =>
  (item: Item): string | number => {
    if (amountOf === undefined) return text?.(item) ?? '';
    const { amount, currency } = amountOf(item);
    return amount === null || currency === null ? '' : decimalAmount(amount, currency);
  };

/**
 * Rows as a file. No cell can be taken for a formula. Amounts are numbers in the currency's major unit with a point,
 * whatever the reader's language; the currency stands in a last column.
 */
export const csvOfRows = <Item>(
  columns: readonly CsvColumn<Item>[],
  items: readonly Item[],
  currencyTitle: string,
): string => {
  const written = columns.filter(({ text, amount }) => text !== undefined || amount !== undefined);
  const cells = written.map(cellOf);
  const amounts = written.flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
  const currencyOf = (item: Item): string =>
    amounts.map((amount) => amount(item).currency).find((currency) => currency !== null) ?? '';
  const money = amounts.length > 0;
  return csvOf([
    [...written.map(({ title }) => title), ...(money ? [currencyTitle] : [])],
    ...items.map((item) => [...cells.map((cell) => cell(item)), ...(money ? [currencyOf(item)] : [])]),
  ]);
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
  downloadText(`${name}.csv`, `\uFEFF${csvOfRows(columns, items, parts.t.table.currency)}`, 'text/csv;charset=utf-8');
