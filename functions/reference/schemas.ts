import * as z from 'zod/mini';
import { RuleExpression } from '../../domain/rules.ts';
import { SegmentExpression } from '../../domain/segments.ts';
import { Audience, Offer } from '../../domain/triggers.ts';
import type { Schema } from '../shared/contract.ts';
import { NAMED_OBJECTS } from '../shared/contracts/index.ts';
import { FIELD_DESCRIPTIONS } from './descriptions.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

const NAMES: Readonly<Record<string, Schema>> = {
  ...NAMED_OBJECTS,
  RuleExpression,
  SegmentExpression,
  Audience,
  Offer,
};

/** Schemas that the document names once and refers to. */
const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMES)) registry.add(schema, { id });

const JsonValue: z.ZodMiniType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(JsonValue), z.record(z.string(), JsonValue)]),
);
const JsonRecord = z.record(z.string(), JsonValue);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value);

/** Bounds that every JSON number has, and marks of the generator. */
const isNoise = (name: string, value: Json): boolean =>
  name === '$schema' ||
  name === '$defs' ||
  (name === 'minimum' && value === Number.MIN_SAFE_INTEGER) ||
  (name === 'maximum' && value === Number.MAX_SAFE_INTEGER);

const tidyFields = (fields: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => {
      const tidied = tidy(schema);
      const description = FIELD_DESCRIPTIONS[field];
      return [field, isObject(tidied) && description !== undefined ? { ...tidied, description } : tidied];
    }),
  );

const tidy = (value: Json): Json => {
  if (isList(value)) return value.map(tidy);
  if (!isObject(value)) return value;
  const parts = Object.entries(value).filter(([name, part]) => !isNoise(name, part));
  return Object.fromEntries(
    parts.map(([name, part]): [string, Json] => {
      if (name === '$ref' && typeof part === 'string') return [name, part.replace('#/$defs/', '#/components/schemas/')];
      if (name === 'properties' && isObject(part)) return [name, tidyFields(part)];
      return [name, tidy(part)];
    }),
  );
};

/** Collects the named schemas of a document while it is written. */
export class Components {
  readonly #schemas = new Map<string, Json>();

  /** The JSON Schema of a schema, with references to the named ones. */
  describe(schema: Schema, io: 'input' | 'output'): JsonObject {
    const generated: unknown = z.toJSONSchema(schema, { io, metadata: registry, unrepresentable: 'any' });
    const raw = z.parse(JsonRecord, JSON.parse(JSON.stringify(generated)));
    const definitions = raw['$defs'];
    if (isObject(definitions)) {
      for (const [name, definition] of Object.entries(definitions)) this.#add(name, tidy(definition));
    }
    const described = tidy(raw);
    return isObject(described) ? described : {};
  }

  #add(name: string, schema: Json): void {
    const known = this.#schemas.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`${name} looks different in two places; give one of them another name.`);
    }
    this.#schemas.set(name, schema);
  }

  /** The named schemas, in order of their names. */
  all(): JsonObject {
    return Object.fromEntries([...this.#schemas].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }
}
