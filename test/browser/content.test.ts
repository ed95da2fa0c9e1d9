import type { Page } from 'playwright-core';
import type { ApiClient } from '../../cli/replay/client.ts';
import { memberOf } from '../e2e/support/login.ts';
import { pngOf } from '../support/pictures.ts';
import { openAs, violationsInEveryLook } from './support/browser.ts';
import { oneSale } from './support/one-sale.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let owner: { readonly email: string; readonly password: string };

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  owner = await memberOf(runtime, 'owner');
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  await oneSale(api);
});

const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('article').getByRole('navigation').getByRole('link', { name, exact: true }).click();

test('reports show a sale by day, group, partner and link, and hand out a file of all of it', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/reports`, owner);
  await page.getByRole('rowheader', { name: '20 Jan 2011' }).waitFor();
  await page.getByRole('region', { name: 'Top partners by revenue' }).getByText('£1,234.00').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Period' }).selectOption('last_month');
  await page.getByText('Nothing happened in this period').waitFor();
  await page.getByRole('combobox', { name: 'Period' }).selectOption('month');
  await page.getByText('1 Jan 2011 to 20 Jan 2011').waitFor();
  await tab(page, 'By group');
  await page.getByRole('rowheader', { name: 'Default' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tab(page, 'By partner');
  await page.getByRole('rowheader', { name: 'Anna Ashe' }).waitFor();
  expect(new URL(page.url()).searchParams.get('period')).toBe('month');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Export sums' }).click();
  await page.getByRole('link', { name: /^Download / }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('rowheader', { name: 'Anna Ashe' }).getByRole('link').click();
  await page.getByText('Only Anna Ashe.').waitFor();
});

test('the guide says what it has seen, and a person ticks what only a person can judge', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/`, owner);
  await page.getByRole('link', { name: 'To the set-up guide' }).click();
  await page.getByRole('heading', { name: '1. Connect your site' }).waitFor();
  await page.getByRole('button', { name: 'Mark as done: Welcome e-mails' }).click();
  await page.getByRole('button', { name: 'Mark as open: Welcome e-mails' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('the portal gets a logo, a colour that is made readable, a welcome page and a further page', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/look`, owner);
  await page.getByLabel('Main colour').last().fill('yellow');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A colour looks like #1f4fd8.').waitFor();
  await page.getByLabel('Main colour').last().fill('#ffe600');
  const logo = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(pngOf(200, 60)) };
  await page.getByLabel('New logo').setInputFiles(logo);
  await page.getByText('logo.png').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByAltText('The logo now').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tab(page, 'Welcome page');
  await page.getByLabel('Title').fill('Welcome to Acme');
  await page.getByLabel('Text').fill('Take your **link** and begin.');
  await page.getByRole('region', { name: 'Preview' }).locator('strong', { hasText: 'link' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('status').getByText('Saved.').first().waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tab(page, 'Further pages');
  await page.getByRole('link', { name: 'New page' }).first().click();
  await page.getByLabel('Title').fill('How to begin');
  await page.getByLabel('Text').fill('- Copy your link');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('/how-to-begin · All partners').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('a banner and an e-mail are made, and a banner is archived', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/promo`, owner);
  await page.getByRole('link', { name: 'Upload a banner' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('Name').fill('Large');
  const picture = { name: 'large.png', mimeType: 'image/png', buffer: Buffer.from(pngOf(300, 250)) };
  await page.getByLabel('Picture').setInputFiles(picture);
  await page.getByText('large.png').waitFor();
  await page.getByLabel('What it shows').fill('A shop');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('300 × 250').waitFor();
  await page.goto(`${runtime.url}/console/promo/new/email`);
  await page.getByLabel('Name').fill('Hello');
  await page.getByLabel('Subject').fill('Look at {program_name}');
  await page.getByLabel('Text').fill('Dear {friend}');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Nothing can be filled in for {friend}.').waitFor();
  await page.getByLabel('Text').fill('Here: {link}');
  await page.getByRole('region', { name: 'Preview' }).getByText('Here: https://').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('rowheader', { name: 'Hello' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('link', { name: 'Order' }).click();
  await page.getByRole('button', { name: 'Move Hello: drag' }).press('ArrowUp');
  await page.getByText('Hello is now 1 of 2.').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.goto(`${runtime.url}/console/promo`);
  await page.getByRole('button', { name: 'Archive Large' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await page.getByText('It is archived.').waitFor();
  await page.getByRole('link', { name: 'How often material was seen and clicked' }).click();
  await page.getByText('Nothing was seen or clicked in this period').waitFor();
  await page.getByRole('combobox', { name: 'Period' }).selectOption({ label: 'Last 7 days' });
  await page.getByText('14 Jan 2011 to 20 Jan 2011').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('a test click becomes a sign-up, a sale and a reward, step by step, and a host is named for links', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/connect`, owner);
  await page.getByRole('region', { name: 'On your server, in Node' }).first().waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await tab(page, 'Send a test event');
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('button', { name: 'Send a click' }).click();
  await page.getByRole('button', { name: 'Send a sign-up' }).click();
  await page.getByRole('button', { name: 'Send a sale' }).click();
  await page.getByRole('link', { name: 'Reward of £4.90' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send a refund' }).click();
  await page.getByText('That was the whole way').waitFor();
  await tab(page, 'Own domains');
  await page.getByRole('textbox', { name: 'Host' }).fill('go.acme.example');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('region', { name: 'go.acme.example' }).getByText('CNAME').first().waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});
