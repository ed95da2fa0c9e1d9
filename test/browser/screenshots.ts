import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { ROOT } from '../../cli/build.ts';
import { ApiClient } from '../../cli/replay/client.ts';
import { DESK, logInOn, PHONE, TestBrowser } from './support/browser.ts';

/** Pictures of every page, of a program with real sales: those that people look at first in light, dark and phone width. */

const USAGE = `Usage: npm run screenshots -- [--url URL --data DIR] [--readme] [NAME ...]

Starts a demo of its own, waits until it is filled (some minutes), and writes out/screenshots/NAME-VIEW.png.
--url and --data name one that runs and is filled. --readme takes the pictures of the README into docs/pictures instead.`;

type Who = 'owner' | 'partner' | 'anybody';
type Size = 'desk' | 'phone';

interface Shot {
  readonly name: string;
  readonly who: Who;
  readonly path: string;
  /** Opens a thing of the list that the path shows: the first, the second, … */
  readonly opens?: number;
}

/** What people look at first, in every look. */
const MAIN: readonly Shot[] = [
  { name: 'overview', who: 'owner', path: '/console/' },
  { name: 'groups', who: 'owner', path: '/console/groups' },
  { name: 'group-editor', who: 'owner', path: '/console/groups', opens: 2 },
  { name: 'partners', who: 'owner', path: '/console/partners' },
  { name: 'partner', who: 'owner', path: '/console/invoices/2011-05', opens: 1 },
  { name: 'segment-builder', who: 'owner', path: '/console/segments', opens: 2 },
  { name: 'trigger-builder', who: 'owner', path: '/console/triggers', opens: 2 },
  { name: 'invoice-review', who: 'owner', path: '/console/invoices', opens: 1 },
  { name: 'portal-dashboard', who: 'partner', path: '/portal/' },
  { name: 'application-form', who: 'anybody', path: 'application' },
];

const of = (who: Who, app: string, paths: readonly string[]): readonly Shot[] =>
  paths.map((path) => ({ name: `${app}-${path.replaceAll('/', '-')}`, who, path: `/${app}/${path}` }));

/** Every other area, on a light desk and on a dark phone. */
const OTHERS: readonly Shot[] = [
  ...of('owner', 'console', [
    'leads',
    'deals',
    'tags',
    'segments',
    'triggers',
    'tiers',
    'guide',
    'look',
    'look/welcome',
  ]),
  ...of('owner', 'console', ['look/pages', 'promo', 'promo/new/banner', 'connect', 'connect/test', 'connect/domains']),
  ...of('owner', 'console', ['rewards', 'invoices', 'payouts', 'reports', 'reports/groups', 'reports/partners']),
  ...of('owner', 'console', ['partners/requests', 'partners/new', 'partners/invite', 'partners/import']),
  ...of('owner', 'console', ['settings/program', 'settings/keys', 'settings/team', 'settings/billing']),
  ...of('owner', 'console', ['settings/plan', 'settings/audit']),
  { name: 'console-segments-new', who: 'owner', path: '/console/segments/new' },
  { name: 'console-triggers-new', who: 'owner', path: '/console/triggers/new' },
  { name: 'console-reward', who: 'owner', path: '/console/rewards?period=2011-05', opens: 1 },
  ...of('partner', 'portal', ['links', 'links/new', 'offers', 'material', 'prospects', 'prospects/new', 'recruits']),
  ...of('partner', 'portal', ['about', 'rewards', 'payments', 'payments/payouts', 'payments/statements']),
  ...of('partner', 'portal', ['payments/method', 'account', 'account/tax', 'account/login', 'account/privacy']),
  { name: 'portal-reward', who: 'partner', path: '/portal/rewards?month=2011-05', opens: 1 },
  { name: 'portal-statement', who: 'partner', path: '/portal/payments/statements', opens: 1 },
  { name: 'start', who: 'anybody', path: '/' },
  { name: 'login', who: 'anybody', path: '/console/' },
  { name: 'sign-up', who: 'anybody', path: '/account/#sign-up' },
];

interface View {
  readonly size: Size;
  readonly scheme: 'light' | 'dark';
}

const LIGHT: View = { size: 'desk', scheme: 'light' };
const VIEWS: Readonly<Record<string, View>> = {
  light: LIGHT,
  dark: { size: 'desk', scheme: 'dark' },
  phone: { size: 'phone', scheme: 'light' },
};
const FEWER_VIEWS: Readonly<Record<string, View>> = { light: LIGHT, night: { size: 'phone', scheme: 'dark' } };

const Login = z.object({ email: z.string(), password: z.string() });
const Logins = z.object({ owner: Login, partner: Login });
const Made = z.object({ secret_key: z.string() });
const Page1 = z.object({ items: z.array(z.object({ key: z.string() })) });
const Located = z.object({ url: z.string() });

interface Demo {
  readonly url: string;
  readonly dataDir: string;
  end(): Promise<void>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** Starts a demo in a folder of its own, and resolves when it is filled. */
const startDemo = (): Promise<Demo> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'fairshare-pictures-'));
  const args = [join(ROOT, 'cli', 'start.ts'), '--port', '0', '--data', join(dataDir, 'data')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  return new Promise((resolve, reject) => {
    let url = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      process.stdout.write(`${line}\n`);
      url = /^ready (\S+)$/.exec(line)?.[1] ?? url;
      if (line.includes("partner's login")) resolve({ url, dataDir: join(dataDir, 'data'), end });
    });
    child.once('exit', (code) => reject(new Error(`The demo ended (${code}).`)));
  });
};

