import { StripePayingOut } from '../../../../functions/payments/providers/stripe-paying-out.ts';
import { DAY_MS, HOUR_MS, type Providers, startProviders, stripe } from '../../../local/payments/harness.ts';
import { stripeSettings } from './settings.ts';

let providers: Providers;
let payingOut: StripePayingOut;
beforeEach(async () => {
  providers = await startProviders();
  payingOut = new StripePayingOut(stripeSettings(providers));
});
afterEach(() => providers.close());

const intent = (destination: string) => ({
  ...{ payoutKey: 'po-prog-2027-02-1', idempotencyKey: 'payout-po-prog-2027-02-1', destination },
  ...{ amount: 2_505, currency: 'GBP' },
});
const question = (destination: string) => ({
  ...{ payoutKey: 'po-prog-2027-02-1', destination, firstSentAt: providers.now() },
});

it('sends a payout once, and finds it by its key and by its reference', async () => {
  const outcome = await payingOut.pay(intent('acct_ok_1'));
  expect(outcome).toEqual({ kind: 'paid', reference: expect.stringMatching(/^tr_/) });
  if (outcome.kind !== 'paid') throw new Error('the payout was not paid');
  expect(await payingOut.pay(intent('acct_ok_1'))).toEqual(outcome);
  expect(await payingOut.lookUp(question('acct_ok_1'))).toEqual(outcome);
  expect(await payingOut.lookUp({ ...question('acct_ok_1'), reference: outcome.reference })).toEqual(outcome);
  expect((await providers.state()).transfers).toMatchObject([{ amount: 2_505 }]);
});

it('does not know the outcome when the answer is lost; past the life of its key the look-up finds the one transfer', async () => {
  expect((await payingOut.pay(intent('acct_timeout_1'))).kind).toBe('unknown');
  await providers.advance(25 * HOUR_MS);
  expect((await payingOut.lookUp(question('acct_timeout_1'))).kind).toBe('paid');
  expect((await providers.state()).transfers).toHaveLength(1);
});

it('would pay twice past the life of its key if nobody looked: the stand-in forgets keys as the provider does', async () => {
  await payingOut.pay(intent('acct_timeout_1'));
  await providers.advance(25 * HOUR_MS);
  await payingOut.pay(intent('acct_timeout_1'));
  expect((await providers.state()).transfers).toHaveLength(2);
});

it('finds nothing of a request that never arrived, and pays when it is sent again', async () => {
  expect((await payingOut.pay(intent('acct_lost_1'))).kind).toBe('unknown');
  expect(await payingOut.lookUp(question('acct_lost_1'))).toEqual({ kind: 'none' });
  expect((await payingOut.pay(intent('acct_lost_1'))).kind).toBe('paid');
});

it('waits for a busy provider and pays with the same key', async () => {
  const kinds = [];
  for (let n = 0; n < 4; n += 1) kinds.push((await payingOut.pay(intent('acct_429_1'))).kind);
  expect(kinds).toEqual(['busy', 'busy', 'busy', 'paid']);
});

it('fails at an account that may not receive money, at an unknown one, and with amounts that cannot be sent', async () => {
  const restricted = await payingOut.pay(intent('acct_restricted_1'));
  expect(restricted).toEqual({ kind: 'failed', reason: 'insufficient_capabilities_for_transfer' });
  expect(await payingOut.pay(intent('acct_nobody'))).toEqual({ kind: 'failed', reason: 'resource_missing' });
  for (const amount of [0, -1, 1.5, 100_000_000, Number.NaN]) {
    expect(await payingOut.pay({ ...intent('acct_ok_1'), amount })).toMatchObject({ kind: 'failed' });
  }
  expect((await providers.state()).transfers).toEqual([]);
});

it('learns that a payout came back three days later, also when the provider was restarted in between', async () => {
  expect((await payingOut.pay(intent('acct_returned_1'))).kind).toBe('paid');
  await providers.restart();
  const after = new StripePayingOut(stripeSettings(providers));
  await providers.advance(3 * DAY_MS - 1);
  expect((await after.lookUp(question('acct_returned_1'))).kind).toBe('paid');
  await providers.advance(1);
  expect(await after.lookUp(question('acct_returned_1'))).toMatchObject({
    kind: 'returned',
    reason: 'transfer_reversed',
  });
});

it('takes a partner through the onboarding of the provider until the method is verified', async () => {
  const request = {
    ...{ partnerKey: 'ptnr_1', email: 'jo@example.com', country: 'GB' },
    ...{ returnUrl: 'https://portal.example/payouts', refreshUrl: 'https://portal.example/again' },
  };
  const { destination, url } = await payingOut.onboard(request);
  expect(await payingOut.methodStatus(destination)).toMatchObject({ kind: 'incomplete' });
  expect(await payingOut.pay(intent(destination))).toMatchObject({ kind: 'failed' });
  const done = await fetch(url ?? '', { method: 'POST', redirect: 'manual' });
  expect(done.headers.get('location')).toBe('https://portal.example/payouts');
  expect(await payingOut.methodStatus(destination)).toEqual({ kind: 'verified' });
  expect((await payingOut.pay({ ...intent(destination), idempotencyKey: 'again' })).kind).toBe('paid');
  expect((await payingOut.onboard(request)).destination).toBe(destination);
  expect((await payingOut.onboard({ ...request, destination })).destination).toBe(destination);
});

it('tells that an account is restricted, and why', async () => {
  const status = await payingOut.methodStatus('acct_restricted_1');
  expect(status).toEqual({ kind: 'restricted', reason: 'requirements.past_due' });
});

it('takes a transfer that was reversed in part for paid', async () => {
  const outcome = await payingOut.pay(intent('acct_ok_1'));
  if (outcome.kind !== 'paid') throw new Error('the payout was not paid');
  await stripe(providers.url(), 'POST', `/v1/transfers/${outcome.reference}/reversals`, { amount: '5' });
  expect((await payingOut.lookUp(question('acct_ok_1'))).kind).toBe('paid');
});
