import * as z from 'zod/mini';
import { CURRENCIES } from '../../../../functions/shared/contracts/currencies.ts';
import * as fields from '../../../../functions/shared/contracts/fields.ts';

const takes = (schema: z.core.$ZodType, value: unknown): boolean => z.safeParse(schema, value).success;

test.each([[0], [1], [99_999_999]])('%p is an amount', (value) => {
  expect(takes(fields.amount, value)).toBe(true);
});

test.each([
  [-1],
  [-0.5],
  [0.1],
  [100_000_000],
  [2 ** 53],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  ['1e3'],
  ['100'],
  [null],
  [true],
  [[1]],
])('%p is not an amount', (value) => {
  expect(takes(fields.amount, value)).toBe(false);
});

test.each([['0'], ['12'], ['0.0001'], ['33.5'], ['9999999999.9999'], [0], [7]])('%p is a unit amount', (value) => {
  expect(takes(fields.unitAmount, value)).toBe(true);
});

test.each([['-1'], ['1.00001'], ['.5'], ['1.'], ['1e3'], ['0x10'], [' 1'], [''], ['١'], [1.5], [-1], ['1,5']])(
  '%p is not a unit amount',
  (value) => {
    expect(takes(fields.unitAmount, value)).toBe(false);
  },
);

test('A currency is one of ISO 4217 in capitals', () => {
  expect(CURRENCIES).toHaveLength(new Set(CURRENCIES).size);
  for (const currency of ['GBP', 'JPY', 'BHD']) expect(takes(fields.currency, currency)).toBe(true);
  for (const currency of ['gbp', 'GB', 'XXX', 'XTS', 'ABC', 'GBPX', '']) {
    expect(takes(fields.currency, currency)).toBe(false);
  }
});

test('Metadata is a map of at most 50 texts with names of at most 40 characters', () => {
  const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`name${n}`, 'x']));
  expect(takes(fields.metadata, {})).toBe(true);
  expect(takes(fields.metadata, entries(50))).toBe(true);
  expect(takes(fields.metadata, entries(51))).toBe(false);
  expect(takes(fields.metadata, { ['x'.repeat(40)]: 'x' })).toBe(true);
  expect(takes(fields.metadata, { ['x'.repeat(41)]: 'x' })).toBe(false);
  expect(takes(fields.metadata, { a: 'x'.repeat(501) })).toBe(false);
  expect(takes(fields.metadata, { a: 1 })).toBe(false);
  expect(takes(fields.metadata, { a: { b: 'c' } })).toBe(false);
});

test.each([['constructor'], ['prototype']])('The name %s is refused in metadata', (name) => {
  expect(takes(fields.metadata, { [name]: 'x' })).toBe(false);
});

test.each([['a\nb'], ['a\rb'], ['a\u0000'], ['\u001b[31m'], ['a\u2028b'], ['a\u0085b']])(
  '%j is not one line of text',
  (value) => {
    expect(takes(fields.line(100), value)).toBe(false);
  },
);

test.each([['ada@partner.example'], ['a.b+c@x-y.co.uk'], ["o'neil@example.com"]])(
  '%s is an e-mail address',
  (value) => {
    expect(takes(fields.email, value)).toBe(true);
  },
);

test.each([
  ['ada'],
  ['ada@'],
  ['@x.example'],
  ['a b@x.example'],
  ['a@x'],
  ['a@x.example\nBcc: b@y.example'],
  ['a@@x.de'],
])('%j is not an e-mail address', (value) => {
  expect(takes(fields.email, value)).toBe(false);
});

test.each([['https://shop.example/a?b=c'], ['http://127.0.0.1:3000/']])('%s is a web address', (value) => {
  expect(takes(fields.webAddress, value)).toBe(true);
});

test.each([
  ['javascript:alert(1)'],
  ['//evil.example'],
  ['https://user:pass@evil.example'],
  ['data:text/html,x'],
  ['shop.example'],
  ['https://x.example/\r\nset-cookie: a=b'],
])('%j is not a web address', (value) => {
  expect(takes(fields.webAddress, value)).toBe(false);
});

test('A time zone is one that the system knows', () => {
  for (const zone of ['UTC', 'Europe/London', 'Asia/Kolkata']) expect(takes(fields.timeZone, zone)).toBe(true);
  for (const zone of ['Europe/Nowhere', '', '+01:00', '__proto__']) expect(takes(fields.timeZone, zone)).toBe(false);
});

test('The longest texts are read in no time', () => {
  const started = performance.now();
  for (const text of ['a@'.repeat(50_000), `a@${'a.'.repeat(50_000)}`, '1'.repeat(100_000), 'é'.repeat(100_000)]) {
    for (const schema of [fields.email, fields.unitAmount, fields.line(100), fields.webAddress, fields.day]) {
      takes(schema, text);
    }
  }
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('A list has 10 items in order of creation, the latest first, unless asked otherwise', () => {
  expect(z.parse(fields.listQuery, {})).toEqual({ limit: 10, order_by: '-created_at' });
  expect(z.parse(fields.listQuery, { limit: '250', min_created: '5' })).toMatchObject({ limit: 250, min_created: 5 });
});

test('A change names at least one field, and null is a value', () => {
  const body = fields.patch({ name: fields.line(10), note: z.nullable(fields.line(10)) });
  expect(takes(body, {})).toBe(false);
  expect(takes(body, { name: 'x' })).toBe(true);
  expect(takes(body, { note: null })).toBe(true);
  expect(takes(body, { other: 1 })).toBe(false);
});

test('In a new object null means the same as nothing', () => {
  const body = z.strictObject({ note: fields.maybe(fields.line(10)) });
  expect(z.parse(body, { note: null }).note).toBeUndefined();
  expect(z.parse(body, {}).note).toBeUndefined();
  expect(z.parse(body, { note: 'x' }).note).toBe('x');
});
