import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiClient } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { Caller } from '../support/caller.ts';
import { logIn } from '../support/login.ts';
import { tokenMailedTo } from '../support/mailbox.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

const Anything = z.unknown();
const Items = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), has_more: z.boolean() });
const Profile = z.looseObject({ key: z.string(), email: z.string(), first_name: z.string().nullable() });
const Method = z.object({ provider: z.string().nullable(), destination: z.string().nullable(), verified: z.boolean() });
const Balance = z.looseObject({ open_amount: z.int(), available_amount: z.int(), paid_amount: z.int() });
const Reward = z.looseObject({ key: z.string(), amount: z.int(), level: z.int(), description: z.string() });
const Recruiting = z.object({ enabled: z.boolean(), code: z.string().nullable(), url: z.string().nullable() });
const Recruit = z.object({ name: z.string().nullable(), active: z.boolean(), earned_amount: z.int() });
const Partnership = z.looseObject({ key: z.string(), status: z.string(), closed: z.boolean(), claimed: z.boolean() });

jest.setTimeout(240_000);

let runtime: TestRuntime;
let api: ApiClient;
let acme: Caller;
let anna: Caller;
let ben: Caller;
const keys: Record<string, string> = {};

const PASSWORD = 'Geheim 12345!';
const portalOf = async (email: string, password = PASSWORD) =>
  new Caller(runtime.url, (await logIn(runtime.url, email, password)).token);
const visitor = () => new Caller(runtime.url, '');
const mailedToken = async (address: string) => {
  await settled(api);
  return tokenMailedTo(runtime.url, address);
};
const add = async (name: string, more: object = {}) => {
  const body = { partner_key: name, email: `${name}@partners.example`, password: PASSWORD, ...more };
  keys[name] = await acme.made('/v2/partnerships', body);
  return portalOf(body.email);
};
/** Names and keys that no partner may ever see. */
const INTERNAL: string[] = ['Resellers', 'vip-label', 'Important ones', 'Ten per cent trigger'];
const seen: string[] = [];
const read = async <S extends z.ZodType>(portal: Caller, schema: S, path: string): Promise<z.infer<S>> => {
  const data = await portal.data(Anything, 'GET', path);
  seen.push(JSON.stringify(data));
  return schema.parse(data);
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-05T10:00:00Z');
  const merchant = await runtime.merchant();
  api = merchant.api;
  acme = new Caller(runtime.url, merchant.secret);
  await acme.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 1000 });
  const group = await acme.made('/v2/groups', { name: 'Resellers' });
  const tag = await acme.made('/v2/tags', { name: 'vip-label' });
  const segment = await acme.made('/v2/segments', { name: 'Important ones', match: tag });
  const trigger = await acme.made('/v2/triggers', {
    ...{ name: 'Ten per cent trigger', event: 'transaction.accepted' },
    audience: { type: 'segments', segments: [segment] },
    action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 % of every sale' } },
  });
  INTERNAL.push(group, tag, segment, trigger);
  await setPaymentMethod(api);
  const billed = { name: 'Acme Ltd', address_line_1: '1 Bow Lane', city: 'London', country: 'GB' };
  await acme.data(Anything, 'PUT', '/v2/billing-details', { ...billed, reference: 'Ten per cent trigger' });
  const place = { group_key: group, tags: ['vip-label'] };
  anna = await add('anna', { first_name: 'Anna', ...place });
  ben = await add('ben', { first_name: 'Ben', last_name: 'Ray', recruited_by: 'anna', ...place });
  await acme.made('/v2/customers', { customer_key: 'cathy', partner_key: 'ben' });
  const sale = { external_key: 's1', customer_key: 'cathy', amount: 50_000, currency: 'GBP' };
  await acme.data(Anything, 'POST', '/v2/transactions', sale);
  await settled(api);
});
afterAll(() => runtime?.close());

