import type { Desk } from './desk.ts';
import { type Doc, docOf, integerOf, maybeText, textOf } from './json.ts';
import { sumOf } from './paypal/request.ts';
import { cardNames } from './test-accounts.ts';

const SHOWN = 100;

/** Everything the stand-in knows, for tests and for people who want to look: newest last. */
export function stateOf(desk: Desk, deliveries: Readonly<Record<string, number>>): Doc {
  const { store } = desk;
  return {
    totals: totalsOf(desk),
    customers: store.all('customer'),
    payment_methods: store.all('payment_method'),
    payment_intents: store.all('payment_intent'),
    charges: store.all('charge'),
    accounts: store.all('account'),
    transfers: store.all('transfer'),
    paypal_batches: store.all('paypal_batch'),
    paypal_items: store.all('paypal_item'),
    deliveries: { ...deliveries },
  };
}

/** The page that lists accounts, charges, transfers and payouts. */
export function overviewPage(desk: Desk): string {
  const { store } = desk;
  const newest = (kind: 'account' | 'charge' | 'transfer' | 'paypal_item') => store.page(kind, { limit: SHOWN }).items;
  return page('Payment stand-in', [
    '<p>Test accounts of Stripe and PayPal on this machine. No money moves. <a href="state.json">As JSON</a></p>',
    table('Totals', ['what', 'currency', 'amount'], totalRows(desk)),
    table('Accounts', ['id', 'email', 'details_submitted', 'payouts_enabled'], cells(newest('account'), ACCOUNT)),
    table('Charges', ['id', 'customer', 'amount', 'currency', 'status'], cells(newest('charge'), CHARGE)),
    table(
      'Transfers',
      ['id', 'destination', 'amount', 'currency', 'returned', 'group'],
      cells(newest('transfer'), TRANSFER),
    ),
    table('Payouts', ['id', 'receiver', 'amount', 'currency', 'status', 'batch'], newest('paypal_item').map(itemCells)),
  ]);
}

/** The hosted page on which a payment method is set up: one button per test card. */
export function checkoutPage(id: string): string {
  const buttons = cardNames().map(
    ([name, conduct]) =>
      `<li><button name="payment_method" value="${escaped(name)}">${escaped(name)}</button> ${escaped(conduct)}</li>`,
  );
  return page('Set a payment method up', [
    '<p>Choose what the payment method will do when it is charged.</p>',
    `<form method="post" action="/_stand-in/checkout/${escaped(id)}"><ul>${buttons.join('')}</ul></form>`,
  ]);
}

/** The hosted page on which the owner of a connected account gives the missing details. */
export function onboardingPage(link: Doc): string {
  return page('Payout details', [
    `<p>Account ${escaped(textOf(link, 'account'))}</p>`,
    `<form method="post" action="/_stand-in/onboarding/${escaped(textOf(link, 'id'))}"><button>Give the details</button></form>`,
  ]);
}

/** A page for what is not there. */
export function missingPage(): string {
  return page('Not here', ['<p>This page does not exist or has expired.</p>']);
}

const ACCOUNT = ['id', 'email', 'details_submitted', 'payouts_enabled'];
const CHARGE = ['id', 'customer', 'amount', 'currency', 'status'];
const TRANSFER = ['id', 'destination', 'amount', 'currency', 'amount_reversed', 'transfer_group'];

function totalsOf(desk: Desk): Doc {
  const sums = new Map<string, number>();
  const add = (what: string, doc: Doc, field: string) => {
    const key = `${what} ${textOf(doc, 'currency')}`;
    sums.set(key, (sums.get(key) ?? 0) + integerOf(doc, field));
  };
  for (const intent of desk.store.all('payment_intent')) add('charged', intent, 'amount_received');
  for (const transfer of desk.store.all('transfer')) {
    add('transferred', transfer, 'amount');
    add('transfers_reversed', transfer, 'amount_reversed');
  }
  const totals: Record<string, Record<string, number | string>> = {};
  for (const [key, value] of sums) {
    const [what = '', currency = ''] = key.split(' ');
    totals[what] = { ...totals[what], [currency]: value };
  }
  return { ...totals, paid_out_by_paypal: paypalTotals(desk) };
}

function paypalTotals(desk: Desk): Readonly<Record<string, string>> {
  const values = new Map<string, string[]>();
  for (const item of desk.store.all('paypal_item')) {
    if (maybeText(item, 'transaction_status') !== 'SUCCESS') continue;
    const amount = docOf(docOf(item, 'payout_item'), 'amount');
    const currency = textOf(amount, 'currency');
    values.set(currency, [...(values.get(currency) ?? []), textOf(amount, 'value')]);
  }
  return Object.fromEntries([...values].map(([currency, amounts]) => [currency, sumOf(amounts, currency)]));
}

function totalRows(desk: Desk): string[][] {
  return Object.entries(totalsOf(desk)).flatMap(([what, sums]) =>
    Object.entries(sums ?? {}).map(([currency, amount]) => [what.replaceAll('_', ' '), currency, String(amount)]),
  );
}

function cells(docs: readonly Doc[], fields: readonly string[]): string[][] {
  return docs.map((doc) => fields.map((field) => String(doc[field] ?? '')));
}

function itemCells(item: Doc): string[] {
  const details = docOf(item, 'payout_item');
  const amount = docOf(details, 'amount');
  const field = (name: string) => maybeText(item, name) ?? '';
  return [
    field('payout_item_id'),
    maybeText(details, 'receiver') ?? '',
    maybeText(amount, 'value') ?? '',
    maybeText(amount, 'currency') ?? '',
    field('transaction_status'),
    field('sender_batch_id'),
  ];
}

function table(title: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `<h2>${escaped(title)}</h2><p>None yet.</p>`;
  const head = heads.map((name) => `<th>${escaped(name)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('');
  return `<h2>${escaped(title)}</h2><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function page(title: string, parts: readonly string[]): string {
  const style =
    'body{font:16px/1.5 system-ui;margin:2rem auto;max-width:70rem;padding:0 1rem;color-scheme:light dark}' +
    'table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left}button{font:inherit}';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${style}</style></head><body><h1>${escaped(title)}</h1>${parts.join('\n')}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
