import { useState } from 'preact/hooks';
import type { Tier } from '../../../api/operations.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api } from '../../../session/person.ts';
import { GoalField } from './goal-field.tsx';
import { isMoney, type Measurement } from './goals.ts';
import { MovePreview } from './move-preview.tsx';
import { usePreview } from './preview.ts';
import { TermsFields } from './terms-fields.tsx';
import { tiers } from './texts.ts';

interface ResetProps {
  readonly of: readonly Tier[];
  readonly measurement: Measurement;
  readonly movement: Tier['movement'];
  readonly close: () => void;
  readonly done: () => void;
}

/** The full reset: another measurement or movement, new minimums, and every partner begins anew. */
export const ResetDialog = ({ of: levels, measurement, movement, close, done }: ResetProps) => {
  const { t } = tiers;
  const [terms, setTerms] = useState({ measurement, movement });
  const [goals, setGoals] = useState<Readonly<Record<string, number | undefined>>>(
    Object.fromEntries(levels.map(({ key, minimum }) => [key, minimum])),
  );
  const later = levels.filter(({ minimum }) => minimum > 0);
  const minimums = later.flatMap(({ key }) => {
    const minimum = goals[key];
    return minimum === undefined || minimum < 1 ? [] : [{ tier_key: key, minimum }];
  });
  const whole = minimums.length === later.length;
  const preview = usePreview(whole ? { action: 'reset', ...terms, minimums } : undefined);
  const choose = (next: Measurement): void => {
    // An amount of money is no number of things: goals of the other kind are asked for anew.
    if (isMoney(next) !== isMoney(terms.measurement)) setGoals({});
    setTerms({ ...terms, measurement: next });
  };
  return (
    <ConfirmDialog
      title={t.reset}
      action={t.resetAction}
      typed={t.resetWord}
      hurts
      close={close}
      confirm={async () => {
        const confirm = preview.data?.confirm;
        if (confirm === undefined || !whole || preview.waiting) throw new ApiProblem('unprocessable', t.resetWait);
        await api.post('/v2/tiers/reset', { body: { ...terms, minimums, confirm } });
        tell(t.resetDone);
        done();
      }}
    >
      <div class="form">
        <p>{t.resetText}</p>
        <TermsFields
          measurement={{ name: 'measurement', value: terms.measurement, set: choose, problem: undefined }}
          movement={{
            name: 'movement',
            value: terms.movement,
            set: (next) => setTerms({ ...terms, movement: next }),
            problem: undefined,
          }}
        />
        {later.map(({ key, name }) => (
          <GoalField
            key={`${key}.${terms.measurement}`}
            name={key}
            label={t.goalOf(name)}
            measurement={terms.measurement}
            value={goals[key]}
            set={(minimum) => setGoals({ ...goals, [key]: minimum })}
            problem={undefined}
          />
        ))}
        {whole ? <MovePreview of={preview} newName={t.new} /> : <p class="muted">{t.resetFirst}</p>}
      </div>
    </ConfirmDialog>
  );
};
