import { DAY_MS } from '../desk.ts';
import { losesAnswer } from '../faults.ts';
import { type Doc, docOf, docsOf, integerOf, maybeText, textOf } from '../json.ts';
import { newId } from '../store.ts';
import { accountConduct, accountPrefix } from '../test-accounts.ts';
import { announce, type Call, type Operation, parametersOf, pathId } from './call.ts';
import { currencyOf, listOf } from './parameters.ts';
import { pageSize } from './payment-intents.ts';
import { invalid, missing } from './refusals.ts';

const ACCOUNT = ['business_profile', 'business_type', 'capabilities', 'controller', 'country', 'default_currency'];
const CONTROLLER = ['fees', 'losses', 'requirement_collection', 'stripe_dashboard'];
const LINK_LIFE_SECONDS = 300;

/** POST /v1/accounts: the e-mail address decides what the account will do (`+timeout@`, `+returned@` …). */
export const createAccount: Operation = (call) => {
  const p = parametersOf(call, [...ACCOUNT, 'email', 'metadata', 'type']);
  const type = p.oneOf('type', ['custom', 'express', 'standard']);
  p.nested('controller', CONTROLLER);
  const email = p.maybeText('email');
  const id = newId(accountPrefix(email));
  const account = accountDoc(call, id, {
    country: p.maybeText('country') ?? 'GB',
    default_currency: p.maybeText('default_currency') ?? 'gbp',
    email: email ?? null,
    metadata: p.texts('metadata'),
    type: type ?? 'none',
  });
  call.desk.store.put('account', id, account);
  return { status: 200, body: account };
};

/** GET /v1/accounts/{id} */
export const readAccount: Operation = (call) => {
  parametersOf(call, []);
  return { status: 200, body: accountOf(call, pathId(call)) };
};

/** POST /v1/account_links: the page on which the account's owner gives what is missing. */
export const createAccountLink: Operation = (call) => {
  const p = parametersOf(call, ['account', 'collection_options', 'refresh_url', 'return_url', 'type']);
  accountOf(call, p.text('account'), 'account');
  const type = p.oneOf('type', ['account_onboarding', 'account_update']);
  if (type === undefined) throw invalid('parameter_missing', 'Missing required param: type.', 'type');
  const id = newId('link');
  const created = call.desk.seconds();
  const link: Doc = { object: 'account_link', created, expires_at: created + LINK_LIFE_SECONDS };
  const kept = { ...link, id, account: p.text('account'), return_url: p.text('return_url') };
  call.desk.store.put('account_link', id, kept);
  return { status: 200, body: { ...link, url: `${call.origin}/_stand-in/onboarding/${id}` } };
};

/** The hosted page's button: the account is complete, unless it is one that stays restricted. */
export function completeOnboarding(call: Pick<Call, 'desk'>, link: Doc): string {
  const id = textOf(link, 'account');
  const account = call.desk.store.get('account', id);
  if (account) {
    const restricted = accountConduct(id) === 'restricted';
    const done = { ...account, ...standing(restricted ? 'restricted' : 'complete') };
    call.desk.store.put('account', id, done);
    announce(call, 'account.updated', done);
  }
  return textOf(link, 'return_url');
}

/** POST /v1/transfers */
export const createTransfer: Operation = (call) => {
  const p = parametersOf(call, [
    ...['amount', 'currency', 'description', 'destination', 'metadata', 'source_transaction', 'transfer_group'],
  ]);
  const amount = p.integer('amount');
  if (amount < 1) throw invalid('parameter_invalid_integer', 'Amount must be at least 1.', 'amount');
  if (amount > 99_999_999) throw invalid('amount_too_large', 'Amount must be no more than 99999999.', 'amount');
  const destination = p.text('destination');
  const account = accountOf(call, destination, 'destination');
  if (maybeText(docOf(account, 'capabilities'), 'transfers') !== 'active') {
    const message =
      'Your destination account needs to have at least one of the following capabilities enabled: transfers';
    throw invalid('insufficient_capabilities_for_transfer', message);
  }
  const id = newId('tr');
  const group = p.maybeText('transfer_group') ?? null;
  const transfer: Doc = {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: newId('txn'),
    created: call.desk.seconds(),
    currency: currencyOf(p),
    description: p.maybeText('description') ?? null,
    destination,
    livemode: false,
    metadata: p.texts('metadata'),
    reversals: listOf(`/v1/transfers/${id}/reversals`, [], false),
    reversed: false,
    source_transaction: p.maybeText('source_transaction') ?? null,
    source_type: 'card',
    transfer_group: group,
  };
  call.desk.store.put('transfer', id, transfer, group);
  announce(call, 'transfer.created', transfer);
  const conduct = accountConduct(destination);
  if (conduct === 'returns after three days') call.desk.later('return', id, 3 * DAY_MS);
  if (losesAnswer(call.desk.store, conduct, call.scope)) call.loseAnswer();
  return { status: 200, body: transfer };
};

