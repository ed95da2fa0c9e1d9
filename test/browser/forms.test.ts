import type { Page } from 'playwright-core';
import * as z from 'zod';
import type { ApiClient } from '../../cli/replay/client.ts';
import { PHONE, violationsInEveryLook } from './support/browser.ts';
import { type OtherSite, otherSite } from './support/other-site.ts';
import { siteAt } from './support/site.ts';

const Form = z.object({ url: z.string(), embed: z.object({ script: z.string(), iframe: z.string() }) });
const Group = z.object({ key: z.string() });
const Applications = z.object({
  items: z.array(z.object({ email: z.string(), files: z.array(z.object({ name: z.string(), size: z.int() })) })),
});

let api: ApiClient;
let form: z.infer<typeof Form>;
/** A site of somebody else that has put the form on a page. */
let site: OtherSite | undefined;

const { runtime, browser } = siteAt('2026-03-10T10:00:00Z', async (merchant) => {
  ({ api } = merchant);
  await api.call('PATCH', '/v2/portal-look', {
    ...{ name: 'Acme Partners', primary_color: '#ffd400', accent_color: '#f0e040' },
    privacy_url: 'https://acme.example/privacy',
  });
  const { key: group } = Group.parse(await api.call('POST', '/v2/groups', { name: 'Resellers' }));
  const asked = ['first_name', 'last_name', 'company'].map((field_key) => ({
    field_key,
    name: field_key,
    type: 'text',
  }));
  const options = ['Blog', 'Video'].map((label) => ({ value: label, label }));
  const change = {
    description: 'Tell us who you are.\nWe answer within a day.',
    fields: [
      { field_key: 'email', name: 'E-mail address', type: 'email', required: true },
      ...asked,
      { field_key: 'country', name: 'Country', type: 'country' },
      { field_key: 'ways', name: 'How do you reach people?', type: 'multi_select', options, help_text: 'Choose any.' },
      { field_key: 'agree', name: 'I write in English', type: 'checkbox' },
      {
        field_key: 'kit',
        name: 'Media kit',
        type: 'file',
        required: true,
        file_types: ['text/plain', 'application/pdf'],
      },
    ],
  };
  form = Form.parse(await api.call('PATCH', `/v2/form-templates/${group}.application`, change));
  const page = `<!doctype html><html lang="de"><title>Ein Blog</title><h1>Ein Blog</h1>${form.embed.script}</html>`;
  site = await otherSite((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${runtime.url}; frame-src ${runtime.url}`,
    );
    response.end(page);
  });
});

afterAll(() => site?.close());

const isWiderThanItsWindow = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > window.innerWidth');

test('A9 the form is filled in on a phone without JavaScript, and everybody can read and use it in light and dark', async () => {
  const page = await browser.window({ size: PHONE });
  await page.goto(form.url);
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.setViewportSize(PHONE);
  expect(await isWiderThanItsWindow(page)).toBe(false);
  await page.waitForTimeout(2_100);
  // That an answer was not accepted is told by its status as well.
  browser.expects(/status of 422/);
  await page.getByLabel('E-mail address').fill('no address');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').waitFor();
  await page.waitForFunction('document.activeElement.getAttribute("role") === "alert"');
  expect(await violationsInEveryLook(page)).toEqual([]);
  await page.getByRole('link', { name: /E-mail address/ }).click();
  await page.waitForURL(/#f-email$/);
  await page.getByLabel('E-mail address').fill('ann@p.example');
  await page.getByLabel('Country').selectOption({ label: 'Germany' });
  await page.getByLabel('Blog').check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Add your files' }).waitFor();
  const kit = page.frameLocator('iframe[title="Media kit"]');
  await kit
    .getByLabel(/Choose a file/)
    .setInputFiles({ name: 'kit.txt', mimeType: 'text/plain', buffer: Buffer.from('me') });
  expect(await violationsInEveryLook(page)).toEqual([]);
  await kit.getByLabel('What kind of file is it?').selectOption({ label: 'Plain text' });
  await kit.getByRole('button', { name: 'Upload' }).click();
  await kit.getByText('The file is uploaded.').waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('We have received your answers.').waitFor();
  const { items } = Applications.parse(await api.call('GET', '/v2/applications'));
  expect(items).toEqual([{ email: 'ann@p.example', files: [{ name: 'kit.txt', size: 2 }] }]);
});

test('A9 the snippet shows the form on a page of another site, in its language and as high as it is', async () => {
  const page = await browser.window();
  await page.goto(site?.url ?? '');
  const frame = page.frameLocator('iframe');
  await frame.getByRole('heading', { name: 'Partner werden' }).waitFor();
  const heights = 'document.querySelector("iframe").getBoundingClientRect().height';
  await page.waitForFunction(`${heights} !== 900 && ${heights} > 500`);
  await page.waitForTimeout(2_100);
  browser.expects(/status of 422/);
  await frame.getByRole('button', { name: 'Weiter' }).click();
  await frame.getByRole('alert').getByText('Bitte prüfen Sie Ihre Angaben').waitFor();
  await frame.getByLabel('E-Mail-Adresse').fill('bea@p.example');
  await frame.getByRole('button', { name: 'Weiter' }).click();
  const kit = frame.frameLocator('iframe[title="Media kit"]');
  await kit
    .getByLabel(/Datei auswählen/)
    .setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await kit.getByRole('button', { name: 'Hochladen' }).click();
  await kit.getByText('Die Datei ist hochgeladen.').waitFor();
  await frame.getByRole('button', { name: 'Absenden' }).click();
  await frame.getByText('Wir haben Ihre Angaben erhalten.').waitFor();
});
