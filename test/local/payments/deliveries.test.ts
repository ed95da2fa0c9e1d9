import { createHmac } from 'node:crypto';
import { bothWebhooks, STRIPE_WEBHOOK_SECRET, startProviders, startReceiver, stripe } from './harness.ts';

const TRANSFER = { amount: '1200', currency: 'gbp', destination: 'acct_ok_1' };

it('announces a transfer once, signed with the secret of the webhook', async () => {
  const receiver = await startReceiver();
  const providers = await startProviders({ webhooks: bothWebhooks(receiver.url) });
  await stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  const [webhook] = await receiver.atLeast(1);
  const seconds = providers.now() / 1000;
  const signature = createHmac('sha256', STRIPE_WEBHOOK_SECRET).update(`${seconds}.${webhook?.body}`).digest('hex');
  expect(webhook?.headers['stripe-signature']).toBe(`t=${seconds},v1=${signature}`);
  expect(JSON.parse(webhook?.body ?? '')).toMatchObject({
    type: 'transfer.created',
    data: { object: { amount: 1200 } },
  });
  await providers.close();
  await receiver.close();
});

it('tries again when the receiver refuses, and gives up after the last try', async () => {
  const receiver = await startReceiver([500, 500, 200, 500, 500, 500]);
  const providers = await startProviders({ webhooks: bothWebhooks(receiver.url), retryDelays: [5, 5] });
  await stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  await receiver.atLeast(3);
  await stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  await receiver.atLeast(6);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await providers.state()).deliveries).toEqual({ delivered: 1, 'given up': 1 });
  const events = await stripe(providers.url(), 'GET', '/v1/events', { type: 'transfer.created' });
  expect(events.body.data).toHaveLength(2);
  await providers.close();
  await receiver.close();
});

it('delivers after a restart what could not be delivered before', async () => {
  const receiver = await startReceiver([500]);
  const providers = await startProviders({ webhooks: bothWebhooks(receiver.url), retryDelays: [60_000] });
  await stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  await receiver.atLeast(1);
  await providers.restart();
  expect(await receiver.atLeast(2)).toHaveLength(2);
  await providers.close();
  await receiver.close();
});

it('announces only the types that a webhook asks for', async () => {
  const receiver = await startReceiver();
  const webhook = { provider: 'stripe', url: receiver.url, secret: 's', events: ['payment_intent.succeeded'] } as const;
  const providers = await startProviders({ webhooks: [webhook] });
  const params = { amount: '500', currency: 'gbp', payment_method: 'pm_card_visa', confirm: 'true' };
  await stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  await stripe(providers.url(), 'POST', '/v1/payment_intents', params);
  await receiver.atLeast(1);
  expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['payment_intent.succeeded']);
  await providers.close();
  await receiver.close();
});

it('counts a delivery as work under way until it has arrived', async () => {
  const receiver = await startReceiver();
  let underWay = 0;
  const begin = () => {
    underWay += 1;
    return () => {
      underWay -= 1;
    };
  };
  const activity = { begin, idle: async () => undefined, busyWith: () => [], hurried: false, onHurry: () => undefined };
  const providers = await startProviders({ webhooks: bothWebhooks(receiver.url), activity });
  const answered = stripe(providers.url(), 'POST', '/v1/transfers', TRANSFER);
  await receiver.atLeast(1);
  await answered;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(underWay).toBe(0);
  await providers.close();
  await receiver.close();
});
