import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { setPaymentMethod } from '../../cli/replay/setup.ts';
import { Caller } from '../e2e/support/caller.ts';
import { logIn } from '../e2e/support/login.ts';
import { tokenMailedTo } from '../e2e/support/mailbox.ts';
import { settled, TestRuntime, until } from '../e2e/support/runtime.ts';
import { DESK, openAs, PHONE, TestBrowser, violations, violationsInEveryLook } from './support/browser.ts';

jest.setTimeout(120_000);

let runtime: TestRuntime;
let browser: TestBrowser;
let api: ApiClient;
let acme: Caller;

const Anything = z.unknown();
const Deals = z.object({ items: z.array(z.object({ key: z.string(), amount: z.int() })) });

const PASSWORD = 'Geheim 12345!';
const anna = { email: 'anna@partners.example', password: PASSWORD };
const nina = { email: 'nina@partners.example', password: PASSWORD };
/** What no partner may ever see. */
const INTERNAL = ['Inner trigger', 'Inner group', 'inner-tag'];

const offer = (description: string, changes: object = {}) => ({
  ...{ name: `Inner trigger: ${description}`, event: 'transaction.accepted' },
  action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description } },
  ...changes,
});

const setUp = async (): Promise<void> => {
  await acme.data(Anything, 'PATCH', '/v2/programs', {
    destination_url: 'https://shop.example/',
    second_tier_bps: 1000,
  });
  const group = await acme.made('/v2/groups', {
    ...{ name: 'Inner group', destination_url: 'https://shop.example/', terms_url: 'https://shop.example/terms' },
  });
  await acme.data(Anything, 'PATCH', `/v2/groups/${group}`, { default: true });
  for (const kind of ['application', 'lead', 'deal']) {
    await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.${kind}`, { enabled: true });
  }
  const settings = { moved_by: 'both', confirmation: false, closing_amount: true };
  const stages = [
    { key: 'new', name: 'New', final: null },
    { key: 'won', name: 'Won', final: 'won' },
    { key: 'lost', name: 'Lost', final: 'lost' },
  ];
  await acme.data(Anything, 'PUT', `/v2/groups/${group}/deal-settings`, { ...settings, stages });
  const Form = z.object({
    fields: z.array(z.object({ field_key: z.string(), name: z.string(), type: z.string(), required: z.boolean() })),
  });
  const { fields } = await acme.data(Form, 'GET', `/v2/form-templates/${group}.deal`);
  const brief = { field_key: 'brief', type: 'file', name: 'Brief', required: true };
  await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.deal`, { fields: [...fields, brief] });
  await acme.data(Anything, 'PATCH', '/v2/portal-look', {
    ...{ name: 'Acme Partners', primary_color: '#7a1fa2', accent_color: '#ffd400' },
    welcome: { title: 'Welcome to Acme', text: 'Share **your** link.' },
  });
  await acme.data(Anything, 'POST', '/v2/portal-pages', { title: 'Tips', slug: 'tips', text: '## Say it twice' });
  await acme.data(Anything, 'POST', '/v2/tiers', {
    name: 'Starter',
    minimum: 0,
    measurement: 'lifetime_sales',
    movement: 'live',
  });
  await acme.data(Anything, 'POST', '/v2/tiers', { name: 'Star', minimum: 500_000 });
  await acme.data(Anything, 'POST', '/v2/triggers', offer('Ten per cent of every sale'));
  await setPaymentMethod(api);
};

/** A partner with a link, a code, promo material, and a sale that was refunded in part; and one with nothing yet. */
const populate = async (): Promise<void> => {
  const partner = { partner_key: 'anna', first_name: 'Anna', last_name: 'Ashe' };
  await acme.data(Anything, 'POST', '/v2/partnerships', { ...partner, ...anna });
  await acme.data(Anything, 'POST', '/v2/partnerships', { partner_key: 'nina', ...nina });
  await acme.data(Anything, 'POST', '/v2/coupons', { code: 'ANNA10', partnership_key: 'anna' });
  await acme.data(Anything, 'POST', '/v2/creatives', {
    name: 'Short',
    kind: 'text_link',
    text_link: { text: 'The best tea' },
  });
  await acme.data(Anything, 'POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const sale = { external_key: 's1', customer_key: 'cathy', currency: 'GBP', amount: 123_400 };
  await acme.data(Anything, 'POST', '/v2/transactions', sale);
  await settled(api);
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-20T10:00:00Z');
  browser = await TestBrowser.start();
  const merchant = await runtime.merchant();
  api = merchant.api;
  acme = new Caller(runtime.url, merchant.secret);
  await setUp();
  await populate();
});

afterEach(async () => {
  await browser.closeWindows();
  expect(browser.complaints()).toEqual([]);
});

afterAll(async () => {
  await browser.close();
  await runtime.close();
});

const at = (path: string): string => `${runtime.url}/portal${path}`;
const textOf = async (page: Page): Promise<string> => (await page.textContent('body')) ?? '';

