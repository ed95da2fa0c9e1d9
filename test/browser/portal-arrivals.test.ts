import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { Caller } from '../e2e/support/caller.ts';
import { logIn } from '../e2e/support/login.ts';
import { tokenMailedTo } from '../e2e/support/mailbox.ts';
import { settled } from '../e2e/support/runtime.ts';
import { openAs, PHONE, violationsInEveryLook } from './support/browser.ts';
import { anna, nina, PASSWORD, portalProgram } from './support/portal-program.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
let acme: Caller;

const Anything = z.unknown();

const { runtime, browser } = siteAt('2026-01-20T10:00:00Z', async (merchant) => {
  ({ api, acme } = merchant);
  await portalProgram(merchant);
});

const at = (path: string): string => `${runtime.url}/portal${path}`;

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
  // The browser itself notes down that nothing is there.
  browser.expects(/public\/join\/nowhere .*status of 404/, /programs\/nowhere\/look .*status of 404/);
  await visitor.goto(`${runtime.url}/join/nowhere`);
  await visitor.getByRole('heading', { name: 'This link leads nowhere any more' }).waitFor();
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
  const program = page.getByRole('combobox', { name: 'Program' });
  await program.selectOption({ label: 'Acme' });
  await page.getByText('Acme Partners').first().waitFor();
  await program.selectOption({ label: 'Other program' });
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
