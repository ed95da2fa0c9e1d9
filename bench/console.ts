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

const fill = async (runtime: TestRuntime): Promise<{ readonly owner: LoggedIn; readonly partner: LoggedIn }> => {
  const { api } = await runtime.merchant();
  await api.call('POST', '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  const { key } = z
    .object({ key: z.string() })
    .parse(await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' }));
  await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const sale = { external_key: 'sale-1', customer_key: 'cathy', currency: 'GBP', amount: 123_400 };
  await api.call('POST', '/v2/transactions', sale);
  await settled(api);
  return { owner: await memberOf(runtime, 'owner'), partner: await partnerOf(runtime, key) };
};

const ratio = (value: number, budget: number): string => `${(value / budget).toFixed(2)} x the budget`;

const report = (name: string, { bytes, paint, shift, moved }: Measured): boolean => {
  say(`${name}: ${(bytes / 1000).toFixed(1)} kB gzip (${ratio(bytes, FIRST_PAGE_BYTES)})`);
  say(
    `  largest paint after ${Math.round(paint)} ms (${ratio(paint, PAINT_MS)}), layout shift ${shift.toFixed(4)} ${moved ?? ''}`,
  );
  return bytes <= FIRST_PAGE_BYTES && paint <= PAINT_MS && shift <= SHIFT;
};

/** Loads a page on a desk and on a phone, and has axe look at it. */
const judge = async (page: Page, name: string, address: string): Promise<boolean> => {
  const results: boolean[] = [];
  for (const [look, size] of [
    ['desk', DESK],
    ['phone', PHONE],
  ] as const) {
    await page.setViewportSize(size);
    // The first time warms the functions of the API: on AWS they are warm for whoever comes second.
    await load(page, address);
    results.push(report(`${name}, ${look}`, await load(page, address)));
  }
  const found = await violationsInEveryLook(page);
  say(`  axe: ${found.length} violations${found.map((line) => `\n    ${line}`).join('')}`);
  return results.every((good) => good) && found.length === 0;
};

/** The budgets of the site: bytes, paint on a slow machine, layout shift, accessibility. */
export const consoleBudgets = async (): Promise<void> => {
  const runtime = await TestRuntime.start('2011-01-20T10:00:00Z');
  const browser = await TestBrowser.start();
  try {
    const { owner, partner } = await fill(runtime);
    const visits = [
      ['start page', '/', undefined],
      ['overview', '/console/', owner],
      ['partners', '/console/partners', owner],
      ['portal', '/portal/', partner],
    ] as const;
    let good = true;
    for (const [name, path, person] of visits) {
      const page = await browser.window();
      await page.addInitScript(OBSERVE);
      const address = `${runtime.url}${path}`;
      if (person !== undefined) await openAs(page, address, person);
      good = (await judge(page, name, address)) && good;
      await browser.closeWindows();
    }
    if (!good) throw new Error('A page is over its budget.');
  } finally {
    await browser.close();
    await runtime.close();
  }
};
