import type { ChargeIntent } from '../../../../functions/payments/providers/port.ts';
import { StripeCharging } from '../../../../functions/payments/providers/stripe-charging.ts';
import { DAY_MS, HOUR_MS, type Providers, startProviders, stripe } from '../../../local/payments/harness.ts';
import { stripeSettings } from './settings.ts';

let providers: Providers;
let charging: StripeCharging;
let intent: ChargeIntent;

beforeEach(async () => {
  providers = await startProviders();
  charging = new StripeCharging(stripeSettings(providers));
  const { body: customer } = await stripe(providers.url(), 'POST', '/v1/customers', { name: 'Acme' });
  intent = {
    invoiceKey: 'inv_2027-02',
    idempotencyKey: 'charge-inv_2027-02',
    customer: customer.id,
    paymentMethod: 'pm_card_visa',
    amount: 12_345,
    currency: 'GBP',
    attempt: 1,
  };
});
afterEach(() => providers.close());

const question = () => ({ invoiceKey: intent.invoiceKey, customer: intent.customer });
const charged = async () => (await providers.state()).totals['charged']?.['gbp'] ?? 0;

it('collects an invoice once, and says so again when asked again', async () => {
  const outcome = await charging.charge(intent);
  expect(outcome).toEqual({ kind: 'paid', reference: expect.stringMatching(/^pi_/) });
  expect(await charging.charge(intent)).toEqual(outcome);
  expect(await charging.lookUpCharge(question())).toEqual(outcome);
  expect(await charged()).toBe(12_345);
});

it('collects krónur in the hundredths that Stripe counts', async () => {
  expect((await charging.charge({ ...intent, amount: 5_000, currency: 'ISK' })).kind).toBe('paid');
  expect((await providers.state()).totals['charged']).toEqual({ isk: 500_000 });
});

it('knows nothing of an invoice that was not charged', async () => {
  expect(await charging.lookUpCharge(question())).toEqual({ kind: 'none' });
});

it('collects after two declines with one payment for the invoice', async () => {
  const first = await charging.charge({ ...intent, paymentMethod: 'pm_declined_twice' });
  expect(first).toEqual({ kind: 'declined', reason: 'generic_decline', reference: expect.stringMatching(/^pi_/) });
  if (first.kind !== 'declined' || first.reference === undefined) throw new Error('there is no reference');
  const retry = { ...intent, paymentMethod: 'pm_declined_twice', intentReference: first.reference };
  await providers.advance(DAY_MS);
  // The same attempt again gets the same decline: the key keeps it.
  expect((await charging.charge({ ...retry, attempt: 2 })).kind).toBe('declined');
  expect((await charging.charge({ ...retry, attempt: 2 })).kind).toBe('declined');
  expect((await providers.state()).charges).toHaveLength(2);
  await providers.advance(2 * DAY_MS);
  expect(await charging.charge({ ...retry, attempt: 3 })).toEqual({ kind: 'paid', reference: first.reference });
  expect((await providers.state()).payment_intents).toHaveLength(1);
  expect(await charged()).toBe(12_345);
});

it('finds the payment of the invoice by itself when a later attempt comes without its reference', async () => {
  await charging.charge({ ...intent, paymentMethod: 'pm_card_chargeDeclined' });
  await providers.advance(25 * HOUR_MS);
  expect((await charging.charge({ ...intent, attempt: 2 })).kind).toBe('paid');
  expect((await charging.charge({ ...intent, attempt: 3 })).kind).toBe('paid');
  expect((await providers.state()).payment_intents).toHaveLength(1);
  expect(await charged()).toBe(12_345);
});

