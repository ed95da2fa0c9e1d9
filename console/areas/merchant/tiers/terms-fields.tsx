import type { Tier } from '../../../api/operations.ts';
import { SelectField } from '../../../parts/fields.tsx';
import type { FieldOf } from '../../../parts/form.tsx';
import { MEASUREMENTS, type Measurement } from './goals.ts';
import { tiers } from './texts.ts';

interface TermsFieldsProps {
  readonly measurement: FieldOf<Measurement>;
  readonly movement: FieldOf<Tier['movement']>;
}

/** What all tiers look at, and whether partners may fall again. */
export const TermsFields = ({ measurement, movement }: TermsFieldsProps) => {
  const { t } = tiers;
  return (
    <>
      <SelectField<Measurement>
        {...measurement}
        label={t.measurement}
        hint={t.measurementHint}
        options={MEASUREMENTS.map((value) => ({ value, title: t.measurements[value] }))}
      />
      <SelectField<Tier['movement']>
        {...movement}
        label={t.movement}
        hint={t.movementTexts[movement.value]}
        options={[
          { value: 'live', title: t.movements.live },
          { value: 'ratchet', title: t.movements.ratchet },
        ]}
      />
    </>
  );
};
