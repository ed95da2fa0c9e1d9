import type { TriggerEvent } from '../../../../domain/events.ts';
import { Button } from '../../../parts/button.tsx';
import { SelectField, TextField } from '../../../parts/fields.tsx';
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  isKnownFor,
  isSet,
  type OperatorName,
  operatorsFor,
} from '../../../parts/rules/fields.ts';
import type { References } from '../../../parts/rules/references.ts';
import { rules } from '../../../parts/rules/texts.ts';
import { GroupedSelect } from './grouped-select.tsx';
import { type Lacking, type RuleDraft, refit } from './rule-draft.ts';
import { RuleValues } from './rule-values.tsx';
import { triggers } from './texts.ts';

/** Fields under the headings of what they are about; those that the event cannot have are left out. */
const sectionsFor = (value: FieldName, event: TriggerEvent) => {
  const { fields, fieldSections } = rules.t;
  const offered = FIELD_NAMES.filter((name) => name === value || isKnownFor(name, event));
  return [...new Set(offered.map((name) => FIELDS[name].section))].map((section) => ({
    title: fieldSections[section],
    options: offered
      .filter((name) => FIELDS[name].section === section)
      .map((name) => ({ value: name, title: fields[name] })),
  }));
};

const operatorText = (field: FieldName, operator: OperatorName): string => {
  const { operators, setOperators } = rules.t;
  const words: Readonly<Partial<Record<OperatorName, string>>> = isSet(FIELDS[field].kind) ? setOperators : operators;
  return words[operator] ?? operators[operator];
};

interface RuleRowProps {
  readonly rule: RuleDraft;
  readonly set: (rule: RuleDraft) => void;
  readonly remove: () => void;
  readonly event: TriggerEvent;
  readonly references: References;
  /** What it lacks, once somebody has tried to save. */
  readonly lacking: Lacking | undefined;
}

/** One rule: what it looks at, how it compares, and with what. */
export const RuleRow = ({ rule, set, remove, event, references, lacking }: RuleRowProps) => {
  const { t } = triggers;
  const known = operatorsFor(FIELDS[rule.field].kind);
  const operators = known.includes(rule.operator) ? known : [...known, rule.operator];
  const isMetadata = rule.field === 'metadata_text' || rule.field === 'metadata_number';
  return (
    <fieldset class="rule">
      <legend class="unseen">{t.rule}</legend>
      <GroupedSelect
        label={t.field}
        value={rule.field}
        sections={sectionsFor(rule.field, event)}
        set={(field) => set(refit(rule, { field }))}
      />
      {isMetadata ? (
        <TextField
          name="metadata"
          label={t.metadataName}
          value={rule.metadata}
          set={(metadata) => set({ ...rule, metadata })}
          problem={lacking === 'metadata' ? t.lacking.metadata : undefined}
        />
      ) : null}
      <SelectField<OperatorName>
        name="operator"
        label={t.operator}
        value={rule.operator}
        set={(operator) => set(refit(rule, { operator }))}
        problem={undefined}
        options={operators.map((value) => ({ value, title: operatorText(rule.field, value) }))}
      />
      <div class="rule-values">
        <RuleValues rule={rule} references={references} set={(values) => set({ ...rule, values })} />
      </div>
      <Button kind="plain" label={t.removeRule} onClick={remove}>
        <span aria-hidden="true">✕</span>
      </Button>
      {lacking === undefined || lacking === 'metadata' ? null : <p class="field-problem">{t.lacking[lacking]}</p>}
      {isKnownFor(rule.field, event) ? null : <p class="rule-warning small">{t.neverHolds}</p>}
    </fieldset>
  );
};
