import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { readable } from '../../cli/demo-story/readable.ts';
import { planOfDemo } from '../../cli/demo-story/story.ts';
import { recountFiles } from '../../cli/recount/from-files.ts';
import { invoicesTable, partnersTable } from '../../cli/recount/tables.ts';
import type { ApiClient } from '../../cli/replay/client.ts';
import { readClock } from '../../cli/replay/clock.ts';
import { collect } from '../../cli/replay/collect.ts';
import { readEventFiles, readProgramFile } from '../../cli/replay/files.ts';
import { monthsOf, startOf } from '../../cli/replay/timeline.ts';
import { TestRuntime } from './support/runtime.ts';

jest.setTimeout(300_000);

const root = join(__dirname, '../..');
const PROGRAM = join(root, 'cli/demo/p1-lifetime-sales.json');
/** The first days of the demo's sales: the month ends as the whole demo does, with its invoice in review. */
const END = '2010-12-08T00:00:00Z';
/** When the first filling is killed: in the middle of the sales. */
const KILLED = Date.parse('2010-12-03T12:00:00Z');

const file = readable(readProgramFile(PROGRAM));
const events = readEventFiles([join(root, 'cli/demo/online-retail-h1.jsonl.gz')]).filter((event) => event.at < END);

const folder = mkdtempSync(join(tmpdir(), 'fairshare-e2e-demo-'));
const sales = join(folder, 'sales.jsonl');
let runtime: TestRuntime;
let api: ApiClient;
let key: string;

/** Fills the demo as `npm start` does, in a process of its own. */
const fill = (): ChildProcess =>
  spawn(process.execPath, [join(root, 'cli/fill-demo.ts'), runtime.url, key, PROGRAM, sales], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

const Key = z.object({ key: z.string() });
const Prospect = z.object({ key: z.string(), status: z.string(), updated_at: z.int() });
const Partner = z.object({ key: z.string(), first_name: z.string(), last_name: z.string(), country: z.string() });
const Creative = z.object({ key: z.string(), kind: z.string(), impressions: z.int(), clicks: z.int() });
const Figures = z.object({
  totals: z.object({ clicks: z.int(), invalid_clicks: z.int(), sign_ups: z.int(), transactions: z.int() }),
});

const figures = async () => {
  const month = await api.call('GET', '/v2/statistics?from=2010-12-01&to=2011-01-31');
  return Figures.parse(month).totals;
};

/** Everything that the story adds, with when it was last changed. */
const found = async () => ({
  figures: await figures(),
  partners: await api.all('/v2/partnerships', Partner),
  links: (await api.all('/v2/links', Key)).length,
  customers: (await api.all('/v2/customers', Key)).length,
  leads: await api.all('/v2/leads', Prospect),
  deals: await api.all('/v2/deals', Prospect),
  applications: await api.all('/v2/applications', Prospect),
  creatives: await api.all('/v2/creatives', Creative),
  pages: (await api.all('/v2/portal-pages', Key)).length,
  coupons: (await api.all('/v2/coupons', Key)).length,
  domains: await api.all('/v2/domains', z.object({ key: z.string(), status: z.string() })),
});

beforeAll(async () => {
  writeFileSync(sales, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  runtime = await TestRuntime.start(new Date(startOf(file, events)).toISOString());
  ({ api, secret: key } = await runtime.merchant(file.currency));
  const first = fill();
  const firstEnd = ended(first);
  while (first.exitCode === null && (await readClock(api)).now < KILLED) await sleep(50);
  first.kill('SIGKILL');
  await firstEnd;
  expect(await ended(fill())).toBe(0);
});

afterAll(async () => {
  await runtime.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('The demo, whose filling was killed and started again', () => {
  test('pays what its sales pay, to the byte, whatever is told beside them', async () => {
    await collect(api, file, monthsOf(events), folder);
    const written = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const months = recountFiles(file, events).months.filter((month) => month.lively);
    expect(written('partners.csv')).toBe(partnersTable(months));
    expect(written('invoices.csv')).toBe(invoicesTable(months));
  });

  test('has every click once, and customers who came by one', async () => {
    const { visits, signUps } = planOfDemo(file, events);
    const { clicks, invalid_clicks, sign_ups } = await figures();
    // Who was cut off between click and sign-up clicks again, which counts apart.
    expect(clicks).toBe(visits.filter(({ kind }) => kind === 'person').length);
    expect(invalid_clicks).toBeGreaterThanOrEqual(visits.length - clicks);
    expect(invalid_clicks).toBeLessThanOrEqual(visits.length - clicks + 1);
    expect(sign_ups).toBe(signUps.length);
  });

  test('shows partners with names, applications, leads, deals, and promo material', async () => {
    const all = await found();
    const states = (list: readonly { readonly status: string }[]) =>
      [...new Set(list.map(({ status }) => status))].toSorted();
    expect(all.partners.every(({ first_name, last_name, country }) => first_name && last_name && country)).toBe(true);
    expect(states(all.applications)).toEqual(['new', 'rejected']);
    expect(states(all.leads)).toEqual(['closed', 'qualified', 'rejected', 'submitted']);
    expect(states(all.deals)).toEqual(['accepted', 'lost', 'registered', 'rejected', 'won']);
    expect(all.creatives.map(({ kind }) => kind).toSorted()).toEqual(['banner', 'email', 'text_link']);
    const banner = all.creatives.find(({ kind }) => kind === 'banner');
    expect(banner?.clicks).toBeGreaterThan(0);
    expect(banner?.impressions).toBeGreaterThan(banner?.clicks ?? 0);
    expect(all.domains.map(({ status }) => status)).toEqual(['pending']);
    expect([all.pages, all.coupons]).toEqual([1, 2]);
  });

  test('is the same when it is filled again', async () => {
    const before = await found();
    expect(await ended(fill())).toBe(0);
    expect(await found()).toEqual(before);
  });
});
