import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '../values.ts';
import { isJsonArray, isJsonObject, tryJson } from '../values.ts';
import { StateFailure } from './failure.ts';

type Intrinsic = (...given: readonly Json[]) => Json;

function fail(message: string): never {
  throw new StateFailure('States.IntrinsicFailure', message);
}

function text(value: Json | undefined, name: string): string {
  return typeof value === 'string' ? value : fail(`${name} takes a string`);
}

function whole(value: Json | undefined, name: string): number {
  return typeof value === 'number' ? Math.round(value) : fail(`${name} takes a number`);
}

function list(value: Json | undefined, name: string): readonly Json[] {
  return isJsonArray(value) ? value : fail(`${name} takes an array`);
}

/** Two values are the same when their JSON is. */
const same = (left: Json, right: Json): boolean => canonical(left) === canonical(right);

function canonical(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`);
  return `{${parts.join(',')}}`;
}

/** Fills each `{}` with the next value; `\{`, `\}` and `\\` stand for themselves. */
function format(template: Json | undefined, ...values: readonly Json[]): Json {
  let next = 0;
  const filled = text(template, 'States.Format').replace(/\\([\\{}'])|\{\}/g, (_match, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (next >= values.length) return fail('States.Format has fewer values than {}');
    const value = values[next];
    next += 1;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
  return next === values.length ? filled : fail('States.Format has more values than {}');
}

function partition(array: Json | undefined, size: Json | undefined): Json {
  const items = list(array, 'States.ArrayPartition');
  const width = whole(size, 'States.ArrayPartition');
  if (width < 1) return fail('States.ArrayPartition takes a size above zero');
  const parts: Json[] = [];
  for (let from = 0; from < items.length; from += width) parts.push(items.slice(from, from + width));
  return parts;
}

function range(from: Json | undefined, to: Json | undefined, step: Json | undefined): Json {
  const [first, last, by] = [from, to, step].map((value) => whole(value, 'States.ArrayRange'));
  if (first === undefined || last === undefined || by === undefined || by === 0) {
    return fail('States.ArrayRange takes a step other than zero');
  }
  const numbers: number[] = [];
  for (let value = first; by > 0 ? value <= last : value >= last; value += by) {
    numbers.push(value);
    if (numbers.length > 1000) return fail('States.ArrayRange gives at most 1000 elements');
  }
  return numbers;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(data: Json | undefined, algorithm: Json | undefined): Json {
  const name =
    ALGORITHMS[text(algorithm, 'States.Hash')] ?? fail('States.Hash takes MD5, SHA-1, SHA-256, SHA-384 or SHA-512');
  const bytes = typeof data === 'string' ? data : JSON.stringify(data);
  return createHash(name).update(bytes).digest('hex');
}

function merge(left: Json | undefined, right: Json | undefined, deep: Json | undefined): Json {
  if (!isJsonObject(left) || !isJsonObject(right)) return fail('States.JsonMerge takes two objects');
  return deep === false ? { ...left, ...right } : fail('States.JsonMerge supports shallow merging (false) only');
}

/** A number in a range; with a seed always the same, without one anything. */
function random(from: Json | undefined, to: Json | undefined, seed: Json | undefined): Json {
  const start = whole(from, 'States.MathRandom');
  const end = whole(to, 'States.MathRandom');
  if (end <= start) return fail('States.MathRandom takes a start below its end');
  const basis = seed === undefined ? randomUUID() : String(whole(seed, 'States.MathRandom'));
  const digits = createHash('sha256').update(basis).digest().readUInt32BE(0);
  return start + (digits % (end - start));
}

function split(whole_: Json | undefined, separators: Json | undefined): Json {
  const cuts = new Set(text(separators, 'States.StringSplit'));
  const parts: string[] = [''];
  for (const character of text(whole_, 'States.StringSplit')) {
    if (cuts.has(character)) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.filter((part) => part !== '');
}

/** How many arguments each function takes. */
interface Known {
  readonly least: number;
  readonly most: number;
  readonly run: Intrinsic;
}
const known = (least: number, most: number, run: Intrinsic): Known => ({ least, most, run });

/** The functions that a template may call. */
export const INTRINSICS: ReadonlyMap<string, Known> = new Map([
  ['States.Format', known(1, 100, format)],
  [
    'States.StringToJson',
    known(1, 1, (value) => tryJson(text(value, 'States.StringToJson')) ?? fail('States.StringToJson: not JSON')),
  ],
  ['States.JsonToString', known(1, 1, (value) => JSON.stringify(value))],
  ['States.Array', known(0, 100, (...values) => values)],
  ['States.ArrayPartition', known(2, 2, partition)],
  [
    'States.ArrayContains',
    known(2, 2, (array, value) => list(array, 'States.ArrayContains').some((each) => same(each, value ?? null))),
  ],
  ['States.ArrayRange', known(3, 3, range)],
  [
    'States.ArrayGetItem',
    known(
      2,
      2,
      (array, index) =>
        list(array, 'States.ArrayGetItem')[whole(index, 'States.ArrayGetItem')] ??
        fail('States.ArrayGetItem: no such element'),
    ),
  ],
  ['States.ArrayLength', known(1, 1, (array) => list(array, 'States.ArrayLength').length)],
  [
    'States.ArrayUnique',
    known(1, 1, (array) => {
      const items = list(array, 'States.ArrayUnique');
      return items.filter((item, index) => items.findIndex((other) => same(item, other)) === index);
    }),
  ],
  ['States.Base64Encode', known(1, 1, (value) => Buffer.from(text(value, 'States.Base64Encode')).toString('base64'))],
  [
    'States.Base64Decode',
    known(1, 1, (value) => Buffer.from(text(value, 'States.Base64Decode'), 'base64').toString('utf8')),
  ],
  ['States.Hash', known(2, 2, hash)],
  ['States.JsonMerge', known(3, 3, merge)],
  ['States.MathRandom', known(2, 3, random)],
  ['States.MathAdd', known(2, 2, (left, right) => whole(left, 'States.MathAdd') + whole(right, 'States.MathAdd'))],
  ['States.StringSplit', known(2, 2, split)],
  ['States.UUID', known(0, 0, () => randomUUID())],
]);
