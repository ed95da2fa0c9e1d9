import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recountFiles } from '../../cli/recount/from-files.ts';
import { type RecountRun, runRecount } from '../../cli/recount/run.ts';
import { invoicesTable, partnersTable } from '../../cli/recount/tables.ts';
import { collect } from '../../cli/replay/collect.ts';
import { readEventFiles, readProgramFile } from '../../cli/replay/files.ts';
import { runReplay } from '../../cli/replay/run.ts';
import { monthsOf, startOf } from '../../cli/replay/timeline.ts';
import { readEvents, readProgram } from '../support/online-retail.ts';
import { playPurely } from '../support/pure-replay.ts';
import { TestRuntime } from './support/runtime.ts';

jest.setTimeout(300_000);

const root = join(__dirname, '../..');
const PROGRAM = 'cli/demo/p1-lifetime-sales.json';
const EVENTS = 'cli/demo/online-retail-h1.jsonl.gz';
/** Six weeks, so that a month ends and refunds of its sales follow. */
const END = '2011-01-12T00:00:00Z';

const file = readProgramFile(join(root, PROGRAM));
const events = readEventFiles([join(root, EVENTS)]).filter((event) => event.at < END);

let runtime: TestRuntime | undefined;
let recount: RecountRun;
const out = mkdtempSync(join(tmpdir(), 'fairshare-e2e-out-'));
const written = (name: string): string => readFileSync(join(out, name), 'utf8');

beforeAll(async () => {
  runtime = await TestRuntime.start(new Date(startOf(file, events)).toISOString());
  const { secret: key } = await runtime.merchant(file.currency);
  const { api } = await runReplay({ url: runtime.url, key, file, events, resume: false, until: 'paid out' });
  await collect(api, file, monthsOf(events), out);
  recount = await runRecount(api, true);
  api.close();
});

afterAll(async () => {
  await runtime?.close();
  rmSync(out, { recursive: true, force: true });
});

describe('Six weeks of real sales, played through the API from the joining of the partners to the payouts', () => {
  test('every statement is what the domain makes of the same sales', () => {
    const pure = playPurely(
      readProgram(PROGRAM),
      readEvents(EVENTS).filter((event) => event.at < END),
    ).statements();
    const [head = '', ...rows] = written('partners.csv').trim().split('\n');
    const columns = head.split(',');
    expect(rows).toEqual(pure.map((row) => columns.map((column) => row[column]).join()));
  });

  test('statements and invoices are what the recount of the files gives, to the byte', () => {
    const months = recountFiles(file, events).months.filter((month) => month.lively);
    expect(written('partners.csv')).toBe(partnersTable(months));
    expect(written('invoices.csv')).toBe(invoicesTable(months));
  });

  test('the recount of the facts in the API agrees in every cell, and no money is missing', () => {
    expect(recount.found).toEqual([]);
    expect(partnersTable(recount.months)).toBe(written('partners.csv'));
    expect(invoicesTable(recount.months)).toBe(written('invoices.csv'));
  });

  test('every payable of 5.00 or more is paid out once, half by each provider', () => {
    const due = recount.months.flatMap(({ month, statements }) =>
      statements
        .filter(({ payable }) => payable >= 500n)
        .map(({ partner, payable }) => `${month},${partner.name},${payable}`),
    );
    const paid = written('payouts.csv').trim().split('\n').slice(1);
    const [december] = due;
    expect(december).toBeDefined();
    expect(paid.filter((row) => !row.endsWith(',paid'))).toEqual([]);
    expect(new Set(paid.map((row) => row.split(',')[3]))).toEqual(new Set(['paypal', 'stripe']));
    // In the first month nothing is left from before, so that each payout is the payable itself.
    const inFirst = (rows: readonly string[]) => rows.filter((row) => row.startsWith('2010-12')).toSorted();
    expect(inFirst(paid.map((row) => row.split(',').slice(0, 3).join()))).toEqual(inFirst(due));
  });
});
