import { DAY_MS } from '../desk.ts';
import { type Doc, docOf, integerOf, maybeText, textOf } from '../json.ts';
import { newId } from '../store.ts';
import type { CardConduct } from '../test-accounts.ts';
import { announce, type Call, type Outcome } from './call.ts';
import { methodOf } from './customers.ts';

/** Charges a confirmed intent as the test account behind its payment method has it. */
export function chargeIntent(call: Call, intent: Doc, conduct: CardConduct): Outcome {
  switch (conduct) {
    case 'succeeds':
    case 'loses the answer once':
    case 'loses the request once':
    case 'busy three times':
      return { status: 200, body: succeed(call, intent) };
    case 'declined':
      return decline(call, intent, 'card_declined', 'Your card was declined.', 'generic_decline');
    case 'declined for lack of funds':
      return decline(call, intent, 'card_declined', 'Your card has insufficient funds.', 'insufficient_funds');
    case 'asks for authentication': {
      const message = 'Your card was declined. This transaction requires authentication.';
      return decline(call, intent, 'authentication_required', message, 'authentication_required');
    }
    case 'declined twice':
      if (call.desk.store.count(`declined/${textOf(intent, 'id')}`) > 2)
        return { status: 200, body: succeed(call, intent) };
      return decline(call, intent, 'card_declined', 'Your card was declined.', 'generic_decline');
    case 'settles a day later':
      return { status: 200, body: process(call, intent, 'settle') };
    case 'fails a day later':
      return { status: 200, body: process(call, intent, 'fail') };
  }
}

function succeed(call: Pick<Call, 'desk'>, intent: Doc): Doc {
  const charge = newCharge(call, intent, 'succeeded');
  const paid = saveIntent(call, intent, {
    amount_received: integerOf(intent, 'amount'),
    last_payment_error: null,
    latest_charge: textOf(charge, 'id'),
    status: 'succeeded',
  });
  announce(call, 'charge.succeeded', charge);
  announce(call, 'payment_intent.succeeded', paid);
  return paid;
}

function process(call: Call, intent: Doc, end: 'settle' | 'fail'): Doc {
  const processing = saveIntent(call, intent, { last_payment_error: null, status: 'processing' });
  call.desk.later(end, textOf(intent, 'id'), DAY_MS);
  announce(call, 'payment_intent.processing', processing);
  return processing;
}

function decline(call: Pick<Call, 'desk'>, intent: Doc, code: string, message: string, reason?: string): Outcome {
  const charge = newCharge(call, intent, 'failed', code, message);
  const error: Doc = {
    charge: textOf(charge, 'id'),
    code,
    ...(reason === undefined ? {} : { decline_code: reason }),
    doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
    message,
    payment_method: methodOf(call, textOf(intent, 'payment_method'), 'payment_method'),
    type: 'card_error',
  };
  const declined = saveIntent(call, intent, {
    last_payment_error: error,
    latest_charge: textOf(charge, 'id'),
    payment_method: null,
    status: 'requires_payment_method',
  });
  announce(call, 'charge.failed', charge);
  announce(call, 'payment_intent.payment_failed', declined);
  return { status: 402, body: { error: { ...error, payment_intent: declined } } };
}

function newCharge(call: Pick<Call, 'desk'>, intent: Doc, status: string, code?: string, message?: string): Doc {
  const id = newId('ch');
  const amount = integerOf(intent, 'amount');
  const charge: Doc = {
    id,
    object: 'charge',
    amount,
    amount_captured: status === 'succeeded' ? amount : 0,
    amount_refunded: 0,
    billing_details: { address: null, email: null, name: null, phone: null },
    captured: status === 'succeeded',
    created: call.desk.seconds(),
    currency: textOf(intent, 'currency'),
    customer: maybeText(intent, 'customer') ?? null,
    disputed: false,
    failure_code: code ?? null,
    failure_message: message ?? null,
    livemode: false,
    metadata: docOf(intent, 'metadata'),
    paid: status === 'succeeded',
    payment_intent: textOf(intent, 'id'),
    payment_method: maybeText(intent, 'payment_method') ?? null,
    refunded: false,
    status,
  };
  return call.desk.store.put('charge', id, charge);
}

/** Stores a newer state of an intent. */
export function saveIntent(call: Pick<Call, 'desk'>, intent: Doc, change: Doc): Doc {
  return call.desk.store.put('payment_intent', textOf(intent, 'id'), { ...intent, ...change });
}

/** A debit that was under way reaches its end, a day later. */
export function settleIntent(call: Pick<Call, 'desk'>, id: string, succeeds: boolean): void {
  const intent = call.desk.store.get('payment_intent', id);
  if (!intent || maybeText(intent, 'status') !== 'processing') return;
  if (succeeds) succeed(call, intent);
  else decline(call, intent, 'payment_method_not_available', 'The bank returned the debit.');
}
