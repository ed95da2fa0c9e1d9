import type { Json, JsonObject } from '../values.ts';
import { isJsonArray, isJsonObject } from '../values.ts';
import { instantOf } from './choices.ts';
import type { Expression } from './expressions.ts';
import { compileDynamic, compileTemplate, pathExpression } from './expressions.ts';
import { StateFailure } from './failure.ts';
import { compilePlacement, PathFailure } from './json-path.ts';
import type { Catcher, Placement, Retrier } from './model.ts';

const RETRIER = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'];
const WAITS = ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'];
const A_YEAR = 31_622_400;

/** Throws for a field that is not listed, naming it: nothing in a definition is silently ignored. */
export function onlyKnown(value: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => key !== 'Comment' && !known.includes(key));
  if (unknown !== undefined) throw new Error(`the local runtime does not support the field ${unknown}`);
  const language = value['QueryLanguage'];
  if (language !== undefined && language !== 'JSONPath') {
    throw new Error(`the local runtime supports the query language JSONPath only, not ${JSON.stringify(language)}`);
  }
}

/** A field that must hold text. */
export function textField(value: JsonObject, field: string): string {
  const found = value[field];
  if (typeof found !== 'string') throw new Error(`${field} must be a string`);
  return found;
}

/** A field that may hold a number, zero or more. */
export function numberField(value: JsonObject, field: string, otherwise: number): number {
  const found = value[field];
  if (found === undefined) return otherwise;
  if (typeof found !== 'number' || found < 0) throw new Error(`${field} must be a number, zero or more`);
  return found;
}

/** A field that may hold a list of objects. */
export function objectsField(value: JsonObject, field: string): readonly JsonObject[] {
  const found = value[field];
  if (found === undefined) return [];
  const list = isJsonArray(found) ? found : undefined;
  const objects = list?.filter(isJsonObject) ?? [];
  if (list === undefined || objects.length < list.length) throw new Error(`${field} must be a list of objects`);
  return objects;
}

function errorNames(value: JsonObject): readonly string[] {
  const found = value['ErrorEquals'];
  const names = isJsonArray(found) ? found.filter((each) => typeof each === 'string') : [];
  if (names.length === 0) throw new Error('ErrorEquals must be a list of strings');
  return names;
}

/** InputPath and OutputPath: a path, or null for nothing at all. */
export function filterField(value: Json | undefined): Expression {
  if (value === undefined) return (input) => input;
  if (value === null) return () => ({});
  if (typeof value !== 'string') throw new Error('InputPath and OutputPath must be strings');
  return pathExpression(value);
}

/** Parameters, ItemSelector and ResultSelector. */
export function templateField(value: Json | undefined): Expression | undefined {
  return value === undefined ? undefined : compileTemplate(value);
}

/** ResultPath: where the result goes, or null to keep the input. */
export function placementField(value: Json | undefined): Placement {
  if (value === undefined || value === '$') return (_data, result) => result;
  if (value === null) return (data) => data;
  if (typeof value !== 'string') throw new Error('ResultPath must be a string');
  const place = compilePlacement(value);
  return (data, result) => {
    try {
      return place(data, result);
    } catch (thrown) {
      if (thrown instanceof PathFailure) throw new StateFailure('States.ResultPathMatchFailure', thrown.message);
      throw thrown;
    }
  };
}

/** Retry: what is tried again, how often and after what wait. */
export function retryField(state: JsonObject): readonly Retrier[] {
  return objectsField(state, 'Retry').map((each) => {
    onlyKnown(each, RETRIER);
    return {
      errors: errorNames(each),
      interval: numberField(each, 'IntervalSeconds', 1) * 1000,
      attempts: numberField(each, 'MaxAttempts', 3),
      rate: numberField(each, 'BackoffRate', 2),
      longest: numberField(each, 'MaxDelaySeconds', A_YEAR) * 1000,
      jitter: each['JitterStrategy'] === 'FULL',
    };
  });
}

/** Catch: where an execution goes on after an error. */
export function catchField(state: JsonObject): readonly Catcher[] {
  return objectsField(state, 'Catch').map((each) => {
    onlyKnown(each, ['ErrorEquals', 'Next', 'ResultPath']);
    return { errors: errorNames(each), next: textField(each, 'Next'), place: placementField(each['ResultPath']) };
  });
}

/** Until when a Wait waits: seconds after it was entered, or a timestamp. */
export function untilField(state: JsonObject): (input: Json, context: JsonObject, entered: number) => number {
  const fields = WAITS.filter((field) => state[field] !== undefined);
  const [field] = fields;
  if (field === undefined || fields.length !== 1) throw new Error('Wait takes exactly one of Seconds and Timestamp');
  const constant = state[field] ?? null;
  const read: Expression = field.endsWith('Path') ? pathExpression(textField(state, field)) : () => constant;
  return (input, context, entered) => {
    const value = read(input, context);
    if (field.startsWith('Seconds') && typeof value === 'number' && value >= 0) return entered + value * 1000;
    const at = field.startsWith('Timestamp') ? instantOf(value) : undefined;
    if (at !== undefined) return at;
    throw new StateFailure('States.Runtime', `${field} gives ${JSON.stringify(value)}`);
  };
}

/** A constant, or a path in the field that ends in `Path`; undefined when there is neither. */
export function eitherField(state: JsonObject, field: string): Expression | undefined {
  const path = state[`${field}Path`];
  if (path !== undefined) return compileDynamic(textField(state, `${field}Path`), 'States.Runtime');
  const constant = state[field];
  return constant === undefined ? undefined : () => constant;
}
