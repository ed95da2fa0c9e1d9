import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { setPaymentMethod } from '../../cli/replay/setup.ts';
import { memberOf } from '../e2e/support/login.ts';
import { mailsTo } from '../e2e/support/mailbox.ts';
import { settled } from '../e2e/support/runtime.ts';
import { logInOn, openAs, PHONE } from './support/browser.ts';
import { siteAt } from './support/site.ts';

const PASSWORD = 'Geheim 12345!';
const PAULA = 'paula@partners.example';

let api: ApiClient;

const Key = z.object({ key: z.string() });
const Form = z.object({ url: z.string() });

const { runtime, browser } = siteAt('2026-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await setPaymentMethod(api);
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  const offer = (name: string, event: string, more: object) =>
    api.call('POST', '/v2/triggers', {
      name,
      event,
      action: { type: 'reward', offer: { ...more, description: name } },
    });
  await offer('A tenth of every sale', 'transaction.accepted', { type: 'percentage', bps: 1000 });
  await offer('Five for a new customer', 'customer.created', { type: 'flat', value: 500 });
});

/** The newest link in the mails to somebody that leads to an account page. */
const linkMailedTo = async (address: string): Promise<string> => {
  await settled(api);
  const texts = (await mailsTo(runtime.url, address)).map(({ text }) => text);
  const found = texts.map((text) => /https?:\S+\/account\/#\S+/.exec(text)?.[0]).find((link) => link !== undefined);
  if (found === undefined) throw new Error(`No link was mailed to ${address}: ${texts.join('\n---\n')}`);
  return found;
};

const travelTo = async (page: Page, button: string, told: string): Promise<void> => {
  const bar = page.getByRole('complementary', { name: 'Time travel' });
  await bar.getByRole('button', { name: button }).click();
  await bar.getByText(told).waitFor({ timeout: 60_000 });
  await bar.getByRole('button', { name: 'Close' }).click();
};

/** Somebody applies on the public form, without any login. */
const apply = async (): Promise<void> => {
  const [group] = await api.all('/v2/groups', Key);
  const form = Form.parse(await api.call('PATCH', `/v2/form-templates/${group?.key}.application`, { enabled: true }));
  const page = await browser.window({ size: PHONE });
  await page.goto(form.url);
  await page.getByLabel('E-mail').fill(PAULA);
  await page.getByLabel('First name').fill('Paula');
  await page.getByLabel('Last name').fill('Peal');
  // Whoever answers faster than a person can type is asked to look again.
  await page.waitForTimeout(2_100);
  await page.locator('form [type="submit"], form button:not([type="button"])').first().click();
  await page.getByText(/thank/i).first().waitFor();
  await settled(api);
};

const approve = async (owner: Page): Promise<void> => {
  await owner.goto(`${runtime.url}/console/partners/requests`);
  await owner.getByRole('link', { name: 'Paula Peal' }).click();
  await owner.getByRole('button', { name: 'Approve' }).click();
  await owner
    .getByRole('dialog')
    .getByRole('button', { name: /^Approve/ })
    .click();
  await owner.getByRole('dialog').waitFor({ state: 'detached' });
  await settled(api);
};

/** The partner takes the mailed link, chooses a password, logs in, and copies a link; answers its address. */
const getStarted = async (page: Page): Promise<string> => {
  await page.goto(await linkMailedTo(PAULA));
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: /invitation|password/ }).click();
  await page.getByRole('link', { name: 'To the portal' }).waitFor();
  await page.goto(`${runtime.url}/portal/links`);
  await logInOn(page, PAULA, PASSWORD);
  await page.waitForURL(`${runtime.url}/portal/links`);
  await page.getByRole('link', { name: 'New link' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Talks');
  await page.getByLabel('Leads to').fill('https://shop.example/tea');
  await page.getByLabel('End of the address').fill('paula-talks');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Create link' }).click();
  await page.waitForURL(`${runtime.url}/portal/links`);
  await page.getByRole('button', { name: /^Copy/ }).first().click();
  await page.getByText('Copied').first().waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
};

/** A visitor clicks, signs up and buys; the shop tells it by the API. */
const buy = async (link: string): Promise<void> => {
  const led = await fetch(link, { redirect: 'manual' });
  const click = new URL(led.headers.get('location') ?? '').searchParams;
  const id = [...click.values()].find((value) => value.length > 40);
  await settled(api);
  await api.call('POST', '/v2/customers', { customer_key: 'visitor', click_id: id });
  const sale = { external_key: 'order-1', customer_key: 'visitor', currency: 'GBP', amount: 80_000 };
  await api.call('POST', '/v2/transactions', sale);
  await settled(api);
};

test('a partner applies, is approved, and earns by a visitor of its link; the month is reviewed, charged, paid out, and the partner sees the payment', async () => {
  await apply();
  const owner = await browser.window();
  await openAs(owner, `${runtime.url}/console/`, await memberOf(runtime, 'owner'));
  await approve(owner);

  const paula = await browser.window({ size: PHONE });
  await buy(await getStarted(paula));
  await paula.goto(`${runtime.url}/portal/rewards`);
  await paula.getByRole('link', { name: 'Why: A tenth of every sale' }).click();
  await paula.getByText('£800.00').first().waitFor();
  await paula.getByText('£80.00').first().waitFor();

  await owner.goto(`${runtime.url}/console/`);
  await travelTo(owner, 'To the 1st', 'An invoice was opened');
  await owner.goto(`${runtime.url}/console/invoices/2026-01/rewards`);
  await owner.getByRole('button', { name: 'Decline: Five for a new customer' }).click();
  await owner.getByRole('dialog').getByRole('textbox').fill('A customer of our own.');
  await owner.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
  await owner.getByRole('cell', { name: 'Declined' }).waitFor();
  const method = { provider: 'paypal', destination: PAULA };
  const [partnership] = await api.all('/v2/partnerships', Key);
  await api.call('PUT', `/v2/partnerships/${partnership?.key}/payout-method`, method);

  await travelTo(owner, 'To the 8th', 'The invoice was charged');
  await travelTo(owner, 'To the 13th', 'Partners were paid');
  await owner.goto(`${runtime.url}/console/payouts`);
  await owner.getByText('£80.00').waitFor();

  await paula.goto(`${runtime.url}/portal/payments/payouts`);
  await paula.getByText('£80.00').first().waitFor();
});
