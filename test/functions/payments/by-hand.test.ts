import { routes } from '../../../functions/payments/routes.ts';
import { serve } from '../../../functions/shared/api.ts';
import { earning, openBilling, PERIOD } from '../../support/billing.ts';
import { PROGRAM } from '../../support/setting.ts';
import { openTestEdge } from '../shared/fakes/edge.ts';
import { bodyOf, httpEvent } from '../shared/fakes/http-event.ts';

const INVOICE = 'inv_00000000000000000000000001_202601';

const openMonth = async (settings = {}) => {
  const billing = openBilling(settings);
  billing.addPartner('part_anna');
  billing.earn(earning('part_anna', 1, [1000]));
  const { edge, addKey, clock } = openTestEdge(billing.memory);
  const { secret: key } = await addKey(PROGRAM);
  const handler = serve(
    { ...edge, clock: { now: () => billing.time.now, real: () => clock.real() } },
    routes(billing.payments),
  );
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await handler(httpEvent({ method, path, key, ...(body === undefined ? {} : { body }) }));
    return { status: answer.statusCode, body: bodyOf(answer), data: bodyOf(answer).data, error: bodyOf(answer).error };
  };
  const pay = (invoice = INVOICE) => call('POST', `/v2/invoices/${invoice}/pay`);
  return { ...billing, call, pay, handler };
};

describe('Paying an invoice by hand', () => {
  it('is refused while it is in review, and for the invoice of somebody else', async () => {
    const billing = await openMonth();
    billing.onTime.act = async () => {
      if (billing.states.at(-1) !== 'WaitForEndOfReview') return;
      expect(await billing.pay()).toMatchObject({ status: 409, error: { reason: 'in_review' } });
      expect(await billing.pay('inv_00000000000000000000000002_202601')).toMatchObject({ status: 404 });
      expect(await billing.pay('nothing')).toMatchObject({ status: 404 });
    };
    await billing.play();
    expect(billing.providers.charges.size).toBe(1);
  });

  it('of an overdue invoice starts its payouts at once', async () => {
    const billing = await openMonth();
    billing.providers.fates.charge.push('decline', 'decline', 'decline', 'decline', 'decline');
    await billing.play();
    billing.time.now = Date.parse('2026-02-20T10:00:00Z');
    billing.started.length = 0;
    expect(await billing.pay()).toMatchObject({
      status: 200,
      data: { status: 'paid', charge_attempts: 6, total: 1000 },
    });
    expect(billing.started).toEqual([
      { name: `pay-${PROGRAM}-${PERIOD}`, input: { program: PROGRAM, period: PERIOD, phase: 'payout' } },
    ]);
    expect(await billing.play(PERIOD, 'payout')).toMatchObject({ state: 'MonthIsDone' });
    expect(new Date(billing.time.now).toISOString()).toBe('2026-02-20T10:00:00.000Z');
    expect(billing.providers.leftTo('acct_part_anna')).toBe(1000);
    expect((await billing.books()).problems).toEqual([]);
  });

  it('twice, or while the calendar charges, charges once', async () => {
    const billing = await openMonth();
    billing.providers.fates.charge.push('decline');
    billing.onTime.act = async () => {
      if (billing.states.at(-1) !== 'WaitForNextAttempt') return;
      const answers = await Promise.all([billing.pay(), billing.pay(PERIOD), billing.pay()]);
      for (const { status, data } of answers) expect([status, data?.status]).toEqual([200, 'paid']);
    };
    expect((await billing.play()).state).toBe('MonthIsDone');
    expect([...billing.providers.charges.values()]).toMatchObject([{ attempts: 2, state: 'paid' }]);
  });

  it('says when it was declined again, and when there is no method to pay by', async () => {
    const billing = await openMonth();
    billing.providers.fates.charge.push('decline', 'decline', 'decline', 'decline', 'decline', 'decline');
    await billing.play();
    expect(await billing.pay()).toMatchObject({ status: 200, data: { status: 'overdue', reason: 'card_declined' } });
    const methods = await billing.call('GET', '/v2/payment-methods');
    expect(methods.data.items).toEqual([]);
    const bare = await openMonth({ payment_customer: undefined, payment_method: undefined });
    await bare.play();
    expect(await bare.pay()).toMatchObject({ status: 422, error: { reason: 'no_payment_method' } });
  });

  it('is put off when the provider is busy, and then goes on', async () => {
    const billing = await openMonth();
    billing.providers.fates.charge.push('decline', 'decline', 'decline', 'decline', 'decline', 'busy');
    await billing.play();
    expect(await billing.pay()).toMatchObject({ status: 503 });
    expect(await billing.pay()).toMatchObject({ status: 200, data: { status: 'paid', charge_attempts: 6 } });
  });
});

