import type { ApiClient } from '../../cli/replay/client.ts';
import { moveClock, settled } from '../../cli/replay/clock.ts';
import { memberOf } from '../e2e/support/login.ts';
import { mailsTo } from '../e2e/support/mailbox.ts';
import { openAs, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
});

test('an owner changes the program, makes a key that works, revokes it, and finds all of it in the audit log', async () => {
  const owner = await memberOf(runtime, 'owner');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/settings/program`, owner);
  await page.getByLabel('Days after a click').fill('30');
  await page.getByLabel('Second tier').first().fill('10');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await api.call('GET', '/v2/programs')).toMatchObject({ attribution_window_days: 30, second_tier_bps: 1000 });

  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('button', { name: 'New key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Shop');
  await dialog.getByRole('button', { name: 'New key' }).click();
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  const answer = await fetch(`${runtime.url}/v2/groups`, { headers: { authorization: `Bearer ${secret}` } });
  expect(answer.status).toBe(200);
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Revoke “Shop”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Refused since').waitFor();

  await page.getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('button', { name: 'Show the changes of: Program changed' }).click();
  await page.getByRole('dialog').getByRole('rowheader', { name: 'Days after a click' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('the team is invited, billing details are checked, and a payment method is set up at the provider', async () => {
  // The refused VAT number, and the provider's page that has no picture.
  browser.expects(/status of 422/);
  browser.allows(/favicon\.ico.*status of 404/);
  const owner = await memberOf(runtime, 'owner', 'second-owner@acme.example');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/settings/team`, owner);
  await page.getByRole('button', { name: 'Invite somebody' }).first().click();
  await page.getByRole('dialog').getByLabel('E-mail address').fill('fiona@acme.example');
  await page.getByRole('dialog').getByLabel('Role').selectOption('finance');
  await page.getByRole('dialog').getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByRole('rowheader', { name: 'fiona@acme.example' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByRole('link', { name: 'Billing' }).click();
  await page.getByLabel('Name or company').fill('Acme Ltd');
  await page.getByLabel('Street and number').fill('1 High Street');
  await page.getByLabel('City').fill('London');
  await page.getByLabel('Country').selectOption('GB');
  await page.getByLabel('VAT number').fill('GB1');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('[aria-invalid="true"][name="vat_number"]').waitFor();
  await page.getByLabel('VAT number').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByRole('button', { name: 'Set up at the provider' }).first().click();
  await page.getByRole('heading', { name: 'Set a payment method up' }).waitFor();
  await page.locator('button[name="payment_method"]').first().click();
  await page.getByText('Invoices are charged to it', { exact: true }).waitFor();
  await page.waitForURL(({ search }) => search === '');
  await page.getByText('Visa ending in 4242').waitFor();

  await page.getByRole('link', { name: 'Plan' }).click();
  await page.getByText('Your plan:').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
});

test('a manager sees neither keys nor billing nor the audit log', async () => {
  const manager = await memberOf(runtime, 'manager');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/settings`, manager);
  const tabs = page.getByRole('navigation', { name: 'Settings' });
  await tabs.getByRole('link', { name: 'Team' }).waitFor();
  expect(await tabs.getByRole('link').allTextContents()).toEqual(['Program', 'Team', 'Plan']);
});

test('an invitation into the team that has expired says so, and is sent again', async () => {
  await api.call('POST', '/v2/team', { email: 'late@acme.example', role: 'manager' });
  await moveClock(api, Date.parse('2011-02-20T10:00:00Z'), false);
  const owner = await memberOf(runtime, 'owner', 'third-owner@acme.example');
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/settings/team`, owner);
  const late = page.getByRole('row').filter({ hasText: 'late@acme.example' });
  await late.getByText('Invitation expired').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await settled(api);
  const before = (await mailsTo(runtime.url, 'late@acme.example')).length;
  await late.getByRole('button', { name: 'Send again: late@acme.example' }).click();
  await late.getByText('Invited until').waitFor();
  await settled(api);
  expect(await mailsTo(runtime.url, 'late@acme.example')).toHaveLength(before + 1);
});
