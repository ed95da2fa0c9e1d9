import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright-core';
import * as z from 'zod';
import { DESK, openAs, PHONE, TestBrowser, violationsInEveryLook } from '../test/browser/support/browser.ts';
import { type LoggedIn, memberOf, partnerOf } from '../test/e2e/support/login.ts';
import { settled, TestRuntime } from '../test/e2e/support/runtime.ts';
import { say } from './runs.ts';

/** Budgets (docs/console.md): bytes of the first page, its largest paint on a slow machine, what moves while it loads. */
const FIRST_PAGE_BYTES = 120_000;
const PAINT_MS = 1500;
const SHIFT = 0.01;
const SLOWER = 4;
/** More than a page of a list shows. */
const PARTNERS = 30;
/** After this time without a request a page is complete. */
const QUIET_MS = 700;

/** Asks a page what it saw itself; with the time that went by before this document, which the login took. */
const OBSERVE = `window.seen = { paint: 0, shift: 0 };
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.seen.paint = each.startTime; })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => { for (const each of list.getEntries()) if (!each.hadRecentInput) { window.seen.shift += each.value; window.seen.moved = (each.sources ?? []).map(({ node }) => node?.className ?? node?.nodeName).join(', '); } })
  .observe({ type: 'layout-shift', buffered: true });`;
const Seen = z.object({ paint: z.number(), shift: z.number(), moved: z.string().optional(), origin: z.number() });

interface Measured {
  readonly bytes: number;
  readonly paint: number;
  readonly shift: number;
  /** What moved last. */
  readonly moved: string | undefined;
}

const TEXT = /javascript|css|html|json|svg/;

/** As CloudFront sends it: texts are compressed, and what came before is not asked for again. */
const bytesOf = async (responses: readonly Response[]): Promise<number> => {
  const own = new Map(
    responses.filter((each) => each.status() === 200).map((each) => [each.url().split('?')[0], each]),
  );
  let sum = 0;
  for (const response of own.values()) {
    if (response.url().includes('/_local/') || response.url().includes('/v2/')) continue;
    const body = await response.body().catch(() => Buffer.alloc(0));
    sum += TEXT.test(response.headers()['content-type'] ?? '') ? gzipSync(body).length : body.length;
  }
  return sum;
};

/** Loads a page in a window that has nothing yet but the session of the login, on a machine four times as slow. */
const load = async (page: Page, address: string): Promise<Measured> => {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.clearBrowserCache');
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const responses: Response[] = [];
  const keep = (response: Response): void => void responses.push(response);
  page.on('response', keep);
  // From somewhere else: an address that differs behind its # alone would load nothing.
  await page.goto('about:blank');
  const from = Date.now();
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  page.off('response', keep);
  await client.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const seen = Seen.parse(await page.evaluate('({ ...window.seen, origin: performance.timeOrigin })'));
  return {
    bytes: await bytesOf(responses),
    paint: seen.origin - from + seen.paint,
    shift: seen.shift,
    moved: seen.moved,
  };
};

const Keyed = z.object({ key: z.string() });

