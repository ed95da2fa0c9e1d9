import { fromWireMap } from '../../table/attributes.ts';

const KEYS: readonly string[] = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'announces', 'rev'];

/** The stored fact without the keys of the table: what the bus carries. Bytes stay base64 text. */
export const plainImage = (image: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  fromWireMap(Object.fromEntries(Object.entries(image).filter(([name]) => !KEYS.includes(name))), 'text');
