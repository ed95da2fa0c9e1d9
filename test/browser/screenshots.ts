import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import * as z from 'zod';
import { ROOT } from '../../cli/build.ts';
import { ApiClient } from '../../cli/replay/client.ts';
import { DESK, type Look, openAs, PHONE, TestBrowser } from './support/browser.ts';

/** Pictures of the pages that people look at first, in light, dark and phone width, of a program with real sales. */

const USAGE = `Usage: npm run screenshots -- [--url URL --data DIR] [NAME ...]

Starts a demo of its own, waits until it is filled (some minutes), and writes out/screenshots/NAME-LOOK.png.
--url and --data name one that runs and is filled.`;

type Who = 'owner' | 'partner' | 'anybody';

interface Shot {
  readonly name: string;
  readonly who: Who;
  readonly path: string;
  /** Opens the first thing of the list that the path shows. */
  readonly first?: true;
}

const SHOTS: readonly Shot[] = [
  { name: 'overview', who: 'owner', path: '/console/' },
  { name: 'groups', who: 'owner', path: '/console/groups' },
  { name: 'group-editor', who: 'owner', path: '/console/groups', first: true },
  { name: 'partners', who: 'owner', path: '/console/partners' },
  { name: 'partner', who: 'owner', path: '/console/partners', first: true },
  { name: 'segment-builder', who: 'owner', path: '/console/segments/new' },
  { name: 'trigger-builder', who: 'owner', path: '/console/triggers/new' },
  { name: 'rewards', who: 'owner', path: '/console/rewards' },
  { name: 'invoices', who: 'owner', path: '/console/invoices' },
  { name: 'invoice-review', who: 'owner', path: '/console/invoices', first: true },
  { name: 'reports', who: 'owner', path: '/console/reports' },
  { name: 'set-up-guide', who: 'owner', path: '/console/guide' },
  { name: 'portal-dashboard', who: 'partner', path: '/portal/' },
  { name: 'application-form', who: 'anybody', path: '' },
];

const LOOKS: Readonly<Record<string, Look>> = {
  light: { size: DESK, scheme: 'light' },
  dark: { size: DESK, scheme: 'dark' },
  phone: { size: PHONE, scheme: 'light' },
};

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

/** The address of the program's application form. */
const formAddress = async (url: string, secret: string): Promise<string> => {
  const api = new ApiClient(url, secret);
  const [group] = Page1.parse(await api.call('GET', '/v2/groups?limit=1')).items;
  const form = Located.parse(await api.call('GET', `/v2/form-templates/${group?.key}.application`));
  api.close();
  return new URL(new URL(form.url).pathname, url).href;
};

/** Shows what is to be taken; false when the page does not exist. */
const show = async (page: Page, shot: Shot): Promise<boolean> => {
  await page.waitForLoadState('networkidle');
  if (shot.first === true) {
    const first = page.locator('main table tbody a').first();
    if ((await first.count()) === 0) return false;
    await first.click();
    await page.waitForLoadState('networkidle');
  }
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  // Charts draw, and what comes up slowly has come up.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return (await page.getByText('There is nothing here').count()) === 0;
};

const take = async (browser: TestBrowser, demo: Demo, shot: Shot, folder: string): Promise<void> => {
  const logins = Logins.parse(readJson(join(demo.dataDir, 'logins.json')));
  const { secret_key } = Made.parse(readJson(join(demo.dataDir, 'merchant.json')));
  for (const [look, options] of Object.entries(LOOKS)) {
    const page = await browser.window(options);
    if (shot.who === 'anybody') await page.goto(await formAddress(demo.url, secret_key));
    else await openAs(page, demo.url + shot.path, logins[shot.who]);
    if (!(await show(page, shot))) {
      process.stdout.write(`${shot.name}: there is no such page\n`);
      await browser.closeWindows();
      return;
    }
    await page.screenshot({ path: join(folder, `${shot.name}-${look}.png`), fullPage: look === 'phone' });
    await browser.closeWindows();
  }
  const complaints = browser.complaints();
  process.stdout.write(`${shot.name}: taken${complaints.map((line) => `\n  ${line}`).join('')}\n`);
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string' }, data: { type: 'string' } },
  });
  if ((values.url === undefined) !== (values.data === undefined)) throw new Error(USAGE);
  const shots = SHOTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  if (shots.length === 0) throw new Error(`${USAGE}\n\nNames: ${SHOTS.map(({ name }) => name).join(', ')}`);
  const folder = join(ROOT, 'out', 'screenshots');
  mkdirSync(folder, { recursive: true });
  const demo: Demo =
    values.url === undefined || values.data === undefined
      ? await startDemo()
      : { url: values.url, dataDir: values.data, end: async () => undefined };
  const browser = await TestBrowser.start();
  try {
    for (const shot of shots) await take(browser, demo, shot, folder);
  } finally {
    await browser.close();
    await demo.end();
  }
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
