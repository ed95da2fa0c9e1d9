import type { Json } from '../values.ts';
import { isJsonArray, isJsonObject } from '../values.ts';
import { compileCidr } from './cidr.ts';
import { InvalidPattern } from './invalid.ts';
import { compileWildcard } from './wildcard.ts';

/** A leaf of an event. */
export type Leaf = string | number | boolean | null;

/** What a pattern asks of one field: that it is absent, or a test of its value. */
export type Condition = { readonly kind: 'absent' } | { readonly kind: 'test'; readonly test: (leaf: Leaf) => boolean };

const test = (check: (leaf: Leaf) => boolean): Condition => ({ kind: 'test', test: check });
const onText = (check: (text: string) => boolean): Condition => test((leaf) => typeof leaf === 'string' && check(leaf));

/** Upper case one character at a time, as AWS's engine compares: a character that would become two stays as it is. */
function foldCase(text: string): string {
  let folded = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    folded += lower.length === character.length ? lower : character;
  }
  return folded;
}

function text(value: Json | undefined, where: string): string {
  if (typeof value === 'string') return value;
  throw new InvalidPattern(`${where} must be a string`);
}

function onlyEntry(operand: { readonly [key: string]: Json }, where: string): readonly [string, Json] {
  const entries = Object.entries(operand);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new InvalidPattern(`${where} must name exactly one operator`);
  return entry;
}

/** prefix and suffix: a string, or {"equals-ignore-case": string}. */
function edgeTest(operator: 'prefix' | 'suffix', operand: Json, where: string): (value: string) => boolean {
  const matches = (value: string, edge: string): boolean =>
    operator === 'prefix' ? value.startsWith(edge) : value.endsWith(edge);
  if (!isJsonObject(operand)) {
    const edge = text(operand, where);
    return (value) => matches(value, edge);
  }
  const [inner, value] = onlyEntry(operand, where);
  if (inner !== 'equals-ignore-case') throw new InvalidPattern(`${where}: unknown operator "${inner}"`);
  const edge = foldCase(text(value, where));
  return (candidate) => matches(foldCase(candidate), edge);
}

type Comparison = '=' | '<' | '<=' | '>' | '>=';
function isComparison(value: Json | undefined): value is Comparison {
  return value === '=' || value === '<' || value === '<=' || value === '>' || value === '>=';
}

function compares(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function numeric(operand: Json, where: string): Condition {
  if (!isJsonArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw new InvalidPattern(`${where}: numeric takes one or two comparisons`);
  }
  const steps: { comparison: Comparison; bound: number }[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const comparison = operand[index];
    const bound = operand[index + 1];
    if (!isComparison(comparison))
      throw new InvalidPattern(`${where}: unknown comparison ${JSON.stringify(comparison)}`);
    if (typeof bound !== 'number') throw new InvalidPattern(`${where}: numeric compares with numbers`);
    steps.push({ comparison, bound });
  }
  return test(
    (leaf) => typeof leaf === 'number' && steps.every(({ comparison, bound }) => compares(leaf, comparison, bound)),
  );
}

function anythingBut(operand: Json, where: string): Condition {
  if (!isJsonObject(operand)) {
    const refused = isJsonArray(operand) ? operand : [operand];
    if (refused.length === 0) throw new InvalidPattern(`${where}: anything-but needs a value`);
    for (const value of refused) {
      if (typeof value !== 'string' && typeof value !== 'number') {
        throw new InvalidPattern(`${where}: anything-but takes strings and numbers`);
      }
    }
    return test((leaf) => !refused.includes(leaf));
  }
  const [operator, value] = onlyEntry(operand, where);
  const alternatives = isJsonArray(value) ? value : [value];
  if (alternatives.length === 0) throw new InvalidPattern(`${where}: anything-but needs a value`);
  const refuses = alternatives.map((alternative) => textTest(operator, alternative, where));
  return test((leaf) => typeof leaf !== 'string' || !refuses.some((refuse) => refuse(leaf)));
}

/** The operators on text that anything-but may negate. */
function textTest(operator: string, operand: Json, where: string): (value: string) => boolean {
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return edgeTest(operator, operand, where);
    case 'equals-ignore-case': {
      const wanted = foldCase(text(operand, where));
      return (value) => foldCase(value) === wanted;
    }
    case 'wildcard':
      return compileWildcard(text(operand, where), where);
    default:
      throw new InvalidPattern(`${where}: unknown operator "${operator}"`);
  }
}

/** Compiles one alternative of a field: a literal or {"operator": operand}. */
export function compileCondition(alternative: Json, where: string): Condition {
  if (isJsonArray(alternative)) throw new InvalidPattern(`${where}: a list inside a list of values`);
  if (!isJsonObject(alternative)) return test((leaf) => leaf === alternative);
  const [operator, operand] = onlyEntry(alternative, where);
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw new InvalidPattern(`${where}: exists takes true or false`);
      return operand ? test(() => true) : { kind: 'absent' };
    case 'anything-but':
      return anythingBut(operand, where);
    case 'numeric':
      return numeric(operand, where);
    case 'cidr':
      return onText(compileCidr(text(operand, where), where));
    default:
      return onText(textTest(operator, operand, where));
  }
}
