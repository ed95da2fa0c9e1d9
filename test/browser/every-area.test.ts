import type { Page } from 'playwright-core';
import * as z from 'zod';
import { MERCHANT_AREAS } from '../../console/app/merchant-areas.ts';
import { PORTAL_AREAS } from '../../console/app/portal-areas.ts';
import de from '../../console/texts/navigation.de.ts';
import en from '../../console/texts/navigation.en.ts';
import { ROLES, scopesOf } from '../../domain/roles.ts';
import { fillAcme } from '../e2e/support/acme.ts';
import { memberOf, partnerOf } from '../e2e/support/login.ts';
import { openAs, PHONE, violations } from './support/browser.ts';
import { siteAt } from './support/site.ts';

let anna: string;

const { runtime, browser } = siteAt('2011-01-10T10:00:00Z', async ({ api }) => {
  await fillAcme(api);
  ({ key: anna } = z.object({ key: z.string() }).parse(await api.call('GET', '/v2/partnerships/anna')));
});

/** Opens each area by its name in the navigation, and answers what is found on its page. */
const openAll = async (
  page: Page,
  names: readonly string[],
  look: (page: Page) => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  const found: string[] = [];
  const navigation = page.getByRole('navigation', { name: /^(Main navigation|Hauptnavigation)$/ });
  for (const name of names) {
    await navigation.getByRole('link', { name, exact: true }).click();
    await navigation.locator('[aria-current="page"]', { hasText: name }).waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    found.push(...(await look(page)).map((line) => `${name}: ${line}`));
  }
  return found;
};

const MERCHANT_NAMES = MERCHANT_AREAS.filter(({ hidden }) => hidden !== true).map(({ name }) => name);

test('an owner opens every area of the console, and axe finds no fault with any', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/`, await memberOf(runtime, 'owner'));
  const names = MERCHANT_NAMES.map((name) => en.areas[name]);
  expect(await openAll(page, names, violations)).toEqual([]);
});

test('in German every area has texts and complains about nothing', async () => {
  const page = await browser.window({ locale: 'de-DE' });
  await openAs(page, `${runtime.url}/console/`, await memberOf(runtime, 'owner'));
  const names = MERCHANT_NAMES.map((name) => de.areas[name]);
  const broken = async (): Promise<readonly string[]> =>
    (await page.getByText(/undefined|NaN|\[object/).count()) === 0 ? [] : ['shows what is no text'];
  expect(await openAll(page, names, broken)).toEqual([]);
});

test('a partner opens every area of the portal in the dark, and axe finds no fault with any', async () => {
  const page = await browser.window({ scheme: 'dark' });
  await openAs(page, `${runtime.url}/portal/`, await partnerOf(runtime, anna));
  const shown = PORTAL_AREAS.filter(({ hidden }) => hidden !== true);
  const names = shown.map(({ name }) => en.areas[name]);
  expect(await openAll(page, names, violations)).toEqual([]);
});

test.each(ROLES)('the role %s sees the areas that it may see, and no others, also by their addresses', async (role) => {
  const page = await browser.window({ size: PHONE });
  await openAs(page, `${runtime.url}/console/`, await memberOf(runtime, role));
  await page.getByRole('button', { name: 'Menu' }).click();
  const navigation = page.getByRole('navigation', { name: 'Main navigation' });
  await navigation.waitFor();
  const held = scopesOf(role);
  const mayOpen = ({ scope }: { readonly scope?: string }) =>
    scope === undefined || held.some((each) => each === scope);
  const shown = MERCHANT_AREAS.filter(({ hidden, ...area }) => hidden !== true && mayOpen(area));
  const names = await navigation.getByRole('link').allTextContents();
  expect(names.toSorted()).toEqual(shown.map(({ name }) => en.areas[name]).toSorted());
  for (const { path } of MERCHANT_AREAS.filter((area) => !mayOpen(area))) {
    await page.goto(`${runtime.url}/console${path}`);
    await page.getByRole('heading', { name: 'Not for your role' }).waitFor();
  }
});

test('a reader is shown no page for what only others may do, also by its address', async () => {
  const page = await browser.window();
  await openAs(page, `${runtime.url}/console/`, await memberOf(runtime, 'read_only'));
  const partners = ['partners/new', 'partners/invite', 'partners/import'];
  for (const path of [
    ...partners,
    'settings/keys',
    'segments/new',
    'triggers/new',
    'promo/new/banner',
    'look/pages/new',
  ]) {
    await page.goto(`${runtime.url}/console/${path}`);
    await page.getByRole('heading', { name: 'Not for your role' }).waitFor();
  }
});
