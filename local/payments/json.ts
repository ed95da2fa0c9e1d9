/** JSON documents as the stand-in keeps and answers them, and narrow readers for their fields. */

export type Json = string | number | boolean | null | readonly Json[] | Doc;
export interface Doc {
  readonly [field: string]: Json;
}

/** True for a JSON object (not an array, not null). */
export function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses a text that must hold a JSON object; undefined when it does not. */
export function parseDoc(text: string): Doc | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isDoc(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A text field that the stand-in itself wrote. */
export function textOf(doc: Doc, field: string): string {
  const value = doc[field];
  if (typeof value !== 'string') throw new Error(`the document has no text field ${field}`);
  return value;
}

/** A text field that may be absent. */
export function maybeText(doc: Doc, field: string): string | undefined {
  const value = doc[field];
  return typeof value === 'string' ? value : undefined;
}

/** An integer field that the stand-in itself wrote. */
export function integerOf(doc: Doc, field: string): number {
  const value = doc[field];
  if (typeof value !== 'number') throw new Error(`the document has no number field ${field}`);
  return value;
}

/** A nested object; empty when it is absent. */
export function docOf(doc: Doc, field: string): Doc {
  const value = doc[field];
  return isDoc(value) ? value : {};
}

/** The objects of a list field; empty when it is absent. */
export function docsOf(doc: Doc, field: string): readonly Doc[] {
  const value = doc[field];
  return Array.isArray(value) ? value.filter(isDoc) : [];
}
