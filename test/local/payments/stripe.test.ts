import { DAY_MS, HOUR_MS, type Providers, startProviders, stripe } from './harness.ts';

let providers: Providers;
beforeEach(async () => {
  providers = await startProviders({ latencyMs: 20 });
});
afterEach(() => providers.close());

const post = (path: string, params: Record<string, string>, headers: Record<string, string> = {}) =>
  stripe(providers.url(), 'POST', path, params, headers);
const get = (path: string, params: Record<string, string> = {}) => stripe(providers.url(), 'GET', path, params);
const TRANSFER = { amount: '1200', currency: 'gbp', destination: 'acct_ok_1', transfer_group: 'po_1' };

describe('requests', () => {
  it('without a secret key are refused', async () => {
    const { status, body } = await post('/v1/customers', {}, { authorization: 'Bearer pk_public' });
    expect([status, body.error.type]).toEqual([401, 'invalid_request_error']);
  });

  it('answer with the version that was asked for and a request id', async () => {
    const { headers } = await post('/v1/customers', { name: 'Acme' }, { 'stripe-version': '2024-04-10' });
    expect(headers.get('stripe-version')).toBe('2024-04-10');
    expect(headers.get('request-id')).toMatch(/^req_/);
  });

  it.each([
    ['an unknown parameter', { ...TRANSFER, partner: 'x' }, 'parameter_unknown', 'partner'],
    ['a missing parameter', { amount: '5', destination: 'acct_ok_1' }, 'parameter_missing', 'currency'],
    ['a fraction', { ...TRANSFER, amount: '1.5' }, 'parameter_invalid_integer', 'amount'],
    ['a negative amount', { ...TRANSFER, amount: '-5' }, 'parameter_invalid_integer', 'amount'],
    ['nine digits', { ...TRANSFER, amount: '100000000' }, 'amount_too_large', 'amount'],
    ['an unknown account', { ...TRANSFER, destination: 'acct_nobody' }, 'resource_missing', 'destination'],
  ])('with %s are refused by name and leave nothing', async (_case, params, code, param) => {
    const { status, body } = await post('/v1/transfers', params, { 'idempotency-key': 'k1' });
    expect([status, body.error.code, body.error.param]).toEqual([400, code, param]);
    const repaired = await post('/v1/transfers', TRANSFER, { 'idempotency-key': 'k1' });
    expect(repaired.status).toBe(200);
    expect((await providers.state()).transfers).toHaveLength(1);
  });

  it('to a path that is not spoken are refused', async () => {
    expect((await get('/v1/subscriptions')).status).toBe(404);
  });
});

describe('an idempotency key', () => {
  const key = { 'idempotency-key': 'payout-1' };

  it('gives the same answer again for the same request', async () => {
    const first = await post('/v1/transfers', TRANSFER, key);
    const second = await post('/v1/transfers', TRANSFER, key);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect((await providers.state()).transfers).toHaveLength(1);
  });

  it('refuses other parameters', async () => {
    await post('/v1/transfers', TRANSFER, key);
    const { status, body } = await post('/v1/transfers', { ...TRANSFER, amount: '1300' }, key);
    expect([status, body.error.type]).toEqual([400, 'idempotency_error']);
  });

  it('is in use while the first request runs', async () => {
    const answers = await Promise.all([post('/v1/transfers', TRANSFER, key), post('/v1/transfers', TRANSFER, key)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await providers.state()).transfers).toHaveLength(1);
  });

  it('is forgotten after 24 hours, and then pays a second time', async () => {
    await post('/v1/transfers', TRANSFER, key);
    await providers.advance(23 * HOUR_MS);
    await post('/v1/transfers', TRANSFER, key);
    expect((await providers.state()).transfers).toHaveLength(1);
    await providers.advance(HOUR_MS);
    await post('/v1/transfers', TRANSFER, key);
    expect((await providers.state()).transfers).toHaveLength(2);
  });

  it('keeps a decline', async () => {
    const intent = await post('/v1/payment_intents', { amount: '500', currency: 'gbp' });
    const confirm = `/v1/payment_intents/${intent.body.id}/confirm`;
    const declined = await post(confirm, { payment_method: 'pm_declined_twice' }, key);
    expect([declined.status, declined.body.error.type]).toEqual([402, 'card_error']);
    expect((await post(confirm, { payment_method: 'pm_declined_twice' }, key)).body).toEqual(declined.body);
    expect((await providers.state()).charges).toHaveLength(1);
  });

  it('is not looked at while the provider is busy', async () => {
    const busy = { ...TRANSFER, destination: 'acct_429_1' };
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await post('/v1/transfers', busy, key)).status);
    expect(statuses).toEqual([429, 429, 429, 200]);
    const { headers } = await post('/v1/transfers', busy, { 'idempotency-key': 'payout-2' });
    expect(headers.get('retry-after')).toBe('1');
  });
});

