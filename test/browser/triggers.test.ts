import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { type LoggedIn, memberOf } from '../e2e/support/login.ts';
import { settled } from '../e2e/support/runtime.ts';
import { openAs, violationsInEveryLook } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let owner: LoggedIn;

const Keyed = z.object({ key: z.string() });
const Rewards = z.object({ items: z.array(z.object({ key: z.string(), amount: z.int(), status: z.string() })) });

const created = async (path: string, body: unknown): Promise<string> =>
  Keyed.parse(await api.call('POST', path, body)).key;

const sell = (name: string, customer_key: string, amount: number) =>
  api.call('POST', '/v2/transactions', { external_key: name, customer_key, currency: 'GBP', amount });

/** Two partners, one of them with a tag; sales that earn ten per cent. */
const openShop = async (): Promise<void> => {
  await created('/v2/tags', { name: 'VIP' });
  await api.call('POST', '/v2/segments', { name: 'Best friends', match: 'VIP' });
  await created('/v2/triggers', {
    name: 'Ten per cent',
    event: 'transaction.accepted',
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 % of every sale' } },
  });
  for (const [key, first_name] of [
    ['anna', 'Anna'],
    ['ben', 'Ben'],
  ] as const) {
    await api.call('POST', '/v2/partnerships', {
      ...{ partner_key: key, email: `${key}@partners.example`, first_name, last_name: 'Ashe' },
      ...(key === 'anna' ? { tags: ['VIP'] } : {}),
    });
    await api.call('POST', '/v2/customers', { customer_key: `c-${key}`, partner_key: key });
  }
  await sell('sale-1', 'c-anna', 4000);
  await sell('sale-2', 'c-anna', 12_000);
  await sell('sale-3', 'c-ben', 30_000);
  await settled(api);
};

const { runtime, browser } = siteAt('2011-01-20T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await openShop();
  owner = await memberOf(runtime, 'owner');
});

const main = (page: Page) => page.locator('main');

const choose = async (page: Page, name: string, option: string): Promise<void> => {
  await page.getByRole('combobox', { name }).last().fill(option.slice(0, 3));
  await page.getByRole('option', { name: option }).first().click();
};