/** GET /v1/transfers/{id} */
export const readTransfer: Operation = (call) => {
  parametersOf(call, []);
  return { status: 200, body: transferOf(call, pathId(call)) };
};

/** GET /v1/transfers, newest first, also of one group or destination. */
export const listTransfers: Operation = (call) => {
  const p = parametersOf(call, ['destination', 'limit', 'starting_after', 'transfer_group']);
  const destination = p.maybeText('destination');
  const page = call.desk.store.page('transfer', {
    limit: pageSize(p),
    after: p.maybeText('starting_after'),
    part: p.maybeText('transfer_group'),
    fields: destination === undefined ? [] : [['destination', destination]],
  });
  return { status: 200, body: listOf('/v1/transfers', page.items, page.more) };
};

/** POST /v1/transfers/{id}/reversals */
export const createReversal: Operation = (call) => {
  const p = parametersOf(call, ['amount', 'description', 'metadata', 'refund_application_fee']);
  const transfer = transferOf(call, pathId(call));
  const rest = integerOf(transfer, 'amount') - integerOf(transfer, 'amount_reversed');
  const amount = p.maybeInteger('amount') ?? rest;
  if (amount < 1 || amount > rest) {
    throw invalid('parameter_invalid_integer', `At most ${rest} of this transfer can be reversed.`, 'amount');
  }
  return { status: 200, body: reverse(call, transfer, amount, p.texts('metadata')) };
};

/** GET /v1/transfers/{id}/reversals */
export const listReversals: Operation = (call) => {
  parametersOf(call, ['limit', 'starting_after']);
  const id = pathId(call);
  const reversals = [...call.desk.store.where('transfer_reversal', 'transfer', transferOf(call, id) && id)].reverse();
  return { status: 200, body: listOf(`/v1/transfers/${id}/reversals`, reversals, false) };
};

/** A receiving bank sends the money back, days later. */
export function returnTransfer(call: Pick<Call, 'desk'>, id: string): void {
  const transfer = call.desk.store.get('transfer', id);
  if (!transfer || transfer['reversed'] === true) return;
  reverse(call, transfer, integerOf(transfer, 'amount') - integerOf(transfer, 'amount_reversed'), {});
}

function reverse(call: Pick<Call, 'desk'>, transfer: Doc, amount: number, metadata: Doc): Doc {
  const id = newId('trr');
  const reversal: Doc = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: newId('txn'),
    created: call.desk.seconds(),
    currency: textOf(transfer, 'currency'),
    metadata,
    transfer: textOf(transfer, 'id'),
  };
  call.desk.store.put('transfer_reversal', id, reversal);
  const reversed = integerOf(transfer, 'amount_reversed') + amount;
  const list = docOf(transfer, 'reversals');
  const after = call.desk.store.put('transfer', textOf(transfer, 'id'), {
    ...transfer,
    amount_reversed: reversed,
    reversals: { ...list, data: [reversal, ...docsOf(list, 'data')] },
    reversed: reversed === integerOf(transfer, 'amount'),
  });
  announce(call, 'transfer.reversed', after);
  return reversal;
}

function transferOf(call: Call, id: string): Doc {
  const transfer = call.desk.store.get('transfer', id);
  if (!transfer) throw missing('transfer', id);
  return transfer;
}

/** A stored account, or a bare test name, which is complete as it stands. */
function accountOf(call: Call, id: string, param = 'id'): Doc {
  const known = call.desk.store.get('account', id);
  if (known) return known;
  const conduct = accountConduct(id);
  if (conduct === undefined) throw missing('account', id, param);
  const details: Doc = { country: 'GB', default_currency: 'gbp', email: null, metadata: {}, type: 'express' };
  const account = accountDoc(call, id, details);
  return { ...account, ...standing(conduct === 'restricted' ? 'restricted' : 'complete') };
}

function accountDoc(call: Call, id: string, details: Doc): Doc {
  return {
    id,
    object: 'account',
    charges_enabled: false,
    created: call.desk.seconds(),
    ...details,
    ...standing('new'),
  };
}

function standing(state: 'new' | 'complete' | 'restricted'): Doc {
  const due = state === 'complete' ? [] : ['external_account', 'individual.verification.document'];
  return {
    capabilities: { transfers: state === 'complete' ? 'active' : 'inactive' },
    details_submitted: state !== 'new',
    payouts_enabled: state === 'complete',
    requirements: {
      currently_due: due,
      disabled_reason: state === 'complete' ? null : 'requirements.past_due',
      past_due: state === 'restricted' ? due : [],
    },
  };
}