describe('B6 profile, payout method, tax status', () => {
  test('B6 a partner sees and changes its own profile', async () => {
    await ben.data(Anything, 'PATCH', '/v2/portal/profile', { company: 'Ray Ltd', country: 'GB' });
    const profile = await read(ben, Profile, '/v2/portal/profile');
    expect(profile).toMatchObject({ key: keys['ben'], email: 'ben@partners.example', company: 'Ray Ltd' });
    expect(await ben.refusal('PATCH', '/v2/portal/profile', { status: 'inactive' })).toMatch(/^422/);
    expect(await acme.refusal('GET', '/v2/portal/profile')).toBe('403 forbidden scope -');
    expect(await ben.refusal('GET', '/v2/partnerships')).toBe('403 forbidden scope -');
  });

  test('B6 a payout method is set up on the provider’s own pages, or is a PayPal account', async () => {
    expect(await read(ben, Method, '/v2/portal/payout-method')).toMatchObject({ provider: null, verified: false });
    const addresses = { return_url: 'https://acme.example/back', refresh_url: 'https://acme.example/again' };
    const Started = z.object({ url: z.string(), payout_method: Method });
    const start = () => ben.data(Started, 'POST', '/v2/portal/payout-method/onboarding', addresses);
    const first = await start();
    expect(first.payout_method).toMatchObject({ provider: 'stripe', verified: false });
    const again = await start();
    expect(again.payout_method.destination).toBe(first.payout_method.destination);
    const done = await fetch(again.url, { method: 'POST', redirect: 'manual' });
    expect(done.headers.get('location')).toBe(addresses.return_url);
    expect(await read(ben, Method, '/v2/portal/payout-method')).toMatchObject({ provider: 'stripe', verified: true });
    const dina = await add('dina');
    const paypal = { provider: 'paypal', destination: 'dina@pay.example' };
    await dina.data(Anything, 'PUT', '/v2/portal/payout-method', paypal);
    expect(await read(dina, Method, '/v2/portal/payout-method')).toMatchObject({ ...paypal, verified: true });
  });

  test('B6 the tax status is checked, kept, and shown to the merchant with the billing', async () => {
    const details = {
      ...{ kind: 'company', legal_name: 'Ray Ltd', address_line_1: '1 High Street', city: 'London', country: 'GB' },
      ...{ vat_number: 'GB 123 4567 89' },
    };
    expect(await ben.refusal('PUT', '/v2/portal/tax-details', { ...details, vat_number: 'GB 12' })).toBe(
      '422 unprocessable vat_number vat_number',
    );
    await ben.data(Anything, 'PUT', '/v2/portal/tax-details', details);
    const Billing = z.looseObject({ tax_details: z.looseObject({ vat_number: z.string(), legal_name: z.string() }) });
    const billing = await acme.data(Billing, 'GET', '/v2/partnerships/ben/billing');
    expect(billing.tax_details).toMatchObject({ vat_number: 'GB123456789', legal_name: 'Ray Ltd' });
    const own = await read(ben, z.object({ tax_details: z.unknown() }), '/v2/portal/tax-details');
    expect(own.tax_details).toEqual(billing.tax_details);
  });

  test('B6 rewards are explained by event, offer, base and arithmetic; statistics tell clicks, sales and earnings', async () => {
    const [reward] = (await read(ben, Items(Reward), '/v2/portal/rewards')).items;
    expect(reward).toMatchObject({ amount: 5_000, level: 1, description: '10 % of every sale' });
    const Why = z.object({ offer: z.string(), base_amount: z.int(), arithmetic: z.array(z.string()) });
    const why = await read(ben, Why, `/v2/portal/rewards/${reward?.key}/explain`);
    expect(why).toMatchObject({ offer: '10 % of every sale', base_amount: 50_000 });
    expect(why.arithmetic).toContain('10 % of 500.00 GBP is 50.00 GBP, rounded half up.');
    const Totals = z.looseObject({
      transactions: z.int(),
      revenue: z.int(),
      sign_ups: z.int(),
      earned_amount: z.int(),
    });
    const statistics = await read(ben, z.looseObject({ totals: Totals }), '/v2/portal/statistics');
    expect(statistics.totals).toMatchObject({ transactions: 1, revenue: 50_000, sign_ups: 1, earned_amount: 5_000 });
  });
});

