/** The recount's own arithmetic: whole numbers of any size, rounded half away from zero. */

export const rounded = (numerator: bigint, denominator: bigint): bigint => {
  const twice = 2n * (numerator < 0n ? -numerator : numerator);
  const quotient = (twice + denominator) / (2n * denominator);
  return numerator < 0n ? -quotient : quotient;
};

/** A rate in basis points of an amount. */
export const share = (amount: bigint, bps: bigint): bigint => rounded(amount * bps, 10_000n);

export const least = (first: bigint, ...others: readonly (bigint | undefined)[]): bigint => {
  let found = first;
  for (const other of others) if (other !== undefined && other < found) found = other;
  return found;
};

export const total = (amounts: Iterable<bigint>): bigint => {
  let result = 0n;
  for (const amount of amounts) result += amount;
  return result;
};

/** Quantity times a decimal unit amount such as `33.5`. @throws Error when the text is not a decimal number. */
export const priceOf = (quantity: bigint, unit: string): bigint => {
  const [whole = '', fraction = '', ...rest] = unit.split('.');
  if (rest.length > 0 || !/^\d+$/.test(whole + fraction)) throw new Error(`${unit} is not a unit amount.`);
  return rounded(quantity * BigInt(whole + fraction), 10n ** BigInt(fraction.length));
};
