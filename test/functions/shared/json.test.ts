import { Failure } from '../../../domain/errors.ts';
import { nestsTooDeep, parseBody } from '../../../functions/shared/json.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const failureOf = (text: string): Failure => {
  try {
    parseBody(text);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('It was read.');
};

test('A body may nest 32 levels and not one more', () => {
  expect(parseBody(nested(32))).toEqual(JSON.parse(nested(32)));
  expect(failureOf(nested(33))).toMatchObject({ code: 'bad_request' });
});

test.each([['['], ['{"a":']])('A body of 10,000 times %s is refused without being parsed', (open) => {
  const parse = jest.spyOn(JSON, 'parse');
  expect(failureOf(open.repeat(10_000))).toMatchObject({ code: 'bad_request' });
  expect(parse).not.toHaveBeenCalled();
});

test('Brackets inside texts are not levels, also after escaped quotes', () => {
  const text = JSON.stringify({ note: `${'['.repeat(100)}"${'{'.repeat(100)}\\` });
  expect(nestsTooDeep(text)).toBe(false);
  expect(parseBody(text)).toEqual(JSON.parse(text));
});

test('A list of many shallow objects is not deep', () => {
  expect(nestsTooDeep(JSON.stringify(Array.from({ length: 5_000 }, () => ({ a: [1] }))))).toBe(false);
});

test.each([['{'], ['{"a":1,}'], ['nonsense'], ["{'a':1}"], ['\u0000'], ['{"a":01}'], ['NaN']])(
  'Malformed JSON %j is a bad request',
  (text) => {
    expect(failureOf(text)).toMatchObject({ code: 'bad_request', message: 'The body is not valid JSON.' });
  },
);

test.each([
  ['{"metadata":{"__proto__":{"admin":true}}}', 'metadata.__proto__'],
  ['{"__proto__":1}', '__proto__'],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
  ['{"\\u005f_proto__":1}', '__proto__'],
  ['{"lines":[{"__proto__":[]}]}', 'lines.0.__proto__'],
  ['{"name":"half \\ud83d"}', 'name'],
  ['{"match":{"or":["a","\\ude00"]}}', 'match.or.1'],
])('%s is refused and names the field', (text, param) => {
  const failure = failureOf(text);
  expect(failure).toMatchObject({ code: 'unprocessable', details: { param } });
  expect(Object.getPrototypeOf({})).not.toHaveProperty('admin');
});

test('The word __proto__ in a text is only a text', () => {
  expect(parseBody('{"note":"__proto__ \\u00e9"}')).toEqual({ note: '__proto__ é' });
});
