import { dayBefore } from '../../../parts/days.ts';

/** The periods that are one choice away. */
export const PRESETS = ['week', 'days', 'quarter', 'month', 'last_month', 'year'] as const;
type Preset = (typeof PRESETS)[number];

/** What the API takes: both days are included; without them it answers the last thirty. */
export interface Range {
  readonly from?: string;
  readonly to?: string;
}

/** The most days that a report by group, partner or link goes over, and one by day. */
export const MOST_DAYS = { compared: 93, daily: 366 } as const;

const monthOf = (day: string): string => day.slice(0, 7);

/** The days of a preset, seen from today. */
export const rangeOf = (preset: Preset, today: string): Range => {
  switch (preset) {
    case 'week':
      return { from: dayBefore(today, 6), to: today };
    case 'days':
      return { from: dayBefore(today, 29), to: today };
    case 'quarter':
      return { from: dayBefore(today, 89), to: today };
    case 'year':
      return { from: dayBefore(today, 364), to: today };
    case 'month':
      return { from: `${monthOf(today)}-01`, to: today };
    case 'last_month': {
      const last = dayBefore(`${monthOf(today)}-01`, 1);
      return { from: `${monthOf(last)}-01`, to: last };
    }
  }
};

/** The preset that an address names; the last thirty days where it names none. */
export const presetOf = (text: string): Preset => PRESETS.find((preset) => preset === text) ?? 'days';

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Days that somebody chose, in their order; undefined while one of them is missing. */
export const chosenRange = (from: string, to: string): Range | undefined => {
  if (!isDay(from) || !isDay(to)) return undefined;
  return from <= to ? { from, to } : { from: to, to: from };
};