describe('A cash-out', () => {
  it('pays the available balance once, however often it is asked for', async () => {
    const billing = await openMonth({ minimum_payout: 5000 });
    await billing.play();
    expect(await billing.call('POST', '/v2/partnerships/part_anna/cash-out')).toMatchObject({
      status: 422,
      error: { reason: 'below_minimum' },
    });
    const rich = await openMonth({ minimum_payout: 500 });
    rich.memory.items.delete('PART#part_anna | PROFILE');
    await rich.play();
    rich.addPartner('part_anna', { months: {} });
    const answers = await Promise.all([1, 2, 3].map(() => rich.call('POST', '/v2/partnerships/part_anna/cash-out')));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(answers.find(({ status }) => status === 200)?.data).toMatchObject({
      amount: 1000,
      status: 'paid',
      period: null,
      partner_key: 'anna',
    });
    expect(rich.providers.sent).toBe(1);
    expect(rich.providers.leftTo('acct_part_anna')).toBe(1000);
    expect(await rich.call('POST', '/v2/partnerships/part_nobody/cash-out')).toMatchObject({ status: 404 });
  });
});

describe('Payment methods', () => {
  it('are set up at the provider, and the newest one is charged', async () => {
    const billing = await openMonth({ payment_customer: undefined, payment_method: undefined });
    const urls = { success_url: 'https://acme.example/done', cancel_url: 'https://acme.example/back' };
    const started = await billing.call('POST', '/v2/payment-methods/set-ups', urls);
    expect(started).toMatchObject({ status: 201, data: { key: 'cs_1', status: 'open' } });
    const done = await billing.call('POST', '/v2/payment-methods/set-ups/cs_1');
    expect(done.data).toMatchObject({ status: 'ready', payment_method: { label: 'visa 4242', default: true } });
    expect(await billing.call('POST', '/v2/payment-methods/set-ups/cs_foreign')).toMatchObject({ status: 404 });
    const body = { provider: 'stripe', provider_method: 'pm_2' };
    expect(await billing.call('POST', '/v2/payment-methods', { ...body, provider_customer: 'cus_9' })).toMatchObject({
      status: 422,
    });
    const second = await billing.call('POST', '/v2/payment-methods', body);
    expect((await billing.call('POST', '/v2/payment-methods', body)).data.key).toBe(second.data.key);
    const { data } = await billing.call('GET', '/v2/payment-methods');
    expect(
      data.items.map((item: { provider_method: string; default: boolean }) => [item.provider_method, item.default]),
    ).toEqual([
      ['pm_2', true],
      ['pm_1', false],
    ]);
    expect((await billing.call('DELETE', `/v2/payment-methods/${second.data.key}`)).data).toEqual({
      key: second.data.key,
      deleted: true,
    });
    expect(await billing.call('DELETE', `/v2/payment-methods/${second.data.key}`)).toMatchObject({ status: 404 });
    const head = billing.memory.items.get(`PROG#${PROGRAM} | HEAD`);
    expect(head?.['payment_method']).toBeUndefined();
  });
});

