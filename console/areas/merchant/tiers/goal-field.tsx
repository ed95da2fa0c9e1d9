import { MoneyField, NumberField } from '../../../parts/fields.tsx';
import type { FieldOf } from '../../../parts/form.tsx';
import { settingsOfProgram } from '../../../session/program.ts';
import { isMoney, type Measurement } from './goals.ts';

interface GoalFieldProps extends FieldOf<number | undefined> {
  readonly label: string;
  readonly measurement: Measurement;
}

/** The minimum of a tier: money, or things sold. */
export const GoalField = ({ measurement, ...field }: GoalFieldProps) =>
  isMoney(measurement) ? (
    <MoneyField {...field} currency={settingsOfProgram().currency} required />
  ) : (
    <NumberField {...field} required />
  );
