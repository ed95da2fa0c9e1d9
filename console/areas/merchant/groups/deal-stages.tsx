import { useState } from 'preact/hooks';
import type { Group, GroupDealSettings } from '../../../api/operations.ts';
import { Answer, useAnswer } from '../../../parts/answer.tsx';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/dialog.tsx';
import { CheckField, SelectField } from '../../../parts/fields.tsx';
import { Form, useForm } from '../../../parts/form.tsx';
import { moved } from '../../../parts/order.ts';
import { Card } from '../../../parts/page.tsx';
import { SortableList } from '../../../parts/sortable-list.tsx';
import { tell } from '../../../parts/toasts.tsx';
import { api, may } from '../../../session/person.ts';
import { type StageDraft, stageDrafts, stagesFault, stagesOf } from './stage-drafts.ts';
import { forms } from './texts.ts';

const MOST = 20;
const FEWEST = 3;
const ENDS = ['open', 'won', 'lost'] as const satisfies readonly StageDraft['final'][];
const MOVERS = ['merchant', 'partner', 'both'] as const satisfies readonly GroupDealSettings['moved_by'][];

interface StageRowProps {
  readonly stage: StageDraft;
  readonly set: (stage: StageDraft) => void;
  readonly remove: (() => void) | undefined;
}

const StageRow = ({ stage, set, remove }: StageRowProps) => {
  const { t } = forms;
  return (
    <div class="stage">
      <input
        aria-label={t.stage}
        maxLength={60}
        autocomplete="off"
        value={stage.name}
        onInput={(event) => set({ ...stage, name: event.currentTarget.value })}
      />
      <select
        aria-label={`${t.stageEnd}: ${stage.name}`}
        value={stage.final}
        onChange={(event) => set({ ...stage, final: ENDS.find((end) => end === event.currentTarget.value) ?? 'open' })}
      >
        {ENDS.map((end) => (
          <option key={end} value={end}>
            {t.stageEnd} {t.stageEnds[end]}
          </option>
        ))}
      </select>
      {remove === undefined ? null : (
        <Button kind="plain" label={t.removeStage(stage.name)} onClick={remove}>
          <span aria-hidden="true">✕</span>
        </Button>
      )}
    </div>
  );
};

interface StageListProps {
  readonly stages: readonly StageDraft[];
  readonly set: (stages: readonly StageDraft[]) => void;
  readonly fixed: boolean;
}

const StageList = ({ stages, set, fixed }: StageListProps) => {
  const { t } = forms;
  const mayRemove = !fixed && stages.length > FEWEST;
  return (
    <>
      <SortableList
        label={t.stages}
        items={stages}
        keyOf={({ id }) => id}
        nameOf={({ name }) => (name === '' ? t.noName : name)}
        move={(from, to) => set(moved(stages, from, to))}
        fixed={fixed}
      >
        {(stage, at) => (
          <StageRow
            stage={stage}
            set={(next) => set(stages.with(at, next))}
            remove={mayRemove ? () => set(stages.toSpliced(at, 1)) : undefined}
          />
        )}
      </SortableList>
      {fixed ? null : (
        <div>
          <Button
            disabled={stages.length >= MOST}
            onClick={() => set([...stages, { id: crypto.randomUUID(), key: '', name: '', final: 'open' }])}
          >
            {t.addStage}
          </Button>
        </div>
      )}
      <p class="hint">{t.stageRemovedNote}</p>
    </>
  );
};

interface SettingsProps {
  readonly settings: GroupDealSettings;
  readonly again: () => Promise<void>;
}

const StageForm = ({ settings, again }: SettingsProps) => {
  const { t } = forms;
  const fixed = !may('programs:write');
  const form = useForm({
    keep: 'deal-stages',
    initial: { ...settings, stages: stageDrafts(settings.stages) },
    check: ({ stages }): { stages?: string } => {
      const fault = stagesFault(stages);
      return fault === undefined ? {} : { stages: t.stageProblems[fault] };
    },
    send: async ({ stages, moved_by, confirmation, closing_amount }) => {
      await api.put('/v2/groups/{group}/deal-settings', {
        params: { group: settings.group_key },
        body: { stages: stagesOf(stages), moved_by, confirmation, closing_amount },
      });
      tell(t.stagesSaved);
      await again();
    },
  });
  const { value, set, problem } = form.field('stages');
  const movedBy = form.values.moved_by;
  return (
    <Form form={form} action={t.stagesSave} readOnly={fixed}>
      <StageList stages={value} set={set} fixed={fixed} />
      {problem === undefined ? null : (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
      <SelectField
        {...form.field('moved_by')}
        label={t.movedBy}
        options={MOVERS.map((mover) => ({ value: mover, title: t.movers[mover] }))}
      />
      {movedBy === 'merchant' ? null : (
        <CheckField {...form.field('confirmation')} label={t.confirmation} hint={t.confirmationHint} />
      )}
      <CheckField {...form.field('closing_amount')} label={t.closingAmount} hint={t.closingAmountHint} />
    </Form>
  );
};

const StagesAgain = ({ group, again }: { readonly group: string; readonly again: () => Promise<void> }) => {
  const { t } = forms;
  const [asking, setAsking] = useState(false);
  const reset = async (): Promise<void> => {
    await api.delete('/v2/groups/{group}/deal-settings', { params: { group } });
    tell(t.stagesSaved);
    await again();
  };
  return (
    <>
      <Button kind="plain" onClick={() => setAsking(true)}>
        {t.stagesAgain}
      </Button>
      {asking ? (
        <ConfirmDialog title={t.stagesAgainTitle} action={t.again} hurts close={() => setAsking(false)} confirm={reset}>
          <p>{t.stagesAgainText}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
};

/** Which stages deals of the group go through, who moves them, and which end them. */
export const DealStages = ({ group }: { readonly group: Group }) => {
  const { t } = forms;
  const settings = useAnswer(
    () => api.get('/v2/groups/{group}/deal-settings', { params: { group: group.key } }),
    [group.key],
  );
  return (
    <Card
      title={t.stages}
      actions={may('programs:write') ? <StagesAgain group={group.key} again={settings.again} /> : null}
    >
      <p class="muted">{t.stagesText}</p>
      <Answer of={settings} lines={8}>
        {(data) => <StageForm key={JSON.stringify(data)} settings={data} again={settings.again} />}
      </Answer>
    </Card>
  );
};
