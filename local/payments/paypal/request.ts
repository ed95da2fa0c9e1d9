import { type Doc, isDoc } from '../json.ts';
import { invalidField } from './refusals.ts';

/** One item of a payout request, after the checks that PayPal makes at once. */
export interface RequestedItem {
  readonly receiver: string;
  readonly currency: string;
  readonly value: string;
  readonly item: Doc;
}

export interface RequestedBatch {
  readonly senderBatchId: string;
  readonly header: Doc;
  readonly currency: string;
  readonly items: readonly RequestedItem[];
}

const HEADER = ['sender_batch_id', 'recipient_type', 'email_subject', 'email_message', 'note'];
const ITEM = [
  ...['alternate_notification_method', 'amount', 'note', 'notification_language', 'purpose', 'receiver'],
  ...['recipient_type', 'recipient_wallet', 'sender_item_id', 'application_context'],
];
const RECIPIENT_TYPES = ['EMAIL', 'PHONE', 'PAYPAL_ID', 'USER_HANDLE'];
/** Currencies in which PayPal pays whole units only. */
const WHOLE_UNITS = ['HUF', 'JPY', 'TWD'];
const CURRENCIES = [
  ...['AUD', 'BRL', 'CAD', 'CHF', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD', 'HUF', 'ILS', 'JPY', 'MXN', 'MYR', 'NOK'],
  ...['NZD', 'PHP', 'PLN', 'SEK', 'SGD', 'THB', 'TWD', 'USD'],
];
const MAX_ITEMS = 15_000;

/** Reads the body of POST /v1/payments/payouts, strictly; everything wrong is refused before anything happens. */
export function readBatch(body: Doc | undefined): RequestedBatch {
  if (!body) throw invalidField('', 'The body is not valid JSON');
  onlyKnown(body, ['sender_batch_header', 'items'], '');
  const header = body['sender_batch_header'];
  if (!isDoc(header)) throw invalidField('sender_batch_header', 'Required field is missing');
  onlyKnown(header, HEADER, 'sender_batch_header.');
  const senderBatchId = text(header, 'sender_batch_id', 'sender_batch_header.', 256);
  const given = body['items'];
  if (!Array.isArray(given) || given.length === 0) throw invalidField('items', 'Required field is missing');
  if (given.length > MAX_ITEMS) throw invalidField('items', 'Maximum number of items exceeded');
  const items = given.map((item: unknown, index) => readItem(item, header, `items[${index}].`));
  const currency = items[0]?.currency ?? '';
  if (items.some((item) => item.currency !== currency)) throw invalidField('items', 'All items need one currency');
  return { senderBatchId, header, currency, items };
}

/** The sum of decimal amounts of one currency, as PayPal writes it. */
export function sumOf(values: readonly string[], currency: string): string {
  const digits = WHOLE_UNITS.includes(currency) ? 0 : 2;
  let total = 0n;
  for (const value of values) {
    const [whole = '0', part = ''] = value.split('.');
    total += BigInt(whole + part.padEnd(digits, '0').slice(0, digits));
  }
  const written = total.toString().padStart(digits + 1, '0');
  return digits === 0 ? written : `${written.slice(0, -digits)}.${written.slice(-digits)}`;
}

function readItem(item: unknown, header: Doc, at: string): RequestedItem {
  if (!isDoc(item)) throw invalidField(at, 'An object is needed');
  onlyKnown(item, ITEM, at);
  const type = item['recipient_type'] ?? header['recipient_type'] ?? 'EMAIL';
  if (typeof type !== 'string' || !RECIPIENT_TYPES.includes(type))
    throw invalidField(`${at}recipient_type`, 'Invalid value');
  const receiver = text(item, 'receiver', at, 127);
  if (type === 'EMAIL' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(receiver)) {
    throw invalidField(`${at}receiver`, 'Receiver is invalid or does not match with type');
  }
  if (item['sender_item_id'] !== undefined) text(item, 'sender_item_id', at, 63);
  const amount = item['amount'];
  if (!isDoc(amount)) throw invalidField(`${at}amount`, 'Required field is missing');
  onlyKnown(amount, ['currency', 'value'], `${at}amount.`);
  const currency = text(amount, 'currency', `${at}amount.`, 3);
  if (!CURRENCIES.includes(currency)) throw invalidField(`${at}amount.currency`, 'Currency is not supported');
  const value = text(amount, 'value', `${at}amount.`, 32);
  const shape = WHOLE_UNITS.includes(currency) ? /^\d{1,10}$/ : /^\d{1,10}(\.\d{1,2})?$/;
  if (!shape.test(value) || /^[0.]*$/.test(value)) throw invalidField(`${at}amount.value`, 'Amount is invalid');
  return { receiver, currency, value, item: { recipient_type: type, ...item } };
}

function text(doc: Doc, field: string, at: string, longest: number): string {
  const value = doc[field];
  if (typeof value !== 'string' || value === '') throw invalidField(`${at}${field}`, 'Required field is missing');
  if (value.length > longest) throw invalidField(`${at}${field}`, 'Value is too long');
  return value;
}

function onlyKnown(doc: Doc, known: readonly string[], at: string): void {
  const unknown = Object.keys(doc).find((field) => !known.includes(field));
  if (unknown !== undefined) throw invalidField(`${at}${unknown}`, 'Unknown field');
}
