import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import type { Caller } from '../e2e/support/caller.ts';
import { until } from '../e2e/support/runtime.ts';
import { openAs, PHONE, violationsInTwoLooks } from './support/browser.ts';
import { anna, INTERNAL, portalProgram } from './support/portal-program.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let acme: Caller;

const Anything = z.unknown();
const Deals = z.object({ items: z.array(z.object({ key: z.string(), amount: z.int() })) });

const { runtime, browser } = siteAt('2026-01-20T10:00:00Z', async (merchant) => {
  ({ api, acme } = merchant);
  await portalProgram(merchant);
});

const at = (path: string): string => `${runtime.url}/portal${path}`;
const textOf = async (page: Page): Promise<string> => (await page.textContent('body')) ?? '';

test('G a partner accepts the terms, makes a link, and follows the sale that came through it to its why', async () => {
  const page = await browser.window({ size: PHONE });
  await openAs(page, at('/'), anna);
  await page.getByText('Acme Partners').first().waitFor();
  await page.getByRole('button', { name: 'I accept the terms' }).click();
  await page.getByText('The terms are accepted').waitFor();
  await page.getByRole('button', { name: 'I accept the terms' }).waitFor({ state: 'detached' });
  await page.getByText('£123.40').first().waitFor();

  await page.goto(at('/links'));
  await page.getByText('ANNA10').waitFor();
  await page.getByRole('link', { name: 'New link' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Talks');
  await page.getByLabel('Leads to').fill('https://elsewhere.example/');
  await page.getByLabel('Sub-ID').fill('spring');
  // The browser itself notes down that something was refused.
  browser.expects(/status of 422/);
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.getByText('A link leads to a page of the program’s own site.').first().waitFor();
  await page.getByLabel('Leads to').fill('https://shop.example/tea');
  await page.getByLabel('End of the address').fill('anna-talks');
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.waitForURL(at('/links'));
  await page.getByText('/anna-talks').first().waitFor();
  const led = await fetch(`${runtime.url}/anna-talks`, { redirect: 'manual' });
  expect(led.headers.get('location')).toMatch(/^https:\/\/shop\.example\/tea\?utm_content=spring&/);
  await page.getByRole('button', { name: 'QR code of Talks' }).click();
  await page.getByRole('img', { name: 'QR code of Talks' }).waitFor();
  const [svg] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download SVG' }).click(),
  ]);
  expect(svg.suggestedFilename()).toBe('anna-talks.svg');
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download PNG' }).click(),
  ]);
  expect(png.suggestedFilename()).toBe('anna-talks.png');

  await page.goto(at('/rewards'));
  await page.getByRole('link', { name: 'Why: Ten per cent of every sale' }).click();
  await page.getByText('10% of £1,234.00 is £123.40, rounded half up.').waitFor();
  expect(await page.getByText('£1,234.00').count()).toBeGreaterThan(0);
});

