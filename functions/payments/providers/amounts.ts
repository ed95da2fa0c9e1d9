import { minorDigits } from '../../../domain/money.ts';

/** Amounts as the providers want them, by integer arithmetic only. */

/** The largest amount that one charge or transfer can have: eight digits. */
const LARGEST_AMOUNT = 99_999_999;

/** Currencies that PayPal pays in whole units only, whatever their minor unit is. */
const PAYPAL_WHOLE_UNITS = ['HUF', 'JPY', 'TWD'];

/** Whether an amount can be sent at all: a whole number of minor units from 1 to eight digits. */
export function isSendable(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 1 && amount <= LARGEST_AMOUNT;
}

/**
 * Minor units as the decimal text that PayPal takes: 1234 GBP is `12.34`, 1234 JPY is `1234`.
 * Undefined when the amount cannot be written exactly, such as a part of a forint.
 */
export function paypalAmount(amount: number, currency: string): string | undefined {
  if (!isSendable(amount)) return undefined;
  const code = currency.toUpperCase();
  const digits = minorDigits(code);
  const shown = PAYPAL_WHOLE_UNITS.includes(code) ? 0 : Math.min(digits, 2);
  const written = String(amount).padStart(digits + 1, '0');
  const whole = written.slice(0, written.length - digits);
  const part = written.slice(written.length - digits);
  if (!/^0*$/.test(part.slice(shown))) return undefined;
  return shown === 0 ? whole : `${whole}.${part.slice(0, shown)}`;
}
