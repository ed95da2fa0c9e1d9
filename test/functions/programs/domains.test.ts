import { openMerchant } from '../../support/merchant.ts';

const HOST = 'go.acme.example';

test('A link domain says which records to set, and is verified when both are found', async () => {
  const { must, dns, clock } = await openMerchant();
  const domain = await must('POST', '/v2/domains', { host: HOST });
  expect(domain).toMatchObject({ host: HOST, status: 'pending', verified_at: null });
  expect(domain.records).toEqual([
    { type: 'CNAME', name: HOST, value: 'd1.cdn.example', found: null },
    {
      type: 'TXT',
      name: `_fairshare.${HOST}`,
      value: expect.stringMatching(/^fairshare-verification=[\w-]{24}$/),
      found: null,
    },
  ]);
  expect(await must('POST', '/v2/domains', { host: HOST })).toEqual(domain);
  const found = (answer: { records: { found: boolean }[] }) => answer.records.map((record) => record.found);
  const early = await must('POST', `/v2/domains/${domain.key}/verify`);
  expect([early.status, found(early)]).toEqual(['pending', [false, false]]);
  dns.set(domain.records.slice(1));
  const half = await must('POST', `/v2/domains/${domain.key}/verify`);
  expect([half.status, found(half)]).toEqual(['pending', [false, true]]);
  dns.set(domain.records);
  clock.pass(10);
  const whole = await must('POST', `/v2/domains/${domain.key}/verify`);
  expect(whole).toMatchObject({ status: 'verified', verified_at: clock.now(), checked_at: clock.now() });
  expect(await must('GET', `/v2/domains/${domain.key}`)).toEqual(whole);
  expect((await must('GET', '/v2/domains')).items).toEqual([whole]);
});

test('A host without an alias is verified by its addresses', async () => {
  const { must, dns } = await openMerchant();
  const domain = await must('POST', '/v2/domains', { host: 'acme.example' });
  dns.set(domain.records.slice(1));
  dns.a.set('acme.example', ['192.0.2.1']);
  dns.a.set('d1.cdn.example', ['192.0.2.1', '192.0.2.2']);
  expect(await must('POST', `/v2/domains/${domain.key}/verify`)).toMatchObject({ status: 'verified' });
});

test.each(['d1.cdn.example', 'localhost', '127.0.0.1', 'Go.acme.example', 'acme', 'a..b', 'db.internal', '-a.example'])(
  'The host %s is refused',
  async (host) => {
    const { call } = await openMerchant();
    expect(await call('POST', '/v2/domains', { host })).toMatchObject({ status: 422, error: { param: 'host' } });
  },
);

test('A host belongs to one program of the installation, as long as its proof stands', async () => {
  const first = await openMerchant();
  const second = await openMerchant({ name: 'Other' }, first.store);
  const one = await first.must('POST', '/v2/domains', { host: HOST });
  first.dns.set(one.records);
  await first.must('POST', `/v2/domains/${one.key}/verify`);
  const other = await second.must('POST', '/v2/domains', { host: HOST });
  // Both proofs stand at the same name servers: the first has it.
  second.dns.set(other.records);
  second.dns.txt.set(`_fairshare.${HOST}`, [one.records[1].value, other.records[1].value]);
  const refused = await second.call('POST', `/v2/domains/${other.key}/verify`);
  expect(refused).toMatchObject({ status: 409, error: { reason: 'host_taken' } });
  second.dns.set(other.records);
  expect(await second.must('POST', `/v2/domains/${other.key}/verify`)).toMatchObject({ status: 'verified' });
  expect(await first.must('GET', `/v2/domains/${one.key}`)).toMatchObject({ status: 'lost' });
  expect(first.memory.items.get(`DOMAIN#${HOST} | A`)).toMatchObject({ program: second.program });
});

test('A domain whose proof is gone is lost at the next look, and verified again when it is back', async () => {
  const { must, dns, memory } = await openMerchant();
  const domain = await must('POST', '/v2/domains', { host: HOST });
  dns.set(domain.records);
  await must('POST', `/v2/domains/${domain.key}/verify`);
  dns.txt.clear();
  expect(await must('POST', `/v2/domains/${domain.key}/verify`)).toMatchObject({ status: 'lost' });
  expect(memory.items.has(`DOMAIN#${HOST} | A`)).toBe(false);
  dns.set(domain.records);
  expect(await must('POST', `/v2/domains/${domain.key}/verify`)).toMatchObject({ status: 'verified' });
  await must('DELETE', `/v2/domains/${domain.key}`);
  expect(memory.items.has(`DOMAIN#${HOST} | A`)).toBe(false);
});
