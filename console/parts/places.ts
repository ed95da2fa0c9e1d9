import { locale } from '../app/language.ts';
import type { Option } from './filters.tsx';

/** The currencies that most programs are in come first. */
const FIRST_CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF'];

/** All currencies by code, each with its name in the reader's language. */
export const currencyOptions = (): readonly Option[] => {
  const names = new Intl.DisplayNames([locale()], { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !FIRST_CURRENCIES.includes(code));
  return [...FIRST_CURRENCIES, ...rest].map((value) => ({ value, title: `${value} – ${names.of(value) ?? value}` }));
};

/** The time zone that the reader's own machine is in. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All time zones. */
export const zoneOptions = (): readonly Option[] =>
  [...new Set(['UTC', ownZone(), ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
    value,
    title: value.replaceAll('_', ' '),
  }));
