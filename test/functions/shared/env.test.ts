import { env, optionalEnv } from '../../../functions/shared/env.ts';

afterEach(() => {
  delete process.env['A_SETTING'];
});

test('A setting that the stack must give and does not is named', () => {
  expect(() => env('A_SETTING')).toThrow('The environment variable A_SETTING is not set.');
  process.env['A_SETTING'] = '';
  expect(() => env('A_SETTING')).toThrow('A_SETTING');
  expect(optionalEnv('A_SETTING')).toBeUndefined();
});

test('A setting is read when it is there', () => {
  process.env['A_SETTING'] = 'x';
  expect([env('A_SETTING'), optionalEnv('A_SETTING')]).toEqual(['x', 'x']);
});
