import { PaypalPayingOut } from '../../../../functions/payments/providers/paypal-paying-out.ts';
import { PaypalAnnouncing } from '../../../../functions/payments/providers/paypal-webhooks.ts';
import { StripeCharging } from '../../../../functions/payments/providers/stripe-charging.ts';
import { StripePayingOut } from '../../../../functions/payments/providers/stripe-paying-out.ts';
import { StripeAnnouncing } from '../../../../functions/payments/providers/stripe-webhooks.ts';
import {
  bothWebhooks,
  DAY_MS,
  type Providers,
  startProviders,
  startReceiver,
} from '../../../local/payments/harness.ts';
import { paypalSettings, stripeSettings } from './settings.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let providers: Providers;
beforeEach(async () => {
  receiver = await startReceiver();
  providers = await startProviders({ webhooks: bothWebhooks(receiver.url) });
});
afterEach(async () => {
  await providers.close();
  await receiver.close();
});

const payout = (destination: string) => ({
  ...{ payoutKey: 'po-prog-2027-02-1', idempotencyKey: 'k', destination, amount: 2_505, currency: 'GBP' },
});

describe('a webhook of Stripe', () => {
  it('says which invoice it is about', async () => {
    const charging = new StripeCharging(stripeSettings(providers));
    const urls = { successUrl: 'https://a.example/', cancelUrl: 'https://a.example/' };
    const { customer } = await charging.setUp({ merchantKey: 'mer_1', name: 'Acme', currency: 'GBP', ...urls });
    const outcome = await charging.charge({
      ...{ invoiceKey: 'inv_1', idempotencyKey: 'k', customer, paymentMethod: 'pm_card_visa' },
      ...{ amount: 500, currency: 'GBP', attempt: 1 },
    });
    const reader = new StripeAnnouncing(stripeSettings(providers));
    const received = await receiver.atLeast(4);
    const news = await Promise.all(received.map(({ headers, body }) => reader.readWebhook(headers, body)));
    const reference = outcome.kind === 'paid' ? outcome.reference : '';
    const eventId = expect.stringMatching(/^evt_/);
    expect(news).toContainEqual({ eventId, about: 'charge', invoiceKey: 'inv_1', reference });
    expect(news.filter((item) => item?.about === 'nothing')).toHaveLength(3);
  });

  it('says which payout came back', async () => {
    const outcome = await new StripePayingOut(stripeSettings(providers)).pay(payout('acct_returned_1'));
    await providers.advance(3 * DAY_MS);
    const [, returned] = await receiver.atLeast(2);
    const reference = outcome.kind === 'paid' ? outcome.reference : '';
    const news = await new StripeAnnouncing(stripeSettings(providers)).readWebhook(
      returned?.headers ?? {},
      returned?.body ?? '',
    );
    expect(news).toMatchObject({ about: 'payout', payoutKey: 'po-prog-2027-02-1', reference });
  });

  it('says which method was set up and which account changed', async () => {
    const charging = new StripeCharging(stripeSettings(providers));
    const urls = { successUrl: 'https://a.example/', cancelUrl: 'https://a.example/' };
    const setUp = await charging.setUp({ merchantKey: 'mer_1', name: 'Acme', currency: 'GBP', ...urls });
    const form = new URLSearchParams({ payment_method: 'pm_card_visa' });
    await fetch(setUp.url, { method: 'POST', body: form, redirect: 'manual' });
    const links = { returnUrl: 'https://p.example/', refreshUrl: 'https://p.example/' };
    const account = await new StripePayingOut(stripeSettings(providers)).onboard({
      ...{ partnerKey: 'ptnr_1', email: 'jo@example.com', ...links },
    });
    await fetch(account.url ?? '', { method: 'POST', redirect: 'manual' });
    const reader = new StripeAnnouncing(stripeSettings(providers));
    const received = await receiver.atLeast(5);
    const news = await Promise.all(received.map(({ headers, body }) => reader.readWebhook(headers, body)));
    expect(news).toContainEqual(expect.objectContaining({ about: 'payment method', setUp: setUp.setUp }));
    expect(news).toContainEqual(expect.objectContaining({ about: 'payout method', destination: account.destination }));
  });

  it('is not believed with another body, another secret, no signature or an old time', async () => {
    await new StripePayingOut(stripeSettings(providers)).pay(payout('acct_ok_1'));
    const [webhook] = await receiver.atLeast(1);
    const { headers, body } = webhook ?? { headers: {}, body: '' };
    const settings = stripeSettings(providers);
    const reader = new StripeAnnouncing(settings);
    expect(await reader.readWebhook(headers, body)).toBeDefined();
    expect(await reader.readWebhook(headers, body.replace('2505', '2506'))).toBeUndefined();
    expect(await reader.readWebhook({}, body)).toBeUndefined();
    const other = new StripeAnnouncing({ ...settings, webhookSecret: 'whsec_other' });
    expect(await other.readWebhook(headers, body)).toBeUndefined();
    const later = new StripeAnnouncing({ ...settings, now: () => providers.now() + 301_000 });
    expect(await later.readWebhook(headers, body)).toBeUndefined();
  });
});

describe('a webhook of PayPal', () => {
  const deliver = async (destination: string) => {
    const outcome = await new PaypalPayingOut(paypalSettings(providers)).pay(payout(destination));
    const [webhook] = await receiver.atLeast(1);
    const reference = outcome.kind === 'pending' ? outcome.reference : '';
    return { reference, headers: webhook?.headers ?? {}, body: webhook?.body ?? '' };
  };

  it('says which payout it is about', async () => {
    const { reference, headers, body } = await deliver('jo@example.com');
    const news = await new PaypalAnnouncing(paypalSettings(providers)).readWebhook(headers, body);
    const eventId = expect.stringMatching(/^WH_/);
    expect(news).toEqual({ eventId, about: 'payout', payoutKey: 'po-prog-2027-02-1', reference });
  });

  it('is not believed when PayPal did not sign it for this webhook', async () => {
    const { headers, body } = await deliver('jo@example.com');
    const settings = paypalSettings(providers);
    const reader = new PaypalAnnouncing(settings);
    expect(await reader.readWebhook(headers, body.replace('25.05', '25.06'))).toBeUndefined();
    expect(await reader.readWebhook({}, body)).toBeUndefined();
    expect(await reader.readWebhook(headers, 'no JSON')).toBeUndefined();
    expect(await reader.readWebhook({ ...headers, 'paypal-transmission-sig': 'x' }, body)).toBeUndefined();
    const other = new PaypalAnnouncing({ ...settings, webhookId: 'another' });
    expect(await other.readWebhook(headers, body)).toBeUndefined();
  });

  it('is to be delivered again when PayPal cannot be asked', async () => {
    const { headers, body } = await deliver('jo@example.com');
    const reader = new PaypalAnnouncing({ ...paypalSettings(providers), url: 'http://127.0.0.1:1' });
    await expect(reader.readWebhook(headers, body)).rejects.toMatchObject({ code: 'busy' });
  });
});
