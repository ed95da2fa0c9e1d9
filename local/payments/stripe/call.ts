import type { Desk } from '../desk.ts';
import { type Doc, isDoc, type Json } from '../json.ts';
import type { FormTree } from './form.ts';
import { Parameters } from './parameters.ts';

/** The version that answers carry when the caller names none. */
export const API_VERSION = '2026-10-28.endive';

/** One request to an operation of Stripe's API. */
export interface Call {
  readonly desk: Desk;
  /** The identifiers in the path. */
  readonly ids: readonly string[];
  readonly form: FormTree;
  readonly origin: string;
  /** Names the request for faults that strike once: its idempotency key, or its path. */
  readonly scope: string;
  /** The effect stays, the caller's connection breaks. */
  loseAnswer(): void;
}

/** What an operation answers. A decline is an answer too: it happened, and its key keeps it. */
export interface Outcome {
  readonly status: number;
  readonly body: Doc;
}

export type Operation = (call: Call) => Outcome;

/** The first identifier in the path. */
export function pathId(call: Call): string {
  const id = call.ids[0];
  if (id === undefined) throw new Error('this path has no identifier');
  return id;
}

/** The call's parameters; `expand` is known everywhere. */
export function parametersOf(call: Call, known: readonly string[]): Parameters {
  return new Parameters(call.form, [...known, 'expand']);
}

/** Announces a change of a Stripe object. */
export function announce(call: { readonly desk: Desk }, type: string, object: Doc): void {
  call.desk.announce(type, object, API_VERSION);
}

/** Replaces references by the objects they name, along dotted paths (`data.payment_method`). */
export function expand(desk: Desk, body: Doc, paths: readonly string[]): Doc {
  let expanded: Json = body;
  for (const path of paths) expanded = expandPath(desk, expanded, path.split('.'));
  return isDoc(expanded) ? expanded : body;
}

function expandPath(desk: Desk, value: Json, path: readonly string[]): Json {
  const [field, ...rest] = path;
  if (Array.isArray(value)) return value.map((entry: Json) => expandPath(desk, entry, path));
  if (field === undefined || !isDoc(value)) return value;
  const current = value[field];
  if (current === undefined) return value;
  const object = typeof current === 'string' ? (desk.store.find(current) ?? current) : current;
  return { ...value, [field]: expandPath(desk, object, rest) };
}
