import * as z from 'zod';
import { type ApiClient, Refused } from '../../../cli/replay/client.ts';
import { setPaymentMethod } from '../../../cli/replay/setup.ts';
import { TestRuntime, until } from '../support/runtime.ts';

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

describe('J6 merchants', () => {
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
