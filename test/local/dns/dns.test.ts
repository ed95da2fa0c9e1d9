import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDns } from '../../../functions/shared/dns.ts';
import { type DnsServer, startDns } from '../../../local/dns/index.ts';
import { openJournal } from '../../../local/journal.ts';

let folder = '';
let journal: ReturnType<typeof openJournal>;
let server: DnsServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dns-'));
  journal = openJournal(join(folder, 'runtime.db'));
  server = await startDns(journal);
});
afterEach(async () => {
  await server.close();
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const tell = (method: string, body: unknown = {}, query = '') =>
  server.handle({
    ...{ method, path: '/_local/dns', headers: {}, query: new URLSearchParams(query) },
    body: Buffer.from(JSON.stringify(body)),
  });

test('A resolver finds texts, aliases and addresses that were put there, whatever the case of the name', async () => {
  await tell('POST', { name: '_proof.go.acme.example', type: 'TXT', value: 'token=1' });
  await tell('POST', { name: '_proof.go.acme.example', type: 'TXT', value: 'token=2' });
  await tell('POST', { name: 'Go.acme.example', type: 'CNAME', value: 'cdn.example' });
  await tell('POST', { name: 'cdn.example', type: 'A', value: '192.0.2.7' });
  const dns = openDns(server.address);
  expect([...(await dns.texts('_proof.go.acme.example'))].sort()).toEqual(['token=1', 'token=2']);
  expect(await dns.aliases('GO.acme.example')).toEqual(['cdn.example']);
  expect(await dns.addresses('cdn.example')).toEqual(['192.0.2.7']);
});

test('A name that is not there, or not with such a record, has none', async () => {
  await tell('POST', { name: 'go.acme.example', type: 'A', value: '192.0.2.7' });
  const dns = openDns(server.address);
  expect(await dns.texts('go.acme.example')).toEqual([]);
  expect(await dns.aliases('nobody.example')).toEqual([]);
});

test('Records are shown, kept over a restart, and taken away by name', async () => {
  const record = { name: 'go.acme.example', type: 'A', value: '192.0.2.7' };
  await tell('POST', record);
  await tell('POST', record);
  await server.close();
  server = await startDns(journal);
  expect(JSON.parse(String((await tell('GET')).body))).toEqual({ records: [record] });
  await tell('DELETE', {}, 'name=go.acme.example');
  expect(JSON.parse(String((await tell('GET')).body))).toEqual({ records: [] });
  expect((await tell('POST', { name: 'a', type: 'MX', value: 'b' })).status).toBe(400);
  expect((await tell('PUT')).status).toBe(405);
});
