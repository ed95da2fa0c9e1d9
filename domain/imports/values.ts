/** What the texts of a file mean. Nothing is guessed: what can be read in two ways is a problem of its row. */
import { minorDigits } from '../money.ts';
import { OLD_PARAMETERS } from '../old-addresses.ts';

/** In which order a date with slashes or dots is written. */
export const DATE_ORDERS = ['iso', 'day_first', 'month_first'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** How spreadsheets write that there is nothing. */
const NOTHING = new Set(['', '-', 'null', 'n/a', 'none', 'nil']);

/** The text, or undefined where it says that there is nothing. */
export const filled = (text: string | undefined): string | undefined =>
  text === undefined || NOTHING.has(text.toLowerCase()) ? undefined : text;

/** A header or a word as it is compared: lower case, with one underscore for everything between words. */
export const plainName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');

const ISO =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<part>\d{1,9}))?)?\s?(?<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;
const SLASHED = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const EPOCH_SECONDS = /^\d{9,10}$/;
const EPOCH_MILLISECONDS = /^\d{12,13}$/;

interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: number;
}

/** Midnight of a day in UTC and a time after it; undefined for a day that no calendar has. */
const instantAt = ({ year, month, day, time }: Wall): number | undefined => {
  const midnight = Date.UTC(year, month - 1, day);
  const back = new Date(midnight);
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day;
  return real && time >= 0 && time < 86_400_000 && midnight >= 0 ? midnight + time : undefined;
};

const clock = (hour: string | undefined, minute: string | undefined, second: string | undefined): number =>
  ((Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0)) * 1000;

const offsetOf = (zone: string | undefined): number => {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
};

const isoInstant = (text: string): number | undefined => {
  const { year, month, day, hour, minute, second, part = '', zone } = ISO.exec(text)?.groups ?? {};
  if (year === undefined) return undefined;
  const time = clock(hour, minute, second) + Number(part.padEnd(3, '0').slice(0, 3));
  const at = instantAt({ year: Number(year), month: Number(month), day: Number(day), time });
  return at === undefined ? undefined : at - offsetOf(zone);
};

/**
 * The instant that a text names, in epoch milliseconds; undefined when it names none. A date without a zone is UTC.
 * @param order how dates with slashes are meant; without one they are not read at all.
 */
export const readInstant = (text: string, order: DateOrder): number | undefined => {
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000;
  if (EPOCH_MILLISECONDS.test(text)) return Number(text);
  const match = SLASHED.exec(text);
  if (match === null) return isoInstant(text);
  if (order === 'iso') return undefined;
  const [, first, second, year, hour, minute, seconds] = match;
  const [day, month] = order === 'day_first' ? [first, second] : [second, first];
  const time = clock(hour, minute, seconds);
  return instantAt({ year: Number(year), month: Number(month), day: Number(day), time });
};

/** How money is written: with decimals, as a person writes it, or in whole minor units. */
export type MoneyUnit = 'major' | 'minor';

/** A lone mark with three digits behind it may part thousands or decimals. */
const splitDecimals = (digits: string): { whole: string; fraction: string } | undefined => {
  const marks = [...digits.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  if (last === undefined) return { whole: digits, fraction: '' };
  const kinds = new Set(marks.map(([sign]) => sign));
  const behind = digits.slice(last.index + 1);
  const before = digits.slice(0, last.index);
  if (kinds.size === 1 && marks.length > 1) {
    return /^\d{1,3}([.,]\d{3})+$/.test(digits) ? { whole: digits, fraction: '' } : undefined;
  }
  if (kinds.size === 1 && behind.length === 3) return undefined;
  if (kinds.size === 2 && !/^\d{1,3}([.,]\d{3})*$/.test(before)) return undefined;
  return { whole: before, fraction: behind };
};

const MOST_DIGITS = 12;

/** An amount in minor units; undefined for a text that is none, or that can be read in two ways, such as `1,234`. */
export const readMoney = (text: string, currency: string, unit: MoneyUnit): number | undefined => {
  const signed = text.replace(/[\s\u00a0'’]|^[A-Z]{3}|[A-Z]{3}$|\p{Sc}/gu, '');
  const negative = /^(-.*|\(.*\))$/.test(signed);
  const digits = signed.replace(/^-|^\(|\)$/g, '');
  if (!/^\d[\d.,]*$/.test(digits)) return undefined;
  if (unit === 'minor') {
    if (!/^\d{1,12}$/.test(digits)) return undefined;
    return negative ? -Number(digits) : Number(digits);
  }
  const parts = splitDecimals(digits);
  if (parts === undefined) return undefined;
  const places = minorDigits(currency);
  const fraction = parts.fraction.replace(/0+$/, '');
  if (fraction.length > places) return undefined;
  const written = parts.whole.replace(/[.,]/g, '') + fraction.padEnd(places, '0');
  if (written.length > MOST_DIGITS) return undefined;
  // A zero stays a zero, also where it is written with a sign in front.
  return negative && Number(written) !== 0 ? -Number(written) : Number(written);
};

const YES = new Set(['true', 'yes', 'y', '1']);
const NO = new Set(['false', 'no', 'n', '0']);

/** Yes or no; undefined for anything else. */
export const readFlag = (text: string): boolean | undefined => {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
};

/** The name of a link in an old address: what `?via=` says, or else the last part of the path. */
export const tokenOfAddress = (text: string): string | undefined => {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null) return undefined;
  for (const name of OLD_PARAMETERS.slice(0, 3)) {
    const value = url.searchParams.get(name);
    if (value !== null && value !== '') return value;
  }
  const last = url.pathname.split('/').findLast((part) => part !== '');
  return last;
};
