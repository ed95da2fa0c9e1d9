import { PaypalPayingOut } from '../../../../functions/payments/providers/paypal-paying-out.ts';
import { DAY_MS, type Providers, startProviders } from '../../../local/payments/harness.ts';
import { paypalSettings } from './settings.ts';

let providers: Providers;
let payingOut: PaypalPayingOut;
beforeEach(async () => {
  providers = await startProviders();
  payingOut = new PaypalPayingOut(paypalSettings(providers));
});
afterEach(() => providers.close());

const intent = (destination: string) => ({
  ...{ payoutKey: 'po-prog-2027-02-1', idempotencyKey: 'payout-po-prog-2027-02-1', destination },
  ...{ amount: 2_505, currency: 'GBP' },
});
const question = (destination: string, reference?: string) => ({
  ...{ payoutKey: 'po-prog-2027-02-1', destination, firstSentAt: providers.now() },
  ...(reference === undefined ? {} : { reference }),
});
const sent = async (destination: string) => {
  const outcome = await payingOut.pay(intent(destination));
  if (outcome.kind !== 'pending') throw new Error(`the payout is ${outcome.kind}`);
  return outcome.reference;
};

it('sends a payout as a batch of its own, which is paid soon after', async () => {
  const reference = await sent('jo@example.com');
  expect(await payingOut.lookUp(question('jo@example.com', reference))).toEqual({ kind: 'paid', reference });
  expect((await providers.state()).totals['paid_out_by_paypal']).toEqual({ GBP: '25.05' });
});

it('is told of the first batch when the same payout is sent again', async () => {
  const reference = await sent('jo@example.com');
  expect(await payingOut.pay(intent('jo@example.com'))).toEqual({ kind: 'paid', reference });
  expect((await providers.state()).paypal_items).toHaveLength(1);
});

it('does not know the outcome when the answer is lost; sent again within 30 days, the batch id finds the one payout', async () => {
  expect((await payingOut.pay(intent('jo+timeout@example.com'))).kind).toBe('unknown');
  const asked = question('jo+timeout@example.com');
  await providers.advance(28 * DAY_MS);
  expect(await payingOut.lookUp(asked)).toEqual({ kind: 'none' });
  expect((await payingOut.pay(intent('jo+timeout@example.com'))).kind).toBe('paid');
  expect((await providers.state()).paypal_items).toHaveLength(1);
});

it('refuses to call a payout unsent once the batch id may be forgotten: sending it again could pay twice', async () => {
  await payingOut.pay(intent('jo+timeout@example.com'));
  const asked = question('jo+timeout@example.com');
  await providers.advance(30 * DAY_MS);
  expect((await payingOut.lookUp(asked)).kind).toBe('unknown');
  await payingOut.pay(intent('jo+timeout@example.com'));
  expect((await providers.state()).paypal_items).toHaveLength(2);
});

it('pays after a request that never arrived', async () => {
  expect((await payingOut.pay(intent('jo+lost@example.com'))).kind).toBe('unknown');
  expect((await providers.state()).paypal_items).toEqual([]);
  expect((await payingOut.pay(intent('jo+lost@example.com'))).kind).toBe('pending');
});

it('waits for a busy provider', async () => {
  const kinds = [];
  for (let n = 0; n < 4; n += 1) kinds.push((await payingOut.pay(intent('jo+429@example.com'))).kind);
  expect(kinds).toEqual(['busy', 'busy', 'busy', 'pending']);
});

it.each([
  ['pending', 1, 'pending', { kind: 'paid' }],
  ['onhold', 1, 'pending', { kind: 'paid' }],
  ['claimed', 7, 'pending', { kind: 'paid' }],
  ['unclaimed', 30, 'pending', { kind: 'returned', reason: 'RETURNED' }],
  ['returned', 30, 'pending', { kind: 'returned', reason: 'RETURNED' }],
  ['refunded', 3, 'paid', { kind: 'returned', reason: 'REFUNDED' }],
  ['reversed', 3, 'paid', { kind: 'returned', reason: 'REVERSED' }],
  ['failed', 1, 'failed', { kind: 'failed', reason: 'RECEIVER_ACCOUNT_LOCKED' }],
  ['blocked', 1, 'failed', { kind: 'failed', reason: 'REGULATORY_BLOCKED' }],
])('follows a payout to a receiver +%s@ over %d days', async (suffix, days, before, after) => {
  const receiver = `jo+${suffix}@example.com`;
  const reference = await sent(receiver);
  await providers.restart();
  payingOut = new PaypalPayingOut(paypalSettings(providers));
  await providers.advance(days * DAY_MS - 1);
  expect((await payingOut.lookUp(question(receiver, reference))).kind).toBe(before);
  await providers.advance(1);
  expect(await payingOut.lookUp(question(receiver, reference))).toEqual({ ...after, reference });
});

it('fails what PayPal does not take, and sends nothing', async () => {
  expect(await payingOut.pay(intent('not an address'))).toMatchObject({ kind: 'failed' });
  expect(await payingOut.pay({ ...intent('jo@example.com'), currency: 'XAF' })).toMatchObject({ kind: 'failed' });
  expect(await payingOut.pay({ ...intent('jo@example.com'), amount: 2_550, currency: 'HUF' })).toMatchObject({
    ...{ kind: 'failed', reason: 'amount_not_payable' },
  });
  expect((await providers.state()).paypal_items).toEqual([]);
});

it('takes an e-mail address as a verified method, and nothing else', async () => {
  const request = { partnerKey: 'ptnr_1', email: 'jo@example.com', returnUrl: 'https://p.example', refreshUrl: '' };
  expect(await payingOut.onboard(request)).toEqual({ destination: 'jo@example.com' });
  expect(await payingOut.methodStatus('jo@example.com')).toEqual({ kind: 'verified' });
  expect(await payingOut.methodStatus('jo')).toMatchObject({ kind: 'incomplete' });
  await expect(payingOut.onboard({ ...request, email: 'jo' })).rejects.toMatchObject({ code: 'unprocessable' });
});

it('gets a new token when the old one expired', async () => {
  await sent('jo@example.com');
  await providers.advance(DAY_MS);
  expect((await payingOut.pay({ ...intent('jo@example.com'), payoutKey: 'po-2' })).kind).toBe('pending');
});

it('gets a new token when PayPal does not know the old one any more', async () => {
  await sent('jo@example.com');
  const frozen = providers.now();
  const standing = new PaypalPayingOut({ ...paypalSettings(providers), now: () => frozen });
  await standing.pay({ ...intent('jo@example.com'), payoutKey: 'po-2' });
  await providers.advance(DAY_MS);
  expect((await standing.pay({ ...intent('jo@example.com'), payoutKey: 'po-3' })).kind).toBe('pending');
});
