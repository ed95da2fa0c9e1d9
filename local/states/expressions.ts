import type { Json, JsonObject } from '../values.ts';
import { isJsonArray, isJsonObject, messageOf } from '../values.ts';
import { StateFailure } from './failure.ts';
import { INTRINSICS } from './intrinsic-functions.ts';
import { compilePath, InvalidPath, PathFailure } from './json-path.ts';

/** Computes a value from a state's input and the context object. */
export type Expression = (input: Json, context: JsonObject) => Json;

/** Turns a path that leads nowhere into the error that the state then has. */
function guarded(expression: Expression, error: string): Expression {
  return (input, context) => {
    try {
      return expression(input, context);
    } catch (thrown) {
      if (thrown instanceof PathFailure) throw new StateFailure(error, thrown.message);
      throw thrown;
    }
  };
}

/** A JSONPath as a field like InputPath has it. */
export function pathExpression(path: string): Expression {
  const read = compilePath(path);
  return guarded((input, context) => read(input, context), 'States.Runtime');
}

/** Cuts the arguments of a call at the commas that stand neither in quotes nor in parentheses or brackets. */
function cutArguments(inside: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < inside.length; index += 1) {
    const character = inside.charAt(index);
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === "'") quoted = false;
    } else if (character === "'") quoted = true;
    else if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(inside.slice(start, index));
      start = index + 1;
    }
  }
  if (quoted || depth !== 0) throw new InvalidPath(`"${inside}": quotes or parentheses do not match`);
  const last = inside.slice(start);
  return parts.length === 0 && last.trim() === '' ? [] : [...parts, last];
}

/** `keepEscapes` leaves `\{` to States.Format, which must know a brace from an escaped one. */
function compileArgument(given: string, keepEscapes: boolean): Expression {
  const argument = given.trim();
  if (argument.startsWith('$')) return compilePath(argument);
  if (argument.startsWith('States.')) return compileCall(argument);
  if (/^'(?:[^'\\]|\\.)*'$/s.test(argument)) {
    const raw = argument.slice(1, -1);
    const value = keepEscapes ? raw : raw.replace(/\\(.)/gs, '$1');
    return () => value;
  }
  if (/^(?:null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(argument)) {
    const value: Json = JSON.parse(argument);
    return () => value;
  }
  throw new InvalidPath(`"${argument}" is no argument of an intrinsic function`);
}

function compileCall(text: string): Expression {
  const match = /^(States\.[A-Za-z0-9]+)\((.*)\)$/s.exec(text.trim());
  const name = match?.[1] ?? '';
  const intrinsic = INTRINSICS.get(name);
  if (match === null) throw new InvalidPath(`"${text}" is no call of an intrinsic function`);
  if (intrinsic === undefined)
    throw new InvalidPath(`the local runtime does not support the intrinsic function ${name}`);
  const values = cutArguments(match[2] ?? '').map((argument, index) =>
    compileArgument(argument, name === 'States.Format' && index === 0),
  );
  if (values.length < intrinsic.least || values.length > intrinsic.most) {
    throw new InvalidPath(`"${text}": wrong number of arguments`);
  }
  return (input, context) => intrinsic.run(...values.map((value) => value(input, context)));
}

/** What stands behind a key that ends in `.$`: a path or a call of an intrinsic function. */
export function compileDynamic(text: string, error = 'States.ParameterPathFailure'): Expression {
  if (text.startsWith('$')) return guarded(compilePath(text), error);
  if (text.startsWith('States.')) return guarded(compileCall(text), error);
  throw new InvalidPath(`"${text}" is neither a path nor an intrinsic function`);
}

/** Compiles Parameters, ItemSelector or ResultSelector: constants, and computed values behind keys ending in `.$`. */
export function compileTemplate(template: Json): Expression {
  if (isJsonArray(template)) {
    const items = template.map(compileTemplate);
    return (input, context) => items.map((item) => item(input, context));
  }
  if (!isJsonObject(template)) return () => template;
  const fields = Object.entries(template).map(([key, value]): readonly [string, Expression] => {
    if (!key.endsWith('.$')) return [key, compileTemplate(value)];
    if (typeof value !== 'string') throw new InvalidPath(`"${key}" must be a string`);
    try {
      return [key.slice(0, -2), compileDynamic(value)];
    } catch (thrown) {
      throw new InvalidPath(`"${key}": ${messageOf(thrown)}`);
    }
  });
  return (input, context) => Object.fromEntries(fields.map(([key, value]) => [key, value(input, context)]));
}
