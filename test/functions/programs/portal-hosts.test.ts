import { createHash } from 'node:crypto';
import { authenticate, requireScope } from '../../../functions/shared/auth.ts';
import { portalSessions } from '../../../functions/shared/portal-sessions.ts';
import { openMerchant, type TestMerchant } from '../../support/merchant.ts';

const HOST = 'partners.acme.example';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const MINUTE_MS = 60_000;
const GONE = { status: 410, error: { code: 'gone', reason: 'expired', param: 'code' } };
const NOT_THERE = { status: 404, error: { code: 'not_found', param: 'host' } };

/** A host with the portal on it, verified. */
const showOn = async (merchant: TestMerchant, host: string) => {
  const domain = await merchant.must('POST', '/v2/domains', { host });
  merchant.dns.set(domain.records);
  await merchant.must('POST', `/v2/domains/${domain.key}/verify`);
  await merchant.must('PATCH', `/v2/domains/${domain.key}`, { portal: true });
  return domain;
};

const open = async () => {
  const merchant = await openMerchant();
  const domain = await showOn(merchant, HOST);
  const anna = await merchant.must('POST', '/v2/partnerships', { email: 'anna@p.example', partner_key: 'anna' });
  const handOver = (changes: object = {}) =>
    merchant.as(anna.key).call('POST', '/v2/portal/hand-overs', { host: HOST, challenge: CHALLENGE, ...changes });
  const redeem = (code: string, verifier = VERIFIER) =>
    merchant.call('POST', '/v2/public/portal-sessions', { code, verifier });
  const verify = () => merchant.must('POST', `/v2/domains/${domain.key}/verify`);
  return { merchant, domain, anna, handOver, redeem, verify };
};

test('G the portal is shown on a verified domain only, and told to anybody who asks for the host', async () => {
  const merchant = await openMerchant();
  const domain = await merchant.must('POST', '/v2/domains', { host: HOST });
  expect(domain.portal).toBe(false);
  const turn = (portal: boolean) => merchant.call('PATCH', `/v2/domains/${domain.key}`, { portal });
  expect(await turn(true)).toMatchObject({ status: 422, error: { reason: 'host_not_verified' } });
  const told = () => merchant.call('GET', `/v2/public/portal-hosts/${HOST}`);
  merchant.dns.set(domain.records);
  await merchant.must('POST', `/v2/domains/${domain.key}/verify`);
  expect(await told()).toMatchObject(NOT_THERE);
  expect((await turn(true)).data).toMatchObject({ portal: true, status: 'verified' });
  await merchant.must('PATCH', '/v2/portal-look', { name: 'Acme Partners' });
  expect((await told()).data).toEqual({
    ...{ program_key: merchant.program, name: 'Acme Partners', site_url: 'https://fairshare.example' },
  });
  expect((await turn(false)).data.portal).toBe(false);
  expect(await told()).toMatchObject(NOT_THERE);
  expect(await merchant.call('GET', '/v2/public/portal-hosts/nobody.example')).toMatchObject(NOT_THERE);
});

test('G only whoever may let partners in shows the portal on a host, since its operator sees what they see', async () => {
  const { merchant, domain } = await open();
  merchant.limitTo(['programs:read', 'programs:write']);
  expect(await merchant.call('PATCH', `/v2/domains/${domain.key}`, { portal: false })).toMatchObject({
    ...{ status: 403, error: { reason: 'scope' } },
  });
});

