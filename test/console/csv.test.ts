import { csvOfRows } from '../../console/parts/csv.ts';

test('a file has the columns that are shown and have a text, and no cell that is a formula', () => {
  const columns = [
    { title: 'Partner', text: ({ name }: { name: string }) => name },
    { title: 'Picture' },
    { title: 'Clicks', text: () => -1250 },
  ];
  expect(csvOfRows(columns, [{ name: '=HYPERLINK("https://evil.example")' }, { name: 'Anna, Ashe' }], 'Currency')).toBe(
    'Partner,Clicks\r\n"\'=HYPERLINK(""https://evil.example"")",-1250\r\n"Anna, Ashe",-1250\r\n',
  );
});

test('amounts are numbers in the major unit, and their currency is a column of its own at the end', () => {
  interface Row {
    readonly name: string;
    readonly amount: number | null;
    readonly fee: number;
    readonly currency: string;
  }
  const columns = [
    { title: 'Partner', text: ({ name }: Row) => name },
    { title: 'Amount', amount: (row: Row) => row },
    { title: 'Fee', amount: ({ fee, currency }: Row) => ({ amount: fee, currency }) },
  ];
  const rows = [
    { name: 'Anna', amount: 123_450, fee: -5, currency: 'EUR' },
    { name: 'Ben', amount: null, fee: 1_234, currency: 'JPY' },
    { name: 'Cat', amount: 1, fee: 0, currency: 'KWD' },
  ];
  expect(csvOfRows(columns, rows, 'Währung').split('\r\n')).toEqual([
    'Partner,Amount,Fee,Währung',
    'Anna,1234.50,-0.05,EUR',
    'Ben,,1234,JPY',
    'Cat,0.001,0.000,KWD',
    '',
  ]);
});
