import * as z from 'zod/mini';

/** The most rules that one trigger may hold, and how deep they may nest. */
export const MAX_RULES = 50;
export const MAX_RULE_DEPTH = 5;
const MAX_VALUES = 1000;

/** Rules on these fields look at lines: the expression is evaluated once per commissionable line. */
export const LINE_FIELDS = ['product_key', 'category_key', 'quantity'] as const;
const OTHER_FIELDS = [
  'amount',
  'currency',
  'country',
  'action',
  'stage',
  'earlier_transactions',
  'days_since_sign_up',
  'group',
  'tag',
  'segment',
  'tier',
] as const;

export const OPERATORS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'contains',
  'starts_with',
  'exists',
] as const;
export type Operator = (typeof OPERATORS)[number];

const Scalar = z.union([z.string().check(z.maxLength(200)), z.int()]);
type Scalar = z.infer<typeof Scalar>;

const Field = z.union([
  z.enum([...LINE_FIELDS, ...OTHER_FIELDS]),
  z.string().check(z.regex(/^metadata\.[A-Za-z0-9_-]{1,40}$/)),
]);

/** One predicate of a trigger. */
export const Rule = z.strictObject({
  field: Field,
  op: z.enum(OPERATORS),
  value: z.union([Scalar, z.boolean(), z.array(Scalar).check(z.minLength(1), z.maxLength(MAX_VALUES))]),
});
export type Rule = z.infer<typeof Rule>;

export type RuleExpression =
  | Rule
  | { readonly and: readonly RuleExpression[] }
  | { readonly or: readonly RuleExpression[] };

const branches = () => z.array(RuleExpression).check(z.minLength(1), z.maxLength(MAX_RULES));

export const RuleExpression: z.ZodMiniType<RuleExpression> = z.lazy(() =>
  z.union([Rule, z.strictObject({ and: branches() }), z.strictObject({ or: branches() })]),
);

/** What a rule may look at: one value, several (tags, segments), or nothing. */
export type Fact = Scalar | readonly string[] | undefined;
export type Facts = (field: string) => Fact;

/** A rule with its outcome, for the "why" of a reward. */
export interface RuleOutcome {
  readonly field: string;
  readonly op: Operator;
  readonly value: Rule['value'];
  readonly actual: Fact;
  readonly held: boolean;
}

const childrenOf = (expression: RuleExpression): readonly RuleExpression[] | undefined => {
  if ('and' in expression) return expression.and;
  if ('or' in expression) return expression.or;
  return undefined;
};

/** Every rule of an expression, in reading order. */
export const rulesOf = (expression: RuleExpression): readonly Rule[] => {
  if ('field' in expression) return [expression];
  return (childrenOf(expression) ?? []).flatMap(rulesOf);
};

const depthOf = (expression: RuleExpression): number => 1 + Math.max(0, ...(childrenOf(expression) ?? []).map(depthOf));

const LISTS: readonly Operator[] = ['in', 'not_in', 'between'];

const NUMBER_FIELDS: readonly string[] = ['amount', 'quantity', 'earlier_transactions', 'days_since_sign_up'];

/** What the values of a field are: a rule with another kind of value could never hold, and nobody would be told. */
const kindProblem = ({ field, value }: Rule): string | undefined => {
  if (typeof value === 'boolean' || field.startsWith('metadata.')) return undefined;
  const kind = NUMBER_FIELDS.includes(field) ? 'number' : 'string';
  const fits = (Array.isArray(value) ? value : [value]).every((one) => typeof one === kind);
  return fits ? undefined : `A value for ${field} is a ${kind === 'number' ? 'whole number' : 'text'}.`;
};