/** A program with some partners, customers and sales: lists and charts have something to draw. */
const fill = async (runtime: TestRuntime): Promise<{ readonly owner: LoggedIn; readonly partner: LoggedIn }> => {
  const { api } = await runtime.merchant();
  await api.call('POST', '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  const partners: string[] = [];
  for (let at = 1; at <= PARTNERS; at += 1) {
    const [partner_key, customer_key] = [`partner-${at}`, `customer-${at}`];
    const email = `${partner_key}@partners.example`;
    partners.push(Keyed.parse(await api.call('POST', '/v2/partnerships', { partner_key, email })).key);
    await api.call('POST', '/v2/customers', { customer_key, partner_key });
    const sale = { external_key: `sale-${at}`, customer_key, currency: 'GBP', amount: 1000 * at };
    await api.call('POST', '/v2/transactions', sale);
  }
  await settled(api);
  return { owner: await memberOf(runtime, 'owner'), partner: await partnerOf(runtime, partners[0] ?? '') };
};

interface Visit {
  readonly name: string;
  readonly path: string;
  readonly person?: LoggedIn | undefined;
}

const Links = z.array(z.object({ name: z.string(), path: z.string() }));
const NAVIGATION = `[...document.querySelectorAll('.navigation a')]
  .map((link) => ({ name: link.textContent.trim(), path: link.getAttribute('href') }))`;

/** Every area that the navigation leads a person to. */
const areasOf = async (browser: TestBrowser, address: string, person: LoggedIn): Promise<readonly Visit[]> => {
  const page = await browser.window();
  await openAs(page, address, person);
  await page.locator('.navigation a').first().waitFor({ state: 'attached' });
  const links = Links.parse(await page.evaluate(NAVIGATION));
  await browser.closeWindows();
  return links.map((link) => ({ ...link, person }));
};

const visitsOf = async (
  browser: TestBrowser,
  url: string,
  owner: LoggedIn,
  partner: LoggedIn,
): Promise<readonly Visit[]> => [
  { name: 'Start page', path: '/' },
  { name: 'Sign-up', path: '/account/#sign-up' },
  ...(await areasOf(browser, `${url}/console/`, owner)),
  ...(await areasOf(browser, `${url}/portal/`, partner)),
];

interface Judged extends Measured {
  readonly page: string;
  readonly violations: readonly string[];
}

/** Loads a page on a desk and on a phone, and has axe look at it. */
const judge = async (page: Page, name: string, address: string): Promise<readonly Judged[]> => {
  // The first time warms the functions of the API: on AWS they are warm for whoever comes second.
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  const judged: Judged[] = [];
  for (const [look, size] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await page.setViewportSize(size);
    const measured = await load(page, address);
    const violations = look === 'phone' ? await violationsInEveryLook(page) : [];
    judged.push({ page: `${name}, ${look}`, ...measured, violations });
  }
  return judged;
};

const report = ({ page, bytes, paint, shift, moved, violations }: Judged): void => {
  const [size, painted] = [`${(bytes / 1000).toFixed(1)} kB`, `${Math.round(paint)} ms`];
  say(`${page.padEnd(24)} ${size.padStart(9)} ${painted.padStart(8)}   shift ${shift.toFixed(3)} ${moved ?? ''}`);
  for (const violation of violations) say(`    ${violation}`);
};

/** What is furthest from being good enough, against its budget. */
const worst = (title: string, all: readonly Judged[], of: (each: Judged) => number, budget: number): boolean => {
  const [highest] = all.toSorted((left, right) => of(right) - of(left));
  const value = highest === undefined ? 0 : of(highest);
  say(`${title}: ${(value / budget).toFixed(2)} x the budget at most (${highest?.page})`);
  return value <= budget;
};

/**
 * The budgets of the site on every page, or on those whose address fits a pattern: bytes, paint on a slow machine, layout
 * shift, accessibility.
 */
export const consoleBudgets = async (only = ''): Promise<void> => {
  const runtime = await TestRuntime.start('2011-01-20T10:00:00Z');
  const browser = await TestBrowser.start();
  const all: Judged[] = [];
  try {
    const { owner, partner } = await fill(runtime);
    const visits = await visitsOf(browser, runtime.url, owner, partner);
    for (const { name, path, person } of visits.filter((visit) => new RegExp(only).test(visit.path))) {
      const page = await browser.window();
      await page.addInitScript(OBSERVE);
      const address = `${runtime.url}${path}`;
      if (person !== undefined) await openAs(page, address, person);
      const judged = await judge(page, name, address);
      judged.forEach(report);
      all.push(...judged);
      await browser.closeWindows();
    }
  } finally {
    await browser.close();
    await runtime.close();
  }
  const found = all.flatMap(({ violations }) => violations).length;
  say(`${all.length / 2} pages, on a desk and on a phone, CPU ${SLOWER} x slower`);
  const kept = [
    worst('first page, gzip', all, ({ bytes }) => bytes, FIRST_PAGE_BYTES),
    worst('largest paint', all, ({ paint }) => paint, PAINT_MS),
    worst('layout shift', all, ({ shift }) => shift, SHIFT),
  ];
  say(`axe: ${found} violations in light and dark, on a desk and on a phone`);
  if (kept.includes(false) || found > 0) throw new Error('A page is over its budget.');
};
