import { randomBytes } from 'node:crypto';
import { DAY_MS, type Desk, type Later } from '../desk.ts';
import { type Doc, docOf, type Json, maybeText, textOf } from '../json.ts';
import { type ReceiverConduct, receiverConduct } from '../test-accounts.ts';
import { notFound, type PaypalRefusal, refusal } from './refusals.ts';
import { type RequestedBatch, type RequestedItem, sumOf } from './request.ts';

/** The states of a payout item. */
type ItemState =
  | 'SUCCESS'
  | 'FAILED'
  | 'PENDING'
  | 'UNCLAIMED'
  | 'RETURNED'
  | 'ONHOLD'
  | 'BLOCKED'
  | 'REFUNDED'
  | 'REVERSED';

interface Course {
  readonly state: ItemState;
  readonly next?: { readonly what: Later; readonly afterDays: number };
  readonly error?: readonly [string, string];
}

const BATCH_KEY_DAYS = 30;

const EVENTS: Readonly<Record<ItemState, string>> = {
  SUCCESS: 'PAYMENT.PAYOUTS-ITEM.SUCCEEDED',
  FAILED: 'PAYMENT.PAYOUTS-ITEM.FAILED',
  PENDING: 'PAYMENT.PAYOUTS-ITEM.PENDING',
  UNCLAIMED: 'PAYMENT.PAYOUTS-ITEM.UNCLAIMED',
  RETURNED: 'PAYMENT.PAYOUTS-ITEM.RETURNED',
  ONHOLD: 'PAYMENT.PAYOUTS-ITEM.HELD',
  BLOCKED: 'PAYMENT.PAYOUTS-ITEM.BLOCKED',
  REFUNDED: 'PAYMENT.PAYOUTS-ITEM.REFUNDED',
  REVERSED: 'PAYMENT.PAYOUTS-ITEM.REVERSED',
};

/** Creates a batch and works it off; the answer still says PENDING, as PayPal's does. */
export function createBatch(desk: Desk, origin: string, batch: RequestedBatch): Doc {
  const earlier = desk.store
    .where('paypal_batch', 'sender_batch_id', batch.senderBatchId)
    .find((candidate) => Number(candidate['created']) > desk.now() - BATCH_KEY_DAYS * DAY_MS);
  if (earlier) throw duplicate(origin, textOf(earlier, 'payout_batch_id'));
  const id = shortId();
  const amount = {
    currency: batch.currency,
    value: sumOf(
      batch.items.map((item) => item.value),
      batch.currency,
    ),
  };
  desk.store.put('paypal_batch', id, {
    payout_batch_id: id,
    sender_batch_id: batch.senderBatchId,
    sender_batch_header: batch.header,
    amount,
    created: desk.now(),
    time_created: desk.iso(),
  });
  for (const item of batch.items) createItem(desk, id, batch.senderBatchId, item);
  const header = { payout_batch_id: id, batch_status: 'PENDING', sender_batch_header: batch.header };
  return { batch_header: header, links: [linkTo(origin, `payouts/${id}`, 'self')] };
}

/** GET /v1/payments/payouts/{id} */
export function readBatchState(desk: Desk, origin: string, id: string, page: number, pageSize: number): Doc {
  const batch = desk.store.get('paypal_batch', id);
  if (!batch) throw notFound();
  const items = desk.store.where('paypal_item', 'payout_batch_id', id);
  const open = items.some((item) => ['PENDING', 'ONHOLD'].includes(textOf(item, 'transaction_status')));
  const shown = items.slice((page - 1) * pageSize, page * pageSize).map((item) => asAnswered(origin, item));
  return {
    batch_header: {
      payout_batch_id: id,
      batch_status: open ? 'PROCESSING' : 'SUCCESS',
      time_created: textOf(batch, 'time_created'),
      ...(open ? {} : { time_completed: textOf(batch, 'time_created') }),
      sender_batch_header: docOf(batch, 'sender_batch_header'),
      amount: docOf(batch, 'amount'),
      fees: { currency: textOf(docOf(batch, 'amount'), 'currency'), value: '0.00' },
    },
    items: shown,
    total_items: items.length,
    total_pages: Math.ceil(items.length / pageSize),
    links: [linkTo(origin, `payouts/${id}?page_size=${pageSize}&page=${page}`, 'self')],
  };
}

/** GET /v1/payments/payouts-item/{id} */
export function readItem(desk: Desk, origin: string, id: string): Doc {
  return asAnswered(origin, itemOf(desk, id));
}

/** POST /v1/payments/payouts-item/{id}/cancel: only what nobody claimed can be taken back. */
export function cancelItem(desk: Desk, origin: string, id: string): Doc {
  const item = itemOf(desk, id);
  const state = textOf(item, 'transaction_status');
  if (state !== 'UNCLAIMED') {
    const name = state === 'RETURNED' ? 'ITEM_ALREADY_CANCELLED' : 'ITEM_INCORRECT_STATUS';
    throw refusal(400, name, `The item is ${state}; only an unclaimed item can be cancelled.`);
  }
  return asAnswered(origin, moveTo(desk, item, 'RETURNED'));
}