describe('B8 recruiting', () => {
  test('B8 a recruiter has a link of its own and sees what its recruits earned it', async () => {
    const own = await read(anna, Recruiting, '/v2/portal/recruiting');
    expect(own).toMatchObject({ enabled: true, url: expect.stringContaining(`recruiter=${own.code}`) });
    const recruits = await read(anna, Items(Recruit), '/v2/portal/recruits');
    expect(recruits.items).toEqual([{ name: 'Ben R.', active: true, earned_amount: 500 }]);
    expect(JSON.stringify(recruits)).not.toContain('ben@partners.example');
    const shares = (await read(anna, Items(Reward), '/v2/portal/rewards')).items;
    expect(shares).toMatchObject([{ level: 2, amount: 500 }]);
  });

  test('B8 whoever applies through the link carries the recruiter, who earns by it from then on', async () => {
    const { url } = await read(anna, Recruiting, '/v2/portal/recruiting');
    const address = new URL(url ?? '');
    const form = `/v2/public/forms/${address.pathname.split('/').at(-1)}/application`;
    const { token } = await visitor().data(z.object({ token: z.string() }), 'GET', form);
    await sleep(2_100);
    const answers = { email: 'finn@partners.example', first_name: 'Finn', last_name: 'Oak' };
    const recruiter = address.searchParams.get('recruiter');
    await visitor().data(Anything, 'POST', form, { token, answers, recruiter });
    const Application = z.object({ key: z.string(), email: z.string() });
    const { items } = await acme.data(Items(Application), 'GET', '/v2/applications?status=new');
    const [application] = items.filter(({ email }) => email === answers.email);
    await acme.data(Anything, 'POST', `/v2/applications/${application?.key}/approve`, { tags: ['vip-label'] });
    const Recruited = z.object({ items: z.array(z.object({ key: z.string(), recruited_by: z.string().nullable() })) });
    const found = await acme.data(Recruited, 'GET', '/v2/partnerships?email=finn%40partners.example');
    expect(found.items).toMatchObject([{ recruited_by: keys['anna'] }]);
    const finn = found.items[0]?.key;
    await acme.made('/v2/customers', { customer_key: 'dave', partner_key: finn });
    const sale = { external_key: 's2', customer_key: 'dave', amount: 20_000, currency: 'GBP' };
    await acme.data(Anything, 'POST', '/v2/transactions', sale);
    await settled(api);
    const { items: recruits } = await read(anna, Items(Recruit), '/v2/portal/recruits');
    const earned = recruits.map(({ name, earned_amount }) => `${name} ${earned_amount}`).sort();
    expect(earned).toEqual(['Ben R. 500', 'Finn O. 200']);
  });

  test('B8 recruiting is off in a program without a second tier', async () => {
    await acme.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 0 });
    expect(await read(anna, Recruiting, '/v2/portal/recruiting')).toEqual({ enabled: false, code: null, url: null });
    await acme.data(Anything, 'PATCH', '/v2/programs', { second_tier_bps: 1000 });
  });
});

describe('B7 password, address, closure', () => {
  test('B7 a partner who forgot its password sets another by the mailed link', async () => {
    const carl = await add('carl');
    expect((await read(carl, Profile, '/v2/portal/profile')).key).toBe(keys['carl']);
    await visitor().data(Anything, 'POST', '/v2/public/password-resets', { email: 'carl@partners.example' });
    const token = await mailedToken('carl@partners.example');
    const body = { password: 'Another 12345!' };
    await visitor().data(Anything, 'POST', `/v2/public/password-resets/${token}`, body);
    await expect(logIn(runtime.url, 'carl@partners.example', PASSWORD)).rejects.toThrow();
    const again = await portalOf('carl@partners.example', body.password);
    expect((await read(again, Profile, '/v2/portal/profile')).key).toBe(keys['carl']);
    expect(await visitor().refusal('POST', `/v2/public/password-resets/${token}`, body)).toBe('410 gone used token');
  });

  test('B7 a changed login address is that of the partnership, and the old one is free again', async () => {
    const carl = await portalOf('carl@partners.example', 'Another 12345!');
    await carl.data(Anything, 'POST', '/v2/me/email-changes', { email: 'karl@partners.example' });
    const token = await mailedToken('karl@partners.example');
    await visitor().data(Anything, 'POST', `/v2/public/email-changes/${token}`, {});
    const Email = z.object({ email: z.string() });
    const { email } = await acme.data(Email, 'GET', '/v2/partnerships/carl');
    expect(email).toBe('karl@partners.example');
    await acme.made('/v2/partnerships', { partner_key: 'other-carl', email: 'carl@partners.example' });
    expect(await acme.refusal('PATCH', '/v2/partnerships/carl', { email: 'eve@partners.example' })).toBe(
      '409 conflict email_of_login email',
    );
    const karl = await portalOf('karl@partners.example', 'Another 12345!');
    expect((await read(karl, Profile, '/v2/portal/profile')).email).toBe('karl@partners.example');
  });

  test('B7 a closed account ends and loses its login; what it earned is still billed and paid; it can apply again', async () => {
    expect(await ben.refusal('POST', '/v2/portal/closure', { confirm: 'anna@partners.example' })).toBe(
      '422 unprocessable not_confirmed confirm',
    );
    await ben.data(Anything, 'POST', '/v2/portal/closure', { confirm: 'ben@partners.example' });
    const closed = await acme.data(Partnership, 'GET', '/v2/partnerships/ben');
    expect(closed).toMatchObject({ status: 'inactive', closed: true, claimed: false });
    expect(await acme.refusal('PATCH', '/v2/partnerships/ben', { status: 'active' })).toBe(
      '409 conflict account_closed status',
    );
    await expect(logIn(runtime.url, 'ben@partners.example', PASSWORD)).rejects.toThrow();
    const again = await acme.made('/v2/partnerships', { partner_key: 'ben-2', email: 'ben@partners.example' });
    expect(again).not.toBe(keys['ben']);
    await until(api, '2026-02-13T01:00:00Z');
    const Payout = z.looseObject({ amount: z.int(), status: z.string() });
    const paid = await acme.data(Items(Payout), 'GET', '/v2/payouts?partnership_key=ben');
    expect(paid.items).toMatchObject([{ amount: 5_000, status: 'paid' }]);
  });
});

