import fc from 'fast-check';
import type { ApiDocument, JsonSchema } from './document.ts';

/** Numbers from 0 up to 1 that a seed decides. */
export type Chance = () => number;

export const pick = <T>(chance: Chance, values: readonly T[]): T => {
  const picked = values[Math.floor(chance() * values.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
};
const between = (chance: Chance, least: number, most: number): number =>
  least + Math.floor(chance() * (most - least + 1));

const numberOf = (schema: JsonSchema, name: string): number | undefined => {
  const value = schema[name];
  return typeof value === 'number' ? value : undefined;
};
const listOf = (schema: JsonSchema, name: string): readonly JsonSchema[] => {
  const value = schema[name];
  return Array.isArray(value) ? value : [];
};

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 -_.äßé中😀\'"<>&%+/'];
const DEEPEST = 4;
/** Longer lists and texts cost time and find nothing new. */
const MOST_ITEMS = 3;
const LONGEST_TEXT = 60;

/** Makes values that a schema allows, from a seed; names are remembered for fields that name something that exists. */
export class Values {
  readonly #document: ApiDocument;
  readonly #chance: Chance;
  /** Values that mean something, by the name of the field. */
  readonly #known: (field: string) => readonly unknown[];

  constructor(document: ApiDocument, chance: Chance, known: (field: string) => readonly unknown[]) {
    this.#document = document;
    this.#chance = chance;
    this.#known = known;
  }

  /** A value that the schema allows, most of the time: the caller asks the validator. */
  of(given: JsonSchema, field = '', depth = 0): unknown {
    const chance = this.#chance;
    const schema = this.#document.resolve(given);
    const known = this.#known(field);
    if (known.length > 0 && chance() < 0.7) {
      const value = pick(chance, known);
      if (this.#document.isValid(given, value)) return value;
    }
    if ('const' in schema) return schema['const'];
    const enumerated = schema['enum'];
    if (Array.isArray(enumerated)) return pick(chance, enumerated);
    const choices = [...listOf(schema, 'anyOf'), ...listOf(schema, 'oneOf')];
    if (choices.length > 0) return this.of(this.#choice(choices, depth), field, depth + 1);
    const parts = listOf(schema, 'allOf');
    if (parts.length > 0) return this.#typed({ ...schema, ...Object.assign({}, ...parts) }, depth);
    return this.#typed(schema, depth);
  }

  /** Deep down only what does not lead deeper. */
  #choice(choices: readonly JsonSchema[], depth: number): JsonSchema {
    const flat = choices.filter((choice) => {
      const { type } = this.#document.resolve(choice);
      return type !== 'object' && type !== 'array' && type !== undefined;
    });
    const [first] = choices;
    if (depth < DEEPEST || first === undefined) return pick(this.#chance, choices);
    return flat.length > 0 ? pick(this.#chance, flat) : first;
  }

  #typed(schema: JsonSchema, depth: number): unknown {
    const { type } = schema;
    switch (Array.isArray(type) ? pick(this.#chance, type) : type) {
      case 'string':
        return this.#text(schema);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#chance() < 0.5;
      case 'null':
        return null;
      case 'array':
        return this.#array(schema, depth);
      case 'object':
        return this.#object(schema, depth);
      default:
        return pick(this.#chance, ['text', 1, true, null]);
    }
  }

  #text(schema: JsonSchema): string {
    const least = numberOf(schema, 'minLength') ?? 0;
    const most = Math.min(numberOf(schema, 'maxLength') ?? LONGEST_TEXT, Math.max(LONGEST_TEXT, least));
    const { pattern } = schema;
    if (typeof pattern === 'string') {
      const made = this.#matching(pattern);
      if (made !== undefined && made.length >= least && made.length <= most) return made;
    }
    const length = between(this.#chance, least, most);
    return Array.from({ length }, () => pick(this.#chance, LETTERS))
      .join('')
      .slice(0, most)
      .toWellFormed();
  }

  readonly #matches = new Map<string, readonly string[]>();

  /** A text for a pattern; undefined where the pattern is beyond what can be turned round. */
  #matching(pattern: string): string | undefined {
    const found = this.#matches.get(pattern) ?? this.#someMatching(pattern);
    this.#matches.set(pattern, found);
    return found.length === 0 ? undefined : pick(this.#chance, found);
  }

  /** Several at a time: turning a pattern round takes longer than a request. */
  #someMatching(pattern: string): readonly string[] {
    try {
      const arbitrary = fc.stringMatching(new RegExp(pattern));
      return fc.sample(arbitrary, { numRuns: 50, seed: between(this.#chance, 1, 2 ** 30) });
    } catch {
      return [];
    }
  }

  #number(schema: JsonSchema): number {
    const least = numberOf(schema, 'minimum') ?? (numberOf(schema, 'exclusiveMinimum') ?? -1001) + 1;
    const most = numberOf(schema, 'maximum') ?? (numberOf(schema, 'exclusiveMaximum') ?? 1001) - 1;
    if (this.#chance() < 0.1) return least;
    if (this.#chance() < 0.1) return most;
    return between(this.#chance, least, Math.min(most, least + 10_000));
  }

  #array(schema: JsonSchema, depth: number): unknown[] {
    const items = schema['items'];
    const least = numberOf(schema, 'minItems') ?? 0;
    const most = Math.min(numberOf(schema, 'maxItems') ?? MOST_ITEMS, least + MOST_ITEMS);
    const length = depth > DEEPEST ? least : between(this.#chance, least, most);
    return Array.from({ length }, () => this.of(Object(items), '', depth + 1));
  }

  #object(schema: JsonSchema, depth: number): Record<string, unknown> {
    const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
    const made: Record<string, unknown> = {};
    for (const [name, part] of Object.entries(Object(schema['properties']))) {
      const wanted = required.includes(name) || (depth <= DEEPEST && this.#chance() < 0.5);
      if (wanted) made[name] = this.of(Object(part), name, depth + 1);
    }
    const more = schema['additionalProperties'];
    if (typeof more === 'object' && more !== null && depth <= DEEPEST) {
      for (let count = between(this.#chance, 0, 2); count > 0; count--) {
        made[`x${between(this.#chance, 0, 99)}`] = this.of(Object(more), '', depth + 1);
      }
    }
    return made;
  }
}
