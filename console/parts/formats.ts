import { minorDigits } from '../../domain/money.ts';
import { locale } from '../app/language.ts';

/** An amount of minor units as a text with its currency. */
export const moneyText = (amount: number, currency: string): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency }).format(amount / 10 ** minorDigits(currency));

/** An amount as short as it may stand beside the axis of a chart: £2.5K. */
export const shortMoneyText = (amount: number, currency: string): string =>
  new Intl.NumberFormat(locale(), {
    ...{ style: 'currency', currency, notation: 'compact' },
    ...{ minimumFractionDigits: 0, maximumFractionDigits: 1 },
  }).format(amount / 10 ** minorDigits(currency));

/** A number as a text. */
export const numberText = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** Basis points as a percentage: 1250 is 12.5 %. */
export const percentText = (bps: number): string =>
  new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000);

const STYLES = {
  day: { dateStyle: 'medium' },
  minute: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type InstantStyle = keyof typeof STYLES;

/** An instant as a text, in the reader's zone or another one. */
export const dateText = (instant: number, style: InstantStyle = 'day', timeZone?: string): string =>
  new Intl.DateTimeFormat(locale(), { ...STYLES[style], ...(timeZone === undefined ? {} : { timeZone }) }).format(
    instant,
  );

/** A day such as `2026-01-31` as a text; it is the same day everywhere. */
export const dayText = (day: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** A billing period such as `2026-01` as a text. */
export const periodText = (period: string): string =>
  new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-01T00:00:00Z`),
  );
