import * as z from 'zod/mini';
import { SegmentExpression } from '../../../domain/segments.ts';
import { read } from '../../../functions/shared/problems.ts';

const Order = z.strictObject({
  currency: z.enum(['GBP', 'EUR']),
  lines: z.array(
    z.strictObject({ quantity: z.int().check(z.minimum(1)), unit_amount: z.union([z.int(), z.string()]) }),
  ),
  match: z.optional(SegmentExpression),
  note: z.optional(z.string().check(z.maxLength(3))),
  metadata: z.optional(z.record(z.string().check(z.maxLength(3)), z.string())),
});

const problemsOf = (input: unknown): Record<string, string> => {
  const reading = read(Order, input);
  if (reading.ok) throw new Error('It was read.');
  const params = reading.problems.map((problem) => problem.param);
  expect(new Set(params).size).toBe(params.length);
  return Object.fromEntries(reading.problems.map(({ param, message }) => [param, message]));
};

const order = { currency: 'GBP', lines: [{ quantity: 1, unit_amount: 5 }] };

test('What fits is read', () => {
  expect(read(Order, order)).toEqual({ ok: true, value: order });
});

test('Every wrong field has one entry with its dotted path', () => {
  expect(
    problemsOf({
      currency: 'gbp',
      lines: [{ quantity: 1.5, unit_amount: true, colour: 'red', size: 1 }, 7, { quantity: 0, unit_amount: 1 }],
      note: 'long',
      metadata: { toolong: 'x', ok: 5 },
      extra: 1,
    }),
  ).toEqual({
    currency: 'Must be one of "GBP", "EUR".',
    'lines.0.quantity': 'Must be a whole number.',
    'lines.0.unit_amount': 'Has none of the forms that are possible here.',
    'lines.0.colour': 'There is no such field.',
    'lines.0.size': 'There is no such field.',
    'lines.1': 'Must be an object.',
    'lines.2.quantity': 'Must be at least 1.',
    note: 'Must be at most 3 characters.',
    'metadata.toolong': 'This name is not allowed here.',
    'metadata.ok': 'Must be a text.',
    extra: 'There is no such field.',
  });
});

test('A missing field is called missing, whatever it should have been', () => {
  expect(problemsOf({})).toEqual({ currency: 'Is required.', lines: 'Is required.' });
  expect(problemsOf({ ...order, lines: [{}] })).toEqual({
    'lines.0.quantity': 'Is required.',
    'lines.0.unit_amount': 'Is required.',
  });
});

test('In a nested expression the wrong part is named, not the whole', () => {
  expect(problemsOf({ ...order, match: { and: ['a', { or: [5] }] } })).toHaveProperty(['match.and.1.or.0']);
});

test.each([[null], [[]], ['text'], [5]])('%j instead of an object is a problem of the whole', (input) => {
  expect(problemsOf(input)).toEqual({ '': 'Must be an object.' });
});
