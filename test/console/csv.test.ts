import { csvOfRows } from '../../console/parts/csv.ts';

test('a file has the columns that are shown and have a text, and no cell that is a formula', () => {
  const columns = [
    { title: 'Partner', text: ({ name }: { name: string }) => name },
    { title: 'Picture' },
    { title: 'Sales', text: () => -1250 },
  ];
  expect(csvOfRows(columns, [{ name: '=HYPERLINK("https://evil.example")' }, { name: 'Anna, Ashe' }])).toBe(
    'Partner,Sales\r\n"\'=HYPERLINK(""https://evil.example"")",-1250\r\n"Anna, Ashe",-1250\r\n',
  );
});
