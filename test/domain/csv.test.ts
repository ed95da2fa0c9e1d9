import fc from 'fast-check';
import { csvOf } from '../../domain/csv.ts';

/** Reads CSV as RFC 4180 has it. */
const readCsv = (text: string): string[][] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(at++);
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\r') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at += 1;
    } else cell += letter;
  }
  return rows;
};

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom('=1+1', '+SUM(A1)', '-2+3', '@cmd', '\t=1', '\r\n=1', '"', ',', '-5', '', '\n'),
  fc.integer(),
);

test('rows come back as they were written, and no text in them is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
      const read = readCsv(csvOf(rows));
      expect(read).toHaveLength(rows.length);
      for (const [index, row] of rows.entries()) {
        expect(read[index]?.map((text) => text.replace(/^'(?=[=+\-@\t\r])/, ''))).toEqual(
          row.map((value) => String(value).replace(/^'(?=[=+\-@\t\r])/, '')),
        );
        for (const text of read[index] ?? []) expect(text).toMatch(/^(?![=+@\t\r])(?:(?!-)|-\d+(?:\.\d+)?$)/);
      }
    }),
  );
});

test.each([
  [['plain', 'a,b', 'say "x"', 'two\nlines', 5, -5], `plain,"a,b","say ""x""","two\nlines",5,-5\r\n`],
  [['=1+1', '+1', '-1', '-1.50', '-a', '@x', '\tx'], `'=1+1,'+1,-1,-1.50,'-a,'@x,'\tx\r\n`],
])('%j is written as CSV', (row, text) => {
  expect(csvOf([row])).toBe(text);
});
