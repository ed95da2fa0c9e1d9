import { compileChoice } from '../../../local/states/choices.ts';
import { compileDynamic, compileTemplate } from '../../../local/states/expressions.ts';
import { InvalidPath } from '../../../local/states/json-path.ts';
import { toJson } from '../../../local/values.ts';

const INPUT = {
  name: 'Ada',
  count: 7,
  text: '{"a":[1,2]}',
  list: [3, 1, 3, 2],
  lines: [
    { sku: 'A', qty: 1 },
    { sku: 'B', qty: 2 },
  ],
  'odd key': { deep: true },
  nothing: null,
};
const CONTEXT = { Execution: { Name: 'run-1' } };

describe('Intrinsic functions', () => {
  it.each([
    ["States.Format('{} has {} of {}', $.name, $.count, 'x')", 'Ada has 7 of x'],
    ["States.Format('\\{\\} stays, {} goes', $.name)", '{} stays, Ada goes'],
    ["States.Format('it\\'s {}', $.list)", "it's [3,1,3,2]"],
    ['States.StringToJson($.text)', { a: [1, 2] }],
    ['States.JsonToString($.lines[0])', '{"sku":"A","qty":1}'],
    ["States.Array($.name, 2, true, null, 'x')", ['Ada', 2, true, null, 'x']],
    ['States.Array()', []],
    ['States.ArrayPartition($.list, 3)', [[3, 1, 3], [2]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayContains($.lines, States.StringToJson(\'{"qty":2,"sku":"B"}\'))', true],
    ['States.ArrayRange(1, 9, 3)', [1, 4, 7]],
    ['States.ArrayRange(3, 1, -1)', [3, 2, 1]],
    ['States.ArrayGetItem($.list, 1)', 1],
    ['States.ArrayLength($.lines)', 2],
    ['States.ArrayUnique($.list)', [3, 1, 2]],
    ["States.Base64Encode('größer')", 'Z3LDtsOfZXI='],
    ["States.Base64Decode('Z3LDtsOfZXI=')", 'größer'],
    ["States.Hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['States.JsonMerge($.lines[0], $.lines[1], false)', { sku: 'B', qty: 2 }],
    ['States.MathAdd($.count, -2)', 5],
    ['States.MathRandom(5, 6)', 5],
    ["States.StringSplit('a,b;c', ',;')", ['a', 'b', 'c']],
    ["States.Format('{}', States.MathAdd(States.ArrayLength($.list), 1))", '5'],
    ['$$.Execution.Name', 'run-1'],
  ])('%s gives %j', (text, expected) => {
    expect(compileDynamic(text)(INPUT, CONTEXT)).toEqual(expected);
  });

  it('States.UUID gives another identity each time', () => {
    const [one, other] = [0, 1].map(() => compileDynamic('States.UUID()')(INPUT, CONTEXT));
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(one).not.toBe(other);
  });

  it.each([
    ["States.Format('{}')", 'States.IntrinsicFailure'],
    ["States.Format('x', 1)", 'States.IntrinsicFailure'],
    ['States.StringToJson($.name)', 'States.IntrinsicFailure'],
    ['States.MathAdd($.name, 1)', 'States.IntrinsicFailure'],
    ['States.ArrayGetItem($.list, 9)', 'States.IntrinsicFailure'],
    ['States.ArrayRange(1, 5000, 1)', 'States.IntrinsicFailure'],
    ["States.Hash('a', 'CRC')", 'States.IntrinsicFailure'],
    ['$.missing', 'States.ParameterPathFailure'],
    ['States.ArrayLength($.missing)', 'States.ParameterPathFailure'],
  ])('%s fails as %s', (text, error) => {
    expect(() => compileDynamic(text)(INPUT, CONTEXT)).toThrow(expect.objectContaining({ error }));
  });

  it.each([
    'States.Frobnicate()',
    "States.Format('x'",
    "States.Array('x)",
    'States.UUID(1)',
    'States.ArrayLength(x)',
    'name',
    'States.Array($.list[?(@.x)])',
  ])('refuses %s when the definition is read', (text) => {
    expect(() => compileDynamic(text)).toThrow(InvalidPath);
  });
});

describe('Paths', () => {
  it.each([
    ['$', INPUT],
    ['$.lines[0].sku', 'A'],
    ['$.lines[-1].sku', 'B'],
    ["$['odd key'].deep", true],
    ['$.lines[*].qty', [1, 2]],
    ['$.lines[0,1].sku', ['A', 'B']],
    ['$.list[1:3]', [1, 3]],
    ['$..sku', ['A', 'B']],
    ['$.nothing', null],
    ['$.lines[*].missing', []],
  ])('%s', (path, expected) => {
    expect(compileDynamic(path)(INPUT, CONTEXT)).toEqual(expected);
  });

  it('fill templates at any depth and leave constants alone', () => {
    const template = {
      'who.$': '$.name',
      fixed: [{ 'n.$': '$.count', x: null }],
      deep: { 'run.$': '$$.Execution.Name' },
    };
    expect(compileTemplate(template)(INPUT, CONTEXT)).toEqual({
      who: 'Ada',
      fixed: [{ n: 7, x: null }],
      deep: { run: 'run-1' },
    });
  });
});

describe('Choices', () => {
  const data = {
    s: 'b',
    n: 5,
    t: '2011-01-08T00:00:00Z',
    later: '2011-01-08T01:00:00+00:30',
    yes: true,
    none: null,
    other: 5,
  };
  it.each([
    [{ Variable: '$.s', StringEquals: 'b' }, true],
    [{ Variable: '$.s', StringLessThan: 'b' }, false],
    [{ Variable: '$.s', StringGreaterThanEquals: 'b' }, true],
    [{ Variable: '$.s', StringMatches: '*b*' }, true],
    [{ Variable: '$.s', StringMatches: 'a*' }, false],
    [{ Variable: '$.n', NumericEquals: 5 }, true],
    [{ Variable: '$.n', NumericGreaterThan: 5 }, false],
    [{ Variable: '$.n', NumericLessThanEquals: 5 }, true],
    [{ Variable: '$.n', NumericEqualsPath: '$.other' }, true],
    [{ Variable: '$.s', NumericEquals: 5 }, false],
    [{ Variable: '$.yes', BooleanEquals: true }, true],
    [{ Variable: '$.t', TimestampEquals: '2011-01-08T00:00:00.000Z' }, true],
    [{ Variable: '$.t', TimestampLessThanPath: '$.later' }, true],
    [{ Variable: '$.t', TimestampGreaterThan: '2011-01-08T00:00:00Z' }, false],
    [{ Variable: '$.none', IsNull: true }, true],
    [{ Variable: '$.s', IsNull: false }, true],
    [{ Variable: '$.missing', IsPresent: false }, true],
    [{ Variable: '$.missing', IsPresent: true }, false],
    [{ Variable: '$.none', IsPresent: true }, true],
    [{ Variable: '$.n', IsNumeric: true }, true],
    [{ Variable: '$.s', IsString: false }, false],
    [{ Variable: '$.t', IsTimestamp: true }, true],
    [{ Variable: '$.yes', IsBoolean: true }, true],
    [
      {
        And: [
          { Variable: '$.n', NumericEquals: 5 },
          { Variable: '$.s', StringEquals: 'a' },
        ],
      },
      false,
    ],
    [{ Or: [{ Variable: '$.n', NumericEquals: 4 }, { Not: { Variable: '$.s', StringEquals: 'a' } }] }, true],
  ])('%j is %s', (rule, expected) => {
    expect(compileChoice(toJson(rule))(data, {})).toBe(expected);
  });

  it('fails when the variable is missing', () => {
    const test = compileChoice({ Variable: '$.missing', NumericEquals: 1 });
    expect(() => test(data, {})).toThrow(expect.objectContaining({ error: 'States.Runtime' }));
  });

  it.each([{ Variable: '$.s', Like: 'x' }, { Variable: '$.s' }, { StringEquals: 'x' }, { Condition: '{% true %}' }])(
    'refuses %j',
    (rule) => {
      expect(() => compileChoice(toJson(rule))).toThrow();
    },
  );
});
