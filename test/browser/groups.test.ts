import type { Page } from 'playwright-core';
import type { ApiClient } from '../../cli/replay/client.ts';
import { memberOf } from '../e2e/support/login.ts';
import { openAs, violations, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let owner: { readonly email: string; readonly password: string };

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  owner = await memberOf(runtime, 'owner');
  await api.call('PATCH', '/v2/programs', {
    destination_url: 'https://shop.example/',
    utm: { utm_source: 'partners' },
  });
});

/** Goes to another tab of the group that is open. */
const toTab = (page: Page, tab: string): Promise<void> =>
  page
    .getByRole('navigation', { name: /Parts of the group|Teile der Gruppe/ })
    .getByRole('link', { name: tab })
    .click();

/** Opens a tab of a group that is there already, by its name. */
const openTab = async (page: Page, group: string, tab: string): Promise<void> => {
  await page.goto(`${runtime.url}/console/groups`);
  await page.getByRole('rowheader', { name: group }).getByRole('link').click();
  await toTab(page, tab);
};

const status = (page: Page, text: string): Promise<void> => page.getByRole('status').getByText(text).first().waitFor();

test('a group is created with an offer, the offer is changed as a new version, and ended', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/groups`, owner);
  await page.getByRole('rowheader', { name: 'Default' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'New group' }).click();
  await page.getByRole('button', { name: 'Create the group' }).click();
  await page.getByText('Please fill this in.').waitFor();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('default');
  browser.expects(/status of 409/);
  await page.getByRole('button', { name: 'Create the group' }).click();
  await dialog.getByText('This name is taken already.').first().waitFor();
  await dialog.getByLabel('Name').fill('Agencies');
  await page.getByRole('button', { name: 'Create the group' }).click();

  await page.getByText('This group has no offer of its own yet').waitFor();
  await page.getByRole('button', { name: 'New offer' }).click();
  await dialog.getByLabel('Name').fill('Ten per cent');
  await dialog.getByLabel('Percentage').last().fill('10');
  await dialog.getByLabel('What partners read').fill('Ten per cent of each sale');
  await dialog.getByText('Limits').click();
  await dialog.getByLabel('Only the first months of a customer').fill('12');
  await dialog.getByText('10% of each sale, in the first 12 months of a customer.').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create the offer' }).click();
  await page.getByText('10% of each sale, in the first 12 months of a customer').waitFor();

  await page.getByRole('button', { name: 'Change Ten per cent' }).click();
  await dialog.getByText('Rewards that were made before keep their terms').waitFor();
  await dialog.getByLabel('Percentage').last().fill('12.5');
  await dialog.getByRole('button', { name: 'Change from now on' }).click();
  await page.getByText('12.5% of each sale').waitFor();
  await page.getByRole('button', { name: 'Versions of Ten per cent' }).click();
  await dialog.getByText('Version 1: 10% of each sale').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'End Ten per cent' }).click();
  await dialog.getByRole('button', { name: 'End' }).click();
  await page.getByText('This group has no offer of its own yet').waitFor();
});

test('where links lead is previewed while it is typed, and a shared link shows title and image', async () => {
  const page = await browser.window();
  await page.route('https://shop.example/share.png', (route) =>
    route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
  );
  await openAs(page, `${runtime.url}/console/groups`, owner);
  await openTab(page, 'Default', 'Links');
  await page.getByText('The destination is the program’s.').waitFor();
  await page.getByLabel('Where its links lead').fill('shop');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is no address').waitFor();
  await page.getByLabel('Where its links lead').fill('https://shop.example/start?a=1#top');
  await page.getByLabel('Medium (utm_medium)').fill('referral');
  await page.getByRole('button', { name: 'Add a parameter' }).click();
  await page.getByLabel('Name', { exact: true }).fill('ref');
  await page.getByLabel('Value').fill('acme');
  const preview = page.getByRole('region', { name: 'What a visitor sees' });
  await preview
    .getByText(
      'https://shop.example/start?a=1&utm_source=partners&utm_medium=referral&ref=acme&fs_click=(a click id)#top',
    )
    .waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByLabel('Partners make links of their own').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await status(page, 'Saved.');

  await toTab(page, 'Social');
  await page.getByLabel('Title', { exact: true }).fill('Sell more with Acme');
  await page.getByLabel('Address of the image').fill('http://shop.example/share.png');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is no address that begins with https://.').waitFor();
  await page.getByLabel('Address of the image').fill('https://shop.example/share.png');
  await page.getByRole('region', { name: 'Preview' }).getByText('Sell more with Acme').first().waitFor();
  await page.getByRole('region', { name: 'Preview' }).locator('img').first().waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await page.getByRole('button', { name: 'Save' }).click();
  await saved;
  await page.reload();
  expect(await page.getByLabel('Title', { exact: true }).inputValue()).toBe('Sell more with Acme');
});

test('a form gets fields, which the keyboard puts into order, and its live page asks them', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/groups`, owner);
  await openTab(page, 'Default', 'Leads');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('link', { name: 'View live form' }).waitFor();
  await page.getByLabel('Type of the new field').selectOption('select');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await page.getByRole('button', { name: 'Save as the next version' }).click();
  await page.getByText('Some fields need another look.').waitFor();
  await page.getByLabel('Label').fill('Team size');
  await page.getByLabel('Options, one on each line').fill('Small\nLarge');
  await page.getByLabel('Must be filled in').check();
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText('Team size *').waitFor();
  const handle = page.getByRole('button', { name: 'Move Team size: drag' });
  await handle.press('ArrowUp');
  await handle.press('ArrowUp');
  await page.getByText('Team size is now 4 of 6.').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save as the next version' }).click();
  await status(page, 'Saved.');
  await page.getByRole('region', { name: 'Lead form' }).getByText('Version 2').waitFor();

  await handle.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const drag = await handle.boundingBox();
  const first = await page.getByRole('button', { name: 'Move E-mail address: drag' }).boundingBox();
  if (drag === null || first === null) throw new Error('There is nothing to drag.');
  await page.mouse.move(drag.x + 5, drag.y + 5);
  await page.mouse.down();
  await page.mouse.move(first.x + 5, first.y + 5, { steps: 4 });
  await page.mouse.up();
  await page.getByText('Team size is now 1 of 6.').waitFor();
  await page.getByRole('button', { name: 'Discard changes' }).click();

  const live = await page.getByRole('link', { name: 'View live form' }).getAttribute('href');
  const answer = await fetch(String(live).replace(/\/page$/, ''));
  expect(JSON.stringify(await answer.json())).toContain('"team_size"');
});

