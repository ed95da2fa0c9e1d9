import { minorDigits } from '../../domain/money.ts';
import { locale } from '../app/language.ts';
import { parseDecimal, separatorsOf } from './decimals.ts';

/** A decimal number as the reader writes it, in units of so many digits; undefined when it is none. */
export const readDecimal = (text: string, digits: number): number | undefined =>
  parseDecimal(text, digits, separatorsOf(locale()));

/** The same number as the reader writes it. */
export const decimalText = (value: number, digits: number, fewest = digits): string =>
  new Intl.NumberFormat(locale(), {
    useGrouping: false,
    minimumFractionDigits: fewest,
    maximumFractionDigits: digits,
  }).format(value / 10 ** digits);

/** How many digits an amount of a currency has behind the point. */
export const digitsOf = (currency: string): number => minorDigits(currency);
