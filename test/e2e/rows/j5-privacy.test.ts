import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { everyItem } from '../../../cli/recount/listing.ts';
import { runRecount } from '../../../cli/recount/run.ts';
import { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { becomes } from '../../support/becomes.ts';
import { logIn, partnerOf } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';
import { tableText } from '../support/table-text.ts';

const Keyed = z.object({ key: z.string() });
const Anything = z.record(z.string(), z.unknown());
const Job = z.object({
  key: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  subject_key: z.string().nullable(),
  erased: z.record(z.string(), z.int()).optional(),
  file: z.object({ download_url: z.string() }).nullable().optional(),
});

/** In every text about a person: nothing else in the program has it. */
const CANARY = 'zqpartner';
const BUYER = 'zqbuyer';
const PROSPECT = 'zqprospect';
const PARTNER_EMAIL = `${CANARY}.mail@partners.example`;
const BUYER_EMAIL = `${BUYER}.mail@shop.example`;
const PROSPECT_EMAIL = `${PROSPECT}.mail@firm.example`;

jest.setTimeout(180_000);

let runtime: TestRuntime;
let api: ApiClient;
let portal: ApiClient;
let partnership = '';
let password = '';

const ended = async (path: string, body: object, client = api) => {
  const { key } = Job.parse(await client.call('POST', path, body));
  for (let tries = 0; tries < 300; tries++) {
    const job = Job.parse(await client.call('GET', `${path}/${key}`));
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await sleep(100);
  }
  throw new Error(`${key} does not end.`);
};

const fileOf = async (path: string, body: object, client = api): Promise<string> => {
  const job = await ended(path, body, client);
  expect(job).toMatchObject({ status: 'done' });
  return (await fetch(job.file?.download_url ?? '')).text();
};

const refusal = async (body: object): Promise<unknown> =>
  api.call('POST', '/v2/erasures', body).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : error),
  );

/** A visitor applies with a canary in every answer, and is approved. */
const applied = async (): Promise<string> => {
  const { default_group_key } = z
    .object({ default_group_key: z.string() })
    .parse(await api.call('PATCH', '/v2/programs', { attribution_window_days: 90 }));
  const { url } = z
    .object({ url: z.string() })
    .parse(await api.call('GET', `/v2/form-templates/${default_group_key}.application`));
  const at = new URL(new URL(url).pathname.replace(/\/page$/, ''), api.url);
  const served = z.object({ data: z.object({ token: z.string() }) }).parse(await (await fetch(at)).json());
  await sleep(2_100);
  const answers = { email: PARTNER_EMAIL, first_name: `${CANARY}-first`, last_name: `${CANARY}-last` };
  const headers = { 'content-type': 'application/json' };
  await fetch(at, { method: 'POST', headers, body: JSON.stringify({ token: served.data.token, answers }) });
  const [application] = await everyItem(api, '/v2/applications', Keyed);
  const approved = await api.call('POST', `/v2/applications/${application?.key ?? ''}/approve`, {});
  return z.object({ partnership_key: z.string() }).parse(approved).partnership_key;
};

const TAX = {
  ...{ kind: 'person', legal_name: `${CANARY}-legal`, country: 'GB', address_line_1: `${CANARY}-street` },
  ...{ city: `${CANARY}-city`, postal_code: 'N1', small_business: false },
};

const fillPartner = async (): Promise<void> => {
  partnership = await applied();
  await api.call('PATCH', `/v2/partnerships/${partnership}`, { company: `${CANARY}-company` });
  await api.call('POST', `/v2/partnerships/${partnership}/notes`, { text: `${CANARY}-note` });
  const payout = { provider: 'stripe', destination: `acct_ok_${CANARY}` };
  await api.call('PUT', `/v2/partnerships/${partnership}/payout-method`, payout);
  await api.call('POST', '/v2/links', {
    ...{ partnership_key: partnership, slug: 'spring', name: `${CANARY}-link`, destination_url: 'https://a.example' },
  });
  const login = await partnerOf(runtime, partnership);
  password = login.password;
  portal = new ApiClient(runtime.url, login.token);
  await portal.call('PUT', '/v2/portal/tax-details', TAX);
};

const fillCustomer = async (): Promise<void> => {
  await api.call('POST', '/v2/customers', {
    ...{ customer_key: 'c-1', partner_key: partnership, email: BUYER_EMAIL, name: `${BUYER}-name` },
    ...{ provider_key: `cus_${BUYER}`, metadata: { nick: `${BUYER}-nick` }, country: 'GB' },
  });
  await api.call('PATCH', '/v2/customers/c-1', { name: `${BUYER}-renamed` });
  const sale = { customer_key: 'c-1', currency: 'GBP', metadata: { note: `${BUYER}-meta` } };
  await api.call('POST', '/v2/transactions', { ...sale, external_key: 'sale-1', amount: 20_000 });
  await api.call('POST', '/v2/transactions', { ...sale, external_key: 'sale-2', amount: 10_000 });
  await api.call('POST', '/v2/transactions/sale-1/refunds', { external_key: 'refund-1', amount: 5_000 });
  const action = { external_key: 'demo-1', type: 'demo', target_type: 'customer', target_key: 'c-1' };
  await api.call('POST', '/v2/actions', { ...action, metadata: { said: `${BUYER}-said` } });
};