it.each([
  ['pm_card_chargeDeclined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['pm_card_authenticationRequired', 'authentication_required'],
])('reports that %s is declined, and why', async (paymentMethod, reason) => {
  const outcome = await charging.charge({ ...intent, paymentMethod });
  expect(outcome).toMatchObject({ kind: 'declined', reason });
  expect(await charging.lookUpCharge(question())).toEqual(outcome);
  expect(await charged()).toBe(0);
});

it('does not know the outcome when the answer is lost, and finds it at the provider', async () => {
  const outcome = await charging.charge({ ...intent, paymentMethod: 'pm_timeout_after' });
  expect(outcome.kind).toBe('unknown');
  await providers.advance(25 * HOUR_MS);
  expect((await charging.lookUpCharge(question())).kind).toBe('paid');
  expect(await charged()).toBe(12_345);
});

it('charges once when the answer was lost and the same attempt is simply sent again, even after its key expired', async () => {
  const lost = await charging.charge({ ...intent, paymentMethod: 'pm_timeout_after' });
  if (lost.kind !== 'unknown' || lost.reference === undefined) throw new Error('there is no reference');
  await providers.advance(25 * HOUR_MS);
  const again = { ...intent, paymentMethod: 'pm_timeout_after', intentReference: lost.reference };
  expect(await charging.charge(again)).toEqual({ kind: 'paid', reference: lost.reference });
  expect(await charged()).toBe(12_345);
});

it('charges after a request that never arrived, once the look-up said that nothing was charged', async () => {
  const lost = await charging.charge({ ...intent, paymentMethod: 'pm_timeout_before' });
  expect(lost.kind).toBe('unknown');
  const found = await charging.lookUpCharge(question());
  expect(found).toEqual({ kind: 'none', reference: expect.stringMatching(/^pi_/) });
  if (found.kind !== 'none' || found.reference === undefined) throw new Error('there is no reference');
  const again = { ...intent, paymentMethod: 'pm_timeout_before', intentReference: found.reference };
  expect((await charging.charge(again)).kind).toBe('paid');
  expect((await providers.state()).payment_intents).toHaveLength(1);
});

it('waits as long as a busy provider asks, and then collects with the same keys', async () => {
  const outcomes = [];
  for (let n = 0; n < 4; n += 1) outcomes.push(await charging.charge({ ...intent, paymentMethod: 'pm_429' }));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['busy', 'busy', 'busy', 'paid']);
  expect(outcomes[0]).toMatchObject({ retryAfterSeconds: 1 });
  expect((await providers.state()).payment_intents).toHaveLength(1);
});

it('reports a bank debit as processing until the bank has paid, a day later', async () => {
  expect((await charging.charge({ ...intent, paymentMethod: 'pm_sepa' })).kind).toBe('processing');
  await providers.advance(DAY_MS - 1);
  expect((await charging.lookUpCharge(question())).kind).toBe('processing');
  await providers.advance(1);
  expect((await charging.lookUpCharge(question())).kind).toBe('paid');
});

it('does not charge what the provider refuses', async () => {
  expect(await charging.charge({ ...intent, amount: 29 })).toEqual({ kind: 'declined', reason: 'amount_too_small' });
  expect(await charging.charge({ ...intent, amount: 100_000_000 })).toMatchObject({ kind: 'declined' });
  expect(await charging.charge({ ...intent, customer: 'cus_none' })).toMatchObject({ reason: 'resource_missing' });
});

it('goes on where it was when the provider was restarted in between', async () => {
  const first = await charging.charge({ ...intent, paymentMethod: 'pm_declined_twice' });
  await providers.restart();
  const after = new StripeCharging(stripeSettings(providers));
  expect(await after.charge({ ...intent, paymentMethod: 'pm_declined_twice' })).toEqual(first);
  expect((await providers.state()).charges).toHaveLength(1);
});

it('sets a payment method up on the page of the provider, and charges it afterwards', async () => {
  const started = await charging.setUp({
    merchantKey: 'mer_1',
    name: 'Acme',
    email: 'money@acme.example',
    currency: 'GBP',
    successUrl: 'https://app.example/settings?set_up={CHECKOUT_SESSION_ID}',
    cancelUrl: 'https://app.example/settings',
  });
  expect(await charging.readSetUp(started.setUp)).toEqual({ kind: 'open', url: started.url });
  await fetch(started.url, {
    method: 'POST',
    body: new URLSearchParams({ payment_method: 'pm_card_visa' }),
    redirect: 'manual',
  });
  const state = await charging.readSetUp(started.setUp);
  if (state.kind !== 'ready') throw new Error('the payment method is not set up');
  expect(state).toMatchObject({ customer: started.customer, paymentMethod: { type: 'card', label: 'visa 4242' } });
  const { reference } = state.paymentMethod;
  expect((await charging.charge({ ...intent, customer: state.customer, paymentMethod: reference })).kind).toBe('paid');
});

it('tells that a set-up expired after a day', async () => {
  const request = {
    merchantKey: 'mer_1',
    name: 'Acme',
    currency: 'GBP',
    successUrl: 'https://a.example/',
    cancelUrl: '',
  };
  const started = await charging.setUp({ ...request, cancelUrl: 'https://a.example/' });
  await providers.advance(DAY_MS);
  expect(await charging.readSetUp(started.setUp)).toEqual({ kind: 'expired' });
  await expect(charging.readSetUp('cs_test_none')).rejects.toMatchObject({ code: 'unprocessable' });
});
