import type { Gets } from '../../../api/operations.ts';

type Balance = Pick<
  Gets['/v2/portal/balance']['data'],
  'available_amount' | 'carried_amount' | 'minimum_payout' | 'next_payment'
>;
type Method = Pick<Gets['/v2/portal/payout-method']['data'], 'provider' | 'verified' | 'payouts_held'>;

/** What keeps money from being paid out. */
export type Hold = 'noMethod' | 'unverified' | 'held' | 'belowMinimum' | 'debt';

/** Everything that holds the next payment back, what the partner can do about first. */
export const holdsOf = (balance: Balance, method: Method): readonly Hold[] => {
  const due = balance.next_payment?.amount ?? 0;
  const holds: Hold[] = [];
  if (method.provider === null) holds.push('noMethod');
  else if (!method.verified) holds.push('unverified');
  if (method.payouts_held) holds.push('held');
  if (due > 0 && due < balance.minimum_payout) holds.push('belowMinimum');
  if (balance.carried_amount < 0) holds.push('debt');
  return holds;
};

/** Whether what is available can be paid out at once. */
export const mayCashOut = (balance: Balance, method: Method): boolean =>
  balance.available_amount > 0 &&
  balance.available_amount >= balance.minimum_payout &&
  method.verified &&
  !method.payouts_held;
