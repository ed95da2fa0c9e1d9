import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import type { Caller } from '../e2e/support/caller.ts';
import { memberOf, partnerOf } from '../e2e/support/login.ts';
import { tokenMailedTo } from '../e2e/support/mailbox.ts';
import { settled } from '../e2e/support/runtime.ts';
import { logInOn, openAs, PHONE, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let acme: Caller;
let anna: { readonly email: string; readonly password: string };

const Keyed = z.object({ key: z.string() });
const Anything = z.unknown();

const openForms = async (): Promise<void> => {
  const group = await acme.made('/v2/groups', { name: 'Resellers', destination_url: 'https://shop.example/' });
  await acme.data(Anything, 'PATCH', `/v2/groups/${group}`, { default: true });
  for (const kind of ['lead', 'deal']) {
    await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.${kind}`, { enabled: true });
  }
  const field = z.object({ field_key: z.string(), name: z.string(), type: z.string(), required: z.boolean() });
  const Form = z.object({ fields: z.array(field) });
  const { fields } = await acme.data(Form, 'GET', `/v2/form-templates/${group}.deal`);
  const brief = { field_key: 'brief', type: 'file', name: 'Brief', required: true };
  await acme.data(Anything, 'PATCH', `/v2/form-templates/${group}.deal`, { fields: [...fields, brief] });
};

const { runtime, browser } = siteAt('2026-01-20T10:00:00Z', async (merchant) => {
  ({ api, acme } = merchant);
  await openForms();
  const partner = { partner_key: 'anna', first_name: 'Anna', last_name: 'Ashe', email: 'anna@partners.example' };
  const { key } = await acme.data(Keyed, 'POST', '/v2/partnerships', partner);
  anna = await partnerOf(runtime, key);
});

const at = (path: string): string => `${runtime.url}/portal${path}`;

test('G a partner corrects a lead, withdraws it, and the merchant sees both', async () => {
  const page = await browser.window({ size: PHONE });
  await openAs(page, at('/prospects/new'), anna);
  await page.getByLabel('E-mail address').fill('lea@firm.example');
  await page.getByLabel('First name').fill('Lea');
  await page.getByLabel('Last name').fill('Lane');
  await page.getByRole('button', { name: 'Submit lead' }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('heading', { name: 'Edit the lead' }).waitFor();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('lea@firm.example');
  await page.getByLabel('Last name').fill('Long');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Lea Long' }).waitFor();
  await page.getByText(/^Corrected:/).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByText('This is final').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('You have withdrawn it.').waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).waitFor({ state: 'detached' });

  const team = await browser.window();
  await openAs(team, `${runtime.url}/console/leads`, await memberOf(runtime, 'manager'));
  await team.getByRole('link', { name: 'Lea Long' }).click();
  await team.getByText('Withdrawn by the partner').waitFor();
  await team.getByText('Corrected by the partner').waitFor();
  expect(await team.getByRole('button', { name: 'Qualify' }).count()).toBe(0);
});

test('G a partner corrects a deal without sending its file again, until the merchant has decided', async () => {
  const page = await browser.window();
  await openAs(page, at('/prospects/deals/new'), anna);
  await page.getByLabel('Name of the deal').fill('Licences');
  await page.getByLabel('Company of the customer').fill('Firm');
  await page.getByLabel('Amount').fill('900.50');
  const brief = { name: 'brief.txt', mimeType: 'text/plain', buffer: Buffer.from('What they need') };
  await page.getByLabel('Brief').setInputFiles(brief);
  await page.getByText('brief.txt').waitFor();
  await page.getByRole('button', { name: 'Register deal' }).click();
  await page.getByRole('button', { name: /brief\.txt/ }).waitFor();
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByText('brief.txt').waitFor();
  expect(await page.getByLabel('Amount').inputValue()).toMatch(/^900\.50?$/);
  await page.getByLabel('Amount').fill('950');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('£950.00').first().waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /brief\.txt/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('brief.txt');
  const { items } = await acme.data(z.object({ items: z.array(Keyed) }), 'GET', '/v2/deals');
  await acme.data(Anything, 'PATCH', `/v2/deals/${items[0]?.key}`, { status: 'accepted' });
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByText('The program has decided already').waitFor();
});

test('G a partner changes its e-mail address by the mailed link, and logs in with the new one', async () => {
  const page = await browser.window();
  await openAs(page, at('/account/login'), anna);
  await page.getByLabel('New e-mail address').fill('ashe@partners.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('We have sent a link to ashe@partners.example.').waitFor();
  await settled(api);
  const visitor = await browser.window();
  await visitor.goto(`${runtime.url}/account/#email=${await tokenMailedTo(runtime.url, 'ashe@partners.example')}`);
  await visitor.getByRole('button', { name: 'Confirm' }).click();
  await visitor.getByRole('heading', { name: 'Your e-mail address is changed' }).waitFor();
  await visitor.goto(at('/'));
  await logInOn(visitor, 'ashe@partners.example', anna.password);
  await visitor.waitForURL(at('/'));
});
