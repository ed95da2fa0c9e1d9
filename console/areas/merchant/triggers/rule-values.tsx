import { Button } from '../../../parts/button.tsx';
import { ChoiceField } from '../../../parts/choice-field.tsx';
import { countryOptions } from '../../../parts/countries.ts';
import { optionsOf } from '../../../parts/definitions.ts';
import { MoneyField, NumberField, TextAreaField, TextField } from '../../../parts/fields.tsx';
import type { Option } from '../../../parts/filters.tsx';
import { arityOf, FIELDS } from '../../../parts/rules/fields.ts';
import { type References, wordingOf } from '../../../parts/rules/references.ts';
import { namesOf } from '../../../parts/rules/wording.ts';
import { settingsOfProgram } from '../../../session/program.ts';
import type { RuleDraft } from './rule-draft.ts';
import { triggers } from './texts.ts';

interface RuleValuesProps {
  readonly rule: RuleDraft;
  readonly set: (values: RuleDraft['values']) => void;
  readonly references: References;
}

const textsOf = (values: RuleDraft['values']): readonly string[] =>
  values.flatMap((value) => (value === undefined ? [] : [String(value)]));

const numberOf = (value: string | number | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** A country as the merchant names it: what is typed can be taken as it is. */
const searchCountries = async (text: string): Promise<readonly Option[]> => {
  const wanted = text.toLocaleLowerCase();
  const found = countryOptions().filter(
    ({ value, title }) => title.toLocaleLowerCase().includes(wanted) || value.toLocaleLowerCase() === wanted,
  );
  return text.length > 2 ? [...found, { value: text, title: triggers.t.asWritten(text) }] : found;
};

const countryNames = (): Readonly<Record<string, string>> =>
  Object.fromEntries(countryOptions().map(({ value, title }) => [value, title]));

const optionsFor = (rule: RuleDraft, references: References): readonly Option[] => {
  switch (FIELDS[rule.field].kind) {
    case 'group':
      return optionsOf(references.groups);
    case 'tag':
      return optionsOf(references.tags);
    case 'segment':
      return optionsOf(references.segments);
    case 'tier':
      return references.tiers.map(({ key, name }) => ({ value: key, title: name }));
    default:
      return [];
  }
};

const Numbers = ({ rule, set }: Omit<RuleValuesProps, 'references'>) => {
  const { t } = triggers;
  const { currency } = settingsOfProgram();
  const arity = arityOf(rule.operator);
  const values = rule.values.length === 0 ? [undefined] : rule.values;
  const labelOf = (at: number): string => {
    if (arity === 'two') return at === 0 ? t.least : t.most;
    return arity === 'many' ? t.valueNumber(at + 1) : t.value;
  };
  return (
    <div class="rule-numbers">
      {values.map((value, at) => {
        const field = {
          name: `value-${at}`,
          value: numberOf(value),
          set: (next: number | undefined) => set(values.map((each, index) => (index === at ? next : each))),
          problem: undefined,
          label: labelOf(at),
        };
        return FIELDS[rule.field].kind === 'money' ? (
          <MoneyField key={at} {...field} currency={currency} />
        ) : (
          <NumberField key={at} {...field} />
        );
      })}
      {arity === 'many' ? (
        <Button kind="plain" onClick={() => set([...values, undefined])}>
          {t.addValue}
        </Button>
      ) : null}
    </div>
  );
};

const Texts = ({ rule, set }: Omit<RuleValuesProps, 'references'>) => {
  const { t } = triggers;
  const field = { name: 'value', problem: undefined };
  return arityOf(rule.operator) === 'many' ? (
    <TextAreaField
      {...field}
      label={t.values}
      hint={t.valuesHint}
      rows={3}
      value={textsOf(rule.values).join('\n')}
      set={(text) => set(text.split('\n'))}
    />
  ) : (
    <TextField {...field} label={t.value} value={textsOf(rule.values)[0] ?? ''} set={(text) => set([text])} />
  );
};

/** What a rule compares with: money, numbers, texts, countries, or what the program has of groups, tags, segments, tiers. */
export const RuleValues = ({ rule, set, references }: RuleValuesProps) => {
  const { t } = triggers;
  const many = arityOf(rule.operator) === 'many';
  if (arityOf(rule.operator) === 'none') return null;
  const choice = {
    name: 'value',
    problem: undefined,
    label: many ? t.values : t.value,
    value: textsOf(rule.values),
    set: (values: readonly string[]) => set(values),
    ...(many ? {} : { most: 1 }),
  };
  switch (FIELDS[rule.field].kind) {
    case 'money':
    case 'number':
      return <Numbers rule={rule} set={set} />;
    case 'text':
      return <Texts rule={rule} set={set} />;
    case 'country':
      return <ChoiceField {...choice} options={searchCountries} names={countryNames()} />;
    case 'group':
    case 'tag':
    case 'segment':
    case 'tier':
      return (
        <ChoiceField
          {...choice}
          options={optionsFor(rule, references)}
          names={namesOf(wordingOf(references), choice.value)}
        />
      );
  }
};