test('G a login that is handed over becomes a session as the embedded portal has it: once, on the host of the program', async () => {
  const { merchant, anna, handOver, redeem } = await open();
  const { data } = await handOver();
  expect(data).toEqual({
    code: expect.stringMatching(/^[\w-]{43}$/),
    portal_url: `https://${HOST}/portal/`,
    expires_at: merchant.clock.now() + MINUTE_MS,
  });
  expect(JSON.stringify([...merchant.memory.items.values()])).not.toContain(data.code);
  const session = (await redeem(data.code)).data;
  expect(session).toMatchObject({ partnership_key: anna.key, token: expect.stringMatching(/^pst_/) });
  const sessions = [portalSessions(merchant.store, merchant.clock)];
  const caller = await authenticate(sessions, { authorization: `Bearer ${session.token}` });
  expect(caller).toMatchObject({ kind: 'partner', program: merchant.program, partnership: anna.key });
  requireScope(caller, 'portal:write');
  // It leads neither to the money nor to a further session.
  expect(() => requireScope(caller, 'portal:account:write')).toThrow(expect.objectContaining({ code: 'forbidden' }));
  expect(await redeem(data.code)).toMatchObject(GONE);
  expect([...merchant.memory.items.keys()].filter((key) => key.startsWith('HANDOVER'))).toEqual([]);
});

test('G of two redemptions at the same moment one gets the session', async () => {
  const { handOver, redeem } = await open();
  const { code } = (await handOver()).data;
  const answers = await Promise.all([redeem(code), redeem(code)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410]);
});

test('G a code is good for a minute, and for nobody without the secret that it was asked for with', async () => {
  const { merchant, handOver, redeem } = await open();
  const { code } = (await handOver()).data;
  expect(await redeem(code, 'w'.repeat(43))).toMatchObject(GONE);
  expect(await redeem('x'.repeat(43))).toMatchObject(GONE);
  merchant.clock.pass(MINUTE_MS - 1);
  expect((await redeem(code)).status).toBe(200);
  const late = (await handOver()).data.code;
  merchant.clock.pass(MINUTE_MS);
  expect(await redeem(late)).toMatchObject(GONE);
});

test('G a login goes to a host of its own program and to no other address', async () => {
  const { merchant, handOver } = await open();
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  await showOn(other, 'partners.other.example');
  for (const host of ['partners.other.example', 'evil.example', 'fairshare.example']) {
    expect(await handOver({ host })).toMatchObject(NOT_THERE);
  }
  for (const host of ['https://evil.example', `${HOST}:8080`, `${HOST}/x`, `anna@${HOST}`, 'localhost', '127.0.0.1']) {
    expect(await handOver({ host })).toMatchObject({ status: 422, error: { param: 'host' } });
  }
  expect(await handOver({ challenge: 'short' })).toMatchObject({ status: 422, error: { param: 'challenge' } });
});

test('G a host whose proof is gone gets nobody’s login, before and after the merchant has looked', async () => {
  const { merchant, domain, handOver, redeem, verify } = await open();
  const { code } = (await handOver()).data;
  merchant.dns.txt.clear();
  expect(await handOver()).toMatchObject(NOT_THERE);
  expect(await verify()).toMatchObject({ status: 'lost', portal: true });
  expect(await merchant.call('GET', `/v2/public/portal-hosts/${HOST}`)).toMatchObject(NOT_THERE);
  expect(await redeem(code)).toMatchObject(GONE);
  // With the proof the portal is back.
  merchant.dns.set(domain.records);
  await verify();
  expect((await handOver()).status).toBe(200);
});

test('G a host that another program has verified since shows that program’s portal, or none', async () => {
  const { merchant, handOver, redeem } = await open();
  const { code } = (await handOver()).data;
  const other = await openMerchant({ name: 'Other' }, merchant.store);
  await showOn(other, HOST);
  merchant.dns.txt.clear();
  expect((await other.call('GET', `/v2/public/portal-hosts/${HOST}`)).data.program_key).toBe(other.program);
  expect(await redeem(code)).toMatchObject(GONE);
  expect(await handOver()).toMatchObject(NOT_THERE);
});

test('G a partnership that has stopped since gets no session', async () => {
  const { merchant, handOver, redeem } = await open();
  const { code } = (await handOver()).data;
  await merchant.must('PATCH', '/v2/partnerships/anna', { status: 'inactive' });
  expect(await redeem(code)).toMatchObject(GONE);
});
