import { losesAnswer } from '../faults.ts';
import { type Doc, docOf, maybeText, textOf } from '../json.ts';
import { newId } from '../store.ts';
import { announce, type Call, type Operation, type Outcome, parametersOf, pathId } from './call.ts';
import { chargeIntent, saveIntent } from './charges.ts';
import { conductOf, customerOf, methodOf } from './customers.ts';
import { currencyOf, listOf, type Parameters } from './parameters.ts';
import { invalid, missing } from './refusals.ts';

const CONFIRM = ['error_on_requires_action', 'mandate_data', 'off_session', 'payment_method', 'return_url'];
const CREATE = [
  ...CONFIRM,
  'amount',
  'automatic_payment_methods',
  'confirm',
  'currency',
  'customer',
  'description',
  'metadata',
  'payment_method_types',
  'statement_descriptor_suffix',
  'transfer_group',
];
const LARGEST = 99_999_999;
/** What Stripe charges at least, in minor units; other currencies convert from half a dollar. */
const SMALLEST: Readonly<Record<string, number>> = {
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  usd: 50,
};
const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** POST /v1/payment_intents */
export const createIntent: Operation = (call) => {
  const p = parametersOf(call, CREATE);
  const amount = chargeable(p.integer('amount'), currencyOf(p));
  const customer = p.maybeText('customer');
  if (customer !== undefined) customerOf(call, customer, 'customer');
  const method = p.maybeText('payment_method');
  if (method !== undefined) usableMethod(call, method, customer);
  const id = newId('pi');
  const types = p.list('payment_method_types');
  const intent: Doc = {
    id,
    object: 'payment_intent',
    amount,
    amount_capturable: 0,
    amount_received: 0,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_standin`,
    confirmation_method: 'automatic',
    created: call.desk.seconds(),
    currency: currencyOf(p),
    customer: customer ?? null,
    description: p.maybeText('description') ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: p.texts('metadata'),
    payment_method: method ?? null,
    payment_method_types: types.length > 0 ? types : ['card'],
    status: method === undefined ? 'requires_payment_method' : 'requires_confirmation',
    transfer_group: p.maybeText('transfer_group') ?? null,
  };
  call.desk.store.put('payment_intent', id, intent);
  announce(call, 'payment_intent.created', intent);
  return p.flag('confirm') ? confirm(call, intent, p) : { status: 200, body: intent };
};

/** POST /v1/payment_intents/{id}/confirm */
export const confirmIntent: Operation = (call) => {
  const p = parametersOf(call, CONFIRM);
  const intent = intentOf(call, pathId(call));
  if (!CONFIRMABLE.includes(textOf(intent, 'status'))) throw unexpectedState(intent, 'confirm');
  return confirm(call, intent, p);
};

/** POST /v1/payment_intents/{id}/cancel */
export const cancelIntent: Operation = (call) => {
  const p = parametersOf(call, ['cancellation_reason']);
  const intent = intentOf(call, pathId(call));
  if (!CONFIRMABLE.includes(textOf(intent, 'status'))) throw unexpectedState(intent, 'cancel');
  const canceled = saveIntent(call, intent, {
    status: 'canceled',
    canceled_at: call.desk.seconds(),
    cancellation_reason: p.maybeText('cancellation_reason') ?? null,
  });
  announce(call, 'payment_intent.canceled', canceled);
  return { status: 200, body: canceled };
};

/** GET /v1/payment_intents/{id} */
export const readIntent: Operation = (call) => {
  parametersOf(call, ['client_secret']);
  return { status: 200, body: intentOf(call, pathId(call)) };
};

/** GET /v1/payment_intents, newest first, also of one customer. */
export const listIntents: Operation = (call) => {
  const p = parametersOf(call, ['customer', 'limit', 'starting_after']);
  const customer = p.maybeText('customer');
  const page = call.desk.store.page('payment_intent', {
    limit: pageSize(p),
    after: p.maybeText('starting_after'),
    fields: customer === undefined ? [] : [['customer', customer]],
  });
  return { status: 200, body: listOf('/v1/payment_intents', page.items, page.more) };
};

/** GET /v1/payment_intents/search with `field:'value'` and `metadata['name']:'value'`, joined by AND. */
export const searchIntents: Operation = (call) => {
  const p = parametersOf(call, ['limit', 'page', 'query']);
  const clauses = p
    .text('query')
    .split(/\s+AND\s+/i)
    .map(clauseOf);
  const found = call.desk.store
    .all('payment_intent')
    .filter((intent) => clauses.every((matches) => matches(intent)))
    .reverse();
  const body = { object: 'search_result', data: found.slice(0, pageSize(p)), has_more: false, next_page: null };
  return { status: 200, body: { ...body, url: '/v1/payment_intents/search' } };
};

/** The payment method that a request is about to charge: its own, or the one the intent already has. */
export function methodToCharge(call: Call): string | undefined {
  const given = call.form.get('payment_method');
  if (typeof given === 'string' && given !== '') return given;
  const id = call.ids[0];
  const intent = id === undefined ? undefined : call.desk.store.get('payment_intent', id);
  return intent && maybeText(intent, 'payment_method');
}

/** Page size as asked for: 1 to 100, else 10. */
export function pageSize(p: Parameters): number {
  const limit = p.maybeInteger('limit') ?? 10;
  if (limit < 1 || limit > 100) throw invalid('parameter_invalid_integer', 'limit must be 1 to 100', 'limit');
  return limit;
}

function chargeable(amount: number, currency: string): number {
  if (amount < (SMALLEST[currency] ?? 50)) {
    throw invalid('amount_too_small', 'Amount must be no less than the minimum charge.', 'amount');
  }
  if (amount > LARGEST) throw invalid('amount_too_large', 'Amount must be no more than 99999999.', 'amount');
  return amount;
}

function confirm(call: Call, intent: Doc, p: Parameters): Outcome {
  const method = p.maybeText('payment_method') ?? maybeText(intent, 'payment_method');
  if (method === undefined) {
    throw invalid('payment_intent_unexpected_state', 'A payment method is needed to confirm.', 'payment_method');
  }
  usableMethod(call, method, maybeText(intent, 'customer'));
  const conduct = conductOf(method);
  const attempt = { ...intent, payment_method: method };
  const outcome = chargeIntent(call, attempt, conduct);
  if (losesAnswer(call.desk.store, conduct, call.scope)) call.loseAnswer();
  return outcome;
}

function usableMethod(call: Call, method: string, customer: string | undefined): void {
  const owner = maybeText(methodOf(call, method, 'payment_method'), 'customer');
  if (owner !== undefined && owner !== customer) {
    throw invalid(
      'payment_method_unexpected_state',
      'The payment method belongs to another customer.',
      'payment_method',
    );
  }
}

function intentOf(call: Call, id: string): Doc {
  const intent = call.desk.store.get('payment_intent', id);
  if (!intent) throw missing('payment_intent', id);
  return intent;
}

function unexpectedState(intent: Doc, verb: string): Error {
  const status = textOf(intent, 'status');
  return invalid('payment_intent_unexpected_state', `You cannot ${verb} this PaymentIntent: its status is ${status}.`);
}

function clauseOf(clause: string): (intent: Doc) => boolean {
  const match = /^(?:metadata\["?'?([^"'\]]+)"?'?\]|([a-z_]+)):\s*["']([^"']*)["']$/.exec(clause.trim());
  if (!match) throw invalid('search_query_invalid', `We were unable to parse your search query: ${clause}`, 'query');
  const [, key, field, value] = match;
  return (intent) =>
    (key === undefined ? maybeText(intent, field ?? '') : maybeText(docOf(intent, 'metadata'), key)) === value;
}
