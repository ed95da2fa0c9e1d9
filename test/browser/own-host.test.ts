import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { logo as logoPicture } from '../../cli/demo-story/pictures.ts';
import type { ApiClient } from '../../cli/replay/client.ts';
import { Caller } from '../e2e/support/caller.ts';
import { setRecords } from '../e2e/support/dns.ts';
import { tokenMailedTo } from '../e2e/support/mailbox.ts';
import { settled, until } from '../e2e/support/runtime.ts';
import { logInOn, openAs, PHONE, violationsInEveryLook } from './support/browser.ts';
import { safeOrigins } from './support/safe-origins.ts';
import { siteAt } from './support/site.ts';

const HOST = 'partners.acme.example';
const OTHER_HOST = 'partners.other.example';
const Made = z.object({ password: z.string() });

let api: ApiClient;
let acme: Caller;
/** The portal on the merchant's own host, and where partners log in. */
let own = '';
const anna = { email: 'anna@p.example', password: '' };
const owner = { email: 'owner@acme.example', password: '' };

const onHost = (host: string, url: string): string => `http://${host}:${new URL(url).port}`;

const folder = mkdtempSync(join(tmpdir(), 'fairshare-own-host-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Both names lead to this machine, and count as safe as they are with a certificate. */
const flags = (url: string): readonly string[] => [
  `--host-resolver-rules=MAP ${HOST} 127.0.0.1,MAP ${OTHER_HOST} 127.0.0.1`,
  ...safeOrigins(folder, [onHost(HOST, url), onHost(OTHER_HOST, url)]),
];

/** Uploads a logo as a browser does, and answers what it is named by. */
const uploadedLogo = async (bytes: Uint8Array): Promise<string> => {
  const Form = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });
  const asked = { type: 'image/png', size: bytes.length };
  const { upload, url, fields } = await acme.data(Form, 'POST', '/v2/portal-look/uploads', asked);
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
  const answer = await fetch(url, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return upload;
};

const { runtime, browser } = siteAt(
  '2026-03-10T10:00:00Z',
  async (merchant) => {
    ({ api, acme } = merchant);
    own = onHost(HOST, runtime.url);
    const logo = { upload: await uploadedLogo(logoPicture()) };
    await api.call('PATCH', '/v2/portal-look', { name: 'Acme Partners', primary_color: '#7a1fa2', logo });
    const group = await acme.made('/v2/groups', { name: 'Resellers', destination_url: 'https://acme.example/' });
    await acme.data(z.unknown(), 'PATCH', `/v2/form-templates/${group}.lead`, { enabled: true });
    const partnership_key = await acme.made('/v2/partnerships', { email: anna.email, group_key: group });
    anna.password = Made.parse(await runtime.operator({ action: 'partner.login', partnership_key })).password;
    const { merchant_key } = runtime.made();
    const member = { action: 'member.create', merchant_key, email: owner.email, role: 'owner' };
    owner.password = Made.parse(await runtime.operator(member)).password;
  },
  { flags },
);

test('G a merchant shows the portal on its own host, and a partner uses it there from login to logout', async () => {
  // That a session has ended is told by its status as well.
  browser.allows(/status of 401/);
  const office = await browser.window();
  await openAs(office, `${runtime.url}/console/connect/domains`, owner);
  await office.getByRole('textbox', { name: 'Host' }).fill(HOST);
  await office.getByRole('button', { name: 'Add', exact: true }).click();
  const card = office.getByRole('region', { name: HOST, exact: true });
  await card.getByText('CNAME').first().waitFor();
  await setRecords(acme, runtime.url, HOST);
  await card.getByRole('button', { name: `Check now: ${HOST}` }).click();
  await card.getByRole('button', { name: `Show the portal here: ${HOST}` }).click();
  const link = card.getByRole('link', { name: HOST });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`${own}/`);
  expect(await violationsInEveryLook(office)).toEqual([]);

  // The partner opens the bare host, logs in at our address and is back, in the look of the program.
  const page = await browser.window({ size: PHONE });
  await page.goto(`${own}/`);
  await logInOn(page, anna.email, anna.password);
  await page.waitForURL(`${own}/portal/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.product').getByText('Acme Partners', { exact: true }).waitFor();
  const primary = "getComputedStyle(document.documentElement).getPropertyValue('--primary')";
  await page.waitForFunction(`${primary} === '#7a1fa2'`);
  // Its logo is loaded from this host, as the page's policy asks.
  await page.locator('.brand-logo').waitFor();
  await page.waitForFunction("document.querySelector('.brand-logo').naturalWidth > 0");
  expect(await violationsInEveryLook(page)).toEqual([]);
  // Nothing that lets anybody in is kept by the browser, and no code is left in the address or the history.
  expect(
    await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])),
  ).not.toMatch(/pst_|verifier|eyJ/);

  // A reload is silent, and leads back to the same page.
  await page.getByRole('link', { name: 'Links and codes' }).first().click();
  await page.waitForURL(`${own}/portal/links`);
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Links and codes' }).waitFor();
  expect(page.url()).toBe(`${own}/portal/links`);

  // So does a session that has ended, and what was typed meanwhile is there again.
  await page.goto(`${own}/portal/prospects/new`);
  await page.getByLabel('E-mail address').fill('lea@firm.example');
  await page.getByLabel('First name').fill('Lea');
  await page.getByLabel('Last name').fill('Lane');
  await until(api, '2026-03-10T12:00:00Z');
  await page.getByRole('button', { name: 'Submit lead' }).click();
  await page.getByText('What you had typed before you logged in is here again.').waitFor();
  expect(page.url()).toBe(`${own}/portal/prospects/new`);
  await page.getByRole('button', { name: 'Submit lead' }).click();
  await page.getByRole('heading', { name: 'Lea Lane' }).waitFor();

  // What is about money stays at our own address, and is about the same program there.
  await page.goto(`${own}/portal/payments`);
  const method = page.getByRole('link', { name: 'Payout method' }).first();
  await method.waitFor();
  const program = `?program=${runtime.made().program_key}`;
  expect(await method.getAttribute('href')).toBe(`${runtime.url}/portal/payments/method${program}`);

  await page.getByText(anna.email).first().click();
  expect(await page.getByRole('link', { name: 'Your account and payout method' }).getAttribute('href')).toBe(
    `${runtime.url}/portal/account${program}`,
  );
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL(`${runtime.url}/`);
  await page.goto(`${own}/portal/links`);
  await page.waitForURL(/\/login\?/);
});

test('G whoever is partner of two programs sees on each host the one that it belongs to, and the login goes nowhere else', async () => {
  // That a session has ended, or that there is no portal on a host, is told by its status as well.
  browser.allows(/status of (401|404)/);
  const made = { action: 'merchant.create', name: 'Other', currency: 'GBP' };
  const Other = z.object({ secret_key: z.string() });
  const other = new Caller(runtime.url, Other.parse(await runtime.operator(made)).secret_key);
  const group = await other.made('/v2/groups', { name: 'All', destination_url: 'https://other.example/' });
  await other.data(z.unknown(), 'PATCH', '/v2/portal-look', { name: 'Other Friends' });
  const partnership_key = await other.made('/v2/partnerships', { email: anna.email, group_key: group });
  await runtime.operator({ action: 'partner.login', partnership_key });
  const domain = await other.made('/v2/domains', { host: OTHER_HOST });
  await setRecords(other, runtime.url, OTHER_HOST);
  await other.data(z.unknown(), 'POST', `/v2/domains/${domain}/verify`);
  await other.data(z.unknown(), 'PATCH', `/v2/domains/${domain}`, { portal: true });

  const page = await browser.window();
  await page.goto(`${own}/portal/`);
  await logInOn(page, anna.email, anna.password);
  await page.waitForURL(`${own}/portal/`);
  await page.locator('.product', { hasText: 'Acme Partners' }).waitFor();
  await page.goto(`${onHost(OTHER_HOST, runtime.url)}/portal/`);
  await page.locator('.product', { hasText: 'Other Friends' }).waitFor();

  // What leads from there to our own address shows the same program, whatever was shown last.
  const programs = [OTHER_HOST, HOST].map(async (host) => {
    const told = await other.data(z.object({ program_key: z.string() }), 'GET', `/v2/public/portal-hosts/${host}`);
    return told.program_key;
  });
  for (const [index, name] of ['Other Friends', 'Acme Partners'].entries()) {
    await page.goto(`${runtime.url}/portal/payments?program=${await programs[index]}`);
    await page.locator('.product', { hasText: name }).waitFor();
    expect(page.url()).toBe(`${runtime.url}/portal/payments`);
  }

  // Our own address hands over to nobody that it does not know.
  await page.goto(`${runtime.url}/portal/enter?host=evil.example&challenge=${'a'.repeat(43)}&state=x`);
  await page.getByRole('heading', { name: 'There is no portal at that address' }).waitFor();
  expect(await violationsInEveryLook(page)).toEqual([]);
  expect(new URL(page.url()).origin).toBe(runtime.url);

  // A code that this tab has not asked for is not used: somebody else's login cannot be put upon it.
  await page.goto(`${own}/portal/?code=${'c'.repeat(43)}&state=made-up`);
  await page.locator('.product', { hasText: 'Acme Partners' }).waitFor();
  await page.waitForURL(`${own}/portal/`);
});

test('G whoever accepts an invitation goes on to the portal on the merchant’s own host', async () => {
  const email = 'new@p.example';
  await acme.data(z.unknown(), 'POST', '/v2/invitations', { email });
  await settled(api);
  const page = await browser.window();
  await page.goto(`${runtime.url}/account/#invitation=${await tokenMailedTo(runtime.url, email)}`);
  await page.getByLabel('Password').first().fill('Geheim 12345!');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  const onward = page.getByRole('link', { name: 'To the portal' });
  await onward.waitFor();
  expect(await onward.getAttribute('href')).toBe(`${own}/portal/`);
  await onward.click();
  await logInOn(page, email, 'Geheim 12345!');
  await page.waitForURL(`${own}/portal/`);
  await page.locator('.product').getByText('Acme Partners', { exact: true }).waitFor();
});