test('a trigger is built with nested rules, says in plain language what it does, is tried on the past, and keeps its versions', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/triggers`, owner);
  await page.getByRole('rowheader', { name: 'Ten per cent' }).waitFor();
  await page.getByRole('link', { name: 'Create trigger' }).click();
  const summary = page.getByRole('region', { name: 'In plain language' });
  await page.getByRole('button', { name: 'Add rule', exact: true }).click();
  await page.getByRole('combobox', { name: 'How' }).selectOption('gte');
  await page.getByRole('button', { name: 'Create trigger' }).click();
  await page.getByText('Please choose a value.').waitFor();
  await page.getByText('Give the trigger a name.').waitFor();

  await page.getByRole('textbox', { name: 'Value' }).fill('50');
  await page.getByRole('button', { name: 'Add rules that belong together' }).click();
  const nested = page.getByRole('group', { name: 'Rules that stand together' });
  await nested.getByRole('combobox', { name: 'What' }).selectOption('tag');
  await choose(page, 'Value', 'VIP');
  await nested.getByRole('button', { name: 'Add rule', exact: true }).click();
  await nested.getByRole('combobox', { name: 'What' }).last().selectOption('earlier_transactions');
  await nested.getByRole('textbox', { name: 'Value' }).fill('0');
  await page.getByRole('textbox', { name: 'Name' }).fill('Large sales');
  await page.getByRole('textbox', { name: 'Percentage' }).fill('5');
  await page.getByRole('textbox', { name: 'At most per reward' }).fill('10');
  await page.getByRole('textbox', { name: 'Description for partners' }).fill('5 % of large sales');
  await summary
    .getByText(
      'When a customer buys something and the amount is at least £50.00 and (the partner has the tag VIP or it is the first purchase of the customer), the partner gets 5% of the sale.',
    )
    .waitFor();
  await summary.getByText('One reward is at most £10.00.').waitFor();

  await page.getByRole('button', { name: 'Try it' }).click();
  const trial = page.getByRole('region', { name: 'Try it on the past' });
  await trial.getByRole('heading', { name: 'Rewards (2)' }).waitFor();
  await trial.getByText('£16.00').first().waitFor();
  await trial.locator('summary').first().click();
  await trial.getByText('holds').first().waitFor();
  await trial
    .getByText(/rounded half up/)
    .first()
    .waitFor();
  const download = page.waitForEvent('download');
  await trial.getByRole('link', { name: /\.csv/ }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);

  await page.getByRole('button', { name: 'Create trigger' }).click();
  await page.getByRole('heading', { level: 1, name: 'Large sales' }).waitFor();
  await page.getByRole('textbox', { name: 'Percentage' }).fill('6');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Saved. Version 2 counts from now on').waitFor();
  await page.getByRole('link', { name: 'Versions' }).click();
  const newest = page.getByRole('region', { name: 'Version 2' });
  await newest.getByText('changed: reward').waitFor();
  await newest.getByText(/gets 6% of the sale/).waitFor();
  await page
    .getByRole('region', { name: 'Version 1' })
    .getByText(/gets 5% of the sale/)
    .waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByRole('button', { name: 'Delete trigger' }).click();
  await page.getByText('Rewards that it made until now stay as they are').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete trigger' }).click();
  await page.getByText('Trigger deleted').waitFor();
  await page.getByRole('rowheader', { name: 'Ten per cent' }).waitFor();
  await page.getByRole('rowheader', { name: 'Large sales' }).waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Status' }).selectOption('deleted');
  await page.getByRole('rowheader', { name: 'Large sales' }).waitFor();
});

test('tiers: the first one asks what all look at; who moves is shown before a change; another measurement needs a full reset', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/tiers`, owner);
  await page.getByText('No tiers yet').waitFor();
  await page.getByRole('button', { name: 'Create tier' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Bronze');
  await dialog.getByRole('combobox', { name: 'Measurement' }).selectOption('lifetime_sales');
  await dialog.getByRole('combobox', { name: 'Movement' }).selectOption('ratchet');
  await dialog.getByText('Whoever has reached a tier keeps it.').waitFor();
  await dialog.getByRole('button', { name: 'Create tier' }).click();
  await page.getByRole('rowheader', { name: 'Bronze' }).waitFor();

  await page.getByRole('button', { name: 'Create tier' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Silver');
  await dialog.getByRole('textbox', { name: 'From sales of' }).fill('200');
  await dialog.getByText('1 partner moves up').waitFor();
  await dialog.getByText('Bronze → Silver').waitFor();
  await dialog.getByRole('button', { name: 'Create tier' }).click();
  const silver = page.getByRole('row', { name: /Silver/ });
  await silver.getByText('£200.00').waitFor();
  await silver.getByRole('link', { name: '1' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByRole('button', { name: 'Reset all tiers' }).click();
  await dialog.getByRole('combobox', { name: 'Measurement' }).selectOption('lifetime_quantity');
  await dialog.getByText('Fill in every goal to see who moves.').waitFor();
  await dialog.getByRole('textbox', { name: 'Silver begins at' }).fill('5');
  await dialog.getByText('1 partner moves down').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  expect(await dialog.getByRole('button', { name: 'Reset', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Type “RESET” to confirm' }).fill('RESET');
  await dialog.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByText('Products sold, all in all').waitFor();

  await page.getByRole('button', { name: 'Delete Silver' }).click();
  await dialog.getByText('Nobody moves.').waitFor();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByText('Tier deleted.').waitFor();
  await page.getByRole('rowheader', { name: 'Silver' }).waitFor({ state: 'detached' });
});

test('rewards: many are held and released with a reason, one says why it is there, is adjusted and given to another partner', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/rewards`, owner);
  await page.getByRole('link', { name: '10 % of every sale' }).first().waitFor();
  await page.getByRole('link', { name: 'Ben Ashe' }).waitFor();
  expect(await page.getByRole('rowheader').count()).toBe(3);
  await page.getByRole('checkbox', { name: 'Select all rows of this page' }).check();
  await page.getByRole('button', { name: 'Hold' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hold 3 rewards?' });
  await dialog.getByText('Together £46.00.').waitFor();
  await dialog.getByRole('button', { name: 'Hold' }).click();
  await dialog.getByText('Please give a reason.').waitFor();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Waiting for the delivery');
  await dialog.getByRole('button', { name: 'Hold' }).click();
  await dialog.getByText('3 rewards were decided about.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('on_hold');
  await page.getByText('On hold').nth(3).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('combobox', { name: 'Status' }).selectOption('');

  await page
    .getByRole('row', { name: /£12\.00/ })
    .getByRole('link', { name: '10 % of every sale' })
    .click();
  await page.getByRole('heading', { level: 1, name: '£12.00' }).waitFor();
  const why = page.getByRole('region', { name: 'Why' });
  await why.getByText('sale-2').waitFor();
  await why.getByText(/Ten per cent/).waitFor();
  await why
    .getByText(/10 % of 120.00 GBP is 12.00 GBP|£120.00/)
    .first()
    .waitFor();
  await why.getByText('VIP').waitFor();
  await page.getByText('Waiting for the delivery').waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);

  await page.getByRole('button', { name: 'Release' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
  await page.getByRole('button', { name: 'Adjust' }).click();
  const adjust = page.getByRole('dialog', { name: 'Adjust this reward?' });
  await adjust.getByRole('textbox', { name: 'New amount' }).fill('7.50');
  await adjust.getByRole('textbox', { name: 'Reason' }).fill('A part was cancelled');
  await adjust.getByRole('button', { name: 'Adjust' }).click();
  await page.getByRole('heading', { level: 1, name: '£7.50' }).waitFor();
  await page.getByRole('button', { name: 'Reassign' }).click();
  await choose(page, 'To which partner', 'Ben Ashe');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Ben had the lead');
  await page.getByRole('dialog').getByRole('button', { name: 'Reassign' }).click();
  await page.getByText('Reassigned.').waitFor();
  await main(page).getByText('Declined').first().waitFor();

  await page.getByRole('link', { name: '← Rewards' }).click();
  await page.getByRole('button', { name: 'Give a reward' }).click();
  await choose(page, 'Partner', 'Anna Ashe');
  const give = page.getByRole('dialog');
  await give.getByRole('textbox', { name: 'Amount' }).fill('25');
  await give.getByRole('textbox', { name: 'Description' }).fill('For the fair');
  await give.getByRole('textbox', { name: 'Note' }).fill('Agreed by phone');
  await give.getByRole('button', { name: 'Give a reward' }).click();
  await page.getByRole('heading', { level: 1, name: '£25.00' }).waitFor();
  await page.getByText('Agreed by phone').waitFor();
  const { items } = Rewards.parse(await api.call('GET', '/v2/rewards?limit=20'));
  expect(items.map(({ amount }) => amount).toSorted((a, b) => a - b)).toContain(2500);
});

test('whoever may only read sees no way to change anything; German is complete; no look has a fault', async () => {
  const reader = await memberOf(runtime, 'read_only');
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/triggers`, reader);
  await page.getByRole('rowheader', { name: 'Ten per cent' }).waitFor();
  expect(await page.getByRole('link', { name: 'Auslöser anlegen' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Ten per cent' }).click();
  await page.getByText('Wenn ein Kunde etwas kauft, erhält der Partner').waitFor();
  expect(await page.getByRole('button', { name: 'Auslöser löschen' }).count()).toBe(0);
  await page.goto(`${runtime.url}/console/rewards`);
  await page
    .getByRole('row', { name: /3,00|30,00/ })
    .first()
    .waitFor();
  expect(
    await main(page)
      .getByRole('checkbox', { name: /auswählen/ })
      .count(),
  ).toBe(0);
  await page.goto(`${runtime.url}/console/tiers`);
  await page.getByRole('heading', { level: 1, name: 'Stufen' }).waitFor();

  const desk = await browser.window();
  await openAs(desk, `${runtime.url}/console/triggers/new`, owner);
  await desk.getByRole('button', { name: 'Bonus for a first purchase' }).click();
  await desk.getByText('it is the first purchase of the customer').waitFor();
  expect(await violationsInEveryLook(desk)).toEqual([]);
  await desk.getByRole('link', { name: '← Triggers' }).click();
  await desk.getByRole('button', { name: 'Leave' }).click();
  await desk.getByRole('rowheader', { name: 'Ten per cent' }).waitFor();
  expect(await violationsInEveryLook(desk)).toEqual([]);
});