describe('payments', () => {
  it('below the smallest charge are refused', async () => {
    const { body } = await post('/v1/payment_intents', { amount: '29', currency: 'gbp' });
    expect(body.error.code).toBe('amount_too_small');
  });

  it('that succeeded cannot be confirmed again', async () => {
    const params = { amount: '500', currency: 'gbp', payment_method: 'pm_card_visa', confirm: 'true' };
    const { body } = await post('/v1/payment_intents', params);
    expect(body.status).toBe('succeeded');
    const again = await post(`/v1/payment_intents/${body.id}/confirm`, {});
    expect([again.status, again.body.error.code]).toEqual([400, 'payment_intent_unexpected_state']);
  });

  it('are found by their metadata and by their customer', async () => {
    const { body: customer } = await post('/v1/customers', { name: 'Acme' });
    const intent = { amount: '500', currency: 'gbp', customer: customer.id, 'metadata[invoice_key]': 'inv_1' };
    const { body } = await post('/v1/payment_intents', intent);
    const query = "metadata['invoice_key']:'inv_1' AND status:'requires_payment_method'";
    expect((await get('/v1/payment_intents/search', { query })).body.data).toEqual([body]);
    expect((await get('/v1/payment_intents', { customer: customer.id })).body.data).toEqual([body]);
    expect((await get('/v1/payment_intents', { customer: 'cus_other' })).body.data).toEqual([]);
  });

  it('by bank debit fail a day later when the bank has it so', async () => {
    const params = { amount: '500', currency: 'eur', payment_method: 'pm_sepa_fails', confirm: 'true' };
    const { body } = await post('/v1/payment_intents', params);
    expect(body.status).toBe('processing');
    await providers.advance(DAY_MS);
    expect((await get(`/v1/payment_intents/${body.id}`)).body.status).toBe('requires_payment_method');
  });
});

describe('transfers', () => {
  it('are listed by group, newest first, in pages', async () => {
    for (const amount of ['1', '2', '3']) await post('/v1/transfers', { ...TRANSFER, amount });
    const page = await get('/v1/transfers', { transfer_group: 'po_1', limit: '2' });
    expect([page.body.data.map(({ amount }) => amount), page.body.has_more]).toEqual([[3, 2], true]);
    const rest = await get('/v1/transfers', { transfer_group: 'po_1', starting_after: page.body.data[1]?.id ?? '' });
    expect([rest.body.data.map(({ amount }) => amount), rest.body.has_more]).toEqual([[1], false]);
  });

  it('can be reversed in parts, never beyond their amount', async () => {
    const { body } = await post('/v1/transfers', TRANSFER);
    const path = `/v1/transfers/${body.id}/reversals`;
    await post(path, { amount: '200' });
    expect((await post(path, { amount: '1001' })).status).toBe(400);
    await post(path, {});
    const { body: after } = await get(`/v1/transfers/${body.id}`);
    expect([after.amount_reversed, after.reversed, after.reversals.data.length]).toEqual([1200, true, 2]);
    expect((await get(path)).body.data).toHaveLength(2);
  });
});

describe('people', () => {
  it('choose a test card on the hosted page and are sent back', async () => {
    const { body: customer } = await post('/v1/customers', { name: 'Acme' });
    const { body: session } = await post('/v1/checkout/sessions', {
      ...{ mode: 'setup', customer: customer.id, currency: 'gbp' },
      ...{ success_url: 'https://app.example/done?s={CHECKOUT_SESSION_ID}', cancel_url: 'https://app.example/' },
    });
    expect(await (await fetch(session.url)).text()).toContain('pm_card_chargeDeclined');
    const form = new URLSearchParams({ payment_method: 'pm_card_visa' });
    const done = await fetch(session.url, { method: 'POST', body: form, redirect: 'manual' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `https://app.example/done?s=${session.id}`]);
    const methods = await get(`/v1/customers/${customer.id}/payment_methods`);
    expect(methods.body.data).toMatchObject([{ customer: customer.id, type: 'card' }]);
    const { body: read } = await stripe(providers.url(), 'GET', `/v1/checkout/sessions/${session.id}`, {
      'expand[]': 'setup_intent.payment_method',
    });
    expect(read).toMatchObject({
      status: 'complete',
      setup_intent: { payment_method: { id: methods.body.data[0]?.id } },
    });
  });

  it('see accounts, charges, transfers and payouts on one page', async () => {
    await post('/v1/transfers', { ...TRANSFER, transfer_group: '<b>po</b>' });
    const page = await (await fetch(`${providers.url()}/_stand-in/`)).text();
    expect(page).toContain('acct_ok_1');
    expect(page).toContain('&lt;b&gt;po&lt;/b&gt;');
    expect((await fetch(`${providers.url()}/_stand-in/checkout/cs_none`)).status).toBe(404);
  });

  it('cannot charge the card of another customer', async () => {
    const { body: one } = await post('/v1/customers', {});
    const { body: other } = await post('/v1/customers', {});
    const { body: card } = await post('/v1/payment_methods/pm_card_visa/attach', { customer: one.id });
    const params = { amount: '500', currency: 'gbp', customer: other.id, payment_method: card.id, confirm: 'true' };
    expect((await post('/v1/payment_intents', params)).status).toBe(400);
  });
});

it('keeps everything that it acknowledged when it is started again', async () => {
  const { body } = await post(
    '/v1/transfers',
    { ...TRANSFER, destination: 'acct_returned_1' },
    { 'idempotency-key': 'k' },
  );
  await providers.restart();
  const again = await post(
    '/v1/transfers',
    { ...TRANSFER, destination: 'acct_returned_1' },
    { 'idempotency-key': 'k' },
  );
  expect(again.body).toEqual(body);
  await providers.advance(3 * DAY_MS);
  expect((await get(`/v1/transfers/${body.id}`)).body.reversed).toBe(true);
});
