import { createServer, type Server, type ServerResponse } from 'node:http';
import { PaypalPayingOut } from '../../../../functions/payments/providers/paypal-paying-out.ts';
import { StripeCharging } from '../../../../functions/payments/providers/stripe-charging.ts';
import { stripeClient } from '../../../../functions/payments/providers/stripe-client.ts';
import { StripePayingOut } from '../../../../functions/payments/providers/stripe-paying-out.ts';

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;
let requests: number;

beforeEach(async () => {
  requests = 0;
  server = createServer((request, response) => {
    request.resume();
    if (request.url === '/v1/oauth2/token') {
      response.end(JSON.stringify({ access_token: 't', expires_in: 3600 }));
      return;
    }
    requests += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const stripe = () => ({ key: 'sk_test_1', webhookSecret: 's', url, now: Date.now, timeoutMs: 200 });
const paypal = () => ({ clientId: 'c', secret: 's', webhookId: 'w', url, now: Date.now, timeoutMs: 200 });
const payout = { payoutKey: 'po-1', idempotencyKey: 'k', destination: 'jo@example.com', amount: 500, currency: 'GBP' };
const charge = {
  ...{ invoiceKey: 'inv_1', idempotencyKey: 'k', customer: 'cus_1', paymentMethod: 'pm_1', attempt: 1 },
  ...{ amount: 500, currency: 'GBP', intentReference: 'pi_1' },
};
const question = { payoutKey: 'po-1', destination: 'x', firstSentAt: 0, reference: 'r' };

describe.each([
  ['never answers', () => undefined],
  ['breaks the connection', (response: ServerResponse) => response.destroy()],
  [
    'breaks off inside the answer',
    (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 10);
    },
  ],
  ['answers with an error of its own', (response: ServerResponse) => response.writeHead(500).end('{}')],
  ['answers with a page of a proxy', (response: ServerResponse) => response.writeHead(502).end('<html>')],
  ['does not accept the key', (response: ServerResponse) => response.writeHead(401).end('{"error":{"message":"no"}}')],
])('a provider that %s', (_what, act) => {
  beforeEach(() => {
    answer = act;
  });

  it('leaves a charge unknown, never declined, and is not asked twice', async () => {
    expect(await new StripeCharging(stripe()).charge(charge)).toMatchObject({ kind: 'unknown', reference: 'pi_1' });
    expect(requests).toBe(1);
  });

  it('leaves payouts unknown, never failed', async () => {
    expect((await new StripePayingOut(stripe()).pay(payout)).kind).toBe('unknown');
    expect((await new PaypalPayingOut(paypal()).pay(payout)).kind).toBe('unknown');
  });

  it('leaves look-ups unknown, never none', async () => {
    const { invoiceKey, customer } = charge;
    expect((await new StripeCharging(stripe()).lookUpCharge({ invoiceKey, customer })).kind).toBe('unknown');
    expect((await new StripePayingOut(stripe()).lookUp(question)).kind).toBe('unknown');
    expect((await new PaypalPayingOut(paypal()).lookUp(question)).kind).toBe('unknown');
  });

  it('makes a set-up fail as busy', async () => {
    await expect(new StripeCharging(stripe()).readSetUp('cs_1')).rejects.toMatchObject({ code: 'busy' });
  });
});

it('takes a provider that nobody can reach for unknown', async () => {
  const away = { ...stripe(), url: 'http://127.0.0.1:1' };
  expect((await new StripePayingOut(away).pay(payout)).kind).toBe('unknown');
});

it('sends the same request later when the same key is under way, and looks up when the key was used otherwise', async () => {
  answer = (response) =>
    response.writeHead(409).end('{"error":{"code":"idempotency_key_in_use","type":"invalid_request_error"}}');
  expect((await new StripePayingOut(stripe()).pay(payout)).kind).toBe('busy');
  answer = (response) => response.writeHead(400).end('{"error":{"type":"idempotency_error"}}');
  expect((await new StripePayingOut(stripe()).pay(payout)).kind).toBe('unknown');
});

it('honours how long a provider asks to wait', async () => {
  answer = (response) =>
    response.writeHead(429, { 'retry-after': '7' }).end('{"error":{"type":"invalid_request_error"}}');
  expect(await new StripePayingOut(stripe()).pay(payout)).toEqual({ kind: 'busy', retryAfterSeconds: 7 });
  expect(await new PaypalPayingOut(paypal()).pay(payout)).toEqual({ kind: 'busy', retryAfterSeconds: 7 });
});

it('takes a state that it does not know for unknown', async () => {
  answer = (response) =>
    response.end(JSON.stringify({ id: 'pi_1', object: 'payment_intent', status: 'requires_capture' }));
  expect((await new StripeCharging(stripe()).charge(charge)).kind).toBe('unknown');
  answer = (response) => response.end(JSON.stringify({ batch_header: { payout_batch_id: 'B' }, items: 'none' }));
  expect((await new PaypalPayingOut(paypal()).lookUp(question)).kind).toBe('unknown');
});

it('does not start with an address that has a path, which the SDK would ignore', () => {
  expect(() => stripeClient({ ...stripe(), url: 'http://127.0.0.1:4010/stripe' })).toThrow('must not have a path');
});
