/**
 * The only arithmetic on money. Amounts are integers in minor units (pence, cents), rates are integers in basis
 * points (1/10,000). Every product is exact (BigInt) and rounded once: half up, away from zero for negatives.
 * Source of the rules: docs/rules.md, "Money and time".
 */

const BPS = 10_000n;

/** Currencies whose minor unit is not a hundredth (ISO 4217). */
const NO_MINOR_UNIT: readonly string[] = [
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
];
const THOUSANDTHS: readonly string[] = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'];

/** How many digits the minor unit of a currency has. */
export const minorDigits = (currency: string): number => {
  if (NO_MINOR_UNIT.includes(currency)) return 0;
  return THOUSANDTHS.includes(currency) ? 3 : 2;
};

/** The digits of an amount before and behind the point: cut, never divided. */
const digitsOf = (amount: number, currency: string): { readonly whole: string; readonly fraction: string } => {
  const digits = minorDigits(currency);
  const text = exact(Math.abs(amount))
    .toString()
    .padStart(digits + 1, '0');
  return { whole: text.slice(0, text.length - digits), fraction: text.slice(text.length - digits) };
};

/** An amount in minor units as a plain number that spreadsheets take, in the major unit: `-1234.50`. */
export const decimalAmount = (amount: number, currency: string): string => {
  const { whole, fraction } = digitsOf(amount, currency);
  return `${amount < 0 ? '-' : ''}${whole}${fraction === '' ? '' : '.'}${fraction}`;
};

/** An amount in minor units as people of a language write it: `EUR 1,234.50`, `1.234,50 EUR`. */
export const moneyIn = (amount: number, currency: string, locale: string): string => {
  const digits = minorDigits(currency);
  const { whole, fraction } = digitsOf(amount, currency);
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency, currencyDisplay: 'code' },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
  const parts = format.formatToParts(BigInt(whole));
  const written = parts.map(({ type, value }) => (type === 'fraction' ? fraction : value)).join('');
  return `${amount < 0 ? '-' : ''}${written.replaceAll('\u00a0', ' ')}`;
};

/** Thrown when something that must be an integer number of minor units is not; always a defect, never user input. */
class NotMinorUnits extends RangeError {}

const exact = (value: number): bigint => {
  if (!Number.isSafeInteger(value)) throw new NotMinorUnits(`${value} is not a whole number of minor units.`);
  return BigInt(value);
};

const toNumber = (value: bigint): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new NotMinorUnits(`${value} is too large for an amount.`);
  return number;
};

/** numerator / denominator, rounded half away from zero. The denominator is above 0. */
const divideHalfUp = (numerator: bigint, denominator: bigint): bigint => {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return negative ? -rounded : rounded;
};

/** Amount x rate in basis points, in minor units. */
export const applyRate = (amount: number, bps: number): number =>
  toNumber(divideHalfUp(exact(amount) * exact(bps), BPS));

/** Sum in minor units. */
export const sum = (amounts: readonly number[]): number => toNumber(amounts.reduce((total, a) => total + exact(a), 0n));

/** A share of a base that may mix whole lines and a part of the whole: (lines + unlined x base / total) of base. */
export interface RefundedShare {
  /** Refunded amount of the lines that are in the base. */
  readonly lines: number;
  /** Refunded amount that names no lines: it counts in proportion. */
  readonly unlined: number;
  /** Total of the transaction, to which the unlined amount is a part. */
  readonly total: number;
  readonly base: number;
}

/**
 * The part of a reward that a refunded share of its base takes back, rounded half up, not above the reward.
 * A transaction with a total of 0 has nothing to refund: 0.
 */
export const proportionOf = (reward: number, share: RefundedShare): number => {
  if (share.base <= 0 || share.total <= 0) return 0;
  const base = exact(share.base);
  const total = exact(share.total);
  const refunded = exact(share.lines) * total + exact(share.unlined) * base;
  const part = toNumber(divideHalfUp(exact(reward) * refunded, base * total));
  return Math.min(reward, part);
};

const UNIT_AMOUNT = /^(\d{1,12})(?:\.(\d{1,4}))?$/;

/** Minor units x 10,000 of a unit amount such as `"33.5"`; undefined when it is not one (at most 4 decimals). */
export const parseUnitAmount = (text: string): bigint | undefined => {
  const match = UNIT_AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, whole = '0', fraction = ''] = match;
  return BigInt(whole) * BPS + BigInt(fraction.padEnd(4, '0'));
};

/**
 * Quantity x unit amount, rounded half away from zero to the minor unit, once per line.
 * @throws RangeError when the unit amount has more than 4 decimals (the edge has checked that before).
 */
export const lineAmount = (quantity: number, unitAmount: string): number => {
  const unit = parseUnitAmount(unitAmount);
  if (unit === undefined) throw new NotMinorUnits(`${unitAmount} is not a unit amount.`);
  return toNumber(divideHalfUp(exact(quantity) * unit, BPS));
};
