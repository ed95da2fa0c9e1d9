import { expressionProblem, type Fact, holds, looksAtLines, type RuleExpression } from '../../domain/rules.ts';

const facts: Record<string, Fact> = {
  amount: 5000,
  country: 'France',
  tag: ['eu', 'vip'],
  segment: [],
  'metadata.colour': 'dark red',
};
const check = (expression: RuleExpression): boolean => holds(expression, (field) => facts[field]);

describe('rules', () => {
  test.each([
    ['amount', 'eq', 5000, true],
    ['amount', 'ne', 5000, false],
    ['amount', 'gt', 5000, false],
    ['amount', 'gte', 5000, true],
    ['amount', 'lt', 5000, false],
    ['amount', 'lte', 5000, true],
    ['amount', 'between', [5000, 6000], true],
    ['amount', 'between', [5001, 6000], false],
    ['amount', 'gt', 'text', false],
    ['country', 'in', ['Germany', 'France'], true],
    ['country', 'in', ['france'], false],
    ['country', 'not_in', ['Germany'], true],
    ['country', 'starts_with', 'Fr', true],
    ['country', 'contains', 'anc', true],
    ['country', 'exists', true, true],
    ['product_key', 'exists', false, true],
    ['product_key', 'in', ['a'], false],
    ['product_key', 'not_in', ['a'], true],
    ['product_key', 'ne', 'a', true],
    ['product_key', 'lt', 'a', false],
    ['tag', 'in', ['vip', 'beta'], true],
    ['tag', 'not_in', ['vip', 'beta'], false],
    ['tag', 'contains', 'eu', true],
    ['segment', 'in', ['seg_1'], false],
    ['segment', 'exists', true, false],
    ['metadata.colour', 'contains', 'red', true],
  ] as const)('%s %s %j is %p', (field, op, value, expected) => {
    expect(check({ field, op, value: typeof value === 'object' ? [...value] : value })).toBe(expected);
  });

  const yes: RuleExpression = { field: 'amount', op: 'eq', value: 5000 };
  const no: RuleExpression = { field: 'amount', op: 'ne', value: 5000 };

  test('and needs all, or needs one, and they nest', () => {
    expect(check({ and: [yes, no] })).toBe(false);
    expect(check({ or: [no, yes] })).toBe(true);
    expect(check({ and: [yes, { or: [no, { and: [yes, yes] }] }] })).toBe(true);
  });

  test('an expression looks at lines when any of its rules does', () => {
    expect(looksAtLines({ and: [yes, { or: [no, { field: 'quantity', op: 'gt', value: 1 }] }] })).toBe(true);
    expect(looksAtLines({ and: [yes, no] })).toBe(false);
  });

  test.each([
    [{ field: 'amount', op: 'in', value: 5 }, 'is a list'],
    [{ field: 'amount', op: 'eq', value: [5] }, 'is one value'],
    [{ field: 'amount', op: 'between', value: [5] }, 'list of two'],
    [{ field: 'amount', op: 'exists', value: 5 }, 'true or false'],
    [{ field: 'amount', op: 'eq', value: true }, 'Only exists'],
    [{ field: 'amount', op: 'gt', value: '5000' }, 'A value for amount is a whole number.'],
    [{ field: 'quantity', op: 'in', value: [1, '2'] }, 'A value for quantity is a whole number.'],
    [{ field: 'product_key', op: 'in', value: ['85123A', 22423] }, 'A value for product_key is a text.'],
    [{ and: [yes, { field: 'country', op: 'eq', value: 44 }] }, 'A value for country is a text.'],
    [{ and: Array.from({ length: 26 }, () => ({ or: [yes, no] })) }, 'at most 50 rules'],
  ] as const)('%j is refused', (expression, message) => {
    expect(expressionProblem(JSON.parse(JSON.stringify(expression)))).toContain(message);
  });

  test('metadata are texts or numbers, and anything may be asked whether it is there', () => {
    expect(expressionProblem({ field: 'metadata.seats', op: 'gte', value: 10 })).toBeUndefined();
    expect(expressionProblem({ field: 'metadata.plan', op: 'in', value: ['gold', 7] })).toBeUndefined();
    expect(expressionProblem({ field: 'amount', op: 'exists', value: true })).toBeUndefined();
  });
});
