import { type Doc, maybeText, textOf } from '../json.ts';
import { newId } from '../store.ts';
import { announce, type Call, type Operation, parametersOf, pathId } from './call.ts';
import { attach, customerOf, methodOf } from './customers.ts';
import { invalid, missing } from './refusals.ts';

const SESSION = [
  'cancel_url',
  'client_reference_id',
  'currency',
  'customer',
  'metadata',
  'mode',
  'payment_method_types',
  'setup_intent_data',
  'success_url',
];
const SESSION_LIFE_SECONDS = 86_400;

/** POST /v1/setup_intents */
export const createSetupIntent: Operation = (call) => {
  const p = parametersOf(call, ['confirm', 'customer', 'metadata', 'payment_method', 'payment_method_types', 'usage']);
  const customer = p.maybeText('customer');
  if (customer !== undefined) customerOf(call, customer, 'customer');
  const intent = newSetupIntent(call, customer ?? null, p.texts('metadata'), p.list('payment_method_types'));
  const method = p.maybeText('payment_method');
  if (method === undefined) return { status: 200, body: intent };
  if (p.flag('confirm')) return { status: 200, body: complete(call, intent, method) };
  methodOf(call, method, 'payment_method');
  const ready = { ...intent, payment_method: method, status: 'requires_confirmation' };
  return { status: 200, body: call.desk.store.put('setup_intent', textOf(intent, 'id'), ready) };
};

/** POST /v1/setup_intents/{id}/confirm */
export const confirmSetupIntent: Operation = (call) => {
  const p = parametersOf(call, ['payment_method', 'return_url', 'mandate_data']);
  const intent = setupIntentOf(call, pathId(call));
  if (maybeText(intent, 'status') === 'succeeded') {
    throw invalid('setup_intent_unexpected_state', 'This SetupIntent has already succeeded.');
  }
  const method = p.maybeText('payment_method') ?? maybeText(intent, 'payment_method');
  if (method === undefined) throw invalid('parameter_missing', 'A payment method is needed.', 'payment_method');
  return { status: 200, body: complete(call, intent, method) };
};

/** GET /v1/setup_intents/{id} */
export const readSetupIntent: Operation = (call) => {
  parametersOf(call, []);
  return { status: 200, body: setupIntentOf(call, pathId(call)) };
};

/** POST /v1/checkout/sessions, for setting a payment method up only. */
export const createSession: Operation = (call) => {
  const p = parametersOf(call, SESSION);
  if (p.text('mode') !== 'setup') throw invalid('parameter_invalid_enum', 'Only mode=setup is spoken here.', 'mode');
  const customer = p.maybeText('customer');
  if (customer !== undefined) customerOf(call, customer, 'customer');
  const types = p.list('payment_method_types');
  const setUp = p.nested('setup_intent_data', ['description', 'metadata']);
  const intent = newSetupIntent(call, customer ?? null, setUp.texts('metadata'), types);
  const id = newId('cs_test');
  const session: Doc = {
    id,
    object: 'checkout.session',
    automatic_tax: { enabled: false, liability: null, status: null },
    cancel_url: p.maybeText('cancel_url') ?? null,
    client_reference_id: p.maybeText('client_reference_id') ?? null,
    created: call.desk.seconds(),
    currency: p.maybeText('currency') ?? null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: customer ?? null,
    expires_at: call.desk.seconds() + SESSION_LIFE_SECONDS,
    livemode: false,
    metadata: p.texts('metadata'),
    mode: 'setup',
    payment_method_types: types.length > 0 ? types : ['card'],
    payment_status: 'no_payment_required',
    setup_intent: textOf(intent, 'id'),
    shipping_options: [],
    status: 'open',
    success_url: p.text('success_url'),
    url: `${call.origin}/_stand-in/checkout/${id}`,
  };
  return { status: 200, body: call.desk.store.put('checkout_session', id, session) };
};

/** GET /v1/checkout/sessions/{id}; an open one expires after a day. */
export const readSession: Operation = (call) => {
  parametersOf(call, []);
  const session = call.desk.store.get('checkout_session', pathId(call));
  if (!session) throw missing('checkout.session', pathId(call));
  const expired = maybeText(session, 'status') === 'open' && Number(session['expires_at']) <= call.desk.seconds();
  return { status: 200, body: expired ? { ...session, status: 'expired', url: null } : session };
};

/** The hosted page's button: the method is attached, the session complete; answers where to go next. */
export function completeSession(call: Call, id: string, given: string): string | undefined {
  const { store } = call.desk;
  const session = store.get('checkout_session', id);
  if (!session) return undefined;
  const next = textOf(session, 'success_url').replaceAll('{CHECKOUT_SESSION_ID}', id);
  if (maybeText(session, 'status') !== 'open') return next;
  complete(call, setupIntentOf(call, textOf(session, 'setup_intent')), given);
  const done = { ...session, status: 'complete', url: null };
  store.put('checkout_session', id, done);
  announce(call, 'checkout.session.completed', done);
  return next;
}

function setupIntentOf(call: Call, id: string): Doc {
  const intent = call.desk.store.get('setup_intent', id);
  if (!intent) throw missing('setupintent', id);
  return intent;
}

function newSetupIntent(call: Call, customer: string | null, metadata: Doc, types: readonly string[]): Doc {
  const id = newId('seti');
  const intent: Doc = {
    id,
    object: 'setup_intent',
    client_secret: `${id}_secret_standin`,
    created: call.desk.seconds(),
    customer,
    last_setup_error: null,
    livemode: false,
    metadata,
    payment_method: null,
    payment_method_types: types.length > 0 ? types : ['card'],
    status: 'requires_payment_method',
    usage: 'off_session',
  };
  return call.desk.store.put('setup_intent', id, intent);
}

function complete(call: Call, intent: Doc, given: string): Doc {
  methodOf(call, given, 'payment_method');
  const customer = maybeText(intent, 'customer');
  const method = customer === undefined ? given : textOf(attach(call, given, customer), 'id');
  const done = { ...intent, payment_method: method, status: 'succeeded' };
  call.desk.store.put('setup_intent', textOf(intent, 'id'), done);
  announce(call, 'setup_intent.succeeded', done);
  return done;
}