/** What a timer brings about: an open item ends, or money that arrived comes back. */
export function itemFallsDue(desk: Desk, what: Later, id: string): void {
  const item = desk.store.get('paypal_item', id);
  if (!item) return;
  const state = textOf(item, 'transaction_status');
  if (what === 'succeed-item' && ['PENDING', 'ONHOLD', 'UNCLAIMED'].includes(state)) moveTo(desk, item, 'SUCCESS');
  if (what === 'return-item' && state === 'UNCLAIMED') moveTo(desk, item, 'RETURNED');
  if (what === 'refund-item' && state === 'SUCCESS') moveTo(desk, item, 'REFUNDED');
  if (what === 'reverse-item' && state === 'SUCCESS') moveTo(desk, item, 'REVERSED');
}

function createItem(desk: Desk, batch: string, senderBatchId: string, requested: RequestedItem): void {
  const id = shortId();
  const course = courseOf(receiverConduct(requested.receiver));
  const item: Doc = {
    payout_item_id: id,
    transaction_id: shortId(),
    payout_item_fee: { currency: requested.currency, value: '0.00' },
    payout_batch_id: batch,
    sender_batch_id: senderBatchId,
    payout_item: requested.item,
  };
  moveTo(desk, item, course.state, course.error);
  if (course.next) desk.later(course.next.what, id, course.next.afterDays * DAY_MS);
}

function courseOf(conduct: ReceiverConduct): Course {
  switch (conduct) {
    case 'accepts':
    case 'loses the answer once':
    case 'loses the request once':
    case 'busy three times':
      return { state: 'SUCCESS' };
    case 'unclaimed, returned after thirty days':
      return { state: 'UNCLAIMED', next: { what: 'return-item', afterDays: 30 }, error: UNREGISTERED };
    case 'claims after seven days':
      return { state: 'UNCLAIMED', next: { what: 'succeed-item', afterDays: 7 }, error: UNREGISTERED };
    case 'failed':
      return { state: 'FAILED', error: ['RECEIVER_ACCOUNT_LOCKED', 'The account of the receiver is locked.'] };
    case 'blocked':
      return { state: 'BLOCKED', error: ['REGULATORY_BLOCKED', 'The payout is blocked by law.'] };
    case 'pending for a day':
      return { state: 'PENDING', next: { what: 'succeed-item', afterDays: 1 } };
    case 'on hold for a day':
      return { state: 'ONHOLD', next: { what: 'succeed-item', afterDays: 1 } };
    case 'refunded after three days':
      return { state: 'SUCCESS', next: { what: 'refund-item', afterDays: 3 } };
    case 'reversed after three days':
      return { state: 'SUCCESS', next: { what: 'reverse-item', afterDays: 3 } };
  }
}

const UNREGISTERED = ['RECEIVER_UNREGISTERED', 'The receiver of this payout does not have an account yet.'] as const;

function moveTo(desk: Desk, item: Doc, state: ItemState, error?: readonly [string, string]): Doc {
  const errors: Json | undefined = error && {
    name: error[0],
    message: error[1],
    debug_id: 'standin',
    details: [],
    links: [],
  };
  const { errors: _earlier, ...rest } = item;
  const moved: Doc = { ...rest, transaction_status: state, time_processed: desk.iso(), ...(errors ? { errors } : {}) };
  desk.store.put('paypal_item', textOf(item, 'payout_item_id'), moved);
  desk.announcePaypal(EVENTS[state], 'payouts_item', moved);
  return moved;
}

function itemOf(desk: Desk, id: string): Doc {
  const item = desk.store.get('paypal_item', id);
  if (!item) throw notFound();
  return item;
}

function asAnswered(origin: string, item: Doc): Doc {
  const links = [
    linkTo(origin, `payouts-item/${maybeText(item, 'payout_item_id')}`, 'item'),
    linkTo(origin, `payouts/${maybeText(item, 'payout_batch_id')}`, 'batch'),
  ];
  return { ...item, links };
}

function linkTo(origin: string, path: string, rel: string): Doc {
  return { href: `${origin}/v1/payments/${path}`, rel, method: 'GET', encType: 'application/json' };
}

/** The answer to a batch id that was used before, as PayPal gives it: with the link to the first batch. */
function duplicate(origin: string, batch: string): PaypalRefusal {
  const issue = 'Batch with given sender_batch_id already exists';
  const link = [linkTo(origin, `payouts/${batch}`, 'self')];
  return refusal(400, 'USER_BUSINESS_ERROR', 'User business error.', [
    { field: 'SENDER_BATCH_ID', location: 'body', issue, link },
  ]);
}

function shortId(): string {
  return randomBytes(8).toString('hex').slice(0, 13).toUpperCase();
}
