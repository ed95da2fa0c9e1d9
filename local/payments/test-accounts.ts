/**
 * Test accounts: what an account does is written in its name, as with the providers' own test data.
 * A test name works as it stands (`pm_card_visa`) and with anything after an underscore (`acct_returned_7`).
 */

export type CardConduct =
  | 'succeeds'
  | 'declined'
  | 'declined for lack of funds'
  | 'asks for authentication'
  | 'declined twice'
  | 'loses the answer once'
  | 'loses the request once'
  | 'busy three times'
  | 'settles a day later'
  | 'fails a day later';

const CARDS: readonly (readonly [string, CardConduct])[] = [
  ['pm_card_visa', 'succeeds'],
  ['pm_card_mastercard', 'succeeds'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'declined for lack of funds'],
  ['pm_card_chargeDeclined', 'declined'],
  ['pm_card_authenticationRequired', 'asks for authentication'],
  ['pm_declined_twice', 'declined twice'],
  ['pm_timeout_after', 'loses the answer once'],
  ['pm_timeout_before', 'loses the request once'],
  ['pm_429', 'busy three times'],
  ['pm_sepa', 'settles a day later'],
  ['pm_sepa_fails', 'fails a day later'],
];

export type AccountConduct =
  | 'accepts'
  | 'loses the answer once'
  | 'loses the request once'
  | 'busy three times'
  | 'restricted'
  | 'returns after three days';

const ACCOUNTS: readonly (readonly [string, AccountConduct])[] = [
  ['acct_ok', 'accepts'],
  ['acct_timeout', 'loses the answer once'],
  ['acct_lost', 'loses the request once'],
  ['acct_429', 'busy three times'],
  ['acct_restricted', 'restricted'],
  ['acct_returned', 'returns after three days'],
];

export type ReceiverConduct =
  | 'accepts'
  | 'unclaimed, returned after thirty days'
  | 'claims after seven days'
  | 'failed'
  | 'blocked'
  | 'pending for a day'
  | 'on hold for a day'
  | 'refunded after three days'
  | 'reversed after three days'
  | 'loses the answer once'
  | 'loses the request once'
  | 'busy three times';

const RECEIVERS: Readonly<Record<string, ReceiverConduct>> = {
  unclaimed: 'unclaimed, returned after thirty days',
  returned: 'unclaimed, returned after thirty days',
  claimed: 'claims after seven days',
  failed: 'failed',
  blocked: 'blocked',
  pending: 'pending for a day',
  onhold: 'on hold for a day',
  refunded: 'refunded after three days',
  reversed: 'reversed after three days',
  timeout: 'loses the answer once',
  lost: 'loses the request once',
  429: 'busy three times',
};

/** How a payment method behaves; undefined when the name is not that of a test card. */
export function cardConduct(id: string): CardConduct | undefined {
  return longest(CARDS, (name) => id === name || id.startsWith(`${name}_`));
}

/** How a connected account behaves; undefined when the name is not that of a test account. */
export function accountConduct(id: string): AccountConduct | undefined {
  return longest(ACCOUNTS, (name) => id.startsWith(name));
}

/** How a PayPal receiver behaves: by the part of the address between `+` and `@`. */
export function receiverConduct(email: string): ReceiverConduct {
  const suffix = /\+([a-z0-9]+)@/.exec(email)?.[1];
  return (suffix === undefined ? undefined : RECEIVERS[suffix]) ?? 'accepts';
}

/** The account name that a new account gets: `jo+timeout@…` becomes an account that loses an answer. */
export function accountPrefix(email: string | undefined): string {
  const suffix = /\+([a-z0-9]+)@/.exec(email ?? '')?.[1];
  const wanted = `acct_${suffix ?? 'ok'}`;
  return ACCOUNTS.some(([name]) => name === wanted) ? wanted : 'acct_ok';
}

/** The cards that the hosted set-up page offers. */
export function cardNames(): readonly (readonly [string, CardConduct])[] {
  return CARDS;
}

function longest<T>(entries: readonly (readonly [string, T])[], matches: (name: string) => boolean): T | undefined {
  let best: readonly [string, T] | undefined;
  for (const entry of entries) {
    if (matches(entry[0]) && entry[0].length > (best?.[0].length ?? 0)) best = entry;
  }
  return best?.[1];
}
