/**
 * Values as DynamoDB's JSON protocol writes them. The SDK's document client does the same; it costs three times the
 * processor time of the whole call (docs/decisions.md, "A signed call instead of the SDK's client").
 */

/** One attribute on the wire: exactly one of the members. Bytes are base64 text. */
export type WireValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly B: string }
  | { readonly L: readonly WireValue[] }
  | { readonly M: WireMap };
export interface WireMap {
  readonly [name: string]: WireValue;
}

class NotStorable extends TypeError {}

const isPlain = (value: object): value is Readonly<Record<string, unknown>> => !Array.isArray(value);

/** A value for the wire. @throws TypeError for what a table cannot hold: always a defect. */
export const toWire = (value: unknown): WireValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      if (!Number.isFinite(value)) throw new NotStorable(`${value} cannot be stored.`);
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object': {
      if (value === null) return { NULL: true };
      if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
      if (Array.isArray(value)) return { L: value.map(toWire) };
      if (isPlain(value)) return { M: toWireMap(value) };
      throw new NotStorable('An object of this kind cannot be stored.');
    }
    default:
      throw new NotStorable(`A ${typeof value} cannot be stored.`);
  }
};

/** An item for the wire; attributes that are undefined are left out. */
export const toWireMap = (item: Readonly<Record<string, unknown>>): WireMap => {
  const map: Record<string, WireValue> = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) map[name] = toWire(value);
  }
  return map;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A value from the wire; bytes stay base64 text when `bytes` is `text`, as events carry them. */
export const fromWire = (wire: unknown, bytes: 'bytes' | 'text' = 'bytes'): unknown => {
  if (!isObject(wire)) throw new TypeError('An attribute on the wire is no object.');
  const { S, N, BOOL, B, L, M } = wire;
  if (typeof S === 'string') return S;
  if (typeof N === 'string') return Number(N);
  if (isObject(M)) return fromWireMap(M, bytes);
  if (typeof BOOL === 'boolean') return BOOL;
  if (Array.isArray(L)) return L.map((part) => fromWire(part, bytes));
  if (typeof B === 'string') return bytes === 'text' ? B : new Uint8Array(Buffer.from(B, 'base64'));
  if (wire['NULL'] === true) return null;
  throw new TypeError(`An attribute on the wire has an unexpected type: ${Object.keys(wire).join(', ')}.`);
};

/** An item from the wire. */
export const fromWireMap = (
  map: Readonly<Record<string, unknown>>,
  bytes: 'bytes' | 'text' = 'bytes',
): Record<string, unknown> => {
  const item: Record<string, unknown> = {};
  for (const name in map) item[name] = fromWire(map[name], bytes);
  return item;
};