const ruleProblem = (rule: Rule): string | undefined => {
  const isList = Array.isArray(rule.value);
  if (rule.op === 'exists') {
    return typeof rule.value === 'boolean' ? undefined : `The value of exists on ${rule.field} is true or false.`;
  }
  if (typeof rule.value === 'boolean') return `Only exists takes true or false (${rule.field}).`;
  if (LISTS.includes(rule.op) !== isList) {
    return `The value of ${rule.op} on ${rule.field} is ${isList ? 'one value' : 'a list'}.`;
  }
  if (rule.op === 'between' && Array.isArray(rule.value) && rule.value.length !== 2) {
    return `The value of between on ${rule.field} is a list of two.`;
  }
  return kindProblem(rule);
};

/** Why an expression cannot be used, or undefined when it can. */
export const expressionProblem = (expression: RuleExpression): string | undefined => {
  const rules = rulesOf(expression);
  if (rules.length > MAX_RULES) return `A trigger holds at most ${MAX_RULES} rules.`;
  if (depthOf(expression) > MAX_RULE_DEPTH + 1) return `Rules nest at most ${MAX_RULE_DEPTH} levels.`;
  return rules.map(ruleProblem).find((problem) => problem !== undefined);
};

const LINE_FIELD_NAMES: readonly string[] = LINE_FIELDS;

/** Whether an expression selects lines rather than judging the whole event. */
export const looksAtLines = (expression: RuleExpression): boolean =>
  rulesOf(expression).some((rule) => LINE_FIELD_NAMES.includes(rule.field));

const asList = (value: Rule['value']): readonly Scalar[] =>
  Array.isArray(value) ? value : typeof value === 'boolean' ? [] : [value];

const equalsOneOf = (actual: Fact, wanted: readonly Scalar[]): boolean => {
  if (actual === undefined) return false;
  if (typeof actual === 'string' || typeof actual === 'number') return wanted.includes(actual);
  return wanted.some((value) => typeof value === 'string' && actual.includes(value));
};

/** Only numbers compare with numbers and texts with texts; anything else does not hold. */
const compare = (actual: Fact, wanted: Scalar | undefined): number | undefined => {
  if (typeof actual === 'number' && typeof wanted === 'number') return actual - wanted;
  if (typeof actual === 'string' && typeof wanted === 'string') return actual < wanted ? -1 : actual > wanted ? 1 : 0;
  return undefined;
};

const holdsFor = (op: Operator, actual: Fact, value: Rule['value']): boolean => {
  const wanted = asList(value);
  const order = compare(actual, wanted[0]);
  switch (op) {
    case 'eq':
    case 'in':
      return equalsOneOf(actual, wanted);
    case 'ne':
    case 'not_in':
      return !equalsOneOf(actual, wanted);
    case 'gt':
      return order !== undefined && order > 0;
    case 'gte':
      return order !== undefined && order >= 0;
    case 'lt':
      return order !== undefined && order < 0;
    case 'lte':
      return order !== undefined && order <= 0;
    case 'between': {
      const upper = compare(actual, wanted[1]);
      return order !== undefined && order >= 0 && upper !== undefined && upper <= 0;
    }
    case 'contains':
      return typeof actual === 'string'
        ? wanted.some((part) => actual.includes(String(part)))
        : equalsOneOf(actual, wanted);
    case 'starts_with':
      return typeof actual === 'string' && wanted.some((part) => actual.startsWith(String(part)));
    case 'exists':
      return (actual !== undefined && !(Array.isArray(actual) && actual.length === 0)) === value;
  }
};

/** Whether an expression holds for the facts. An absent fact equals nothing and is in no list. */
export const holds = (expression: RuleExpression, facts: Facts): boolean => {
  if ('field' in expression) return holdsFor(expression.op, facts(expression.field), expression.value);
  if ('and' in expression) return expression.and.every((part) => holds(part, facts));
  return expression.or.some((part) => holds(part, facts));
};

/** Each rule of an expression with what it saw and whether it held; nothing is cut short. */
export const explain = (expression: RuleExpression, facts: Facts): readonly RuleOutcome[] =>
  rulesOf(expression).map((rule) => {
    const actual = facts(rule.field);
    return { ...rule, actual, held: holdsFor(rule.op, actual, rule.value) };
  });