describe('B6 money in the portal', () => {
  test('B6 balance, statements and payouts follow the month, and a partner cashes out what is left', async () => {
    const fresh = await portalOf('anna@partners.example');
    const balance = () => read(fresh, Balance, '/v2/portal/balance');
    // Without a payout method the money stayed hers.
    expect(await balance()).toMatchObject({ open_amount: 0, available_amount: 700, paid_amount: 0 });
    const Statement = z.looseObject({ period: z.string(), payable: z.int() });
    const statements = (await read(fresh, Items(Statement), '/v2/portal/statements')).items;
    expect(statements).toMatchObject([{ period: '2026-01', payable: 700 }]);
    const Csv = z.object({ file_name: z.string(), content: z.string() });
    const file = await read(fresh, Csv, '/v2/portal/statements/csv');
    expect(file.content.split('\r\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^period,currency,transactions,.*,payable$/),
      expect.stringMatching(/^2026-01,GBP,0,.*,7.00$/),
    ]);
    expect(await fresh.refusal('POST', '/v2/portal/cash-out', {})).toBe('422 unprocessable no_method partnership');
    const paypal = { provider: 'paypal', destination: 'anna@pay.example' };
    await fresh.data(Anything, 'PUT', '/v2/portal/payout-method', paypal);
    const Payout = z.looseObject({ key: z.string(), amount: z.int(), provider: z.string() });
    const payout = await fresh.data(Payout, 'POST', '/v2/portal/cash-out', {});
    expect(payout).toMatchObject({ amount: 700, provider: 'paypal' });
    expect((await balance()).available_amount).toBe(0);
    const { items } = await read(fresh, Items(Payout), '/v2/portal/payouts');
    expect(items.map(({ key }) => key)).toEqual([payout.key]);
    const paid = await read(fresh, Csv, '/v2/portal/payouts/csv');
    expect(paid.content).toMatch(new RegExp(`\\r\\n${payout.key},2026-02-13T01:00:00.000Z,[^,]*,7.00,GBP,`));
    await until(api, '2026-02-14T01:00:00Z');
    expect(await fresh.refusal('POST', '/v2/portal/cash-out', {})).toBe('422 unprocessable below_minimum partnership');
  });

  test('B6 a statement is printed with who earned it, its tax status, and who pays it', async () => {
    const fresh = await portalOf('anna@partners.example');
    const tax = { kind: 'person', legal_name: 'Anna Lee', address_line_1: '2 Low Road', city: 'York', country: 'GB' };
    await fresh.data(Anything, 'PUT', '/v2/portal/tax-details', { ...tax, tax_number: 'AB 12' });
    await until(api, '2026-03-02T09:00:00Z');
    const printed = await read(fresh, z.looseObject({ period: z.string() }), '/v2/portal/statements/2026-01');
    expect(printed).toMatchObject({
      ...{
        period: '2026-01',
        payable: 700,
        currency: 'GBP',
        status: 'paid',
        merchant: { name: 'Acme Ltd', city: 'London' },
      },
      partner: { first_name: 'Anna', email: 'anna@partners.example' },
      tax_details: { legal_name: 'Anna Lee', tax_number: 'AB12', vat_number: null },
    });
    const later = await read(fresh, z.looseObject({ status: z.string() }), '/v2/portal/statements/2026-02');
    expect(later.status).toBe('nothing_to_pay');
    expect(await fresh.refusal('GET', '/v2/portal/statements/2026-03')).toBe('404 not_found - period');
    expect(await fresh.refusal('GET', '/v2/portal/statements/2026-13')).toMatch(/^422/);
  });

  test('B6 nothing that a partner read names a group, a tag, a segment or a trigger', () => {
    expect(seen.length).toBeGreaterThan(15);
    for (const name of INTERNAL) expect(seen.filter((text) => text.includes(name))).toEqual([]);
  });
});