describe('The payout method of a partnership', () => {
  it('is verified by a look at the provider', async () => {
    const billing = await openMonth();
    const path = '/v2/partnerships/part_anna/payout-method';
    const incomplete = { provider: 'stripe', destination: 'acct_incomplete' };
    expect((await billing.call('PUT', path, incomplete)).data).toMatchObject({ verified: false, payouts_held: false });
    const paypal = { provider: 'paypal', destination: 'anna@partners.example', payouts_held: true };
    expect((await billing.call('PUT', path, paypal)).data).toEqual({
      ...paypal,
      partnership_key: 'part_anna',
      verified: true,
    });
    expect((await billing.call('GET', path)).data).toMatchObject({ provider: 'paypal', payouts_held: true });
    expect(await billing.call('PUT', path, { provider: 'paypal', destination: 'nobody' })).toMatchObject({
      status: 422,
    });
    expect(await billing.call('GET', '/v2/partnerships/part_x/payout-method')).toMatchObject({ status: 404 });
  });
});

describe('News of a provider', () => {
  const news = async (billing: Awaited<ReturnType<typeof openMonth>>, provider: string, event: unknown) =>
    (await billing.handler(httpEvent({ method: 'POST', path: `/v2/webhooks/${provider}`, key: null, body: event })))
      .statusCode;

  it('make a lost charge known, once, in whatever order and number they come', async () => {
    const billing = await openMonth();
    billing.providers.fates.charge.push('lost after');
    const event = { eventId: 'evt_1', about: 'charge', invoiceKey: INVOICE, reference: 'pi_1' };
    billing.onTime.act = async () => {
      if (billing.states.at(-1) !== 'WaitForNextAttempt') return;
      for (let n = 0; n < 10; n++) expect(await news(billing, 'stripe', event)).toBe(200);
      expect((await billing.books()).invoices).toMatchObject([{ state: 'paid' }]);
    };
    await billing.play();
    expect((await billing.books()).events.filter((name) => name === 'invoice.charged')).toHaveLength(1);
  });

  it('put a returned payout back into the balance', async () => {
    const billing = await openMonth();
    await billing.play();
    const [payout] = billing.providers.payouts.values();
    if (payout !== undefined) payout.state = 'returned';
    const event = { eventId: 'WH-1', about: 'payout', payoutKey: 'po-part_anna-1', reference: 'x' };
    expect(await news(billing, 'paypal', event)).toBe(200);
    const books = await billing.books();
    expect(books.problems).toEqual([]);
    expect(books.payouts).toMatchObject([{ state: 'returned', reason: 'account_closed' }]);
    expect(books.events).toContain('payout.failed');
  });

  it('that are not signed by it are refused, and those about nothing of ours change nothing', async () => {
    const billing = await openMonth();
    billing.payments.providers.announcing.stripe.readWebhook = async () => undefined;
    expect(await news(billing, 'stripe', {})).toBe(401);
    const before = billing.memory.items.size;
    for (const [n, about] of ['nothing', 'payout method'].entries()) {
      expect(await news(billing, 'paypal', { eventId: `WH-${n}`, about })).toBe(200);
    }
    const foreign = { eventId: 'WH-9', about: 'payout', payoutKey: 'somebody-else', reference: 'x' };
    expect(await news(billing, 'paypal', foreign)).toBe(200);
    expect(billing.memory.items.size).toBe(before + 3);
  });

  it('are refused to a program in test mode where they would cost real money', async () => {
    const billing = await openMonth({ payment_customer: undefined, payment_method: undefined, mode: 'test' });
    billing.providers.realMoney = true;
    const urls = { success_url: 'https://acme.example/done', cancel_url: 'https://acme.example/back' };
    const body = { provider: 'stripe', provider_method: 'pm_2' };
    const refused = { status: 409, error: { reason: 'test_program' } };
    expect(await billing.call('POST', '/v2/payment-methods/set-ups', urls)).toMatchObject(refused);
    expect(await billing.call('POST', '/v2/payment-methods', body)).toMatchObject(refused);
    const live = await openMonth({ payment_customer: undefined, payment_method: undefined, mode: 'live' });
    live.providers.realMoney = true;
    expect(await live.call('POST', '/v2/payment-methods', body)).toMatchObject({ status: 200 });
  });
});
