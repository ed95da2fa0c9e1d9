import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { Caller } from '../e2e/support/caller.ts';
import { memberOf } from '../e2e/support/login.ts';
import { settled } from '../e2e/support/runtime.ts';
import { openAs, violationsInTwoLooks } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let acme: Caller;
let segment: string;

const Anything = z.unknown();
const Token = z.object({ token: z.string() });
const Templates = z.object({ items: z.array(z.object({ key: z.string(), url: z.string() })) });

const fill = async (): Promise<void> => {
  await acme.data(Anything, 'PATCH', '/v2/programs', { destination_url: 'https://shop.example/' });
  await acme.data(Anything, 'POST', '/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 % of each sale' } },
  });
  for (const name of ['vip', 'europe', 'b2b']) await acme.made('/v2/tags', { name });
  await acme.made('/v2/groups', { name: 'Resellers' });
  segment = await acme.made('/v2/segments', { name: 'European VIPs', match: { and: ['vip', 'europe'] } });
  await acme.data(Anything, 'POST', '/v2/triggers', {
    ...{ name: 'VIP bonus', event: 'transaction.accepted', audience: { type: 'segments', segments: [segment] } },
    action: { type: 'reward', offer: { type: 'flat', value: 500, description: 'Bonus' } },
  });
  const anna = { partner_key: 'anna', email: 'anna@partners.example', first_name: 'Anna', last_name: 'Ashe' };
  await acme.made('/v2/partnerships', { ...anna, tags: ['vip', 'europe'] });
  await acme.made('/v2/partnerships', { partner_key: 'ben', email: 'ben@partners.example', first_name: 'Ben' });
  await acme.made('/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
  const sale = { external_key: 'sale-1', customer_key: 'cathy', currency: 'GBP', amount: 123_400 };
  await acme.data(Anything, 'POST', '/v2/transactions', sale);
  await acme.made('/v2/leads', { partner_key: 'anna', email: 'lea@prospect.example', first_name: 'Lea' });
  const deal = { account_name: 'Prospect AG', amount: 990_000 };
  await acme.made('/v2/deals', { ...deal, partner_key: 'anna', name: 'Relaunch' });
  await acme.made('/v2/deals', { ...deal, partner_key: 'ben', name: 'Relaunch again' });
};

/** Somebody fills in the public application form. */
const apply = async (): Promise<void> => {
  const { items } = await acme.data(Templates, 'GET', '/v2/form-templates?type=application');
  const [form] = items;
  await acme.data(Anything, 'PATCH', `/v2/form-templates/${form?.key}`, { enabled: true });
  const visitor = new Caller(runtime.url, '');
  const path = new URL(form?.url ?? '').pathname.replace(/\/page$/, '');
  const { token } = await visitor.data(Token, 'GET', path);
  // Nobody fills in a form in less than two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const answers = { email: 'fred@blog.example', first_name: 'Fred', last_name: 'Fox', company: 'Fox Media' };
  await visitor.data(Anything, 'POST', path, { token, answers });
};

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api, acme } = merchant);
  await fill();
  await apply();
  await settled(api);
});

