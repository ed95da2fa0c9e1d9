import { compileWildcard } from '../patterns/wildcard.ts';
import type { Json, JsonObject } from '../values.ts';
import { isJsonArray, isJsonObject } from '../values.ts';
import type { Expression } from './expressions.ts';
import { pathExpression } from './expressions.ts';
import { compilePath, InvalidPath, PathFailure } from './json-path.ts';

type Test = (input: Json, context: JsonObject) => boolean;
type Compare = (left: Json, right: Json) => boolean;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The instant that a timestamp means, in milliseconds; undefined for anything that is no timestamp. */
export function instantOf(value: Json): number | undefined {
  if (typeof value !== 'string' || !RFC3339.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isFinite(at) ? at : undefined;
}

const texts =
  (check: (left: string, right: string) => boolean): Compare =>
  (left, right) =>
    typeof left === 'string' && typeof right === 'string' && check(left, right);
const numbers =
  (check: (left: number, right: number) => boolean): Compare =>
  (left, right) =>
    typeof left === 'number' && typeof right === 'number' && check(left, right);
const instants =
  (check: (left: number, right: number) => boolean): Compare =>
  (left, right) => {
    const [one, other] = [instantOf(left), instantOf(right)];
    return one !== undefined && other !== undefined && check(one, other);
  };

const COMPARISONS: ReadonlyMap<string, Compare> = new Map([
  ['StringEquals', texts((left, right) => left === right)],
  ['StringLessThan', texts((left, right) => left < right)],
  ['StringGreaterThan', texts((left, right) => left > right)],
  ['StringLessThanEquals', texts((left, right) => left <= right)],
  ['StringGreaterThanEquals', texts((left, right) => left >= right)],
  ['NumericEquals', numbers((left, right) => left === right)],
  ['NumericLessThan', numbers((left, right) => left < right)],
  ['NumericGreaterThan', numbers((left, right) => left > right)],
  ['NumericLessThanEquals', numbers((left, right) => left <= right)],
  ['NumericGreaterThanEquals', numbers((left, right) => left >= right)],
  ['BooleanEquals', (left, right) => typeof left === 'boolean' && left === right],
  ['TimestampEquals', instants((left, right) => left === right)],
  ['TimestampLessThan', instants((left, right) => left < right)],
  ['TimestampGreaterThan', instants((left, right) => left > right)],
  ['TimestampLessThanEquals', instants((left, right) => left <= right)],
  ['TimestampGreaterThanEquals', instants((left, right) => left >= right)],
]);

const KINDS: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['IsNull', (value: Json) => value === null],
  ['IsNumeric', (value: Json) => typeof value === 'number'],
  ['IsString', (value: Json) => typeof value === 'string'],
  ['IsBoolean', (value: Json) => typeof value === 'boolean'],
  ['IsTimestamp', (value: Json) => instantOf(value) !== undefined],
]);

function presence(variable: string, wanted: boolean): Test {
  const read = compilePath(variable);
  return (input, context) => {
    try {
      read(input, context);
      return wanted;
    } catch (thrown) {
      if (thrown instanceof PathFailure) return !wanted;
      throw thrown;
    }
  };
}

/** One comparison: an operator with its operand, applied to a variable. */
function comparison(variable: string, operator: string, operand: Json): Test {
  const read: Expression = pathExpression(variable);
  const kind = operator === 'IsPresent' ? undefined : KINDS.get(operator);
  if (operator === 'IsPresent' || kind !== undefined) {
    if (typeof operand !== 'boolean') throw new InvalidPath(`${operator} takes true or false`);
    if (kind === undefined) return presence(variable, operand);
    return (input, context) => kind(read(input, context)) === operand;
  }
  if (operator === 'StringMatches') {
    if (typeof operand !== 'string') throw new InvalidPath('StringMatches takes a string');
    const matches = compileWildcard(operand.replaceAll(/\*{2,}/g, '*'), 'StringMatches');
    return (input, context) => {
      const value = read(input, context);
      return typeof value === 'string' && matches(value);
    };
  }
  const byPath = operator.endsWith('Path');
  const compare = COMPARISONS.get(byPath ? operator.slice(0, -4) : operator);
  if (compare === undefined) throw new InvalidPath(`the local runtime does not support the comparison ${operator}`);
  if (!byPath) return (input, context) => compare(read(input, context), operand);
  if (typeof operand !== 'string') throw new InvalidPath(`${operator} takes a path`);
  const other = pathExpression(operand);
  return (input, context) => compare(read(input, context), other(input, context));
}

/** Compiles a choice rule: a comparison, or And, Or, Not of rules. `extra` names the fields that are no operators. */
export function compileChoice(rule: Json, extra: readonly string[] = ['Next', 'Comment']): Test {
  if (!isJsonObject(rule)) throw new InvalidPath('a choice rule is an object');
  const operators = Object.entries(rule).filter(([key]) => key !== 'Variable' && !extra.includes(key));
  const [first] = operators;
  if (first === undefined || operators.length !== 1) throw new InvalidPath('a choice rule has exactly one operator');
  const [operator, operand] = first;
  if (operator === 'And' || operator === 'Or') {
    if (!isJsonArray(operand) || operand.length === 0) throw new InvalidPath(`${operator} takes a list of rules`);
    const tests = operand.map((inner) => compileChoice(inner, ['Comment']));
    return operator === 'And'
      ? (input, context) => tests.every((test) => test(input, context))
      : (input, context) => tests.some((test) => test(input, context));
  }
  if (operator === 'Not') {
    const inner = compileChoice(operand, ['Comment']);
    return (input, context) => !inner(input, context);
  }
  const variable = rule['Variable'];
  if (typeof variable !== 'string') throw new InvalidPath(`${operator} needs a Variable`);
  return comparison(variable, operator, operand);
}
