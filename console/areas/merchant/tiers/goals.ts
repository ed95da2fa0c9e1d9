import type { Tier } from '../../../api/operations.ts';
import { moneyText, numberText } from '../../../parts/figures.tsx';
import { settingsOfProgram } from '../../../session/program.ts';

export type Measurement = Tier['measurement'];

export const MEASUREMENTS = [
  'lifetime_sales',
  'monthly_sales',
  'lifetime_quantity',
  'monthly_quantity',
] as const satisfies readonly Measurement[];

/** Whether tiers look at money; else they look at things sold. */
export const isMoney = (measurement: Measurement): boolean => measurement.endsWith('_sales');

/** From how much on somebody is in a tier, with its unit. */
export const goalText = (measurement: Measurement, minimum: number): string =>
  isMoney(measurement) ? moneyText(minimum, settingsOfProgram().currency) : numberText(minimum);