const fillProspect = async (): Promise<void> => {
  await api.call('POST', '/v2/leads', {
    ...{ external_key: 'lead-1', partner_key: partnership, email: PROSPECT_EMAIL, first_name: `${PROSPECT}-first` },
    ...{ last_name: `${PROSPECT}-last`, company: `${PROSPECT}-co`, metadata: { note: `${PROSPECT}-meta` } },
  });
  await api.call('PATCH', '/v2/leads/lead-1', { status: 'qualified', reason: `${PROSPECT}-reason` });
  await api.call('POST', '/v2/deals', {
    ...{ external_key: 'deal-1', partner_key: partnership, name: `${PROSPECT}-deal`, account_name: `${PROSPECT}-acc` },
    ...{ account_key: `${PROSPECT}-key`, contact_email: PROSPECT_EMAIL, contact_first_name: `${PROSPECT}-contact` },
  });
  await api.call('POST', '/v2/customer-tags', { partnership_key: partnership, email: `x${PROSPECT_EMAIL}` });
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2011-01-03T00:00:00Z');
  ({ api } = await runtime.merchant());
  await api.call('POST', '/v2/triggers', {
    ...{ name: 'Ten per cent', event: 'transaction.accepted' },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
  });
  await setPaymentMethod(api);
  await fillPartner();
  await fillCustomer();
  await fillProspect();
  await until(api, '2011-02-14T00:00:00Z');
  await api.call('POST', '/v2/transactions', {
    ...{ external_key: 'sale-3', customer_key: 'c-1', currency: 'GBP', amount: 7_000 },
  });
  await settled(api);
});
afterAll(() => runtime?.close());

const MONEY = [
  ...['/v2/ledger', '/v2/invoices', '/v2/rewards?period=2011-01', '/v2/rewards?period=2011-02'],
  ...['/v2/transactions/sale-1/refunds'],
];
const NAMES =
  /"(partner_key|destination|metadata|email|first_name|last_name|company|updated_at)":("[^"]*"|\{[^}]*\}|null|\d+),?/g;

