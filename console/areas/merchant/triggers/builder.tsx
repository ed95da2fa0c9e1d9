import type { ComponentChildren } from 'preact';
import { Form, useForm } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import type { References } from '../../../parts/rules/references.ts';
import { TriggerSummary } from '../../../parts/rules/summary-card.tsx';
import { settingsOfProgram } from '../../../session/program.ts';
import { DryRunCard } from './dry-run-card.tsx';
import { lackingIn } from './rule-draft.ts';
import { triggers } from './texts.ts';
import { AudienceFields, EventFields, RewardFields, RulesFields, TimeFields } from './trigger-fields.tsx';
import { type TriggerForm, termsBody, termsOf } from './trigger-form.ts';

type Problems = Partial<Record<keyof TriggerForm, string>>;

/** What is wrong with a trigger before anybody is asked. */
const problemsOf = (form: TriggerForm): Problems => {
  const { t } = triggers;
  const { name, audience, group, segments, type, value, bps, description, rules } = form;
  return {
    ...(name.trim() === '' ? { name: t.missing.name } : {}),
    ...(lackingIn(rules).size > 0 ? { rules: t.missing.rules } : {}),
    ...(audience === 'group' && group.length === 0 ? { group: t.missing.group } : {}),
    ...(audience === 'segments' && segments.length === 0 ? { segments: t.missing.segments } : {}),
    ...(type === 'flat' && value === undefined ? { value: t.missing.amount } : {}),
    ...(type === 'percentage' && bps === undefined ? { bps: t.missing.percentage } : {}),
    ...(description.trim() === '' ? { description: t.missing.description } : {}),
  };
};

interface BuilderProps {
  readonly initial: TriggerForm;
  readonly references: References;
  /** Whether it counts already: its beginning is then no longer a question. */
  readonly begun: boolean;
  readonly triggerKey?: string;
  readonly action: string;
  readonly send: (form: TriggerForm) => Promise<void>;
  /** What stands before the fields, which may fill them in. */
  readonly start?: (set: (form: Partial<TriggerForm>) => void) => ComponentChildren;
  readonly note?: ComponentChildren;
}

/** Builds a trigger: its terms on one side, what they say on the other, and what they would have made of the past. */
export const Builder = (props: BuilderProps) => {
  const { initial, references, begun, triggerKey, action, send, start, note } = props;
  const { t } = triggers;
  const zone = settingsOfProgram().time_zone;
  const form = useForm<TriggerForm>({ initial, send, check: problemsOf, keep: 'trigger' });
  return (
    <div class="builder">
      <div>
        {start?.(form.set)}
        <Form form={form} action={action}>
          <EventFields form={form} />
          <RulesFields form={form} references={references} />
          <AudienceFields form={form} references={references} />
          <RewardFields form={form} />
          <TimeFields form={form} begun={begun} />
          {note}
        </Form>
      </div>
      <div class="builder-side">
        <Card title={t.summary}>
          <div aria-live="polite">
            <TriggerSummary of={termsOf(form.values, zone)} references={references} program />
          </div>
        </Card>
        <DryRunCard
          references={references}
          wrong={Object.keys(problemsOf({ ...form.values, name: 'x', description: 'x' })).length > 0}
          body={() => {
            const { name, ...terms } = termsBody(form.values);
            return {
              ...(triggerKey === undefined ? {} : { trigger_key: triggerKey }),
              trigger: { ...terms, ...(name === '' ? {} : { name }) },
            };
          }}
        />
      </div>
    </div>
  );
};
