import * as z from 'zod';
import { ApiClient, Refused } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { logIn } from '../support/login.ts';
import { settled, TestRuntime, until } from '../support/runtime.ts';

const Details = z.object({ name: z.string(), country: z.string(), vat_number: z.string().nullable() });
const Billing = z.object({ billing_details: Details.nullable() });
const Program = z.object({ key: z.string(), name: z.string(), currency: z.string(), mode: z.string() });
const Created = Program.extend({ secret_key: z.string() });
const Programs = z.object({ items: z.array(Program), has_more: z.boolean() });
const Invoice = z.object({ status: z.string(), billing_details: Details.nullable() });
const ACME = { name: 'Acme Ltd', address_line_1: '1 High Street', city: 'London', country: 'GB' };

jest.setTimeout(120_000);

let runtime: TestRuntime | undefined;
let api: ApiClient;

const get = async <S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>> =>
  schema.parse(await api.call('GET', path));
const refusal = async (body: unknown): Promise<string> => {
  const thrown: unknown = await api.call('PUT', '/v2/billing-details', body).catch((error: unknown) => error);
  return thrown instanceof Refused ? `${thrown.status} ${thrown.code}` : 'accepted';
};

beforeAll(async () => {
  runtime = await TestRuntime.start('2026-01-10T10:00:00Z');
  ({ api } = await runtime.merchant());
});
afterAll(() => runtime?.close());

const Mails = z.object({ items: z.array(z.object({ to: z.array(z.string()), text: z.string() })) });

describe('J6 merchants', () => {
  test('J6 a merchant signs up by itself where the operator allows it: the mailed link makes merchant, program and owner', async () => {
    expect(await (await fetch(new URL('/v2/public/sign-ups', api.url))).json()).toMatchObject({ data: { open: true } });
    const post = async (path: string, body: unknown): Promise<{ status: number; data: unknown }> => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(new URL(path, api.url), { method: 'POST', headers, body: JSON.stringify(body) });
      const read = z.object({ data: z.unknown().optional() }).parse(await answer.json());
      return { status: answer.status, data: read.data };
    };
    const email = 'ada@mugs.example';
    const order = { merchant_name: 'Mugs Ltd', email, currency: 'EUR', time_zone: 'Europe/Berlin' };
    expect((await post('/v2/public/sign-ups', order)).status).toBe(202);
    await settled(api);
    const mails = Mails.parse(await (await fetch(new URL('/_local/mail.json', api.url))).json());
    const text = mails.items.find(({ to }) => to.includes(email))?.text ?? '';
    const token = /#sign-up=([\w-]+)/.exec(text)?.[1] ?? '';
    const password = 'Geheim 12345 !';
    const made = await post(`/v2/public/sign-ups/${token}`, { password });
    expect(made).toMatchObject({ status: 200, data: { name: 'Mugs Ltd', email } });
    expect((await post(`/v2/public/sign-ups/${token}`, { password })).status).toBe(410);
    const owner = new ApiClient(api.url, (await logIn(api.url, email, password)).token);
    const program = z.object({ name: z.string(), currency: z.string(), time_zone: z.string(), mode: z.string() });
    expect(program.parse(await owner.call('GET', '/v2/programs'))).toEqual({
      ...{ name: 'Mugs Ltd', currency: 'EUR', time_zone: 'Europe/Berlin', mode: 'test' },
    });
    owner.close();
  });

  test('J6 billing details have a VAT number, whose form is checked for the country', async () => {
    expect(await get('/v2/billing-details', Billing)).toEqual({ billing_details: null });
    expect(await refusal({ ...ACME, vat_number: 'GB 12' })).toBe('422 unprocessable');
    expect(await get('/v2/billing-details', Billing)).toEqual({ billing_details: null });
    await api.call('PUT', '/v2/billing-details', { ...ACME, vat_number: 'gb 123 4567 89' });
    await api.call('PUT', '/v2/billing-details', { ...ACME, vat_number: 'gb 123 4567 89' });
    expect((await get('/v2/billing-details', Billing)).billing_details).toEqual({
      ...{ name: 'Acme Ltd', country: 'GB', vat_number: 'GB123456789' },
    });
  });

  test('J6 an invoice keeps who is billed as of when it became final', async () => {
    await api.call('POST', '/v2/triggers', {
      ...{ name: 'Ten per cent', event: 'transaction.accepted' },
      action: { type: 'reward', offer: { type: 'percentage', bps: 1000, description: '10 %' } },
    });
    await setPaymentMethod(api);
    await api.call('POST', '/v2/partnerships', { partner_key: 'anna', email: 'anna@partners.example' });
    await api.call('POST', '/v2/customers', { customer_key: 'cathy', partner_key: 'anna' });
    const sale = { external_key: 'sale-1', customer_key: 'cathy', amount: 50_000, currency: 'GBP' };
    await api.call('POST', '/v2/transactions', sale);
    await until(api, '2026-02-02T00:00:00Z');
    expect(await get('/v2/invoices/2026-01', Invoice)).toMatchObject({ status: 'in_review', billing_details: null });
    await until(api, '2026-02-08T00:00:00Z');
    await api.call('PUT', '/v2/billing-details', { ...ACME, name: 'Acme Holding' });
    const invoice = await get('/v2/invoices/2026-01', Invoice);
    expect(invoice).toMatchObject({ status: 'paid', billing_details: { name: 'Acme Ltd', vat_number: 'GB123456789' } });
  });

  test('J6 a merchant runs several programs: one is made by its own request, with keys and a currency of its own', async () => {
    const order = { name: 'Resellers', currency: 'EUR', mode: 'live' };
    const made = Created.parse(await api.call('POST', '/v2/merchant/programs', order));
    expect(made).toMatchObject(order);
    const listed = await get('/v2/merchant/programs', Programs);
    expect(listed.items.map(({ name }) => name)).toEqual(['Resellers', 'Acme']);
    const headers = { authorization: `Bearer ${made.secret_key}` };
    const answer: unknown = await (await fetch(new URL('/v2/programs', api.url), { headers })).json();
    expect(answer).toMatchObject({ data: { key: made.key, currency: 'EUR', mode: 'live' } });
    const merchant = z.object({ name: z.string() });
    expect(await get('/v2/merchant', merchant)).toEqual({ name: 'Acme' });
  });
});
