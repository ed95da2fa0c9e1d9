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
 * Currencies of which Stripe counts other minor units than ISO 4217: krónur and shillings as if they had hundredths, and
 * ariary as if they had none (its documentation on currencies, "Special cases" and "Zero-decimal currencies").
 */
const STRIPE_DIGITS: Readonly<Record<string, number>> = { ISK: 2, MGA: 0, UGX: 2 };

/** Minor units as Stripe counts them; undefined when the amount cannot be sent, such as a part of an ariary. */
export function stripeAmount(amount: number, currency: string): number | undefined {
  if (!Number.isSafeInteger(amount)) return undefined;
  const code = currency.toUpperCase();
  const digits = minorDigits(code);
  const counted = STRIPE_DIGITS[code] ?? digits;
  const written = String(amount).padEnd(String(amount).length + Math.max(0, counted - digits), '0');
  const cut = Math.max(0, digits - counted);
  if (!/^0*$/.test(written.slice(written.length - cut))) return undefined;
  const sent = Number(written.slice(0, written.length - cut));
  return isSendable(sent) ? sent : undefined;
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
