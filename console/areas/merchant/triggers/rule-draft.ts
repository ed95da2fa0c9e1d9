import type { RuleExpression } from '../../../api/operations.ts';
import {
  arityOf,
  FIELDS,
  type FieldName,
  fieldNameOf,
  metadataName,
  type OperatorName,
  operatorNameOf,
  operatorsFor,
  type Rule,
} from '../../../parts/rules/fields.ts';

/** A rule while somebody is still choosing it. */
export interface RuleDraft {
  readonly id: number;
  readonly field: FieldName;
  /** The name of the metadata that it looks at. */
  readonly metadata: string;
  readonly operator: OperatorName;
  /** What is not filled in yet is missing. */
  readonly values: readonly (string | number | undefined)[];
}

/** Rules of which all must hold, or one of them. */
export interface GroupDraft {
  readonly id: number;
  readonly all: boolean;
  readonly parts: readonly PartDraft[];
}

export type PartDraft = RuleDraft | GroupDraft;

export const isGroup = (part: PartDraft): part is GroupDraft => 'parts' in part;

/** Numbers that tell the parts of a draft apart as long as they are shown. */
export type NewId = () => number;

/** A draft without rules. */
export const emptyGroup = (newId: NewId, all = true): GroupDraft => ({ id: newId(), all, parts: [] });

/** A rule to begin with. */
export const emptyRule = (newId: NewId, field: FieldName): RuleDraft => ({
  id: newId(),
  field,
  metadata: '',
  operator: operatorsFor(FIELDS[field].kind)[0] ?? 'eq',
  values: [undefined],
});

const ruleDraftOf = (rule: Rule, newId: NewId): RuleDraft => ({
  id: newId(),
  field: fieldNameOf(rule),
  metadata: metadataName(rule.field) ?? '',
  operator: operatorNameOf(rule),
  values: typeof rule.value === 'boolean' ? [] : Array.isArray(rule.value) ? rule.value : [rule.value],
});

const partDraftOf = (expression: RuleExpression, newId: NewId): PartDraft => {
  if ('field' in expression) return ruleDraftOf(expression, newId);
  const all = 'and' in expression;
  const parts = all ? expression.and : expression.or;
  return { id: newId(), all, parts: parts.map((part) => partDraftOf(part, newId)) };
};

/** Stored rules as a draft. */
export const draftOf = (expression: RuleExpression | null, newId: NewId): GroupDraft => {
  if (expression === null) return emptyGroup(newId);
  const part = partDraftOf(expression, newId);
  return isGroup(part) ? part : { id: newId(), all: true, parts: [part] };
};

/** The values that are filled in. */
const filled = ({ values }: RuleDraft): readonly (string | number)[] =>
  values.flatMap((value) => {
    const text = typeof value === 'string' ? value.trim() : value;
    return text === undefined || text === '' ? [] : [text];
  });

const fieldOf = ({ field, metadata }: RuleDraft): string =>
  field === 'metadata_text' || field === 'metadata_number' ? `metadata.${metadata.trim()}` : field;

const comparedWith = (draft: RuleDraft): Rule['value'] => {
  const values = filled(draft);
  switch (arityOf(draft.operator)) {
    case 'none':
      return draft.operator === 'exists';
    case 'one':
      return values[0] ?? '';
    case 'two':
    case 'many':
      return [...values];
  }
};

const ruleOf = (draft: RuleDraft): Rule => ({
  field: fieldOf(draft),
  op: draft.operator === 'missing' ? 'exists' : draft.operator,
  value: comparedWith(draft),
});

/** What is missing from a rule before it can be used. */
export type Lacking = 'metadata' | 'value' | 'values' | 'range';

const lackingOf = (draft: RuleDraft): Lacking | undefined => {
  const isMetadata = draft.field === 'metadata_text' || draft.field === 'metadata_number';
  if (isMetadata && !/^[A-Za-z0-9_-]{1,40}$/.test(draft.metadata.trim())) return 'metadata';
  const values = filled(draft);
  switch (arityOf(draft.operator)) {
    case 'none':
      return undefined;
    case 'one':
      return values.length === 0 ? 'value' : undefined;
    case 'two': {
      const [least, most] = values;
      if (least === undefined || most === undefined || values.length < draft.values.length) return 'values';
      return least <= most ? undefined : 'range';
    }
    case 'many':
      return values.length === 0 ? 'values' : undefined;
  }
};

/** Every rule that cannot be used yet, by its id, with what it lacks. */
export const lackingIn = (group: GroupDraft): ReadonlyMap<number, Lacking> =>
  new Map(
    group.parts.flatMap((part): readonly (readonly [number, Lacking])[] => {
      if (isGroup(part)) return [...lackingIn(part)];
      const lacking = lackingOf(part);
      return lacking === undefined ? [] : [[part.id, lacking]];
    }),
  );

const partExpression = (part: PartDraft): RuleExpression | undefined => {
  if (!isGroup(part)) return lackingOf(part) === undefined ? ruleOf(part) : undefined;
  const parts = part.parts.map(partExpression).filter((each) => each !== undefined);
  if (parts.length === 0) return undefined;
  return part.all ? { and: parts } : { or: parts };
};

/** The rules of a draft as they are stored; what is not complete, and groups without rules, are left out. */
export const expressionOf = (group: GroupDraft): RuleExpression | null => partExpression(group) ?? null;

/** The draft with one of its parts changed, or taken away by undefined. */
export const changePart = (
  group: GroupDraft,
  id: number,
  change: (part: PartDraft) => PartDraft | undefined,
): GroupDraft => ({
  ...group,
  parts: group.parts.flatMap((part) => {
    if (part.id === id) return change(part) ?? [];
    return isGroup(part) ? [changePart(part, id, change)] : [part];
  }),
});

/** How many rules there are in it. */
export const countRules = (group: GroupDraft): number =>
  group.parts.reduce((sum, part) => sum + (isGroup(part) ? countRules(part) : 1), 0);

/** A rule that looks at another field, or compares otherwise: what still fits is kept. */
export const refit = (
  rule: RuleDraft,
  change: { readonly field?: FieldName; readonly operator?: OperatorName },
): RuleDraft => {
  const field = change.field ?? rule.field;
  const { kind } = FIELDS[field];
  const sameKind = kind === FIELDS[rule.field].kind;
  const asked = change.operator ?? rule.operator;
  const operators = operatorsFor(kind);
  const operator = operators.includes(asked) || field === rule.field ? asked : (operators[0] ?? 'eq');
  const values = sameKind ? rule.values : [];
  switch (arityOf(operator)) {
    case 'none':
      return { ...rule, field, operator, values: [] };
    case 'one':
      return { ...rule, field, operator, values: [values[0]] };
    case 'two':
      return { ...rule, field, operator, values: [values[0], values[1]] };
    case 'many':
      return { ...rule, field, operator, values: values.filter((value) => value !== undefined) };
  }
};
