import type { Json } from '../values.ts';
import { isJsonArray, isJsonObject } from '../values.ts';

/** The path is none, or uses a part of JSONPath that is not supported. */
export class InvalidPath extends Error {
  override readonly name = 'InvalidPath';
}

/** The path is right but leads nowhere in this data. */
export class PathFailure extends Error {
  override readonly name = 'PathFailure';
}

type Segment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'wild' }
  | { readonly kind: 'deep'; readonly name: string | undefined }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from: number | undefined; readonly to: number | undefined };

/** Reads a value out of data; `$$` reads out of the context object. */
export type Path = (data: Json, context?: Json) => Json;

const NAME = /^[^.[\]()'"\s*,]+/;
const QUOTED = /^'((?:[^'\\]|\\.)*)'|^"((?:[^"\\]|\\.)*)"/;

function quotedNames(inside: string, path: string): readonly string[] | undefined {
  const names: string[] = [];
  let rest = inside.trim();
  if (!rest.startsWith("'") && !rest.startsWith('"')) return undefined;
  for (;;) {
    const match = QUOTED.exec(rest);
    if (match === null) throw new InvalidPath(`"${path}": [${inside}] is not closed`);
    names.push((match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1'));
    rest = rest.slice(match[0].length).trim();
    if (rest === '') return names;
    if (!rest.startsWith(',')) throw new InvalidPath(`"${path}": [${inside}] is no list of names`);
    rest = rest.slice(1).trim();
  }
}

function bracket(inside: string, path: string): Segment {
  const names = quotedNames(inside, path);
  if (names !== undefined) {
    const [only] = names;
    return names.length === 1 && only !== undefined ? { kind: 'name', name: only } : { kind: 'names', names };
  }
  const text = inside.trim();
  if (text === '*') return { kind: 'wild' };
  if (/^-?\d+$/.test(text)) return { kind: 'index', index: Number(text) };
  if (/^-?\d+(\s*,\s*-?\d+)+$/.test(text)) return { kind: 'indexes', indexes: text.split(',').map(Number) };
  const slice = /^(-?\d*):(-?\d*)$/.exec(text);
  if (slice !== null) {
    const bound = (digits: string | undefined): number | undefined =>
      digits === undefined || digits === '' ? undefined : Number(digits);
    return { kind: 'slice', from: bound(slice[1]), to: bound(slice[2]) };
  }
  throw new InvalidPath(`"${path}": the local runtime does not support [${inside}]`);
}

/** Where the bracket that opens at 0 closes, quotes respected. */
function closing(text: string, path: string): number {
  let quote = '';
  for (let index = 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === '\\') index += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === ']') return index;
  }
  throw new InvalidPath(`"${path}": a bracket is not closed`);
}

/** Cuts a path (without its `$` or `$$`) into segments. */
function parseSegments(path: string): readonly Segment[] {
  const segments: Segment[] = [];
  let rest = path.replace(/^\$\$?/, '');
  while (rest !== '') {
    if (rest.startsWith('[')) {
      const end = closing(rest, path);
      segments.push(bracket(rest.slice(1, end), path));
      rest = rest.slice(end + 1);
      continue;
    }
    const deep = rest.startsWith('..');
    if (!rest.startsWith('.')) throw new InvalidPath(`"${path}" is no JSONPath`);
    rest = rest.slice(deep ? 2 : 1);
    if (rest.startsWith('*')) {
      segments.push(deep ? { kind: 'deep', name: undefined } : { kind: 'wild' });
      rest = rest.slice(1);
      continue;
    }
    const name = NAME.exec(rest)?.[0];
    if (name === undefined) throw new InvalidPath(`"${path}" is no JSONPath`);
    segments.push(deep ? { kind: 'deep', name } : { kind: 'name', name });
    rest = rest.slice(name.length);
  }
  return segments;
}

function child(node: Json, name: string): readonly Json[] {
  if (!isJsonObject(node) || !Object.hasOwn(node, name)) return [];
  const value = node[name];
  return value === undefined ? [] : [value];
}

function element(node: Json, index: number): readonly Json[] {
  const value = isJsonArray(node) ? node.at(index) : undefined;
  return value === undefined ? [] : [value];
}

function children(node: Json): readonly Json[] {
  if (isJsonArray(node)) return node;
  return isJsonObject(node) ? Object.values(node) : [];
}

function descend(node: Json, name: string | undefined): readonly Json[] {
  const here = name === undefined ? children(node) : child(node, name);
  return [...here, ...children(node).flatMap((below) => descend(below, name))];
}

function follow(node: Json, segment: Segment): readonly Json[] {
  switch (segment.kind) {
    case 'name':
      return child(node, segment.name);
    case 'index':
      return element(node, segment.index);
    case 'wild':
      return children(node);
    case 'deep':
      return descend(node, segment.name);
    case 'names':
      return segment.names.flatMap((name) => child(node, name));
    case 'indexes':
      return segment.indexes.flatMap((index) => element(node, index));
    case 'slice':
      return isJsonArray(node) ? node.slice(segment.from, segment.to) : [];
  }
}

/** Compiles a JSONPath. A path to one place fails when the place is missing; a path to many gives a list. */
export function compilePath(path: string): Path {
  if (!path.startsWith('$')) throw new InvalidPath(`"${path}" is no JSONPath: it must begin with $`);
  const segments = parseSegments(path);
  const ofContext = path.startsWith('$$');
  const definite = segments.every(({ kind }) => kind === 'name' || kind === 'index');
  return (data, context = {}) => {
    const start: readonly Json[] = [ofContext ? context : data];
    const found = segments.reduce((nodes, segment) => nodes.flatMap((node) => follow(node, segment)), start);
    if (!definite) return found;
    const [value] = found;
    if (value === undefined) throw new PathFailure(`The JSONPath '${path}' could not be found in the input`);
    return value;
  };
}

/** Compiles a reference path: where a result is put into the data. */
export function compilePlacement(path: string): (data: Json, value: Json) => Json {
  if (path.startsWith('$$')) throw new InvalidPath(`"${path}": nothing can be put into the context object`);
  compilePath(path);
  const segments = parseSegments(path);
  const place = (data: Json | undefined, at: number, value: Json): Json => {
    const segment = segments[at];
    if (segment === undefined) return value;
    if (segment.kind === 'name') {
      if (data !== undefined && data !== null && !isJsonObject(data)) {
        throw new PathFailure(`ResultPath ${path}: ${segment.name} lies inside something that is no object`);
      }
      const own = isJsonObject(data) ? data : {};
      const before = Object.hasOwn(own, segment.name) ? own[segment.name] : undefined;
      return { ...own, [segment.name]: place(before, at + 1, value) };
    }
    if (segment.kind === 'index') {
      if (!isJsonArray(data) || segment.index < 0 || segment.index >= data.length) {
        throw new PathFailure(`ResultPath ${path}: there is no element ${segment.index}`);
      }
      return data.map((each, index) => (index === segment.index ? place(each, at + 1, value) : each));
    }
    throw new InvalidPath(`"${path}" is no reference path`);
  };
  if (segments.some(({ kind }) => kind !== 'name' && kind !== 'index')) {
    throw new InvalidPath(`"${path}" is no reference path: it must lead to one place`);
  }
  return (data, value) => place(data, 0, value);
}
