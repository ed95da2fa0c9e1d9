import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { tokenMailedTo } from '../e2e/support/mailbox.ts';
import { settled } from '../e2e/support/runtime.ts';
import { logInOn, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

const GroupKey = z.object({ key: z.string() });

const PASSWORD = 'Correct-horse-7-battery';

let api: ApiClient;

const { runtime, browser } = siteAt(
  '2011-01-20T10:00:00Z',
  async (merchant) => {
    ({ api } = merchant);
  },
  { parameters: { SelfSignUp: 'on' } },
);

const openLink = async (page: Page, name: string, address: string): Promise<void> => {
  await settled(api);
  await page.goto(`${runtime.url}/account/#${name}=${await tokenMailedTo(runtime.url, address)}`);
};

test('whoever is invited to be a partner accepts the terms, chooses a password, and is in the portal', async () => {
  const [group] = await api.all('/v2/groups', GroupKey);
  await api.call('PATCH', `/v2/groups/${group?.key}`, { terms_url: 'https://shop.example/terms' });
  await api.call('POST', '/v2/invitations', { email: 'nina@partners.example', message: 'We like your shop.' });
  const page = await browser.window();
  await openLink(page, 'invitation', 'nina@partners.example');
  await page.getByText('We like your shop.').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.getByText('Accept the terms to join.').waitFor();
  await page.getByRole('checkbox').check();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await page.getByRole('link', { name: 'To the portal' }).click();
  await logInOn(page, 'nina@partners.example', PASSWORD);
  await page.waitForURL(`${runtime.url}/portal/`);
  await page.getByRole('navigation').first().waitFor();

  await page.goto(`${runtime.url}/account/`);
  await page.getByRole('heading').first().waitFor();
});

test('a forgotten password is replaced by a mailed link, which works once', async () => {
  const page = await browser.window();
  await page.goto(`${runtime.url}/`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail address').fill('nina@partners.example');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await page.getByText('If the address has a login').waitFor();
  await openLink(page, 'password', 'nina@partners.example');
  await page.reload();
  await page.getByLabel('Password').fill(`${PASSWORD}-2`);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('link', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log in' }).click();
  await logInOn(page, 'nina@partners.example', `${PASSWORD}-2`);
  await page.waitForURL(`${runtime.url}/portal/`);
});

test('where the operator allows it a merchant signs up, opens the mailed link, and owns a program in test mode', async () => {
  const page = await browser.window({ locale: 'de-DE' });
  await page.goto(`${runtime.url}/`);
  await page
    .getByRole('link', { name: 'Ein Programm beginnen' })
    .or(page.locator('a[href="/account/#sign-up"]'))
    .click();
  await page.getByLabel('Name Ihres Unternehmens').fill('Blumen Berta');
  await page.getByLabel('E-Mail-Adresse').fill('berta@blumen.example');
  await page.getByLabel('Zeitzone').selectOption('Europe/Berlin');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Registrieren' }).click();
  await page.getByText('Ein Link ist zu Ihnen unterwegs').waitFor();
  await openLink(page, 'sign-up', 'berta@blumen.example');
  await page.reload();
  await page.getByLabel('Passwort').fill(PASSWORD);
  await page.getByRole('button', { name: 'Mein Programm anlegen' }).click();
  await page.getByText('Blumen Berta gehört Ihnen').waitFor();
  await page.getByRole('link', { name: 'Zur Konsole' }).click();
  await logInOn(page, 'berta@blumen.example', PASSWORD);
  await page.waitForURL(`${runtime.url}/console/`);
  await page.getByText('Blumen Berta').first().waitFor();
});

test('a link that was used says so and what to do', async () => {
  // The refusal of the link is the only thing that the browser has to tell.
  browser.expects(/status of 404/);
  const page = await browser.window({ locale: 'en-GB' });
  await page.goto(`${runtime.url}/account/#email=${'x'.repeat(43)}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('This link does not work any more').waitFor();
});
