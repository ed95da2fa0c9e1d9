import { Ajv } from 'ajv';
import { PaypalPayingOut } from '../../../../functions/payments/providers/paypal-paying-out.ts';
import { startProviders } from '../../../local/payments/harness.ts';
import { paypalSettings } from './settings.ts';

/** Written from PayPal's documentation of payouts, version 1.9: what it takes and what it answers. */
const text = (longest: number) => ({ type: 'string', minLength: 1, maxLength: longest });
const object = (required: readonly string[], properties: object) => ({
  ...{ type: 'object', required, properties, additionalProperties: false },
});
const money = object(['currency', 'value'], {
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  value: { type: 'string', maxLength: 32, pattern: '^((-?[0-9]+)|(-?([0-9]+)?[.][0-9]+))$' },
});
const request = object(['sender_batch_header', 'items'], {
  sender_batch_header: object([], {
    ...{ sender_batch_id: text(256), email_subject: text(255), email_message: text(1000), note: text(165) },
    recipient_type: { enum: ['EMAIL', 'PHONE', 'PAYPAL_ID'] },
  }),
  items: {
    ...{ type: 'array', minItems: 1, maxItems: 15_000 },
    items: object(['amount', 'receiver'], {
      ...{ amount: money, receiver: text(127), sender_item_id: text(63), note: text(4000) },
      ...{ notification_language: text(10), recipient_wallet: { enum: ['PAYPAL', 'VENMO'] } },
      recipient_type: { enum: ['EMAIL', 'PHONE', 'PAYPAL_ID'] },
    }),
  },
});
const STATES = ['SUCCESS', 'FAILED', 'PENDING', 'UNCLAIMED', 'RETURNED', 'ONHOLD', 'BLOCKED', 'REFUNDED', 'REVERSED'];
const BATCH_STATES = ['DENIED', 'PENDING', 'PROCESSING', 'SUCCESS', 'CANCELED'];
const header = {
  ...{ type: 'object', required: ['payout_batch_id', 'batch_status', 'sender_batch_header'] },
  properties: { payout_batch_id: text(30), batch_status: { enum: BATCH_STATES } },
};
const answer = {
  ...{ type: 'object', required: ['batch_header'] },
  properties: {
    batch_header: header,
    items: {
      type: 'array',
      items: {
        ...{ type: 'object', required: ['payout_item_id', 'payout_batch_id', 'payout_item'] },
        properties: {
          ...{ payout_item_id: text(30), transaction_status: { enum: STATES }, payout_item_fee: money },
          errors: { type: 'object', required: ['name', 'message', 'debug_id'] },
        },
      },
    },
  },
};
const refusal = { type: 'object', required: ['name', 'message', 'debug_id'] };

const ajv = new Ajv({ strict: false });

it('sends and is answered only what PayPal documents, in every state of an item', async () => {
  const providers = await startProviders();
  const payingOut = new PaypalPayingOut(paypalSettings(providers));
  const real = globalThis.fetch;
  const problems: unknown[] = [];
  let checked = 0;
  const check = (schema: object, value: unknown) => {
    const validate = ajv.compile(schema);
    checked += 1;
    if (!validate(value)) problems.push(validate.errors);
  };
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const response = await real(input, init);
    if (String(input).includes('/v1/payments/')) {
      if (init?.method === 'POST') check(request, JSON.parse(String(init.body)));
      check(response.ok ? answer : refusal, await response.clone().json());
    }
    return response;
  });
  for (const suffix of ['', '+unclaimed', '+failed', '+pending', '+blocked', '+onhold', '+refunded', '+reversed']) {
    const payout = { payoutKey: `po${suffix}`, destination: `jo${suffix}@example.com` };
    const intent = { ...payout, idempotencyKey: 'k', amount: 2_505, currency: 'GBP' };
    const outcome = await payingOut.pay(intent);
    if (outcome.kind !== 'pending') throw new Error('the payout was not taken');
    await payingOut.lookUp({ ...payout, firstSentAt: providers.now(), reference: outcome.reference });
    await payingOut.pay(intent);
  }
  expect(problems).toEqual([]);
  expect(checked).toBe(8 * 6);
  jest.restoreAllMocks();
  await providers.close();
});
