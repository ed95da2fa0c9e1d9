import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import * as z from 'zod';
import { findChromium } from '../../../cli/chromium.ts';
import { Complaints } from './complaints.ts';

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export const DESK = { width: 1280, height: 900 } as const;
export const PHONE = { width: 375, height: 740 } as const;
const SIZES = { desk: DESK, phone: PHONE } as const;

/** How a window looks. */
export interface Look {
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  readonly locale?: string;
  /** A window as a phone has it: nothing is kept free for scroll bars, and points are finer. */
  readonly mobile?: boolean;
}

/** Chromium as a person uses it. One for a test file; every person in a window of its own. */
export class TestBrowser {
  #browser: Browser | undefined;
  readonly #contexts: BrowserContext[] = [];
  readonly #complaints = new Complaints();

  /** `more` are further flags, such as names that lead to this machine. */
  async start(more: readonly string[] = []): Promise<void> {
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error('There is no Chromium: run `node cli/install-chromium.ts`.');
    this.#browser = await chromium.launch({ executablePath, headless: true, args: [...FLAGS, ...more] });
  }

  /** One that is started already. */
  static async start(more: readonly string[] = []): Promise<TestBrowser> {
    const browser = new TestBrowser();
    await browser.start(more);
    return browser;
  }

  /** A new window, with nothing in it of the others: neither cookies nor storage. */
  async window({ size = DESK, scheme = 'light', locale = 'en-GB', mobile = false }: Look = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('The browser is not started.');
    const phone = mobile ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {};
    const context = await this.#browser.newContext({ viewport: size, colorScheme: scheme, locale, ...phone });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.note(page.url(), message.text(), message.location().url);
    });
    page.on('pageerror', (error) => this.#complaints.note(page.url(), error.message));
    return page;
  }

  /**
   * Says beforehand that the browser will note down something that this test brings about, such as a request that is
   * refused. Each pattern is that of one note, which must come before the test is over, whenever it comes.
   */
  expects(...patterns: readonly RegExp[]): void {
    this.#complaints.expects(patterns);
  }

  /** Says beforehand what the browser may note down in this test, as often as it likes. */
  allows(...patterns: readonly RegExp[]): void {
    this.#complaints.allows(patterns);
  }

  /** What the pages have complained about until now. A test takes `endTest`: notes may still be on their way. */
  complaints(): readonly string[] {
    return this.#complaints.take();
  }

  /**
   * Ends a test: waits for the notes that it expects, closes its windows, and answers what the pages have complained
   * about besides (errors, and what the security policy forbade), and which notes did not come.
   */
  async endTest(): Promise<readonly string[]> {
    await this.#complaints.settled();
    await this.closeWindows();
    return this.complaints();
  }

  async closeWindows(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

const Found = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ target: z.array(z.unknown()) })) }),
);

/** What axe judges by colours: the other rules come to the same whether a page is light or dark. */
const BY_COLOUR = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page and in its frames, in a form that a person can read in a failed test.
 * Every rule is applied unless some are named; only what passes is not written up, and axe stays in a page that is
 * looked at again: this takes a tenth of the time.
 */
export const violations = async (page: Page, runOnly?: readonly string[]): Promise<readonly string[]> => {
  for (const frame of page.frames()) {
    if (await frame.evaluate('window.axe === undefined')) await frame.evaluate(axe.source);
  }
  const options = JSON.stringify({ resultTypes: ['violations'], runOnly });
  const run = `axe.run(${options}).then(({ violations }) => violations)`;
  const found = Found.parse(await page.evaluate(run));
  return found.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}: ${help}`));
};

type Scheme = 'light' | 'dark';

const violationsIn = async (page: Page, looks: readonly (readonly [keyof typeof SIZES, Scheme])[]) => {
  const found: string[] = [];
  let judged: string | undefined;
  for (const [size, colorScheme] of looks) {
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme });
    const each = await violations(page, judged === size ? BY_COLOUR : undefined);
    found.push(...each.map((line) => `${size}, ${colorScheme}: ${line}`));
    judged = size;
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
};

/** What axe finds on a page in light and dark, on a desk and on a phone. */
export const violationsInEveryLook = (page: Page): Promise<readonly string[]> =>
  violationsIn(page, [
    ['desk', 'light'],
    ['desk', 'dark'],
    ['phone', 'light'],
    ['phone', 'dark'],
  ]);

/** What axe finds in two looks that differ in everything, for pages of which there are many. */
export const violationsInTwoLooks = (page: Page): Promise<readonly string[]> =>
  violationsIn(page, [
    ['desk', 'light'],
    ['phone', 'dark'],
  ]);

/** Logs in on the pages of the login, wherever in the site somebody was led there from. */
export const logInOn = async (page: Page, email: string, password: string): Promise<void> => {
  await page.waitForURL(/\/login\?/);
  await page.fill('input[name="username"]', email);
  await page.fill('input[name="password"]', password);
  await page.press('input[name="password"]', 'Enter');
};

/** Opens an address of the site as somebody who has to log in first. */
export const openAs = async (
  page: Page,
  address: string,
  person: { readonly email: string; readonly password: string },
): Promise<void> => {
  await page.goto(address);
  await logInOn(page, person.email, person.password);
  await page.waitForURL((url) => url.href.startsWith(address));
};
