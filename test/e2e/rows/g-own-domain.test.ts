import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Caller } from '../support/caller.ts';
import { setRecords, withdrawRecords } from '../support/dns.ts';
import { partnerOf } from '../support/login.ts';
import { TestRuntime } from '../support/runtime.ts';

jest.setTimeout(120_000);

const HOST = 'partners.acme.example';
const HandOver = z.object({ code: z.string(), portal_url: z.string() });
const Session = z.object({ token: z.string(), partnership_key: z.string() });
const Anything = z.record(z.string(), z.unknown());

let runtime: TestRuntime;
let merchant: Caller;

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-03-10T10:00:00Z');
  merchant = new Caller(runtime.url, (await runtime.merchant()).secret);
});
afterAll(() => runtime?.close());

test('G the portal on the merchant’s own domain: a login of ours is handed over once, to its verified host, away from the money', async () => {
  const anybody = new Caller(runtime.url, 'nothing');
  const told = `/v2/public/portal-hosts/${HOST}`;
  const domain = await merchant.made('/v2/domains', { host: HOST });
  const path = `/v2/domains/${domain}`;
  expect(await merchant.refusal('PATCH', path, { portal: true })).toBe('422 unprocessable host_not_verified domain');
  await setRecords(merchant, runtime.url, HOST);
  await merchant.data(Anything, 'POST', `${path}/verify`);
  expect(await anybody.refusal('GET', told)).toMatch(/^404 not_found/);
  expect(await merchant.data(Anything, 'PATCH', path, { portal: true })).toMatchObject({ portal: true });
  expect(await anybody.data(Anything, 'GET', told)).toMatchObject({
    ...{ program_key: runtime.made().program_key, site_url: runtime.url },
  });

  const anna = await merchant.made('/v2/partnerships', { partner_key: 'anna', email: 'anna@p.example' });
  const home = new Caller(runtime.url, (await partnerOf(runtime, anna)).token);
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const ask = { host: HOST, challenge };
  const { code, portal_url } = await home.data(HandOver, 'POST', '/v2/portal/hand-overs', ask);
  expect(portal_url).toBe(`http://${HOST}:${new URL(runtime.url).port}/portal/`);
  const redeem = '/v2/public/portal-sessions';
  const wrong = { code, verifier: 'w'.repeat(43) };
  expect(await anybody.refusal('POST', redeem, wrong)).toBe('410 gone expired code');
  const session = await anybody.data(Session, 'POST', redeem, { code, verifier });
  expect(session.partnership_key).toBe(anna);
  expect(await anybody.refusal('POST', redeem, { code, verifier })).toBe('410 gone expired code');

  // It is the embedded portal: the partner's own, without money and person, and without a way to further sessions.
  const portal = new Caller(runtime.url, session.token);
  expect(await portal.data(Anything, 'GET', '/v2/portal/profile')).toMatchObject({ key: anna });
  expect(await portal.refusal('PUT', '/v2/portal/payout-method', {})).toMatch(/^403 forbidden scope/);
  expect(await portal.refusal('POST', '/v2/portal/hand-overs', ask)).toMatch(/^403 forbidden scope/);

  // Nobody but a partner who has logged in hands anything over, and nothing goes to another host.
  expect(await merchant.refusal('POST', '/v2/portal/hand-overs', ask)).toMatch(/^403 forbidden scope/);
  expect(await anybody.refusal('POST', '/v2/portal/hand-overs', ask)).toMatch(/^401/);
  const foreign = { host: 'evil.example', challenge };
  expect(await home.refusal('POST', '/v2/portal/hand-overs', foreign)).toBe('404 not_found - host');
  for (const body of [
    { host: HOST },
    { ...ask, host: 'http://evil.example' },
    { ...ask, to: 'https://evil.example' },
  ]) {
    expect(await home.refusal('POST', '/v2/portal/hand-overs', body)).toMatch(/^422/);
  }
  for (const body of [{}, { code }, { code: 'x', verifier }, { code, verifier, host: HOST }]) {
    expect(await anybody.refusal('POST', redeem, body)).toMatch(/^422/);
  }

  // Once the merchant's name servers no longer prove the host, it gets no login, even before anybody has looked.
  await withdrawRecords(runtime.url, `_fairshare.${HOST}`);
  expect(await home.refusal('POST', '/v2/portal/hand-overs', ask)).toBe('404 not_found - host');
  expect(await merchant.data(Anything, 'POST', `${path}/verify`)).toMatchObject({ status: 'lost' });
  expect(await anybody.refusal('GET', told)).toMatch(/^404 not_found/);

  // A partnership that has stopped hands nothing over.
  await setRecords(merchant, runtime.url, HOST);
  await merchant.data(Anything, 'POST', `${path}/verify`);
  const again = await home.data(HandOver, 'POST', '/v2/portal/hand-overs', ask);
  await merchant.data(Anything, 'PATCH', '/v2/partnerships/anna', { status: 'inactive' });
  expect(await anybody.refusal('POST', redeem, { code: again.code, verifier })).toBe('410 gone expired code');

  // Who shows the portal where is told by the audit log; a login is no change of the merchant's.
  const Audit = z.object({ items: z.array(Anything) });
  const audited = async (operation: string) =>
    (await merchant.data(Audit, 'GET', `/v2/audit-events?operation=${operation}`)).items.length;
  expect([await audited('updateDomain'), await audited('createHandOver')]).toEqual([1, 0]);
});
