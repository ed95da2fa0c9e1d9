import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { setPaymentMethod } from '../../cli/replay/setup.ts';
import type { Caller } from '../e2e/support/caller.ts';
import { type LoggedIn, memberOf } from '../e2e/support/login.ts';
import { settled, until } from '../e2e/support/runtime.ts';
import { openAs, PHONE } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let acme: Caller;
let owner: LoggedIn;

const Anything = z.unknown();
const rita = { email: 'rita@partners.example', password: 'Geheim 12345!' };

/** Rita sells something herself, and gets a tenth of what Anna earns, whom she has recruited. */
const fill = async (): Promise<void> => {
  await acme.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 1000 });
  await acme.data(Anything, 'PUT', '/v2/billing-details', {
    ...{ name: 'Acme Ltd', address_line_1: '1 High Street', city: 'London', country: 'GB' },
  });
  await acme.data(Anything, 'POST', '/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: 'Ten per cent' } },
  });
  await acme.data(Anything, 'POST', '/v2/partnerships', { partner_key: 'rita', first_name: 'Rita', ...rita });
  const anna = { partner_key: 'anna', email: 'anna@partners.example', recruited_by: 'rita' };
  await acme.data(Anything, 'POST', '/v2/partnerships', anna);
  for (const [partner_key, amount] of [
    ['anna', 123_400],
    ['rita', 50_000],
  ] as const) {
    const customer_key = `customer-of-${partner_key}`;
    await acme.data(Anything, 'POST', '/v2/customers', { customer_key, partner_key });
    const sale = { external_key: `sale-of-${partner_key}`, customer_key, currency: 'GBP', amount };
    await acme.data(Anything, 'POST', '/v2/transactions', sale);
  }
  await setPaymentMethod(api);
  await settled(api);
};

const { runtime, browser } = siteAt('2026-01-20T10:00:00Z', async (merchant) => {
  ({ api, acme } = merchant);
  await fill();
  owner = await memberOf(runtime, 'owner');
});

const consoleAt = (path: string): string => `${runtime.url}/console${path}`;
const portalAt = (path: string): string => `${runtime.url}/portal${path}`;

const answersTo = async (secret: string): Promise<number> =>
  (await fetch(`${runtime.url}/v2/groups`, { headers: { authorization: `Bearer ${secret}` } })).status;

/** The text of the figure or line with this name. */
const figure = async (page: Page, label: string): Promise<string> => {
  const term = page.locator('dt', { hasText: new RegExp(`^${label}$`) }).first();
  await term.waitFor();
  return ((await term.locator('xpath=following-sibling::dd[1]').textContent()) ?? '').trim();
};

/** Takes down that the page was printed: nothing comes out of a printer here. */
const withPrinter = async (): Promise<Page> => {
  const page = await browser.window();
  await page.addInitScript('window.printed = 0; window.print = () => { window.printed += 1; };');
  return page;
};

test('an API key is replaced: the new one is shown once, and the old one works until its hours are over', async () => {
  const page = await browser.window();
  await openAs(page, consoleAt('/settings/keys'), owner);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New key' }).first().click();
  await dialog.getByLabel('Name').fill('Shop');
  await dialog.getByRole('button', { name: 'New key' }).click();
  const old = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept it' }).click();

  await page.getByRole('button', { name: 'Replace “Shop”' }).click();
  await dialog.getByLabel('Hours in which the old one still works').fill('2');
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await dialog.getByText('It is shown this once.').waitFor();
  const fresh = (await dialog.locator('code').textContent()) ?? '';
  expect(fresh).not.toBe(old);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  const row = page.getByRole('row', { name: /Shop/ });
  await row.getByText('Works until').waitFor();
  await row.getByText('Works', { exact: true }).waitFor();
  // Whoever replaced it because somebody else knows it can end it at once.
  expect(await page.getByRole('button', { name: 'Revoke “Shop”' }).count()).toBe(2);
  expect(await page.getByRole('button', { name: 'Replace “Shop”' }).count()).toBe(1);
  await page.reload();
  await row.getByText('Works until').waitFor();
  expect(await page.content()).not.toContain(fresh);
  expect([await answersTo(old), await answersTo(fresh)]).toEqual([200, 200]);

  await until(api, '2026-01-20T12:05:00Z');
  expect([await answersTo(old), await answersTo(fresh)]).toEqual([401, 200]);
  await page.reload();
  await row.getByText('Refused since').waitFor();
  expect(await page.getByRole('button', { name: 'Revoke “Shop”' }).count()).toBe(1);
});

