import type { DailyStatistics } from '../../../api/operations.ts';
import { moneyText, numberText, shortMoneyText } from '../../../parts/figures.tsx';

/** What reports compare. */
export const MEASURES = ['clicks', 'sign_ups', 'transactions', 'revenue', 'reward_cost'] as const;
export type Measure = (typeof MEASURES)[number];

/** The figures of a day, a group, a partner or a link. */
export type Figures = Omit<DailyStatistics, 'day'>;
/** Everything that a table of figures shows. */
export type Shown = Measure | 'invalid_clicks' | 'refunds' | 'refunded';

const AMOUNTS = ['revenue', 'reward_cost', 'refunded'] as const satisfies readonly Shown[];

/** Whether a measure is money. */
export const isAmount = (measure: Shown): boolean => AMOUNTS.some((amount) => amount === measure);

/** The measure that an address names. */
export const measureOf = (text: string, otherwise: Measure): Measure =>
  MEASURES.find((measure) => measure === text) ?? otherwise;

/** A value of a measure as a text, with its unit. */
export const textOf = (measure: Shown, value: number, currency: string): string =>
  isAmount(measure) ? moneyText(value, currency) : numberText(value);

/** The same beside the axis of a chart. */
export const shortTextOf = (measure: Shown, value: number, currency: string): string =>
  isAmount(measure) ? shortMoneyText(value, currency) : numberText(value);

/** Whether nothing happened at all. */
export const isNothing = (of: Figures): boolean =>
  [...MEASURES, 'invalid_clicks' as const, 'refunds' as const].every((name) => of[name] === 0);
