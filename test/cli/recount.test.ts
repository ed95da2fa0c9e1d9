import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recountFiles } from '../../cli/recount/from-files.ts';
import { invoicesTable, partnersTable } from '../../cli/recount/tables.ts';
import { readEventFiles, readProgramFile } from '../../cli/replay/files.ts';
import { readEvents, readProgram } from '../support/online-retail.ts';
import { playPurely } from '../support/pure-replay.ts';

const root = join(__dirname, '../..');
const EVENTS = 'cli/demo/online-retail-h1.jsonl.gz';
const expected = (name: string): string =>
  gunzipSync(readFileSync(join(root, `test/fixtures/online-retail/expected/${name}.gz`))).toString('utf8');

const events = readEventFiles([join(root, EVENTS)]);

interface LedgerEntry {
  readonly at: string;
  readonly type: string;
  readonly invoice: string;
  readonly refund: string | null;
  readonly offer: string;
  readonly level: number;
  readonly partner: string;
  readonly amountMinor: number;
}

const expectedEntries = (name: string): readonly string[] =>
  expected(`${name}-ledger.jsonl`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): LedgerEntry => JSON.parse(line))
    .map(({ at, type, invoice, refund, offer, level, partner, amountMinor }) =>
      [at.slice(0, 7), type, refund ?? '', `${invoice}.${offer}.${level}`, partner, Math.abs(amountMinor)].join(' '),
    )
    .toSorted();

describe.each([
  { $tiers: 'lifetime sales', file: 'cli/demo/p1-lifetime-sales.json', name: 'h1-p1-lifetime-sales' },
  { $tiers: 'monthly sales', file: 'test/fixtures/online-retail/p2-monthly-sales.json', name: 'h1-p2-monthly-sales' },
])('The recount of half a year of real sales, with tiers by $tiers', ({ file, name }) => {
  const recounted = recountFiles(readProgramFile(join(root, file)), events);
  const months = recounted.months.filter((month) => month.lively);

  test('gives every partner the expected figures in every month, to the byte', () => {
    expect(partnersTable(months)).toBe(expected(`${name}-partners.csv`));
  });

  test('gives every month the expected invoice, with debts carried', () => {
    expect(invoicesTable(months)).toBe(expected(`${name}-invoices.csv`));
  });

  test('makes every expected reward and clawback, and no other', () => {
    const entries = recounted.entries.map(({ month, kind, fact, reward, owner, amount }) =>
      [month, kind, kind === 'clawback' ? fact.split(':')[0] : '', reward, owner, amount].join(' '),
    );
    expect(entries.toSorted()).toEqual(expectedEntries(name));
  });

  test('finds no fact that contradicts another', () => {
    expect(recounted.contradictions).toEqual([]);
  });
});

const MEASUREMENTS = ['lifetime_sales', 'monthly_sales', 'lifetime_quantity', 'monthly_quantity'] as const;
const POLICIES = MEASUREMENTS.flatMap((measurement) =>
  (['live', 'ratchet'] as const).flatMap((tierMovement) =>
    (['all', 'best'] as const).flatMap((stacking) =>
      (['reward', 'sale'] as const).map((secondTierOf) => ({ measurement, tierMovement, stacking, secondTierOf })),
    ),
  ),
);

describe('The recount under every policy agrees with the rules of the domain', () => {
  const path = 'cli/demo/p1-lifetime-sales.json';
  const [file, pure] = [readProgramFile(join(root, path)), readProgram(path)];
  const firstEvents = events.filter((event) => event.at < '2011-02-15');
  const pureEvents = readEvents(EVENTS).filter((event) => event.at < '2011-02-15');
  const levels = (measurement: string) =>
    (file.tiers?.levels ?? []).map(({ id, minimum }) => ({
      id,
      // The pieces of the shop cost about two pounds; levels that are reached make the difference.
      minimum: measurement.endsWith('sales') ? minimum : Math.round(minimum / 200),
    }));

  test.each(POLICIES)('$measurement, $tierMovement, $stacking, second tier of $secondTierOf', (policy) => {
    const { measurement, ...switches } = policy;
    const tiers = { measurement, levels: levels(measurement) };
    const rows = playPurely({ ...pure, policy: switches, tiers }, pureEvents).statements();
    const recounted = recountFiles({ ...file, policy: switches, tiers }, firstEvents);
    const own = recounted.months
      .filter((month) => month.lively)
      .flatMap(({ month, statements }) =>
        statements.map((s) => [month, s.partner.name, s.rewards, s.net, s.clawbacks, s.payable, -s.carriedOut].join()),
      );
    expect(own).toEqual(
      rows.map((row) =>
        [
          ...[row['month'], row['partner'], row['rewards'], row['net_minor']],
          ...[row['clawbacks'], row['payable'], row['carried_out']],
        ].join(),
      ),
    );
  });
});
