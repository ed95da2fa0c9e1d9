import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { portalSnippet } from '../../console/areas/merchant/connect/snippet-texts.ts';
import { until } from '../e2e/support/runtime.ts';
import { becomes } from '../support/becomes.ts';
import { type Look, PHONE, violationsInEveryLook } from './support/browser.ts';
import { type OtherSite, otherSite } from './support/other-site.ts';
import { siteAt } from './support/site.ts';

let api: ApiClient;
/** The merchant's own site, with the snippet on a page. */
let site: OtherSite | undefined;
/** How often the page has asked its server for a session, and whether somebody is logged in there. */
let asked = 0;
let loggedIn = true;

const answerSession = async (): Promise<unknown> => {
  asked += 1;
  return loggedIn ? api.call('POST', '/v2/partnerships/anna/portal-sessions') : {};
};

const { runtime, browser } = siteAt('2026-03-10T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await api.call('PATCH', '/v2/portal-look', { name: 'Acme Partners', primary_color: '#7a1fa2' });
  const Keyed = z.object({ key: z.string() });
  const { key: group } = Keyed.parse(
    await api.call('POST', '/v2/groups', { name: 'Resellers', destination_url: 'https://acme.example/' }),
  );
  await api.call('POST', '/v2/partnerships', { email: 'anna@p.example', partner_key: 'anna', group_key: group });
  const text = `<!doctype html><html lang="de"><meta name="viewport" content="width=device-width"><title>Acme</title>
<main><h1>Ihr Konto bei Acme</h1>${portalSnippet({ host: runtime.url })}</main></html>`;
  site = await otherSite((request, response) => {
    const policy = `default-src 'none'; script-src ${runtime.url}; frame-src ${runtime.url}; connect-src 'self'`;
    response.setHeader('content-security-policy', policy);
    if (request.method === 'POST') {
      void answerSession().then((session) => response.end(JSON.stringify({ data: session })));
      return;
    }
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(text);
  });
});

afterAll(() => site?.close());

/** Opens the page of the merchant's site. */
const visit = async (look?: Look): Promise<Page> => {
  // It has no picture of its own, which the browser notes down.
  browser.allows(/favicon/);
  const window = await browser.window(look);
  await window.goto(site?.url ?? '');
  return window;
};

test('G a partner uses the portal within the merchant’s site, in its language and colours, as tall as it is', async () => {
  const window = await visit({ size: PHONE });
  const portal = window.frameLocator('fairshare-portal iframe');
  await portal.getByRole('heading', { level: 1 }).waitFor();
  expect(await portal.locator('html').getAttribute('lang')).toBe('de');
  const primary = "getComputedStyle(document.documentElement).getPropertyValue('--primary')";
  await becomes(() => portal.locator('html').evaluate(primary), '#7a1fa2');
  // The page around is scrolled, not the frame in it.
  const heights = () =>
    window.evaluate(() => document.querySelector('fairshare-portal iframe')?.getBoundingClientRect().height ?? 0);
  const inner = () =>
    portal.locator('html').evaluate(({ offsetHeight, scrollWidth }: HTMLElement) => ({
      height: offsetHeight,
      wider: scrollWidth - innerWidth,
    }));
  const differences = async () => {
    const { height, wider } = await inner();
    return { higher: (await heights()) - height, wider };
  };
  await window.waitForFunction(
    () => (document.querySelector('fairshare-portal iframe')?.getBoundingClientRect().height ?? 0) > 700,
  );
  await becomes(differences, { higher: 0, wider: 0 });
  // Nothing of the product's own frame is there, and nothing that needs a login.
  const names = await portal.getByRole('navigation').first().getByRole('link').allTextContents();
  expect(names).toContain('Links und Codes');
  expect(names).not.toContain('Ihr Konto');
  expect(await portal.getByRole('button', { name: /Menü|anna@p.example/ }).count()).toBe(0);
  expect(await violationsInEveryLook(window)).toEqual([]);

  await portal.getByRole('navigation').first().getByRole('link', { name: 'Zahlungen' }).click();
  await portal.getByRole('link', { name: 'Auszahlungsweg' }).first().waitFor();
  const method = portal.getByRole('link', { name: 'Auszahlungsweg' }).first();
  // The partner may have several: the portal shows the one that this page is about.
  expect([await method.getAttribute('href'), await method.getAttribute('target')]).toEqual([
    `/portal/payments/method?program=${runtime.made().program_key}`,
    '_blank',
  ]);
  expect(asked).toBe(1);
});

test('G a session that ends is followed by the next one, and where the site gives none the frame says so and goes on later', async () => {
  asked = 0;
  // That a session has ended is told by its status as well.
  browser.allows(/status of 401/);
  const window = await visit();
  const portal = window.frameLocator('fairshare-portal iframe');
  const navigation = portal.getByRole('navigation').first();
  await navigation.getByRole('link', { name: 'Links und Codes' }).click();
  await portal.getByRole('heading', { level: 1, name: 'Links und Codes' }).waitFor();
  expect(asked).toBe(1);

  await until(api, '2026-03-10T12:00:00Z');
  await navigation.getByRole('link', { name: 'Ihre Vergütung' }).click();
  await portal.getByRole('heading', { level: 1, name: 'Ihre Vergütung' }).waitFor();
  await portal.locator('.empty').waitFor();
  expect(await portal.getByRole('alert').count()).toBe(0);
  expect(asked).toBe(2);

  await until(api, '2026-03-10T14:00:00Z');
  loggedIn = false;
  await navigation.getByRole('link', { name: 'Links und Codes' }).click();
  await portal.getByText('Sie sind nicht mehr angemeldet.').waitFor();
  expect(await violationsInEveryLook(window)).toEqual([]);
  loggedIn = true;
  await portal.getByRole('button', { name: 'Weiter' }).click();
  await portal.getByText('Sie sind nicht mehr angemeldet.').waitFor({ state: 'detached' });
  await portal.getByRole('heading', { level: 1, name: 'Links und Codes' }).waitFor();
  expect(await portal.getByRole('alert').count()).toBe(0);
});

test('G alone, the embedded portal knows nobody and leads to the portal', async () => {
  const window = await browser.window();
  await window.goto(`${runtime.url}/embed/`);
  await window.getByRole('heading', { name: 'This page belongs into another one' }).waitFor();
  expect(await window.getByRole('link', { name: 'To the partner portal' }).getAttribute('href')).toBe('/portal/');
  expect(await violationsInEveryLook(window)).toEqual([]);
});
