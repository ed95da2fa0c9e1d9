import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { memberOf } from '../e2e/support/login.ts';
import { logInOn, openAs, violationsInEveryLook } from './support/browser.ts';
import { oneSale } from './support/one-sale.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;

/** A sale whose reward is held back, a lead and a deal that nobody has decided about. */
const sellSomething = async (): Promise<void> => {
  await oneSale(api);
  const [reward] = z
    .object({ items: z.array(z.object({ key: z.string() })) })
    .parse(await api.call('GET', '/v2/rewards')).items;
  await api.call('PATCH', `/v2/rewards/${reward?.key}`, { action: 'hold', note: 'Is it a real order?' });
  await api.call('POST', '/v2/leads', { external_key: 'lead-1', partner_key: 'anna', email: 'lea@firm.example' });
  await api.call('POST', '/v2/deals', { external_key: 'deal-1', partner_key: 'anna', account_name: 'Firm Ltd' });
};

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await sellSomething();
});

test('an owner logs in and sees the figures of a sale; a reload of a deep link shows the same page; logging out ends it', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await page.goto(`${runtime.url}/`);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.fill('input[name="username"]', owner.email);
  await page.fill('input[name="password"]', owner.password);
  await page.press('input[name="password"]', 'Enter');
  await page.waitForURL(`${runtime.url}/console/`);
  const today = page.getByRole('region', { name: 'Today' });
  await today.getByText('£1,234.00').waitFor();
  expect(await today.getByText('£123.40').count()).toBe(1);
  await page.getByRole('link', { name: 'Rewards on hold: 1' }).click();
  await page.waitForURL(`${runtime.url}/console/rewards?status=on_hold`);
  await page.goBack();
  await page.waitForURL(`${runtime.url}/console/`);
  await page.getByRole('link', { name: 'New leads: 1' }).click();
  await page.waitForURL(`${runtime.url}/console/leads?status=submitted`);
  await page.getByText('lea@firm.example').first().waitFor();
  await page.goBack();
  await page.getByRole('link', { name: 'New deals: 1' }).click();
  await page.waitForURL(`${runtime.url}/console/deals?status=registered`);
  await page.getByText('Firm Ltd').first().waitFor();
  await page.goBack();

  await page.getByRole('link', { name: 'Partners', exact: true }).click();
  await page.getByRole('rowheader', { name: 'Anna Ashe' }).waitFor();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('inactive');
  await page.getByText('Nothing fits these filters').waitFor();
  await page.reload();
  await page.getByText('Nothing fits these filters').waitFor();
  expect(page.url()).toBe(`${runtime.url}/console/partners?status=inactive`);
  // The log-in that the reload needed is no step of the way back.
  await page.goBack();
  await page.waitForURL(`${runtime.url}/console/`);
  await today.getByText('£1,234.00').waitFor();

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(kept).not.toMatch(/eyJ|token|verifier/i);

  await page.getByText(owner.email).click();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  await page.goto(`${runtime.url}/console/partners`);
  await page.waitForURL(/\/login\?/);
});

test('no page has anything that axe finds fault with, in light and dark, on a desk and on a phone', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await page.goto(`${runtime.url}/`);
  await page.getByRole('button', { name: 'Log in' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await openAs(page, `${runtime.url}/console/`, owner);
  await page.getByText('£1,234.00').first().waitFor();
  await page.locator('canvas').first().waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.goto(`${runtime.url}/console/partners`);
  await page.getByRole('rowheader', { name: 'Anna Ashe' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('a role that sees no money is shown nothing about invoices, and German is complete', async () => {
  const manager = await memberOf(runtime, 'manager');
  const page = await browser.window({ locale: 'de-DE' });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await openAs(page, `${runtime.url}/console/`, manager);
  await page.getByText('Zurückgehaltene Prämien: 1').waitFor();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Übersicht');
  await page.getByText('1.234,00 £').first().waitFor();
  expect(asked).not.toContain('/v2/invoices');
});

/** The login forgets the person, and the API takes the token no more: told by what is asked of it next. */
const endSession = async (page: Page, asked: string): Promise<void> => {
  browser.expects(new RegExp(`/v2/${asked}.*status of 401`), /oauth2\/token.*status of 400/);
  browser.allows(new RegExp(`/v2/${asked}.*status of 401`), /oauth2\/token.*status of 400/);
  await page.context().clearCookies();
  await page.route(`**/v2/${asked}`, (route) =>
    route.fulfill({ status: 401, json: { error: { code: 'unauthorized' } } }),
  );
  await page.route('**/oauth2/token', (route) => route.fulfill({ status: 400, json: { error: 'invalid_grant' } }));
};

test('whoever is thrown out by an ended session logs in and is back on the same page, at the same position', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window({ size: { width: 1280, height: 400 } });
  await openAs(page, `${runtime.url}/console/`, owner);
  await page.locator('canvas').first().waitFor();
  await page.evaluate('window.scrollTo(0, 300)');
  await endSession(page, 'statistics');
  await page.getByRole('link', { name: 'Partners', exact: true }).click();
  await page.getByRole('rowheader', { name: 'Anna Ashe' }).waitFor();
  await page.goBack();
  await page.waitForURL(/\/login\?/);
  await page.unrouteAll();
  await logInOn(page, owner.email, owner.password);
  await page.waitForURL(`${runtime.url}/console/`);
  await page.locator('canvas').first().waitFor();
  await page.waitForFunction('window.scrollY === 300');
});

test('what was typed outlives a session that ends in the middle, once; a refusal stands at its field in the reader’s language', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/look/pages/new`, owner);
  const title = page.getByLabel('Titel', { exact: false }).first();
  const address = page.getByLabel('Adresse', { exact: false }).first();
  const text = page.getByRole('textbox', { name: /^Text/ });
  await title.fill('Unsere Regeln');
  await address.fill('Nicht gut!');
  await text.fill('Seid nett zueinander.');
  const save = page.getByRole('button', { name: 'Speichern' });
  browser.expects(/status of 422/);
  await save.click();
  await page.getByText('Bitte nehmen Sie 1 bis 60 Buchstaben a-z, Ziffern und Bindestriche.').first().waitFor();
  await address.fill('regeln');
  await endSession(page, 'portal-pages');
  await save.click();
  await page.waitForURL(/\/login\?/);
  await page.unrouteAll();
  await logInOn(page, owner.email, owner.password);
  await page.waitForURL(`${runtime.url}/console/look/pages/new`);
  await page.getByText('Was Sie vor der Anmeldung eingegeben hatten, ist wieder da.').waitFor();
  expect([await title.inputValue(), await address.inputValue()]).toEqual(['Unsere Regeln', 'regeln']);
  expect(await text.inputValue()).toBe('Seid nett zueinander.');
  expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([]);
  await save.click();
  await page.getByRole('link', { name: 'Unsere Regeln' }).waitFor();
});

test('whoever has a login that the product does not know is told so, and not led in circles', async () => {
  const owner = await memberOf(runtime, 'owner');
  browser.expects(/v2\/me.*status of 401/);
  browser.allows(/v2\/me.*status of 401/);
  const page = await browser.window();
  await page.route('**/v2/me', (route) => route.fulfill({ status: 401, json: { error: { code: 'unauthorized' } } }));
  await page.goto(`${runtime.url}/console/`);
  await logInOn(page, owner.email, owner.password);
  await page.getByText('That did not work').waitFor();
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(`${runtime.url}/`);
});
