/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
/** An object whose values nobody has looked at yet. */
export type Loose = Readonly<Record<string, unknown>>;

/** True for a plain JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same for a value that is known to be JSON. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a JSON array; `Array.isArray` alone loses the element type of read-only arrays. */
export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Parses JSON text; throws a SyntaxError like JSON.parse. */
export function parseJson(text: string): Json {
  const parsed: Json = JSON.parse(text);
  return parsed;
}

/** Parses JSON text that may be wrong: undefined then. */
export function tryJson(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Copies an unknown value into JSON, as it would be on the wire; undefined becomes null. */
export function toJson(value: unknown): Json {
  if (value === undefined) return null;
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : parseJson(text);
}

/** A property that holds an object; an empty one when it is missing. */
export function objectAt(from: Loose, key: string): Loose {
  const value = from[key];
  return isObject(value) ? value : {};
}

/** A property that holds text. */
export function textAt(from: Loose, key: string): string | undefined {
  const value = from[key];
  return typeof value === 'string' ? value : undefined;
}

/** A property that holds a number, or text that is one (templates write both). */
export function numberAt(from: Loose, key: string): number | undefined {
  const value = from[key];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}

/** A property that holds a truth value, or the text of one. */
export function flagAt(from: Loose, key: string): boolean {
  return from[key] === true || from[key] === 'true';
}

/** A property that holds a list; an empty one when it is missing. */
export function listAt(from: Loose, key: string): readonly unknown[] {
  const value: unknown = from[key];
  return Array.isArray(value) ? value : [];
}

/** The objects of a property that holds a list of objects. */
export function objectsAt(from: Loose, key: string): readonly Loose[] {
  return listAt(from, key).filter(isObject);
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** One or many, as policies write it. */
export function many(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Text that must be there: a column of our own tables. */
export function columnText(row: Loose, key: string): string {
  const value = row[key];
  if (typeof value !== 'string') throw new Error(`the journal holds no text in column ${key}`);
  return value;
}

/** A number that must be there: a column of our own tables. */
export function columnNumber(row: Loose, key: string): number {
  const value = row[key];
  if (typeof value !== 'number') throw new Error(`the journal holds no number in column ${key}`);
  return value;
}