test('G a partner accepts the terms, makes a link, and follows the sale that came through it to its why', async () => {
  const page = await browser.window({ size: PHONE });
  await openAs(page, at('/'), anna);
  await page.getByText('Acme Partners').first().waitFor();
  await page.getByRole('button', { name: 'I accept the terms' }).click();
  await page.getByText('The terms are accepted').waitFor();
  expect(await page.getByRole('button', { name: 'I accept the terms' }).count()).toBe(0);
  await page.getByText('£123.40').first().waitFor();

  await page.goto(at('/links'));
  await page.getByText('ANNA10').waitFor();
  await page.getByRole('link', { name: 'New link' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Talks');
  await page.getByLabel('Leads to').fill('https://elsewhere.example/');
  await page.getByLabel('Sub-ID').fill('spring');
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.getByText('A link leads to a page of the program’s own site.').first().waitFor();
  // The browser itself notes down that something was refused.
  expect(browser.complaints()).toEqual([expect.stringContaining('422')]);
  await page.getByLabel('Leads to').fill('https://shop.example/tea');
  await page.getByLabel('End of the address').fill('anna-talks');
  await page.getByRole('button', { name: 'Create link' }).click();
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
  await page.getByText('10% of every sale').waitFor();
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
  await page.getByRole('button', { name: 'Set up a bank account' }).click();
  await page.waitForURL((url) => url.origin !== new URL(runtime.url).origin);
  await page.getByRole('button').first().click();
  await page.waitForURL((url) => url.href.startsWith(at('/payments/method')));
  // The provider’s page has no picture of its own, which the browser notes down.
  expect(browser.complaints().every((line) => line.includes('/_stand-in/'))).toBe(true);
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
      // On a desk in light, and on a phone in the dark; the other two are looked at where every area is opened.
      expect([path, await violations(page)]).toEqual([path, []]);
      await page.setViewportSize(PHONE);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect([path, await violations(page)]).toEqual([path, []]);
      await page.setViewportSize(DESK);
      await page.emulateMedia({ colorScheme: 'light' });
    }
  },
);

test('G whoever follows a recruiting link sees whose program it is, and comes to its form as recruited', async () => {
  const page = await browser.window({ size: PHONE });
  await openAs(page, at('/recruits'), anna);
  await page.getByText('You earn 10% of what your recruits earn.').waitFor();
  const address = (await page.locator('code').first().textContent()) ?? '';
  const visitor = await browser.window({ size: PHONE });
  await visitor.goto(address);
  await visitor.getByRole('heading', { name: 'Become a partner of Acme Partners' }).waitFor();
  await visitor.getByText('Somebody who is a partner already has invited you.').waitFor();
  expect(await violationsInEveryLook(visitor)).toEqual([]);
  await visitor.getByRole('link', { name: 'Apply now' }).click();
  await visitor.getByLabel('E-mail address').waitFor();
  expect(new URL(visitor.url()).searchParams.get('ref')).toBe(new URL(address).searchParams.get('recruiter'));
  await visitor.goto(`${runtime.url}/join/nowhere`);
  await visitor.getByRole('heading', { name: 'This link leads nowhere any more' }).waitFor();
  // The browser itself notes down that nothing is there.
  expect(browser.complaints().every((line) => line.includes('404'))).toBe(true);
});

test('G a partner of two programs switches between them, and each has its own look', async () => {
  const Made = z.object({ secret_key: z.string() });
  const order = { name: 'Other program', currency: 'EUR', time_zone: 'UTC', mode: 'live' };
  const { secret_key } = await acme.data(Made, 'POST', '/v2/merchant/programs', order);
  const other = new Caller(runtime.url, secret_key);
  await other.data(Anything, 'PATCH', '/v2/portal-look', { name: 'Other Partners' });
  await other.data(Anything, 'POST', '/v2/partnerships', { partner_key: 'anna', ...anna });
  // Who has a login already is asked by mail, and chooses a password where the merchant gave the first one.
  await settled(api);
  const { token } = await logIn(runtime.url, anna.email, anna.password);
  const mailed = await tokenMailedTo(runtime.url, anna.email);
  await new Caller(runtime.url, token).data(Anything, 'POST', `/v2/public/invitations/${mailed}`, {
    password: PASSWORD,
  });
  const page = await browser.window();
  await openAs(page, at('/payments'), anna);
  await page.getByText('Acme Partners').first().waitFor();
  await page.getByRole('combobox', { name: 'Program' }).selectOption({ label: 'Other program' });
  await page.getByText('Other Partners').first().waitFor();
  await page.getByText('€0.00').first().waitFor();
  await page.reload();
  await page.getByText('Other Partners').first().waitFor();
});

test('G a new partner reads in German what to do first', async () => {
  const page = await browser.window({ size: PHONE, scheme: 'dark', locale: 'de-DE' });
  await openAs(page, at('/'), nina);
  await page.getByText('Erste Schritte').waitFor();
  await page.getByText('Sagen, wohin Ihr Geld gehen soll').click();
  await page.getByText('Sie haben noch keinen Auszahlungsweg.').waitFor();
  await page.goto(at('/links'));
  await page.getByText('Sie haben noch keinen Link').waitFor();
});
