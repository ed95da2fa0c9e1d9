import { ChoiceField } from '../../../parts/choice-field.tsx';
import { optionsOf } from '../../../parts/definitions.ts';
import { MoneyField, NumberField, PercentField, SelectField, TextField } from '../../../parts/fields.tsx';
import type { FormState } from '../../../parts/form.tsx';
import { Card } from '../../../parts/page.tsx';
import { fieldText } from '../../../parts/refusals.ts';
import { type References, wordingOf } from '../../../parts/rules/references.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { nameIn, namesOf } from '../../../parts/rules/wording.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import { GroupedSelect } from './grouped-select.tsx';
import { lackingIn } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import { triggers } from './texts.ts';
import { EVENT_SECTIONS, hasAmount, type TriggerForm } from './trigger-form.ts';

interface FieldsProps {
  readonly form: FormState<TriggerForm>;
  readonly references: References;
}

const SECTIONS = ['customer', 'lead', 'deal', 'partner'] as const;

/** What the API says about any part of a field: `rules.and.0.value` is one of the rules. */
const problemBelow = ({ problem }: FormState<TriggerForm>, param: string): string | undefined => {
  const found = problem?.fields.find((each) => each.param === param || each.param.startsWith(`${param}.`));
  return problem === undefined || found === undefined ? undefined : fieldText(problem, found);
};

/** Its name, and which event it waits for. */
export const EventFields = ({ form }: Pick<FieldsProps, 'form'>) => {
  const { t } = triggers;
  const { events, eventSections } = rules.t;
  return (
    <Card title={t.when}>
      <TextField {...form.field('name')} label={t.name} hint={t.nameHint} required />
      <GroupedSelect
        label={t.event}
        value={form.values.event}
        sections={SECTIONS.map((section) => ({
          title: eventSections[section],
          options: EVENT_SECTIONS[section].map((value) => ({ value, title: events[value] })),
        }))}
        // A percentage needs an amount, which not every event has.
        set={(event) => form.set({ event, ...(hasAmount(event) ? {} : { type: 'flat' }) })}
      />
    </Card>
  );
};

/** Its rules. */
export const RulesFields = ({ form, references }: FieldsProps) => {
  const { t } = triggers;
  const { value, set, problem } = form.field('rules');
  const shown = problem ?? problemBelow(form, 'rules');
  return (
    <Card title={t.rules}>
      <p class="muted">{value.parts.length === 0 ? t.noRules : t.rulesText}</p>
      <RuleEditor
        draft={value}
        set={set}
        event={form.values.event}
        references={references}
        lacking={problem === undefined ? new Map() : lackingIn(value)}
      />
      {shown === undefined ? null : (
        <p class="field-problem" role="alert">
          {shown}
        </p>
      )}
    </Card>
  );
};

/** Whom it is for. */
export const AudienceFields = ({ form, references }: FieldsProps) => {
  const { t } = triggers;
  const wording = wordingOf(references);
  const segments = form.field('segments', 'audience.segments');
  const group = form.field('group', 'audience.group');
  const tier = form.field('fromTier', 'audience.from_tier');
  const isGone = tier.value !== '' && !references.tiers.some(({ key }) => key === tier.value);
  return (
    <Card title={t.audience}>
      <SelectField<TriggerForm['audience']>
        {...form.field('audience', 'audience')}
        label={t.for}
        options={[
          { value: 'all', title: t.allGroups },
          { value: 'group', title: t.oneGroup },
          { value: 'segments', title: t.someSegments },
        ]}
      />
      {form.values.audience === 'group' ? (
        <ChoiceField
          {...group}
          label={t.group}
          names={namesOf(wording, group.value)}
          options={optionsOf(references.groups)}
          most={1}
          required
        />
      ) : null}
      {form.values.audience === 'segments' ? (
        <ChoiceField
          {...segments}
          problem={segments.problem ?? problemBelow(form, 'audience.segments')}
          label={t.segments}
          hint={t.segmentsHint}
          options={optionsOf(references.segments)}
          names={namesOf(wording, segments.value)}
          most={10}
          required
        />
      ) : null}
      {references.tiers.length === 0 && !isGone ? null : (
        <SelectField
          {...tier}
          label={t.fromTier}
          options={[
            { value: '', title: t.everyTier },
            ...references.tiers.map(({ key, name }) => ({ value: key, title: t.tierUpwards(name) })),
            ...(isGone ? [{ value: tier.value, title: nameIn(wording, tier.value) }] : []),
          ]}
        />
      )}
    </Card>
  );
};

const Caps = ({ form }: Pick<FieldsProps, 'form'>) => {
  const { t } = triggers;
  const { currency } = settingsOfProgram();
  const { event } = form.values;
  return (
    <>
      <h3>{t.caps}</h3>
      <p class="muted small">{t.capsText}</p>
      <div class="field-pair">
        <MoneyField
          {...form.field('capReward', 'action.offer.cap_per_reward')}
          label={t.capReward}
          currency={currency}
        />
        <MoneyField {...form.field('capMonth', 'action.offer.cap_month')} label={t.capMonth} currency={currency} />
        {event === 'transaction.accepted' ? (
          <NumberField
            {...form.field('capTransactions', 'action.offer.cap_customer_transactions')}
            label={t.capTransactions}
            unit={t.purchases}
          />
        ) : null}
        {event.startsWith('partnership.') ? null : (
          <NumberField
            {...form.field('capMonths', 'action.offer.cap_customer_months')}
            label={t.capMonths}
            unit={t.months}
          />
        )}
      </div>
    </>
  );
};

/** What it pays, and at most how much. */
export const RewardFields = ({ form }: Pick<FieldsProps, 'form'>) => {
  const { t } = triggers;
  const { currency } = settingsOfProgram();
  const flat = { value: 'flat', title: t.flat } as const;
  return (
    <Card title={t.reward}>
      <div class="field-pair">
        <SelectField<TriggerForm['type']>
          {...form.field('type', 'action.offer.type')}
          label={t.kind}
          options={hasAmount(form.values.event) ? [{ value: 'percentage', title: t.percentage }, flat] : [flat]}
        />
        {form.values.type === 'flat' ? (
          <MoneyField {...form.field('value', 'action.offer.value')} label={t.amount} currency={currency} required />
        ) : (
          <PercentField {...form.field('bps', 'action.offer.bps')} label={t.percentage} required />
        )}
      </div>
      <TextField
        {...form.field('description', 'action.offer.description')}
        label={t.description}
        hint={t.descriptionHint}
        required
      />
      <Caps form={form} />
    </Card>
  );
};

/** From when until when it counts. */
export const TimeFields = ({ form, begun }: Pick<FieldsProps, 'form'> & { readonly begun: boolean }) => {
  const { t } = triggers;
  return (
    <Card title={t.time}>
      <div class="field-pair">
        {begun ? null : (
          <TextField {...form.field('from', 'active_from')} type="date" label={t.from} hint={t.fromHint} />
        )}
        <TextField {...form.field('to', 'active_to')} type="date" label={t.to} hint={t.toHint} />
      </div>
    </Card>
  );
};
