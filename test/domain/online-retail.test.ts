import { readEvents, readProgram, readRows } from '../support/online-retail.ts';
import { playPurely } from '../support/pure-replay.ts';

const EVENTS = 'cli/demo/online-retail-h1.jsonl.gz';
const EXPECTED = 'test/fixtures/online-retail/expected';

describe.each([
  { case: 'lifetime sales', file: 'cli/demo/p1-lifetime-sales.json', name: 'h1-p1-lifetime-sales' },
  { case: 'monthly sales', file: 'test/fixtures/online-retail/p2-monthly-sales.json', name: 'h1-p2-monthly-sales' },
])('half a year of real sales, tiers by $case', ({ file, name }) => {
  const rows = playPurely(readProgram(file), readEvents(EVENTS)).statements();

  test('every partner has the expected figures in every month', () => {
    const expected = readRows(`${EXPECTED}/${name}-partners.csv.gz`);
    expect(rows.map(({ payable: _p, carried_out: _c, ...row }) => row)).toEqual(expected);
  });

  test('every month has the expected invoice, with debts carried', () => {
    const expected = readRows(`${EXPECTED}/${name}-invoices.csv.gz`);
    const total = (month: string, column: string): string =>
      String(rows.filter((row) => row['month'] === month).reduce((n, row) => n + Number(row[column]), 0));
    expect(
      expected.map(({ month = '' }) => ({
        net: total(month, 'net_minor'),
        payable: total(month, 'payable'),
        carried: total(month, 'carried_out'),
      })),
    ).toEqual(
      expected.map((row) => ({
        net: row['invoice_total_minor'],
        payable: row['payable_if_carried_minor'],
        carried: row['carried_out_minor'],
      })),
    );
  });
});