test('G a partner hands in a lead and a deal, moves the deal, and reads what is offered and written for it', async () => {
  const page = await browser.window();
  await openAs(page, at('/prospects/new'), anna);
  await page.getByRole('button', { name: 'Submit lead' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('E-mail address').fill('lea@firm.example');
  await page.getByLabel('First name').fill('Lea');
  await page.getByLabel('Last name').fill('Lane');
  await page.getByRole('button', { name: 'Submit lead' }).click();
  await page.getByRole('heading', { name: 'Lea Lane' }).waitFor();

  await page.goto(at('/prospects/deals/new'));
  await page.getByLabel('Name of the deal').fill('Licences');
  await page.getByLabel('Company of the customer').fill('Firm');
  await page.getByLabel('Amount').fill('900.50');
  const brief = { name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('What they need') };
  await page.getByLabel('Brief').setInputFiles(brief);
  await page.getByText('brief.txt').waitFor();
  await page.getByRole('button', { name: 'Register deal' }).click();
  await page.getByText('£900.50').first().waitFor();
  const { items } = await acme.data(Deals, 'GET', '/v2/deals');
  expect(items[0]?.amount).toBe(90_050);
  const Files = z.object({ deal_files: z.array(z.object({ name: z.string(), size: z.int() })) });
  const { deal_files: files } = await acme.data(Files, 'GET', `/v2/deals/${items[0]?.key}/files`);
  expect(files).toEqual([{ name: 'brief.txt', size: 14 }]);
  await acme.data(Anything, 'PATCH', `/v2/deals/${items[0]?.key}`, { status: 'accepted' });
  await page.reload();
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByLabel('To which stage?').selectOption({ label: 'Won' });
  await page.getByLabel('For how much was it closed?').fill('850');
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
  await page.getByText('£850.00').first().waitFor();

  await page.goto(at('/offers'));
  await page.getByText('10% of a sale').waitFor();
  await page.getByText('to go until Star').first().waitFor();
  await page.goto(at('/about'));
  await page.getByRole('link', { name: 'Tips' }).click();
  await page.getByRole('heading', { name: 'Say it twice' }).waitFor();
});

test('G a partner sets up where its money goes, on the provider’s own pages, and is paid on the 13th', async () => {
  const page = await browser.window();
  await openAs(page, at('/payments'), anna);
  await page.getByText('You have not said where your money goes.').waitFor();
  await page.goto(at('/payments/method'));
  // The provider’s page has no picture of its own, which the browser notes down.
  browser.allows(/favicon\.ico.*status of 404/);
  await page.getByRole('button', { name: 'Set up a bank account' }).click();
  await page.waitForURL((url) => url.origin !== new URL(runtime.url).origin);
  await page.getByRole('button').first().click();
  await page.waitForURL((url) => url.href.startsWith(at('/payments/method')));
  await page.getByText('Money can be sent there.').waitFor();
  await page.goto(at('/account/tax'));
  await page.getByLabel('Name (required)').fill('Anna Ashe');
  await page.getByLabel('Street and number').fill('2 Tea Row');
  await page.getByLabel('Town').fill('London');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  for (const instant of ['2026-02-01T06:00:00Z', '2026-02-08T06:00:00Z', '2026-02-13T12:00:00Z']) {
    await until(api, instant);
  }
  await page.goto(at('/payments/payouts'));
  await page.getByText('£123.40').first().waitFor();
  await page.goto(at('/payments/statements'));
  await page.getByRole('link', { name: 'January 2026' }).click();
  await page.getByText('2 Tea Row').waitFor();
  await page.getByText('Ten per cent of every sale').waitFor();
});

const PAGES = [
  ['/', 'Day by day'],
  ['/links', 'Your coupon codes'],
  ['/links/new', 'Tell places apart'],
  ['/offers', 'Your tier'],
  ['/material', 'The best tea'],
  ['/prospects', 'Lea Lane'],
  ['/prospects/new', 'Tell us about a prospect'],
  ['/prospects/deals', 'Licences'],
  ['/recruits', 'Your recruiting link'],
  ['/about', 'Welcome to Acme'],
  ['/rewards', 'Status'],
  ['/payments', 'What holds it back'],
  ['/payments/statements', 'January 2026'],
  ['/payments/statements/2026-01', 'Paid to'],
  ['/payments/method', 'Where your money goes'],
  ['/account', 'First name'],
  ['/account/tax', 'Who is paid'],
  ['/account/login', 'New e-mail address'],
  ['/account/privacy', 'Close your account'],
] as const;

test.each([PAGES.slice(0, 10), PAGES.slice(10)])(
  'G no page of the portal has anything that axe finds fault with, or shows a name that is the merchant’s own',
  async (...pages) => {
    const page = await browser.window();
    await openAs(page, at('/'), anna);
    for (const [path, text] of pages) {
      await page.goto(at(path));
      await page.getByText(text).first().waitFor();
      const shown = await textOf(page);
      for (const name of INTERNAL) expect(shown).not.toContain(name);
      expect([path, await violationsInTwoLooks(page)]).toEqual([path, []]);
    }
  },
);
