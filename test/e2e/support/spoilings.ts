/** A body with one thing wrong in it. */
export interface Spoiling {
  readonly what: string;
  readonly body: unknown;
  /** The field that the refusal must name. */
  readonly param: string;
}

type Path = readonly (string | number)[];
type Wrong = readonly (readonly [string, unknown])[];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy of a value in which the part at a path is another one. */
const replaced = (value: unknown, [name, ...rest]: Path, part: unknown): unknown => {
  if (name === undefined) return part;
  if (Array.isArray(value)) return value.map((entry, index) => (index === name ? replaced(entry, rest, part) : entry));
  if (!isObject(value)) return value;
  return { ...value, [name]: replaced(value[name], rest, part) };
};

/** Values that can never stand where this one does. */
const wrongFor = (value: unknown, path: Path): Wrong => {
  if (typeof value === 'number') {
    const text: Wrong = path.at(-1) === 'unit_amount' ? [['a word', 'ten']] : [['a number in quotes', String(value)]];
    return [...text, ['a negative number', -1], ['a fraction', 1.5], ['an object', {}]];
  }
  if (typeof value === 'boolean') return [['a word', 'yes']];
  if (Array.isArray(value)) return [['an object', {}]];
  if (isObject(value)) return [['a number', 7]];
  return [['an object', {}]];
};

/** Fields of an object whose names are free: any of them is good. */
const FREE_NAMES: Path = ['metadata', 'parameters'];

const parts = (value: unknown, path: Path): readonly { readonly value: unknown; readonly path: Path }[] => {
  const below: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return [{ value, path }, ...below.flatMap(([name, part]) => parts(part, [...path, name]))];
};

/** Every way to spoil one field of a body: an unknown field in each object, and wrong values for each part. */
export const spoilings = (body: Readonly<Record<string, unknown>>): readonly Spoiling[] =>
  parts(body, []).flatMap(({ value, path }) => {
    const spoiled: Spoiling[] = [];
    if (isObject(value) && !FREE_NAMES.includes(path.at(-1) ?? '')) {
      const here = [...path, 'surprise'];
      spoiled.push({
        what: 'an unknown field',
        body: replaced(body, path, { ...value, surprise: 1 }),
        param: here.join('.'),
      });
    }
    if (path.length === 0) return spoiled;
    for (const [what, wrong] of wrongFor(value, path)) {
      spoiled.push({ what: `${what} for ${path.join('.')}`, body: replaced(body, path, wrong), param: path.join('.') });
    }
    return spoiled;
  });