const asOwner = async (path: string): Promise<Page> => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console${path}`, await memberOf(runtime, 'owner'));
  return page;
};

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

test('an application is approved with a tag after its form was read, and the partner is there', async () => {
  const page = await asOwner('/partners');
  await page.getByRole('link', { name: 'New requests' }).click();
  await page.getByRole('link', { name: 'Fred Fox' }).click();
  await page.getByText('Answered version 1 of the form.').waitFor();
  await page.getByText('Fox Media').first().waitFor();
  await press(page, 'Approve');
  const dialog = page.getByRole('dialog', { name: 'Approve Fred Fox' });
  await dialog.getByRole('combobox', { name: 'Tags' }).fill('vi');
  await dialog.getByRole('option', { name: 'vip' }).click();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText('1 application approved.').waitFor();
  await page.getByRole('region', { name: 'About the application' }).getByRole('link', { name: 'Fred Fox' }).click();
  await page.getByRole('heading', { level: 1, name: 'Fred Fox' }).waitFor();
  await page.getByText('Application approved').waitFor();
});

test('partners are found by a word and moved together, with a report; an export makes a file', async () => {
  const page = await asOwner('/partners');
  await page.getByRole('searchbox', { name: 'Search by name, e-mail or key' }).fill('ashe');
  await page.waitForURL(/search=ashe/);
  await page.getByRole('checkbox', { name: 'Select Ben' }).waitFor({ state: 'detached' });
  await page.getByRole('searchbox', { name: 'Search by name, e-mail or key' }).fill('');
  await page.getByRole('checkbox', { name: 'Select Ben' }).check();
  await page.getByRole('checkbox', { name: 'Select Anna Ashe' }).check();
  await press(page, 'Move');
  const dialog = page.getByRole('dialog', { name: 'Move 2 partners to another group' });
  await dialog.getByRole('combobox', { name: 'Group' }).selectOption({ label: 'Resellers' });
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await dialog.getByText('Was so already').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('cell', { name: 'Resellers' }).nth(1).waitFor();
  await press(page, 'Export');
  await page.getByRole('link', { name: /^Download partnerships.*\.csv$/ }).waitFor();
});

test('invitations go to several addresses, and one is taken back', async () => {
  const page = await asOwner('/partners/invite');
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('eve@partners.example\nnobody');
  await press(page, 'Send invitation');
  await page.getByText('These are no e-mail addresses: nobody').waitFor();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('eve@partners.example, finn@partners.example');
  await press(page, 'Send 2 invitations');
  await page.getByText('2 invitations are on their way.').waitFor();
  await press(page, 'Take back: finn@partners.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The invitation was taken back.').waitFor();
});

test('a partner’s page shows what it earned, takes notes and makes links', async () => {
  const page = await asOwner('/partners/anna');
  await page.getByText('£1,234.00').first().waitFor();
  await page.getByRole('textbox', { name: 'New note' }).fill('Met at the fair.');
  await press(page, 'Note it');
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByText('Met at the fair.').waitFor();
  // Who noted it is said by the address that the team knows, and by no key.
  await notes.getByText(/^by \S+@\S+/).waitFor();
  await page.getByRole('link', { name: 'Links', exact: true }).click();
  await page.getByRole('region', { name: 'Links' }).getByRole('button', { name: 'New link' }).first().click();
  await page.getByRole('textbox', { name: 'Last part of the address' }).fill('anna-blog');
  await press(page, 'Save');
  await page.getByRole('rowheader', { name: /anna-blog/ }).waitFor();
  await page.getByRole('link', { name: 'Rewards', exact: true }).last().click();
  await page.getByRole('rowheader', { name: '10 % of each sale' }).waitFor();
  await page.getByText('£123.40').waitFor();
});

test('a segment is built with its count shown, and one in use is deleted only when its name is typed', async () => {
  const page = await asOwner('/segments/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('Everybody in Europe');
  await page.getByRole('combobox', { name: 'Tag', exact: true }).selectOption({ label: 'europe' });
  const preview = page.getByRole('region', { name: 'Who would be in it now' });
  await preview.getByText('1 active partner').waitFor();
  await preview.getByRole('link', { name: 'Anna Ashe' }).waitFor();
  await page.getByRole('region', { name: 'Overlap with other segments' }).getByText('1 partner is in both').waitFor();
  await press(page, 'Save');
  await page.getByRole('heading', { level: 1, name: 'Everybody in Europe' }).waitFor();

  await page.goto(`${runtime.url}/console/segments/${segment}`);
  await page.getByText('VIP bonus').waitFor();
  await press(page, 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete the segment “European VIPs”?' });
  await dialog.getByText('VIP bonus').waitFor();
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('European VIPs');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.waitForURL(/\/console\/segments$/);
  await page.getByText('The segment “European VIPs” was deleted.').waitFor();
  await page.getByRole('searchbox', { name: 'Name' }).fill('nowhere');
  await page.getByText('Nothing fits these filters').waitFor();
  await page.getByRole('searchbox', { name: 'Name' }).fill('europe');
  await page.getByRole('rowheader', { name: 'Everybody in Europe' }).waitFor();
});

test('a lead is qualified; a duplicate deal shows the earlier one, is accepted and won', async () => {
  const page = await asOwner('/leads');
  await page.getByRole('link', { name: 'Lea', exact: true }).click();
  await press(page, 'Qualify');
  await page.getByRole('dialog').getByRole('button', { name: 'Qualify' }).click();
  await page.getByText('The lead is qualified.').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Deals' }).click();
  await page.getByRole('link', { name: 'Relaunch again' }).click();
  await page.getByRole('region', { name: 'Duplicate?' }).getByRole('link', { name: 'Relaunch', exact: true }).waitFor();
  await press(page, 'Accept');
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await press(page, 'Won');
  await page.getByRole('textbox', { name: 'Closing amount' }).fill('1,000.50');
  await page.getByRole('dialog').getByRole('button', { name: 'Won' }).click();
  await page.getByText('The deal is won.').waitFor();
  await page.getByText('£1,000.50').first().waitFor();
});

test('a file is tried first, then imported', async () => {
  const page = await asOwner('/partners/import');
  const rows = 'email,first_name,status\nzoe@partners.example,Zoe,active\nno address,Nobody,active\n';
  const file = { name: 'partners.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) };
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByText('partners.csv').waitFor();
  await press(page, 'Try it');
  await page.getByText('This is what would happen. Nothing has been made yet.').waitFor();
  await page.getByRole('row', { name: /no address|Nobody/ }).waitFor();
  await press(page, 'Import for real');
  await page.getByText('The import is done.').waitFor();
  await page.goto(`${runtime.url}/console/partners?search=zoe`);
  await page.getByRole('link', { name: 'Zoe' }).waitFor();
});

test('whoever may only read sees no way to change anything', async () => {
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/partners/anna`, await memberOf(runtime, 'read_only'));
  await page.getByRole('heading', { level: 1, name: 'Anna Ashe' }).waitFor();
  for (const name of ['Deaktivieren', 'Bearbeiten', 'Notieren', 'Verschieben']) {
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  }
  expect(await page.getByRole('link', { name: 'Datenschutz' }).count()).toBe(0);
  await page.goto(`${runtime.url}/console/tags`);
  await page.getByRole('rowheader', { name: 'vip' }).waitFor();
  expect(await page.getByRole('button', { name: 'Neuer Tag' }).count()).toBe(0);
});

const PAGES = [
  ...['/partners', '/partners/requests', '/partners/invitations', '/partners/new', '/partners/invite'],
  ...['/partners/import', '/partners/anna', '/partners/anna/links', '/partners/anna/customers'],
  ...['/partners/anna/rewards', '/partners/anna/prospects', '/partners/anna/recruits', '/partners/anna/money'],
  ...['/partners/anna/privacy', '/tags', '/segments', '/segments/new', '/leads', '/deals'],
];

test('axe finds no fault with any page about partners, in light on a desk and in the dark on a phone', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/partners`, await memberOf(runtime, 'owner'));
  const found: string[] = [];
  for (const path of PAGES) {
    await page.goto(`${runtime.url}/console${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    found.push(...(await violationsInTwoLooks(page)).map((line) => `${path}: ${line}`));
  }
  expect(found).toEqual([]);
});
