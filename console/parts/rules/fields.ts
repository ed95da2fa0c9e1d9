import { TRIGGER_EVENTS, type TriggerEvent } from '../../../domain/events.ts';
import type { Operator } from '../../../domain/rules.ts';
import type { RuleExpression } from '../../api/operations.ts';
import type words from '../../texts/rules.en.ts';

/** One rule, as the API has it. */
export type Rule = Extract<RuleExpression, { readonly field: string }>;
/** A rule of which somebody reads; those of outcomes have no value where that was lost. */
export type ReadRule = Pick<Rule, 'field' | 'op'> & { readonly value: Rule['value'] | null };
/** What a rule can look at, as somebody chooses it: metadata is text or a number, and has a name of its own. */
export type FieldName = keyof typeof words.fields;
/** Operators as somebody chooses them: that something is not known is one of its own. */
export type OperatorName = Operator | 'missing';
/** What the value of a rule is, and so how it is asked for and shown. */
export type ValueKind = 'money' | 'number' | 'text' | 'country' | 'group' | 'tag' | 'segment' | 'tier';

interface FieldInfo {
  readonly kind: ValueKind;
  readonly section: keyof typeof words.fieldSections;
  /** Whether events of a type have it; all have when it is missing. */
  readonly of?: (event: TriggerEvent) => boolean;
}

const isSale = (event: TriggerEvent): boolean => event === 'transaction.accepted';
const isOfPartner = (event: TriggerEvent): boolean => event.startsWith('partnership.');
const hasCustomer = (event: TriggerEvent): boolean => !isOfPartner(event);
const hasAmount = (event: TriggerEvent): boolean => TRIGGER_EVENTS[event].amount;

/** Every field of rules. */
export const FIELDS: Readonly<Record<FieldName, FieldInfo>> = {
  amount: { kind: 'money', section: 'event', of: hasAmount },
  currency: { kind: 'text', section: 'event', of: hasAmount },
  action: { kind: 'text', section: 'event', of: (event) => event === 'action.reported' },
  stage: { kind: 'text', section: 'event', of: (event) => event.startsWith('deal.') },
  metadata_text: { kind: 'text', section: 'event', of: hasCustomer },
  metadata_number: { kind: 'number', section: 'event', of: hasCustomer },
  product_key: { kind: 'text', section: 'lines', of: isSale },
  category_key: { kind: 'text', section: 'lines', of: isSale },
  quantity: { kind: 'number', section: 'lines', of: isSale },
  country: { kind: 'country', section: 'customer', of: hasCustomer },
  earlier_transactions: { kind: 'number', section: 'customer', of: isSale },
  days_since_sign_up: { kind: 'number', section: 'customer', of: hasCustomer },
  group: { kind: 'group', section: 'partner' },
  tag: { kind: 'tag', section: 'partner' },
  segment: { kind: 'segment', section: 'partner' },
  tier: { kind: 'tier', section: 'partner' },
};

const isField = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** All fields, in the order in which they are offered. */
export const FIELD_NAMES: readonly FieldName[] = Object.keys(FIELDS).filter(isField);

/** Whether events of a type can have a field at all: else a rule about it never holds. */
export const isKnownFor = (field: FieldName, event: TriggerEvent): boolean => FIELDS[field].of?.(event) ?? true;

/** Rules on these look at the lines of a sale (domain/rules.ts). */
export const LINE_FIELD_NAMES: readonly string[] = FIELD_NAMES.filter((name) => FIELDS[name].section === 'lines');

const METADATA = 'metadata.';

/** The name of the metadata that a rule looks at; undefined for every other field. */
export const metadataName = (field: string): string | undefined =>
  field.startsWith(METADATA) ? field.slice(METADATA.length) : undefined;

/** The field of a rule as somebody would have chosen it. */
export const fieldNameOf = ({ field, value }: Pick<ReadRule, 'field' | 'value'>): FieldName => {
  if (isField(field)) return field;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'number' ? 'metadata_number' : 'metadata_text';
};

/** What a partner may have several of: rules ask whether one is among them. */
export const isSet = (kind: ValueKind): kind is 'tag' | 'segment' => kind === 'tag' || kind === 'segment';

const NUMBERS = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt', 'between', 'in', 'not_in', 'exists', 'missing'] as const;
const TEXTS = ['eq', 'ne', 'in', 'not_in', 'contains', 'starts_with', 'exists', 'missing'] as const;
const CHOICES = ['eq', 'ne', 'in', 'not_in', 'exists', 'missing'] as const;

/** The operators that mean something for a kind of value. */
export const operatorsFor = (kind: ValueKind): readonly OperatorName[] => {
  switch (kind) {
    case 'money':
    case 'number':
      return NUMBERS;
    case 'text':
      return TEXTS;
    case 'country':
    case 'group':
    case 'tag':
    case 'segment':
    case 'tier':
      return CHOICES;
  }
};

/** How many values an operator takes: none, one, two, or as many as one likes. */
export const arityOf = (operator: OperatorName): 'none' | 'one' | 'two' | 'many' => {
  switch (operator) {
    case 'exists':
    case 'missing':
      return 'none';
    case 'between':
      return 'two';
    case 'in':
    case 'not_in':
      return 'many';
    default:
      return 'one';
  }
};

/** The operator of a rule as somebody would have chosen it. */
export const operatorNameOf = ({ op, value }: Pick<ReadRule, 'op' | 'value'>): OperatorName =>
  op === 'exists' && value === false ? 'missing' : op;