test('an invoice in review counts what recruits brought once, and is printed with the same figures', async () => {
  await until(api, '2026-02-02T09:00:00Z');
  const page = await withPrinter();
  await openAs(page, consoleAt('/invoices/2026-01'), owner);
  // £123.40 and £50.00 for sales, £12.34 for what the recruit earned.
  expect(await figure(page, 'Rewards')).toMatch(/^£185\.74/);
  await page.getByText('£12.34 of it through recruits').waitFor();
  expect(await figure(page, 'For partners')).toMatch(/^£185\.74/);
  const { total, fee } = z
    .object({ total: z.int(), fee: z.int() })
    .parse(await api.call('GET', '/v2/invoices/2026-01'));
  expect(total - fee).toBe(18_574);
  const asPounds = (minor: number): string => `£${(minor / 100).toFixed(2)}`;
  expect(await figure(page, 'Total')).toBe(asPounds(total));

  await page.getByRole('link', { name: 'Print' }).click();
  await page.getByRole('row', { name: 'rita 2 £62.34' }).waitFor();
  await page.getByRole('row', { name: 'anna 1 £123.40' }).waitFor();
  await page.getByRole('row', { name: 'For partners £185.74' }).waitFor();
  await page.getByRole('row', { name: `Total ${asPounds(total)}` }).waitFor();
  await page.getByText('1 High Street').waitFor();
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await page.evaluate('window.printed')).toBe(1);
  // On paper there is the invoice, and nothing to press.
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('row', { name: /^Total/ }).isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
  expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
});

test('a statement adds up line by line, and is printed with who pays and who is paid', async () => {
  const page = await withPrinter();
  await openAs(page, portalAt('/payments/statements'), rita);
  await page
    .getByRole('row', { name: /January 2026/ })
    .getByText('£62.34')
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'January 2026' }).click();
  expect(await figure(page, 'Rewards')).toBe('£50.00');
  expect(await figure(page, 'By recruits')).toBe('£12.34');
  expect(await figure(page, 'For you')).toBe('£62.34');
  await page.getByRole('row', { name: /Share of a recruit’s reward.*£12\.34/ }).waitFor();
  await page.getByRole('row', { name: /Ten per cent £50\.00/ }).waitFor();
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  expect(await page.evaluate('window.printed')).toBe(1);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByText('Acme Ltd').isVisible()).toBe(true);
  expect(await page.getByText('Your tax details are missing').isVisible()).toBe(false);
  expect(await page.getByRole('button', { name: 'Print or save as PDF' }).isVisible()).toBe(false);
  expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('a partner who had no payout method names one after the 13th, has its money sent at once, and sees it paid', async () => {
  await until(api, '2026-02-14T09:00:00Z');
  const page = await browser.window({ size: PHONE });
  await openAs(page, portalAt('/payments'), rita);
  await page.getByText('You have not said where your money goes.').waitFor();
  expect(await page.getByRole('button', { name: 'Pay out now' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Set up the payout method' }).click();
  await page.getByLabel('E-mail address at PayPal').fill('rita@pay.example');
  await page.getByRole('button', { name: 'Be paid by PayPal' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Be paid by PayPal' }).click();
  await page.getByText('Money can be sent there.').waitFor();

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Pay out now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Pay out £62.34 now?' });
  await dialog.getByText('It is sent to PayPal.').waitFor();
  await dialog.getByRole('button', { name: 'Pay out now' }).click();
  await page.getByText('It is on its way.').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pay out now' }).waitFor({ state: 'detached' });
  await until(api, '2026-02-15T09:00:00Z');
  await page.getByRole('link', { name: 'Payouts' }).click();
  await page.reload();
  const row = page.getByRole('row', { name: /paid out on request/ });
  await row.getByText('£62.34').waitFor();
  await row.getByText('Paid', { exact: true }).waitFor();

  const team = await browser.window();
  await openAs(team, consoleAt('/payouts'), owner);
  await team
    .getByRole('row', { name: /£62\.34/ })
    .getByText('Paid', { exact: true })
    .waitFor();
});