test('stages of deals, start again, and copying from another group', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/groups`, owner);
  await openTab(page, 'Default', 'Deals');
  const stages = page.getByRole('region', { name: 'Stages of a deal' });
  await stages.getByRole('button', { name: 'Add a stage' }).click();
  await stages.getByRole('button', { name: 'Save stages' }).click();
  await stages.getByText('Each stage needs a name of its own.').waitFor();
  await stages.getByLabel('Name of the stage').last().fill('On hold');
  await stages.getByLabel('Who moves deals').selectOption('both');
  await stages.getByRole('button', { name: 'Save stages' }).click();
  await status(page, 'Saved.');
  await page.getByText('No reward for deals in this group yet.').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await openTab(page, 'Agencies', 'Leads');
  await page.getByRole('button', { name: 'Copy from another group' }).click();
  await page.getByRole('dialog').getByLabel('Group').selectOption({ label: 'Default' });
  await page.getByRole('dialog').getByRole('button', { name: 'Copy from another group' }).click();
  await page.getByRole('button', { name: /^Team size/ }).waitFor();
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('button', { name: /^Team size/ }).waitFor({ state: 'detached' });
});

test('a join link is turned off and on; a group that partners are in is not archived; another one becomes the default', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/groups`, owner);
  await openTab(page, 'Agencies', 'Settings');
  const join = page.getByRole('region', { name: 'Join link' });
  const before = await join.locator('code').textContent();
  await join.getByRole('button', { name: 'Turn off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
  await join.getByRole('button', { name: 'Turn on' }).click();
  await join.locator('code').waitFor();
  expect(await join.locator('code').textContent()).not.toBe(before);
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.goto(`${runtime.url}/console/groups`);
  await page.getByRole('button', { name: 'Archive Default' }).click();
  await page.getByRole('dialog').getByText('It is the default group.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await openTab(page, 'Agencies', 'Settings');
  await page.getByRole('button', { name: 'Make it the default group' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make it the default group' }).click();
  await page.getByText('This is the default group.').waitFor();
  await page.goto(`${runtime.url}/console/groups`);
  await page.getByRole('button', { name: 'Archive Default' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await page
    .getByRole('rowheader', { name: 'Default' })
    .getByRole('link', { name: 'Default' })
    .waitFor({ state: 'detached' });
});

test('whoever may only look sees no button that changes anything, and German is complete', async () => {
  const reader = await memberOf(runtime, 'read_only');
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/groups`, reader);
  await page.getByRole('link', { name: 'Agencies' }).waitFor();
  expect(await page.getByRole('button', { name: 'Neue Gruppe' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Agencies' }).click();
  await toTab(page, 'Links');
  await page.getByLabel('Wohin ihre Links führen').waitFor();
  expect(await page.getByLabel('Wohin ihre Links führen').isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Speichern' }).count()).toBe(0);
});
