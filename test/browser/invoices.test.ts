import type { Page } from 'playwright-core';
import type { ApiClient } from '../../cli/replay/client.ts';
import { moveClock } from '../../cli/replay/clock.ts';
import { memberOf } from '../e2e/support/login.ts';
import { settled } from '../e2e/support/runtime.ts';
import { openAs, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;

const sell = async (partner: string, key: string, amount: number): Promise<void> => {
  await api.call('POST', '/v2/customers', { customer_key: `customer-${key}`, partner_key: partner });
  const sale = { external_key: key, customer_key: `customer-${key}`, currency: 'GBP', amount };
  await api.call('POST', '/v2/transactions', sale);
};

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await api.call('POST', '/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: 'Ten per cent' } },
  });
  await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
  await api.call('POST', '/v2/partnerships', { partner_key: 'ben', email: 'ben@partners.example' });
  await sell('anna', 'a1', 100_000);
  await sell('anna', 'a2', 50_000);
  await sell('ben', 'b1', 20_000);
  await settled(api);
  await moveClock(api, Date.parse('2011-02-02T09:00:00Z'), true);
});

/** Presses Tab until something with this name has the focus: nobody touches a mouse here. */
const tabTo = async (page: Page, name: string): Promise<void> => {
  for (let step = 0; step < 120; step += 1) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.trim() ?? '';
    });
    if (focused.startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Nobody who uses the keyboard comes to “${name}”.`);
};

test('an invoice in review is walked through with the keyboard alone: a reward is declined, and the total follows', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/invoices`, owner);
  await page.getByRole('rowheader', { name: 'January 2011' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tabTo(page, 'January 2011');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'left' }).waitFor();
  await page.getByText('5 days').waitFor();
  await page.getByText('£170.00').first().waitFor();
  await tabTo(page, 'By reward');
  await page.keyboard.press('Enter');
  await page.getByRole('rowheader', { name: 'Ten per cent' }).first().waitFor();
  expect(await page.getByRole('rowheader', { name: 'Ten per cent' }).count()).toBe(3);
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tabTo(page, 'Decline: Ten per cent, ben');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  while ((await page.evaluate(() => document.activeElement?.tagName)) !== 'TEXTAREA') await page.keyboard.press('Tab');
  await page.keyboard.type('A test of the shop itself.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('£150.00').first().waitFor();
  expect(await api.call('GET', '/v2/invoices/2011-01')).toMatchObject({ payables: 15_000 });
});

test('the invoice is printed on one page and taken along as a file, and a manager sees no invoice', async () => {
  const finance = await memberOf(runtime, 'finance');
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/invoices/2011-01/print`, finance);
  await page.getByRole('rowheader', { name: 'anna' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('link', { name: 'Zur Rechnung' }).click();
  await page.getByRole('button', { name: 'PDF' }).click();
  const link = page.getByRole('dialog').getByRole('link');
  await link.waitFor({ timeout: 30_000 });
  const file = await fetch((await link.getAttribute('href')) ?? '');
  expect((await file.text()).slice(0, 5)).toBe('%PDF-');

  const manager = await memberOf(runtime, 'manager');
  const other = await browser.window();
  await openAs(other, `${runtime.url}/console/`, manager);
  await other.getByRole('link', { name: 'Partners' }).first().waitFor();
  expect(await other.getByRole('link', { name: 'Invoices' }).count()).toBe(0);
});

test('on the 8th the invoice is paid, on the 13th partners are, and the console shows both', async () => {
  await api.call('POST', '/v2/payment-methods', { provider: 'stripe', provider_method: 'pm_card_visa' });
  const method = { provider: 'stripe', destination: 'acct_ok_anna' };
  await api.call('PUT', '/v2/partnerships/anna/payout-method', method);
  await moveClock(api, Date.parse('2011-02-14T09:00:00Z'), true);
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/invoices`, owner);
  await page
    .getByRole('row', { name: /January 2011/ })
    .getByText('Paid', { exact: true })
    .waitFor();
  await page.getByRole('link', { name: 'Payouts' }).click();
  await page.getByText('£150.00').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});