/** The address of one of the program's forms. */
const formAddress = async (url: string, secret: string, kind: string): Promise<string> => {
  const api = new ApiClient(url, secret);
  const [group] = Page1.parse(await api.call('GET', '/v2/groups?limit=1')).items;
  const form = Located.parse(await api.call('GET', `/v2/form-templates/${group?.key}.${kind}`));
  api.close();
  return new URL(new URL(form.url).pathname, url).href;
};

const addressOf = async (demo: Demo, { who, path }: Shot): Promise<string> => {
  if (who !== 'anybody' || path.startsWith('/')) return demo.url + path;
  const { secret_key } = Made.parse(readJson(join(demo.dataDir, 'merchant.json')));
  return formAddress(demo.url, secret_key, path);
};

/** Nothing is asked for any more, charts are drawn, and what comes up slowly has come up. */
const quiet = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready');
  await new Promise((resolve) => setTimeout(resolve, 400));
};

/** Shows what is to be taken; false when there is no such page. */
const show = async (page: Page, demo: Demo, shot: Shot): Promise<boolean> => {
  await page.goto(await addressOf(demo, shot));
  await quiet(page);
  if (shot.who !== 'anybody' && page.url().includes('/login?')) {
    const { email, password } = Logins.parse(readJson(join(demo.dataDir, 'logins.json')))[shot.who];
    await logInOn(page, email, password);
    await page.waitForURL((url) => url.pathname.startsWith(shot.path));
    await quiet(page);
  }
  if (shot.opens !== undefined) {
    const row = page
      .locator('main table tbody tr')
      .nth(shot.opens - 1)
      .locator('th a');
    if ((await row.count()) === 0) return false;
    await row.first().click();
    await quiet(page);
  }
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return (await page.getByText('There is nothing here').count()) === 0;
};

/** One window for each person and view: nobody logs in twice. */
const windowsOf = (browser: TestBrowser) => {
  const windows = new Map<string, Promise<Page>>();
  return (who: Who, { size, scheme }: View): Promise<Page> => {
    const key = `${who} ${size} ${scheme}`;
    const known =
      windows.get(key) ??
      browser.window(size === 'phone' ? { size: PHONE, scheme, mobile: true } : { size: DESK, scheme });
    windows.set(key, known);
    return known;
  };
};

/** Pictures are not longer than this: a list says the same again and again. */
const LONGEST = 2600;

/** Takes a page in a window as high as it is, so that what keeps to an edge of the window stands where it belongs. */
const wholePage = async (page: Page, of: Size, path: string, longest = LONGEST): Promise<void> => {
  const size = of === 'phone' ? PHONE : DESK;
  const height = z.number().parse(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ ...size, height: Math.min(longest, Math.max(size.height, height)) });
  await quiet(page);
  await page.screenshot({ path });
  await page.setViewportSize(size);
};

const take = async (browser: TestBrowser, demo: Demo, shots: readonly Shot[], folder: string): Promise<void> => {
  const windowOf = windowsOf(browser);
  for (const shot of shots) {
    let taken = 0;
    for (const [name, view] of Object.entries(MAIN.includes(shot) ? VIEWS : FEWER_VIEWS)) {
      const page = await windowOf(shot.who, view);
      if (!(await show(page, demo, shot))) break;
      await wholePage(page, view.size, join(folder, `${shot.name}-${name}.png`));
      taken += 1;
    }
    const said = browser.complaints().map((line) => `\n  ${line}`);
    process.stdout.write(`${shot.name}: ${taken === 0 ? 'there is no such page' : `${taken} taken`}${said.join('')}\n`);
  }
};

/** The pictures that the README shows, with how much of the page. */
const README: readonly (readonly [name: string, view: View, height: number])[] = [
  ['overview', LIGHT, 1600],
  ['invoice-review', { size: 'desk', scheme: 'dark' }, 900],
  ['trigger-builder', LIGHT, 900],
  ['portal-dashboard', { size: 'phone', scheme: 'light' }, 900],
];
const README_BYTES = 700_000;

const takeForReadme = async (browser: TestBrowser, demo: Demo): Promise<void> => {
  const folder = join(ROOT, 'docs', 'pictures');
  mkdirSync(folder, { recursive: true });
  const windowOf = windowsOf(browser);
  let bytes = 0;
  for (const [name, view, height] of README) {
    const shot = MAIN.find((each) => each.name === name);
    if (shot === undefined) continue;
    const page = await windowOf(shot.who, view);
    await show(page, demo, shot);
    const path = join(folder, `${name}.png`);
    await wholePage(page, view.size, path, height);
    bytes += statSync(path).size;
  }
  process.stdout.write(`docs/pictures: ${README.length} pictures, ${Math.round(bytes / 1000)} kB\n`);
  if (bytes > README_BYTES) throw new Error('The pictures of the README are too large.');
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, data: { type: 'string' }, readme: { type: 'boolean', default: false } },
  });
  if ((values.url === undefined) !== (values.data === undefined)) throw new Error(USAGE);
  const all = [...MAIN, ...OTHERS];
  const shots = all.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (shots.length === 0) throw new Error(`${USAGE}\n\nNames: ${all.map(({ name }) => name).join(', ')}`);
  const folder = join(ROOT, 'out', 'screenshots');
  mkdirSync(folder, { recursive: true });
  const demo: Demo =
    values.url === undefined || values.data === undefined
      ? await startDemo()
      : { url: values.url, dataDir: values.data, end: async () => undefined };
  const browser = await TestBrowser.start();
  try {
    await (values.readme ? takeForReadme(browser, demo) : take(browser, demo, shots, folder));
  } finally {
    await browser.close();
    await demo.end();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
