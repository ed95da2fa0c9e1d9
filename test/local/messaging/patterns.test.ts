import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compilePattern, InvalidPattern } from '../../../local/patterns/index.ts';

const file = join(__dirname, 'fixtures', 'event-patterns.jsonl.gz');
const vectors = gunzipSync(readFileSync(file))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('Rules choose events as EventBridge does', () => {
  it("agrees with AWS's rule engine on all 1,200 generated patterns and events", () => {
    const wrong = vectors.filter(({ pattern, event, matches }) => compilePattern(pattern)(event) !== matches);
    expect(wrong).toEqual([]);
    expect(vectors).toHaveLength(1200);
  });

  it.each([
    ['an operator that EventBridge does not know', { a: [{ regex: '^a' }] }],
    ['two operators in one alternative', { a: [{ prefix: 'a', suffix: 'b' }] }],
    ['a value outside a list', { a: 'x' }],
    ['an empty list', { a: [] }],
    ['an empty object', { a: {} }],
    ['a list inside a list', { a: [['x']] }],
    ['a wildcard with two stars in a row', { a: [{ wildcard: 'a**b' }] }],
    ['a wildcard with a wrong escape', { a: [{ wildcard: 'a\\b' }] }],
    ['a block that is no CIDR', { a: [{ cidr: '10.0.0.0/33' }] }],
    ['a numeric comparison without a number', { a: [{ numeric: ['>', '5'] }] }],
    ['an unknown comparison', { a: [{ numeric: ['!=', 5] }] }],
    ['$or with a single pattern', { $or: [{ a: ['x'] }] }],
    ['exists without true or false', { a: [{ exists: 'yes' }] }],
    ['anything-but with an unknown operator', { a: [{ 'anything-but': { regex: 'x' } }] }],
    ['something that is no object', ['x']],
  ])('refuses %s by name', (_case, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidPattern);
  });

  it('keeps fields of one array element together', () => {
    const matches = compilePattern({ lines: { sku: ['A'], qty: [{ numeric: ['>', 5] }] } });
    expect(
      matches({
        lines: [
          { sku: 'A', qty: 6 },
          { sku: 'B', qty: 1 },
        ],
      }),
    ).toBe(true);
    expect(
      matches({
        lines: [
          { sku: 'A', qty: 1 },
          { sku: 'B', qty: 6 },
        ],
      }),
    ).toBe(false);
  });

  it('never takes a key of Object.prototype for a field', () => {
    expect(compilePattern({ constructor: [{ exists: true }] })({})).toBe(false);
  });
});
