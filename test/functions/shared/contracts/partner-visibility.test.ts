import type { AnyOperation } from '../../../../functions/shared/contract.ts';
import { ALL_OPERATIONS } from '../../../../functions/shared/contracts/index.ts';

/** What partners and visitors are never shown (E1): no property of an answer may be named after it. */
const INTERNAL = new Set(['group', 'groups', 'tag', 'tags', 'segment', 'segments', 'trigger', 'triggers']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The names of all properties that a schema can hold, however deep. */
const propertiesOf = (schema: unknown, seen = new Set<unknown>()): readonly string[] => {
  if (!isObject(schema) || seen.has(schema)) return [];
  seen.add(schema);
  const zod = schema['_zod'];
  const def = isObject(zod) && isObject(zod['def']) ? zod['def'] : undefined;
  if (def === undefined) return Object.values(schema).flatMap((part) => propertiesOf(part, seen));
  const shape = isObject(def['shape']) ? def['shape'] : {};
  const getter = def['getter'];
  const lazily: unknown = typeof getter === 'function' ? getter() : undefined;
  const parts = [lazily, ...Object.values(shape), ...Object.values(def)];
  return [...Object.keys(shape), ...parts.flatMap((part) => propertiesOf(part, seen))];
};

const isForPartners = ({ path }: AnyOperation): boolean => /^\/v2\/(?:portal|public)(?:\/|$)/.test(path);

const internalNames = (operation: AnyOperation): readonly string[] =>
  'data' in operation
    ? propertiesOf(operation.data).filter((name) => name.split('_').some((word) => INTERNAL.has(word)))
    : [];

test('No answer that is made for partners or visitors has a property for a group, tag, segment or trigger', () => {
  const shown = ALL_OPERATIONS.filter(isForPartners);
  expect(shown.map(({ id }) => id)).toContain('getPortalTier');
  expect(shown.flatMap((operation) => internalNames(operation).map((name) => `${operation.id}: ${name}`))).toEqual([]);
});

test('The search finds such properties where merchants are shown them', () => {
  const found = (id: string) => ALL_OPERATIONS.filter((operation) => operation.id === id).flatMap(internalNames);
  expect(found('getPartnership')).toEqual(expect.arrayContaining(['group_key', 'tags']));
  expect(found('listSegments')).toEqual([]);
  expect(found('getSegmentPreview')).toEqual(expect.arrayContaining(['segment_key', 'shared_tags']));
  expect(found('explainReward')).toEqual(expect.arrayContaining(['trigger']));
});
