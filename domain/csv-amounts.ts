import { decimalAmount } from './money.ts';

/** Fields of the API's objects that are money in minor units. */
const AMOUNTS: readonly string[] = [
  ...['amount', 'refunded_amount', 'original_amount', 'adjusted_amount', 'clawed_back_amount', 'base_amount'],
  ...['sales_amount', 'reward_amount', 'second_tier_amount', 'clawback_amount', 'net', 'carried_in', 'carried_out'],
  ...['payable', 'payables', 'fee', 'total', 'revenue', 'refunded', 'reward_cost'],
];

/**
 * The cell of a column: amounts as numbers of the major unit (`1234.50`), everything else as it is. People open files in
 * spreadsheets; programs read minor units in JSON.
 * @param column the field, with dots for fields of objects inside.
 */
export const cellInMajorUnits = (
  column: string,
  value: string | number,
  currency: string | null | undefined,
): string | number => {
  const isAmount = AMOUNTS.includes(column.split('.').at(-1) ?? '');
  const known = currency !== null && currency !== undefined && currency !== '';
  return isAmount && known && typeof value === 'number' ? decimalAmount(value, currency) : value;
};
