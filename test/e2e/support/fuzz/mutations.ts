import { type Chance, pick } from './values.ts';

/** A place in a JSON value. */
type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placesIn = (value: unknown, path: Path = []): readonly Path[] => {
  if (Array.isArray(value)) return [path, ...value.flatMap((part, index) => placesIn(part, [...path, index]))];
  if (isObject(value)) {
    return [path, ...Object.entries(value).flatMap(([name, part]) => placesIn(part, [...path, name]))];
  }
  return [path];
};

const at = (value: unknown, path: Path): unknown => path.reduce((part: unknown, step) => Object(part)[step], value);

const replaced = (value: unknown, path: Path, change: (part: unknown) => unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const copy: unknown = structuredClone(value);
  Object(copy)[step] = replaced(at(value, [step]), rest, change);
  return copy;
};

/** Values that hardly any field allows, and that programs like to stumble over. */
const STRANGE: readonly unknown[] = [
  ...[
    null,
    true,
    '',
    ' ',
    'x'.repeat(3_000),
    'a\u0000b',
    'line\nbreak',
    '\u2028',
    '__proto__',
    '-1',
    '1e3',
    'half \ud83d',
  ],
  ...[-1, 0.5, 1e300, -0.0001, 2 ** 53, 99_999_999_999, [], {}, [[]], [{}], { $ne: null }, { '': '' }],
];

const withUnknownField = (value: unknown, chance: Chance): unknown => {
  const objects = placesIn(value).filter((path) => isObject(at(value, path)));
  if (objects.length === 0) return { unknown: 1 };
  const name = pick(chance, ['unknown_field', 'status', 'tenantId', 'constructor', 'merchant', 'amount_paid', 'tier']);
  return replaced(value, pick(chance, objects), (part) => ({ ...Object(part), [name]: pick(chance, ['x', 1, null]) }));
};

const withoutField = (value: unknown, chance: Chance): unknown => {
  const objects = placesIn(value).filter((path) => Object.keys(Object(at(value, path))).length > 0);
  if (objects.length === 0) return undefined;
  return replaced(value, pick(chance, objects), (part) => {
    if (Array.isArray(part)) return part.slice(1);
    const fields = Object.entries(Object(part));
    const gone = pick(chance, fields)[0];
    return Object.fromEntries(fields.filter(([name]) => name !== gone));
  });
};

const withStrangeValue = (value: unknown, chance: Chance): unknown =>
  replaced(value, pick(chance, placesIn(value)), () => pick(chance, STRANGE));

const withLongList = (value: unknown, chance: Chance): unknown => {
  const lists = placesIn(value).filter((path) => Array.isArray(at(value, path)));
  if (lists.length === 0) return withStrangeValue(value, chance);
  return replaced(value, pick(chance, lists), (part) => Array.from({ length: 1_500 }, () => Object(part)[0] ?? 'x'));
};

/** The value with one thing in it changed, most of the time for the worse: the caller asks the validator. */
export const mutated = (value: unknown, chance: Chance): unknown =>
  pick(chance, [withUnknownField, withoutField, withStrangeValue, withStrangeValue, withLongList])(value, chance);

/** A query that no operation takes. */
export const strangeQuery = (names: readonly string[], chance: Chance): string => {
  const name = names.length === 0 ? 'limit' : pick(chance, names);
  const long = 'x'.repeat(3_000);
  return pick(chance, [
    'unknown_parameter=1',
    `${name}=1&${name}=2`,
    'limit=0&unknown=1',
    `unexpected=${long}`,
    'limit=251&x=1',
    '__proto__=1',
  ]);
};
