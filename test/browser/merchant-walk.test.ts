import type { Page } from 'playwright-core';
import type { ApiClient } from '../../cli/replay/client.ts';
import { fillAcme } from '../e2e/support/acme.ts';
import { memberOf } from '../e2e/support/login.ts';
import { mailsTo } from '../e2e/support/mailbox.ts';
import { settled } from '../e2e/support/runtime.ts';
import { openAs, violations } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let owner: { readonly email: string; readonly password: string };

const { runtime, browser } = siteAt('2011-01-10T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await fillAcme(api);
  owner = await memberOf(runtime, 'owner');
});

const asOwner = async (path: string): Promise<Page> => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console${path}`, owner);
  return page;
};

test('an application is rejected with a reason, which the applicant reads in the mail', async () => {
  const page = await asOwner('/partners/requests');
  await page.getByRole('link', { name: 'Zoe Zed' }).click();
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject Zoe Zed' });
  await dialog.getByLabel('Reason').fill('We take bloggers only.');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await page.getByText('1 application rejected.').waitFor();
  await settled(api);
  const [mail] = await mailsTo(runtime.url, 'zoe@partners.example');
  expect(mail?.text).toContain('The reason: We take bloggers only.');
});

test('a coupon code is made, stopped and removed', async () => {
  const page = await asOwner('/partners/ben/links');
  const coupons = page.getByRole('region', { name: 'Coupon codes' });
  await coupons.getByRole('button', { name: 'New coupon code' }).click();
  await page.getByRole('dialog').getByLabel('Code').fill('BEN20');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('The code BEN20 is the partner’s now.').waitFor();
  await coupons.getByRole('button', { name: 'Stop the code BEN20' }).click();
  await coupons.getByText('Stopped').waitFor();
  await coupons.getByRole('button', { name: 'Remove the code BEN20' }).click();
  await page.getByRole('dialog', { name: 'Remove the code BEN20?' }).getByRole('button', { name: 'Remove' }).click();
  await coupons.getByText('No coupon codes yet.').waitFor();
});

test('what is held about a person is handed over, and the person is erased once its address is typed', async () => {
  const page = await asOwner('/partners/ben/privacy');
  await page.getByRole('button', { name: 'Make the file' }).click();
  await page.getByRole('link', { name: /^Download / }).waitFor();
  await page.getByRole('button', { name: 'Erase', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const erase = dialog.getByRole('button', { name: 'Erase', exact: true });
  expect(await erase.isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('ben@partners.example');
  await erase.click();
  await page.getByText('The person was erased.').waitFor();
  expect(await violations(page)).toEqual([]);
});
