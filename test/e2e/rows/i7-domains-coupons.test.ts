import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { TestRuntime } from '../support/runtime.ts';
import { uploadImport } from '../support/uploads.ts';

jest.setTimeout(120_000);

const HOST = 'go.acme.example';
const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const Domain = z.object({
  key: z.string(),
  status: z.string(),
  records: z.array(z.object({ type: z.string(), name: z.string(), value: z.string(), found: z.boolean().nullable() })),
});
const Link = z.object({ key: z.string(), slug: z.string(), host: z.string().nullable(), url: z.string() });
const Refusal = z.object({ error: z.object({ code: z.string(), reason: z.string().optional() }) });

let runtime: TestRuntime | undefined;
let api: ApiClient;
let secret = '';

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  ({ api, secret } = await runtime.merchant());
  await api.call('PATCH', '/v2/programs', { destination_url: 'https://acme.example/' });
  for (const name of ['anna', 'ben']) {
    await api.call('POST', '/v2/partnerships', { partner_key: name, email: `${name}@partners.example` });
  }
});
afterAll(() => runtime?.close());

/** Opens a path on a host, as a browser behind DNS would. */
const open = (path: string, host: string): Promise<{ status: number; location: string | undefined }> =>
  new Promise((resolve, reject) => {
    const url = new URL(path, api.url);
    const headers = { host, accept: 'text/html', 'user-agent': CHROME };
    const asked = request({ port: url.port, hostname: url.hostname, path: url.pathname, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location });
    });
    asked.on('error', reject).end();
  });

const setRecord = async (record: { type: string; name: string; value: string }): Promise<void> => {
  await fetch(new URL('/_local/dns', api.url), { method: 'POST', body: JSON.stringify(record) });
};
const withdraw = async (name: string): Promise<void> => {
  await fetch(new URL(`/_local/dns?name=${name}`, api.url), { method: 'DELETE' });
};
const refusal = async (method: string, path: string, body?: unknown) => {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return Refusal.parse(await (await fetch(new URL(path, api.url), init)).json()).error;
};

test('I7 a link domain of the merchant serves its links from its verification on, and nothing without it', async () => {
  const domain = Domain.parse(await api.call('POST', '/v2/domains', { host: HOST }));
  expect(domain.records.map(({ type, name }) => [type, name])).toEqual([
    ['CNAME', HOST],
    ['TXT', `_fairshare.${HOST}`],
  ]);
  const early = { partnership_key: 'anna', slug: 'spring', host: HOST };
  expect(await refusal('POST', '/v2/links', early)).toMatchObject({ reason: 'host_not_verified' });
  const verify = async () => Domain.parse(await api.call('POST', `/v2/domains/${domain.key}/verify`, {}));
  expect(await verify()).toMatchObject({ status: 'pending' });
  for (const { type, name, value } of domain.records) await setRecord({ type, name, value });
  expect(await verify()).toMatchObject({ status: 'verified', records: [{ found: true }, { found: true }] });

  const link = Link.parse(await api.call('POST', '/v2/links', early));
  expect(link).toMatchObject({ host: HOST, url: `https://${HOST}/spring` });
  const opened = await open('/spring', HOST);
  expect(opened.status).toBe(302);
  expect(opened.location).toMatch(/^https:\/\/acme\.example\/\?fs_click=/);
  // The same words on other hosts are other links, or none.
  expect((await open('/spring', new URL(api.url).host)).status).toBe(404);
  expect((await open('/spring', 'go.other.example')).status).toBe(404);

  expect(await refusal('DELETE', `/v2/domains/${domain.key}`)).toMatchObject({ code: 'conflict', reason: 'in_use' });
  await withdraw(`_fairshare.${HOST}`);
  expect(await verify()).toMatchObject({ status: 'lost' });
  expect(await refusal('POST', '/v2/links', { ...early, slug: 'summer' })).toMatchObject({
    reason: 'host_not_verified',
  });
  await api.call('DELETE', `/v2/links/${link.key}`);
  await api.call('DELETE', `/v2/domains/${domain.key}`);
  expect(await api.call('GET', '/v2/domains')).toMatchObject({ items: [] });
});

test('I7 an import lets old addresses go on leading on a verified host of the merchant’s own', async () => {
  const host = 'old.acme.example';
  const rows = Buffer.from('partner_email,slug\nanna@partners.example,annasclub\n');
  const order = async () => ({ source: 'csv', kind: 'links', file: await uploadImport(api, rows), link_host: host });
  expect(await refusal('POST', '/v2/imports', await order())).toMatchObject({ reason: 'host_not_verified' });
  const domain = Domain.parse(await api.call('POST', '/v2/domains', { host }));
  for (const { type, name, value } of domain.records) await setRecord({ type, name, value });
  await api.call('POST', `/v2/domains/${domain.key}/verify`, {});
  const Import = z.object({ key: z.string(), status: z.string(), counts: z.looseObject({}) });
  const imported = async () => {
    const { key } = Import.parse(await api.call('POST', '/v2/imports', await order()));
    for (;;) {
      const now = Import.parse(await api.call('GET', `/v2/imports/${key}`));
      if (now.status === 'done' || now.status === 'failed') return now;
      await sleep(100);
    }
  };
  expect(await imported()).toMatchObject({ status: 'done', counts: { links: { made: 1, exists: 0, skipped: 0 } } });
  expect(await imported()).toMatchObject({ status: 'done', counts: { links: { made: 0, exists: 1, skipped: 0 } } });
  const opened = await open('/annasclub', host);
  expect(opened.location).toMatch(/^https:\/\/acme\.example\/\?fs_click=/);
  expect((await open('/annasclub', new URL(api.url).host)).status).toBe(404);
  const listed = await api.call('GET', '/v2/old-addresses?partnership_key=anna');
  expect(listed).toMatchObject({ items: [{ token: 'annasclub', link_key: expect.stringMatching(/^link_/) }] });
  expect(await api.call('GET', '/v2/old-addresses?partnership_key=ben')).toMatchObject({ items: [] });
});

test('I7 a coupon code belongs to one partner of the program, however it is written, and binds while it is active', async () => {
  await api.call('POST', '/v2/coupons', { code: 'Anna10', partnership_key: 'anna' });
  expect(await refusal('POST', '/v2/coupons', { code: 'ANNA10', partnership_key: 'ben' })).toMatchObject({
    code: 'conflict',
  });
  const listed = await api.call('GET', '/v2/coupons?partnership_key=anna');
  expect(listed).toMatchObject({ items: [{ code: 'Anna10', active: true }] });
  const bought = async (customer: string) => {
    await api.call('POST', '/v2/customers', { customer_key: customer });
    const sale = { external_key: customer, customer_key: customer, currency: 'GBP', amount: 100, coupon: 'anna10' };
    return z.object({ partnership_key: z.string().nullable() }).parse(await api.call('POST', '/v2/transactions', sale));
  };
  expect((await bought('cathy')).partnership_key).toMatch(/^part_/);
  expect(await api.call('PATCH', '/v2/coupons/ANNA10', { active: false })).toMatchObject({ active: false });
  expect((await bought('dave')).partnership_key).toBeNull();
  expect(await refusal('POST', '/v2/coupons', { code: 'anna10', partnership_key: 'ben' })).toMatchObject({
    code: 'conflict',
  });
  await api.call('PATCH', '/v2/coupons/anna10', { active: true });
  expect((await bought('erin')).partnership_key).toMatch(/^part_/);
  await api.call('DELETE', '/v2/coupons/anna10');
  expect(await api.call('GET', '/v2/coupons')).toMatchObject({ items: [] });
});
