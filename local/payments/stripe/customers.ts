import { type Doc, maybeText } from '../json.ts';
import { newId } from '../store.ts';
import { type CardConduct, cardConduct } from '../test-accounts.ts';
import { announce, type Call, type Operation, parametersOf, pathId } from './call.ts';
import { listOf } from './parameters.ts';
import { invalid, missing } from './refusals.ts';

const CUSTOMER = ['address', 'description', 'email', 'invoice_settings', 'metadata', 'name', 'phone'];
const PAGE = ['limit', 'starting_after', 'created'];

/** POST /v1/customers */
export const createCustomer: Operation = (call) => {
  const p = parametersOf(call, CUSTOMER);
  const id = newId('cus');
  const customer: Doc = {
    id,
    object: 'customer',
    created: call.desk.seconds(),
    description: p.maybeText('description') ?? null,
    email: p.maybeText('email') ?? null,
    invoice_settings: { default_payment_method: null },
    livemode: false,
    metadata: p.texts('metadata'),
    name: p.maybeText('name') ?? null,
  };
  call.desk.store.put('customer', id, customer);
  announce(call, 'customer.created', customer);
  return { status: 200, body: customer };
};

/** GET /v1/customers/{id} */
export const readCustomer: Operation = (call) => {
  parametersOf(call, []);
  return { status: 200, body: customerOf(call, pathId(call)) };
};

/** POST /v1/payment_methods/{id}/attach: a bare test name becomes a method of its own, as with Stripe's test data. */
export const attachPaymentMethod: Operation = (call) => {
  const p = parametersOf(call, ['customer']);
  const customer = p.text('customer');
  customerOf(call, customer, 'customer');
  const given = pathId(call);
  const known = call.desk.store.get('payment_method', given);
  if (!known && cardConduct(given) === undefined) throw missing('PaymentMethod', given);
  if (known && maybeText(known, 'customer') !== undefined && maybeText(known, 'customer') !== customer) {
    throw invalid('payment_method_unexpected_state', 'The payment method is attached to another customer.');
  }
  return { status: 200, body: attach(call, given, customer) };
};

/** POST /v1/payment_methods/{id}/detach */
export const detachPaymentMethod: Operation = (call) => {
  parametersOf(call, []);
  const method = storedMethod(call, pathId(call));
  const detached = { ...method, customer: null };
  call.desk.store.put('payment_method', pathId(call), detached);
  announce(call, 'payment_method.detached', detached);
  return { status: 200, body: detached };
};

/** GET /v1/payment_methods/{id} */
export const readPaymentMethod: Operation = (call) => {
  parametersOf(call, []);
  return { status: 200, body: methodOf(call, pathId(call)) };
};

/** GET /v1/payment_methods?customer= and GET /v1/customers/{id}/payment_methods */
export const listPaymentMethods: Operation = (call) => {
  const p = parametersOf(call, [...PAGE, 'customer', 'type']);
  const customer = call.ids[0] ?? p.text('customer');
  const type = p.maybeText('type');
  const methods = call.desk.store
    .where('payment_method', 'customer', customer)
    .filter((method) => type === undefined || maybeText(method, 'type') === type);
  return { status: 200, body: listOf('/v1/payment_methods', [...methods].reverse(), false) };
};

/** Attaches a method to a customer and announces it. */
export function attach(call: Call, given: string, customer: string): Doc {
  const known = call.desk.store.get('payment_method', given);
  const id = known ? given : newId(given);
  const method = { ...(known ?? describe(call, id)), customer };
  call.desk.store.put('payment_method', id, method);
  announce(call, 'payment_method.attached', method);
  return method;
}

/** A stored method, or a bare test name as it stands. */
export function methodOf(call: Pick<Call, 'desk'>, id: string, param = 'id'): Doc {
  const known = call.desk.store.get('payment_method', id);
  if (known) return known;
  if (cardConduct(id) === undefined) throw missing('PaymentMethod', id, param);
  return describe(call, id);
}

/** The customer, or the refusal that names the parameter. */
export function customerOf(call: Call, id: string, param = 'id'): Doc {
  const customer = call.desk.store.get('customer', id);
  if (!customer) throw missing('customer', id, param);
  return customer;
}

/** What a payment method does when it is charged. */
export function conductOf(id: string): CardConduct {
  return cardConduct(id) ?? 'succeeds';
}

function storedMethod(call: Call, id: string): Doc {
  const method = call.desk.store.get('payment_method', id);
  if (!method) throw missing('PaymentMethod', id);
  return method;
}

function describe(call: Pick<Call, 'desk'>, id: string): Doc {
  const debit = id.startsWith('pm_sepa');
  const details: Doc = debit
    ? { sepa_debit: { bank_code: '37040044', country: 'DE', fingerprint: 'standin', last4: '3000' } }
    : { card: { brand: 'visa', country: 'GB', exp_month: 12, exp_year: 2040, funding: 'credit', last4: '4242' } };
  return {
    id,
    object: 'payment_method',
    billing_details: { address: null, email: null, name: null, phone: null },
    created: call.desk.seconds(),
    customer: null,
    livemode: false,
    metadata: {},
    type: debit ? 'sepa_debit' : 'card',
    ...details,
  };
}