/** What money says: the items of the table, and the lists of the API without who it was. */
const money = async (): Promise<Readonly<Record<string, string>>> => {
  const seen: Record<string, string> = {};
  for (const path of MONEY) seen[path] = JSON.stringify(await everyItem(api, path, Anything)).replaceAll(NAMES, '');
  for (const path of [`/v2/partnerships/${partnership}/statements`, '/v2/payouts', '/v2/transactions']) {
    seen[path] = JSON.stringify(await everyItem(api, path, Anything, 'period').catch(() => null)).replaceAll(NAMES, '');
  }
  seen['statistics'] = JSON.stringify(await api.call('GET', '/v2/statistics?from=2011-01-01&to=2011-02-28'));
  for (const [key, text] of tableText(runtime.tableFile())) {
    if (!/\| (EARN|STMT|INV|MARK)#|^(STAT|RFND)#/.test(key)) continue;
    // That a partner is one fewer is counted as for every partnership that becomes inactive.
    const counted = text.replace(/"partners":\{"N":"-?\d+"\},?/, '');
    if (!key.startsWith('STAT#') || /"N":/.test(counted)) seen[key] = counted;
  }
  return seen;
};

const holding = (canary: string): readonly string[] =>
  [...tableText(runtime.tableFile())]
    .filter(([key, text]) => `${key} ${text}`.toLowerCase().includes(canary))
    .map(([key]) => key)
    // Events that were carried and answers that are repeated are forgotten by themselves, in days.
    .filter((key) => !/^(IDEM|JOBRUN)#/.test(key));

const READS = [
  ...['/v2/partnerships', '/v2/links', '/v2/customers', '/v2/transactions', '/v2/actions', '/v2/leads', '/v2/deals'],
  ...['/v2/applications', '/v2/audit-events', '/v2/payouts', '/v2/customer-tags', '/v2/erasures', '/v2/person-exports'],
  ...['/v2/leads/lead-1/history', '/v2/deals/deal-1/history', ...MONEY],
];

test('J5 an export of a person holds everything that is stored about it', async () => {
  const partner = await fileOf('/v2/person-exports', { partnership_key: partnership });
  for (const part of ['first', 'last', 'company', 'note', 'link', 'legal', 'street', 'city']) {
    expect(partner).toContain(`${CANARY}-${part}`);
  }
  expect(partner).toContain(PARTNER_EMAIL);
  expect(partner).toContain(`acct_ok_${CANARY}`);
  expect(() => JSON.parse(partner)).not.toThrow();
  const buyer = await fileOf('/v2/person-exports', { customer_key: 'c-1' });
  for (const part of ['renamed', 'nick', 'meta', 'said']) expect(buyer).toContain(`${BUYER}-${part}`);
  expect(buyer).toContain(`cus_${BUYER}`);
  const prospect = await fileOf('/v2/person-exports', { email: PROSPECT_EMAIL });
  for (const part of ['first', 'last', 'co', 'meta', 'reason', 'deal', 'acc', 'key', 'contact']) {
    expect(prospect).toContain(`${PROSPECT}-${part}`);
  }
});

test('J5 a partner exports its own data, and sees nothing there that is the merchant’s', async () => {
  const own = await fileOf('/v2/portal/data-exports', {}, portal);
  for (const part of ['first', 'last', 'company', 'link', 'legal', 'street'])
    expect(own).toContain(`${CANARY}-${part}`);
  expect(own).not.toContain(`${CANARY}-note`);
  expect(own).not.toMatch(/"(group|tags)":/);
  await expect(portal.call('POST', '/v2/erasures', {})).rejects.toThrow('403');
});

test('J5 an erasure asks for a confirmation, and for consent while money is owed', async () => {
  expect(await refusal({ partnership_key: partnership, confirm: 'yes' })).toContain(
    'confirm repeats what names the person',
  );
  expect(await refusal({ partnership_key: partnership, confirm: partnership })).toContain('Money is owed');
  expect(await refusal({ confirm: 'nobody' })).toContain('one of them');
  expect(await refusal({ email: PARTNER_EMAIL, confirm: PARTNER_EMAIL })).toContain('A partnership has this address');
});

test('J5 an erasure leaves no text about the person anywhere, and the ledger whole', async () => {
  const before = await money();
  expect(Object.keys(before).length).toBeGreaterThan(15);
  const families = (canary: string) => [...new Set(holding(canary).map((key) => key.split('#')[0]))].sort();
  expect(families(CANARY)).toEqual(
    expect.arrayContaining(['ACTIVE', 'APPL', 'AUDIT', 'LINK', 'PART', 'PNAME', 'USER']),
  );
  expect(families(BUYER)).toEqual(expect.arrayContaining(['ACT', 'CUST', 'TXN']));
  expect(families(PROSPECT)).toEqual(expect.arrayContaining(['AUDIT', 'CLAIM', 'DEAL', 'LEAD', 'NAME']));
  const partner = { partnership_key: partnership, confirm: partnership, accept_unpaid: true };
  const first = await ended('/v2/erasures', partner);
  expect(first).toMatchObject({ status: 'done', subject_key: partnership, erased: { login: 1, links: 1 } });
  expect(await ended('/v2/erasures', { customer_key: 'c-1', confirm: 'c-1' })).toMatchObject({ status: 'done' });
  const prospect = { email: PROSPECT_EMAIL, confirm: PROSPECT_EMAIL };
  expect(await ended('/v2/erasures', prospect)).toMatchObject({ status: 'done', subject_key: null });
  // Mailed links that have expired are swept away every few seconds.
  const mailed = async () => [CANARY, BUYER, PROSPECT].flatMap(holding).filter((key) => key.startsWith('MAILED#'));
  await becomes(mailed, []);
  for (const canary of [CANARY, BUYER, PROSPECT])
    expect({ canary, held: holding(canary) }).toEqual({ canary, held: [] });
  for (const path of READS) {
    const text = JSON.stringify(await everyItem(api, path, Anything)).toLowerCase();
    expect({ path, named: [CANARY, BUYER, PROSPECT].filter((canary) => text.includes(canary)) }).toEqual({
      ...{ path, named: [] },
    });
  }
  expect(await money()).toEqual(before);
  expect((await runRecount(api, true)).found).toEqual([]);
});

test('J5 a second erasure of the same person finds nothing more', async () => {
  const again = { partnership_key: partnership, confirm: partnership, accept_unpaid: true };
  expect(await ended('/v2/erasures', again)).toMatchObject({ status: 'done', erased: {} });
  expect(await ended('/v2/erasures', { customer_key: 'c-1', confirm: 'c-1' })).toMatchObject({ erased: {} });
});

test('J5 who was erased cannot log in, its address is free, and its links still lead on', async () => {
  await expect(logIn(runtime.url, PARTNER_EMAIL, password)).rejects.toThrow();
  const shown = await api.call('GET', `/v2/partnerships/${partnership}`);
  expect(shown).toMatchObject({ status: 'inactive', email: `erased-${partnership}@erased.invalid` });
  await api.call('POST', '/v2/partnerships', { partner_key: 'again', email: PARTNER_EMAIL });
  const audit = await everyItem(api, `/v2/audit-events?subject_key=${partnership}`, Anything);
  expect(audit.some((event) => typeof event['erased_at'] === 'number')).toBe(true);
});

test('J5 a refund after the erasure still takes its reward back', async () => {
  const open = async (): Promise<number> => {
    const lines = await everyItem(api, '/v2/rewards?period=2011-02', z.object({ amount: z.int() }));
    return lines.reduce((sum, { amount }) => sum + amount, 0);
  };
  expect(await open()).toBe(700);
  await api.call('POST', '/v2/transactions/sale-3/refunds', { external_key: 'refund-3', amount: 7_000 });
  await settled(api);
  expect(await open()).toBe(0);
  expect((await runRecount(api, true)).found).toEqual([]);
});
