import * as z from 'zod';
import { pngOf } from '../../support/pictures.ts';
import { Caller } from '../support/caller.ts';
import { partnerOf } from '../support/login.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const Anything = z.record(z.string(), z.unknown());
const Upload = z.object({ upload: z.string(), url: z.string(), fields: z.record(z.string(), z.string()) });

let runtime: TestRuntime;
let merchant: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  merchant = new Caller(runtime.url, (await runtime.merchant()).secret);
});
afterAll(() => runtime?.close());

const uploaded = async (bytes: Uint8Array): Promise<string> => {
  const asked = { type: 'image/png', size: bytes.length };
  const { upload, url, fields } = await merchant.data(Upload, 'POST', '/v2/portal-look/uploads', asked);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }));
  expect((await fetch(url, { method: 'POST', body: form })).ok).toBe(true);
  return upload;
};

test('G the merchant makes the portal its own: name, logo, colours, welcome page and further pages, each for whom it is meant', async () => {
  const group = await merchant.made('/v2/groups', { name: 'Quince group' });
  await merchant.data(Anything, 'PATCH', '/v2/portal-look', {
    ...{ name: 'Acme Partners', logo: { upload: await uploaded(pngOf(240, 80)) }, primary_color: '#ffd400' },
    ...{ welcome: { title: 'Welcome', text: 'Hello **you**' }, privacy_url: 'https://acme.example/privacy' },
  });
  await merchant.all('/v2/portal-pages', [
    { title: 'Tips', slug: 'tips', text: '# Tips' },
    { title: 'For some', slug: 'some', text: 'x', target: { type: 'groups', group_keys: [group] } },
  ]);
  const Look = z.object({ name: z.string(), logo_url: z.string(), palette: Anything, welcome: Anything.optional() });
  const path = `/v2/public/programs/${runtime.made().program_key}/look`;
  const shown = await new Caller(runtime.url, 'nothing').data(Look, 'GET', path);
  expect(shown).toMatchObject({ name: 'Acme Partners', palette: { primary: '#ffd400', on_primary: '#000000' } });
  expect(shown.welcome).toBeUndefined();
  const logo = await fetch(shown.logo_url);
  expect(logo.headers.get('content-type')).toBe('image/png');
  expect(logo.headers.get('cache-control')).toContain('immutable');
  expect(logo.headers.get('content-security-policy')).toContain("default-src 'none'");
  const anna = await merchant.made('/v2/partnerships', { partner_key: 'anna', email: 'anna@p.example' });
  const portal = new Caller(runtime.url, (await partnerOf(runtime, anna)).token);
  expect(await portal.data(Look, 'GET', '/v2/portal/look')).toMatchObject({
    ...{ name: 'Acme Partners', logo_url: shown.logo_url, welcome: { title: 'Welcome', text: 'Hello **you**' } },
  });
  const Pages = z.object({ items: z.array(Anything) });
  expect((await portal.data(Pages, 'GET', '/v2/portal/pages')).items).toEqual([{ slug: 'tips', title: 'Tips' }]);
  expect(await portal.refusal('GET', '/v2/portal/pages/some')).toBe('404 not_found - slug');
});
